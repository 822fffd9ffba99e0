//! The place to write.

use std::rc::Rc;

use leptos::ev::{KeyboardEvent, SubmitEvent};
use leptos::{html, prelude::*};

use super::audience::audience_name;
use super::mentions::{LIST_ID, MentionList, Mentions};
use crate::app::Layout;
use crate::features::case_space::call::take_call;
use crate::features::case_space::model::audience::usual;
use crate::features::case_space::model::compose::{Key, characters_left, key};
use crate::features::case_space::spoken;
use crate::features::case_space::store::{Composing, Sheet, Space, use_space};
use crate::features::voice::{self, HoldToTalk, OnSpoken};
use crate::i18n::{labels, t, text};
use crate::platform::dom;
use crate::platform::files::PickedFile;
use crate::state::uploads::{Intent, MessagePlan, Spoken};
use crate::ui::{Button, ButtonKind, Icon, IconButton, IconName};
use anjian_domain::{may_speak_to, roles};

/// The id of the field in the document.
pub const INPUT_ID: &str = "composer-input";

/// Why this person may not write here now; none when it may.
pub fn closed(space: Space) -> Option<String> {
    let locale = space.app.i18n.locale();
    let (state, seat) = (space.case.state(), space.case.seat()?);
    if may_speak_to(&state, seat.id).is_empty() {
        let role = labels::role(locale, seat.role);
        Some(text!(locale, case_space.composer_observer, role = role))
    } else if state.is_closed() && !roles::conducts(seat.role) {
        Some(text!(locale, case_space.composer_closed))
    } else {
        None
    }
}

/// The composer, or the reason why there is none.
#[component]
pub fn Composer() -> impl IntoView {
    let space = use_space()?;
    let is_closed = Memo::new(move |_| closed(space));
    Some(move || match is_closed.get() {
        Some(reason) => view! {
            <div class="composer">
                <p class="composer__closed" data-testid="composer-closed">{reason}</p>
                <div class="composer__row composer__row--closed">
                    <PlusButton space />
                </div>
            </div>
        }
        .into_any(),
        None => view! { <Form space /> }.into_any(),
    })
}

#[component]
fn Form(space: Space) -> impl IntoView {
    let composing = space.composing;
    let mentions = Mentions::new(composing);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        send(space);
    };
    // The list of people, in its own pane, may ask for a call.
    Effect::new(move |_| {
        if !space.case.state().seats.is_empty()
            && let Some(seat) = take_call(space.case.id)
        {
            composing.call(seat);
        }
    });
    view! {
        <form class="composer" class:composer--open=space.panel on:submit=submit>
            <MentionList space mentions />
            <QuoteChip space />
            <Refused space />
            <To space />
            <div class="composer__row">
                <TalkButton space />
                {move || {
                    if space.talking.get() {
                        let on_spoken: OnSpoken = Rc::new(move |file, spoken| say(space, file, spoken));
                        view! { <HoldToTalk app=space.app on_spoken /> }.into_any()
                    } else {
                        view! {
                            <AtButton space />
                            <Field space mentions />
                        }
                        .into_any()
                    }
                }}
                <PlusButton space />
                <SendButton space />
            </div>
            <Counter composing />
        </form>
    }
}

fn send(space: Space) {
    if space.composing.send().is_some() {
        space.timeline.jump_to_end();
        space.composing.take_focus();
    }
}

/// Sends what was said, to whom it would be written.
fn say(space: Space, file: PickedFile, spoken: Spoken) {
    let Some(audience) = untrack(|| space.composing.audience()) else {
        return;
    };
    let plan = MessagePlan {
        audience,
        quote: space.composing.quote.get_untracked(),
        with_capture: false,
        voice: Some(spoken),
    };
    space.composing.quote.set(None);
    let intent = Intent::Message(Box::new(plan));
    space.app.uploads.add(space.case.id, vec![file], intent);
    space.timeline.jump_to_end();
}

