//! Where a thing to do about evidence is done.

use anjian_api::ids::{CaseId, Seq};
use anjian_domain::CaseState;
use anjian_domain::turns::Task;

use crate::routes::Page;

/// The page on which it is done; none for things that are not about evidence.
#[must_use]
pub fn page_of_task(case: CaseId, state: &CaseState, task: &Task) -> Option<Page> {
    let exchange = Page::EvidenceExchange(case);
    match task {
        Task::ConfirmNotice { .. }
        | Task::AnswerCourt { .. }
        // The page of a document is named by where the turn comes from.
        | Task::ReadDocument { .. }
        | Task::ConfirmDocument { .. }
        | Task::SignDocument { .. } => None,
        Task::StateExchangeForm
        | Task::FinishAnswers
        | Task::DecideExtension { .. }
        | Task::CloseExchange => Some(exchange),
        Task::GiveOpinions { exhibits } => Some(match exhibits.as_slice() {
            [_, _, ..] if state.evidence.exchange.is_some() => exchange,
            [first, ..] => Page::Exhibit(case, *first),
            [] => exchange,
        }),
        Task::BringOriginal { exhibit } | Task::DecideLate { exhibit } => {
            Some(Page::Exhibit(case, *exhibit))
        }
        Task::ReplyToOpinions { opinions } => {
            let first = opinions
                .first()
                .and_then(|opinion| submitted(state, *opinion));
            Some(first.map_or(Page::Evidence(case), |exhibit| Page::Exhibit(case, exhibit)))
        }
        Task::RuleOnExhibits { exhibits } => Some(match exhibits.as_slice() {
            [only] => Page::Exhibit(case, *only),
            _ => Page::EvidenceMatrix(case),
        }),
    }
}

/// The exhibit that an opinion is about.
fn submitted(state: &CaseState, opinion: Seq) -> Option<Seq> {
    let mut exhibits = state.evidence.exhibits.iter();
    let found = exhibits.find(|(_, record)| record.opinions.values().any(|one| one.seq == opinion));
    found.map(|(exhibit, _)| *exhibit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_thing_to_do_about_evidence_leads_to_the_page_where_it_is_done() {
        let case: CaseId = "0190163d-8694-739b-aea5-966c26f8ad91".parse().unwrap();
        let state = CaseState::default();
        let page = |task: Task| page_of_task(case, &state, &task);
        let one = vec![Seq(7)];
        assert_eq!(
            page(Task::GiveOpinions {
                exhibits: one.clone()
            }),
            Some(Page::Exhibit(case, Seq(7)))
        );
        assert_eq!(
            page(Task::RuleOnExhibits {
                exhibits: vec![Seq(7), Seq(8)]
            }),
            Some(Page::EvidenceMatrix(case))
        );
        assert_eq!(
            page(Task::FinishAnswers),
            Some(Page::EvidenceExchange(case))
        );
        assert_eq!(
            page(Task::ReplyToOpinions { opinions: one }),
            Some(Page::Evidence(case))
        );
        assert_eq!(
            page(Task::ConfirmNotice {
                title: "演示".to_owned()
            }),
            None
        );
    }
}
