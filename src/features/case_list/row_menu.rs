//! What can be done to a case in the list: pin it, mute it.

use anjian_api::case::CaseMarks;
use anjian_api::ids::CaseId;
use leptos::prelude::*;

use crate::app::use_app;
use crate::i18n::{t, text, use_i18n};
use crate::ui::{IconName, MenuItem, MenuPopup};

/// A menu that is asked for: whose, and where in the window.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Asked {
    /// The case.
    pub case: CaseId,
    /// Left and upper edge.
    pub at: (f64, f64),
}

/// The menu of a row.
#[component]
pub fn RowMenu(
    /// Whose; none closes it.
    asked: RwSignal<Option<Asked>>,
) -> impl IntoView {
    let app = use_app();
    let i18n = use_i18n();
    // The menu closes before it acts, so the case is remembered here.
    let case = StoredValue::new(None::<CaseId>);
    let marks = move || {
        asked
            .get()
            .map(|asked| marks_of(app, asked.case))
            .unwrap_or_default()
    };
    let items = Signal::derive(move || {
        let (locale, marks) = (i18n.locale(), marks());
        let pin = if marks.pinned {
            text!(locale, case_list.unpin)
        } else {
            text!(locale, case_list.pin)
        };
        let mute = if marks.muted {
            text!(locale, case_list.unmute)
        } else {
            text!(locale, case_list.mute)
        };
        let bell = if marks.muted {
            IconName::Bell
        } else {
            IconName::Mute
        };
        vec![
            MenuItem::new("pin", pin, IconName::Pin),
            MenuItem::new("mute", mute, bell),
        ]
    });
    let at = Signal::derive(move || {
        let asked = asked.get()?;
        case.set_value(Some(asked.case));
        Some(asked.at)
    });
    let on_pick = move |id: &'static str| {
        let Some(case) = case.get_value() else { return };
        let mut marks = marks_of(app, case);
        let locale = i18n.locale_untracked();
        let said = match id {
            "pin" => {
                marks.pinned = !marks.pinned;
                if marks.pinned {
                    text!(locale, case_list.pin_done)
                } else {
                    text!(locale, case_list.unpin_done)
                }
            }
            _ => {
                marks.muted = !marks.muted;
                if marks.muted {
                    text!(locale, case_list.mute_done)
                } else {
                    text!(locale, case_list.unmute_done)
                }
            }
        };
        app.court.set_marks(case, marks);
        app.toasts.show(said);
    };
    view! {
        <MenuPopup
            at
            on_close=move |()| asked.set(None)
            on_pick
            label=t!(i18n, case_list.menu_label)
            items
            close_label=t!(i18n, common.close)
        />
    }
}

fn marks_of(app: crate::app::App, case: CaseId) -> CaseMarks {
    untrack(|| app.court.summary(case))
        .map(|summary| summary.marks)
        .unwrap_or_default()
}
