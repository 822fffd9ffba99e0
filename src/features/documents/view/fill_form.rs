//! What whoever is asked to sign fills in first.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::problem::problem;
use crate::app::App;
use crate::features::documents::store::{Filling, PaperStore};
use crate::features::documents::words;
use crate::i18n::{t, text};
use crate::ui::{Button, ButtonKind, ErrorSummary, FieldError, FormErrors, TextField};

/// The gaps of the paper.
#[component]
pub fn FillForm(
    app: App,
    store: PaperStore,
    /// The one that is shown; another may come while this is typed.
    version: Memo<u32>,
) -> impl IntoView {
    let i18n = app.i18n;
    let gaps = Memo::new(move |_| {
        let text = store.text();
        text.value()
            .map(|text| text.to_fill.clone())
            .unwrap_or_default()
    });
    let wrong = move || {
        let locale = i18n.locale();
        let is_empty = |gap: &String| {
            let facts = store.facts.read();
            facts.get(gap).is_none_or(|words| words.trim().is_empty())
        };
        let empty = gaps.get().into_iter().filter(is_empty);
        let error = |gap: String| FieldError {
            text: text!(locale, papers.fill_missing, name = words::gap(locale, &gap)),
            field_id: format!("fill-{gap}"),
        };
        empty.map(error).collect()
    };
    let errors = FormErrors::new(wrong);
    let field = move |gap: String| {
        let id = format!("fill-{gap}");
        let kept = store.facts.with_untracked(|facts| facts.get(&gap).cloned());
        let value = RwSignal::new(kept.unwrap_or_default());
        let name = gap.clone();
        Effect::new(move |before: Option<()>| {
            let words = value.get();
            if before.is_some() {
                store.set_fact(&name, words);
            }
        });
        let error = errors.of(id.clone());
        let (one, two) = (gap.clone(), gap.clone());
        let label = Signal::derive(move || words::gap(i18n.locale(), &one));
        let hint = Signal::derive(move || words::gap_hint(i18n.locale(), &two));
        let input_type = if gap == "phone" { "tel" } else { "text" };
        view! { <TextField id label hint value error input_type required=true maxlength=200 /> }
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if errors.say() {
            store.fill(version.get_untracked(), &gaps.get_untracked());
        }
    };
    let failed = move || match store.filling() {
        Filling::Failed(error) => Some(problem(app, store.case, &error, None)),
        _ => None,
    };
    view! {
        <form class="ui-form doc-form" novalidate on:submit=submit data-testid="fill-form">
            <h2 class="doc-form__title">{t!(i18n, papers.fill_title)}</h2>
            <p class="doc-note">{t!(i18n, papers.fill_note)}</p>
            <ErrorSummary title=t!(i18n, papers.fill_errors) errors=errors.all() />
            {move || gaps.get().into_iter().map(field).collect_view()}
            {failed}
            <Button
                label=t!(i18n, papers.fill)
                kind=ButtonKind::Primary
                submit=true
                busy=Signal::derive(move || store.filling() == Filling::Sending)
                test_id="fill-submit"
            />
            <p class="doc-note">{t!(i18n, papers.draft_kept)}</p>
        </form>
    }
}
