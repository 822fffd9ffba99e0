//! Names of everything about evidence: kinds, points, numbers, states.

use anjian_api::evidence::{
    EvidenceCategory, EvidenceSide, ExchangeForm, Exhibit, Ground, Leave, Mark, Opinion, Original,
    OriginalForm, OriginalReason, Point,
};
use anjian_api::ids::Seq;
use anjian_domain::CaseState;
use anjian_domain::evidence::ExhibitRecord;

use crate::i18n::{Locale, text};

/// One of the eight statutory kinds.
#[must_use]
pub fn category(locale: Locale, category: EvidenceCategory) -> String {
    match category {
        EvidenceCategory::Statement => text!(locale, exhibits.cat_statement),
        EvidenceCategory::Documentary => text!(locale, exhibits.cat_documentary),
        EvidenceCategory::Physical => text!(locale, exhibits.cat_physical),
        EvidenceCategory::AudioVisual => text!(locale, exhibits.cat_audio_visual),
        EvidenceCategory::ElectronicData => text!(locale, exhibits.cat_electronic_data),
        EvidenceCategory::Testimony => text!(locale, exhibits.cat_testimony),
        EvidenceCategory::ExpertOpinion => text!(locale, exhibits.cat_expert_opinion),
        EvidenceCategory::InspectionRecord => text!(locale, exhibits.cat_inspection_record),
    }
}

/// Whose list.
#[must_use]
pub fn list_of(locale: Locale, side: EvidenceSide) -> String {
    match side {
        EvidenceSide::Plaintiff => text!(locale, exhibits.of_plaintiff),
        EvidenceSide::Defendant => text!(locale, exhibits.of_defendant),
        EvidenceSide::ThirdParty => text!(locale, exhibits.of_third),
        EvidenceSide::Court => text!(locale, exhibits.of_court),
    }
}

/// 原告证据1
#[must_use]
pub fn number(locale: Locale, side: EvidenceSide, number: u32) -> String {
    match side {
        EvidenceSide::Plaintiff => text!(locale, exhibits.number_plaintiff, number = number),
        EvidenceSide::Defendant => text!(locale, exhibits.number_defendant, number = number),
        EvidenceSide::ThirdParty => text!(locale, exhibits.number_third, number = number),
        EvidenceSide::Court => text!(locale, exhibits.number_court, number = number),
    }
}

/// 原1
#[must_use]
pub fn short_number(locale: Locale, side: EvidenceSide, number: u32) -> String {
    match side {
        EvidenceSide::Plaintiff => text!(locale, exhibits.short_plaintiff, number = number),
        EvidenceSide::Defendant => text!(locale, exhibits.short_defendant, number = number),
        EvidenceSide::ThirdParty => text!(locale, exhibits.short_third, number = number),
        EvidenceSide::Court => text!(locale, exhibits.short_court, number = number),
    }
}

/// The class of a side's colour.
#[must_use]
pub const fn tone(side: EvidenceSide) -> &'static str {
    match side {
        EvidenceSide::Plaintiff => "side-plaintiff",
        EvidenceSide::Defendant => "side-defendant",
        EvidenceSide::ThirdParty => "side-third",
        EvidenceSide::Court => "side-court",
    }
}

/// The number of an exhibit that may be gone from this view.
#[must_use]
pub fn number_of(locale: Locale, state: &CaseState, exhibit: Seq) -> String {
    state.evidence.exhibits.get(&exhibit).map_or_else(
        || text!(locale, exhibits.unknown_exhibit),
        |record| number(locale, record.side, record.number),
    )
}

/// One of the four points.
#[must_use]
pub fn point(locale: Locale, point: Point) -> String {
    match point {
        Point::Authenticity => text!(locale, exhibits.point_authenticity),
        Point::Legality => text!(locale, exhibits.point_legality),
        Point::Relevance => text!(locale, exhibits.point_relevance),
        Point::Purpose => text!(locale, exhibits.point_purpose),
    }
}

/// What a point asks, in plain words.
#[must_use]
pub fn about_point(locale: Locale, point: Point) -> String {
    match point {
        Point::Authenticity => text!(locale, exhibits.about_authenticity),
        Point::Legality => text!(locale, exhibits.about_legality),
        Point::Relevance => text!(locale, exhibits.about_relevance),
        Point::Purpose => text!(locale, exhibits.about_purpose),
    }
}

/// 原件, or 复制件 with who holds the original.
#[must_use]
pub fn original_held(locale: Locale, original: &Original) -> String {
    match original {
        Original::Original { holder } => text!(locale, exhibits.original_held, holder = holder),
        Original::Copy { holder } => text!(locale, exhibits.copy_held, holder = holder),
    }
}

