//! 证据交换 (art. 14): its form, its time, its end.

use anjian_api::evidence::act::{
    AnswersFinished, AnswersOpened, EvidenceAct, ExchangeClosed, ExchangeFormStated, ExtensionAsked,
};
use anjian_api::evidence::command::{
    AskExchangeForm, AskExtension, DecideExtension, FinishAnswers, OpenExchange, StateExchangeForm,
};
use anjian_api::evidence::{ExchangeForm, ExchangeTerms, OpenedAnswer};
use anjian_api::ids::{Moment, SeatId, Seq};
use anjian_api::refusal::Refusal;
use anjian_api::role::Seat;

use super::{
    Exchange, check_reason, entry, has_finished, one, parties, require_court, require_judge,
    require_party,
};
use crate::decide::NewEntry;
use crate::state::CaseState;

/// The court asks in which form the parties agree to exchange.
pub(super) fn ask_form(
    case: &CaseState,
    seat: &Seat,
    ask: &AskExchangeForm,
    now: Moment,
) -> Result<Vec<NewEntry>, Refusal> {
    require_court(seat)?;
    require_none_open(case)?;
    require_ahead(ask.due, now)?;
    Ok(one(seat, EvidenceAct::ExchangeFormAsked(ask.clone())))
}

/// A party states the form, asked or not; the last word counts.
pub(super) fn state_form(
    case: &CaseState,
    seat: &Seat,
    state: &StateExchangeForm,
) -> Result<Vec<NewEntry>, Refusal> {
    let party = require_party(case, seat)?;
    require_none_open(case)?;
    let form = state.form;
    let act = ExchangeFormStated { party, form };
    Ok(one(seat, EvidenceAct::ExchangeFormStated(act)))
}

/// One at a time. Async only when every party agreed to it; without that it is sync (art. 14).
pub(super) fn open(
    case: &CaseState,
    seat: &Seat,
    open: &OpenExchange,
    now: Moment,
) -> Result<Vec<NewEntry>, Refusal> {
    require_court(seat)?;
    require_none_open(case)?;
    require_ahead(open.terms.moment(), now)?;
    let forms = &case.evidence.forms;
    let agreed = |party| forms.get(&party) == Some(&ExchangeForm::Async);
    if matches!(open.terms, ExchangeTerms::Async { .. }) && !parties(case).all(agreed) {
        return Err(Refusal::FormNotAgreed);
    }
    Ok(one(seat, EvidenceAct::ExchangeOpened(open.clone())))
}

/// A party has finished. When it was the last one, the exchange closes and the answers open.
pub(super) fn finish(
    case: &CaseState,
    seat: &Seat,
    finish: &FinishAnswers,
    now: Moment,
) -> Result<Vec<NewEntry>, Refusal> {
    let party = require_party(case, seat)?;
    let exchange = running(case, finish.exchange)?;
    if exchange.is_over(now) {
        return Err(Refusal::ExchangeOver);
    }
    if has_finished(case, party) {
        return Err(Refusal::AlreadyFinished);
    }
    let act = AnswersFinished {
        exchange: finish.exchange,
        party,
    };
    let mut entries = one(seat, EvidenceAct::AnswersFinished(act));
    let all = parties(case).all(|other| other == party || has_finished(case, other));
    if all {
        entries.extend(end(case, SeatId::REGISTRY, exchange));
    }
    Ok(entries)
}

/// The court closes a sync exchange when it is done, an async one when it is over.
pub(super) fn close(
    case: &CaseState,
    seat: &Seat,
    exchange: Seq,
    now: Moment,
) -> Result<Vec<NewEntry>, Refusal> {
    require_court(seat)?;
    let open = this(case, exchange)?;
    if open.is_async() {
        return close_over(case, seat.id, exchange, now);
    }
    Ok(end(case, seat.id, open))
}

/// Closes an async exchange whose time is over, or in which all have finished.
pub(super) fn close_over(
    case: &CaseState,
    author: SeatId,
    exchange: Seq,
    now: Moment,
) -> Result<Vec<NewEntry>, Refusal> {
    let open = running(case, exchange)?;
    let all = parties(case).all(|party| has_finished(case, party));
    if !open.is_over(now) && !all {
        let until = open.terms.moment();
        return Err(Refusal::ExchangeNotOver { until });
    }
    Ok(end(case, author, open))
}

