//! An opinion that is being written: four points, each open at first.

use anjian_api::command::Voice;
use anjian_api::evidence::{Ground, Opinion, Point, Stance};
use anjian_api::file::FileFacts;
use anjian_api::ids::Seq;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

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
    /// The same by voice.
    pub spoken: Option<SpokenDraft>,
}

/// What was said into the form.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SpokenDraft {
    /// On its way to the server.
    Sending {
        /// The batch it goes up with.
        batch: Uuid,
        /// How long.
        duration_ms: u32,
        /// How loud along its length.
        waveform: Vec<u8>,
    },
    /// The server has it.
    There(Box<Voice>),
}

impl SpokenDraft {
    /// The same once the server has it.
    #[must_use]
    pub fn received(self, file: FileFacts) -> Self {
        match self {
            Self::Sending {
                duration_ms,
                waveform,
                ..
            } => Self::There(Box::new(Voice {
                file,
                duration_ms,
                waveform,
            })),
            there @ Self::There(_) => there,
        }
    }

    /// What is submitted, if the server has it.
    #[must_use]
    pub fn voice(&self) -> Option<&Voice> {
        match self {
            Self::Sending { .. } => None,
            Self::There(voice) => Some(voice),
        }
    }
}

/// A reason in words, by voice, or both.
#[must_use]
pub fn ground(words: &str, spoken: Option<&SpokenDraft>) -> Ground {
    let words = words.trim();
    Ground {
        reason: (!words.is_empty()).then(|| words.to_owned()),
        voice: spoken
            .and_then(SpokenDraft::voice)
            .map(|voice| Box::new(voice.clone())),
    }
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
    /// The spoken reason is still on its way.
    Sending(Point),
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
            Some(Choice::Agree) => None,
            Some(Choice::Object) => match &draft.spoken {
                Some(SpokenDraft::Sending { .. }) => Some(Gap::Sending(point)),
                None if draft.reason.trim().is_empty() => Some(Gap::Reason(point)),
                Some(SpokenDraft::There(_)) | None => None,
            },
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
                ..Self::default()
            },
            Stance::Object(ground) => Self {
                choice: Some(Choice::Object),
                reason: ground.reason.clone().unwrap_or_default(),
                spoken: ground.voice.clone().map(SpokenDraft::There),
            },
        }
    }

    fn stance(&self) -> Option<Stance> {
        match self.choice? {
            Choice::Agree => Some(Stance::Agree),
            Choice::Object => Some(Stance::Object(ground(&self.reason, self.spoken.as_ref()))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples;

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
            spoken: None,
        };
        assert_eq!(OpinionDraft::of(&draft.opinion().unwrap()), draft);
    }

    #[test]
    fn a_spoken_reason_is_a_reason_once_the_server_has_it() {
        let mut draft = agrees();
        draft.points[2] = PointDraft {
            choice: Some(Choice::Object),
            reason: String::new(),
            spoken: Some(SpokenDraft::Sending {
                batch: Uuid::nil(),
                duration_ms: 4_000,
                waveform: vec![3, 9],
            }),
        };
        assert_eq!(draft.gaps(), [Gap::Sending(Point::Relevance)]);
        let spoken = draft.points[2].spoken.take();
        draft.points[2].spoken = spoken.map(|one| one.received(samples::picture(7)));
        assert!(draft.gaps().is_empty());
        let opinion = draft.opinion().unwrap();
        let Stance::Object(ground) = &opinion.relevance else {
            panic!("agrees")
        };
        assert_eq!(ground.reason, None);
        assert_eq!(ground.voice.as_ref().unwrap().duration_ms, 4_000);
        assert_eq!(OpinionDraft::of(&opinion), draft);
    }

    #[test]
    fn a_draft_kept_before_there_were_voices_is_still_read() {
        let kept = r#"{"points":[{"choice":"agree"},{},{},{"choice":"object","reason":"缺页"}]}"#;
        let draft: OpinionDraft = serde_json::from_str(kept).unwrap();
        assert_eq!(draft.points[3].reason, "缺页");
    }
}
