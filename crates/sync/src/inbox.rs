//! What is received: entries in order, without gap, for every case that is held.
//!
//! ```text
//!                 seq ≤ have            ignored (known)
//!  entry ────────▶ seq = have + 1       applied, and with it what lies ready behind it
//!                 seq ≤ have + 256      buffered, and the gap is fetched
//!                 seq > have + 256      only its number is kept; everything is fetched
//!
//!  have < newest number heard of ──▶ fetch ──▶ page ──▶ applied ──▶ again until have = newest
//!                                     ▲           │ nothing new, or failed
//!                                     └─ backoff ─┘
//! ```
//!
//! Frames, pages and the answers to own commands all take this one path; each is only a hint that
//! there is something, and each may come twice, late or never.

use std::collections::BTreeMap;

use anjian_api::case::EntryPage;
use anjian_api::entry::WireEntry;
use anjian_api::frame::{EntryFrame, Head};
use anjian_api::ids::{CaseId, Moment, Seq};

use crate::backoff::{Backoff, Dice};
use crate::io::{Outcome, Output, SessionEnd, Ticket};
use crate::stored::ParkReason;
use crate::verdict::{Verdict, judge};

/// How far ahead entries are kept.
const AHEAD: u64 = 256;
/// Entries asked for at once.
const PAGE: u32 = 200;
/// Fetches under way at once.
const PARALLEL: usize = 2;

#[derive(Debug, Default)]
struct Held {
    have: Seq,
    ahead: BTreeMap<Seq, WireEntry>,
    ticket: Option<Ticket>,
    backoff: Backoff,
    not_before: Option<Moment>,
}

/// See the module.
#[derive(Debug, Default)]
pub(crate) struct Inbox {
    held: BTreeMap<CaseId, Held>,
    /// The newest numbers heard of, also of cases that are not held.
    heads: BTreeMap<CaseId, Seq>,
    tickets: u64,
    hold: Option<Moment>,
}

impl Inbox {
    /// The app holds a case up to `have`. What was fetched for an earlier state of it is void.
    pub(crate) fn hold(&mut self, case: CaseId, have: Seq) {
        let held = self.held.entry(case).or_default();
        held.have = have;
        held.ticket = None;
        held.not_before = None;
        held.ahead.retain(|seq, _| *seq > have);
        raise(&mut self.heads, case, have);
    }

    /// The app no longer holds a case.
    pub(crate) fn release(&mut self, case: CaseId) {
        self.held.remove(&case);
    }

    /// The list of cases shows these numbers.
    pub(crate) fn listed(&mut self, heads: &[Head]) {
        for head in heads {
            raise(&mut self.heads, head.case, head.seq);
        }
    }

    /// The newest numbers. Of a case that is not held a new one makes the list stale.
    pub(crate) fn heads(&mut self, heads: &[Head], out: &mut Vec<Output>) {
        let mut stale = false;
        for head in heads {
            let news = raise(&mut self.heads, head.case, head.seq);
            stale |= news && !self.held.contains_key(&head.case);
        }
        if stale {
            out.push(Output::CasesChanged);
        }
    }

    /// One entry by the live connection.
    pub(crate) fn entry(&mut self, frame: EntryFrame, out: &mut Vec<Output>) {
        let EntryFrame { case, entry } = frame;
        let news = raise(&mut self.heads, case, entry.seq);
        if self.held.contains_key(&case) {
            self.take(case, vec![entry], out);
        } else if news {
            out.push(Output::Glimpse(EntryFrame { case, entry }));
        }
    }

    /// Entries from wherever.
    pub(crate) fn take(&mut self, case: CaseId, entries: Vec<WireEntry>, out: &mut Vec<Output>) {
        let Some(held) = self.held.get_mut(&case) else {
            return;
        };
        let mut ready = Vec::new();
        for entry in entries {
            raise(&mut self.heads, case, entry.seq);
            if entry.seq <= held.have || entry.seq.0 > held.have.0 + AHEAD {
                continue;
            }
            held.ahead.entry(entry.seq).or_insert(entry);
            while let Some(next) = held.ahead.remove(&held.have.next()) {
                held.have = next.seq;
                ready.push(next);
            }
        }
        if !ready.is_empty() {
            out.push(Output::Apply {
                case,
                entries: ready,
            });
        }
    }

