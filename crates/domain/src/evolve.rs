//! Folds one entry into the case. Never refuses: what was stored has happened.

use std::collections::BTreeSet;

use anjian_api::act::{Act, Message, Notice, Payload, Understood};
use anjian_api::audience::Audience;
use anjian_api::bytes::Leaf;
use anjian_api::command::{Content, Files};
use anjian_api::entry::{Shown, WireEntry};
use anjian_api::ids::{Moment, SeatId, Seq};

use crate::audience::may_see;
use crate::state::{CaseState, NoticeRecord, OpenCall, RECENT_ENTRIES, RecentMessage, SeatRecord};
use crate::{document, evidence, files, roles};

/// One entry, as far as the folding reader may see it.
#[derive(Debug, Clone, Copy)]
pub struct Event<'a> {
    /// Its number.
    pub seq: Seq,
    /// Its leaf.
    pub leaf: Leaf,
    /// What the reader may see.
    pub what: What<'a>,
}

/// What a reader may see of an entry.
#[derive(Debug, Clone, Copy)]
pub enum What<'a> {
    /// An entry of a kind that this version knows.
    Known {
        /// When.
        at: Moment,
        /// Who.
        author: SeatId,
        /// What, and for whom.
        payload: &'a Payload,
    },
    /// An entry that a newer version wrote: counted, kept, without effect here.
    Unknown,
    /// A recalled message or a hidden exhibit: everything but the words.
    Withheld {
        /// Its kind.
        kind: &'a str,
        /// When.
        at: Moment,
        /// Who.
        author: SeatId,
        /// For whom.
        audience: &'a Audience,
    },
    /// An entry for others: number and leaf.
    Sealed,
}

/// Folds one entry as it came over the wire.
pub fn evolve_wire(case: &mut CaseState, entry: &WireEntry) {
    let (seq, leaf) = (entry.seq, entry.leaf);
    match &entry.shown {
        Shown::Open(open) => match Understood::read(&open.payload) {
            Understood::Known(payload) => {
                let (at, author) = (open.header.at, open.header.author);
                evolve(
                    case,
                    &Event {
                        seq,
                        leaf,
                        what: What::Known {
                            at,
                            author,
                            payload: &payload,
                        },
                    },
                );
            }
            Understood::Unknown => evolve(
                case,
                &Event {
                    seq,
                    leaf,
                    what: What::Unknown,
                },
            ),
        },
        Shown::Withheld(held) => {
            let (at, author) = (held.header.at, held.header.author);
            let what = What::Withheld {
                kind: &held.header.kind,
                at,
                author,
                audience: &held.audience,
            };
            evolve(case, &Event { seq, leaf, what });
        }
        Shown::Sealed => evolve(
            case,
            &Event {
                seq,
                leaf,
                what: What::Sealed,
            },
        ),
    }
}

/// Folds one entry into the case.
pub fn evolve(case: &mut CaseState, event: &Event<'_>) {
    case.head = event.seq;
    case.last_leaf = event.leaf;
    match event.what {
        What::Known {
            at,
            author,
            payload,
        } => {
            act(case, event.seq, at, author, &payload.audience, &payload.act);
        }
        What::Withheld {
            kind,
            at,
            author,
            audience,
        } => match kind {
            "message" => said(case, event.seq, at, author, audience, &[], None),
            "exhibit_submitted" => evidence::withheld(case, author),
            _ => {}
        },
        What::Unknown | What::Sealed => {}
    }
    forget_old_messages(case);
}

