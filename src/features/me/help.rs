//! How to use the app: short, and honest about what does not work yet.

use leptos::prelude::*;

use crate::app::use_app;
use crate::i18n::{t, use_i18n};
use crate::routes::Page;
use crate::ui::NavBar;

/// The help page.
#[component]
pub fn HelpPage() -> impl IntoView {
    let app = use_app();
    let i18n = use_i18n();
    let section = |title: Signal<String>, words: Signal<String>| {
        view! {
            <section>
                <h2>{title}</h2>
                <p>{words}</p>
            </section>
        }
    };
    view! {
        <div class="page">
            <NavBar
                title=t!(i18n, me.help_title)
                on_back=move |()| app.back(Page::Me)
                back_label=t!(i18n, common.back)
            />
            <div class="pane__scroll" tabindex="0">
                <article class="page-body me__article">
                    {section(t!(i18n, me.help_space_title), t!(i18n, me.help_space))}
                    {section(t!(i18n, me.help_turn_title), t!(i18n, me.help_turn))}
                    {section(t!(i18n, me.help_send_title), t!(i18n, me.help_send))}
                    {section(t!(i18n, me.help_who_title), t!(i18n, me.help_who))}
                    {section(t!(i18n, me.help_offline_title), t!(i18n, me.help_offline))}
                    {section(t!(i18n, me.help_safe_title), t!(i18n, me.help_safe))}
                    {section(t!(i18n, me.help_not_title), t!(i18n, me.help_not))}
                    <Contact />
                    <p>
                        <a class="ui-link" href=Page::Feedback(None).path()>
                            {t!(i18n, feedback.title)}
                        </a>
                    </p>
                </article>
            </div>
        </div>
    }
}

/// How to reach the court.
#[component]
fn Contact() -> impl IntoView {
    let app = use_app();
    let i18n = use_i18n();
    let phone = Memo::new(move |_| {
        app.info()
            .map(|info| info.help_phone.clone())
            .filter(|phone| !phone.is_empty())
    });
    let call = move || match phone.get() {
        Some(phone) => {
            let href = format!("tel:{phone}");
            view! {
                <p>{t!(i18n, me.help_contact)}</p>
                <p>
                    <a class="ui-link" href=href>
                        {t!(i18n, me.call, phone = phone)}
                    </a>
                </p>
            }
            .into_any()
        }
        None => view! { <p>{t!(i18n, me.help_contact_none)}</p> }.into_any(),
    };
    view! {
        <section data-testid="help-contact">
            <h2>{t!(i18n, me.help_contact_title)}</h2>
            {call}
        </section>
    }
}
