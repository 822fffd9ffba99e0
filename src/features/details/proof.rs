//! How the record is checked, in plain words, and what this device found.

use anjian_api::bytes::Suite;
use leptos::prelude::*;

use crate::app::App;
use crate::i18n::{t, text};
use crate::state::court::{CaseHandle, Check};
use crate::ui::{Banner, CellGroup, IconName, TextCell};

/// How many entries were found to be what.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
struct Found {
    verified: usize,
    sealed: usize,
    broken: usize,
}

/// The section.
#[component]
pub fn Proof(app: App, case: CaseHandle) -> impl IntoView {
    let i18n = app.i18n;
    let found = Memo::new(move |_| {
        case.with_timeline(|timeline| {
            let mut found = Found::default();
            for held in timeline.iter(0..timeline.len()) {
                match held.check {
                    Check::Verified => found.verified += 1,
                    Check::Sealed => found.sealed += 1,
                    Check::Broken => found.broken += 1,
                }
            }
            found
        })
    });
    let counted = move |count: fn(Found) -> usize| {
        Signal::derive(move || {
            Some(text!(
                i18n.locale(),
                details.entries_count,
                count = count(found.get())
            ))
        })
    };
    let head = Signal::derive(move || {
        Some(text!(
            i18n.locale(),
            details.entries_count,
            count = case.state().head
        ))
    });
    let terms = move || {
        // The terms come with the case.
        let _ = case.load();
        case.proof()
    };
    let suite = Signal::derive(move || {
        terms().map(|terms| match terms.suite {
            Suite::Std => text!(i18n.locale(), details.suite_std),
            Suite::Gm => text!(i18n.locale(), details.suite_gm),
        })
    });
    let number = Signal::derive(move || terms().map(|terms| terms.case_log.to_hex()));
    view! {
        <CellGroup title=t!(i18n, details.proof) note=t!(i18n, details.proof_what)>
            <Show when=move || { found.get().broken > 0 }>
                <Banner
                    text=t!(i18n, details.proof_broken_note)
                    icon=IconName::Warning
                    tone="error"
                />
            </Show>
            <TextCell label=t!(i18n, details.entries) value=head />
            <TextCell label=t!(i18n, details.proof_here) value=counted(|found| found.verified) />
            <Show when=move || { found.get().sealed > 0 }>
                <TextCell
                    label=t!(i18n, details.proof_others, count = found.get().sealed)
                    test_id="details-others"
                />
            </Show>
            <Show when=move || { found.get().broken > 0 }>
                <TextCell label=t!(i18n, details.proof_broken) value=counted(|found| found.broken) />
            </Show>
            <TextCell label=t!(i18n, details.proof_suite) value=suite />
            <TextCell label=t!(i18n, details.proof_log) value=number />
        </CellGroup>
    }
}
