//! Frames as an array, when there are any: the way that works everywhere.

use std::time::Duration;

use anjian_api::frame::{EntryFrame, Frame, Head};
use anjian_api::ids::{CaseId, PersonId, Seq};
use axum::extract::ws::Utf8Bytes;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use tokio::time::Instant;

use crate::ledger::{Ledger, ReadError};
use crate::live::line::Line;
use crate::live::text;

/// The longest wait, seconds: proxies cut at thirty.
const LONGEST_WAIT_S: u64 = 25;
/// Entries of one case in one answer; the rest is fetched.
const CATCH_UP: u32 = 100;
/// Frames in one answer.
const MOST: usize = 500;

/// What a poll knows.
pub struct Known {
    /// The newest number that the device has of each case; none at the first poll.
    pub heads: Option<Vec<(CaseId, Seq)>>,
    /// How long it waits, seconds.
    pub wait_s: u64,
}

/// Answers at once when there is something the device has not, otherwise when there is.
///
/// # Errors
/// When the ledger cannot be read.
pub async fn answer(
    ledger: &Ledger,
    person: PersonId,
    mut line: Line,
    known: Known,
) -> Result<Response, ReadError> {
    let mut frames: Vec<Utf8Bytes> = line.next().await.into_iter().collect();
    if let Some(heads) = known.heads {
        let before = frames.len();
        for (case, have) in behind(line.at_start(), &heads) {
            frames.extend(missed(ledger, person, case, have).await?);
            if frames.len() > MOST {
                break;
            }
        }
        if frames.len() == before {
            let wait = Duration::from_secs(known.wait_s.min(LONGEST_WAIT_S));
            frames.extend(first_of(&mut line, wait).await);
        }
        while let Some(frame) = line.waiting() {
            frames.push(frame);
        }
    }
    let body = frames
        .iter()
        .map(Utf8Bytes::as_str)
        .collect::<Vec<_>>()
        .join(",");
    let kind = (
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/json"),
    );
    Ok(([kind], format!("[{body}]")).into_response())
}

/// Waits for the first frame that is news. Presence alone is not worth a new request.
async fn first_of(line: &mut Line, wait: Duration) -> Vec<Utf8Bytes> {
    let until = Instant::now() + wait;
    let mut frames = Vec::new();
    while let Ok(Some(frame)) = tokio::time::timeout_at(until, line.next()).await {
        let is_news = !frame.starts_with("{\"presence\"") && !frame.starts_with("{\"heads\"");
        frames.push(frame);
        if is_news {
            break;
        }
    }
    frames
}

/// The cases that went further than the device knows.
fn behind(now: &[Head], known: &[(CaseId, Seq)]) -> Vec<(CaseId, Seq)> {
    let is_behind = |(case, have): &(CaseId, Seq)| {
        now.iter()
            .any(|head| head.case == *case && head.seq > *have)
    };
    known.iter().copied().filter(is_behind).collect()
}

async fn missed(
    ledger: &Ledger,
    person: PersonId,
    case: CaseId,
    have: Seq,
) -> Result<Vec<Utf8Bytes>, ReadError> {
    let Some(member) = ledger.member(person, case).await? else {
        return Ok(Vec::new());
    };
    let page = ledger.entries_after(&member, have, CATCH_UP).await?;
    let frames = page
        .entries
        .into_iter()
        .map(|entry| Frame::Entry(EntryFrame { case, entry }));
    Ok(frames.filter_map(|frame| text(&frame)).collect())
}
