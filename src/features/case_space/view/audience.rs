//! To whom words go: its name, and the choice.

use anjian_api::audience::Audience;
use anjian_api::ids::SeatId;
use anjian_domain::{CaseState, may_speak_to};
use leptos::prelude::*;

use crate::app::use_app;
use crate::features::case_space::who::who;
use crate::i18n::{Locale, labels, t, text};
use crate::state::court::CaseHandle;
use crate::ui::{Button, ButtonKind, Dialog, DialogShape};

/// An audience in words, as its speaker says it.
#[must_use]
pub fn audience_name(
    locale: Locale,
    state: &CaseState,
    you: SeatId,
    audience: &Audience,
) -> String {
    match audience {
        Audience::Everyone => text!(locale, case_space.audience_everyone),
        Audience::Participants => text!(locale, case_space.audience_participants),
        Audience::Court => text!(locale, case_space.audience_court),
        Audience::Side(side) if state.side(you) == Some(*side) => {
            text!(locale, case_space.audience_own_side)
        }
        Audience::Side(side) => {
            text!(
                locale,
                case_space.audience_side,
                side = labels::side(locale, *side)
            )
        }
        Audience::Named(seats) if seats.is_empty() => text!(locale, case_space.audience_named),
        Audience::Named(seats) => {
            let names = names(locale, state, seats);
            text!(locale, case_space.audience_named_list, names = names)
        }
        Audience::Voices(seats) => {
            let names = names(locale, state, seats);
            text!(locale, case_space.audience_voices, names = names)
        }
    }
}

fn names(locale: Locale, state: &CaseState, seats: &[SeatId]) -> String {
    let names = seats.iter().map(|seat| who(locale, state, *seat).name);
    names.collect::<Vec<_>>().join("、")
}

/// The choice itself: one of the audiences, and people when they are named.
#[component]
pub fn AudienceChoice(
    /// The case.
    case: CaseHandle,
    /// What is chosen.
    value: RwSignal<Audience>,
    /// Its name for screen readers.
    #[prop(into)]
    label: Signal<String>,
) -> impl IntoView {
    let i18n = use_app().i18n;
    let choices = Memo::new(move |_| may_speak_to(&case.state(), case.you()));
    let row = move |choice: Audience| {
        let (shown, picked) = (choice.clone(), choice.clone());
        let name = move || audience_name(i18n.locale(), &case.state(), case.you(), &shown);
        let is_on = {
            let choice = choice.clone();
            move || value.with(|value| same_kind(value, &choice))
        };
        view! {
            <label class="weui-cell ui-cell">
                <input
                    type="radio"
                    class="ui-radio"
                    name="audience"
                    data-testid=format!("audience-{}", kind(&choice))
                    prop:checked=is_on
                    on:change=move |_| value.set(picked.clone())
                />
                <span class="ui-cell__label">{name}</span>
            </label>
        }
    };
    let is_named = move || value.with(|value| matches!(value, Audience::Named(_)));
    view! {
        <div class="ui-cells" role="radiogroup" aria-label=label>
            {move || choices.get().into_iter().map(row).collect_view()}
        </div>
        <Show when=is_named>
            <People case value />
        </Show>
        <p class="ui-cells-note">{t!(i18n, case_space.audience_note)}</p>
    }
}

#[component]
fn People(case: CaseHandle, value: RwSignal<Audience>) -> impl IntoView {
    let i18n = use_app().i18n;
    let seats = Memo::new(move |_| {
        let you = case.you();
        case.state()
            .present()
            .map(|seat| seat.id)
            .filter(|seat| *seat != you)
            .collect::<Vec<_>>()
    });
    let row = move |seat: SeatId| {
        let name = move || {
            let who = who(i18n.locale(), &case.state(), seat);
            format!("{} · {}", who.name, who.label)
        };
        let is_on = move || {
            value.with(|value| matches!(value, Audience::Named(seats) if seats.contains(&seat)))
        };
        let toggle = move |_| {
            value.update(|value| {
                if let Audience::Named(seats) = value {
                    if seats.contains(&seat) {
                        seats.retain(|one| *one != seat);
                    } else {
                        seats.push(seat);
                    }
                }
            });
        };
        view! {
            <label class="weui-cell ui-cell">
                <input
                    type="checkbox"
                    class="ui-check"
                    data-testid=format!("audience-seat-{}", seat.0)
                    prop:checked=is_on
                    on:change=toggle
                />
                <span class="ui-cell__label">{name}</span>
            </label>
        }
    };
    view! {
        <div class="ui-cells" role="group" aria-label=t!(i18n, case_space.audience_pick)>
            {move || seats.get().into_iter().map(row).collect_view()}
        </div>
    }
}

/// The choice in a half-screen dialog.
#[component]
pub fn AudienceDialog(
    /// The case.
    case: CaseHandle,
    /// Whether it is open.
    #[prop(into)]
    open: Signal<bool>,
    /// What is chosen now.
    #[prop(into)]
    current: Signal<Option<Audience>>,
    /// Called with the choice.
    #[prop(into)]
    on_pick: Callback<Audience>,
    /// Called when the person leaves.
    #[prop(into)]
    on_close: Callback<()>,
) -> impl IntoView {
    let i18n = use_app().i18n;
    let value = RwSignal::new(Audience::Participants);
    Effect::new(move |_| {
        if open.get()
            && let Some(current) = current.get_untracked()
        {
            value.set(current);
        }
    });
    let is_nobody =
        move || value.with(|value| matches!(value, Audience::Named(seats) if seats.is_empty()));
    let pick = move |()| {
        on_close.run(());
        on_pick.run(value.get_untracked());
    };
    view! {
        <Dialog
            open
            on_close
            title=t!(i18n, case_space.audience_title)
            close_label=t!(i18n, case_space.audience_close)
            shape=DialogShape::HalfScreen
        >
            <AudienceChoice case value label=t!(i18n, case_space.audience_title) />
            <div class="ui-dialog__actions">
                <Button
                    label=t!(i18n, case_space.audience_use)
                    kind=ButtonKind::Primary
                    disabled=Signal::derive(is_nobody)
                    reason=t!(i18n, case_space.audience_pick)
                    on_press=pick
                    test_id="audience-use"
                />
            </div>
        </Dialog>
    }
}

fn same_kind(one: &Audience, two: &Audience) -> bool {
    one == two || matches!((one, two), (Audience::Named(_), Audience::Named(_)))
}

const fn kind(audience: &Audience) -> &'static str {
    match audience {
        Audience::Everyone => "everyone",
        Audience::Participants => "participants",
        Audience::Court => "court",
        Audience::Side(anjian_api::role::Side::Plaintiff) => "side-plaintiff",
        Audience::Side(anjian_api::role::Side::Defendant) => "side-defendant",
        Audience::Side(anjian_api::role::Side::ThirdParty) => "side-third",
        Audience::Named(_) => "named",
        Audience::Voices(_) => "voices",
    }
}
