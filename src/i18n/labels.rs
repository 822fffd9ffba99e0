//! Names of roles, sides, stages, procedures and authorities.

use anjian_api::case::{CaseStage, Procedure};
use anjian_api::role::{Authority, Role, Side};

use super::{Locale, text};

/// The name of a role.
#[must_use]
pub fn role(locale: Locale, role: Role) -> String {
    match role {
        Role::Judge => text!(locale, roles.judge),
        Role::Clerk => text!(locale, roles.clerk),
        Role::JudgeAssistant => text!(locale, roles.judge_assistant),
        Role::Plaintiff => text!(locale, roles.plaintiff),
        Role::Defendant => text!(locale, roles.defendant),
        Role::ThirdParty => text!(locale, roles.third_party),
        Role::Agent => text!(locale, roles.agent),
        Role::Mediator => text!(locale, roles.mediator),
        Role::Witness => text!(locale, roles.witness),
        Role::Expert => text!(locale, roles.expert),
        Role::Interpreter => text!(locale, roles.interpreter),
        Role::Observer => text!(locale, roles.observer),
        Role::CourtAdministrator => text!(locale, roles.court_administrator),
    }
}

/// One or two letters for an avatar; colour alone never says who somebody is.
#[must_use]
pub fn role_mark(locale: Locale, role: Role) -> String {
    match role {
        Role::Judge => text!(locale, roles.mark_judge),
        Role::Clerk => text!(locale, roles.mark_clerk),
        Role::JudgeAssistant => text!(locale, roles.mark_judge_assistant),
        Role::Plaintiff => text!(locale, roles.mark_plaintiff),
        Role::Defendant => text!(locale, roles.mark_defendant),
        Role::ThirdParty => text!(locale, roles.mark_third_party),
        Role::Agent => text!(locale, roles.mark_agent),
        Role::Mediator => text!(locale, roles.mark_mediator),
        Role::Witness => text!(locale, roles.mark_witness),
        Role::Expert => text!(locale, roles.mark_expert),
        Role::Interpreter => text!(locale, roles.mark_interpreter),
        Role::Observer => text!(locale, roles.mark_observer),
        Role::CourtAdministrator => text!(locale, roles.mark_court_administrator),
    }
}

/// The name of a side.
#[must_use]
pub fn side(locale: Locale, side: Side) -> String {
    match side {
        Side::Plaintiff => text!(locale, roles.side_plaintiff),
        Side::Defendant => text!(locale, roles.side_defendant),
        Side::ThirdParty => text!(locale, roles.side_third_party),
    }
}

/// The name of a stage.
#[must_use]
pub fn stage(locale: Locale, stage: CaseStage) -> String {
    match stage {
        CaseStage::Filed => text!(locale, roles.stage_filed),
        CaseStage::Evidence => text!(locale, roles.stage_evidence),
        CaseStage::Hearing => text!(locale, roles.stage_hearing),
        CaseStage::Deliberation => text!(locale, roles.stage_deliberation),
        CaseStage::Closed => text!(locale, roles.stage_closed),
    }
}

/// The name of a procedure.
#[must_use]
pub fn procedure(locale: Locale, procedure: Procedure) -> String {
    match procedure {
        Procedure::FirstOrdinary => text!(locale, roles.procedure_first_ordinary),
        Procedure::FirstSummary => text!(locale, roles.procedure_first_summary),
        Procedure::SmallClaims => text!(locale, roles.procedure_small_claims),
        Procedure::Second => text!(locale, roles.procedure_second),
        Procedure::Execution => text!(locale, roles.procedure_execution),
    }
}

/// How far an agent may act.
#[must_use]
pub fn authority(locale: Locale, authority: Authority) -> String {
    match authority {
        Authority::General => text!(locale, roles.authority_general),
        Authority::Special => text!(locale, roles.authority_special),
    }
}
