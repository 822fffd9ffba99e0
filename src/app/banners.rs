//! Strips above everything: demonstration, connection, storage, new version.

use anjian_sync::{Link, Status};
use leptos::prelude::*;

use super::use_app;
use crate::i18n::{Locale, t, text};
use crate::platform::{self, shell, task, timer, visibility};
use crate::state::SessionState;
use crate::state::court::Storage;
use crate::ui::{Banner, Button, ButtonKind, IconName};

/// A connection that breaks for a moment is not worth a word.
const PATIENCE_MS: u32 = 2_500;

/// What is wrong with the connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Trouble {
    None,
    /// The device has no network, or the server was never reached on this page.
    Offline,
    /// Broken; the next try comes by itself.
    Waiting,
    /// The court's disk is full.
    ServerFull,
}

fn trouble(state: &SessionState, status: Option<Status>, is_online: bool) -> Trouble {
    // Before a case is opened nobody asks the court for anything: the device alone knows.
    let offline_known = matches!(state, SessionState::OfflineKnown(_)) || !is_online;
    match status {
        Some(status) if status.storage_full => Trouble::ServerFull,
        Some(Status {
            link: Link::Offline,
            ..
        }) => Trouble::Offline,
        Some(Status {
            link: Link::Waiting | Link::Connecting,
            ..
        }) => Trouble::Waiting,
        Some(Status {
            link: Link::Off, ..
        })
        | None
            if offline_known =>
        {
            Trouble::Offline
        }
        _ => Trouble::None,
    }
}

fn words(locale: Locale, trouble: Trouble, unsent: u32) -> String {
    let what = match trouble {
        Trouble::None => return String::new(),
        Trouble::Offline => text!(locale, common.banner_offline),
        Trouble::Waiting => text!(locale, common.banner_waiting),
        Trouble::ServerFull => text!(locale, common.banner_server_full),
    };
    if unsent == 0 || trouble == Trouble::ServerFull {
        return what;
    }
    format!(
        "{what} {}",
        text!(locale, common.banner_unsent, count = unsent)
    )
}

/// All strips.
#[component]
pub(super) fn Banners() -> impl IntoView {
    let app = use_app();
    let i18n = app.i18n;
    let demo = Memo::new(move |_| app.is_demo());
    let is_online = RwSignal::new(visibility::is_online());
    platform::keep(visibility::watch(move |_| {
        is_online.set(visibility::is_online());
    }));
    let now =
        Memo::new(move |_| trouble(&app.session.state(), app.court.status(), is_online.get()));
    let shown = RwSignal::new(Trouble::None);
    Effect::new(move |_| {
        let trouble = now.get();
        if trouble == Trouble::None {
            shown.set(trouble);
        } else {
            timer::after_scoped(PATIENCE_MS, move || shown.set(trouble));
        }
    });
    let unsent = Memo::new(move |_| app.court.status().map_or(0, |status| status.unsent));
    let connection = Signal::derive(move || words(i18n.locale(), shown.get(), unsent.get()));
    let storage = Memo::new(move |_| match app.session.current() {
        Some(_) => app.court.storage(),
        None => Storage::Kept,
    });
    let update = move |()| task::detached(shell::switch_version());
    view! {
        <div class="frame__banners">
            <Show when=move || demo.get()>
                <Banner text=t!(i18n, common.banner_demo) icon=IconName::Info />
            </Show>
            <Show when=move || shown.get() != Trouble::None>
                <Banner text=connection icon=IconName::Warning tone="warn" />
            </Show>
            <Show when=move || storage.get() == Storage::MemoryOnly>
                <Banner text=t!(i18n, common.banner_memory) icon=IconName::Info tone="warn" />
            </Show>
            <Show when=move || storage.get() == Storage::Full>
                <Banner
                    text=t!(i18n, common.banner_device_full)
                    icon=IconName::Warning
                    tone="error"
                />
            </Show>
            <Show when=move || app.update_ready()>
                <Banner text=t!(i18n, common.banner_update) icon=IconName::Info>
                    <Button
                        label=t!(i18n, common.update_now)
                        on_press=update
                        kind=ButtonKind::Plain
                        small=true
                    />
                </Banner>
            </Show>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STATUS: Status = Status {
        link: Link::Waiting,
        unsent: 0,
        parked: 0,
        storage_full: false,
    };

    #[test]
    fn a_full_disk_of_the_court_is_said_before_a_broken_connection() {
        let full = Status {
            storage_full: true,
            ..STATUS
        };
        assert_eq!(
            trouble(&SessionState::Checking, Some(full), true),
            Trouble::ServerFull
        );
        assert_eq!(
            trouble(&SessionState::Checking, Some(STATUS), true),
            Trouble::Waiting
        );
    }

    #[test]
    fn a_device_without_a_network_says_so_before_any_case_is_opened() {
        let off = Status {
            link: Link::Off,
            ..STATUS
        };
        for status in [None, Some(off)] {
            let at = |is_online| trouble(&SessionState::Checking, status, is_online);
            assert_eq!((at(false), at(true)), (Trouble::Offline, Trouble::None));
        }
    }

    #[test]
    fn unsent_words_are_counted_where_they_wait() {
        let said = words(Locale::En, Trouble::Offline, 3);
        assert!(said.ends_with("3 messages wait to be sent."), "{said}");
    }
}
