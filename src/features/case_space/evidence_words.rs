//! What happened about evidence, each in one sentence.

use anjian_api::evidence::act::{EvidenceAct, OpinionGiven};
use anjian_api::evidence::{
    EvidenceSide, ExchangeForm, ExchangeTerms, Leave, Mark, OriginalForm, OriginalReason, Point,
};
use anjian_api::ids::{SeatId, Seq};
use anjian_domain::CaseState;
use anjian_domain::turns::{Otherwise, Task};

use super::who::who;
use crate::i18n::{Locale, text, time};

/// An act about evidence in one sentence.
#[must_use]
pub fn sentence(locale: Locale, state: &CaseState, author: SeatId, act: &EvidenceAct) -> String {
    let name = |seat| who(locale, state, seat).name;
    let author = name(author);
    match act {
        EvidenceAct::ExhibitSubmitted(act) => {
            let label = label(locale, act.side, act.number);
            let exhibit = with_name(locale, &label, &act.exhibit.name);
            match act.late_reason {
                None => text!(locale, evidence.submitted, who = author, exhibit = exhibit),
                Some(_) => text!(
                    locale,
                    evidence.submitted_late,
                    who = author,
                    exhibit = exhibit
                ),
            }
        }
        EvidenceAct::ExhibitOpened(act) => {
            let exhibit = exhibit(locale, state, act.exhibit);
            text!(locale, evidence.opened, who = author, exhibit = exhibit)
        }
        EvidenceAct::ExhibitWithdrawn(act) if act.hidden => {
            text!(locale, evidence.withdrawn_hidden, who = author)
        }
        EvidenceAct::ExhibitWithdrawn(act) => {
            let exhibit = exhibit(locale, state, act.exhibit);
            text!(
                locale,
                evidence.withdrawn,
                who = author,
                exhibit = exhibit,
                reason = act.reason
            )
        }
        EvidenceAct::OpinionGiven(act) => opinion(locale, state, &name(act.party), act),
        EvidenceAct::OpinionReplied(act) => {
            let exhibit = exhibit(locale, state, act.exhibit);
            text!(locale, evidence.replied, who = author, exhibit = exhibit)
        }
        EvidenceAct::ExaminationWaived(act) => {
            let exhibit = exhibit(locale, state, act.exhibit);
            let party = name(act.party);
            match &act.reason {
                Some(reason) => text!(
                    locale,
                    evidence.waived_recorded,
                    who = party,
                    exhibit = exhibit,
                    reason = reason
                ),
                None => text!(locale, evidence.waived, who = party, exhibit = exhibit),
            }
        }
        _ => by_the_court(locale, state, act).unwrap_or_else(|| exchange(locale, act, name)),
    }
}

/// What the court decided on an exhibit.
fn by_the_court(locale: Locale, state: &CaseState, act: &EvidenceAct) -> Option<String> {
    let of = |seq| exhibit(locale, state, seq);
    Some(match act {
        EvidenceAct::LateDecided(act) => {
            let (exhibit, reason) = (of(act.exhibit), &act.reason);
            macro_rules! decided {
                ($key:ident) => {
                    text!(locale, evidence.$key, exhibit = exhibit, reason = reason)
                };
            }
            match act.leave {
                Leave::Admit => decided!(late_admitted),
                Leave::AdmitWithAdmonition => decided!(late_admonition),
                Leave::AdmitWithFine => decided!(late_fine),
                Leave::Reject => decided!(late_rejected),
            }
        }
        EvidenceAct::ExhibitMarked(act) => {
            let exhibit = of(act.exhibit);
            match act.mark {
                Mark::Undisputed => text!(locale, evidence.marked_undisputed, exhibit = exhibit),
                Mark::Disputed => text!(locale, evidence.marked_disputed, exhibit = exhibit),
                Mark::AppraisalNeeded => {
                    text!(locale, evidence.marked_appraisal, exhibit = exhibit)
                }
                Mark::OriginalNeeded(reason) => text!(
                    locale,
                    evidence.marked_original,
                    exhibit = exhibit,
                    reason = original_reason(locale, reason)
                ),
            }
        }
        EvidenceAct::FormAccepted(act) => text!(
            locale,
            evidence.form_accepted,
            exhibit = of(act.exhibit),
            way = original_form(locale, act.way)
        ),
        EvidenceAct::ExhibitRuled(act) => {
            let (exhibit, reason) = (of(act.exhibit), &act.reason);
            if act.admitted {
                text!(
                    locale,
                    evidence.ruled_admitted,
                    exhibit = exhibit,
                    reason = reason
                )
            } else {
                text!(
                    locale,
                    evidence.ruled_not,
                    exhibit = exhibit,
                    reason = reason
                )
            }
        }
        _ => return None,
    })
}

