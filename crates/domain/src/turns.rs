//! 轮到你了: what a person has to do next, until when, and what happens otherwise.
//!
//! Every capability adds its own source to `turns`.

use anjian_api::ids::{Moment, SeatId, Seq};

use crate::document;
use crate::evidence;
use crate::state::CaseState;

/// One thing to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Turn {
    /// What.
    pub task: Task,
    /// The entry it comes from.
    pub from: Seq,
    /// Until when; none: as soon as possible.
    pub due: Option<Moment>,
    /// The deadline has passed; the thing is still to be done.
    pub overdue: bool,
    /// What happens otherwise.
    pub otherwise: Otherwise,
}

/// What is to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Task {
    /// Read a notice and confirm it.
    ConfirmNotice {
        /// Its title.
        title: String,
    },
    /// Answer a message in which the court called this person.
    AnswerCourt {
        /// Who of the court.
        by: SeatId,
    },
    /// State the form of exchange that the party agrees to (art. 14).
    StateExchangeForm,
    /// Say something to these exhibits of another side (质证).
    GiveOpinions {
        /// The exhibits.
        exhibits: Vec<Seq>,
    },
    /// Say that the party has finished in an async exchange.
    FinishAnswers,
    /// Bring the original of an exhibit (art. 12).
    BringOriginal {
        /// The exhibit.
        exhibit: Seq,
    },
    /// Reply to these objections.
    ReplyToOpinions {
        /// The opinions, by the entries in which they were given.
        opinions: Vec<Seq>,
    },
    /// Decide on an exhibit that came late.
    DecideLate {
        /// The exhibit.
        exhibit: Seq,
    },
    /// Decide on a party's request for more time.
    DecideExtension {
        /// The party.
        party: SeatId,
    },
    /// Rule on these exhibits: all opposing parties have examined them.
    RuleOnExhibits {
        /// The exhibits.
        exhibits: Vec<Seq>,
    },
    /// Close an exchange that is over.
    CloseExchange,
    /// Read a document.
    ReadDocument {
        /// Its title.
        title: String,
    },
    /// Confirm a document.
    ConfirmDocument {
        /// Its title.
        title: String,
        /// An older version was confirmed: there is a new one.
        again: bool,
    },
    /// Sign a document.
    SignDocument {
        /// Its title.
        title: String,
        /// An older version was signed: there is a new one.
        again: bool,
    },
}

/// What happens when a thing is not done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Otherwise {
    /// The clerk will call.
    ClerkCalls,
    /// The court may go on without the answer.
    CourtGoesOn,
    /// The court may count it as doing without examination; it decides (art. 15).
    MayCountAsWaived,
    /// The exchange is sync (art. 14).
    SyncApplies,
    /// The exchange closes by itself when the period is over.
    ClosesAtTheEnd,
    /// The court decides by law.
    CourtDecides,
    /// The others wait for it.
    OthersWait,
    /// In the words of who asks for it.
    Said(String),
}

/// Everything this seat has to do, the most urgent first: by deadline, then by age.
///
/// What is overdue stays on the list: it is still to be done.
#[must_use]
pub fn turns(case: &CaseState, seat: SeatId, now: Moment) -> Vec<Turn> {
    if case.seat(seat).is_none() {
        return Vec::new();
    }
    let notices = case
        .notices
        .iter()
        .filter(|(_, notice)| notice.asked.contains(&seat) && !notice.confirmed.contains(&seat))
        .map(|(from, notice)| Turn {
            task: Task::ConfirmNotice {
                title: notice.title.clone(),
            },
            from: *from,
            due: notice.due,
            overdue: notice.due.is_some_and(|due| due <= now),
            otherwise: Otherwise::ClerkCalls,
        });
    let calls = case
        .calls
        .iter()
        .filter(|call| call.of == seat)
        .map(|call| Turn {
            task: Task::AnswerCourt { by: call.by },
            from: call.message,
            due: None,
            overdue: false,
            otherwise: Otherwise::CourtGoesOn,
        });
    let evidence = evidence::turns::turns(case, seat, now);
    let documents = document::turns::turns(case, seat, now);
    let mut all: Vec<_> = notices
        .chain(calls)
        .chain(evidence)
        .chain(documents)
        .collect();
    all.sort_by_key(|turn| (turn.due.is_none(), turn.due, turn.from));
    all
}
