//! Names of stages, pages and statuses.

use anjian_api::feedback::{FeedbackPage, FeedbackStage, FeedbackStatus};

use crate::i18n::{Locale, text};

/// The name of a stage.
pub fn stage(locale: Locale, stage: FeedbackStage) -> String {
    match stage {
        FeedbackStage::GettingIn => text!(locale, feedback.stage_getting_in),
        FeedbackStage::Reading => text!(locale, feedback.stage_reading),
        FeedbackStage::Talking => text!(locale, feedback.stage_talking),
        FeedbackStage::Evidence => text!(locale, feedback.stage_evidence),
        FeedbackStage::Signing => text!(locale, feedback.stage_signing),
        FeedbackStage::Service => text!(locale, feedback.stage_service),
    }
}

/// The name of a page.
pub fn page(locale: Locale, page: FeedbackPage) -> String {
    match page {
        FeedbackPage::Cases => text!(locale, feedback.page_cases),
        FeedbackPage::Case => text!(locale, feedback.page_case),
        FeedbackPage::Details => text!(locale, feedback.page_details),
        FeedbackPage::Evidence => text!(locale, feedback.page_evidence),
        FeedbackPage::Viewer => text!(locale, feedback.page_viewer),
        FeedbackPage::Documents => text!(locale, feedback.page_documents),
        FeedbackPage::Services => text!(locale, feedback.page_services),
        FeedbackPage::Me => text!(locale, feedback.page_me),
        FeedbackPage::Help => text!(locale, feedback.page_help),
    }
}

/// What the court does with it.
pub fn status(locale: Locale, status: FeedbackStatus) -> String {
    match status {
        FeedbackStatus::New => text!(locale, feedback.status_new),
        FeedbackStatus::Seen => text!(locale, feedback.status_seen),
        FeedbackStatus::InWork => text!(locale, feedback.status_in_work),
        FeedbackStatus::Done => text!(locale, feedback.status_done),
        FeedbackStatus::NotHelped => text!(locale, feedback.status_not_helped),
    }
}

/// The colour of a status, by the name of a tag's tone.
pub const fn tone(status: FeedbackStatus) -> &'static str {
    match status {
        FeedbackStatus::New | FeedbackStatus::Seen => "",
        FeedbackStatus::InWork => "orange",
        FeedbackStatus::Done => "green",
        FeedbackStatus::NotHelped => "red",
    }
}
