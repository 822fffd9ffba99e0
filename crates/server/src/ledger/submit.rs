//! Judging a command and storing what it makes: one job of the writer.

use std::sync::Arc;

use anjian_api::act::Act;
use anjian_api::bytes::CaseLogId;
use anjian_api::case::Accepted;
use anjian_api::command::{Command, OpenCase};
use anjian_api::entry::WireEntry;
use anjian_api::evidence::ExchangeTerms;
use anjian_api::ids::{CaseId, CommandId, Moment, PersonId, SeatId, Seq};
use anjian_api::refusal::Refusal;
use anjian_domain::court_time::court_time;
use anjian_domain::{Actor, CaseState, NewEntry, Register, decide, open_case};
use async_trait::async_trait;
use tokio::sync::oneshot;

use super::cases::{Whole, seats};
use super::events::{Appended, AppendedEntry};
use super::folding::{Folded, WHOLE};
use super::stored::{ForgeError, Stored};
use super::{CaseEvent, Ledger, ReadError, SubmitError, Submitter, beside, snapshotter};
use crate::seal::SealError;
use crate::store::{Append, CaseRow, CommandRow, Job, MemberRow, RegisterStep, StoreError, Tx};

/// Views of all seats are brought up to date every so many entries of a case.
const REFRESH_EVERY: u64 = 500;

pub(super) async fn submit(
    ledger: &Ledger,
    who: Submitter,
    case: CaseId,
    id: CommandId,
    command: Command,
    body_sha256: [u8; 32],
    at: Option<Moment>,
) -> Result<Accepted, SubmitError> {
    let asked = Asked {
        who,
        by_registry: false,
        case,
        id,
        command,
        body_sha256,
        at,
    };
    queue(ledger, asked).await
}

/// What the registry does by itself, in a case that is there.
pub(super) async fn submit_by_registry(
    ledger: &Ledger,
    who: Submitter,
    case: CaseId,
    id: CommandId,
    command: Command,
    (body_sha256, at): ([u8; 32], Option<Moment>),
) -> Result<Accepted, SubmitError> {
    let asked = Asked {
        who,
        by_registry: true,
        case,
        id,
        command,
        body_sha256,
        at,
    };
    queue(ledger, asked).await
}

async fn queue(ledger: &Ledger, asked: Asked) -> Result<Accepted, SubmitError> {
    let (answer, done) = oneshot::channel();
    let job = Submit {
        ledger: ledger.clone(),
        asked,
        verdict: None,
        made: None,
        answer,
    };
    ledger.shared.store.write(Box::new(job)).await?;
    done.await.map_err(|_| SubmitError::Unavailable)?
}

/// What was asked.
struct Asked {
    who: Submitter,
    /// No person: the registry does it by itself.
    by_registry: bool,
    case: CaseId,
    id: CommandId,
    command: Command,
    body_sha256: [u8; 32],
    at: Option<Moment>,
}

struct Submit {
    ledger: Ledger,
    asked: Asked,
    verdict: Option<Result<Accepted, SubmitError>>,
    made: Option<Made>,
    answer: oneshot::Sender<Result<Accepted, SubmitError>>,
}

/// What becomes known once it is on disk.
struct Made {
    row: CaseRow,
    event: Appended,
    roster: Arc<anjian_domain::CaseState>,
    refresh: bool,
}

/// Why a job ends without storing anything: the answer to whoever asked, or a fault of the store.
enum Stop {
    Answer(SubmitError),
    Fault(StoreError),
}

#[async_trait]
impl Job for Submit {
    async fn run(&mut self, tx: &mut dyn Tx) -> Result<(), StoreError> {
        self.verdict = Some(match self.judge(tx).await {
            Ok(accepted) => Ok(accepted),
            Err(Stop::Answer(error)) => Err(error),
            Err(Stop::Fault(error)) => return Err(error),
        });
        Ok(())
    }

