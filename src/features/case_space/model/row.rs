//! One line of the timeline, read from an entry.

use anjian_api::act::{Act, Message, Payload, Understood};
use anjian_api::audience::Audience;
use anjian_api::case::{CaseFacts, CaseStage};
use anjian_api::command::{Content, NoticeText};
use anjian_api::document::act::DocumentAct;
use anjian_api::entry::{Shown, WireEntry};
use anjian_api::evidence::act::EvidenceAct;
use anjian_api::ids::{Moment, SeatId, Seq};
use anjian_api::role::{Authority, Seat};

/// One line of the timeline.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// The entry.
    pub seq: Seq,
    /// When.
    pub at: Moment,
    /// The time stands above it.
    pub has_time: bool,
    /// What it shows.
    pub what: What,
}

/// What a line shows.
#[derive(Debug, Clone, PartialEq)]
pub enum What {
    /// Somebody says something: a bubble.
    Talk(Talk),
    /// A notice by the court: a card with its state and one action.
    Notice(Posted),
    /// An act of the case: a card, or a line where a card would be too much.
    Act(SeatId, CaseAct),
    /// A recalled message: its words are not here any more.
    Withheld(SeatId),
    /// An exhibit that is hidden, withdrawn before anybody opposing opened it.
    HiddenExhibit(SeatId),
    /// An entry that a newer version wrote.
    Unknown(SeatId),
}

/// A bubble.
#[derive(Debug, Clone, PartialEq)]
pub struct Talk {
    /// Who.
    pub author: SeatId,
    /// For whom.
    pub audience: Audience,
    /// What.
    pub content: Content,
    /// The entry it answers.
    pub quote: Option<Seq>,
    /// Who is called upon.
    pub mentions: Vec<SeatId>,
}

/// A notice.
#[derive(Debug, Clone, PartialEq)]
pub struct Posted {
    /// Who.
    pub author: SeatId,
    /// For whom.
    pub audience: Audience,
    /// Title and words.
    pub text: NoticeText,
    /// Who is to confirm it.
    pub asked: Vec<SeatId>,
    /// Until when.
    pub due: Option<Moment>,
}

/// An act of the case.
#[derive(Debug, Clone, PartialEq)]
pub enum CaseAct {
    /// The case space was opened.
    Opened(CaseFacts),
    /// Another stage.
    Stage(CaseStage),
    /// Somebody came.
    Seated(Seat),
    /// Somebody left.
    Unseated(SeatId),
    /// How far an agent may act.
    Authority(SeatId, Authority),
    /// Something about evidence, and who did it.
    Evidence(SeatId, Box<EvidenceAct>),
    /// Something about documents, and who did it.
    Document(SeatId, Box<DocumentAct>),
}

impl Row {
    /// Who did it.
    #[must_use]
    pub const fn author(&self) -> SeatId {
        match &self.what {
            What::Talk(talk) => talk.author,
            What::Notice(notice) => notice.author,
            What::Act(author, _)
            | What::Withheld(author)
            | What::HiddenExhibit(author)
            | What::Unknown(author) => *author,
        }
    }
}

/// An entry, with what was understood of it when it came.
pub type Given<'a> = (&'a WireEntry, Option<&'a Understood>);

/// Reads an entry; `None` for what is for others, and for what only changes another line: a recall
/// hides a bubble in its place, a confirmation counts on the notice's card, a telephone number
/// stands with the people.
#[must_use]
pub fn read((entry, understood): Given<'_>) -> Option<Row> {
    let what = match &entry.shown {
        Shown::Open(open) => match understood {
            Some(Understood::Known(payload)) => shown(open.header.author, payload)?,
            Some(Understood::Unknown) | None => What::Unknown(open.header.author),
        },
        Shown::Withheld(held) if held.header.kind == "exhibit_submitted" => {
            What::HiddenExhibit(held.header.author)
        }
        Shown::Withheld(held) => What::Withheld(held.header.author),
        Shown::Sealed => return None,
    };
    Some(Row {
        seq: entry.seq,
        at: entry.header()?.at,
        has_time: false,
        what,
    })
}

fn shown(author: SeatId, payload: &Payload) -> Option<What> {
    let audience = payload.audience.clone();
    let act = match payload.act.clone() {
        Act::Message(Message {
            content,
            quote,
            mentions,
        }) => {
            return Some(What::Talk(Talk {
                author,
                audience,
                content,
                quote,
                mentions,
            }));
        }
        Act::NoticePosted(notice) => {
            let (text, asked, due) = (notice.text, notice.asked, notice.due);
            return Some(What::Notice(Posted {
                author,
                audience,
                text,
                asked,
                due,
            }));
        }
        Act::CaseOpened(facts) => CaseAct::Opened(facts),
        Act::StageChanged { stage } => CaseAct::Stage(stage),
        Act::MemberSeated { seat } => CaseAct::Seated(seat),
        Act::MemberUnseated { seat } => CaseAct::Unseated(seat),
        Act::AuthoritySet { seat, authority } => CaseAct::Authority(seat, authority),
        Act::Evidence(act) => CaseAct::Evidence(author, act),
        Act::Document(act) => CaseAct::Document(author, Box::new(act)),
        Act::ContactNoted { .. }
        | Act::MessageRecalled { .. }
        | Act::NoticeConfirmed { .. }
        | Act::FileReceived { .. } => return None,
    };
    Some(What::Act(author, act))
}
