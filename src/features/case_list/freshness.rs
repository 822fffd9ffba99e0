//! From when the list is, when it is not from now.

use anjian_api::ids::Moment;
use leptos::prelude::*;

use crate::app::{App, use_app};
use crate::i18n::{text, time, use_i18n};
use crate::platform::local_storage;
use crate::state::Load;
use crate::ui::{Banner, IconName};

/// When the list was last fetched, kept for the next start without a network; wiped at log-out.
const KEY: &str = "anjian.kept.cases_as_of";

/// How the list stands to what the server knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Freshness {
    /// It is from now, or there is none.
    Fresh,
    /// It is from an earlier moment, if that is known.
    Stale(Option<Moment>),
}

impl Freshness {
    /// Follows the list.
    pub fn watch(app: App) -> Memo<Self> {
        Effect::new(move |_| {
            if matches!(app.court.cases_load(), Load::Ready(())) {
                local_storage::set(KEY, &app.clock.now().0.to_string());
            }
        });
        Memo::new(move |_| {
            let is_behind = matches!(app.court.cases_load(), Load::Failed { .. });
            if is_behind && !app.court.order().is_empty() {
                let stored = local_storage::get(KEY).and_then(|text| text.parse().ok());
                Self::Stale(stored.map(Moment))
            } else {
                Self::Fresh
            }
        })
    }
}

/// Says from when the list is; nothing while it is from now.
#[component]
pub fn FreshnessLine(
    /// How the list stands.
    freshness: Memo<Freshness>,
) -> impl IntoView {
    let app = use_app();
    let i18n = use_i18n();
    let words = Signal::derive(move || match freshness.get() {
        Freshness::Stale(Some(at)) => {
            let time = time::list_label(i18n.locale(), at, app.clock.minute());
            text!(i18n.locale(), case_list.as_of, time = time)
        }
        _ => text!(i18n.locale(), case_list.as_of_unknown),
    });
    view! {
        <Show when=move || freshness.get() != Freshness::Fresh>
            <div data-testid="case-list-stale">
                <Banner text=words icon=IconName::Clock />
            </div>
        </Show>
    }
}
