//! Why something about a document could not be done.

use anjian_api::ids::CaseId;
use anjian_api::problem::ProblemCode;
use leptos::prelude::*;

use crate::api::ApiError;
use crate::app::App;
use crate::i18n::{document_words, t};
use crate::routes::Page;
use crate::ui::ProblemView;

/// In three parts, with a button where there is something to press: where it may have been done
/// before, the way to the list, otherwise the next try.
pub fn problem(app: App, case: CaseId, error: &ApiError, retry: Option<Callback<()>>) -> AnyView {
    let i18n = app.i18n;
    let words = document_words::error(i18n.locale(), error, &app.help_phone());
    let (what, next, whom) = (words.what, words.next, words.whom);
    let to_list = Callback::new(move |()| app.go(Page::Documents(case)));
    let (label, press) = match (error.code(), retry) {
        (Some(ProblemCode::CommandConflict), _) => (t!(i18n, papers.look_at_list), to_list),
        (_, Some(retry)) => (t!(i18n, common.retry), retry),
        _ => return view! { <ProblemView what next whom inline=true /> }.into_any(),
    };
    view! { <ProblemView what next whom action_label=label on_action=press inline=true /> }
        .into_any()
}