/// 原件 or 复制件.
#[must_use]
pub fn original(locale: Locale, original: &Original) -> String {
    match original {
        Original::Original { .. } => text!(locale, exhibits.original),
        Original::Copy { .. } => text!(locale, exhibits.copy),
    }
}

/// How much there is: pages where each file tells how many it has, else files.
#[must_use]
pub fn extent(locale: Locale, exhibit: &Exhibit) -> String {
    match super::model::pages(exhibit) {
        Some(count) => text!(locale, exhibits.n_pages, count = count),
        None => text!(locale, exhibits.n_files, count = exhibit.files.len()),
    }
}

/// The line of facts under an exhibit's name.
#[must_use]
pub fn fact_line(locale: Locale, exhibit: &Exhibit) -> String {
    let (category, form) = (
        category(locale, exhibit.category),
        original(locale, &exhibit.original),
    );
    text!(
        locale,
        exhibits.line_fact,
        category = category,
        original = form,
        pages = extent(locale, exhibit)
    )
}

/// Why the original is required (在线诉讼规则 12).
#[must_use]
pub fn reason(locale: Locale, reason: OriginalReason) -> String {
    match reason {
        OriginalReason::Objection => text!(locale, exhibits.reason_objection),
        OriginalReason::Unclear => text!(locale, exhibits.reason_unclear),
        OriginalReason::Archive => text!(locale, exhibits.reason_archive),
        OriginalReason::CourtNeeds => text!(locale, exhibits.reason_court),
    }
}

/// How the form of the original was met (在线诉讼规则 13).
#[must_use]
pub fn way(locale: Locale, way: OriginalForm) -> String {
    match way {
        OriginalForm::NotDisputed => text!(locale, exhibits.way_not_disputed),
        OriginalForm::Notarised => text!(locale, exhibits.way_notarised),
        OriginalForm::ConfirmedBefore => text!(locale, exhibits.way_confirmed),
        OriginalForm::Compared => text!(locale, exhibits.way_compared),
        OriginalForm::OtherProof => text!(locale, exhibits.way_other),
    }
}

/// Where the court sees an exhibit stand.
#[must_use]
pub fn mark(locale: Locale, mark: Mark) -> String {
    match mark {
        Mark::Undisputed => text!(locale, exhibits.state_undisputed),
        Mark::Disputed => text!(locale, exhibits.state_disputed),
        Mark::OriginalNeeded(why) => {
            let why = reason(locale, why);
            text!(locale, exhibits.mark_original, reason = why)
        }
        Mark::AppraisalNeeded => text!(locale, exhibits.state_appraisal),
    }
}

/// What becomes of late evidence (民诉法 68).
#[must_use]
pub fn leave(locale: Locale, leave: Leave) -> String {
    match leave {
        Leave::Admit => text!(locale, exhibits.leave_admit),
        Leave::AdmitWithAdmonition => text!(locale, exhibits.leave_admonition),
        Leave::AdmitWithFine => text!(locale, exhibits.leave_fine),
        Leave::Reject => text!(locale, exhibits.leave_reject),
    }
}

/// The form of an exchange (在线诉讼规则 14).
#[must_use]
pub fn form(locale: Locale, form: ExchangeForm) -> String {
    match form {
        ExchangeForm::Sync => text!(locale, exhibits.form_sync),
        ExchangeForm::Async => text!(locale, exhibits.form_async),
    }
}

/// The points that an opinion objects to, by name.
#[must_use]
pub fn objected(locale: Locale, opinion: &Opinion) -> String {
    let separator = locale.pick(["、", ", "]);
    let points = opinion.points().filter(|(_, stance)| stance.objects());
    let names: Vec<String> = points.map(|(one, _)| point(locale, one)).collect();
    names.join(separator)
}

/// Reasons in words; of a spoken one how long it is.
#[must_use]
pub fn ground(locale: Locale, ground: &Ground) -> String {
    let spoken = ground.voice.as_ref().map(|voice| {
        let seconds = voice.duration_ms.div_ceil(1_000);
        text!(locale, exhibits.voice_reason, seconds = seconds)
    });
    let said = [ground.reason.clone(), spoken];
    said.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// The number and the name together: 原告证据1 借条.
#[must_use]
pub fn title(locale: Locale, record: &ExhibitRecord) -> String {
    let number = number(locale, record.side, record.number);
    let name = &record.exhibit.name;
    text!(
        locale,
        exhibits.card_submitted,
        number = number,
        name = name
    )
}
