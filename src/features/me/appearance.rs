//! Theme, 关怀 mode, text size; each acts at once, with a sample to look at.

use leptos::prelude::*;

use crate::app::use_app;
use crate::i18n::{t, text, use_i18n};
use crate::platform::page::Theme;
use crate::routes::Page;
use crate::ui::{Button, ButtonKind, CellGroup, NavBar, SwitchCell};

use super::choice_cell::ChoiceCell;

const SMALLEST: u16 = 100;
const LARGEST: u16 = 200;
const STEP: u16 = 10;

/// The appearance page.
#[component]
pub fn AppearancePage() -> impl IntoView {
    let app = use_app();
    let i18n = use_i18n();
    view! {
        <div class="page">
            <NavBar
                title=t!(i18n, me.appearance_title)
                on_back=move |()| app.back(Page::Me)
                back_label=t!(i18n, common.back)
            />
            <div class="pane__scroll">
                <div class="page-body">
                    <Sample />
                    <CellGroup title=t!(i18n, me.reading)>
                        <SwitchCell
                            label=t!(i18n, me.care)
                            note=t!(i18n, me.care_note)
                            checked=Signal::derive(move || app.preferences.care())
                            on_change=move |on| app.preferences.set_care(on)
                            test_id="me-care"
                        />
                    </CellGroup>
                    <TextSize />
                    <Themes />
                </div>
            </div>
        </div>
    }
}

/// A piece of a case space: what is changed below is seen here.
#[component]
fn Sample() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <div class="me__sample" aria-hidden="true">
            <p class="msg__who">
                <span class="msg__name">{t!(i18n, me.sample_name)}</span>
                <span class="msg__role">{t!(i18n, me.sample_role)}</span>
            </p>
            <p class="bubble">{t!(i18n, me.sample_words)}</p>
        </div>
    }
}

#[component]
fn TextSize() -> impl IntoView {
    let app = use_app();
    let i18n = use_i18n();
    let percent = Memo::new(move |_| app.preferences.text_scale());
    let set = move |to: u16| app.preferences.set_text_scale(to.clamp(SMALLEST, LARGEST));
    let on_input = move |event: leptos::ev::Event| {
        if let Ok(percent) = event_target_value(&event).parse() {
            set(percent);
        }
    };
    let value = move || text!(i18n.locale(), me.text_size_value, percent = percent.get());
    view! {
        <CellGroup title=t!(i18n, me.text_size) note=t!(i18n, me.sample_note)>
            <div class="me__scale">
                <input
                    type="range"
                    min=SMALLEST
                    max=LARGEST
                    step=STEP
                    aria-label=t!(i18n, me.text_size)
                    aria-valuetext=value
                    prop:value=move || percent.get().to_string()
                    data-testid="text-size"
                    on:input=on_input
                />
                <p class="me__scale-row">
                    <Button
                        label=t!(i18n, me.text_smaller)
                        on_press=move |()| set(percent.get_untracked().saturating_sub(STEP))
                        small=true
                        test_id="text-smaller"
                    />
                    <span class="me__scale-value">{value}</span>
                    <Button
                        label=t!(i18n, me.text_larger)
                        on_press=move |()| set(percent.get_untracked() + STEP)
                        small=true
                        test_id="text-larger"
                    />
                </p>
                <Show when=move || percent.get() != SMALLEST>
                    <Button
                        label=t!(i18n, me.text_reset)
                        on_press=move |()| set(SMALLEST)
                        kind=ButtonKind::Link
                        test_id="text-reset"
                    />
                </Show>
            </div>
        </CellGroup>
    }
}

#[component]
fn Themes() -> impl IntoView {
    let app = use_app();
    let i18n = use_i18n();
    let choice = move |theme: Theme| {
        let (label, test_id) = match theme {
            Theme::System => (t!(i18n, me.theme_system), "theme-system"),
            Theme::Light => (t!(i18n, me.theme_light), "theme-light"),
            Theme::Dark => (t!(i18n, me.theme_dark), "theme-dark"),
        };
        view! {
            <ChoiceCell
                group="theme"
                label
                checked=Signal::derive(move || app.preferences.theme() == theme)
                on_choose=move |()| app.preferences.set_theme(theme)
                test_id
            />
        }
    };
    view! {
        <div role="radiogroup" aria-label=t!(i18n, me.theme)>
            <CellGroup title=t!(i18n, me.theme)>
                {[Theme::System, Theme::Light, Theme::Dark].map(choice)}
            </CellGroup>
        </div>
    }
}
