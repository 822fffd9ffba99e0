//! The list of people that an `@` opens.

use anjian_api::ids::SeatId;
use leptos::{ev::KeyboardEvent, prelude::*};

use crate::features::case_space::store::{Composing, Space};
use crate::i18n::t;
use crate::platform::dom;

/// The id of the list in the document.
pub const LIST_ID: &str = "mention-list";

/// The list while it stands open, and which line of it is marked.
#[derive(Clone, Copy)]
pub struct Mentions {
    composing: Composing,
    /// Who can be called; none while the list is closed.
    pub found: Memo<Option<Vec<(SeatId, String)>>>,
    marked: RwSignal<usize>,
}

impl Mentions {
    /// For the composer of a space.
    pub fn new(composing: Composing) -> Self {
        let found = Memo::new(move |_| composing.query().map(|query| composing.callable(&query)));
        Self {
            composing,
            found,
            marked: RwSignal::new(0),
        }
    }

    /// The id of the marked line, for the field that keeps the focus.
    pub fn marked_id(self) -> Option<String> {
        let found = self.found.get()?;
        found
            .get(self.marked.get())
            .map(|(seat, _)| option_id(*seat))
    }

    /// Keys that the open list takes from the field; true when it was one.
    pub fn key(self, event: &KeyboardEvent) -> bool {
        let Some(found) = self.found.get_untracked() else {
            return false;
        };
        let last = found.len().saturating_sub(1);
        let marked = self.marked.get_untracked().min(last);
        match event.key().as_str() {
            "ArrowDown" => self.marked.set(if marked == last { 0 } else { marked + 1 }),
            "ArrowUp" => self.marked.set(marked.checked_sub(1).unwrap_or(last)),
            "Escape" => self.composing.is_dismissed.set(true),
            "Enter" | "Tab" if !found.is_empty() => {
                if let Some((seat, _)) = found.get(marked) {
                    self.pick(*seat);
                }
            }
            _ => return false,
        }
        event.prevent_default();
        true
    }

    /// Calls a person.
    pub fn pick(self, seat: SeatId) {
        self.marked.set(0);
        self.composing.call(seat);
    }
}

fn option_id(seat: SeatId) -> String {
    format!("mention-{}", seat.0)
}

/// The list above the field.
#[component]
pub fn MentionList(space: Space, mentions: Mentions) -> impl IntoView {
    let i18n = space.app.i18n;
    let option = move |index: usize, seat: SeatId, name: String| {
        let is_marked = move || mentions.marked.get() == index;
        view! {
            <li
                class="mention"
                class:mention--marked=is_marked
                role="option"
                id=option_id(seat)
                aria-selected=move || is_marked().to_string()
                data-testid=format!("mention-{}", seat.0)
                // The field keeps the focus, and the telephone its keyboard.
                on:pointerdown=move |event| event.prevent_default()
                on:click=move |_| mentions.pick(seat)
            >
                {name}
            </li>
        }
    };
    let list = move || {
        let found = mentions.found.get()?;
        if found.is_empty() {
            let none = t!(i18n, case_space.mention_none);
            return Some(view! { <p class="composer__count" role="status">{none}</p> }.into_any());
        }
        let options: Vec<_> = found
            .into_iter()
            .enumerate()
            .map(|(index, (seat, name))| option(index, seat, name))
            .collect();
        Some(
            view! {
                <ul
                    class="mentions"
                    role="listbox"
                    id=LIST_ID
                    aria-label=t!(i18n, case_space.mention_list)
                >
                    {options}
                </ul>
            }
            .into_any(),
        )
    };
    Effect::new(move |_| {
        if let Some(id) = mentions.marked_id()
            && let Some(option) = dom::by_id(&id)
        {
            dom::reveal(&option);
        }
    });
    view! { {list} }
}
