//! Acts about documents in the timeline: a card with its state and one action, or a line where a
//! card would be too much.

use anjian_api::document::Duty;
use anjian_api::document::act::{DocumentAct, DocumentSent};
use anjian_api::ids::{SeatId, Seq};
use leptos::prelude::*;

use super::bubble::Frame;
use super::cards::Card;
use crate::features::case_space::document_words;
use crate::features::case_space::store::Space;
use crate::features::documents::{DocumentTags, Standing, standing, words};
use crate::i18n::{text, time};
use crate::routes::Page;
use crate::ui::{Button, ButtonKind, IconName};

/// A card, or a line.
#[component]
pub fn DocumentCard(space: Space, seq: Seq, author: SeatId, act: DocumentAct) -> impl IntoView {
    let i18n = space.app.i18n;
    if let DocumentAct::DocumentSent(sent) = act {
        return view! { <SentCard space seq author sent=*sent /> }.into_any();
    }
    let is_line = matches!(
        act,
        DocumentAct::DocumentRead(_) | DocumentAct::DocumentSealed(_)
    );
    let document = document_of(&act);
    let icon = match act {
        DocumentAct::DocumentSigned(_) => IconName::Pencil,
        _ => IconName::Document,
    };
    let title = Signal::derive(move || {
        document_words::sentence(i18n.locale(), &space.case.state(), author, &act)
    });
    if is_line {
        return view! { <p class="timeline__note">{title}</p> }.into_any();
    }
    view! {
        <Card icon title fact="" class="case-card--plain">
            {document.map(|document| view! { <Foot space document /> })}
        </Card>
    }
    .into_any()
}

const fn document_of(act: &DocumentAct) -> Option<Seq> {
    Some(match act {
        DocumentAct::DocumentSent(_) => return None,
        DocumentAct::DocumentRevised(act) => act.document,
        DocumentAct::DocumentFilled(act) => act.document,
        DocumentAct::DocumentWithdrawn(act) => act.document,
        DocumentAct::DocumentRead(act) => act.document,
        DocumentAct::DocumentConfirmed(act) => act.document,
        DocumentAct::DocumentSigned(act) => act.document,
        DocumentAct::DocumentRefused(act) => act.document,
        DocumentAct::DocumentSealed(act) => act.document,
    })
}

/// A document: what is asked, until when, where it stands, and one action.
#[component]
fn SentCard(space: Space, seq: Seq, author: SeatId, sent: DocumentSent) -> impl IntoView {
    let i18n = space.app.i18n;
    let is_mine = untrack(|| space.case.you()) == author;
    let title = sent.title.clone();
    let fact = Signal::derive(move || {
        let locale = i18n.locale();
        let you = space.case.you();
        let mine = sent.asked.iter().find(|asked| asked.seat == you);
        let asked = mine
            .or(sent.asked.first())
            .map(|asked| words::duty(locale, asked.duty));
        let due = sent.due.map(|due| time::due_label(locale, due));
        let parts: Vec<String> = asked.into_iter().chain(due).collect();
        parts.join(" · ")
    });
    let record = Memo::new(move |_| space.case.state().documents.sent.get(&seq).cloned());
    let tags = move || {
        record
            .get()
            .map(|record| view! { <DocumentTags app=space.app case=space.case record /> })
    };
    view! {
        <Frame space author is_mine>
            <Card icon=IconName::Document title fact>
                <Foot space document=seq>{tags}</Foot>
            </Card>
        </Frame>
    }
}

#[component]
fn Foot(
    space: Space,
    document: Seq,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let i18n = space.app.i18n;
    let label = Signal::derive(move || {
        let (locale, state, you) = (i18n.locale(), space.case.state(), space.case.you());
        let record = state.documents.sent.get(&document);
        let signs = record
            .and_then(|record| record.asked.get(&you))
            .map(|asked| asked.duty);
        let now = record.map(|record| standing(record, you));
        match (signs, now) {
            (Some(Duty::Sign), Some(Standing::Waiting | Standing::Read)) => {
                text!(locale, papers.card_sign)
            }
            (Some(Duty::Sign), Some(Standing::Stale)) => text!(locale, papers.card_sign_again),
            _ => text!(locale, papers.card_look),
        }
    });
    let go = move |()| space.app.go(Page::Document(space.case.id, document));
    view! {
        <footer class="case-card__foot">
            <span class="case-card__state">{children.map(|children| children())}</span>
            <Button label kind=ButtonKind::Link on_press=go />
        </footer>
    }
}
