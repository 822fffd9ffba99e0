//! What the desktop shows: the code, how far the phone is, what is to be decided.

use anjian_api::handoff::HandoffStep;
use leptos::prelude::*;

use super::code::draw;
use super::panel::{Leaving, Panel};
use super::words;
use crate::i18n::{t, text};
use crate::platform::page;
use crate::ui::{Button, ButtonKind, Icon, IconName, ProblemView, Skeleton, close_on_back};

/// How far it is, in words.
pub(super) fn step_words(panel: Panel) -> String {
    let locale = panel.app.i18n.locale();
    let device = panel
        .device()
        .unwrap_or_else(|| text!(locale, handoff.a_phone));
    match panel.step() {
        HandoffStep::Waiting | HandoffStep::Unknown => text!(locale, handoff.waiting),
        HandoffStep::Scanned => text!(locale, handoff.scanned, device = device),
        HandoffStep::Reading => text!(locale, handoff.reading, device = device),
        HandoffStep::Signing => text!(locale, handoff.signing, device = device),
        HandoffStep::Signed => text!(locale, handoff.signed_there, device = device),
        HandoffStep::Cancelled => text!(locale, handoff.cancelled),
        HandoffStep::Expired if panel.is_forgotten.get() => text!(locale, handoff.forgotten_here),
        HandoffStep::Expired => text!(locale, handoff.over_here),
    }
}

/// The screen of the moment.
#[component]
pub(super) fn Inside(
    panel: Panel,
    step: Memo<HandoffStep>,
    on_done: Callback<()>,
) -> impl IntoView {
    let i18n = panel.app.i18n;
    move || {
        if panel.is_outdated.get() {
            return view! {
                <ProblemView
                    what=t!(i18n, handoff.other_version)
                    next=t!(i18n, handoff.next_other_version_here)
                    whom=String::new()
                    action_label=t!(i18n, handoff.read_new)
                    on_action=move |()| panel.give_up()
                    inline=true
                />
            }
            .into_any();
        }
        if let Some(error) = panel.failed.get() {
            let words = words::words(panel.app, &error);
            return view! {
                <ProblemView
                    what=words.what
                    next=words.next
                    whom=words.whom
                    action_label=t!(i18n, handoff.again)
                    on_action=move |()| panel.offer()
                    inline=true
                />
            }
            .into_any();
        }
        if let Some(why) = panel.leaving.get() {
            return view! { <Leave panel why /> }.into_any();
        }
        match step.get() {
            HandoffStep::Waiting | HandoffStep::Unknown => view! { <Code panel /> }.into_any(),
            HandoffStep::Scanned => view! { <Match panel /> }.into_any(),
            HandoffStep::Signed => view! { <Signed panel on_done /> }.into_any(),
            HandoffStep::Cancelled | HandoffStep::Expired => {
                view! { <Over panel step=step.get_untracked() /> }.into_any()
            }
            step => view! { <Mirror panel step /> }.into_any(),
        }
    }
}

#[component]
fn Code(panel: Panel) -> impl IntoView {
    let i18n = panel.app.i18n;
    let offered = move || {
        let Some(offer) = panel.offer.get() else {
            return view! { <Skeleton label=t!(i18n, common.loading) rows=2 /> }.into_any();
        };
        let address = format!("{}{}", page::origin(), offer.path);
        let number = offer.number;
        let picture = draw(&address).map(|drawn| {
            let side = drawn.side;
            view! {
                <svg
                    class="handoff__code"
                    viewBox=format!("0 0 {side} {side}")
                    role="img"
                    aria-label=t!(i18n, handoff.code_label)
                    data-testid="handoff-code"
                    data-address=address
                >
                    <rect width=side height=side fill="#fff"></rect>
                    <path d=drawn.path fill="#000"></path>
                </svg>
            }
        });
        view! {
            <ol class="handoff__how">
                <li>{t!(i18n, handoff.scan)}</li>
                <li>{t!(i18n, handoff.pick)}</li>
            </ol>
            <div class="handoff__offer">
                {picture}
                <p class="handoff__match">
                    <span class="handoff__soft">{t!(i18n, handoff.number)}</span>
                    <strong class="handoff__number" data-testid="handoff-number">
                        {number}
                    </strong>
                </p>
            </div>
            <p class="handoff__soft" data-testid="handoff-left">{move || left(panel)}</p>
        }
        .into_any()
    };
    view! {
        {offered}
        <Button
            label=t!(i18n, handoff.cancel_here)
            kind=ButtonKind::Link
            on_press=move |()| panel.give_up()
            test_id="handoff-close"
        />
    }
}

/// A phone has opened the code: only the number is wanted now.
#[component]
fn Match(panel: Panel) -> impl IntoView {
    let i18n = panel.app.i18n;
    let number = move || panel.offer.get().map(|offer| offer.number);
    view! {
        <div class="handoff__mirror" data-testid="handoff-step" data-step="Scanned">
            <Icon name=IconName::Device />
            <p class="handoff__what">{move || step_words(panel)}</p>
            <p class="handoff__soft">{t!(i18n, handoff.scanned_next)}</p>
            <strong class="handoff__number" data-testid="handoff-number">
                {number}
            </strong>
        </div>
        <p class="handoff__soft" data-testid="handoff-left">{move || left(panel)}</p>
        <Button
            label=t!(i18n, handoff.cancel_here)
            kind=ButtonKind::Link
            on_press=move |()| panel.give_up()
            test_id="handoff-close"
        />
    }
}

