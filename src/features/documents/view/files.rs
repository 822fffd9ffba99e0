//! The files of a document: each version, and with its signatures.

use anjian_api::file::FileVariant;
use anjian_domain::document::{DocumentRecord, VersionRecord};
use leptos::prelude::*;

use crate::api::file_url;
use crate::app::App;
use crate::i18n::{t, text, time};
use crate::routes::Page;
use crate::state::court::CaseHandle;
use crate::ui::{CellGroup, Icon, IconName, LinkCell};

/// The PDF of each version, and with its signatures.
#[component]
pub fn Files(app: App, case: CaseHandle, record: Memo<Option<DocumentRecord>>) -> impl IntoView {
    let i18n = app.i18n;
    let one = move |(at, version): (usize, VersionRecord)| {
        let number = at + 1;
        let made = version.at;
        let label = Signal::derive(move || {
            let when = time::date_label(i18n.locale(), made);
            text!(i18n.locale(), papers.pdf_of, version = number, when = when)
        });
        let sealed = version.sealed.map(|file| {
            let label = t!(i18n, papers.signed_pdf, version = number);
            view! {
                <LinkCell
                    href=Page::file(case.id, file.id).path()
                    label
                    icon=IconName::Pencil
                    test_id="signed-pdf"
                />
                <a
                    class="weui-cell weui-cell_active ui-cell"
                    href=file_url(case.id, file.id, FileVariant::Original)
                    download=file.name
                    data-testid="take-signed-pdf"
                >
                    <span class="ui-cell__icon">
                        <Icon name=IconName::Download />
                    </span>
                    <span class="ui-cell__label">{t!(i18n, papers.take_signed_pdf, version = number)}</span>
                </a>
            }
        });
        let reason = version.reason.map(|reason| {
            view! { <p class="doc-note">{t!(i18n, papers.changed, reason = reason)}</p> }
        });
        view! {
            {sealed}
            <LinkCell
                href=Page::file(case.id, version.file.id).path()
                label
                icon=IconName::Document
            />
            {reason}
        }
    };
    let rows = move || {
        let versions = record.with(|record| record.as_ref().map(|record| record.versions.clone()));
        let versions = versions.unwrap_or_default().into_iter().enumerate().rev();
        versions.map(one).collect_view()
    };
    view! {
        <CellGroup title=t!(i18n, papers.versions)>{rows}</CellGroup>
    }
}
