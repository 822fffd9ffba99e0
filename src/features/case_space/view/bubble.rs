//! What a person says.

use anjian_api::audience::Audience;
use anjian_api::command::{Content, Files, Location};
use anjian_api::ids::{SeatId, Seq};
use leptos::prelude::*;

use super::audience::audience_name;
use super::media::FilesView;
use super::press::Press;
use super::row::check;
use crate::features::case_space::model::quote::Quoted;
use crate::features::case_space::model::row::Talk;
use crate::features::case_space::spoken;
use crate::features::case_space::store::{Sheet, Space};
use crate::features::case_space::who::{Who, who};
use crate::features::location::{datum_name, degrees};
use crate::features::voice::VoicePlayer;
use crate::i18n::{t, text};
use crate::state::court::Check;
use crate::ui::{Avatar, Icon, IconButton, IconName};

/// A message by a person.
#[component]
pub fn Bubble(space: Space, seq: Seq, talk: Talk, press: Press) -> impl IntoView {
    let i18n = space.app.i18n;
    let author = talk.author;
    let is_mine = untrack(|| space.case.you()) == author;
    let more = view! {
        <IconButton
            icon=IconName::More
            label=t!(i18n, case_space.menu_open)
            on_press=move |()| press.button()
            test_id="entry-menu"
        />
    };
    let state = is_mine.then(|| view! { <DeliveryMark space delivered=delivered(space, seq) /> });
    view! {
        <Frame space author is_mine>
            <div class="msg__line">
                <Words
                    space
                    seq
                    content=talk.content.clone()
                    mentions=talk.mentions.clone()
                    is_mine
                />
                {state}
                <span class="msg__more">{more}</span>
            </div>
            {talk.quote.map(|quote| view! { <QuoteBox space quote /> })}
            <OnlyFor space audience=talk.audience.clone() />
        </Frame>
    }
}

/// Avatar, name and role around what somebody says.
#[component]
pub fn Frame(space: Space, author: SeatId, is_mine: bool, children: Children) -> impl IntoView {
    let i18n = space.app.i18n;
    let speaker = Memo::new(move |_| who(i18n.locale(), &space.case_around(), author));
    let of = move |part: fn(&Who) -> String| Signal::derive(move || speaker.with(part));
    view! {
        <div
            class="msg"
            class:msg--mine=is_mine
            class:msg--court=move || speaker.with(|who| who.is_court)
        >
            <Avatar
                letter=of(|who| who.letter.clone())
                tone=Signal::derive(move || speaker.with(|who| who.tone))
            />
            <div class="msg__body">
                <p class="msg__who">
                    <span class="msg__name">{of(|who| who.name.clone())}</span>
                    <span class="msg__role">{of(|who| who.label.clone())}</span>
                </p>
                {children()}
            </div>
        </div>
    }
}

/// Words, a place, files, or a voice.
#[component]
pub fn Words(
    space: Space,
    seq: Seq,
    content: Content,
    mentions: Vec<SeatId>,
    is_mine: bool,
) -> impl IntoView {
    match content {
        Content::Text(text) => {
            let state = space.case.state_untracked();
            let names: Vec<String> = mentions
                .iter()
                .filter_map(|seat| state.seats.get(seat))
                .map(|record| format!("@{}", record.seat.name))
                .collect();
            view! { <div class="bubble" dir="auto">{with_calls(&text.text, &names)}</div> }
                .into_any()
        }
        Content::Location(location) => view! { <Place space seq location /> }.into_any(),
        Content::Files(Files { files }) => view! { <FilesView space seq files /> }.into_any(),
        Content::Voice(voice) => {
            // Nobody has to hear themselves, nor what is still on its way.
            let unheard = (!is_mine && seq != Seq::START).then_some(seq);
            let (app, case) = (space.app, space.case.id);
            view! { <VoicePlayer app case voice=*voice unheard /> }.into_any()
        }
    }
}

/// Words, with the called names marked.
fn with_calls(text: &str, names: &[String]) -> Vec<AnyView> {
    let mut parts = Vec::new();
    let mut rest = text;
    loop {
        let next = names
            .iter()
            .filter_map(|name| rest.find(name.as_str()).map(|at| (at, name.len())))
            .min_by_key(|(at, length)| (*at, std::cmp::Reverse(*length)));
        let Some((at, length)) = next.filter(|(_, length)| *length > 0) else {
            break;
        };
        parts.push(rest[..at].to_owned().into_any());
        let name = rest[at..at + length].to_owned();
        parts.push(view! { <span class="msg__mention">{name}</span> }.into_any());
        rest = &rest[at + length..];
    }
    parts.push(rest.to_owned().into_any());
    parts
}

