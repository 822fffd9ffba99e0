//! Own commands that are not in the timeline yet, merged at its end.

use anjian_api::command::{Command, SendMessage};
use anjian_api::ids::{CommandId, Seq};
use anjian_sync::{Delay, Delivery, ParkReason};
use leptos::prelude::*;

use super::bubble::{Delivered, DeliveryMark, Frame, OnlyFor, QuoteBox, Words};
use crate::features::case_space::store::{Space, use_space};
use crate::i18n::{t, text};
use crate::state::court::Pending;
use crate::ui::{Button, ButtonKind};

/// All of them, in the order in which they will be sent.
#[component]
pub fn PendingRows() -> impl IntoView {
    let space = use_space()?;
    // A command whose state changed is drawn anew: there are never many.
    let key = |one: &Pending| (one.id.0, state_key(&one.delivery));
    let each = move || space.case.pending();
    Some(view! { <For each key children=move |one| view! { <PendingRow space one /> } /> })
}

const fn state_key(delivery: &Delivery) -> u8 {
    match delivery {
        Delivery::Pending { delay: None } => 0,
        Delivery::Pending {
            delay: Some(Delay::Unreachable),
        } => 1,
        Delivery::Pending {
            delay: Some(Delay::Busy),
        } => 2,
        Delivery::Pending {
            delay: Some(Delay::StorageFull),
        } => 3,
        Delivery::Sent { .. } => 4,
        Delivery::Parked(_) => 5,
        Delivery::Discarded => 6,
    }
}

#[component]
fn PendingRow(space: Space, one: Pending) -> impl IntoView {
    let i18n = space.app.i18n;
    let (id, command) = (one.id, one.command.clone());
    let delivered = match &one.delivery {
        Delivery::Pending { .. } => Delivered::Pending,
        Delivery::Sent { .. } => Delivered::Sent,
        Delivery::Parked(_) | Delivery::Discarded => Delivered::Parked,
    };
    let delay = match &one.delivery {
        Delivery::Pending { delay: Some(delay) } => Some(match delay {
            Delay::Unreachable => t!(i18n, case_space.pending_offline),
            Delay::Busy => t!(i18n, case_space.pending_busy),
            Delay::StorageFull => t!(i18n, case_space.pending_full),
        }),
        _ => None,
    };
    let problem = match one.delivery {
        Delivery::Parked(reason) => Some(view! { <Parked space id command=one.command reason /> }),
        _ => None,
    };
    let inside = match command {
        Command::SendMessage(message) => {
            let SendMessage {
                content,
                audience,
                quote,
                mentions,
            } = message;
            let author = untrack(|| space.case.you());
            view! {
                <Frame space author is_mine=true>
                    <div class="msg__line">
                        <Words space seq=Seq::START content mentions is_mine=true />
                        <DeliveryMark space delivered />
                    </div>
                    {quote.map(|quote| view! { <QuoteBox space quote /> })}
                    <OnlyFor space audience />
                    {delay.map(|words| view! { <p class="msg__only">{words}</p> })}
                    {problem}
                </Frame>
            }
            .into_any()
        }
        other => {
            let words = move || under_way(i18n.locale(), &other);
            view! {
                <div class="timeline__note">
                    <p>{words}</p>
                    <DeliveryMark space delivered />
                    {problem}
                </div>
            }
            .into_any()
        }
    };
    view! {
        <article class="timeline__row" data-testid="pending-entry">
            {inside}
        </article>
    }
}

fn under_way(locale: crate::i18n::Locale, command: &Command) -> String {
    match command {
        Command::Recall(_) => text!(locale, case_space.pending_recall),
        Command::ConfirmNotice(_) => text!(locale, case_space.pending_confirm),
        Command::PostNotice(notice) => {
            text!(locale, case_space.pending_notice, title = notice.text.title)
        }
        Command::Evidence(_) => text!(locale, evidence.pending),
        _ => text!(locale, case_space.pending_other),
    }
}

/// Why it was not sent, and what can be done.
#[component]
fn Parked(space: Space, id: CommandId, command: Command, reason: ParkReason) -> impl IntoView {
    let i18n = space.app.i18n;
    let court = space.app.court;
    let words = move || {
        let words = space.app.park_words(&reason);
        text!(
            i18n.locale(),
            case_space.refused,
            what = words.what,
            next = words.next
        )
    };
    let take_back = match command {
        Command::SendMessage(message) => Some(move |()| {
            space.composing.take_back(&message);
            court.discard(id);
        }),
        _ => None,
    };
    view! {
        <div class="msg__problem">
            <p>{words}</p>
            <Button
                label=t!(i18n, case_space.resend)
                kind=ButtonKind::Link
                on_press=move |()| court.retry(id)
                test_id="parked-retry"
            />
            {take_back
                .map(|on_press| {
                    view! {
                        <Button
                            label=t!(i18n, case_space.discard_edit)
                            kind=ButtonKind::Link
                            on_press
                            test_id="parked-edit"
                        />
                    }
                })}
            <Button
                label=t!(i18n, case_space.discard)
                kind=ButtonKind::Link
                on_press=move |()| court.discard(id)
                test_id="parked-discard"
            />
        </div>
    }
}
