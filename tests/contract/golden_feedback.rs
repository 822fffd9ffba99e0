//! The samples of feedback; the rest of the list is in `golden.rs`.

use anjian_api::feedback::*;
use anjian_api::ids::*;

use super::{Golden, uuid};

const AT: Moment = Moment(1_795_000_000_000);

fn given() -> NewFeedback {
    NewFeedback {
        case: Some(CaseId(uuid(1))),
        page: FeedbackPage::Evidence,
        stars: vec![StageStars {
            stage: FeedbackStage::Signing,
            stars: 4,
        }],
        words: "字太小。".into(),
        device: Some("Chrome · Android；360 × 740".into()),
        pictures: 1,
        voice: true,
    }
}

fn one() -> Feedback {
    Feedback {
        id: FeedbackId(uuid(60)),
        at: AT,
        from: Some("周敏".into()),
        given: given(),
        attached: vec![0, VOICE],
        status: FeedbackStatus::InWork,
        answer: Some(FeedbackAnswer {
            at: AT,
            words: "已放大。".into(),
        }),
        helped: Some(true),
    }
}

pub fn feedback() -> Vec<Golden> {
    vec![
        golden!("feedback_stages", FeedbackStage::ALL.to_vec()),
        golden!("feedback_statuses", FeedbackStatus::ALL.to_vec()),
        golden!("new_feedback", given()),
        golden!("feedback", one()),
        golden!(
            "own_feedback",
            OwnFeedback {
                given: vec![one()],
                asked: vec![FeedbackAsked {
                    case: CaseId(uuid(1)),
                    title: "周敏 诉 韩立".into(),
                    at: AT,
                }],
                answers_for: vec![CourtId(1)],
            },
        ),
        golden!(
            "case_feedback",
            CaseFeedback {
                asked: Some(AT),
                at_the_end: true,
                given: Some(3),
            },
        ),
        golden!("feedback_helped", FeedbackHelped { helped: true }),
        golden!(
            "handle_feedback",
            HandleFeedback {
                status: FeedbackStatus::Done,
                answer: Some("已放大。".into()),
                seen: Some(AT),
            },
        ),
        golden!(
            "court_feedback",
            CourtFeedback {
                feedback: vec![one()],
                more: true,
                weeks: vec![StageWeek {
                    week: AT,
                    stage: FeedbackStage::GettingIn,
                    count: 3,
                    stars: 12,
                }],
            },
        ),
    ]
}
