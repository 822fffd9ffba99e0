//! Dialogs over the page.

use super::{
    IconButton, IconName, close_on_back,
    focus::{close_on_escape, hold_focus, trap_tab},
};
use leptos::{ev::KeyboardEvent, html, portal::Portal, prelude::*};

/// Where a dialog stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DialogShape {
    /// A card in the middle: a question.
    #[default]
    Centre,
    /// A sheet from below: something to read or fill in. A card in the middle on wide screens.
    HalfScreen,
}

impl DialogShape {
    const fn class(self) -> &'static str {
        match self {
            Self::Centre => "ui-dialog ui-dialog--centre",
            Self::HalfScreen => "ui-dialog ui-dialog--half",
        }
    }
}

/// A dialog. Escape, "back", its button and a tap beside it close it; the focus stays
/// inside and returns to where it was.
///
/// Its content is created anew each time it opens: keep what must not be lost in signals outside.
#[component]
pub fn Dialog(
    /// Whether it is open.
    #[prop(into)]
    open: Signal<bool>,
    /// Called when the person wants to leave.
    #[prop(into)]
    on_close: Callback<()>,
    /// Its title, also its name for screen readers.
    #[prop(into)]
    title: Signal<String>,
    /// Label of the closing button.
    #[prop(into)]
    close_label: Signal<String>,
    /// Where it stands.
    #[prop(optional)]
    shape: DialogShape,
    /// The content; put buttons into `<div class="ui-dialog__actions">`.
    children: ChildrenFn,
) -> impl IntoView {
    let children = StoredValue::new(children);
    view! {
        <Show when=move || open.get()>
            <Portal>
                <Frame on_close title close_label shape>
                    {children.with_value(|children| children())}
                </Frame>
            </Portal>
        </Show>
    }
}

#[component]
fn Frame(
    on_close: Callback<()>,
    title: Signal<String>,
    close_label: Signal<String>,
    shape: DialogShape,
    children: Children,
) -> impl IntoView {
    let frame = NodeRef::<html::Div>::new();
    hold_focus(frame, ".ui-dialog__body [autofocus]");
    close_on_back(on_close);
    close_on_escape(frame, on_close);
    let on_key = move |event: KeyboardEvent| {
        if event.key() == "Escape" && !event.is_composing() {
            event.stop_propagation();
            on_close.run(());
        } else {
            trap_tab(frame, &event);
        }
    };
    view! {
        <div class="ui-overlay" on:keydown=on_key>
            <div class="ui-overlay__mask" on:click=move |_| on_close.run(())></div>
            <div
                class=shape.class()
                role="dialog"
                aria-modal="true"
                aria-label=title
                tabindex="-1"
                node_ref=frame
            >
                <header class="ui-dialog__head">
                    <h2 class="ui-dialog__title">{title}</h2>
                    <IconButton icon=IconName::Close label=close_label on_press=on_close />
                </header>
                <div class="ui-dialog__body">{children()}</div>
            </div>
        </div>
    }
}
