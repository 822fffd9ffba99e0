//! Saying something, and hiding the words again.

use anjian_api::act::{Act, Message};
use anjian_api::command::{Content, Files, Location, SendMessage};
use anjian_api::ids::{Moment, SeatId, Seq};
use anjian_api::refusal::Refusal;
use anjian_api::role::Seat;

use crate::audience::{may_see, require_may_speak_to};
use crate::decide::{NewEntry, require_open};
use crate::files::{MESSAGE_FILES, check_files, check_voice};
use crate::state::CaseState;
use crate::words::{self, LINE_CHARS, MESSAGE_CHARS};

/// How long an own message may be recalled, as in WeChat.
pub const RECALL_MS: i64 = 120_000;
/// People one message may call.
const MENTIONS: usize = 32;

pub(crate) fn send(
    case: &CaseState,
    seat: &Seat,
    message: &SendMessage,
) -> Result<Vec<NewEntry>, Refusal> {
    require_may_speak_to(case, seat.id, &message.audience)?;
    require_open(case, seat)?;
    match &message.content {
        Content::Text(text) => words::check_text(&text.text, MESSAGE_CHARS)?,
        Content::Location(place) => check_location(place)?,
        Content::Files(Files { files }) => check_files(case, seat.id, files, MESSAGE_FILES)?,
        Content::Voice(voice) => check_voice(case, seat.id, voice)?,
    }
    if let Some(quote) = message.quote {
        check_quote(case, seat.id, quote)?;
    }
    check_mentions(case, seat.id, message)?;
    let act = Act::Message(Message {
        content: message.content.clone(),
        quote: message.quote,
        mentions: message.mentions.clone(),
    });
    Ok(vec![NewEntry::new(seat.id, message.audience.clone(), act)])
}

fn check_location(place: &Location) -> Result<(), Refusal> {
    let on_earth = place.lat.is_finite()
        && place.lng.is_finite()
        && place.lat.abs() <= 90.0
        && place.lng.abs() <= 180.0
        && place
            .accuracy_m
            .is_none_or(|metres| metres.is_finite() && metres >= 0.0);
    if !on_earth {
        return Err(Refusal::BadLocation);
    }
    place
        .label
        .as_ref()
        .map_or(Ok(()), |label| words::check_line(label, LINE_CHARS))
}

/// A quote is only a number: it shows its words to whoever may see them.
fn check_quote(case: &CaseState, author: SeatId, quote: Seq) -> Result<(), Refusal> {
    let there = quote > Seq::START && quote <= case.head && !case.recalled.contains(&quote);
    let seen = case
        .recent
        .get(&quote)
        .is_none_or(|recent| may_see(case, author, recent.author, &recent.audience));
    if there && seen {
        Ok(())
    } else {
        Err(Refusal::QuoteNotAllowed)
    }
}

fn check_mentions(case: &CaseState, author: SeatId, message: &SendMessage) -> Result<(), Refusal> {
    let fits = message.mentions.len() <= MENTIONS
        && message.mentions.iter().all(|called| {
            *called != author
                && case.seat(*called).is_some()
                && may_see(case, *called, author, &message.audience)
        });
    if fits {
        Ok(())
    } else {
        Err(Refusal::MentionNotAllowed)
    }
}

/// Within two minutes and before anyone acted on it: the words are hidden, the entry stays.
pub(crate) fn recall(
    case: &CaseState,
    seat: &Seat,
    message: Seq,
    now: Moment,
) -> Result<Vec<NewEntry>, Refusal> {
    if message == Seq::START || message > case.head {
        return Err(Refusal::NotFound);
    }
    if case.recalled.contains(&message) {
        return Err(Refusal::AlreadyRecalled);
    }
    let over = Refusal::RecallPeriodOver {
        limit_ms: RECALL_MS,
    };
    let recent = case.recent.get(&message).ok_or(over.clone())?;
    if !may_see(case, seat.id, recent.author, &recent.audience) {
        return Err(Refusal::NotFound);
    }
    if recent.author != seat.id {
        return Err(Refusal::NotYours);
    }
    if !recent.quoted_by.is_empty() {
        return Err(Refusal::AlreadyActedOn);
    }
    if now.ms_since(recent.at) > RECALL_MS {
        return Err(over);
    }
    let act = Act::MessageRecalled { message };
    Ok(vec![NewEntry::new(seat.id, recent.audience.clone(), act)])
}
