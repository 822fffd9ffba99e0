//! Reading a case from a seat: the first request, and the pages after and before.

use anjian_api::case::{EntryPage, Opening};
use anjian_api::entry::WireEntry;
use anjian_api::ids::Seq;
use anjian_domain::CaseState;

use super::stored::Stored;
use super::views::Room;
use super::{Ledger, Member, ReadError};
use crate::seal::Purpose;

/// Entries that come with the first request.
const FIRST_PAGE: u64 = 50;
/// Entries in one page at most.
const PAGE_CAP: u32 = 500;

pub(super) async fn of(ledger: &Ledger, member: &Member) -> Result<Opening<CaseState>, ReadError> {
    let shared = &ledger.shared;
    let room = shared
        .views
        .room(shared, member.case(), member.seat())
        .await?;
    let state = shared
        .views
        .with(shared, &room, member.seat(), |folded| folded.state.clone())
        .await?;
    let after = Seq(state.head.0.saturating_sub(FIRST_PAGE));
    let count = u32::try_from(state.head.0 - after.0).unwrap_or(PAGE_CAP);
    let entries = read(ledger, member, &room, &state, after, count).await?;
    let desk = shared.store.desk(member.case(), member.seat()).await?;
    let draft = desk.draft.and_then(|sealed| {
        let words = room
            .key
            .open_seat(Purpose::Draft, member.seat(), &sealed)
            .ok()?;
        String::from_utf8(words.to_vec()).ok()
    });
    Ok(Opening {
        case: member.case(),
        proof: room.row.proof(),
        state,
        you: member.seat(),
        entries,
        read: desk.read,
        draft: draft.unwrap_or_default(),
        marks: desk.marks,
        now: shared.clock.now(),
    })
}

pub(super) async fn after(
    ledger: &Ledger,
    member: &Member,
    after: Seq,
    limit: u32,
) -> Result<EntryPage, ReadError> {
    page(ledger, member, after, limit.min(PAGE_CAP)).await
}

pub(super) async fn before(
    ledger: &Ledger,
    member: &Member,
    before: Seq,
    limit: u32,
) -> Result<EntryPage, ReadError> {
    // Entries have no gaps, so the page before a number begins at a known one.
    let last = before.0.saturating_sub(1);
    let first = last.saturating_sub(u64::from(limit.min(PAGE_CAP)));
    let count = u32::try_from(last - first).unwrap_or(PAGE_CAP);
    page(ledger, member, Seq(first), count).await
}

async fn page(
    ledger: &Ledger,
    member: &Member,
    after: Seq,
    count: u32,
) -> Result<EntryPage, ReadError> {
    let shared = &ledger.shared;
    let room = shared
        .views
        .room(shared, member.case(), member.seat())
        .await?;
    let (head, recalled) = shared
        .views
        .with(shared, &room, member.seat(), |folded| {
            let last = Seq(after.0.saturating_add(u64::from(count)).saturating_add(1));
            let recalled = folded
                .state
                .recalled
                .range(after.min(last)..last)
                .copied()
                .collect();
            (folded.state.head, recalled)
        })
        .await?;
    let state = CaseState {
        head,
        recalled,
        ..CaseState::default()
    };
    let entries = read(ledger, member, &room, &state, after, count).await?;
    Ok(EntryPage { entries, head })
}

/// Reads entries up to the head of a state, in the form that the seat may see.
async fn read(
    ledger: &Ledger,
    member: &Member,
    room: &Room,
    state: &CaseState,
    after: Seq,
    count: u32,
) -> Result<Vec<WireEntry>, ReadError> {
    let rows = ledger
        .shared
        .store
        .entries(member.case(), after, count)
        .await?;
    let mut entries = Vec::with_capacity(rows.len());
    for row in rows.iter().take_while(|row| row.seq <= state.head) {
        let entry = Stored::unseal(&room.key, row)?;
        entries.push(show(room, member, state, &entry));
    }
    Ok(entries)
}

/// One entry in the form that the seat may see.
pub(super) fn show(room: &Room, member: &Member, state: &CaseState, entry: &Stored) -> WireEntry {
    let visible = entry.guard.admits(&room.roster, member.seat());
    entry.wire(room.row.suite, visible, state.recalled.contains(&entry.seq))
}
