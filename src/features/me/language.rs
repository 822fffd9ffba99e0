//! The language of the app.

use leptos::prelude::*;

use crate::app::use_app;
use crate::i18n::{Locale, t, use_i18n};
use crate::routes::Page;
use crate::ui::{CellGroup, NavBar};

use super::choice_cell::ChoiceCell;

/// The language page.
#[component]
pub fn LanguagePage() -> impl IntoView {
    let app = use_app();
    let i18n = use_i18n();
    let choice = move |locale: Locale| {
        let test_id = match locale {
            Locale::ZhCn => "lang-zh-CN",
            Locale::En => "lang-en",
        };
        view! {
            <ChoiceCell
                group="language"
                label=Signal::stored(locale.own_name().to_owned())
                checked=Signal::derive(move || app.preferences.locale() == locale)
                on_choose=move |()| app.preferences.set_locale(locale)
                lang=locale.tag()
                test_id
            />
        }
    };
    view! {
        <div class="page">
            <NavBar
                title=t!(i18n, me.language_title)
                on_back=move |()| app.back(Page::Me)
                back_label=t!(i18n, common.back)
            />
            <div class="pane__scroll">
                <div class="page-body" role="radiogroup" aria-label=t!(i18n, me.language)>
                    <CellGroup note=t!(i18n, me.language_note)>
                        {Locale::ALL.map(choice)}
                    </CellGroup>
                </div>
            </div>
        </div>
    }
}
