//! Opening a case: cover, number, first seats.

use anjian_api::act::Act;
use anjian_api::audience::Audience;
use anjian_api::bytes::Leaf;
use anjian_api::case::CaseFacts;
use anjian_api::command::OpenCase;
use anjian_api::ids::{CourtId, Moment, SeatId, Seq};
use anjian_api::refusal::Refusal;
use anjian_api::role::Role;

use crate::court_time::court_time;
use crate::decide::{Actor, NewEntry};
use crate::evolve::{Event, What, evolve};
use crate::numbering::{CaseNumber, TYPE_CODES};
use crate::state::CaseState;
use crate::words::{self, LINE_CHARS};
use crate::{membership, roles};

/// What the court's register says when a case is opened. The store keeps it, per court, type and
/// year, and moves it on in the same transaction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Register {
    /// The court.
    pub court: CourtId,
    /// Its name.
    pub court_name: String,
    /// Its code in case numbers, such as 苏0602.
    pub code: String,
    /// The next serial number, from 1.
    pub serial: u32,
}

/// The year a case opened now is numbered in.
#[must_use]
pub fn register_year(now: Moment) -> i32 {
    court_time(now).year
}

/// Judges the opening of a case that is not there yet.
///
/// # Errors
/// The refusal that names the reason; `NotFound` for whoever is not of this court's staff.
pub fn open_case(
    register: &Register,
    actor: &Actor,
    open: &OpenCase,
    now: Moment,
) -> Result<Vec<NewEntry>, Refusal> {
    let Actor::Staff {
        person,
        court,
        role,
    } = actor
    else {
        return Err(Refusal::NotFound);
    };
    if *court != register.court || open.court != register.court {
        return Err(Refusal::NotFound);
    }
    if !roles::keeps_the_roll(*role) {
        return Err(Refusal::RoleMayNot);
    }
    words::check_line(&open.title, LINE_CHARS)?;
    words::check_line(&open.cause, LINE_CHARS)?;
    if !TYPE_CODES.contains(&open.type_code.as_str()) {
        return Err(Refusal::BadTypeCode);
    }
    let has = |wanted: fn(Role) -> bool| open.members.iter().any(|member| wanted(member.role));
    if !(has(|role| matches!(role, Role::Judge | Role::Clerk))
        && has(|role| role == Role::Plaintiff)
        && has(|role| role == Role::Defendant))
    {
        return Err(Refusal::PartiesMissing);
    }
    // The opener signs from the own seat; who has none acts for the registry (立案庭).
    let author = open
        .members
        .iter()
        .position(|member| member.person == *person)
        .and_then(|index| u16::try_from(index + 1).ok())
        .map_or(SeatId::REGISTRY, SeatId);
    let facts = CaseFacts {
        court: register.court,
        court_name: register.court_name.clone(),
        number: number(register, open, now),
        cause: open.cause.trim().to_owned(),
        title: open.title.trim().to_owned(),
        procedure: open.procedure,
        stage: open.stage,
    };
    let mut case = CaseState::default();
    let mut entries = vec![NewEntry::new(
        author,
        Audience::Everyone,
        Act::CaseOpened(facts),
    )];
    for member in &open.members {
        entries.extend(membership::give(
            &fold(&mut case, &entries, now),
            author,
            member,
        )?);
    }
    Ok(entries)
}

fn number(register: &Register, open: &OpenCase, now: Moment) -> String {
    CaseNumber {
        year: register_year(now),
        court: register.code.clone(),
        special: None,
        type_code: open.type_code.clone(),
        serial: u64::from(register.serial),
        tail: None,
    }
    .to_string()
}

/// Folds the entries that are not in the case yet, so that each seat is judged after the one before.
fn fold(case: &mut CaseState, entries: &[NewEntry], now: Moment) -> CaseState {
    let folded = usize::try_from(case.head.0).unwrap_or(usize::MAX);
    for entry in entries.iter().skip(folded) {
        let what = What::Known {
            at: now,
            author: entry.author,
            payload: &entry.payload,
        };
        evolve(
            case,
            &Event {
                seq: Seq(case.head.0 + 1),
                leaf: Leaf::default(),
                what,
            },
        );
    }
    case.clone()
}
