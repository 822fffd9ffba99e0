//! An opinion that is being written: four points, each open at first.

use anjian_api::evidence::{Ground, Opinion, Point, Stance};
use anjian_api::ids::Seq;
use serde::{Deserialize, Serialize};

/// What stands in the form, kept on the device until it is submitted.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct OpinionDraft {
    /// The four points, in the order of [`Point::ALL`].
    pub points: [PointDraft; 4],
    /// Exhibits that speak against it.
    pub counter: Vec<Seq>,
    /// The person has seen the original.
    pub original_seen: bool,
}

/// What is chosen for one point.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct PointDraft {
    /// Agree or object; nothing is chosen beforehand.
    pub choice: Option<Choice>,
    /// Why the person objects; kept while they change their mind.
    pub reason: String,
}

/// One of the two answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Choice {
    /// 认可
    Agree,
    /// 有异议
    Object,
}

/// What is wrong with one point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gap {
    /// Nothing is chosen.
    Choice(Point),
    /// It objects without a reason.
    Reason(Point),
}

impl OpinionDraft {
    /// The form as the last opinion left it.
    #[must_use]
    pub fn of(opinion: &Opinion) -> Self {
        Self {
            points: Point::ALL.map(|point| PointDraft::of(opinion.of(point))),
            counter: opinion.counter.clone(),
            original_seen: opinion.original_seen,
        }
    }

    /// What is missing, point by point.
    #[must_use]
    pub fn gaps(&self) -> Vec<Gap> {
        let both = Point::ALL.into_iter().zip(&self.points);
        both.filter_map(|(point, draft)| match draft.choice {
            None => Some(Gap::Choice(point)),
            Some(Choice::Object) if draft.reason.trim().is_empty() => Some(Gap::Reason(point)),
            Some(_) => None,
        })
        .collect()
    }

    /// The opinion, once each point is answered.
    #[must_use]
    pub fn opinion(&self) -> Option<Opinion> {
        let [authenticity, legality, relevance, purpose] = &self.points;
        Some(Opinion {
            authenticity: authenticity.stance()?,
            legality: legality.stance()?,
            relevance: relevance.stance()?,
            purpose: purpose.stance()?,
            counter: self.counter.clone(),
            original_seen: self.original_seen,
        })
    }
}

impl PointDraft {
    fn of(stance: &Stance) -> Self {
        match stance {
            Stance::Agree => Self {
                choice: Some(Choice::Agree),
                reason: String::new(),
            },
            Stance::Object(ground) => Self {
                choice: Some(Choice::Object),
                reason: ground.reason.clone().unwrap_or_default(),
            },
        }
    }

    fn stance(&self) -> Option<Stance> {
        match self.choice? {
            Choice::Agree => Some(Stance::Agree),
            Choice::Object => Some(Stance::Object(Ground {
                reason: Some(self.reason.trim().to_owned()),
                voice: None,
            })),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn agrees() -> OpinionDraft {
        let mut draft = OpinionDraft::default();
        for point in &mut draft.points {
            point.choice = Some(Choice::Agree);
        }
        draft
    }

    #[test]
    fn nothing_is_agreed_to_by_leaving_it_out() {
        assert_eq!(OpinionDraft::default().gaps().len(), 4);
        assert_eq!(OpinionDraft::default().opinion(), None);
        assert!(agrees().gaps().is_empty());
    }

    #[test]
    fn an_objection_needs_its_reason() {
        let mut draft = agrees();
        draft.points[0].choice = Some(Choice::Object);
        assert_eq!(draft.gaps(), [Gap::Reason(Point::Authenticity)]);
        draft.points[0].reason = "缺页".to_owned();
        assert!(draft.gaps().is_empty());
        assert!(draft.opinion().unwrap().authenticity.objects());
    }

    #[test]
    fn a_reason_of_a_point_that_is_agreed_to_is_not_sent() {
        let mut draft = agrees();
        draft.points[3].reason = "改了主意".to_owned();
        assert_eq!(draft.opinion().unwrap().purpose, Stance::Agree);
    }

    #[test]
    fn the_last_opinion_fills_the_form_again() {
        let mut draft = agrees();
        draft.points[1] = PointDraft {
            choice: Some(Choice::Object),
            reason: "偷录".to_owned(),
        };
        assert_eq!(OpinionDraft::of(&draft.opinion().unwrap()), draft);
    }
}
