//! 发送位置: where the device is, once, as a message to the case.

use anjian_api::audience::Audience;
use anjian_api::command::{Command, Content, Datum, Location, SendMessage};
use anjian_api::ids::CaseId;
use anjian_api::refusal::Refusal;
use anjian_domain::may_speak_to;
use anjian_domain::words::LINE_CHARS;
use leptos::prelude::*;

use super::model::{datum_name, degrees};
use crate::app::{App, use_app};
use crate::features::case_space::{AudienceDialog, audience_name};
use crate::i18n::{Locale, t, text};
use crate::platform::geolocation::{Fix, LocateError, locate};
use crate::platform::task;
use crate::routes::Page;
use crate::state::court::CaseHandle;
use crate::ui::{
    Button, ButtonCell, ButtonKind, CellGroup, NavBar, ProblemView, TextCell, TextField,
};

/// A cold start of the receiver takes about this long outdoors.
const TIME_LIMIT_MS: u32 = 20_000;

/// How far it went.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Stand {
    Asked,
    Working,
    Found(Fix),
    Failed(LocateError),
}

/// The page.
#[component]
pub fn LocationPage(
    /// The case.
    case: CaseId,
) -> impl IntoView {
    let app = use_app();
    let i18n = app.i18n;
    let handle = app.court.open(case);
    let stand = RwSignal::new(Stand::Asked);
    let find = Callback::new(move |()| {
        stand.set(Stand::Working);
        // Not tied to the button that began it: it goes when the view changes, and the search goes
        // on. When the whole page is gone, nobody is told.
        task::detached(async move {
            let found = locate(TIME_LIMIT_MS).await;
            let _ = stand.try_set(match found {
                Ok(fix) => Stand::Found(fix),
                Err(error) => Stand::Failed(error),
            });
        });
    });
    let back = move |()| app.back(Page::Case(case));
    let inside = move || match stand.get() {
        Stand::Asked | Stand::Working => view! {
            <div class="ui-form">
                <p>{t!(i18n, location.intro)}</p>
                <p role="status">
                    <Show when=move || stand.get() == Stand::Working>
                        {t!(i18n, location.working)}
                    </Show>
                </p>
                <Button
                    label=t!(i18n, location.get)
                    kind=ButtonKind::Primary
                    busy=Signal::derive(move || stand.get() == Stand::Working)
                    on_press=find
                    test_id="location-get"
                />
            </div>
        }
        .into_any(),
        Stand::Found(fix) => view! { <Preview app case=handle fix find /> }.into_any(),
        Stand::Failed(error) => {
            let what = Signal::derive(move || words(i18n.locale(), error).0);
            let next = Signal::derive(move || words(i18n.locale(), error).1);
            view! {
                <ProblemView
                    what
                    next
                    whom=t!(i18n, location.whom)
                    action_label=t!(i18n, location.again)
                    on_action=find
                />
            }
            .into_any()
        }
    };
    view! {
        <div class="page" data-testid="location-page">
            <NavBar title=t!(i18n, location.title) on_back=back back_label=t!(i18n, location.back) />
            <div class="pane__scroll" tabindex="0">{inside}</div>
        </div>
    }
}

fn words(locale: Locale, error: LocateError) -> (String, String) {
    match error {
        LocateError::Denied => (
            text!(locale, location.denied_what),
            text!(locale, location.denied_next),
        ),
        LocateError::Unavailable => (
            text!(locale, location.unavailable_what),
            text!(locale, location.unavailable_next),
        ),
        LocateError::TimedOut => (
            text!(locale, location.timed_out_what),
            text!(locale, location.timed_out_next),
        ),
        LocateError::Unsupported => (
            text!(locale, location.unsupported_what),
            text!(locale, location.unsupported_next),
        ),
    }
}

/// What will be sent, and to whom.
#[component]
fn Preview(app: App, case: CaseHandle, fix: Fix, find: Callback<()>) -> impl IntoView {
    let i18n = app.i18n;
    let label = RwSignal::new(String::new());
    let chosen = RwSignal::new(None::<Audience>);
    let choosing = RwSignal::new(false);
    let refusal = RwSignal::new(None::<Refusal>);
    let audience = Signal::derive(move || {
        chosen
            .get()
            .or_else(|| may_speak_to(&case.state(), case.you()).into_iter().next())
    });
    let to = Signal::derive(move || {
        let audience = audience.get()?;
        Some(audience_name(
            i18n.locale(),
            &case.state(),
            case.you(),
            &audience,
        ))
    });
    let coordinates = format!("{}, {}", degrees(fix.latitude), degrees(fix.longitude));
    let metres = format!("{:.0}", fix.accuracy_m);
    let accuracy = Signal::derive(move || {
        Some(text!(
            i18n.locale(),
            location.accuracy_metres,
            metres = metres
        ))
    });
    let error = Signal::derive(move || {
        if label.read().chars().count() > LINE_CHARS as usize {
            return Some(text!(i18n.locale(), location.label_long));
        }
        let words = app.refusal_words(&refusal.get()?);
        Some(format!("{} {}", words.what, words.next))
    });
    let send = move |()| {
        let Some(audience) = audience.get_untracked() else {
            return;
        };
        let command = Command::SendMessage(SendMessage {
            content: Content::Location(place(fix, &label.get_untracked())),
            audience,
            quote: None,
            mentions: Vec::new(),
        });
        match untrack(|| app.court.may(case.id, &command)) {
            Ok(()) => {
                app.court.submit(case.id, command);
                app.toasts
                    .show(text!(i18n.locale_untracked(), location.sent));
                app.back(Page::Case(case.id));
            }
            Err(why) => refusal.set(Some(why)),
        }
    };
    view! {
        <CellGroup title=t!(i18n, location.found)>
            <TextCell label=t!(i18n, location.coordinates) value=coordinates />
            <TextCell label=t!(i18n, location.accuracy) value=accuracy />
            <TextCell label=t!(i18n, location.datum) value=datum_name(Datum::Wgs84) />
            <ButtonCell
                label=t!(i18n, location.to)
                value=to
                goes_on=true
                on_press=move |()| choosing.set(true)
                test_id="location-to"
            />
        </CellGroup>
        <div class="ui-form">
            <TextField
                id="location-label"
                label=t!(i18n, location.label)
                hint=t!(i18n, location.label_hint)
                value=label
                error
                test_id="location-label"
            />
            <Button
                label=t!(i18n, location.send)
                kind=ButtonKind::Primary
                on_press=send
                test_id="location-send"
            />
            <Button label=t!(i18n, location.again) on_press=find />
        </div>
        <AudienceDialog
            case
            open=choosing
            current=audience
            on_pick=move |audience| chosen.set(Some(audience))
            on_close=move |()| choosing.set(false)
        />
    }
}

/// What a browser measures is WGS 84 (W3C Geolocation §7.1).
fn place(fix: Fix, label: &str) -> Location {
    let label = Some(label.trim().to_owned()).filter(|label| !label.is_empty());
    let accuracy_m = Some(fix.accuracy_m).filter(|metres| metres.is_finite());
    Location {
        lat: fix.latitude,
        lng: fix.longitude,
        datum: Datum::Wgs84,
        accuracy_m,
        label,
    }
}