    /// A fetch ended. Tells whether the session ended with it.
    pub(crate) fn done(
        &mut self,
        now: Moment,
        dice: &mut Dice,
        (case, ticket): (CaseId, Ticket),
        outcome: Outcome<EntryPage>,
        out: &mut Vec<Output>,
    ) -> Option<SessionEnd> {
        let held = self.held.get_mut(&case)?;
        if held.ticket != Some(ticket) {
            return None;
        }
        held.ticket = None;
        match outcome {
            Ok(page) => {
                let before = held.have;
                raise(&mut self.heads, case, page.head);
                self.take(case, page.entries, out);
                let held = self.held.get_mut(&case)?;
                if held.have > before {
                    held.backoff.reset();
                } else {
                    // Nothing new although there is something: asking at once again would spin.
                    held.not_before = Some(now.plus_ms(held.backoff.next(dice)));
                }
                None
            }
            Err(failure) => match judge(&failure) {
                Verdict::Park(ParkReason::Refused(_)) => {
                    self.held.remove(&case);
                    out.push(Output::CaseGone(case));
                    None
                }
                Verdict::Session(end) => Some(end),
                Verdict::Retry { after_ms, .. } => {
                    held.not_before = Some(now.plus_ms(held.backoff.next(dice)));
                    if let Some(ms) = after_ms {
                        self.hold = Some(now.plus_ms(i64::try_from(ms).unwrap_or(i64::MAX)));
                    }
                    None
                }
                Verdict::Park(_) => {
                    held.not_before = Some(now.plus_ms(held.backoff.next(dice)));
                    None
                }
            },
        }
    }

    /// Starts the fetches that may start.
    pub(crate) fn poll(&mut self, now: Moment, out: &mut Vec<Output>) {
        if self.hold.is_some_and(|until| now < until) {
            return;
        }
        self.hold = None;
        let mut free = PARALLEL.saturating_sub(self.under_way());
        for (case, held) in &mut self.held {
            let wanted = behind(&self.heads, *case, held);
            let waits = held.not_before.is_some_and(|until| now < until);
            if free == 0 || !wanted || waits || held.ticket.is_some() {
                continue;
            }
            free -= 1;
            self.tickets += 1;
            let ticket = Ticket(self.tickets);
            held.ticket = Some(ticket);
            held.not_before = None;
            out.push(Output::Fetch {
                case: *case,
                after: held.have,
                limit: gap(held).min(PAGE),
                ticket,
            });
        }
    }

    /// The world changed: whatever waits for its backoff is tried at once.
    pub(crate) fn hurry(&mut self) {
        for held in self.held.values_mut() {
            held.not_before = None;
        }
    }

    /// When `poll` could start something that it cannot start now.
    pub(crate) fn next(&self) -> Option<Moment> {
        if self.under_way() >= PARALLEL {
            return None;
        }
        self.held
            .iter()
            .filter(|(case, held)| held.ticket.is_none() && behind(&self.heads, **case, held))
            .filter_map(|(_, held)| held.not_before.max(self.hold))
            .min()
    }

    fn under_way(&self) -> usize {
        self.held
            .values()
            .filter(|held| held.ticket.is_some())
            .count()
    }
}

/// There is more than the app holds.
fn behind(heads: &BTreeMap<CaseId, Seq>, case: CaseId, held: &Held) -> bool {
    heads.get(&case).is_some_and(|head| held.have < *head)
}

/// How many entries are missing up to the first one that lies ready.
fn gap(held: &Held) -> u32 {
    held.ahead.keys().next().map_or(PAGE, |first| {
        u32::try_from(first.0 - held.have.0 - 1).unwrap_or(PAGE)
    })
}

/// Notes a number; tells whether it is news.
fn raise(heads: &mut BTreeMap<CaseId, Seq>, case: CaseId, seq: Seq) -> bool {
    let head = heads.entry(case).or_default();
    let news = seq > *head;
    *head = seq.max(*head);
    news
}
