//! The menu of every page that lies over another: feedback and help are to be had from everywhere,
//! and feedback says from which page it came.

use leptos::prelude::*;

use super::{App, use_app};
use crate::i18n::{t, text};
use crate::routes::Page;
use crate::ui::{ActionSheet, IconName, MenuItem, PageMenu};

/// Offers it to the bars of the pages below; what comes back says whether it is open.
pub fn provide(app: App) -> RwSignal<bool> {
    let menu = RwSignal::new(false);
    provide_context(PageMenu {
        label: t!(app.i18n, common.page_menu),
        open: Callback::new(move |()| menu.set(true)),
    });
    menu
}

/// The menu itself.
#[component]
pub fn OfPage(open: RwSignal<bool>, page: Memo<Page>) -> impl IntoView {
    let app = use_app();
    let i18n = app.i18n;
    let items = Signal::derive(move || {
        let locale = i18n.locale();
        vec![
            MenuItem::new("feedback", text!(locale, feedback.title), IconName::Chat),
            MenuItem::new("help", text!(locale, me.help), IconName::Help),
        ]
    });
    let pick = move |id: &'static str| match id {
        "help" => app.go(Page::Help),
        _ => app.go(Page::Feedback(page.get_untracked().case())),
    };
    view! {
        <ActionSheet
            open
            on_close=move |()| open.set(false)
            on_pick=pick
            label=t!(i18n, common.page_menu)
            items
            close_label=t!(i18n, common.close)
        />
    }
}
