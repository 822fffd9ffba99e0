//! What the case knows and a paper says: court, cause, names, roles, exhibits.

use std::collections::BTreeMap;

use anjian_api::document::DocumentKind;
use anjian_api::evidence::{EvidenceCategory, EvidenceSide, Original};
use anjian_api::ids::{Moment, SeatId};
use anjian_api::problem::ProblemCode;
use anjian_api::refusal::Refusal;
use anjian_api::role::{Role, Seat};
use anjian_documents::paper::Date;
use anjian_documents::template::{Data, Head, TemplateId};
use anjian_domain::CaseState;
use anjian_domain::court_time::court_time;
use anjian_domain::evidence::{evidence_list, side_of};
use anjian_domain::words::check_line;

use super::PaperError;

/// What stands where somebody has still to fill something in.
const TO_FILL: &str = "（待填写）";
/// Characters of what a person fills in.
const LONGEST: u32 = 200;
/// What whoever is asked to sign 送达地址确认书 fills in.
const ADDRESS: [&str; 4] = ["electronic", "phone", "address", "receiver"];
/// What the court may say where the case does not know it yet.
const BENCH: [&str; 2] = ["judge", "clerk"];

/// A paper's data, and what is missing in them.
pub(super) struct Filled {
    pub data: Data,
    pub to_fill: Vec<String>,
}

/// The template of a kind of paper; none for what is only brought as a PDF.
pub(super) const fn template(paper: DocumentKind) -> Option<TemplateId> {
    match paper {
        DocumentKind::AddressConfirmation => Some(TemplateId::AddressConfirmation),
        DocumentKind::RightsNotice => Some(TemplateId::RightsNotice),
        DocumentKind::IntegrityPledge => Some(TemplateId::IntegrityPledge),
        DocumentKind::EvidenceList => Some(TemplateId::EvidenceList),
        DocumentKind::Other => None,
    }
}

/// The gaps of a paper that people fill.
pub(super) const fn asks_for(paper: DocumentKind) -> &'static [&'static str] {
    match paper {
        DocumentKind::AddressConfirmation => &ADDRESS,
        DocumentKind::RightsNotice => &BENCH,
        _ => &[],
    }
}

/// Fills what the case knows and what people said.
pub(super) fn fill(
    view: &CaseState,
    paper: DocumentKind,
    seat: SeatId,
    facts: &BTreeMap<String, String>,
) -> Result<Filled, PaperError> {
    let asks = asks_for(paper);
    // Blank is not filled in.
    let is_fine = |words: &str| matches!(check_line(words, LONGEST), Ok(()) | Err(Refusal::Empty));
    for (gap, words) in facts {
        if !asks.contains(&gap.as_str()) || !is_fine(words) {
            return Err(PaperError::about(ProblemCode::PaperIncomplete, gap));
        }
    }
    let seat = view.require_seat(seat)?;
    let cover = view.facts.as_ref().ok_or(PaperError::not_found())?;
    let mut words = BTreeMap::from([
        ("court".to_owned(), cover.court_name.clone()),
        ("cause".to_owned(), cover.cause.clone()),
        ("party".to_owned(), seat.name.clone()),
        ("role".to_owned(), role(view, seat)),
        ("seat".to_owned(), seat.id.0.to_string()),
    ]);
    for (gap, of) in [("judge", Role::Judge), ("clerk", Role::Clerk)] {
        let names: Vec<&str> = view
            .present()
            .filter(|seat| seat.role == of)
            .map(|seat| seat.name.as_str())
            .collect();
        words.insert(gap.to_owned(), names.join("、"));
    }
    for (gap, said) in facts {
        let known = words.get(gap).is_some_and(|words| !words.is_empty());
        if !said.trim().is_empty() && !known {
            words.insert(gap.clone(), said.trim().to_owned());
        }
    }
    let mut to_fill = Vec::new();
    if paper == DocumentKind::AddressConfirmation {
        for gap in ADDRESS {
            words.entry(gap.to_owned()).or_insert_with(|| {
                to_fill.push(gap.to_owned());
                TO_FILL.to_owned()
            });
        }
    }
    let rows = match (paper, side_of(view, seat.id)) {
        (DocumentKind::EvidenceList, Some(side)) => {
            BTreeMap::from([("exhibits".to_owned(), exhibits(view, side))])
        }
        _ => BTreeMap::new(),
    };
    let data = Data { words, rows };
    Ok(Filled { data, to_fill })
}

