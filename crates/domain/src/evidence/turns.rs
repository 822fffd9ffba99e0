//! What a person has to do about evidence.

use anjian_api::evidence::{EvidenceSide, Mark};
use anjian_api::ids::{Moment, SeatId, Seq};
use anjian_api::role::Role;

use super::ruling::is_examined;
use super::{Exchange, has_finished, opposing, parties, party_of, side_of, unanswered};
use crate::roles;
use crate::state::CaseState;
use crate::turns::{Otherwise, Task, Turn};

/// Everything about evidence that this seat has to do.
pub(crate) fn turns(case: &CaseState, seat: SeatId, now: Moment) -> Vec<Turn> {
    let Some(role) = case.seat(seat).map(|seat| seat.role) else {
        return Vec::new();
    };
    if case.is_closed() {
        return Vec::new();
    }
    let mut all = match party_of(case, seat) {
        Some(party) => of_party(case, party, now),
        None if role == Role::Judge => of_judge(case),
        None => Vec::new(),
    };
    if party_of(case, seat).is_some() || role == Role::Judge {
        all.extend(replies(case, seat));
    }
    if roles::conducts(role) {
        all.extend(to_close(case, now));
    }
    all
}

fn turn(task: Task, from: Seq, otherwise: Otherwise) -> Turn {
    Turn {
        task,
        from,
        due: None,
        overdue: false,
        otherwise,
    }
}

fn until(turn: Turn, due: Option<Moment>, now: Moment) -> Turn {
    Turn {
        due,
        overdue: due.is_some_and(|due| due <= now),
        ..turn
    }
}

fn of_party(case: &CaseState, party: SeatId, now: Moment) -> Vec<Turn> {
    let evidence = &case.evidence;
    let mut all = Vec::new();
    if let Some(asked) = evidence.form_asked
        && !evidence.forms.contains_key(&party)
    {
        let stated = turn(Task::StateExchangeForm, asked.asked, Otherwise::SyncApplies);
        all.push(until(stated, Some(asked.due), now));
    }
    let exchange = evidence.exchange.as_ref();
    let is_over = exchange.is_some_and(|exchange| exchange.is_over(now));
    let has_finished = has_finished(case, party);
    let exhibits: Vec<Seq> = unanswered(case, party).collect();
    let due = exchange.map(|exchange| exchange.terms.moment());
    if let Some(first) = exhibits.first().filter(|_| !is_over && !has_finished) {
        let from = exchange.map_or(*first, |exchange| exchange.opened);
        let task = Task::GiveOpinions { exhibits };
        let otherwise = match exchange {
            Some(_) => Otherwise::MayCountAsWaived,
            None => Otherwise::CourtGoesOn,
        };
        all.push(until(turn(task, from, otherwise), due, now));
    } else if let Some(exchange) =
        exchange.filter(|one| one.is_async() && !is_over && !has_finished)
    {
        let finish = turn(
            Task::FinishAnswers,
            exchange.opened,
            Otherwise::ClosesAtTheEnd,
        );
        all.push(until(finish, due, now));
    }
    all.extend(originals(case, party));
    all
}

/// Originals that the court needs (art. 12), until their form is met.
fn originals(case: &CaseState, party: SeatId) -> impl Iterator<Item = Turn> {
    let exhibits = case.evidence.exhibits.iter();
    exhibits
        .filter(move |(_, record)| {
            record.is_live()
                && matches!(record.mark, Some(Mark::OriginalNeeded(_)))
                && record.form.is_none()
                && case.same_voice(record.by, party)
        })
        .map(|(seq, _)| {
            let task = Task::BringOriginal { exhibit: *seq };
            turn(task, *seq, Otherwise::CourtDecides)
        })
}

/// Objections that the submitter's side has not replied to.
fn replies(case: &CaseState, seat: SeatId) -> Option<Turn> {
    if case.evidence.is_sealed() {
        return None;
    }
    let side = side_of(case, seat)?;
    let own = case
        .evidence
        .exhibits
        .values()
        .filter(|record| record.is_live() && record.side == side)
        .filter(|record| side == EvidenceSide::Court || case.same_voice(record.by, seat));
    let opinions: Vec<Seq> = own
        .flat_map(|record| record.opinions.values())
        .filter(|one| !one.sealed && one.reply.is_none() && one.opinion.objects())
        .map(|opinion| opinion.seq)
        .collect();
    let first = *opinions.first()?;
    Some(turn(
        Task::ReplyToOpinions { opinions },
        first,
        Otherwise::CourtGoesOn,
    ))
}

fn of_judge(case: &CaseState) -> Vec<Turn> {
    let evidence = &case.evidence;
    let mut all: Vec<Turn> = evidence
        .exhibits
        .iter()
        .filter(|(_, record)| record.awaits_leave())
        .map(|(seq, _)| {
            turn(
                Task::DecideLate { exhibit: *seq },
                *seq,
                Otherwise::OthersWait,
            )
        })
        .collect();
    let requests = evidence.exchange.iter().flat_map(|open| &open.requests);
    all.extend(requests.map(|(seq, request)| {
        let party = request.party;
        let task = Task::DecideExtension { party };
        let decide = turn(task, *seq, Otherwise::OthersWait);
        Turn {
            due: evidence.exchange.as_ref().map(|open| open.terms.moment()),
            ..decide
        }
    }));
    if !evidence.is_sealed() {
        let ready: Vec<Seq> = evidence
            .exhibits
            .iter()
            .filter(|(_, record)| record.is_live() && is_examined(case, record))
            .filter(|(_, record)| opposing(case, record.side).next().is_some())
            .map(|(seq, _)| *seq)
            .collect();
        if let Some(first) = ready.first().copied() {
            let task = Task::RuleOnExhibits { exhibits: ready };
            all.push(turn(task, first, Otherwise::OthersWait));
        }
    }
    all
}

/// An async exchange that is over and still open: the registry closes it, or the court does.
fn to_close(case: &CaseState, now: Moment) -> Option<Turn> {
    let open = case.evidence.exchange.as_ref()?;
    let all = parties(case).all(|party| has_finished(case, party));
    let is_due = Exchange::is_over(open, now) || (open.is_async() && all);
    is_due.then(|| turn(Task::CloseExchange, open.opened, Otherwise::OthersWait))
}