#[component]
fn Place(space: Space, seq: Seq, location: Location) -> impl IntoView {
    let i18n = space.app.i18n;
    let title = {
        let label = location.label.clone();
        move || {
            label
                .clone()
                .unwrap_or_else(|| text!(i18n.locale(), case_space.place_title))
        }
    };
    let detail = move || {
        let locale = i18n.locale();
        let (lat, lng) = (degrees(location.lat), degrees(location.lng));
        let datum = datum_name(location.datum);
        let mut words = text!(
            locale,
            case_space.place_coordinates,
            lat = lat,
            lng = lng,
            datum = datum
        );
        if let Some(metres) = location.accuracy_m {
            let metres = format!("{metres:.0}");
            words.push_str(" · ");
            words.push_str(&text!(locale, case_space.place_accuracy, metres = metres));
        }
        words
    };
    view! {
        <button
            type="button"
            class="bubble bubble--place"
            data-testid="place-open"
            title=t!(i18n, case_space.place_open)
            on:click=move |_| space.sheet.set(Some(Sheet::Maps(seq)))
        >
            <Icon name=IconName::Location />
            <span>
                <span class="bubble__title">{title}</span>
                <span class="bubble__detail">{detail}</span>
            </span>
        </button>
    }
}

/// The quoted entry, under the words that answer it; leads there.
#[component]
pub fn QuoteBox(space: Space, quote: Seq) -> impl IntoView {
    let i18n = space.app.i18n;
    let quoted = Memo::new(move |_| space.timeline.quoted(quote, &space.case_around()));
    let words = move || spoken::quoted(i18n.locale(), &space.case_around(), &quoted.get());
    let leads_there = Memo::new(move |_| quoted.get() != Quoted::NotVisible);
    move || {
        if !leads_there.get() {
            return view! { <p class="msg__quote">{words}</p> }.into_any();
        }
        view! {
            <button
                type="button"
                class="msg__quote"
                title=t!(i18n, case_space.quote_go)
                on:click=move |_| space.timeline.jump(quote)
            >
                {words}
            </button>
        }
        .into_any()
    }
}

/// Says who else sees it, when not everybody does who takes part.
#[component]
pub fn OnlyFor(space: Space, audience: Audience) -> impl IntoView {
    let i18n = space.app.i18n;
    let is_narrow = !matches!(audience, Audience::Participants | Audience::Everyone);
    is_narrow.then(|| {
        let words = move || {
            let locale = i18n.locale();
            let name = audience_name(locale, &space.case_around(), space.case.you(), &audience);
            text!(locale, case_space.audience_only, audience = name)
        };
        view! {
            <p class="msg__only">
                <Icon name=IconName::Lock />
                <span>{words}</span>
            </p>
        }
    })
}

/// How far own words have come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Delivered {
    /// Waiting for its turn or for the network.
    Pending,
    /// The server has it.
    Sent,
    /// The server has it, and this device recomputed its leaf.
    Sealed,
    /// Set aside.
    Parked,
}

fn delivered(space: Space, seq: Seq) -> Delivered {
    match check(space, seq) {
        Some(Check::Verified) => Delivered::Sealed,
        _ => Delivered::Sent,
    }
}

/// A small mark beside own words, spoken in words.
#[component]
pub fn DeliveryMark(space: Space, delivered: Delivered) -> impl IntoView {
    let i18n = space.app.i18n;
    let (icon, words, test_id) = match delivered {
        Delivered::Pending => (
            IconName::Clock,
            t!(i18n, case_space.pending),
            "delivery-pending",
        ),
        Delivered::Sent => (IconName::Check, t!(i18n, case_space.sent), "delivery-sent"),
        Delivered::Sealed => (
            IconName::Link,
            t!(i18n, case_space.sealed),
            "delivery-sealed",
        ),
        Delivered::Parked => (
            IconName::Warning,
            t!(i18n, case_space.parked),
            "delivery-parked",
        ),
    };
    view! {
        <span
            class="msg__state"
            class:msg__state--parked=delivered == Delivered::Parked
            data-testid=test_id
            title=words
        >
            <Icon name=icon />
            <span class="ui-sr">{words}</span>
        </span>
    }
}
