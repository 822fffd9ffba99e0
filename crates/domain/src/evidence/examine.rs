//! 质证: what the parties say to an exhibit, the reply, and doing without.

use anjian_api::act::Act;
use anjian_api::audience::Audience;
use anjian_api::evidence::act::{EvidenceAct, ExaminationWaived, OpinionGiven};
use anjian_api::evidence::command::{GiveOpinion, ReplyToOpinion, WaiveExamination};
use anjian_api::evidence::{EvidenceSide, Opinion, Stance};
use anjian_api::ids::{Moment, SeatId};
use anjian_api::refusal::Refusal;
use anjian_api::role::Seat;

use super::{
    Exchange, OpinionRecord, check_ground, check_reason, has_finished, live, one, opposes,
    party_of, require_party, side_of,
};
use crate::decide::NewEntry;
use crate::roles;
use crate::state::CaseState;

/// Exhibits that one opinion may bring against another.
const COUNTER: usize = 20;

/// A party examines what another side or the court submitted (art. 15, 民诉法 71). In an async
/// exchange only the party itself sees it before the end (art. 14).
pub(super) fn give(
    case: &CaseState,
    seat: &Seat,
    give: &GiveOpinion,
    now: Moment,
) -> Result<Vec<NewEntry>, Refusal> {
    let party = require_party(case, seat)?;
    let record = live(case, give.exhibit)?;
    if !opposes(case, party, record.side) {
        return Err(Refusal::OwnExhibit);
    }
    if record.locked {
        return Err(Refusal::OpinionsLocked);
    }
    let exchange = case.evidence.exchange.as_ref();
    if exchange.is_some_and(|exchange| exchange.is_over(now)) {
        return Err(Refusal::ExchangeOver);
    }
    if exchange.is_some_and(Exchange::is_async) && has_finished(case, party) {
        return Err(Refusal::AlreadyFinished);
    }
    // A new exchange is a new round: what was answered in the one before may be said anew.
    let is_replied = |opinion: &OpinionRecord| {
        opinion.reply.is_some() && exchange.is_none_or(|open| opinion.seq > open.opened)
    };
    if record.opinions.get(&party).is_some_and(is_replied) {
        return Err(Refusal::AlreadyReplied);
    }
    check_opinion(case, seat, &give.opinion)?;
    let sealed = case.evidence.is_sealed();
    let act = EvidenceAct::OpinionGiven(OpinionGiven {
        exhibit: give.exhibit,
        party,
        opinion: give.opinion.clone(),
        sealed,
    });
    let audience = if sealed {
        own_voice(case, party)
    } else {
        Audience::Participants
    };
    let act = Act::Evidence(Box::new(act));
    Ok(vec![NewEntry::new(seat.id, audience, act)])
}

/// The party and its agents, and nobody else: not even the court.
fn own_voice(case: &CaseState, party: SeatId) -> Audience {
    let seats = case
        .present()
        .filter(|seat| party_of(case, seat.id) == Some(party));
    Audience::Named(seats.map(|seat| seat.id).collect())
}

fn check_opinion(case: &CaseState, seat: &Seat, opinion: &Opinion) -> Result<(), Refusal> {
    for (_, stance) in opinion.points() {
        if let Stance::Object(ground) = stance {
            check_ground(case, seat.id, ground)?;
        }
    }
    let known = |counter| {
        let record = case.evidence.exhibits.get(counter);
        record.is_some_and(|record| record.withdrawn.is_none())
    };
    if opinion.counter.len() > COUNTER || !opinion.counter.iter().all(known) {
        return Err(Refusal::CounterNotAllowed);
    }
    Ok(())
}

/// The submitter's side replies, once to each opinion, and not to what is still sealed.
pub(super) fn reply(
    case: &CaseState,
    seat: &Seat,
    reply: &ReplyToOpinion,
) -> Result<Vec<NewEntry>, Refusal> {
    let record = live(case, reply.exhibit)?;
    let is_own = side_of(case, seat.id) == Some(record.side)
        && (record.side == EvidenceSide::Court || party_of(case, seat.id).is_some());
    if !is_own {
        return Err(Refusal::NotYours);
    }
    if case.evidence.is_sealed() {
        return Err(Refusal::ExchangeRunning);
    }
    let mut opinions = record.opinions.values();
    let opinion = opinions
        .find(|opinion| opinion.seq == reply.opinion && !opinion.sealed)
        .ok_or(Refusal::NotFound)?;
    if opinion.reply.is_some() {
        return Err(Refusal::AlreadyReplied);
    }
    check_ground(case, seat.id, &reply.reply)?;
    Ok(one(seat, EvidenceAct::OpinionReplied(reply.clone())))
}

/// A party does without for itself; for another the court records it, with the reason (art. 15:
/// never admitted without examination or a recorded waiver).
pub(super) fn waive(
    case: &CaseState,
    seat: &Seat,
    waive: &WaiveExamination,
) -> Result<Vec<NewEntry>, Refusal> {
    let record = live(case, waive.exhibit)?;
    let party = if roles::conducts(seat.role) {
        let party = waive.party.ok_or(Refusal::NotFound)?;
        if waive.reason.is_none() {
            return Err(Refusal::ReasonMissing);
        }
        // While answers are sealed the court does not know who has said something.
        if case.evidence.is_sealed() {
            return Err(Refusal::ExchangeRunning);
        }
        party_of(case, party)
            .filter(|found| *found == party)
            .ok_or(Refusal::NotFound)?
    } else {
        let own = require_party(case, seat)?;
        if waive.party.is_some_and(|party| party != own) {
            return Err(Refusal::RoleMayNot);
        }
        own
    };
    if !opposes(case, party, record.side) {
        return Err(Refusal::OwnExhibit);
    }
    if record.waived.contains_key(&party) {
        return Err(Refusal::AlreadyWaived);
    }
    if let Some(reason) = &waive.reason {
        check_reason(reason)?;
    }
    let act = ExaminationWaived {
        exhibit: waive.exhibit,
        party,
        reason: waive.reason.clone(),
    };
    Ok(one(seat, EvidenceAct::ExaminationWaived(act)))
}
