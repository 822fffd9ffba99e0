//! Beside the case on wide screens: the same components as the pages, under tabs.

use anjian_api::ids::Seq;
use leptos::{ev::KeyboardEvent, prelude::*};

use super::facts::Facts;
use crate::app::use_app;
use crate::features::case_space::{TurnList, go_to_entry};
use crate::features::documents::DocumentList;
use crate::features::evidence::{EvidenceList, evidence_count};
use crate::features::people::PeopleList;
use crate::i18n::{t, text};
use crate::platform::dom;
use crate::state::court::CaseHandle;

/// A tab of the pane.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SideTab {
    /// 证据
    Evidence,
    /// 案情
    Facts,
    /// 文书
    Documents,
    /// 人员
    People,
    /// 待办
    Turns,
}

impl SideTab {
    const ALL: [Self; 5] = [
        Self::Evidence,
        Self::Facts,
        Self::Documents,
        Self::People,
        Self::Turns,
    ];

    const fn id(self) -> &'static str {
        match self {
            Self::Evidence => "side-tab-evidence",
            Self::Facts => "side-tab-facts",
            Self::Documents => "side-tab-documents",
            Self::People => "side-tab-people",
            Self::Turns => "side-tab-turns",
        }
    }

    fn label(self, case: CaseHandle) -> Signal<String> {
        let i18n = use_app().i18n;
        match self {
            Self::Evidence => Signal::derive(move || match evidence_count(case) {
                0 => text!(i18n.locale(), exhibits.tab),
                count => text!(i18n.locale(), exhibits.tab_count, count = count),
            }),
            Self::Facts => t!(i18n, details.tab_facts),
            Self::Documents => t!(i18n, papers.tab),
            Self::People => t!(i18n, details.tab_people),
            Self::Turns => t!(i18n, details.tab_turns),
        }
    }

    /// The tab an arrow key leads to.
    fn after(self, key: &str) -> Option<Self> {
        let at = Self::ALL.iter().position(|tab| *tab == self)?;
        let last = Self::ALL.len() - 1;
        let next = match key {
            "ArrowRight" => (at + 1) % Self::ALL.len(),
            "ArrowLeft" => at.checked_sub(1).unwrap_or(last),
            "Home" => 0,
            "End" => last,
            _ => return None,
        };
        Self::ALL.get(next).copied()
    }
}

/// The pane.
#[component]
pub fn SidePane(
    /// The case.
    case: CaseHandle,
    /// The tab that is open at first.
    first: SideTab,
) -> impl IntoView {
    let i18n = use_app().i18n;
    let open = RwSignal::new(first);
    let on_key = move |event: KeyboardEvent| {
        if let Some(tab) = open.get_untracked().after(&event.key()) {
            event.prevent_default();
            open.set(tab);
            dom::focus_id(tab.id());
        }
    };
    let tab = move |tab: SideTab| {
        let is_open = move || open.get() == tab;
        view! {
            <button
                type="button"
                class="side-tab"
                role="tab"
                id=tab.id()
                aria-selected=move || is_open().to_string()
                aria-controls="side-panel"
                tabindex=move || if is_open() { "0" } else { "-1" }
                data-testid=tab.id()
                on:click=move |_| open.set(tab)
            >
                {tab.label(case)}
            </button>
        }
    };
    let inside = move || match open.get() {
        SideTab::Evidence => view! { <EvidenceList case /> }.into_any(),
        SideTab::Facts => view! { <Facts case /> }.into_any(),
        SideTab::Documents => view! { <DocumentList case /> }.into_any(),
        SideTab::People => view! { <PeopleList case /> }.into_any(),
        SideTab::Turns => {
            let go = move |seq: Seq| go_to_entry(case.id, seq);
            view! { <TurnList case on_go=go /> }.into_any()
        }
    };
    view! {
        <div class="page" data-testid="side-pane">
            <div
                class="side-tabs"
                role="tablist"
                aria-label=t!(i18n, details.tabs_label)
                on:keydown=on_key
            >
                {SideTab::ALL.into_iter().map(tab).collect_view()}
            </div>
            <div
                class="pane__scroll"
                role="tabpanel"
                id="side-panel"
                tabindex="0"
                aria-labelledby=move || open.get().id()
            >
                {inside}
            </div>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::SideTab;

    #[test]
    fn arrows_go_round_the_tabs() {
        assert_eq!(SideTab::Turns.after("ArrowRight"), Some(SideTab::Evidence));
        assert_eq!(SideTab::Evidence.after("ArrowLeft"), Some(SideTab::Turns));
        assert_eq!(SideTab::Facts.after("End"), Some(SideTab::Turns));
        assert_eq!(SideTab::Facts.after("a"), None);
    }
}