/// What happened to the exchange.
fn exchange(locale: Locale, act: &EvidenceAct, name: impl Fn(SeatId) -> String) -> String {
    let due = |moment| time::due_label(locale, moment);
    match act {
        EvidenceAct::EvidenceDeadlineSet(act) => {
            text!(locale, evidence.deadline, due = due(act.due))
        }
        EvidenceAct::ExchangeFormAsked(act) => {
            text!(locale, evidence.form_asked, due = due(act.due))
        }
        EvidenceAct::ExchangeFormStated(act) => match act.form {
            ExchangeForm::Sync => text!(locale, evidence.form_sync, who = name(act.party)),
            ExchangeForm::Async => text!(locale, evidence.form_async, who = name(act.party)),
        },
        EvidenceAct::ExchangeOpened(act) => match act.terms {
            ExchangeTerms::Sync { at } => {
                text!(
                    locale,
                    evidence.exchange_sync,
                    at = time::full_label(locale, at)
                )
            }
            ExchangeTerms::Async { until } => {
                text!(locale, evidence.exchange_async, until = due(until))
            }
        },
        EvidenceAct::AnswersFinished(act) => {
            text!(locale, evidence.finished, who = name(act.party))
        }
        EvidenceAct::ExchangeClosed(_) => text!(locale, evidence.closed),
        EvidenceAct::AnswersOpened(act) => {
            text!(locale, evidence.answers_opened, count = act.answers.len())
        }
        EvidenceAct::ExtensionAsked(act) => text!(
            locale,
            evidence.extension_asked,
            who = name(act.party),
            until = due(act.until),
            reason = act.reason
        ),
        EvidenceAct::ExtensionDecided(act) => match act.until {
            Some(until) => text!(locale, evidence.extension_granted, until = due(until)),
            None => {
                let reason = act.reason.clone().unwrap_or_default();
                text!(locale, evidence.extension_refused, reason = reason)
            }
        },
        EvidenceAct::ExhibitSubmitted(_)
        | EvidenceAct::ExhibitOpened(_)
        | EvidenceAct::ExhibitWithdrawn(_)
        | EvidenceAct::LateDecided(_)
        | EvidenceAct::OpinionGiven(_)
        | EvidenceAct::OpinionReplied(_)
        | EvidenceAct::ExhibitMarked(_)
        | EvidenceAct::FormAccepted(_)
        | EvidenceAct::ExaminationWaived(_)
        | EvidenceAct::ExhibitRuled(_) => String::new(),
    }
}

fn opinion(locale: Locale, state: &CaseState, party: &str, act: &OpinionGiven) -> String {
    let exhibit = exhibit(locale, state, act.exhibit);
    let objects: Vec<String> = act
        .opinion
        .points()
        .filter(|(_, stance)| stance.objects())
        .map(|(of, _)| point(locale, of))
        .collect();
    let sentence = if objects.is_empty() {
        text!(
            locale,
            evidence.opinion_agrees,
            who = party,
            exhibit = exhibit
        )
    } else {
        let points = objects.join(&text!(locale, evidence.and));
        text!(
            locale,
            evidence.opinion_objects,
            who = party,
            exhibit = exhibit,
            points = points
        )
    };
    let was_opened = |seq: &Seq| {
        let record = state.evidence.exhibits.get(seq);
        record.is_none_or(|record| record.opinions.values().all(|one| !one.sealed))
    };
    if act.sealed && !was_opened(&act.exhibit) {
        text!(locale, evidence.opinion_sealed, sentence = sentence)
    } else {
        sentence
    }
}

/// An exhibit by its list, number and name.
#[must_use]
pub fn exhibit(locale: Locale, state: &CaseState, seq: Seq) -> String {
    match state.evidence.exhibits.get(&seq) {
        Some(record) => {
            let label = label(locale, record.side, record.number);
            with_name(locale, &label, &record.exhibit.name)
        }
        None => text!(locale, evidence.unknown_exhibit),
    }
}

