//! The list as courts expect it on paper (证据规定 19): only the printer shows it.

use anjian_api::evidence::EvidenceSide;
use anjian_api::ids::Seq;
use anjian_domain::evidence::{ExhibitRecord, evidence_list};
use leptos::{portal::Portal, prelude::*};

use crate::app::{App, use_app};
use crate::features::case_space::who::who;
use crate::features::evidence::words;
use crate::i18n::{t, text, time};
use crate::state::court::CaseHandle;

/// One table for each side that submitted something, each on a sheet of its own.
#[component]
pub fn PrintedList(case: CaseHandle) -> impl IntoView {
    let app = use_app();
    let sheets = move || {
        let state = case.state();
        EvidenceSide::ALL
            .into_iter()
            .filter(|side| !evidence_list(&state, *side).is_empty())
            .map(|side| view! { <Sheet app case side /> })
            .collect_view()
    };
    view! {
        <Portal>
            <div class="ev-print" aria-hidden="true" data-testid="printed-list">
                {sheets}
            </div>
        </Portal>
    }
}

#[component]
fn Sheet(app: App, case: CaseHandle, side: EvidenceSide) -> impl IntoView {
    let i18n = app.i18n;
    let facts = move || case.state().facts.clone();
    let number = move || facts().map(|facts| facts.number);
    let cause = move || facts().map(|facts| facts.cause);
    let title = move || {
        format!(
            "{} · {}",
            text!(i18n.locale(), exhibits.list_title),
            words::list_of(i18n.locale(), side)
        )
    };
    let rows = move || {
        let state = case.state();
        let list = evidence_list(&state, side);
        let rows = list
            .into_iter()
            .map(|(seq, record)| line(app, case, seq, record).into_any());
        rows.collect::<Vec<_>>()
    };
    view! {
        <section class="ev-print__sheet">
            <h1>{title}</h1>
            <p>
                {t!(i18n, exhibits.print_case)} " " {number} "　" {t!(i18n, exhibits.print_cause)} " "
                {cause}
            </p>
            <table>
                <thead>
                    <tr>
                        <th>{t!(i18n, exhibits.print_col_number)}</th>
                        <th>{t!(i18n, exhibits.print_col_name)}</th>
                        <th>{t!(i18n, exhibits.print_col_category)}</th>
                        <th>{t!(i18n, exhibits.print_col_source)}</th>
                        <th>{t!(i18n, exhibits.print_col_purpose)}</th>
                        <th>{t!(i18n, exhibits.print_col_pages)}</th>
                        <th>{t!(i18n, exhibits.print_col_original)}</th>
                        <th>{t!(i18n, exhibits.print_col_submitter)}</th>
                        <th>{t!(i18n, exhibits.print_col_date)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
            <footer class="ev-print__foot">
                <p>{t!(i18n, exhibits.print_signature)}</p>
                <p>{t!(i18n, exhibits.print_date_line)}</p>
            </footer>
        </section>
    }
}

fn line(app: App, case: CaseHandle, _: Seq, record: &ExhibitRecord) -> impl IntoView + use<> {
    let locale = app.i18n.locale();
    let state = case.state_untracked();
    let exhibit = &record.exhibit;
    let withdrawn = match record.withdrawn {
        Some(_) => text!(locale, exhibits.print_withdrawn),
        None => String::new(),
    };
    let extent = match &exhibit.pages {
        Some(pages) => format!("{pages} · {}", words::extent(locale, exhibit)),
        None => words::extent(locale, exhibit),
    };
    let cells = [
        record.number.to_string(),
        format!("{}{withdrawn}", exhibit.name),
        words::category(locale, exhibit.category),
        exhibit.source.clone(),
        exhibit.purpose.clone(),
        extent,
        words::original(locale, &exhibit.original),
        who(locale, &state, record.by).name,
        time::date_label(locale, record.at),
    ];
    view! { <tr>{cells.into_iter().map(|cell| view! { <td>{cell}</td> }).collect_view()}</tr> }
}
