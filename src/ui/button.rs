//! Buttons.

use super::{Icon, IconName};
use leptos::prelude::*;

/// How much a button asks for attention.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonKind {
    /// The one main act of a screen.
    Primary,
    /// Any other act.
    #[default]
    Plain,
    /// An act that cannot be undone.
    Danger,
    /// A quiet act inside a line of text.
    Link,
}

impl ButtonKind {
    const fn class(self) -> &'static str {
        match self {
            Self::Primary => "weui-btn weui-btn_primary ui-btn ui-btn--primary",
            Self::Plain => "weui-btn weui-btn_default ui-btn",
            Self::Danger => "weui-btn weui-btn_warn ui-btn ui-btn--danger",
            Self::Link => "ui-link",
        }
    }
}

/// A button with a verb on it.
///
/// A button that is off stays reachable and says why: screen readers hear the reason, and pressing
/// it does nothing.
#[component]
pub fn Button(
    /// The verb.
    #[prop(into)]
    label: Signal<String>,
    /// What it does; leave out for `submit`.
    #[prop(optional, into)]
    on_press: Option<Callback<()>>,
    /// How much it asks for attention.
    #[prop(optional)]
    kind: ButtonKind,
    /// Small, inside a bar or a card.
    #[prop(optional)]
    small: bool,
    /// Sends the form it stands in.
    #[prop(optional)]
    submit: bool,
    /// Off.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// Why it is off.
    #[prop(optional, into)]
    reason: MaybeProp<String>,
    /// Something is on its way; a second press does nothing.
    #[prop(optional, into)]
    busy: Signal<bool>,
    /// Icon before the verb.
    #[prop(optional)]
    icon: Option<IconName>,
    /// For the e2e tests.
    #[prop(optional)]
    test_id: Option<&'static str>,
) -> impl IntoView {
    let is_off = move || disabled.get() || busy.get();
    let press = move |event: leptos::ev::MouseEvent| {
        if disabled.get_untracked() || busy.get_untracked() {
            event.prevent_default();
        } else if let Some(on_press) = on_press {
            on_press.run(());
        }
    };
    let why = move || reason.get().filter(|_| disabled.get());
    view! {
        <button
            type=if submit { "submit" } else { "button" }
            class=kind.class()
            class:ui-btn--small=small
            class:ui-btn--off=is_off
            aria-disabled=move || is_off().then_some("true")
            aria-busy=move || busy.get().then_some("true")
            title=why
            data-testid=test_id
            on:click=press
        >
            <Show when=move || busy.get()>
                <span class="ui-spinner" aria-hidden="true"></span>
            </Show>
            {icon.map(|name| view! { <Icon name /> })}
            <span>{label}</span>
            <span class="ui-sr">{why}</span>
        </button>
    }
}

/// A button that is only an icon; its label is spoken and shown on hover.
#[component]
pub fn IconButton(
    /// Which icon.
    icon: IconName,
    /// What it does, in words.
    #[prop(into)]
    label: Signal<String>,
    /// What it does.
    #[prop(into)]
    on_press: Callback<()>,
    /// Whether something it opens is open; leave out for a button that opens nothing.
    #[prop(optional, into)]
    expanded: Option<Signal<bool>>,
    /// Its id, where the focus is to be led to it.
    #[prop(optional, into)]
    id: Option<String>,
    /// For the e2e tests.
    #[prop(optional)]
    test_id: Option<&'static str>,
) -> impl IntoView {
    view! {
        <button
            type="button"
            class="ui-icon-btn"
            id=id
            aria-label=label
            title=label
            aria-expanded=move || expanded.map(|open| open.get().to_string())
            data-testid=test_id
            on:click=move |_| on_press.run(())
        >
            <Icon name=icon />
        </button>
    }
}
