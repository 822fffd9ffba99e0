//! Folds what happened about evidence. Never refuses: what was stored has happened.

use anjian_api::evidence::act::{
    AnswersOpened, EvidenceAct, ExhibitSubmitted, ExhibitWithdrawn, OpinionGiven,
};
use anjian_api::evidence::{EvidenceSide, ExchangeTerms, Ground, Opinion, Stance};
use anjian_api::ids::{Moment, SeatId, Seq};

use super::side_of;
use super::state::{
    AcceptedForm, Exchange, ExhibitRecord, ExtensionRequest, FormAsked, Late, LateDecision,
    OpinionRecord, PastExchange, Reply, Ruling, Waiver, Withdrawal,
};
use crate::files;
use crate::state::CaseState;

/// Folds one act.
pub(crate) fn fold(case: &mut CaseState, seq: Seq, at: Moment, author: SeatId, act: &EvidenceAct) {
    match act {
        EvidenceAct::ExhibitSubmitted(submitted) => submit(case, seq, at, author, submitted),
        EvidenceAct::ExhibitWithdrawn(withdrawn) => withdraw(case, seq, withdrawn),
        EvidenceAct::OpinionGiven(given) => {
            show_spoken(case, seq, author, &given.opinion);
            opine(case, seq, at, author, given);
        }
        EvidenceAct::OpinionReplied(replied) => {
            show_ground(case, seq, author, &replied.reply);
            let opinion = case
                .evidence
                .exhibits
                .get_mut(&replied.exhibit)
                .and_then(|record| {
                    let mut opinions = record.opinions.values_mut();
                    opinions.find(|opinion| opinion.seq == replied.opinion)
                });
            if let Some(opinion) = opinion {
                opinion.reply = Some(Reply {
                    seq,
                    by: author,
                    at,
                    reply: replied.reply.clone(),
                });
            }
        }
        EvidenceAct::AnswersOpened(opened) => open_answers(case, seq, opened),
        EvidenceAct::EvidenceDeadlineSet(set) => case.evidence.deadline = Some(set.due),
        EvidenceAct::ExchangeFormAsked(_)
        | EvidenceAct::ExchangeFormStated(_)
        | EvidenceAct::ExchangeOpened(_)
        | EvidenceAct::AnswersFinished(_)
        | EvidenceAct::ExchangeClosed(_)
        | EvidenceAct::ExtensionAsked(_)
        | EvidenceAct::ExtensionDecided(_) => exchange(case, seq, at, author, act),
        EvidenceAct::ExhibitOpened(_)
        | EvidenceAct::LateDecided(_)
        | EvidenceAct::ExhibitMarked(_)
        | EvidenceAct::FormAccepted(_)
        | EvidenceAct::ExaminationWaived(_)
        | EvidenceAct::ExhibitRuled(_) => exhibit(case, seq, author, act),
    }
}

/// What happened to one exhibit; to one that is hidden nothing happens any more.
fn exhibit(case: &mut CaseState, seq: Seq, author: SeatId, act: &EvidenceAct) {
    let of = match act {
        EvidenceAct::ExhibitOpened(opened) => opened.exhibit,
        EvidenceAct::LateDecided(decided) => decided.exhibit,
        EvidenceAct::ExhibitMarked(marked) => marked.exhibit,
        EvidenceAct::FormAccepted(accepted) => accepted.exhibit,
        EvidenceAct::ExaminationWaived(waived) => waived.exhibit,
        EvidenceAct::ExhibitRuled(ruled) => ruled.exhibit,
        _ => return,
    };
    let Some(record) = case.evidence.exhibits.get_mut(&of) else {
        return;
    };
    match act {
        EvidenceAct::ExhibitOpened(_) => {
            record.opened.insert(author);
        }
        EvidenceAct::LateDecided(decided) => {
            if let Some(late) = &mut record.late {
                late.decided = Some(LateDecision {
                    seq,
                    leave: decided.leave,
                    reason: decided.reason.clone(),
                });
            }
            record.examinable = decided.leave.admits().then_some(seq);
        }
        EvidenceAct::ExhibitMarked(marked) => record.mark = Some(marked.mark),
        EvidenceAct::FormAccepted(accepted) => {
            record.form = Some(AcceptedForm {
                seq,
                way: accepted.way,
                note: accepted.note.clone(),
            });
        }
        EvidenceAct::ExaminationWaived(waived) => {
            let waiver = Waiver {
                seq,
                by: author,
                reason: waived.reason.clone(),
            };
            record.waived.insert(waived.party, waiver);
        }
        EvidenceAct::ExhibitRuled(ruled) => {
            record.ruling = Some(Ruling {
                seq,
                admitted: ruled.admitted,
                reason: ruled.reason.clone(),
            });
        }
        _ => {}
    }
}

