//! Where signatures stand on an uploaded paper: a page and a corner for each, as often as needed.

use anjian_api::document::Duty;
use anjian_api::ids::SeatId;
use leptos::prelude::*;

use crate::app::App;
use crate::features::case_space::who::who;
use crate::features::documents::store::{CORNERS, Mark, Sending};
use crate::i18n::{Locale, t, text};
use crate::state::court::CaseHandle;
use crate::ui::{Button, Choice, IconButton, IconName, SelectField};

fn corner(locale: Locale, at: usize) -> String {
    match at {
        0 => text!(locale, papers.corner_left),
        1 => text!(locale, papers.corner_middle),
        2 => text!(locale, papers.corner_right),
        _ => text!(locale, papers.corner_top),
    }
}

/// The places, and a way to one more.
#[component]
pub fn Places(app: App, case: CaseHandle, store: Sending) -> impl IntoView {
    let i18n = app.i18n;
    let signers = Memo::new(move |_| {
        let signs = |(seat, duty): (&SeatId, &Duty)| (*duty == Duty::Sign).then_some(*seat);
        store
            .to
            .with(|to| to.iter().filter_map(signs).collect::<Vec<_>>())
    });
    let pages = Memo::new(move |_| {
        let facts = store.file().and_then(|(_, facts)| facts);
        facts.and_then(|facts| facts.pages).unwrap_or(1)
    });
    let add = move |()| {
        if let Some(seat) = signers.with_untracked(|signers| signers.first().copied()) {
            let mark = Mark {
                seat,
                page: pages.get_untracked(),
                corner: 2,
            };
            store.marks.update(|marks| marks.push(mark));
        }
    };
    let change = move |at: usize, change: &dyn Fn(&mut Mark)| {
        store
            .marks
            .update(|marks| marks.get_mut(at).map(change).unwrap_or_default());
    };
    let row = move |at: usize| {
        let mark = move || store.marks.with(|marks| marks.get(at).copied());
        let value = move |read: fn(Mark) -> String| {
            Signal::derive(move || mark().map(read).unwrap_or_default())
        };
        let people = Signal::derive(move || {
            let (locale, state) = (i18n.locale(), case.state());
            let choice = |seat: SeatId| Choice {
                value: seat.0.to_string(),
                label: who(locale, &state, seat).name,
            };
            signers.get().into_iter().map(choice).collect::<Vec<_>>()
        });
        let leaves = Signal::derive(move || {
            let choice = |page: u32| Choice {
                value: page.to_string(),
                label: text!(i18n.locale(), papers.place_page, page = page),
            };
            (1..=pages.get()).map(choice).collect::<Vec<_>>()
        });
        let corners = Signal::derive(move || {
            let choice = |at: usize| Choice {
                value: at.to_string(),
                label: corner(i18n.locale(), at),
            };
            (0..CORNERS.len()).map(choice).collect::<Vec<_>>()
        });
        view! {
            <li class="doc-place">
                <SelectField
                    id=format!("place-{at}-who")
                    label=t!(i18n, papers.place_who)
                    value=value(|mark| mark.seat.0.to_string())
                    choices=people
                    on_choose=move |typed: String| {
                        change(at, &|mark| mark.seat = typed.parse().map_or(mark.seat, SeatId));
                    }
                />
                <SelectField
                    id=format!("place-{at}-page")
                    label=t!(i18n, papers.place_on)
                    value=value(|mark| mark.page.to_string())
                    choices=leaves
                    on_choose=move |typed: String| {
                        change(at, &|mark| mark.page = typed.parse().unwrap_or(mark.page));
                    }
                />
                <SelectField
                    id=format!("place-{at}-corner")
                    label=t!(i18n, papers.place_where)
                    value=value(|mark| mark.corner.to_string())
                    choices=corners
                    on_choose=move |typed: String| {
                        change(at, &|mark| mark.corner = typed.parse().unwrap_or(mark.corner));
                    }
                />
                <IconButton
                    icon=IconName::Close
                    label=t!(i18n, papers.place_remove)
                    on_press=move |()| {
                        store.marks.update(|marks| {
                            if at < marks.len() {
                                marks.remove(at);
                            }
                        });
                    }
                />
            </li>
        }
    };
    let count = Memo::new(move |_| store.marks.with(Vec::len));
    view! {
        <Show when=move || !signers.read().is_empty()>
            <fieldset class="ui-fieldset" data-testid="places">
                <legend class="ui-field__label">{t!(i18n, papers.places_title)}</legend>
                <p class="ui-field__hint">{t!(i18n, papers.places_hint)}</p>
                <ol class="doc-places">{move || (0..count.get()).map(row).collect_view()}</ol>
                <div class="doc-inline">
                    <Button label=t!(i18n, papers.place_add) on_press=add test_id="place-add" />
                </div>
            </fieldset>
        </Show>
    }
}
