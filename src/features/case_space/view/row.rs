//! One line of the conversation, whatever is in it.

use std::sync::Arc;

use anjian_api::ids::Seq;
use leptos::prelude::*;

use super::bubble::Bubble;
use super::cards::{ActCard, NoticeCard, UnknownCard};
use super::keeper::row_id;
use super::press::Press;
use crate::features::case_space::evidence_words;
use crate::features::case_space::model::row::{Row, What};
use crate::features::case_space::spoken;
use crate::features::case_space::store::{Space, use_space};
use crate::features::case_space::who::who;
use crate::i18n::{t, text, time};
use crate::state::court::Check;

/// One line.
#[component]
pub fn RowView(row: Arc<Row>) -> impl IntoView {
    let space = use_space()?;
    let i18n = space.app.i18n;
    let seq = row.seq;
    let press = Press::new(space, seq);
    let said = {
        let row = row.clone();
        move || spoken::line(i18n.locale(), &space.case_around(), &row)
    };
    let is_active = move || space.timeline.tab_stop.get() == Some(seq);
    Some(view! {
        <article
            class="timeline__row"
            id=row_id(seq)
            data-testid=format!("entry-{seq}")
            tabindex=move || if is_active() { "0" } else { "-1" }
            aria-label=said
            aria-posinset=seq.to_string()
            aria-setsize="-1"
            on:focusin=move |_| space.timeline.active.set(Some(seq))
            on:contextmenu=move |event| press.context(&event)
            on:keydown=move |event| press.key(&event)
            on:pointerdown=move |event| press.down(&event)
            on:pointermove=move |event| press.moved(&event)
            on:pointerup=move |_| press.end()
            on:pointercancel=move |_| press.end()
        >
            <Divider space seq />
            {row.has_time.then(|| view! { <TimeLine space at=row.at /> })}
            {inside(space, &row, press)}
            {is_broken(space, seq).then(|| {
                view! {
                    <p class="msg__problem" role="note">
                        {t!(i18n, case_space.broken_note, seq = seq)}
                    </p>
                }
            })}
        </article>
    })
}

fn inside(space: Space, row: &Row, press: Press) -> AnyView {
    let seq = row.seq;
    match &row.what {
        What::Talk(talk) => {
            let is_recalled = Memo::new(move |_| space.case_around().recalled.contains(&seq));
            let talk = talk.clone();
            let author = talk.author;
            (move || {
                if is_recalled.get() {
                    view! { <Recalled space author /> }.into_any()
                } else {
                    view! { <Bubble space seq talk=talk.clone() press /> }.into_any()
                }
            })
            .into_any()
        }
        What::Notice(notice) => {
            view! { <NoticeCard space seq notice=notice.clone() press /> }.into_any()
        }
        What::Act(author, act) => {
            let is_recalled = Memo::new(move |_| space.case_around().recalled.contains(&seq));
            let (author, act) = (*author, act.clone());
            (move || {
                if is_recalled.get() {
                    view! { <HiddenExhibit space author /> }.into_any()
                } else {
                    view! { <ActCard space seq act=act.clone() /> }.into_any()
                }
            })
            .into_any()
        }
        What::HiddenExhibit(author) => view! { <HiddenExhibit space author=*author /> }.into_any(),
        What::Withheld(author) => view! { <Recalled space author=*author /> }.into_any(),
        What::Unknown(author) => view! { <UnknownCard space author=*author /> }.into_any(),
    }
}

/// What this device itself found out about an entry.
pub fn check(space: Space, seq: Seq) -> Option<Check> {
    space
        .case
        .with_timeline_untracked(|timeline| timeline.by_seq(seq).map(|held| held.check))
}

fn is_broken(space: Space, seq: Seq) -> bool {
    check(space, seq) == Some(Check::Broken)
}

#[component]
fn Divider(space: Space, seq: Seq) -> impl IntoView {
    let i18n = space.app.i18n;
    let is_here = move || {
        space
            .timeline
            .divider
            .get()
            .is_some_and(|(first, _)| first == seq)
    };
    view! {
        <Show when=is_here>
            <div class="timeline__unread" data-testid="unread-divider">
                <span>{t!(i18n, case_space.unread_here)}</span>
            </div>
        </Show>
    }
}

#[component]
fn TimeLine(space: Space, at: anjian_api::ids::Moment) -> impl IntoView {
    let label = move || time::timeline_label(space.app.i18n.locale(), at, space.app.clock.minute());
    view! { <p class="timeline__time">{label}</p> }
}

#[component]
fn Recalled(space: Space, author: anjian_api::ids::SeatId) -> impl IntoView {
    let words = move || {
        let locale = space.app.i18n.locale();
        if author == space.case.you() {
            text!(locale, case_space.recalled_by_you)
        } else {
            let name = who(locale, &space.case_around(), author).name;
            text!(locale, case_space.recalled_by, name = name)
        }
    };
    view! { <p class="timeline__note" data-testid="recalled">{words}</p> }
}

#[component]
fn HiddenExhibit(space: Space, author: anjian_api::ids::SeatId) -> impl IntoView {
    let words =
        move || evidence_words::hidden(space.app.i18n.locale(), &space.case_around(), author);
    view! { <p class="timeline__note" data-testid="hidden-exhibit">{words}</p> }
}
