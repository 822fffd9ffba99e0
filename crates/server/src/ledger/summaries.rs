//! The list of a person's cases.

use anjian_api::case::{CaseFacts, CaseStage, CaseSummary, LastLine, TurnLine};
use anjian_api::ids::{Moment, Seq};
use anjian_api::role::Role;
use anjian_domain::{CaseState, turns};

use super::folding::Folded;
use super::stored::Stored;
use super::views::Room;
use super::{Ledger, Member, ReadError, member, opening};

pub(super) async fn of(
    ledger: &Ledger,
    person: anjian_api::ids::PersonId,
) -> Result<Vec<CaseSummary>, ReadError> {
    let mut lines = Vec::new();
    for member in member::all(ledger, person).await? {
        match line(ledger, &member).await {
            Ok(line) => lines.extend(line),
            // A case whose key was destroyed a moment ago is no case any more.
            Err(ReadError::NotFound) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(lines)
}

/// What the list needs of a view.
struct Glance {
    facts: CaseFacts,
    stage: CaseStage,
    role: Role,
    head: Seq,
    line: Option<Seq>,
    recalled: bool,
    unread: u32,
    turn: Option<TurnLine>,
}

async fn line(ledger: &Ledger, member: &Member) -> Result<Option<CaseSummary>, ReadError> {
    let shared = &ledger.shared;
    let room = shared
        .views
        .room(shared, member.case(), member.seat())
        .await?;
    let desk = shared.store.desk(member.case(), member.seat()).await?;
    let now = shared.clock.now();
    let glance = shared
        .views
        .with(shared, &room, member.seat(), |folded| {
            glance(folded, member, desk.read, now)
        })
        .await?;
    let Some(glance) = glance else {
        return Ok(None);
    };
    let last = match glance.line {
        Some(seq) => last_line(ledger, member, &room, &glance, seq).await?,
        None => None,
    };
    Ok(Some(CaseSummary {
        case: member.case(),
        facts: glance.facts,
        stage: glance.stage,
        you: member.seat(),
        role: glance.role,
        head: glance.head,
        last,
        unread: glance.unread,
        read: desk.read,
        turn: glance.turn,
        marks: desk.marks,
    }))
}

fn glance(folded: &Folded, member: &Member, read: Seq, now: Moment) -> Option<Glance> {
    let state = &folded.state;
    Some(Glance {
        facts: state.facts.clone()?,
        stage: state.stage?,
        role: state.seats.get(&member.seat())?.seat.role,
        head: state.head,
        line: folded.line,
        recalled: folded
            .line
            .is_some_and(|line| state.recalled.contains(&line)),
        unread: folded.unread_after(read),
        turn: turn(state, member, now),
    })
}

fn turn(state: &CaseState, member: &Member, now: Moment) -> Option<TurnLine> {
    let turns = turns(state, member.seat(), now);
    let count = u32::try_from(turns.len()).ok().filter(|count| *count > 0)?;
    Some(TurnLine {
        count,
        due: turns.iter().filter_map(|turn| turn.due).min(),
    })
}

async fn last_line(
    ledger: &Ledger,
    member: &Member,
    room: &Room,
    glance: &Glance,
    seq: Seq,
) -> Result<Option<LastLine>, ReadError> {
    let before = Seq(seq.0.saturating_sub(1));
    let rows = ledger
        .shared
        .store
        .entries(member.case(), before, 1)
        .await?;
    let Some(row) = rows.first() else {
        return Ok(None);
    };
    let entry = Stored::unseal(&room.key, row)?;
    let mut recalled = CaseState::default();
    if glance.recalled {
        recalled.recalled.insert(seq);
    }
    let author = entry.author();
    let name = room
        .roster
        .seats
        .get(&author)
        .map(|record| record.seat.name.clone());
    Ok(Some(LastLine {
        at: entry.open.header.at,
        author,
        name: name.unwrap_or_else(|| glance.facts.court_name.clone()),
        entry: opening::show(room, member, &recalled, &entry),
    }))
}