/// How long the code is good for, in words.
fn left(panel: Panel) -> String {
    let left = panel.left_s().unwrap_or_default();
    let clock = format!("{}:{:02}", left / 60, left % 60);
    text!(panel.app.i18n.locale(), handoff.left, left = clock)
}

/// How far the phone is.
#[component]
fn Mirror(panel: Panel, step: HandoffStep) -> impl IntoView {
    let i18n = panel.app.i18n;
    // "Back" asks first: the phone is being used.
    let leave = move |why: Leaving| panel.leaving.set(Some(why));
    close_on_back(Callback::new(move |()| leave(Leaving::Here)));
    let stage = |own: HandoffStep, label: Signal<String>| {
        let state = match rank(own).cmp(&rank(step)) {
            std::cmp::Ordering::Less => "done",
            std::cmp::Ordering::Equal => "now",
            std::cmp::Ordering::Greater => "next",
        };
        let current = (state == "now").then_some("step");
        view! {
            <li class="handoff__stage" data-state=state aria-current=current>
                <span class="handoff__dot" aria-hidden="true">
                    {(state == "done").then(|| view! { <Icon name=IconName::Check /> })}
                </span>
                {label}
            </li>
        }
    };
    view! {
        <div class="handoff__mirror" data-testid="handoff-step" data-step=format!("{step:?}")>
            <Icon name=IconName::Device />
            <p class="handoff__what">{move || step_words(panel)}</p>
            <ol class="handoff__stages">
                {stage(HandoffStep::Scanned, t!(i18n, handoff.stage_scanned))}
                {stage(HandoffStep::Reading, t!(i18n, handoff.stage_reading))}
                {stage(HandoffStep::Signing, t!(i18n, handoff.stage_signing))}
                {stage(HandoffStep::Signed, t!(i18n, handoff.stage_signed))}
            </ol>
            <p class="handoff__soft">{t!(i18n, handoff.go_on_there)}</p>
        </div>
        <Button
            label=t!(i18n, handoff.again)
            on_press=move |()| leave(Leaving::NewCode)
            test_id="handoff-again"
        />
        <Button
            label=t!(i18n, handoff.cancel_here)
            kind=ButtonKind::Link
            on_press=move |()| leave(Leaving::Here)
            test_id="handoff-close"
        />
    }
}

const fn rank(step: HandoffStep) -> u8 {
    match step {
        HandoffStep::Reading => 1,
        HandoffStep::Signing => 2,
        HandoffStep::Signed => 3,
        _ => 0,
    }
}

/// A phone is being used: what leaving does is said before it is done.
#[component]
fn Leave(panel: Panel, why: Leaving) -> impl IntoView {
    let i18n = panel.app.i18n;
    close_on_back(Callback::new(move |()| panel.leaving.set(None)));
    let next = move || match why {
        Leaving::Here => text!(i18n.locale(), handoff.leave_next),
        Leaving::NewCode => text!(i18n.locale(), handoff.renew_next),
    };
    let go = Signal::derive(move || match why {
        Leaving::Here => text!(i18n.locale(), handoff.leave_go),
        Leaving::NewCode => text!(i18n.locale(), handoff.renew_go),
    });
    view! {
        <div class="handoff__mirror" data-testid="handoff-leaving">
            <Icon name=IconName::Warning />
            <p class="handoff__what">{t!(i18n, handoff.leave_what)}</p>
            <p class="handoff__soft">{next}</p>
        </div>
        <Button
            label=t!(i18n, handoff.leave_stay)
            kind=ButtonKind::Primary
            on_press=move |()| {
                panel.is_giving_up.set(false);
                panel.leaving.set(None);
            }
            test_id="handoff-stay"
        />
        <Button
            label=go
            kind=ButtonKind::Danger
            busy=panel.is_giving_up
            on_press=move |()| panel.leave(why)
            test_id="handoff-leave"
        />
    }
}

/// Given up on the phone, or not gone on with in time.
#[component]
fn Over(panel: Panel, step: HandoffStep) -> impl IntoView {
    let i18n = panel.app.i18n;
    let next = move || match step {
        HandoffStep::Cancelled => text!(i18n.locale(), handoff.cancelled_next_here),
        _ if panel.is_forgotten.get() => text!(i18n.locale(), handoff.forgotten_next_here),
        _ => text!(i18n.locale(), handoff.over_next_here),
    };
    view! {
        <div class="handoff__mirror" data-testid="handoff-step" data-step=format!("{step:?}")>
            <Icon name=IconName::Clock />
            <p class="handoff__what">{move || step_words(panel)}</p>
            <p class="handoff__soft">{next}</p>
        </div>
        <Button
            label=t!(i18n, handoff.again)
            kind=ButtonKind::Primary
            on_press=move |()| panel.offer()
            test_id="handoff-again"
        />
        <Button
            label=t!(i18n, handoff.go_on_here)
            kind=ButtonKind::Link
            on_press=move |()| panel.give_up()
            test_id="handoff-close"
        />
    }
}

#[component]
fn Signed(panel: Panel, on_done: Callback<()>) -> impl IntoView {
    let i18n = panel.app.i18n;
    view! {
        <div class="handoff__mirror handoff__mirror--done" data-testid="handoff-step" data-step="Signed">
            <Icon name=IconName::Check />
            <p class="handoff__what">{move || step_words(panel)}</p>
            <p class="handoff__soft">{t!(i18n, handoff.signed_here)}</p>
        </div>
        <Button
            label=t!(i18n, papers.to_document)
            kind=ButtonKind::Primary
            on_press=on_done
            test_id="handoff-done"
        />
    }
}