/// The entries that end an exchange: it is closed, and what was sealed is opened to all at once.
fn end(case: &CaseState, author: SeatId, open: &Exchange) -> Vec<NewEntry> {
    let exchange = open.opened;
    let closed = EvidenceAct::ExchangeClosed(ExchangeClosed { exchange });
    let mut entries = vec![entry(author, closed)];
    if open.is_async() {
        let answers = sealed(case);
        let opened = EvidenceAct::AnswersOpened(AnswersOpened { exchange, answers });
        entries.push(entry(author, opened));
    }
    entries
}

fn sealed(case: &CaseState) -> Vec<OpenedAnswer> {
    let mut answers = Vec::new();
    for (exhibit, record) in &case.evidence.exhibits {
        for (party, opinion) in record.opinions.iter().filter(|(_, one)| one.sealed) {
            answers.push(OpenedAnswer {
                seq: opinion.seq,
                exhibit: *exhibit,
                party: *party,
                by: opinion.by,
                at: opinion.at,
                opinion: opinion.opinion.clone(),
            });
        }
    }
    answers
}

/// A party asks for more time, once at a time.
pub(super) fn ask_extension(
    case: &CaseState,
    seat: &Seat,
    ask: &AskExtension,
    now: Moment,
) -> Result<Vec<NewEntry>, Refusal> {
    let party = require_party(case, seat)?;
    let exchange = running(case, ask.exchange)?;
    if exchange.is_over(now) {
        return Err(Refusal::ExchangeOver);
    }
    if exchange.requests.values().any(|one| one.party == party) {
        return Err(Refusal::AlreadyAsked);
    }
    require_longer(exchange, ask.until)?;
    check_reason(&ask.reason)?;
    let act = ExtensionAsked {
        exchange: ask.exchange,
        party,
        until: ask.until,
        reason: ask.reason.clone(),
    };
    Ok(one(seat, EvidenceAct::ExtensionAsked(act)))
}

/// The judge grants more time, to all parties alike, or does not and says why.
pub(super) fn decide_extension(
    case: &CaseState,
    seat: &Seat,
    decide: &DecideExtension,
    now: Moment,
) -> Result<Vec<NewEntry>, Refusal> {
    require_judge(seat)?;
    let exchange = case.evidence.exchange.as_ref();
    let exchange = exchange
        .filter(|open| open.requests.contains_key(&decide.request))
        .ok_or(Refusal::NotFound)?;
    match decide.until {
        Some(until) => {
            require_ahead(until, now)?;
            require_longer(exchange, until)?;
        }
        None if decide.reason.is_none() => return Err(Refusal::ReasonMissing),
        None => {}
    }
    if let Some(reason) = &decide.reason {
        check_reason(reason)?;
    }
    Ok(one(seat, EvidenceAct::ExtensionDecided(decide.clone())))
}

/// The exchange of this number, if it is the one that is open.
fn this(case: &CaseState, exchange: Seq) -> Result<&Exchange, Refusal> {
    let open = case.evidence.exchange.as_ref();
    open.filter(|open| open.opened == exchange)
        .ok_or(Refusal::NoExchange)
}

/// The same, if each answers in it at its own time.
fn running(case: &CaseState, exchange: Seq) -> Result<&Exchange, Refusal> {
    this(case, exchange).and_then(|open| {
        if open.is_async() {
            Ok(open)
        } else {
            Err(Refusal::NoExchange)
        }
    })
}

fn require_none_open(case: &CaseState) -> Result<(), Refusal> {
    match case.evidence.exchange {
        None => Ok(()),
        Some(_) => Err(Refusal::ExchangeRunning),
    }
}

fn require_ahead(due: Moment, now: Moment) -> Result<(), Refusal> {
    if due > now {
        Ok(())
    } else {
        Err(Refusal::DueInThePast { due })
    }
}

fn require_longer(exchange: &Exchange, until: Moment) -> Result<(), Refusal> {
    let now_until = exchange.terms.moment();
    if until > now_until {
        Ok(())
    } else {
        Err(Refusal::ExtensionNotLonger { until: now_until })
    }
}