    fn settled(self: Box<Self>, outcome: Result<(), StoreError>) {
        let shared = &self.ledger.shared;
        if let Err(error) = outcome {
            // What is in memory may be ahead of the disk: read it again.
            shared.cases.forget(self.asked.case);
            let _ = self.answer.send(Err(error.into()));
            return;
        }
        if let Some(made) = self.made {
            shared.views.put_roster(made.row, made.roster);
            if made.refresh {
                tokio::spawn(snapshotter::refresh(self.ledger.clone(), self.asked.case));
            }
            beside::publish(&self.ledger, CaseEvent::Appended(made.event));
        }
        let _ = self
            .answer
            .send(self.verdict.unwrap_or(Err(SubmitError::Unavailable)));
    }
}

impl Submit {
    async fn judge(&mut self, tx: &mut dyn Tx) -> Result<Accepted, Stop> {
        let ledger = self.ledger.clone();
        let shared = &ledger.shared;
        let asked = &self.asked;
        let Some(mut whole) = shared.cases.take(&shared.keys, tx, asked.case).await? else {
            return self.open(tx).await;
        };
        let answer = judge_known(&ledger, asked, &mut whole, tx).await;
        let (accepted, made) = match answer {
            Ok(answer) => answer,
            Err(Stop::Answer(error)) => {
                shared.cases.put(tx, whole).await?;
                return Err(Stop::Answer(error));
            }
            Err(fault) => return Err(fault),
        };
        self.made = made;
        shared.cases.put(tx, whole).await?;
        Ok(accepted)
    }

    /// The case is not there: it can only be opened.
    async fn open(&mut self, tx: &mut dyn Tx) -> Result<Accepted, Stop> {
        let ledger = self.ledger.clone();
        let shared = &ledger.shared;
        let asked = &self.asked;
        let Command::OpenCase(open) = &asked.command else {
            return Err(Stop::Answer(SubmitError::NotFound));
        };
        require_room(&ledger)?;
        let at = asked.at.unwrap_or_else(|| shared.clock.now());
        let (register, year) = register(open, at, tx).await?;
        let actor = staff(&asked.who, open)?;
        let new = open_case(&register, &actor, open, at)?;
        let key = shared
            .keys
            .case_or_new(asked.case)
            .await
            .map_err(ReadError::from)?;
        let mut case_log = CaseLogId::default();
        getrandom::fill(&mut case_log.0).map_err(|_| SealError)?;
        let row = CaseRow {
            case: asked.case,
            court: open.court,
            case_log,
            suite: anjian_api::bytes::Suite::default(),
        };
        let step = RegisterStep {
            court: open.court,
            type_code: open.type_code.clone(),
            year,
            taken: register.serial,
        };
        let mut whole = Whole::new(row, key, Folded::default(), Seq::START);
        let (accepted, made) = append(asked, &mut whole, &new, at, Some((row, step)), tx).await?;
        self.made = Some(made);
        shared.cases.put(tx, whole).await?;
        Ok(accepted)
    }
}

async fn judge_known(
    ledger: &Ledger,
    asked: &Asked,
    whole: &mut Whole,
    tx: &mut dyn Tx,
) -> Result<(Accepted, Option<Made>), Stop> {
    let seat = whole
        .folded
        .state
        .seat_of(asked.who.person)
        .map(|seat| seat.id);
    if let Some(first) = tx.command(asked.case, asked.who.person, asked.id).await? {
        return Ok((repeat(asked, whole, seat, &first, tx).await?, None));
    }
    let person = asked.who.person;
    let actor = match seat {
        Some(seat) => Actor::Seat { seat, person },
        None if asked.by_registry => Actor::Registry,
        None => return Err(Stop::Answer(SubmitError::NotFound)),
    };
    require_room(ledger)?;
    let now = asked.at.unwrap_or_else(|| ledger.shared.clock.now());
    let at = whole.folded.next_moment(now);
    let new = decide(&whole.folded.state, &actor, &asked.command, at)?;
    let (accepted, made) = append(asked, whole, &new, at, None, tx).await?;
    Ok((accepted, Some(made)))
}

