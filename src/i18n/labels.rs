//! Names of roles, sides, stages, procedures, authorities and files.

use anjian_api::case::{CaseStage, Procedure};
use anjian_api::file::{FileForm, FileKind};
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

/// Files, by name and kind, in one line: what the list and a quote show of them.
#[must_use]
pub fn files_line<'a>(
    locale: Locale,
    files: impl ExactSizeIterator<Item = (&'a str, FileKind)> + Clone,
) -> String {
    let count = files.len();
    let Some((name, first)) = files.clone().next() else {
        return String::new();
    };
    let all_pictures = files
        .clone()
        .all(|(_, kind)| kind.form() == FileForm::Picture);
    match (count, first.form()) {
        (1, FileForm::Picture) => text!(locale, common.line_picture),
        (1, FileForm::Video) => text!(locale, common.line_video, name = name),
        (1, _) => text!(locale, common.line_file, name = name),
        _ if all_pictures => text!(locale, common.line_pictures, count = count),
        _ => text!(locale, common.line_files, name = name, count = count),
    }
}

/// A recording in one line, by its length in milliseconds.
#[must_use]
pub fn voice_line(locale: Locale, duration_ms: u32) -> String {
    text!(
        locale,
        common.line_voice,
        seconds = duration_ms.div_ceil(1_000)
    )
}

/// A size as people read it: 512 bytes, 3.2 MB (units of 1,024).
#[must_use]
pub fn size(locale: Locale, bytes: u64) -> String {
    const UNITS: [&str; 3] = ["KB", "MB", "GB"];
    if bytes < 1_024 {
        return text!(locale, common.size_bytes, count = bytes);
    }
    let mut tenths = bytes.saturating_mul(10) / 1_024;
    let mut unit = 0;
    while tenths >= 10_240 && unit + 1 < UNITS.len() {
        tenths /= 1_024;
        unit += 1;
    }
    format!("{}.{} {}", tenths / 10, tenths % 10, UNITS[unit])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_read_in_units_people_know() {
        let said = |bytes| size(Locale::ZhCn, bytes);
        assert_eq!(said(512), "512 字节");
        assert_eq!(said(1_024), "1.0 KB");
        assert_eq!(said(3_355_443), "3.1 MB");
        assert_eq!(said(50 * 1_024 * 1_024), "50.0 MB");
    }
}
