//! Something went wrong, in three parts.

use super::{Button, ButtonKind, Icon, IconName};
use leptos::prelude::*;

/// What happened, what to do now, whom to ask; never a code alone.
#[component]
pub fn ProblemView(
    /// What happened.
    #[prop(into)]
    what: Signal<String>,
    /// What to do now.
    #[prop(into)]
    next: Signal<String>,
    /// Whom to ask.
    #[prop(into)]
    whom: Signal<String>,
    /// The verb of the button; none shows no button.
    #[prop(optional, into)]
    action_label: MaybeProp<String>,
    /// What the button does.
    #[prop(optional, into)]
    on_action: Option<Callback<()>>,
    /// Small, inside a list or a card.
    #[prop(optional)]
    inline: bool,
) -> impl IntoView {
    let button = move || {
        let on_press = on_action?;
        let label = action_label.get()?;
        let kind = if inline {
            ButtonKind::Plain
        } else {
            ButtonKind::Primary
        };
        Some(view! { <Button label on_press kind small=inline test_id="problem-action" /> })
    };
    view! {
        <section class="ui-problem" class:ui-problem--inline=inline role="alert">
            <Icon name=IconName::Warning />
            <p class="ui-problem__what">{what}</p>
            <p class="ui-problem__next">{next}</p>
            <p class="ui-problem__whom">{whom}</p>
            {button}
        </section>
    }
}