/// The command was stored before: the same answer again, or a conflict.
async fn repeat(
    asked: &Asked,
    whole: &Whole,
    seat: Option<SeatId>,
    first: &CommandRow,
    tx: &mut dyn Tx,
) -> Result<Accepted, Stop> {
    // Whoever opened a case without a seat in it acted for the registry, and may ask again.
    let reader = match seat {
        Some(seat) => seat,
        None if asked.by_registry => WHOLE,
        None if first.first == Seq::START.next() => WHOLE,
        None => return Err(Stop::Answer(SubmitError::NotFound)),
    };
    if whole.key.command_body(asked.id, &asked.body_sha256)? != first.body {
        return Err(Stop::Answer(SubmitError::Conflict));
    }
    let before = Seq(first.first.0 - 1);
    let count = u32::try_from(first.last.0 - before.0).unwrap_or(u32::MAX);
    let mut entries = Vec::new();
    let mut at = Moment::default();
    for row in tx.entries(asked.case, before, count).await? {
        let entry = Stored::unseal(&whole.key, &row).map_err(ReadError::from)?;
        at = entry.open.header.at;
        entries.push(own(whole, reader, &entry));
    }
    Ok(Accepted {
        first: first.first,
        last: first.last,
        at,
        entries,
    })
}

/// Stores what was decided, and folds it.
async fn append(
    asked: &Asked,
    whole: &mut Whole,
    new: &[NewEntry],
    at: Moment,
    opened: Option<(CaseRow, RegisterStep)>,
    tx: &mut dyn Tx,
) -> Result<(Accepted, Made), Stop> {
    let terms = whole.row.proof();
    let first = whole.folded.state.head.next();
    let due_before = due(&whole.folded.state);
    let mut stored = Vec::with_capacity(new.len());
    let mut rows = Vec::with_capacity(new.len());
    for entry in new {
        let (seq, prev) = (whole.folded.state.head.next(), whole.folded.state.last_leaf);
        let entry = Stored::forge(&whole.key, &terms, seq, prev, at, entry)?;
        rows.push(entry.seal(&whole.key)?);
        whole.fold(&entry);
        stored.push(entry);
    }
    let last = whole.folded.state.head;
    let (seated, ended) = moves(asked.case, new);
    let command = CommandRow {
        person: asked.who.person,
        id: asked.id,
        body: whole.key.command_body(asked.id, &asked.body_sha256)?,
        first,
        last,
    };
    let left = left(whole, &ended);
    let append = Append {
        case: asked.case,
        opened,
        entries: rows,
        command,
        seated: seated.clone(),
        ended,
    };
    tx.append(&append).await?;
    if !append.seated.is_empty() || !append.ended.is_empty() {
        whole.share_roster();
    }
    let due = due(&whole.folded.state);
    if due != due_before {
        tx.put_due(asked.case, due).await?;
    }
    if let Some(snapshot) = whole.due_snapshot()? {
        tx.put_snapshot(asked.case, WHOLE, &snapshot).await?;
    }
    let reader = new.first().map_or(WHOLE, |entry| entry.author);
    let entries = stored
        .iter()
        .map(|entry| own(whole, reader, entry))
        .collect();
    let event = Appended {
        case: asked.case,
        seats: seats(&whole.roster),
        joined: seated
            .iter()
            .map(|member| (member.person, member.seat))
            .collect(),
        left,
        entries: stored
            .into_iter()
            .map(|entry| appended(entry, whole))
            .collect(),
    };
    let made = Made {
        row: whole.row,
        event,
        roster: Arc::clone(&whole.roster),
        refresh: last.0 / REFRESH_EVERY != (first.0 - 1) / REFRESH_EVERY,
    };
    Ok((
        Accepted {
            first,
            last,
            at,
            entries,
        },
        made,
    ))
}

