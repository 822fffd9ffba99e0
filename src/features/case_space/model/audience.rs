//! To whom one speaks.

use anjian_api::audience::Audience;
use anjian_api::ids::SeatId;
use anjian_api::role::Seat;
use anjian_domain::{CaseState, may_see, may_speak_to};

/// The audience that a seat speaks to unless it chooses another one.
#[must_use]
pub fn usual(case: &CaseState, you: SeatId) -> Option<Audience> {
    may_speak_to(case, you).into_iter().next()
}

/// The people who will see words with this audience, the speaker left out.
#[must_use]
pub fn readers(case: &CaseState, you: SeatId, audience: &Audience) -> Vec<Seat> {
    case.present()
        .filter(|seat| seat.id != you && may_see(case, seat.id, you, audience))
        .cloned()
        .collect()
}

/// Who may be called in words with this audience and is called by something like what is typed.
#[must_use]
pub fn callable(case: &CaseState, you: SeatId, audience: &Audience, typed: &str) -> Vec<Seat> {
    let mut seats = readers(case, you, audience);
    seats.retain(|seat| seat.name.contains(typed));
    seats
}

/// The smallest audience in which an answer to an entry stays among those who saw it, so that
/// quoting a word to the court does not carry it to the other side.
#[must_use]
pub fn for_answer(case: &CaseState, you: SeatId, quoted: &Audience) -> Option<Audience> {
    let allowed = may_speak_to(case, you);
    match quoted {
        Audience::Named(_) | Audience::Voices(_) => {
            let others = readers(case, you, quoted);
            let others = others.into_iter().map(|seat| seat.id).collect();
            allowed
                .iter()
                .any(|one| matches!(one, Audience::Named(_)))
                .then_some(Audience::Named(others))
                .or_else(|| {
                    allowed
                        .contains(&Audience::Court)
                        .then_some(Audience::Court)
                })
        }
        other => allowed.contains(other).then(|| other.clone()),
    }
}

#[cfg(test)]
mod tests {
    use anjian_api::act::Act;
    use anjian_api::ids::PersonId;
    use anjian_api::role::{Role, Side};
    use anjian_domain::evolve_wire;

    use super::*;
    use crate::features::case_space::model::samples::entry;

    fn case() -> CaseState {
        let mut case = CaseState::default();
        let roles = [
            Role::Judge,
            Role::Plaintiff,
            Role::Defendant,
            Role::Observer,
        ];
        for (number, role) in (1..).zip(roles) {
            let name = format!("{role:?}");
            let person = PersonId(uuid::Uuid::from_u128(u128::from(number)));
            let id = SeatId(number);
            let seat = Seat {
                id,
                person,
                name,
                role,
                acts_for: None,
                authority: None,
            };
            let seated = entry(
                u64::from(number),
                0,
                Audience::Everyone,
                Act::MemberSeated { seat },
            );
            evolve_wire(&mut case, &seated);
        }
        case
    }

    #[test]
    fn everybody_usually_speaks_to_all_who_take_part() {
        assert_eq!(usual(&case(), SeatId(2)), Some(Audience::Participants));
        assert_eq!(usual(&case(), SeatId(4)), None);
    }

    #[test]
    fn only_who_will_see_the_words_can_be_called_in_them() {
        let names = |audience: &Audience| -> Vec<String> {
            callable(&case(), SeatId(2), audience, "")
                .into_iter()
                .map(|seat| seat.name)
                .collect()
        };
        assert_eq!(names(&Audience::Participants), ["Judge", "Defendant"]);
        assert_eq!(names(&Audience::Court), ["Judge"]);
        assert_eq!(
            callable(&case(), SeatId(2), &Audience::Participants, "Def").len(),
            1
        );
    }

    #[test]
    fn an_answer_stays_among_those_who_saw_the_question() {
        let case = case();
        assert_eq!(
            for_answer(&case, SeatId(2), &Audience::Court),
            Some(Audience::Court)
        );
        let named = Audience::Named(vec![SeatId(2)]);
        assert_eq!(for_answer(&case, SeatId(2), &named), Some(Audience::Court));
        let other = Audience::Side(Side::Defendant);
        assert_eq!(for_answer(&case, SeatId(2), &other), None);
    }
}
