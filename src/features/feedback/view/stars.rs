//! One to five stars, as a group of radio buttons: fingers, keys and screen readers know those.

use leptos::prelude::*;

use crate::app::App;
use crate::i18n::{t, text};
use crate::ui::Button;
use crate::ui::ButtonKind;

/// The shape of a star, 24 × 24.
const STAR: &str = "M12 2.8l2.8 6 6.4.8-4.7 4.5 1.2 6.5L12 17.4l-5.7 3.2 1.2-6.5L2.8 9.6l6.4-.8z";

/// A row of stars.
#[component]
pub fn Stars(
    app: App,
    /// For ids and tests.
    #[prop(into)]
    id: String,
    /// What they are for.
    #[prop(into)]
    label: Signal<String>,
    /// 0 is none.
    #[prop(into)]
    value: Signal<u8>,
    /// Called with 1 to 5, or with 0 when they are taken back.
    #[prop(into)]
    on_choose: Callback<u8>,
) -> impl IntoView {
    let i18n = app.i18n;
    let star = {
        let id = id.clone();
        move |number: u8| {
            let is_on = move || number <= value.get();
            let spoken = move || text!(i18n.locale(), feedback.stars, count = number);
            view! {
                <label class="fb-star" class:fb-star--on=is_on>
                    <input
                        type="radio"
                        class="ui-sr"
                        name=id.clone()
                        aria-label=spoken
                        data-testid=format!("{id}-{number}")
                        prop:checked=move || value.get() == number
                        on:change=move |_| on_choose.run(number)
                    />
                    <svg viewBox="0 0 24 24" aria-hidden="true">
                        <path d=STAR></path>
                    </svg>
                </label>
            }
        }
    };
    view! {
        <fieldset class="ui-fieldset fb-stars" data-testid=id.clone()>
            <legend class="ui-sr">{label}</legend>
            <span class="fb-stars__label" aria-hidden="true">{label}</span>
            <span class="fb-stars__row">{(1..=5).map(star).collect_view()}</span>
            <span class="fb-stars__back">
                <Show when=move || value.get() != 0>
                    <Button
                        label=t!(i18n, feedback.stars_back)
                        kind=ButtonKind::Link
                        on_press=move |()| on_choose.run(0)
                    />
                </Show>
            </span>
        </fieldset>
    }
}
