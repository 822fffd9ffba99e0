//! What its sender does with a document: a new version, taking it back.

use anjian_api::document::DocumentKind;
use anjian_api::document::command::{DocumentCommand, WithdrawDocument};
use anjian_api::ids::Seq;
use anjian_domain::document::DocumentRecord;
use leptos::prelude::*;

use super::act::{May, give, may};
use super::reason::Reason;
use super::send_form::ReviseForm;
use crate::app::App;
use crate::i18n::t;
use crate::state::court::CaseHandle;
use crate::ui::{Button, ButtonKind, Dialog, DialogShape};

/// New versions and taking back, for who sent it.
#[component]
pub fn Court(
    app: App,
    case: CaseHandle,
    document: Seq,
    record: Memo<Option<DocumentRecord>>,
) -> impl IntoView {
    let i18n = app.i18n;
    let withdraw = move |reason: String| {
        Some(DocumentCommand::WithdrawDocument(WithdrawDocument {
            document,
            reason,
        }))
    };
    let may_withdraw = may(app, case, move || withdraw("…".to_owned()));
    let withdrawing = RwSignal::new(false);
    let revising = RwSignal::new(false);
    let form = move || {
        let record = record.get_untracked()?;
        let is_uploaded = record.paper == DocumentKind::Other;
        let (version, old_due) = (record.version(), record.due);
        let done = move |()| revising.set(false);
        Some(view! {
            <ReviseForm app case document version is_uploaded old_due on_done=done />
        })
    };
    view! {
        <Show when=move || may_withdraw.get() == May::Yes>
            <div class="doc-actions doc-actions--court">
                <Button
                    label=t!(i18n, papers.revise)
                    on_press=move |()| revising.set(true)
                    test_id="document-revise"
                />
                <Button
                    label=t!(i18n, papers.withdraw)
                    kind=ButtonKind::Danger
                    on_press=move |()| withdrawing.set(true)
                    test_id="document-withdraw"
                />
            </div>
        </Show>
        <Dialog
            open=revising
            on_close=move |()| revising.set(false)
            title=t!(i18n, papers.revise_title)
            close_label=t!(i18n, papers.close)
            shape=DialogShape::HalfScreen
        >
            {form}
        </Dialog>
        <Reason
            app
            open=withdrawing
            title=t!(i18n, papers.withdraw_title)
            note=t!(i18n, papers.withdraw_note)
            label=t!(i18n, papers.withdraw_reason)
            verb=t!(i18n, papers.withdraw)
            on_reason=move |reason| {
                withdraw(reason).is_some_and(|command| give(app, case, command))
            }
        />
    }
}
