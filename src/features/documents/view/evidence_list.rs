//! 证据目录: a party makes the list of its own exhibits and signs it (民事诉讼证据规定 19).

use std::collections::BTreeMap;

use anjian_api::document::paper::{PaperSource, SendPaper};
use anjian_api::document::{Asked, DocumentKind, Duty};
use anjian_api::ids::CommandId;
use anjian_api::problem::ProblemCode;
use anjian_domain::evidence::{evidence_list, side_of};
use anjian_domain::roles;
use leptos::prelude::*;

use crate::app::use_app;
use crate::i18n::{document_words, t};
use crate::platform::{random, task};
use crate::routes::Page;
use crate::state::court::CaseHandle;
use crate::ui::{ButtonCell, CellGroup, IconName};

/// A row that makes the list and leads to it; nothing for those who have no exhibits.
#[component]
pub fn MakeEvidenceList(
    /// The case.
    case: CaseHandle,
) -> impl IntoView {
    let app = use_app();
    let i18n = app.i18n;
    let is_offered = Memo::new(move |_| {
        let (state, you) = (case.state(), case.you());
        let speaks = case
            .seat()
            .is_some_and(|seat| roles::may_speak(seat.role) && !roles::conducts(seat.role));
        let has_some =
            side_of(&state, you).is_some_and(|side| !evidence_list(&state, side).is_empty());
        speaks && has_some && !state.is_closed() && app.info().is_some_and(|info| info.papers)
    });
    // The same for every try.
    let id = StoredValue::new(CommandId(random::uuid_v4()));
    let busy = RwSignal::new(false);
    let make = move |()| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let seat = untrack(|| case.you());
        task::detached(async move {
            let request = SendPaper {
                id: id.get_value(),
                paper: DocumentKind::EvidenceList,
                source: PaperSource::Generated {
                    facts: BTreeMap::new(),
                },
                to: vec![Asked {
                    seat,
                    duty: Duty::Sign,
                }],
                due: None,
                otherwise: None,
            };
            let answer = app.api().send_paper(case.id, &request).await;
            let _ = busy.try_set(false);
            match answer {
                Ok(sent) => {
                    id.set_value(CommandId(random::uuid_v4()));
                    let page = sent
                        .documents
                        .first()
                        .map_or(Page::Documents(case.id), |seq| {
                            Page::Document(case.id, *seq)
                        });
                    app.go(page);
                }
                Err(error) => {
                    if error.code() == Some(ProblemCode::CommandConflict) {
                        // Taken by what was sent before: the next try is another one.
                        id.set_value(CommandId(random::uuid_v4()));
                    }
                    let phone = untrack(|| app.help_phone());
                    let words = document_words::error(i18n.locale_untracked(), &error, &phone);
                    app.toasts.show(format!("{} {}", words.what, words.next));
                }
            }
        });
    };
    view! {
        <Show when=move || is_offered.get()>
            <CellGroup>
                <ButtonCell
                    label=t!(i18n, papers.list_sign)
                    icon=IconName::Pencil
                    on_press=make
                    goes_on=true
                    test_id="make-evidence-list"
                />
            </CellGroup>
        </Show>
    }
}
