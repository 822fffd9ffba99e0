//! Acts about documents in the timeline: a card, or a line where a card would be too much.

use anjian_api::document::act::DocumentAct;
use anjian_api::ids::SeatId;
use leptos::prelude::*;

use super::cards::Card;
use crate::features::case_space::document_words;
use crate::features::case_space::store::Space;
use crate::ui::IconName;

/// A card, or a line.
#[component]
pub fn DocumentCard(space: Space, author: SeatId, act: DocumentAct) -> impl IntoView {
    let i18n = space.app.i18n;
    let is_line = matches!(
        act,
        DocumentAct::DocumentRead(_) | DocumentAct::DocumentSealed(_)
    );
    let title = Signal::derive(move || {
        document_words::sentence(i18n.locale(), &space.case.state(), author, &act)
    });
    if is_line {
        return view! { <p class="timeline__note">{title}</p> }.into_any();
    }
    view! { <Card icon=IconName::Document title fact="" class="case-card--plain" /> }.into_any()
}
