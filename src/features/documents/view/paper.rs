//! The words of a paper, with the numbers of their lines, as screen readers read them.

use anjian_api::document::paper::{PaperForm, PaperLine};
use leptos::prelude::*;

/// All lines.
pub fn lines(lines: &[PaperLine]) -> impl IntoView + use<> {
    let rows = lines.iter().cloned().map(line).collect_view();
    view! { <ol class="doc-paper" data-testid="paper-lines">{rows}</ol> }
}

fn line(line: PaperLine) -> impl IntoView {
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
        PaperForm::TableHead | PaperForm::TableRow => {
            let is_head = line.form == PaperForm::TableHead;
            view! {
                <p class="doc-line__words doc-line__row" class:doc-line__row--head=is_head>
                    {cells(line.words)}
                </p>
            }
            .into_any()
        }
        PaperForm::Spot => {
            view! { <p class="doc-line__words doc-line__spot">{first}</p> }.into_any()
        }
    };
    view! {
        <li class="doc-line" value=number.to_string()>
            <span class="doc-line__number" aria-hidden="true">{number}</span>
            {inside}
        </li>
    }
}