fn act(case: &mut CaseState, seq: Seq, at: Moment, author: SeatId, audience: &Audience, act: &Act) {
    match act {
        Act::CaseOpened(facts) => {
            case.stage = Some(facts.stage);
            case.facts = Some(facts.clone());
        }
        Act::StageChanged { stage } => {
            case.stage = Some(*stage);
            if case.is_closed() {
                case.calls.clear();
            }
        }
        Act::MemberSeated { seat } => {
            let record = SeatRecord {
                seat: seat.clone(),
                phone: None,
                seated_at: seq,
                ended: false,
            };
            case.seats.insert(seat.id, record);
        }
        Act::MemberUnseated { seat } => {
            if let Some(record) = case.seats.get_mut(seat) {
                record.ended = true;
            }
            case.calls.retain(|call| call.of != *seat);
        }
        Act::AuthoritySet { seat, authority } => {
            if let Some(record) = case.seats.get_mut(seat) {
                record.seat.authority = Some(*authority);
            }
        }
        Act::ContactNoted { seat, phone } => {
            if let Some(record) = case.seats.get_mut(seat) {
                record.phone = Some(phone.clone());
            }
        }
        Act::Message(Message {
            content,
            mentions,
            quote,
        }) => {
            said(case, seq, at, author, audience, mentions, *quote);
            show_files(case, seq, author, content);
        }
        Act::MessageRecalled { message } => {
            case.recent.remove(message);
            case.recalled.insert(*message);
            for other in case.recent.values_mut() {
                other.quoted_by.retain(|quote| quote != message);
            }
            case.calls.retain(|call| call.message != *message);
            files::hidden(case, *message);
        }
        Act::NoticePosted(notice) => post(case, seq, audience, notice),
        Act::NoticeConfirmed { notice } => {
            if let Some(record) = case.notices.get_mut(notice) {
                record.confirmed.insert(author);
            }
        }
        Act::Evidence(act) => evidence::fold(case, seq, at, author, act),
        Act::Document(act) => document::fold(case, seq, at, author, audience, act),
        Act::FileReceived { file } => files::received(case, seq, author, file),
    }
}

fn show_files(case: &mut CaseState, seq: Seq, author: SeatId, content: &Content) {
    match content {
        Content::Files(Files { files }) => {
            for facts in files {
                files::shown(case, seq, author, facts);
            }
        }
        Content::Voice(voice) => files::shown(case, seq, author, &voice.file),
        Content::Text(_) | Content::Location(_) => {}
    }
}

/// A message, with or without its words. A recalled one came in with its effects and leaves with
/// them, so that folding it without its words and recalling it gives the same case.
fn said(
    case: &mut CaseState,
    seq: Seq,
    at: Moment,
    author: SeatId,
    audience: &Audience,
    mentions: &[SeatId],
    quote: Option<Seq>,
) {
    answer_calls(case, author, audience);
    if let Some(quoted) = quote.and_then(|quote| case.recent.get_mut(&quote))
        && quoted.author != author
    {
        quoted.quoted_by.push(seq);
    }
    let by_the_court = case
        .seats
        .get(&author)
        .is_some_and(|record| roles::conducts(record.seat.role));
    if by_the_court {
        let called = mentions.iter().filter(|of| {
            case.seats
                .get(of)
                .is_some_and(|record| !roles::conducts(record.seat.role))
        });
        let calls: Vec<_> = called
            .map(|of| OpenCall {
                message: seq,
                by: author,
                of: *of,
            })
            .collect();
        case.calls.extend(calls);
    }
    let audience = audience.clone();
    case.recent.insert(
        seq,
        RecentMessage {
            author,
            at,
            audience,
            quoted_by: Vec::new(),
        },
    );
}

/// Whoever was called, or speaks for who was, answers with any message that the caller sees.
fn answer_calls(case: &mut CaseState, author: SeatId, audience: &Audience) {
    if case.calls.is_empty() {
        return;
    }
    let answered: Vec<bool> = case
        .calls
        .iter()
        .map(|call| case.same_voice(call.of, author) && may_see(case, call.by, author, audience))
        .collect();
    let mut answered = answered.into_iter();
    case.calls.retain(|_| !answered.next().unwrap_or(false));
}

fn post(case: &mut CaseState, seq: Seq, audience: &Audience, notice: &Notice) {
    let record = NoticeRecord {
        title: notice.text.title.clone(),
        audience: audience.clone(),
        asked: notice.asked.clone(),
        confirmed: BTreeSet::new(),
        due: notice.due,
    };
    case.notices.insert(seq, record);
}

fn forget_old_messages(case: &mut CaseState) {
    let oldest = Seq(case.head.0.saturating_sub(RECENT_ENTRIES));
    while let Some(first) = case.recent.first_entry() {
        if *first.key() > oldest {
            break;
        }
        first.remove();
    }
}
