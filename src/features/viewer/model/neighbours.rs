//! Which files are looked at together.

use anjian_api::act::{Act, Payload};
use anjian_api::command::Content;
use anjian_api::file::{FileFacts, FileId};
use anjian_api::frame::Presentation;
use anjian_api::ids::Seq;
use anjian_domain::CaseState;

/// The files that the viewer goes through, in their order; none when the reader does not know the
/// file asked for. `said` is the entry itself, where this device holds it: it knows the order.
#[must_use]
pub fn together(
    state: &CaseState,
    file: FileId,
    of: Option<Seq>,
    said: Option<&Payload>,
) -> Option<Vec<FileFacts>> {
    let asked = &state.files.get(&file)?.facts;
    let Some(of) = of else {
        return Some(vec![asked.clone()]);
    };
    let mut found: Vec<&FileFacts> = state
        .files
        .values()
        .filter(|record| record.shown_in.contains(&of))
        .map(|record| &record.facts)
        .collect();
    // An exhibit's own record knows its order; a message is asked itself.
    let order = match state.evidence.exhibits.get(&of) {
        Some(record) => record.exhibit.files.iter().map(|facts| facts.id).collect(),
        None => said.map(|payload| order(&payload.act)).unwrap_or_default(),
    };
    let place = |facts: &FileFacts| order.iter().position(|id| *id == facts.id);
    found.sort_by_key(|facts| place(facts).unwrap_or(usize::MAX));
    if found.iter().any(|facts| facts.id == file) {
        Some(found.into_iter().cloned().collect())
    } else {
        Some(vec![asked.clone()])
    }
}

/// The exhibit after this one, or before it, in the order of the lists; with its first file.
#[must_use]
pub fn next_exhibit(state: &CaseState, of: Seq, forward: bool) -> Option<(Seq, FileId)> {
    let exhibits = &state.evidence.exhibits;
    exhibits.get(&of)?;
    let mut listed: Vec<_> = exhibits
        .iter()
        .filter(|(_, record)| record.withdrawn.is_none())
        .filter_map(|(seq, record)| {
            let first = record.exhibit.files.first()?.id;
            Some(((record.side, record.number), *seq, first))
        })
        .collect();
    listed.sort_by_key(|(place, ..)| *place);
    let at = listed.iter().position(|(_, seq, _)| *seq == of)?;
    let next = if forward {
        at.checked_add(1)
    } else {
        at.checked_sub(1)
    }?;
    listed.get(next).map(|(_, seq, first)| (*seq, *first))
}

/// The file that a presentation shows, when the reader may see it.
#[must_use]
pub fn presented_file(state: &CaseState, shown: &Presentation) -> Option<FileId> {
    let record = state.evidence.exhibits.get(&shown.exhibit)?;
    let file = record.exhibit.files.get(usize::from(shown.file))?.id;
    state.files.contains_key(&file).then_some(file)
}

fn order(act: &Act) -> Vec<FileId> {
    match act {
        Act::Message(message) => match &message.content {
            Content::Files(files) => files.files.iter().map(|facts| facts.id).collect(),
            _ => Vec::new(),
        },
        _ => Vec::new(),
    }
}