/// 原告证据1
#[must_use]
pub fn label(locale: Locale, side: EvidenceSide, number: u32) -> String {
    match side {
        EvidenceSide::Plaintiff => text!(locale, evidence.side_plaintiff, number = number),
        EvidenceSide::Defendant => text!(locale, evidence.side_defendant, number = number),
        EvidenceSide::ThirdParty => text!(locale, evidence.side_third, number = number),
        EvidenceSide::Court => text!(locale, evidence.side_court, number = number),
    }
}

fn with_name(locale: Locale, label: &str, name: &str) -> String {
    text!(locale, evidence.with_name, label = label, name = name)
}

/// The name of a point.
#[must_use]
pub fn point(locale: Locale, point: Point) -> String {
    match point {
        Point::Authenticity => text!(locale, evidence.authenticity),
        Point::Legality => text!(locale, evidence.legality),
        Point::Relevance => text!(locale, evidence.relevance),
        Point::Purpose => text!(locale, evidence.purpose),
    }
}

/// Why the original is required.
#[must_use]
pub fn original_reason(locale: Locale, reason: OriginalReason) -> String {
    match reason {
        OriginalReason::Objection => text!(locale, evidence.reason_objection),
        OriginalReason::Unclear => text!(locale, evidence.reason_unclear),
        OriginalReason::Archive => text!(locale, evidence.reason_archive),
        OriginalReason::CourtNeeds => text!(locale, evidence.reason_court),
    }
}

/// How the form of the original was met.
#[must_use]
pub fn original_form(locale: Locale, way: OriginalForm) -> String {
    match way {
        OriginalForm::NotDisputed => text!(locale, evidence.way_not_disputed),
        OriginalForm::Notarised => text!(locale, evidence.way_notarised),
        OriginalForm::ConfirmedBefore => text!(locale, evidence.way_confirmed),
        OriginalForm::Compared => text!(locale, evidence.way_compared),
        OriginalForm::OtherProof => text!(locale, evidence.way_other),
    }
}

/// A thing to do about evidence; none for other things.
#[must_use]
pub fn task(locale: Locale, state: &CaseState, task: &Task) -> Option<String> {
    Some(match task {
        Task::ConfirmNotice { .. }
        | Task::AnswerCourt { .. }
        | Task::ReadDocument { .. }
        | Task::ConfirmDocument { .. }
        | Task::SignDocument { .. } => return None,
        Task::StateExchangeForm => text!(locale, evidence.turn_form),
        Task::GiveOpinions { exhibits } => {
            text!(locale, evidence.turn_opinions, count = exhibits.len())
        }
        Task::FinishAnswers => text!(locale, evidence.turn_finish),
        Task::BringOriginal { exhibit: seq } => {
            let exhibit = exhibit(locale, state, *seq);
            text!(locale, evidence.turn_original, exhibit = exhibit)
        }
        Task::ReplyToOpinions { opinions } => {
            text!(locale, evidence.turn_reply, count = opinions.len())
        }
        Task::DecideLate { exhibit: seq } => {
            let exhibit = exhibit(locale, state, *seq);
            text!(locale, evidence.turn_late, exhibit = exhibit)
        }
        Task::DecideExtension { party } => {
            let name = who(locale, state, *party).name;
            text!(locale, evidence.turn_extension, who = name)
        }
        Task::RuleOnExhibits { exhibits } => {
            text!(locale, evidence.turn_rule, count = exhibits.len())
        }
        Task::CloseExchange => text!(locale, evidence.turn_close),
    })
}

/// What happens otherwise, in things about evidence; none for other things.
#[must_use]
pub fn otherwise(locale: Locale, otherwise: &Otherwise) -> Option<String> {
    Some(match otherwise {
        Otherwise::ClerkCalls | Otherwise::CourtGoesOn | Otherwise::Said(_) => return None,
        Otherwise::MayCountAsWaived => text!(locale, evidence.otherwise_waived),
        Otherwise::SyncApplies => text!(locale, evidence.otherwise_sync),
        Otherwise::ClosesAtTheEnd => text!(locale, evidence.otherwise_ends),
        Otherwise::CourtDecides => text!(locale, evidence.otherwise_court),
        Otherwise::OthersWait => text!(locale, evidence.otherwise_wait),
    })
}

/// An exhibit that is hidden: withdrawn before anybody opposing opened it.
#[must_use]
pub fn hidden(locale: Locale, state: &CaseState, author: SeatId) -> String {
    let name = who(locale, state, author).name;
    text!(locale, evidence.hidden, who = name)
}
