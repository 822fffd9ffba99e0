//! What is known of the files of a message: kind, size, both hashes, and for one's own the receipt
//! of the court.

use anjian_api::bytes::VerifyKey;
use anjian_api::file::{CompleteUpload, FileFacts, FileReceipt};
use leptos::prelude::*;

use super::media::FileName;
use crate::features::case_space::model::row::What;
use crate::features::case_space::store::{Sheet, Space};
use crate::i18n::{labels, t, text, time};
use crate::platform::{clipboard, signature, task};
use crate::ui::{Button, ButtonKind, Dialog, DialogShape};

/// The files of a line.
pub fn files_of(what: &What) -> Vec<FileFacts> {
    use anjian_api::command::Content;
    match what {
        What::Talk(talk) => match &talk.content {
            Content::Files(files) => files.files.clone(),
            Content::Voice(voice) => vec![voice.file.clone()],
            Content::Text(_) | Content::Location(_) => Vec::new(),
        },
        _ => Vec::new(),
    }
}

/// The dialog, while it is asked for.
#[component]
pub fn FileInfo(space: Space) -> impl IntoView {
    let i18n = space.app.i18n;
    let asked = Memo::new(move |_| match space.sheet.get() {
        Some(Sheet::FileInfo(seq)) => Some(seq),
        _ => None,
    });
    let shown = move || {
        let seq = asked.get()?;
        let row = space.timeline.row_untracked(seq)?;
        let is_mine = row.author() == untrack(|| space.case.you());
        let files = files_of(&row.what);
        Some(
            files
                .into_iter()
                .map(|facts| view! { <OneFile space facts is_mine /> })
                .collect_view(),
        )
    };
    view! {
        <Dialog
            open=Signal::derive(move || asked.get().is_some())
            on_close=move |()| space.close_sheet()
            title=t!(i18n, media.info_title)
            close_label=t!(i18n, media.info_close)
            shape=DialogShape::HalfScreen
        >
            <div class="media__infos">{shown}</div>
            <p class="media__note">{t!(i18n, media.info_note)}</p>
        </Dialog>
    }
}

#[component]
fn OneFile(space: Space, facts: FileFacts, is_mine: bool) -> impl IntoView {
    let i18n = space.app.i18n;
    let receipt = RwSignal::new(None::<FileReceipt>);
    let problem = RwSignal::new(None::<String>);
    let is_busy = RwSignal::new(false);
    let size = facts.size;
    let (sha256, sm3) = (facts.sha256, facts.sm3);
    let id = facts.id;
    // The same completion gives the same receipt, signed once and for all.
    let fetch = move |()| {
        let (api, case) = (space.app.api(), space.case.id);
        is_busy.set(true);
        task::scoped(async move {
            let complete = CompleteUpload { sha256, sm3 };
            match api.complete_upload(case, id, &complete).await {
                Ok(found) => receipt.set(Some(found)),
                Err(error) => problem.set(Some(space.app.words(&error).what)),
            }
            is_busy.set(false);
        });
    };
    let taken = facts.capture.as_ref().and_then(|one| one.taken.clone());
    let place = facts.capture.as_ref().and_then(|one| {
        let (lat, lng) = (one.lat?, one.lng?);
        Some(format!("{lat:.5}, {lng:.5}"))
    });
    let line = |label: Signal<String>, value: Signal<String>, code: bool| {
        view! {
            <div class="media__fact">
                <dt>{label}</dt>
                <dd class:media__code=code>{value}</dd>
            </div>
        }
    };
    let plain = |value: String| Signal::derive(move || value.clone());
    let size = Signal::derive(move || labels::size(i18n.locale(), size));
    view! {
        <section class="media__info" data-testid="file-info">
            <h3 class="media__info-name"><FileName name=facts.name.clone() /></h3>
            <dl>
                {line(t!(i18n, media.info_size), size, false)}
                {line(t!(i18n, media.info_type), plain(facts.kind.media_type().to_owned()), false)}
                {taken.map(|taken| line(t!(i18n, media.info_taken), plain(taken.replace('T', " ")), false))}
                {place.map(|place| line(t!(i18n, media.info_place), plain(place), false))}
                {line(plain("SHA-256".to_owned()), plain(sha256.to_hex()), true)}
                {line(plain("SM3".to_owned()), plain(sm3.to_hex()), true)}
            </dl>
            {move || receipt.get().map(|receipt| view! { <Receipt space receipt /> })}
            {move || problem.get().map(|words| view! { <p class="media__note" role="status">{words}</p> })}
            <Show when=move || is_mine && receipt.read().is_none()>
                <Button
                    label=t!(i18n, media.receipt_show)
                    kind=ButtonKind::Link
                    busy=is_busy
                    on_press=fetch
                    test_id="receipt-show"
                />
            </Show>
        </section>
    }
}

/// 存证回执
#[component]
fn Receipt(space: Space, receipt: FileReceipt) -> impl IntoView {
    let i18n = space.app.i18n;
    let at = receipt.at;
    let when = move || time::timeline_label(i18n.locale(), at, space.app.clock.minute());
    let entry = receipt.entry;
    let signature = receipt.signature.to_hex();
    let key = space.app.info().map(|info| info.receipts_key);
    // Said to be good only when this device found it so.
    let is_good = RwSignal::new(None::<bool>);
    if let Some(key) = key {
        let (signed, signature) = (receipt.signed_bytes(), receipt.signature);
        task::scoped(async move {
            is_good.set(signature::is_ed25519(&key.0, &signed, &signature.0).await);
        });
    }
    let finding = move || match is_good.get() {
        Some(true) => text!(i18n.locale(), media.receipt_good),
        Some(false) => text!(i18n.locale(), media.receipt_bad),
        None => text!(i18n.locale(), media.receipt_unchecked),
    };
    let whole = whole(&receipt, key);
    let copy = move |()| {
        let (whole, toasts, locale) = (whole.clone(), space.app.toasts, i18n.locale_untracked());
        task::detached(async move {
            toasts.show(match clipboard::copy(&whole).await {
                Ok(()) => text!(locale, media.receipt_copied),
                Err(_) => text!(locale, media.receipt_not_copied),
            });
        });
    };
    view! {
        <div class="media__receipt" data-testid="receipt">
            <h4>{t!(i18n, media.receipt_title)}</h4>
            <p>{move || text!(i18n.locale(), media.receipt_words, time = when(), entry = entry)}</p>
            <dl>
                <div class="media__fact">
                    <dt>{t!(i18n, media.receipt_signature)}</dt>
                    <dd class="media__code">{signature}</dd>
                </div>
            </dl>
            <p
                class="media__note"
                role="status"
                data-testid="receipt-finding"
            >
                {finding}
            </p>
            <Button
                label=t!(i18n, media.receipt_copy)
                kind=ButtonKind::Link
                on_press=copy
                test_id="receipt-copy"
            />
        </div>
    }
}

/// All that is needed to check a receipt elsewhere: what was signed, the signature, the key. How is
/// told in `docs/proof-format.md`.
fn whole(receipt: &FileReceipt, key: Option<VerifyKey>) -> String {
    let signed = String::from_utf8_lossy(&receipt.signed_bytes()).into_owned();
    let signature = receipt.signature.to_hex();
    let key = key.map_or_else(String::new, |key| key.to_hex());
    format!("{signed}signature {signature}\nkey {key}\n")
}
