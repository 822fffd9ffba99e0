//! What can be done with a line.

use anjian_api::command::{Command, Recall};
use anjian_api::ids::Seq;
use leptos::prelude::*;

use super::file_info::files_of;
use crate::features::case_space::model::audience::callable;
use crate::features::case_space::model::row::{Row, What};
use crate::features::case_space::spoken;
use crate::features::case_space::store::{OpenMenu, Sheet, Space, use_space};
use crate::i18n::{t, text};
use crate::platform::{clipboard, task};
use crate::ui::{IconName, MenuItem, MenuPopup};

/// Opens the menu of a line; false when there is nothing to be done with it.
pub fn open_menu(space: Space, seq: Seq, at: (f64, f64)) -> bool {
    let Some(row) = space.timeline.row_untracked(seq) else {
        return false;
    };
    let has_items = !items(space, &row).is_empty();
    if has_items {
        space.menu.set(Some(OpenMenu { seq, at }));
    }
    has_items
}

fn items(space: Space, row: &Row) -> Vec<MenuItem> {
    let locale = space.app.i18n.locale_untracked();
    let state = space.case.state_untracked();
    let you = untrack(|| space.case.you());
    let mut items = Vec::new();
    let is_recalled = state.recalled.contains(&row.seq);
    let (author, has_words) = match &row.what {
        What::Talk(talk) => (talk.author, !is_recalled),
        What::Notice(notice) => (notice.author, true),
        _ => return items,
    };
    if !has_words {
        return items;
    }
    if files_of(&row.what).is_empty() {
        let copy = text!(locale, case_space.menu_copy);
        items.push(MenuItem::new("copy", copy, IconName::Copy));
    } else {
        let info = text!(locale, media.menu_info);
        items.push(MenuItem::new("file-info", info, IconName::Info));
    }
    let Some(audience) = untrack(|| space.composing.audience()).filter(|_| may_write(space)) else {
        return items;
    };
    items.push(MenuItem::new(
        "quote",
        text!(locale, case_space.menu_quote),
        IconName::Quote,
    ));
    if callable(&state, you, &audience, "")
        .iter()
        .any(|seat| seat.id == author)
    {
        let mention = text!(locale, case_space.menu_mention);
        items.push(MenuItem::new("mention", mention, IconName::At));
    }
    if author == you && matches!(row.what, What::Talk(_)) {
        // It stays when it is too late, and then says why it does nothing.
        let recall = text!(locale, case_space.menu_recall);
        items.push(MenuItem::new("recall", recall, IconName::Recall));
    }
    items
}

/// Whether this person may write here now.
pub fn may_write(space: Space) -> bool {
    untrack(|| super::composer::closed(space)).is_none()
}

/// The menu of a line, when one is open.
#[component]
pub fn EntryMenu() -> impl IntoView {
    let space = use_space()?;
    let i18n = space.app.i18n;
    let last = StoredValue::new(None::<Seq>);
    let at = Signal::derive(move || {
        let open = space.menu.get()?;
        last.set_value(Some(open.seq));
        Some(open.at)
    });
    let items = Signal::derive(move || {
        let row = space
            .menu
            .get()
            .and_then(|open| space.timeline.row_untracked(open.seq));
        row.map(|row| items(space, &row)).unwrap_or_default()
    });
    let on_pick = move |id: &'static str| {
        if let Some(row) = last
            .get_value()
            .and_then(|seq| space.timeline.row_untracked(seq))
        {
            pick(space, &row, id);
        }
    };
    Some(view! {
        <MenuPopup
            at
            items
            on_pick
            on_close=move |()| space.menu.set(None)
            label=t!(i18n, case_space.menu_label)
            close_label=t!(i18n, case_space.menu_close)
        />
    })
}

fn pick(space: Space, row: &Row, id: &'static str) {
    match id {
        "copy" => copy(space, row),
        "file-info" => space.sheet.set(Some(Sheet::FileInfo(row.seq))),
        "quote" => space.composing.answer(row),
        "mention" => {
            space.composing.call(row.author());
        }
        "recall" => recall(space, row.seq),
        _ => {}
    }
}

fn copy(space: Space, row: &Row) {
    let locale = space.app.i18n.locale_untracked();
    let words = match &row.what {
        What::Notice(notice) => format!("{}\n{}", notice.text.title, notice.text.words),
        _ => spoken::words(locale, &space.case.state_untracked(), row),
    };
    copy_words(space, words, text!(locale, case_space.copied));
}

/// Copies words and says that it was done, or how to do it by hand.
pub fn copy_words(space: Space, words: String, done: String) {
    let (toasts, locale) = (space.app.toasts, space.app.i18n.locale_untracked());
    task::detached(async move {
        let said = match clipboard::copy(&words).await {
            Ok(()) => done,
            Err(_) => text!(locale, case_space.copy_failed),
        };
        toasts.show(said);
    });
}

fn recall(space: Space, message: Seq) {
    let command = Command::Recall(Recall { message });
    match untrack(|| space.app.court.may(space.case.id, &command)) {
        Ok(()) => {
            space.app.court.submit(space.case.id, command);
        }
        Err(refusal) => {
            let words = untrack(|| space.app.refusal_words(&refusal));
            let locale = space.app.i18n.locale_untracked();
            let said = text!(
                locale,
                case_space.refused,
                what = words.what,
                next = words.next
            );
            space.app.toasts.show(said);
        }
    }
}
