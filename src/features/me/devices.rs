//! The devices that are logged in, and how to end one.

use anjian_api::account::Device;
use anjian_api::ids::DeviceId;
use leptos::prelude::*;

use crate::app::{App, use_app};
use crate::i18n::{t, text, time, use_i18n};
use crate::platform::task;
use crate::routes::Page;
use crate::state::Load;
use crate::ui::{Banner, Button, ButtonKind, Dialog, NavBar, ProblemView, Skeleton, Tag};

/// The list of devices as the server last said.
#[derive(Clone, Copy)]
struct DevicesStore {
    load: RwSignal<Load<Vec<Device>>>,
    /// The device that is asked about.
    asked: RwSignal<Option<Device>>,
    app: App,
}

impl DevicesStore {
    fn new(app: App) -> Self {
        let store = Self {
            load: RwSignal::new(Load::Idle),
            asked: RwSignal::new(None),
            app,
        };
        store.refresh();
        store
    }

    /// Dies with the page.
    fn refresh(self) {
        self.load
            .update(|load| *load = std::mem::take(load).again());
        let api = self.app.api();
        task::scoped(async move {
            let answer = api.devices().await;
            let _ = self
                .load
                .try_update(|load| *load = std::mem::take(load).answered(answer));
        });
    }

    /// Ends a device, to the end even when the page is left.
    fn revoke(self, device: Device) {
        self.asked.set(None);
        let (api, app) = (self.app.api(), self.app);
        task::detached(async move {
            match api.end_device(device.id).await {
                Ok(()) => {
                    let _ = self.load.try_update(|load| without(load, device.id));
                    let locale = app.i18n.locale_untracked();
                    let name = name_of(locale, &device);
                    app.toasts
                        .show(text!(locale, me.device_revoked, name = name));
                }
                Err(error) => {
                    let words = untrack(|| app.words(&error));
                    app.toasts.show(format!("{} {}", words.what, words.next));
                }
            }
        });
    }
}

fn without(load: &mut Load<Vec<Device>>, ended: DeviceId) {
    if let Load::Ready(devices)
    | Load::Pending {
        stale: Some(devices),
    }
    | Load::Failed {
        stale: Some(devices),
        ..
    } = load
    {
        devices.retain(|device| device.id != ended);
    }
}

fn name_of(locale: crate::i18n::Locale, device: &Device) -> String {
    match device.label.trim() {
        "" => text!(locale, me.device_unnamed),
        label => label.to_owned(),
    }
}

/// The page of the devices.
#[component]
pub fn DevicesPage() -> impl IntoView {
    let app = use_app();
    let i18n = use_i18n();
    let store = DevicesStore::new(app);
    view! {
        <div class="page">
            <NavBar
                title=t!(i18n, me.devices_title)
                on_back=move |()| app.back(Page::Me)
                back_label=t!(i18n, common.back)
            />
            <div class="pane__scroll">
                <div class="page-body">
                    <Devices store />
                </div>
            </div>
        </div>
        <Confirm store />
    }
}

#[component]
fn Devices(store: DevicesStore) -> impl IntoView {
    let i18n = use_i18n();
    let devices = Memo::new(move |_| store.load.with(|load| load.value().cloned()));
    let failed = Memo::new(move |_| {
        store.load.with(|load| match load {
            Load::Failed { error, .. } => Some(error.clone()),
            _ => None,
        })
    });
    let rows = move || {
        let row = move |device: Device| view! { <DeviceRow device store /> };
        devices
            .get()
            .map(|devices| devices.into_iter().map(row).collect_view())
    };
    let has_none = move || devices.read().is_none();
    view! {
        <p class="ui-cells-note">{t!(i18n, me.devices_note)}</p>
        {move || failed.get().map(|error| view! { <Failure error has_list=!has_none() store /> })}
        <Show when=move || has_none() && failed.read().is_none()>
            <Skeleton label=t!(i18n, me.devices_loading) rows=3 />
        </Show>
        <div data-testid="device-list">{rows}</div>
        <Show when=move || devices.read().as_ref().is_some_and(|devices| devices.len() == 1)>
            <p class="ui-cells-note">{t!(i18n, me.device_only)}</p>
        </Show>
    }
}

#[component]
fn Failure(error: crate::api::ApiError, has_list: bool, store: DevicesStore) -> impl IntoView {
    let app = use_app();
    let i18n = use_i18n();
    if has_list {
        return view! { <Banner text=t!(i18n, me.stale) tone="warn" /> }.into_any();
    }
    let words = Memo::new(move |_| app.words(&error));
    view! {
        <ProblemView
            what=Signal::derive(move || words.get().what)
            next=Signal::derive(move || words.get().next)
            whom=Signal::derive(move || words.get().whom)
            action_label=t!(i18n, common.retry)
            on_action=move |()| store.refresh()
        />
    }
    .into_any()
}

#[component]
fn DeviceRow(device: Device, store: DevicesStore) -> impl IntoView {
    let app = use_app();
    let i18n = use_i18n();
    let (id, is_this) = (device.id, device.this);
    let device = StoredValue::new(device);
    let name = Signal::derive(move || device.with_value(|device| name_of(i18n.locale(), device)));
    let note = move || {
        let (locale, now) = (i18n.locale(), app.clock.minute());
        let (since, seen) = device.with_value(|device| (device.signed_in, device.seen));
        let since = time::list_label(locale, since, now);
        text!(
            locale,
            me.device_note,
            since = since,
            seen = time::timeline_label(locale, seen, now)
        )
    };
    let act = match is_this {
        true => view! { <Tag text=t!(i18n, me.device_this) tone="green" /> }.into_any(),
        false => view! {
            <button
                type="button"
                class="weui-btn weui-btn_warn ui-btn ui-btn--danger ui-btn--small"
                aria-label=t!(i18n, me.device_revoke_named, name = name.get())
                data-testid=format!("device-revoke-{id}")
                on:click=move |_| store.asked.set(Some(device.get_value()))
            >
                {t!(i18n, me.device_revoke)}
            </button>
        }
        .into_any(),
    };
    view! {
        <div class="device">
            <div class="device__main">
                <p>{name}</p>
                <p class="device__note">{note}</p>
            </div>
            {act}
        </div>
    }
}

#[component]
fn Confirm(store: DevicesStore) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <Dialog
            open=Signal::derive(move || store.asked.get().is_some())
            on_close=move |()| store.asked.set(None)
            title=t!(i18n, me.device_revoke_title)
            close_label=t!(i18n, common.close)
        >
            <Question store />
        </Dialog>
    }
}

#[component]
fn Question(store: DevicesStore) -> impl IntoView {
    let i18n = use_i18n();
    let name = Signal::derive(move || {
        let locale = i18n.locale();
        store.asked.with(|asked| {
            asked
                .as_ref()
                .map(|it| name_of(locale, it))
                .unwrap_or_default()
        })
    });
    let on_revoke = move |()| {
        if let Some(device) = store.asked.get_untracked() {
            store.revoke(device);
        }
    };
    view! {
        <p>{t!(i18n, me.device_revoke_detail, name = name.get())}</p>
        <div class="ui-dialog__actions">
            <Button
                label=t!(i18n, me.device_revoke_keep)
                on_press=move |()| store.asked.set(None)
                test_id="device-keep"
            />
            <Button
                label=t!(i18n, me.device_revoke)
                on_press=on_revoke
                kind=ButtonKind::Danger
                test_id="device-revoke-confirm"
            />
        </div>
    }
}
