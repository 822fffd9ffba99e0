//! What lies over the conversation: half-screen dialogs and the list of maps.

use anjian_api::command::{Content, Location};
use anjian_api::ids::{SeatId, Seq};
use leptos::prelude::*;

use super::audience::AudienceDialog;
use super::file_info::FileInfo;
use super::menu::copy_words;
use super::notice_form::{NoticeDraft, NoticeForm};
use super::turn_bar::TurnList;
use crate::features::case_space::model::row::What;
use crate::features::case_space::store::{Sheet, Space, use_space};
use crate::features::case_space::who::who;
use crate::features::location::{Map, datum_name, degrees, link};
use crate::i18n::{t, text};
use crate::platform::page;
use crate::ui::{ActionSheet, Dialog, DialogShape, IconName, MenuItem};

/// Whatever is open.
#[component]
pub fn Sheets() -> impl IntoView {
    let space = use_space()?;
    let i18n = space.app.i18n;
    let is = move |sheet: Sheet| Signal::derive(move || space.sheet.get() == Some(sheet));
    let close = move |()| space.close_sheet();
    let draft = NoticeDraft::new();
    let current = Signal::derive(move || space.composing.audience());
    let pick = move |audience| {
        space.composing.choose(audience);
        space.composing.take_focus();
    };
    let go = move |seq: Seq| {
        space.close_sheet();
        space.timeline.jump(seq);
    };
    Some(view! {
        <Dialog
            open=is(Sheet::Turns)
            on_close=close
            title=t!(i18n, case_space.turn_all)
            close_label=t!(i18n, case_space.turn_close)
            shape=DialogShape::HalfScreen
        >
            <TurnList case=space.case on_go=go />
        </Dialog>
        <Dialog
            open=is(Sheet::Notice)
            on_close=close
            title=t!(i18n, case_space.notice_form_title)
            close_label=t!(i18n, case_space.notice_close)
            shape=DialogShape::HalfScreen
        >
            <NoticeForm space draft />
        </Dialog>
        <AudienceDialog case=space.case open=is(Sheet::Audience) current on_pick=pick on_close=close />
        <Confirmed space />
        <FileInfo space />
        <Maps space />
    })
}

/// Who confirmed a notice, and who did not yet.
#[component]
fn Confirmed(space: Space) -> impl IntoView {
    let i18n = space.app.i18n;
    let notice = Memo::new(move |_| match space.sheet.get() {
        Some(Sheet::Confirmed(seq)) => space.case.state().notices.get(&seq).cloned(),
        _ => None,
    });
    let person = move |seat: SeatId, is_done: bool| {
        let name = move || {
            let who = who(i18n.locale(), &space.case.state(), seat);
            format!("{} · {}", who.name, who.label)
        };
        let state = move || match is_done {
            true => text!(i18n.locale(), case_space.notice_done),
            false => text!(i18n.locale(), case_space.notice_not_done),
        };
        view! {
            <li class="weui-cell ui-cell">
                <span class="ui-cell__label">{name}</span>
                <span class="ui-cell__value">{state}</span>
            </li>
        }
    };
    let people = move || {
        let notice = notice.get()?;
        let row = |seat: &SeatId| person(*seat, notice.confirmed.contains(seat));
        Some(notice.asked.iter().map(row).collect_view())
    };
    view! {
        <Dialog
            open=Signal::derive(move || notice.read().is_some())
            on_close=move |()| space.close_sheet()
            title=t!(i18n, case_space.notice_confirmed_title)
            close_label=t!(i18n, common.close)
            shape=DialogShape::HalfScreen
        >
            <ul class="ui-cells">{people}</ul>
        </Dialog>
    }
}

/// Maps that open a place, and its coordinates for the clipboard.
#[component]
fn Maps(space: Space) -> impl IntoView {
    let i18n = space.app.i18n;
    let last = StoredValue::new(None::<Location>);
    let open = Signal::derive(move || {
        let Some(Sheet::Maps(seq)) = space.sheet.get() else {
            return false;
        };
        let place = space
            .timeline
            .row_untracked(seq)
            .and_then(|row| match &row.what {
                What::Talk(talk) => match &talk.content {
                    Content::Location(place) => Some(place.clone()),
                    Content::Text(_) | Content::Files(_) | Content::Voice(_) => None,
                },
                _ => None,
            });
        let is_there = place.is_some();
        if is_there {
            last.set_value(place);
        }
        is_there
    });
    let items = Signal::derive(move || {
        let locale = i18n.locale();
        vec![
            MenuItem::new(
                "amap",
                text!(locale, case_space.map_amap),
                IconName::Location,
            ),
            MenuItem::new(
                "tencent",
                text!(locale, case_space.map_tencent),
                IconName::Location,
            ),
            MenuItem::new(
                "baidu",
                text!(locale, case_space.map_baidu),
                IconName::Location,
            ),
            MenuItem::new(
                "apple",
                text!(locale, case_space.map_apple),
                IconName::Location,
            ),
            MenuItem::new(
                "device",
                text!(locale, case_space.map_device),
                IconName::Device,
            ),
            MenuItem::new(
                "copy-place",
                text!(locale, case_space.place_copy),
                IconName::Copy,
            ),
        ]
    });
    let pick = move |id: &'static str| {
        let Some(place) = last.get_value() else {
            return;
        };
        let locale = i18n.locale_untracked();
        let name = place
            .label
            .clone()
            .unwrap_or_else(|| text!(locale, case_space.place_title));
        let map = match id {
            "amap" => Map::Amap,
            "tencent" => Map::Tencent,
            "baidu" => Map::Baidu,
            "apple" => Map::Apple,
            "device" => Map::Device,
            _ => {
                let (lat, lng) = (degrees(place.lat), degrees(place.lng));
                let words = format!("{name} {lat}, {lng} ({})", datum_name(place.datum));
                copy_words(space, words, text!(locale, case_space.place_copied));
                return;
            }
        };
        page::open_outside(&link(map, &place, &name));
    };
    view! {
        <ActionSheet
            open
            items
            on_pick=pick
            on_close=move |()| space.close_sheet()
            label=t!(i18n, case_space.place_sheet)
            close_label=t!(i18n, common.close)
        />
    }
}