/// What happened to the exchange.
fn exchange(case: &mut CaseState, seq: Seq, at: Moment, author: SeatId, act: &EvidenceAct) {
    let evidence = &mut case.evidence;
    match act {
        EvidenceAct::ExchangeFormAsked(asked) => {
            let due = asked.due;
            evidence.form_asked = Some(FormAsked { asked: seq, due });
        }
        EvidenceAct::ExchangeFormStated(stated) => {
            evidence.forms.insert(stated.party, stated.form);
        }
        EvidenceAct::ExchangeOpened(opened) => {
            evidence.form_asked = None;
            evidence.forms.clear();
            evidence.round = seq;
            evidence.exchange = Some(Exchange {
                opened: seq,
                terms: opened.terms,
                finished: Default::default(),
                requests: Default::default(),
            });
            for record in evidence.exhibits.values_mut() {
                record.locked = false;
            }
        }
        EvidenceAct::ExchangeClosed(_) => {
            let mut until = None;
            if let Some(open) = evidence.exchange.take() {
                until = open.is_async().then(|| open.terms.moment());
                evidence.past.push(PastExchange {
                    opened: open.opened,
                    terms: open.terms,
                    finished: open.finished.into_keys().collect(),
                    closed: at,
                    by: author,
                });
            }
            for record in evidence.exhibits.values_mut() {
                // What came after the period, while nobody had closed it yet, was no part of it.
                let was_part = until.is_none_or(|until| record.at < until);
                record.locked = record.is_live() && was_part;
            }
        }
        _ => {
            if let Some(exchange) = &mut evidence.exchange {
                within(exchange, seq, act);
            }
        }
    }
}

fn within(exchange: &mut Exchange, seq: Seq, act: &EvidenceAct) {
    match act {
        EvidenceAct::AnswersFinished(finished) => {
            exchange.finished.insert(finished.party, seq);
        }
        EvidenceAct::ExtensionAsked(asked) => {
            let request = ExtensionRequest {
                party: asked.party,
                until: asked.until,
                reason: asked.reason.clone(),
            };
            exchange.requests.insert(seq, request);
        }
        EvidenceAct::ExtensionDecided(decided) => {
            exchange.requests.remove(&decided.request);
            if let Some(until) = decided.until {
                exchange.terms = ExchangeTerms::Async { until };
            }
        }
        _ => {}
    }
}

fn submit(
    case: &mut CaseState,
    seq: Seq,
    at: Moment,
    author: SeatId,
    submitted: &ExhibitSubmitted,
) {
    for facts in &submitted.exhibit.files {
        files::shown(case, seq, author, facts);
    }
    let late = submitted.late_reason.clone().map(|reason| Late {
        reason,
        decided: None,
    });
    let record = ExhibitRecord {
        by: author,
        at,
        side: submitted.side,
        number: submitted.number,
        exhibit: submitted.exhibit.clone(),
        examinable: late.is_none().then_some(seq),
        late,
        opened: Default::default(),
        opinions: Default::default(),
        waived: Default::default(),
        mark: None,
        form: None,
        withdrawn: None,
        ruling: None,
        locked: false,
    };
    count(case, submitted.side);
    case.evidence.exhibits.insert(seq, record);
}

/// An exhibit whose words are withheld: it took a number, and that is all.
pub(crate) fn withheld(case: &mut CaseState, author: SeatId) {
    if let Some(side) = side_of(case, author) {
        count(case, side);
    }
}

fn count(case: &mut CaseState, side: EvidenceSide) {
    *case.evidence.numbers.entry(side).or_default() += 1;
}

/// A hidden exhibit leaves with all its effects, so that a device that was there all along and one
/// that comes later hold the same case.
fn withdraw(case: &mut CaseState, seq: Seq, withdrawn: &ExhibitWithdrawn) {
    if withdrawn.hidden {
        case.evidence.exhibits.remove(&withdrawn.exhibit);
        case.recalled.insert(withdrawn.exhibit);
        files::hidden(case, withdrawn.exhibit);
    } else if let Some(record) = case.evidence.exhibits.get_mut(&withdrawn.exhibit) {
        let reason = withdrawn.reason.clone();
        record.withdrawn = Some(Withdrawal { seq, reason });
    }
}

fn opine(case: &mut CaseState, seq: Seq, at: Moment, author: SeatId, given: &OpinionGiven) {
    let Some(record) = case.evidence.exhibits.get_mut(&given.exhibit) else {
        return;
    };
    let opinion = OpinionRecord {
        seq,
        by: author,
        at,
        opinion: given.opinion.clone(),
        sealed: given.sealed,
        reply: None,
    };
    record.waived.remove(&given.party);
    record.opinions.insert(given.party, opinion);
}

/// Every view learns the sealed opinions from the entry that carries them.
fn open_answers(case: &mut CaseState, seq: Seq, opened: &AnswersOpened) {
    for answer in &opened.answers {
        show_spoken(case, seq, answer.by, &answer.opinion);
        let given = OpinionGiven {
            exhibit: answer.exhibit,
            party: answer.party,
            opinion: answer.opinion.clone(),
            sealed: false,
        };
        opine(case, answer.seq, answer.at, answer.by, &given);
    }
}

fn show_spoken(case: &mut CaseState, seq: Seq, owner: SeatId, opinion: &Opinion) {
    for (_, stance) in opinion.points() {
        if let Stance::Object(ground) = stance {
            show_ground(case, seq, owner, ground);
        }
    }
}

fn show_ground(case: &mut CaseState, seq: Seq, owner: SeatId, ground: &Ground) {
    if let Some(voice) = &ground.voice {
        files::shown(case, seq, owner, &voice.file);
    }
}
