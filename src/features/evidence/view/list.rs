//! 证据目录 as a list by sides: the page on phones, a tab of the side pane on desktops.

use anjian_api::evidence::EvidenceSide;
use anjian_api::evidence::command::EvidenceCommand;
use anjian_api::ids::Seq;
use anjian_domain::evidence::{ExhibitRecord, evidence_list};
use leptos::prelude::*;

use super::act::{May, may};
use super::chips::{chips_view, side_mark};
use crate::app::{App, use_app};
use crate::features::documents::MakeEvidenceList;
use crate::features::evidence::words;
use crate::i18n::{t, text, time};
use crate::routes::Page;
use crate::state::court::CaseHandle;
use crate::ui::{CellGroup, EmptyState, IconName, LinkCell};

/// How many exhibits there are.
#[must_use]
pub fn evidence_count(case: CaseHandle) -> usize {
    case.state().evidence.exhibits.len()
}

/// The list, with the ways to everything about evidence.
#[component]
pub fn EvidenceList(
    /// The case.
    case: CaseHandle,
) -> impl IntoView {
    let app = use_app();
    let i18n = app.i18n;
    let state = Memo::new(move |_| case.state());
    let inside = move || {
        let state = state.get();
        if state.evidence.exhibits.is_empty() {
            return view! {
                <EmptyState
                    title=t!(i18n, exhibits.list_empty)
                    detail=t!(i18n, exhibits.list_empty_detail)
                    icon=IconName::Document
                />
            }
            .into_any();
        }
        let section = |side: EvidenceSide| {
            let list = evidence_list(&state, side);
            let count = list.len();
            let rows: Vec<_> = list
                .into_iter()
                .map(|(seq, record)| row(app, case, seq, record).into_any())
                .collect();
            (count > 0).then(|| {
                let title = move || {
                    let side = words::list_of(i18n.locale(), side);
                    text!(
                        i18n.locale(),
                        exhibits.section_count,
                        side = side,
                        count = count
                    )
                };
                view! {
                    <section class="ui-cells-block">
                        <h2 class="ui-cells-title">{title}</h2>
                        <ol class="ev-list">{rows}</ol>
                    </section>
                }
            })
        };
        EvidenceSide::ALL.map(section).collect_view().into_any()
    };
    view! {
        <Ways app case />
        {inside}
    }
}

#[component]
fn Ways(app: App, case: CaseHandle) -> impl IntoView {
    let i18n = app.i18n;
    let deadline = Signal::derive(move || {
        let (locale, now) = (i18n.locale(), app.clock.minute());
        match case.state().evidence.deadline {
            Some(due) => time::deadline_label(locale, due, now),
            None => text!(locale, exhibits.deadline_none),
        }
    });
    let submits = may(app, case, probe());
    let has_any = move || evidence_count(case) > 0;
    view! {
        <p class="ev-deadline">
            <span class="ev-deadline__label">{t!(i18n, exhibits.deadline)}</span>
            " "
            <span class="ev-deadline__value">{deadline}</span>
        </p>
        <CellGroup>
            <Show when=move || can_submit(&submits.get())>
                <LinkCell
                    href=Page::SubmitEvidence(case.id).path()
                    label=t!(i18n, exhibits.submit)
                    icon=IconName::PlusCircle
                    test_id="go-submit-evidence"
                />
            </Show>
            <Show when=has_any>
                <LinkCell
                    href=Page::EvidenceMatrix(case.id).path()
                    label=t!(i18n, exhibits.matrix)
                    icon=IconName::Grid
                    test_id="go-matrix"
                />
            </Show>
            <LinkCell
                href=Page::EvidenceExchange(case.id).path()
                label=t!(i18n, exhibits.exchange)
                icon=IconName::People
                test_id="go-exchange"
            />
        </CellGroup>
        <MakeEvidenceList case />
    }
}

/// A submission without words or files: what the rules say to it shows who may submit at all.
#[must_use]
pub fn probe() -> EvidenceCommand {
    use anjian_api::evidence::command::SubmitExhibit;
    use anjian_api::evidence::{EvidenceCategory, Exhibit, Original};
    EvidenceCommand::SubmitExhibit(SubmitExhibit {
        exhibit: Exhibit {
            name: String::new(),
            category: EvidenceCategory::Documentary,
            files: Vec::new(),
            source: String::new(),
            purpose: String::new(),
            original: Original::Copy {
                holder: String::new(),
            },
            formed: None,
            pages: None,
            views: Vec::new(),
        },
        late_reason: None,
    })
}

/// Only the words and files of the probe are refused, nothing about the person or the case.
#[must_use]
pub fn can_submit(may: &May) -> bool {
    use anjian_api::refusal::Refusal;
    match may {
        May::Yes => true,
        May::Never | May::NotNow(Refusal::CaseClosed) => false,
        May::NotNow(_) => true,
    }
}

/// This person may submit exhibits in this case now.
#[must_use]
pub fn may_submit_evidence(app: App, case: CaseHandle) -> bool {
    use anjian_api::command::Command;
    let judged = app.court.may(case.id, &Command::Evidence(probe()));
    can_submit(&May::of(judged))
}

fn row(app: App, case: CaseHandle, seq: Seq, record: &ExhibitRecord) -> impl IntoView + use<> {
    let i18n = app.i18n;
    let exhibit = record.exhibit.clone();
    let fact = move || words::fact_line(i18n.locale(), &exhibit);
    let withdrawn = record.withdrawn.is_some();
    let (side, number) = (record.side, record.number);
    let spoken = move || words::number(i18n.locale(), side, number);
    view! {
        <li>
            <a
                class="ev-row"
                class:ev-row--withdrawn=withdrawn
                href=Page::Exhibit(case.id, seq).path()
                data-testid=format!("exhibit-{seq}")
            >
                {side_mark(i18n, side, number)}
                <span class="ev-row__main">
                    <span class="ev-row__name">
                        <span class="ui-sr">{spoken} " "</span>
                        {record.exhibit.name.clone()}
                    </span>
                    <span class="ev-row__fact">{fact}</span>
                    {chips_view(i18n, &case.state_untracked(), record)}
                </span>
            </a>
        </li>
    }
}
