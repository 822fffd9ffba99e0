//! Who may see an entry, and to whom a seat may speak. The only place that says so.

use anjian_api::audience::Audience;
use anjian_api::ids::SeatId;
use anjian_api::refusal::Refusal;
use anjian_api::role::Role;

use crate::roles;
use crate::state::CaseState;

/// May this seat see an entry by `author` with this audience?
///
/// The answer depends on the reader's role, side and voice only, which never change for a seat: what a
/// seat may see once it may see always, so that a seat's view can be folded and cached.
#[must_use]
pub fn may_see(case: &CaseState, reader: SeatId, author: SeatId, audience: &Audience) -> bool {
    let Some(record) = case.seats.get(&reader) else {
        return false;
    };
    let role = record.seat.role;
    if reader == author {
        return true;
    }
    match audience {
        Audience::Everyone => true,
        Audience::Participants => !roles::is_guest(role),
        Audience::Court => roles::conducts(role),
        Audience::Side(side) => roles::conducts(role) || case.side(reader) == Some(*side),
        Audience::Named(seats) => seats.contains(&reader),
        Audience::Voices(seats) => {
            roles::conducts(role) || seats.iter().any(|seat| case.same_voice(*seat, reader))
        }
    }
}

/// The audiences a seat may choose from, the usual one first. `Named` stands for any choice.
#[must_use]
pub fn may_speak_to(case: &CaseState, speaker: SeatId) -> Vec<Audience> {
    let Some(seat) = case.seat(speaker) else {
        return Vec::new();
    };
    if !roles::may_speak(seat.role) {
        return Vec::new();
    }
    if roles::conducts(seat.role) {
        let mut all = vec![Audience::Participants, Audience::Court, Audience::Everyone];
        let mut sides: Vec<_> = case
            .present()
            .filter_map(|other| case.side(other.id))
            .collect();
        sides.sort_unstable();
        sides.dedup();
        all.extend(sides.into_iter().map(Audience::Side));
        all.push(Audience::Named(Vec::new()));
        return all;
    }
    match seat.role {
        Role::Witness | Role::Expert => vec![Audience::Court],
        _ => {
            let mut all = vec![Audience::Participants];
            all.extend(case.side(speaker).map(Audience::Side));
            all.push(Audience::Court);
            all
        }
    }
}

/// Refuses an audience this seat may not speak to, or that names nobody.
pub(crate) fn require_may_speak_to(
    case: &CaseState,
    speaker: SeatId,
    audience: &Audience,
) -> Result<(), Refusal> {
    let allowed = may_speak_to(case, speaker);
    if allowed.is_empty() {
        return Err(Refusal::RoleMayNot);
    }
    let fits = match audience {
        Audience::Named(seats) => {
            allowed.iter().any(|one| matches!(one, Audience::Named(_)))
                && !seats.is_empty()
                && seats.len() <= 32
                && seats.iter().all(|seat| case.seat(*seat).is_some())
        }
        other => allowed.contains(other),
    };
    if fits {
        Ok(())
    } else {
        Err(Refusal::AudienceNotAllowed)
    }
}
