//! The people of a case in groups.

use anjian_api::ids::SeatId;
use anjian_api::role::{Role, Side};
use anjian_domain::{CaseState, roles};

/// Where a person stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// 法庭
    Court,
    /// 原告方
    Plaintiff,
    /// 被告方
    Defendant,
    /// 第三人方
    ThirdParty,
    /// Mediator, witness, expert, interpreter, observer, administrator.
    Others,
}

impl Group {
    /// Every group, in the order of the page.
    pub const ALL: [Self; 5] = [
        Self::Court,
        Self::Plaintiff,
        Self::Defendant,
        Self::ThirdParty,
        Self::Others,
    ];
}

/// The seats that are not ended, by group; a party stands before its agents.
#[must_use]
pub fn groups(case: &CaseState) -> Vec<(Group, Vec<SeatId>)> {
    let mut seats: Vec<_> = case.present().collect();
    seats.sort_by_key(|seat| (seat.role == Role::Agent, seat.role, seat.id));
    Group::ALL
        .into_iter()
        .map(|group| {
            let inside = seats
                .iter()
                .filter(|seat| group_of(case, seat.id, seat.role) == group);
            (group, inside.map(|seat| seat.id).collect::<Vec<_>>())
        })
        .filter(|(_, seats)| !seats.is_empty())
        .collect()
}

fn group_of(case: &CaseState, seat: SeatId, role: Role) -> Group {
    match case.side(seat) {
        _ if roles::conducts(role) => Group::Court,
        Some(Side::Plaintiff) => Group::Plaintiff,
        Some(Side::Defendant) => Group::Defendant,
        Some(Side::ThirdParty) => Group::ThirdParty,
        None => Group::Others,
    }
}

/// A telephone number as a link: digits and a leading plus only.
#[must_use]
pub fn tel(phone: &str) -> String {
    let digits = phone.chars().filter(|c| c.is_ascii_digit() || *c == '+');
    format!("tel:{}", digits.collect::<String>())
}

#[cfg(test)]
mod tests {
    use anjian_api::ids::{PersonId, Seq};
    use anjian_api::role::Seat;
    use anjian_domain::state::SeatRecord;

    use super::*;

    fn case(members: &[(u16, Role, Option<u16>, bool)]) -> CaseState {
        let mut case = CaseState::default();
        for (id, role, acts_for, ended) in members {
            let seat = Seat {
                id: SeatId(*id),
                person: PersonId(uuid::Uuid::from_u128(u128::from(*id))),
                name: format!("{role:?}"),
                role: *role,
                acts_for: acts_for.map(SeatId),
                authority: None,
            };
            let record = SeatRecord {
                seat,
                phone: None,
                seated_at: Seq(u64::from(*id)),
                ended: *ended,
            };
            case.seats.insert(SeatId(*id), record);
        }
        case
    }

    #[test]
    fn an_agent_stands_behind_the_party_it_acts_for() {
        let case = case(&[
            (1, Role::Judge, None, false),
            (2, Role::Agent, Some(4), false),
            (3, Role::Defendant, None, false),
            (4, Role::Plaintiff, None, false),
            (5, Role::Observer, None, false),
        ]);
        let expected = vec![
            (Group::Court, vec![SeatId(1)]),
            (Group::Plaintiff, vec![SeatId(4), SeatId(2)]),
            (Group::Defendant, vec![SeatId(3)]),
            (Group::Others, vec![SeatId(5)]),
        ];
        assert_eq!(groups(&case), expected);
    }

    #[test]
    fn who_left_is_not_listed_and_no_group_is_empty() {
        let case = case(&[(1, Role::Judge, None, true), (2, Role::Clerk, None, false)]);
        assert_eq!(groups(&case), [(Group::Court, vec![SeatId(2)])]);
        assert_eq!(groups(&CaseState::default()), []);
    }

    #[test]
    fn a_number_is_dialled_without_its_spaces() {
        assert_eq!(tel("+86 513-8512 0000"), "tel:+8651385120000");
    }
}
