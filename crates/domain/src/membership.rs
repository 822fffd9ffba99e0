//! Seats: who is in the case, in which role, and how far an agent may act.

use anjian_api::act::Act;
use anjian_api::audience::Audience;
use anjian_api::command::{SeatMember, SetAuthority};
use anjian_api::ids::SeatId;
use anjian_api::refusal::Refusal;
use anjian_api::role::{Role, Seat};

use crate::decide::NewEntry;
use crate::roles;
use crate::state::CaseState;
use crate::words::{self, NAME_CHARS};

/// Seats that one case can have, over its whole life.
pub const SEATS: usize = 200;

pub(crate) fn seat(
    case: &CaseState,
    by: &Seat,
    member: &SeatMember,
) -> Result<Vec<NewEntry>, Refusal> {
    if !roles::keeps_the_roll(by.role) {
        return Err(Refusal::RoleMayNot);
    }
    give(case, by.id, member)
}

/// Gives a seat on behalf of `author`: one entry for the roll, one for the telephone number.
pub(crate) fn give(
    case: &CaseState,
    author: SeatId,
    member: &SeatMember,
) -> Result<Vec<NewEntry>, Refusal> {
    words::check_line(&member.name, NAME_CHARS)?;
    if case.seats.len() >= SEATS {
        return Err(Refusal::TooManySeats);
    }
    if case.seat_of(member.person).is_some() {
        return Err(Refusal::AlreadySeated);
    }
    // 民诉法 61: an agent acts for a party or its legal representative, and for nobody else.
    let party = member
        .acts_for
        .map(|id| case.require_seat(id))
        .transpose()?;
    if (member.role == Role::Agent) != party.is_some_and(|seat| roles::is_party(seat.role))
        || (member.role != Role::Agent && (member.authority.is_some() || party.is_some()))
    {
        return Err(Refusal::AgentNeedsParty);
    }
    let id = case.next_seat();
    let seat = Seat {
        id,
        person: member.person,
        name: member.name.trim().to_owned(),
        role: member.role,
        acts_for: member.acts_for,
        authority: member.authority,
    };
    let mut entries = vec![NewEntry::new(
        author,
        Audience::Everyone,
        Act::MemberSeated { seat },
    )];
    if let Some(phone) = &member.phone {
        words::check_phone(phone)?;
        let act = Act::ContactNoted {
            seat: id,
            phone: phone.trim().to_owned(),
        };
        entries.push(NewEntry::new(author, contact_audience(member, party), act));
    }
    Ok(entries)
}

/// A court's number is for all who take part; a person's own is for the own side and the court
/// (个人信息保护法 6: no more than the purpose needs).
fn contact_audience(member: &SeatMember, party: Option<&Seat>) -> Audience {
    let role = party.map_or(member.role, |seat| seat.role);
    match roles::side_of_party(role) {
        Some(side) => Audience::Side(side),
        None if roles::conducts(role) => Audience::Participants,
        None => Audience::Court,
    }
}

pub(crate) fn unseat(case: &CaseState, by: &Seat, seat: SeatId) -> Result<Vec<NewEntry>, Refusal> {
    if !roles::keeps_the_roll(by.role) {
        return Err(Refusal::RoleMayNot);
    }
    let leaving = case.require_seat(seat)?;
    if roles::conducts(leaving.role)
        && case
            .present()
            .filter(|other| roles::conducts(other.role))
            .count()
            == 1
    {
        return Err(Refusal::LastOfTheCourt);
    }
    Ok(vec![NewEntry::new(
        by.id,
        Audience::Everyone,
        Act::MemberUnseated { seat },
    )])
}

/// 民诉法 62: the letter of authority goes to the court; the court or the party records its extent.
pub(crate) fn set_authority(
    case: &CaseState,
    by: &Seat,
    set: &SetAuthority,
) -> Result<Vec<NewEntry>, Refusal> {
    let agent = case.require_seat(set.seat)?;
    if !roles::conducts(by.role) && agent.acts_for != Some(by.id) {
        return Err(Refusal::RoleMayNot);
    }
    if agent.role != Role::Agent {
        return Err(Refusal::NotAnAgent);
    }
    let act = Act::AuthoritySet {
        seat: set.seat,
        authority: set.authority,
    };
    Ok(vec![NewEntry::new(by.id, Audience::Participants, act)])
}
