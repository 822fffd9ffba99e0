//! Roles, procedures and authorities as values of a list.

use anjian_api::case::Procedure;
use anjian_api::role::{Authority, Role};

/// The procedures a case may be opened in.
pub const PROCEDURES: [Procedure; 5] = [
    Procedure::FirstOrdinary,
    Procedure::FirstSummary,
    Procedure::SmallClaims,
    Procedure::Second,
    Procedure::Execution,
];

/// How far an agent may act; none: not recorded yet.
pub const AUTHORITIES: [Option<Authority>; 3] =
    [None, Some(Authority::General), Some(Authority::Special)];

/// The place of a thing among all, as the value of its option.
#[must_use]
pub fn value_of<T: PartialEq>(all: &[T], one: &T) -> String {
    all.iter()
        .position(|other| other == one)
        .unwrap_or_default()
        .to_string()
}

/// The thing of that value.
#[must_use]
pub fn of_value<T: Copy>(all: &[T], value: &str) -> Option<T> {
    all.get(value.parse::<usize>().ok()?).copied()
}

/// The roles that may be given a seat.
pub const ROLES: [Role; 13] = Role::ALL;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_chosen_is_what_was_offered() {
        for role in ROLES {
            assert_eq!(of_value(&ROLES, &value_of(&ROLES, &role)), Some(role));
        }
        assert_eq!(of_value(&PROCEDURES, "9"), None);
        assert_eq!(of_value(&PROCEDURES, "x"), None);
    }
}
