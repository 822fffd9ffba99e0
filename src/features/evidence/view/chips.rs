//! The short words about an exhibit.

use anjian_api::evidence::EvidenceSide;
use anjian_domain::CaseState;
use anjian_domain::evidence::ExhibitRecord;
use leptos::prelude::*;

use crate::features::evidence::model::{Chip, chips};
use crate::features::evidence::words;
use crate::i18n::{I18n, Locale, text};
use crate::ui::{Avatar, Tag};

fn name(locale: Locale, chip: Chip) -> String {
    match chip {
        Chip::Withdrawn => text!(locale, exhibits.state_withdrawn),
        Chip::LateWaiting => text!(locale, exhibits.state_late_waiting),
        Chip::LateAdmitted => text!(locale, exhibits.state_late_admitted),
        Chip::LateRejected => text!(locale, exhibits.state_late_rejected),
        Chip::Admitted => text!(locale, exhibits.state_admitted),
        Chip::NotAdmitted => text!(locale, exhibits.state_not_admitted),
        Chip::Disputed => text!(locale, exhibits.state_disputed),
        Chip::Undisputed => text!(locale, exhibits.state_undisputed),
        Chip::OriginalNeeded => text!(locale, exhibits.state_original),
        Chip::AppraisalNeeded => text!(locale, exhibits.state_appraisal),
        Chip::FormMet => text!(locale, exhibits.state_form_met),
        Chip::Waiting => text!(locale, exhibits.state_waiting),
    }
}

/// The chips of an exhibit.
pub fn chips_view(i18n: I18n, case: &CaseState, record: &ExhibitRecord) -> impl IntoView + use<> {
    let all = chips(case, record);
    let chip = move |chip: Chip| {
        let text = Signal::derive(move || name(i18n.locale(), chip));
        view! { <Tag text tone=Signal::derive(move || chip.tone()) /> }
    };
    view! { <span class="ev-chips">{all.into_iter().map(chip).collect_view()}</span> }
}

/// The side of an exhibit by its letter and colour.
pub fn side_mark(i18n: I18n, side: EvidenceSide, number: u32) -> impl IntoView {
    let letter = Signal::derive(move || words::short_number(i18n.locale(), side, number));
    view! { <Avatar letter tone=Signal::derive(move || words::tone(side)) /> }
}
