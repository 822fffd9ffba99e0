//! The list of cases, kept current by what the engine reports.

use std::collections::BTreeMap;
use std::sync::Arc;

use anjian_api::act::Understood;
use anjian_api::case::{CaseSummary, LastLine, TurnLine};
use anjian_api::entry::WireEntry;
use anjian_api::ids::{CaseId, Moment, SeatId, Seq};
use anjian_domain::listing::{counts_as_unread, makes_a_line};
use anjian_domain::{CaseState, turns};

use super::timeline::Timeline;

/// Unread entries are counted up to here; 100 stands for more.
const UNREAD_MOST: u32 = 100;

/// The lines of the list, by case.
pub(super) type Lines = BTreeMap<CaseId, Arc<CaseSummary>>;

/// The order of the list: pinned ones first, then the newest line of talk.
pub(super) fn order(lines: &Lines) -> Vec<CaseId> {
    let mut all: Vec<&Arc<CaseSummary>> = lines.values().collect();
    all.sort_by_key(|line| {
        let at = line.last.as_ref().map_or(0, |last| last.at.0);
        (!line.marks.pinned, std::cmp::Reverse(at))
    });
    all.into_iter().map(|line| line.case).collect()
}

/// A fetched list over what is held: frames may have been faster than the answer.
pub(super) fn merge(lines: &mut Lines, fetched: Vec<CaseSummary>) {
    let mut next = Lines::new();
    for mut line in fetched {
        if let Some(held) = lines.get(&line.case)
            && held.head > line.head
        {
            line.head = held.head;
            line.last.clone_from(&held.last);
            line.unread = held.unread;
        }
        if let Some(held) = lines.get(&line.case)
            && held.read > line.read
        {
            line.read = held.read;
            line.unread = held.unread;
        }
        let line = Arc::new(line);
        let same = lines
            .get(&line.case)
            .filter(|held| ***held == *line)
            .cloned();
        next.insert(line.case, same.unwrap_or(line));
    }
    *lines = next;
}

/// One new entry. The name of its author is known where the case is held.
pub(super) fn entry(line: &mut CaseSummary, entry: &WireEntry, state: Option<&CaseState>) {
    if entry.seq <= line.head {
        return;
    }
    line.head = entry.seq;
    let Some(header) = entry.header() else { return };
    if makes_a_line(&header.kind) {
        line.last = Some(LastLine {
            at: header.at,
            author: header.author,
            name: name_of(line, header.author, state),
            entry: entry.clone(),
        });
    }
    if counts_as_unread(&header.kind) && header.author != line.you && entry.seq > line.read {
        line.unread = (line.unread + 1).min(UNREAD_MOST);
    }
}

fn name_of(line: &CaseSummary, author: SeatId, state: Option<&CaseState>) -> String {
    let known = state
        .and_then(|state| state.seats.get(&author))
        .map(|record| &record.seat.name);
    let before = line
        .last
        .as_ref()
        .filter(|last| last.author == author)
        .map(|last| &last.name);
    known.or(before).cloned().unwrap_or_default()
}

/// What the held case says about its line: stage, cover, turns.
pub(super) fn from_state(line: &mut CaseSummary, state: &CaseState, now: Moment) {
    if let Some(facts) = &state.facts {
        line.facts.clone_from(facts);
    }
    line.stage = state.stage.unwrap_or(line.stage);
    let turns = turns(state, line.you, now);
    line.turn = turns.first().map(|first| TurnLine {
        count: u32::try_from(turns.len()).unwrap_or(u32::MAX),
        due: first.due,
    });
}

/// The person has read up to here.
pub(super) fn read(line: &mut CaseSummary, read: Seq, timeline: Option<&Timeline>) {
    if read <= line.read {
        return;
    }
    line.read = read;
    if read >= line.head {
        line.unread = 0;
        return;
    }
    let Some(timeline) = timeline else { return };
    let Some(next) = timeline.index_of(read.next()) else {
        return;
    };
    let unread = timeline.iter(next..timeline.len()).filter(|held| {
        held.entry
            .header()
            .is_some_and(|header| header.author != line.you && counts_as_unread(&header.kind))
    });
    line.unread = u32::try_from(unread.count())
        .unwrap_or(UNREAD_MOST)
        .min(UNREAD_MOST);
}

/// An entry changes more of its line than the line itself can tell without the case.
pub(super) fn needs_fetch(entry: &WireEntry) -> bool {
    match entry.understood() {
        None | Some(Understood::Unknown) => entry.header().is_some(),
        Some(Understood::Known(_)) => true,
    }
}
