//! What roles have in common. No list of permissions: those are in the rules themselves.

use anjian_api::role::{Role, Side};

/// The court's people who conduct the case (审判人员 and 书记员).
#[must_use]
pub const fn conducts(role: Role) -> bool {
    matches!(role, Role::Judge | Role::Clerk | Role::JudgeAssistant)
}

/// The parties (当事人).
#[must_use]
pub const fn is_party(role: Role) -> bool {
    side_of_party(role).is_some()
}

/// The side a party's role stands on; an agent stands where the party does.
#[must_use]
pub const fn side_of_party(role: Role) -> Option<Side> {
    match role {
        Role::Plaintiff => Some(Side::Plaintiff),
        Role::Defendant => Some(Side::Defendant),
        Role::ThirdParty => Some(Side::ThirdParty),
        _ => None,
    }
}

/// Guests see only what is open to everyone and what is addressed to them: a witness must not hear
/// the others (民诉法 解释 119), an observer only watches, an administrator only keeps accounts.
#[must_use]
pub const fn is_guest(role: Role) -> bool {
    matches!(
        role,
        Role::Witness | Role::Expert | Role::Observer | Role::CourtAdministrator
    )
}

/// Those who may say something in the case space at all.
#[must_use]
pub const fn may_speak(role: Role) -> bool {
    !matches!(role, Role::Observer | Role::CourtAdministrator)
}

/// Those who may give and end seats.
#[must_use]
pub const fn keeps_the_roll(role: Role) -> bool {
    conducts(role) || matches!(role, Role::CourtAdministrator)
}
