//! The desktop's side: the dialog in which it is followed how far the phone is.

use anjian_api::handoff::{HandoffPurpose, HandoffStep};
use leptos::prelude::*;

use super::STYLE;
use super::panel::Panel;
use super::screens::{Inside, step_words};
use crate::app::App;
use crate::i18n::{t, text};
use crate::platform::{dom, styles, timer};
use crate::ui::{Banner, Dialog, DialogShape};

/// The dialog with the code. It offers one as soon as it opens, and opens by itself when the tab was
/// loaded again in the middle.
#[component]
pub fn HandoffDialog(
    app: App,
    /// Whether it is open.
    open: RwSignal<bool>,
    /// What for; none while that is not known.
    #[prop(into)]
    purpose: Signal<Option<HandoffPurpose>>,
    /// The phone is done, and the person has seen it.
    #[prop(into)]
    on_done: Callback<()>,
) -> impl IntoView {
    styles::add(STYLE);
    let i18n = app.i18n;
    let panel = Panel::new(app, purpose, open);
    let is_known = Memo::new(move |_| purpose.read().is_some());
    Effect::new(move |_| {
        if is_known.get() && !open.get_untracked() {
            panel.resume();
        }
    });
    let close = move |()| {
        if untrack(|| panel.step()) == HandoffStep::Signed {
            panel.give_up();
            on_done.run(());
        } else {
            panel.close();
        }
    };
    view! {
        <Dialog
            open
            on_close=close
            title=t!(i18n, handoff.title)
            close_label=t!(i18n, handoff.close)
            shape=DialogShape::HalfScreen
        >
            <Following panel on_done=close />
        </Dialog>
    }
}

/// What goes on while the dialog is open.
#[component]
fn Following(panel: Panel, #[prop(into)] on_done: Callback<()>) -> impl IntoView {
    let i18n = panel.app.i18n;
    let began = panel.purpose.get_untracked();
    Effect::new(move |before: Option<()>| {
        panel.asked.track();
        untrack(|| match before {
            None => panel.begin(),
            Some(()) => panel.make(),
        });
    });
    timer::every_scoped(1_000, move || panel.now.set(panel.app.clock.now()));
    // A version that comes meanwhile is not what the code is for.
    Effect::new(move |_| {
        let is_signed = untrack(|| panel.step()) == HandoffStep::Signed;
        if panel.purpose.get() != began && !is_signed {
            panel.is_outdated.set(true);
        }
    });
    let step = Memo::new(move |_| panel.step());
    let frame = NodeRef::<leptos::html::Section>::new();
    Effect::new(move |before: Option<HandoffStep>| {
        let step = step.get();
        if before.is_some_and(|before| before != step) {
            panel.app.announcer.polite(&untrack(|| step_words(panel)));
        }
        if step.is_over() {
            panel.leaving.set(None);
            panel.is_giving_up.set(false);
        }
        step
    });
    // A button that was pressed goes with its screen: the keys go on from the next one.
    Effect::new(move |_| {
        let _ = (
            step.get(),
            panel.leaving.get(),
            panel.failed.read().is_some(),
        );
        let look = dom::after_layout(move || {
            let is_lost = dom::focused().is_none_or(|element| element.tag_name() == "BODY");
            if let (true, Some(frame)) = (is_lost, frame.try_get_untracked().flatten()) {
                dom::focus(&frame);
            }
        });
        crate::platform::keep(look);
    });
    let lost = Signal::derive(move || match panel.is_giving_up.get() {
        true => text!(i18n.locale(), handoff.lost_giving_up_here),
        false => text!(i18n.locale(), handoff.lost_desktop),
    });
    view! {
        <section
            class="handoff"
            aria-label=t!(i18n, handoff.title)
            tabindex="-1"
            node_ref=frame
            data-testid="handoff-panel"
        >
            <Show when=move || panel.is_lost.get()>
                <Banner text=lost tone="warn" />
            </Show>
            <Inside panel step on_done />
        </section>
    }
}
