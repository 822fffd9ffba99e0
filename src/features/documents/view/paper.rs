//! The words of a paper, with the numbers of their lines, as screen readers read them.

use anjian_api::document::paper::{PaperForm, PaperLine};
use leptos::prelude::*;

use crate::app::App;
use crate::features::documents::model::standing::SignedHere;
use crate::i18n::{t, text, time};

/// All lines. Where signatures stand, it is said who has signed: the drawings are in the PDF.
pub fn lines(
    app: App,
    lines: &[PaperLine],
    signed: Signal<Vec<SignedHere>>,
) -> impl IntoView + use<> {
    let pieces = lines.chunk_by(|_, next| next.form == PaperForm::TableRow);
    let piece = |lines: &[PaperLine]| match lines {
        [head, rows @ ..] if head.form == PaperForm::TableHead => {
            table(app, head.clone(), rows.to_vec()).into_any()
        }
        lines => lines
            .iter()
            .map(|one| line(app, one.clone(), signed))
            .collect_view()
            .into_any(),
    };
    let pieces = pieces.map(piece).collect_view();
    view! { <ol class="doc-paper" data-testid="paper-lines">{pieces}</ol> }
}

/// A table is one piece for those who hear it: each cell is heard with the words over its column.
fn table(app: App, head: PaperLine, rows: Vec<PaperLine>) -> impl IntoView {
    let i18n = app.i18n;
    let over = head.words.into_iter();
    let over = over.map(|words| view! { <th scope="col">{words}</th> });
    let row = |row: PaperLine| {
        let cells = row.words.into_iter();
        let cells = cells.map(|words| view! { <td>{words}</td> });
        view! {
            <tr>
                <td class="doc-line__number">{row.number}</td>
                {cells.collect_view()}
            </tr>
        }
    };
    view! {
        <li class="doc-line" value=head.number.to_string()>
            <table class="doc-table">
                <thead>
                    <tr>
                        <th scope="col" class="doc-line__number">
                            <span class="ui-sr">{t!(i18n, papers.line)}</span>
                            {head.number}
                        </th>
                        {over.collect_view()}
                    </tr>
                </thead>
                <tbody>{rows.into_iter().map(row).collect_view()}</tbody>
            </table>
        </li>
    }
}

/// Who signed in a place, and when.
fn signatures(app: App, signed: Signal<Vec<SignedHere>>) -> impl IntoView {
    let i18n = app.i18n;
    let one = move |one: SignedHere| {
        let when = time::full_label(i18n.locale(), one.at);
        let words = text!(i18n.locale(), papers.signed_here, when = when);
        view! {
            <span class="doc-line__signed" data-testid="signed-here">
                <span class="doc-line__name">{one.signer}</span>
                " "
                <span class="doc-line__when">{words}</span>
            </span>
        }
    };
    move || signed.get().into_iter().map(one).collect_view()
}

fn line(app: App, line: PaperLine, signed: Signal<Vec<SignedHere>>) -> impl IntoView {
    let number = line.number;
    let first = line.words.first().cloned().unwrap_or_default();
    let cells = |words: Vec<String>| {
        let cell = |words: String| view! { <span class="doc-line__cell">{words}</span> " " };
        words.into_iter().map(cell).collect_view()
    };
    let inside = match line.form {
        PaperForm::Heading => view! { <h3 class="doc-line__heading">{first}</h3> }.into_any(),
        PaperForm::Paragraph => view! { <p class="doc-line__words">{first}</p> }.into_any(),
        PaperForm::Item => {
            view! { <p class="doc-line__words doc-line__words--item">{cells(line.words)}</p> }
                .into_any()
        }
        PaperForm::Fact => {
            view! { <p class="doc-line__words doc-line__fact">{cells(line.words)}</p> }.into_any()
        }
        // A row without a head over it is words like others.
        PaperForm::TableHead | PaperForm::TableRow => {
            view! { <p class="doc-line__words">{cells(line.words)}</p> }.into_any()
        }
        PaperForm::Spot => {
            let signatures = signatures(app, signed);
            view! { <p class="doc-line__words doc-line__spot">{first} " " {signatures}</p> }
                .into_any()
        }
    };
    view! {
        <li class="doc-line" value=number.to_string()>
            <span class="doc-line__number" aria-hidden="true">{number}</span>
            {inside}
        </li>
    }
}
