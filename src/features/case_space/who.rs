//! How a person of the case is shown: the same in bubbles, lists and cards.

use anjian_api::ids::SeatId;
use anjian_api::role::{Role, Seat, Side};
use anjian_domain::{CaseState, roles};

use crate::i18n::{Locale, labels, text};

/// A person of the case in words, a letter and a colour.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Who {
    /// The name; says when the seat was ended.
    pub name: String,
    /// The role, an agent's with its side; empty for the registry.
    pub label: String,
    /// The letter of the avatar: the office, or the side (原 / 被 / 三).
    pub letter: String,
    /// The colour of the avatar, by class.
    pub tone: &'static str,
    /// The court's voice.
    pub is_court: bool,
}

/// Words for a seat.
#[must_use]
pub fn who(locale: Locale, case: &CaseState, id: SeatId) -> Who {
    if id == SeatId::REGISTRY {
        return Who {
            name: text!(locale, case_space.registry),
            label: String::new(),
            letter: text!(locale, case_space.registry_letter),
            tone: "side-court",
            is_court: true,
        };
    }
    let Some(record) = case.seats.get(&id) else {
        return Who {
            name: text!(locale, case_space.unknown_person),
            label: String::new(),
            letter: "?".to_owned(),
            tone: "side-guest",
            is_court: false,
        };
    };
    let mut who = seated(locale, &record.seat, case.side(id));
    if record.ended {
        who.name = text!(locale, case_space.ended_member, name = who.name);
    }
    who
}

/// Words for a seat that may not be in the state yet.
#[must_use]
pub fn seated(locale: Locale, seat: &Seat, side: Option<Side>) -> Who {
    let (label, letter) = match (seat.role, side) {
        (Role::Agent, Some(side)) => {
            let label = labels::side(locale, side);
            (
                text!(locale, case_space.agent_of_side, side = label),
                side_letter(locale, side),
            )
        }
        (role, _) => (labels::role(locale, role), labels::role_mark(locale, role)),
    };
    let tone = match (seat.role, side) {
        (Role::Judge | Role::JudgeAssistant, _) => "side-court",
        (Role::Clerk, _) => "side-clerk",
        (_, Some(Side::Plaintiff)) => "side-plaintiff",
        (_, Some(Side::Defendant)) => "side-defendant",
        (_, Some(Side::ThirdParty)) => "side-third",
        _ => "side-guest",
    };
    let is_court = roles::conducts(seat.role);
    Who {
        name: seat.name.clone(),
        label,
        letter,
        tone,
        is_court,
    }
}

fn side_letter(locale: Locale, side: Side) -> String {
    let role = match side {
        Side::Plaintiff => Role::Plaintiff,
        Side::Defendant => Role::Defendant,
        Side::ThirdParty => Role::ThirdParty,
    };
    labels::role_mark(locale, role)
}