/// What every paper bears.
pub(super) fn head(
    view: &CaseState,
    number: u32,
    version: u32,
    now: Moment,
) -> Result<Head, PaperError> {
    let cover = view.facts.as_ref().ok_or(PaperError::not_found())?;
    let today = court_time(now);
    Ok(Head {
        court: cover.court_name.clone(),
        case_number: cover.number.clone(),
        number: number_words(number),
        version,
        date: Date {
            year: today.year,
            month: today.month,
            day: today.day,
        },
    })
}

/// The number of a document in its case, in words.
pub(super) fn number_words(number: u32) -> String {
    format!("文书第{number}号")
}

/// What somebody is in the case, as papers say it.
fn role(view: &CaseState, seat: &Seat) -> String {
    let principal = seat.acts_for.and_then(|party| view.seat(party));
    match principal {
        Some(party) => format!("{}{}的代理人", role_word(party.role), party.name),
        None => role_word(seat.role).to_owned(),
    }
}

const fn role_word(role: Role) -> &'static str {
    match role {
        Role::Judge => "审判员",
        Role::Clerk => "书记员",
        Role::JudgeAssistant => "法官助理",
        Role::Plaintiff => "原告",
        Role::Defendant => "被告",
        Role::ThirdParty => "第三人",
        Role::Agent => "代理人",
        Role::Mediator => "调解员",
        Role::Witness => "证人",
        Role::Expert => "鉴定人",
        Role::Interpreter => "翻译",
        Role::Observer => "旁听人员",
        Role::CourtAdministrator => "法院管理员",
    }
}

/// The lines of 证据目录 (证据规定 19); withdrawn ones have no line.
fn exhibits(view: &CaseState, side: EvidenceSide) -> Vec<Vec<String>> {
    let list = evidence_list(view, side).into_iter();
    list.filter(|(_, record)| record.withdrawn.is_none())
        .map(|(_, record)| {
            let exhibit = &record.exhibit;
            let pages: u32 = exhibit
                .files
                .iter()
                .map(|file| file.pages.unwrap_or(1))
                .sum();
            let original = match &exhibit.original {
                Original::Original { .. } => "原件",
                Original::Copy { .. } => "复制件",
            };
            vec![
                format!("{}证据{}", side_word(side), record.number),
                exhibit.name.clone(),
                category(exhibit.category).to_owned(),
                exhibit.source.clone(),
                exhibit.purpose.clone(),
                exhibit.pages.clone().unwrap_or_else(|| pages.to_string()),
                original.to_owned(),
            ]
        })
        .collect()
}

const fn side_word(side: EvidenceSide) -> &'static str {
    match side {
        EvidenceSide::Plaintiff => "原告",
        EvidenceSide::Defendant => "被告",
        EvidenceSide::ThirdParty => "第三人",
        EvidenceSide::Court => "法院",
    }
}

const fn category(category: EvidenceCategory) -> &'static str {
    match category {
        EvidenceCategory::Statement => "当事人陈述",
        EvidenceCategory::Documentary => "书证",
        EvidenceCategory::Physical => "物证",
        EvidenceCategory::AudioVisual => "视听资料",
        EvidenceCategory::ElectronicData => "电子数据",
        EvidenceCategory::Testimony => "证人证言",
        EvidenceCategory::ExpertOpinion => "鉴定意见",
        EvidenceCategory::InspectionRecord => "勘验笔录",
    }
}