#[component]
fn Field(space: Space, mentions: Mentions) -> impl IntoView {
    let i18n = space.app.i18n;
    let composing = space.composing;
    let field = NodeRef::<html::Textarea>::new();
    let hint = move || match space.app.layout() {
        Layout::Wide => text!(i18n.locale(), case_space.composer_hint_wide),
        Layout::Phone | Layout::Medium => text!(i18n.locale(), case_space.composer_hint),
    };
    let cursor = move || {
        field
            .get_untracked()
            .and_then(|field| field.selection_start().ok().flatten())
            .unwrap_or(0)
    };
    let on_key = move |event: KeyboardEvent| {
        let is_composing = event.is_composing();
        if !is_composing && mentions.key(&event) {
            return;
        }
        let has_keyboard = untrack(|| space.app.layout()) != Layout::Phone;
        let code = event.key_code();
        if key(
            &event.key(),
            event.shift_key(),
            is_composing,
            code,
            has_keyboard,
        ) == Key::Send
        {
            event.prevent_default();
            send(space);
        }
    };
    // Written into the field only when it differs: while an input method composes, the field is
    // left alone.
    Effect::new(move |_| {
        let text = composing.text.get();
        if let Some(field) = field.get()
            && field.value() != text
        {
            field.set_value(&text);
            let cursor = composing.cursor.get_untracked();
            let _ = field.set_selection_range(cursor, cursor);
        }
    });
    Effect::new(move |_| {
        if composing.focus.get() > 0
            && let Some(field) = field.get()
        {
            dom::focus(&field);
        }
    });
    view! {
        <div class="composer__grow" data-text=move || format!("{} ", composing.text.read())>
            <textarea
                class="composer__input"
                id=INPUT_ID
                data-testid="composer-input"
                rows="1"
                enterkeyhint="enter"
                autocomplete="off"
                aria-label=t!(i18n, case_space.composer_label)
                placeholder=hint
                aria-autocomplete="list"
                aria-controls=move || mentions.found.read().is_some().then_some(LIST_ID)
                aria-activedescendant=move || mentions.marked_id()
                node_ref=field
                on:input=move |event| composing.typed(event_target_value(&event), cursor())
                on:keydown=on_key
                on:keyup=move |_| composing.cursor.set(cursor())
                on:click=move |_| composing.cursor.set(cursor())
                on:focus=move |_| space.panel.set(false)
            ></textarea>
        </div>
    }
}

#[component]
fn SendButton(space: Space) -> impl IntoView {
    let i18n = space.app.i18n;
    let has_words = move || !space.talking.get() && !space.composing.text.read().trim().is_empty();
    view! {
        <Show when=has_words>
            <Button
                label=t!(i18n, case_space.send)
                kind=ButtonKind::Primary
                small=true
                submit=true
                test_id="composer-send"
            />
        </Show>
    }
}

/// Talking in the place of writing, and back; absent where nothing can be recorded.
#[component]
fn TalkButton(space: Space) -> impl IntoView {
    let i18n = space.app.i18n;
    let toggle = move |()| {
        space.panel.set(false);
        space.talking.update(|talking| *talking = !*talking);
        if !space.talking.get_untracked() {
            space.composing.take_focus();
        }
    };
    let button = move || {
        let (icon, label) = if space.talking.get() {
            (IconName::Keyboard, t!(i18n, media.write))
        } else {
            (IconName::Mic, t!(i18n, media.talk))
        };
        view! { <IconButton icon label on_press=toggle test_id="voice-button" /> }
    };
    voice::is_possible().then_some(button)
}

#[component]
fn PlusButton(space: Space) -> impl IntoView {
    let i18n = space.app.i18n;
    view! {
        <IconButton
            icon=IconName::PlusCircle
            label=t!(i18n, case_space.plus_open)
            expanded=space.panel
            on_press=move |()| space.panel.update(|open| *open = !*open)
            test_id="plus-button"
        />
    }
}

