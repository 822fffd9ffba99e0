//! Rows of a list.

use super::{Icon, IconName, Switch};
use leptos::prelude::*;

/// A group of rows under an optional title.
#[component]
pub fn CellGroup(
    /// Above the group.
    #[prop(optional, into)]
    title: MaybeProp<String>,
    /// Below the group.
    #[prop(optional, into)]
    note: MaybeProp<String>,
    /// The rows.
    children: Children,
) -> impl IntoView {
    view! {
        <section class="ui-cells-block">
            {move || title.get().map(|title| view! { <h2 class="weui-cells__title ui-cells-title">{title}</h2> })}
            <div class="weui-cells ui-cells">{children()}</div>
            {move || note.get().map(|note| view! { <p class="weui-cells__tips ui-cells-note">{note}</p> })}
        </section>
    }
}

fn inside(
    icon: Option<IconName>,
    label: Signal<String>,
    value: MaybeProp<String>,
    goes_on: bool,
) -> impl IntoView {
    view! {
        {icon.map(|name| view! { <span class="ui-cell__icon"><Icon name /></span> })}
        <span class="ui-cell__label">{label}</span>
        <span class="ui-cell__value">{move || value.get()}</span>
        {goes_on.then(|| view! { <span class="ui-cell__go"><Icon name=IconName::Chevron /></span> })}
    }
}

/// A row that only tells.
#[component]
pub fn TextCell(
    /// What the value is.
    #[prop(into)]
    label: Signal<String>,
    /// The value.
    #[prop(optional, into)]
    value: MaybeProp<String>,
    /// Icon before the label.
    #[prop(optional)]
    icon: Option<IconName>,
    /// For the e2e tests.
    #[prop(optional)]
    test_id: Option<&'static str>,
) -> impl IntoView {
    view! {
        <div class="weui-cell ui-cell" data-testid=test_id>
            {inside(icon, label, value, false)}
        </div>
    }
}

/// A row that leads somewhere.
#[component]
pub fn LinkCell(
    /// Where.
    #[prop(into)]
    href: Signal<String>,
    /// Its name.
    #[prop(into)]
    label: Signal<String>,
    /// What stands there now.
    #[prop(optional, into)]
    value: MaybeProp<String>,
    /// Icon before the label.
    #[prop(optional)]
    icon: Option<IconName>,
    /// For the e2e tests.
    #[prop(optional)]
    test_id: Option<&'static str>,
) -> impl IntoView {
    view! {
        <a class="weui-cell weui-cell_active ui-cell" href=href data-testid=test_id>
            {inside(icon, label, value, true)}
        </a>
    }
}

/// A row that does something.
#[component]
pub fn ButtonCell(
    /// The verb.
    #[prop(into)]
    label: Signal<String>,
    /// What it does.
    #[prop(into)]
    on_press: Callback<()>,
    /// What stands there now.
    #[prop(optional, into)]
    value: MaybeProp<String>,
    /// Icon before the label.
    #[prop(optional)]
    icon: Option<IconName>,
    /// It cannot be undone.
    #[prop(optional)]
    danger: bool,
    /// Shows that more follows.
    #[prop(optional)]
    goes_on: bool,
    /// It is being done; a second press does nothing.
    #[prop(optional, into)]
    busy: Signal<bool>,
    /// For the e2e tests.
    #[prop(optional)]
    test_id: Option<&'static str>,
) -> impl IntoView {
    let press = move |_| {
        if !busy.get_untracked() {
            on_press.run(());
        }
    };
    view! {
        <button
            type="button"
            class="weui-cell weui-cell_active ui-cell"
            class:ui-cell--danger=danger
            aria-disabled=move || busy.get().then_some("true")
            aria-busy=move || busy.get().then_some("true")
            data-testid=test_id
            on:click=press
        >
            {inside(icon, label, value, goes_on)}
            <Show when=move || busy.get()>
                <span class="ui-spinner" aria-hidden="true"></span>
            </Show>
        </button>
    }
}

/// A row with a switch.
#[component]
pub fn SwitchCell(
    /// What is switched.
    #[prop(into)]
    label: Signal<String>,
    /// Whether it is on.
    #[prop(into)]
    checked: Signal<bool>,
    /// Called with the new state.
    #[prop(into)]
    on_change: Callback<bool>,
    /// One line about what it does.
    #[prop(optional, into)]
    note: MaybeProp<String>,
    /// Icon before the label.
    #[prop(optional)]
    icon: Option<IconName>,
    /// For the e2e tests.
    #[prop(optional)]
    test_id: Option<&'static str>,
) -> impl IntoView {
    view! {
        <label class="weui-cell ui-cell ui-cell--switch">
            {icon.map(|name| view! { <span class="ui-cell__icon"><Icon name /></span> })}
            <span class="ui-cell__label">
                {label}
                {move || note.get().map(|note| view! { <small class="ui-cell__note">{note}</small> })}
            </span>
            <Switch label checked on_change test_id=test_id.unwrap_or_default() />
        </label>
    }
}