/// The exchange that ends by itself, and when.
fn due(state: &CaseState) -> Option<(Moment, Seq)> {
    let exchange = state.evidence.exchange.as_ref()?;
    match exchange.terms {
        ExchangeTerms::Async { until } => Some((until, exchange.opened)),
        _ => None,
    }
}

fn appended(entry: Stored, whole: &Whole) -> AppendedEntry {
    AppendedEntry {
        seq: entry.seq,
        leaf: entry.leaf,
        open: entry.open,
        guard: entry.guard,
        roster: Arc::clone(&whole.roster),
    }
}

/// An entry of an answer: what the reader made, the reader sees.
fn own(whole: &Whole, reader: SeatId, entry: &Stored) -> WireEntry {
    let visible = entry.author() == reader || entry.guard.admits(&whole.roster, reader);
    let recalled = whole.folded.state.recalled.contains(&entry.seq);
    entry.wire(whole.row.suite, visible, recalled)
}

/// Seats given and ended by these entries.
fn moves(case: CaseId, new: &[NewEntry]) -> (Vec<MemberRow>, Vec<SeatId>) {
    let mut seated = Vec::new();
    let mut ended = Vec::new();
    for entry in new {
        match &entry.payload.act {
            Act::MemberSeated { seat } => {
                seated.push(MemberRow {
                    person: seat.person,
                    case,
                    seat: seat.id,
                });
            }
            Act::MemberUnseated { seat } => ended.push(*seat),
            _ => {}
        }
    }
    (seated, ended)
}

fn left(whole: &Whole, ended: &[SeatId]) -> Vec<(PersonId, SeatId)> {
    let person = |seat| {
        whole
            .folded
            .state
            .seats
            .get(seat)
            .map(|record| record.seat.person)
    };
    ended
        .iter()
        .filter_map(|seat| Some((person(seat)?, *seat)))
        .collect()
}

async fn register(open: &OpenCase, at: Moment, tx: &mut dyn Tx) -> Result<(Register, i32), Stop> {
    let court = tx
        .court(open.court)
        .await?
        .ok_or(Stop::Answer(SubmitError::NotFound))?;
    let year = court_time(at).year;
    let serial = tx.next_serial(court.id, &open.type_code, year).await?;
    let register = Register {
        court: court.id,
        court_name: court.name,
        code: court.code,
        serial,
    };
    Ok((register, year))
}

/// The post in whose name a case is opened. Whoever has none there learns nothing.
fn staff(who: &Submitter, open: &OpenCase) -> Result<Actor, Stop> {
    let post = who.staff.iter().find(|post| post.court == open.court);
    let post = post.ok_or(Stop::Answer(SubmitError::NotFound))?;
    Ok(Actor::Staff {
        person: who.person,
        court: post.court,
        role: post.role,
    })
}

fn require_room(ledger: &Ledger) -> Result<(), Stop> {
    if ledger.shared.disk.has_room() {
        Ok(())
    } else {
        Err(Stop::Answer(SubmitError::StorageFull))
    }
}

impl From<StoreError> for Stop {
    fn from(error: StoreError) -> Self {
        Stop::Fault(error)
    }
}

impl From<ReadError> for Stop {
    fn from(error: ReadError) -> Self {
        match error {
            ReadError::NotFound => Stop::Answer(SubmitError::NotFound),
            other => Stop::Fault(other.into()),
        }
    }
}

impl From<Refusal> for Stop {
    fn from(refusal: Refusal) -> Self {
        Stop::Answer(SubmitError::Refused(refusal))
    }
}

impl From<SealError> for Stop {
    fn from(error: SealError) -> Self {
        Stop::Fault(StoreError::Engine(error.to_string()))
    }
}

impl From<ForgeError> for Stop {
    fn from(error: ForgeError) -> Self {
        Stop::Fault(StoreError::Engine(error.to_string()))
    }
}
