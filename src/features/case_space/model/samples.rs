//! Entries for tests.

use anjian_api::act::{Act, Message, Payload};
use anjian_api::audience::Audience;
use anjian_api::bytes::{Leaf, Salt};
use anjian_api::command::{Content, Text};
use anjian_api::entry::{Header, Open, Shown, WireEntry};
use anjian_api::ids::{Moment, SeatId, Seq};

/// 2026-11-21 12:00 in Shanghai.
pub const NOON: Moment = Moment(1_795_233_600_000);

/// Any act, a second apart by its number.
pub fn entry(seq: u64, author: u16, audience: Audience, act: Act) -> WireEntry {
    let at = NOON.plus_ms(i64::try_from(seq).unwrap() * 1_000);
    entry_at(seq, at, author, audience, act)
}

fn entry_at(seq: u64, at: Moment, author: u16, audience: Audience, act: Act) -> WireEntry {
    let header = Header {
        at,
        kind: act.kind().to_owned(),
        author: SeatId(author),
        prev: Leaf::default(),
        salt: Salt([0; 16]),
    };
    let payload = serde_json::value::to_raw_value(&Payload { audience, act }).unwrap();
    let shown = Shown::Open(Open { header, payload });
    WireEntry {
        seq: Seq(seq),
        leaf: Leaf::default(),
        shown,
    }
}

/// Words to all who take part.
pub fn said(seq: u64, author: u16, text: &str) -> WireEntry {
    entry(seq, author, Audience::Participants, message(text))
}

/// Words at this time.
pub fn said_at(seq: u64, at: Moment) -> WireEntry {
    entry_at(seq, at, 1, Audience::Participants, message("话"))
}

fn message(text: &str) -> Act {
    let content = Content::Text(Text {
        text: text.to_owned(),
    });
    Act::Message(Message {
        content,
        quote: None,
        mentions: Vec::new(),
    })
}

/// The recall of a message.
pub fn recalled(seq: u64, author: u16, message: u64) -> WireEntry {
    entry(
        seq,
        author,
        Audience::Participants,
        Act::MessageRecalled {
            message: Seq(message),
        },
    )
}

/// An entry for others.
pub const fn sealed(seq: u64) -> WireEntry {
    WireEntry {
        seq: Seq(seq),
        leaf: Leaf([0; 32]),
        shown: Shown::Sealed,
    }
}