#[component]
fn AtButton(space: Space) -> impl IntoView {
    let i18n = space.app.i18n;
    let composing = space.composing;
    let insert = move |()| {
        let text = composing.text.get_untracked();
        let mut units: Vec<u16> = text.encode_utf16().collect();
        let at = units.len().min(composing.cursor.get_untracked() as usize);
        units.insert(at, u16::from(b'@'));
        let cursor = u32::try_from(at + 1).unwrap_or(u32::MAX);
        composing.typed(String::from_utf16_lossy(&units), cursor);
        composing.take_focus();
    };
    view! {
        <IconButton
            icon=IconName::At
            label=t!(i18n, case_space.at)
            on_press=insert
            test_id="mention-button"
        />
    }
}

/// What is answered, and a way out.
#[component]
fn QuoteChip(space: Space) -> impl IntoView {
    let i18n = space.app.i18n;
    let words = move |seq| {
        let state = space.case.state();
        let seen = space.timeline.quoted(seq, &state);
        spoken::quoted(i18n.locale(), &state, &seen)
    };
    let chip = move || {
        space.composing.quote.get().map(|seq| {
            view! {
                <div class="composer__quote" data-testid="quote-chip">
                    <span>{words(seq)}</span>
                    <IconButton
                        icon=IconName::Close
                        label=t!(i18n, case_space.quote_drop)
                        on_press=move |()| space.composing.drop_quote()
                        test_id="quote-drop"
                    />
                </div>
            }
        })
    };
    view! { {chip} }
}

/// Why the words were not sent; they are still there.
#[component]
fn Refused(space: Space) -> impl IntoView {
    let i18n = space.app.i18n;
    let words = move || {
        space.composing.refusal.get().map(|refusal| {
            let words = space.app.refusal_words(&refusal);
            text!(
                i18n.locale(),
                case_space.refused,
                what = words.what,
                next = words.next
            )
        })
    };
    view! {
        <div role="alert">
            {move || words().map(|words| view! { <p class="composer__problem">{words}</p> })}
        </div>
    }
}

/// To whom it goes, when there is a choice; marked when it is not the usual audience.
#[component]
fn To(space: Space) -> impl IntoView {
    let i18n = space.app.i18n;
    let case = space.case;
    let has_choice = Memo::new(move |_| may_speak_to(&case.state(), case.you()).len() > 1);
    let is_other = move || space.composing.audience() != usual(&case.state(), case.you());
    let words = move || {
        let locale = i18n.locale();
        let audience = space.composing.audience()?;
        let name = audience_name(locale, &case.state(), case.you(), &audience);
        Some(text!(locale, case_space.audience_button, audience = name))
    };
    view! {
        <Show when=move || has_choice.get()>
            <button
                type="button"
                class="composer__to"
                class:composer__to--other=is_other
                data-testid="audience-button"
                on:click=move |_| space.sheet.set(Some(Sheet::Audience))
            >
                <Show when=is_other>
                    <Icon name=IconName::Lock />
                </Show>
                <span>{words}</span>
                <Icon name=IconName::ChevronDown />
            </button>
        </Show>
    }
}

/// How many characters are left, near the limit.
#[component]
fn Counter(composing: Composing) -> impl IntoView {
    let i18n = crate::i18n::use_i18n();
    let left = Memo::new(move |_| composing.text.with(|text| characters_left(text)));
    let words = move || {
        left.get().map(|left| {
            let locale = i18n.locale();
            if left < 0 {
                text!(locale, case_space.over, count = -left)
            } else {
                text!(locale, case_space.left, count = left)
            }
        })
    };
    view! {
        <p
            class="composer__count"
            class:composer__count--over=move || left.get().is_some_and(|left| left < 0)
            class:composer__count--none=move || left.get().is_none()
            role="status"
        >
            {words}
        </p>
    }
}
