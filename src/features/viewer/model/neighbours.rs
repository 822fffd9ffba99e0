//! Which files are looked at together.

use anjian_api::act::{Act, Payload};
use anjian_api::command::Content;
use anjian_api::file::{FileFacts, FileId};
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
    let order = said.map(|payload| order(&payload.act)).unwrap_or_default();
    let place = |facts: &FileFacts| order.iter().position(|id| *id == facts.id);
    found.sort_by_key(|facts| place(facts).unwrap_or(usize::MAX));
    if found.iter().any(|facts| facts.id == file) {
        Some(found.into_iter().cloned().collect())
    } else {
        Some(vec![asked.clone()])
    }
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
