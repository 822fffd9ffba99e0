//! One writer: a person on a seat, the real sync engine, one connection.

use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering::Relaxed;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use anjian_api::audience::Audience;
use anjian_api::case::Accepted;
use anjian_api::command::{Command, Content, SendMessage, Text};
use anjian_api::ids::{CaseId, CommandId, Moment};
use anjian_api::problem::Problem;
use anjian_sync::{Delivery, Engine, Failure, Input, Outcome, Output};

use super::BenchError;
use super::court::{Court, Person};
use super::http::Connection;
use crate::dice::Dice;

/// A message of usual length.
const WORDS: &str =
    "关于三月五日的转账，原告已经提交银行流水，请被告在庭前核对金额与日期，有异议的请写明理由。";

struct Writer<'a> {
    engine: Engine,
    dice: Dice,
    court: &'a Court,
    person: &'a Person,
    connection: Connection,
    wake: Option<Moment>,
}

/// Writes one message after another until `stop`; gives the waits that ended while it `counts`.
pub(super) fn write(
    court: &Court,
    person: &Person,
    case: CaseId,
    number: usize,
    counts: &AtomicBool,
    stop: &AtomicBool,
) -> Result<Vec<f64>, BenchError> {
    let mut writer = Writer {
        engine: Engine::new(person.id),
        dice: Dice::new(number as u64 + 1),
        court,
        person,
        connection: court.connect(person)?,
        wake: None,
    };
    let mut waits_ms = Vec::new();
    writer.give(Input::Started {
        held: Vec::new(),
        outbox: Vec::new(),
        online: true,
    })?;
    writer.give(Input::SignedIn)?;
    writer.give(Input::BecameLeader { saved: Vec::new() })?;
    while !stop.load(Relaxed) {
        let started = Instant::now();
        let id = CommandId(writer.dice.uuid());
        let command = message(&format!("{WORDS}（{number}）"));
        let mut done = writer.give(Input::Submit { case, id, command })?;
        while !done {
            done = writer.wait()?;
        }
        if counts.load(Relaxed) {
            waits_ms.push(started.elapsed().as_secs_f64() * 1_000.0);
        }
    }
    Ok(waits_ms)
}

impl Writer<'_> {
    /// One step of the engine and all that follows from it. Tells whether the message was accepted.
    fn give(&mut self, input: Input) -> Result<bool, BenchError> {
        let mut inputs = vec![input];
        let mut accepted = false;
        while let Some(input) = inputs.pop() {
            for output in self.engine.handle(now(), self.dice.roll(), input) {
                match output {
                    Output::Send { case, id, command } => {
                        let outcome = self.send(case, id, &command)?;
                        inputs.push(Input::SendDone { case, id, outcome });
                    }
                    Output::Delivery { state, .. } => match state {
                        Delivery::Sent { .. } => accepted = true,
                        Delivery::Parked(reason) => return Err(format!("{reason:?}").into()),
                        Delivery::Pending { .. } | Delivery::Discarded => {}
                    },
                    Output::WakeAt(at) => self.wake = Some(at),
                    _ => {}
                }
            }
        }
        Ok(accepted)
    }

    /// The engine waits for its backoff.
    fn wait(&mut self) -> Result<bool, BenchError> {
        let ms = self.wake.take().map_or(10, |at| at.ms_since(now()));
        let ms = u64::try_from(ms).unwrap_or_default().min(1_000);
        std::thread::sleep(Duration::from_millis(ms));
        self.give(Input::Tick)
    }

    fn send(
        &mut self,
        case: CaseId,
        id: CommandId,
        command: &Command,
    ) -> Result<Outcome<Accepted>, BenchError> {
        let path = format!("/api/cases/{case}/commands/{id}");
        let body = serde_json::to_vec(command)?;
        let Ok(answer) = self.connection.ask("PUT", &path, Some(&body)) else {
            self.connection = self.court.connect(self.person)?;
            return Ok(Err(Failure::Unreachable));
        };
        if answer.status == 200 {
            return Ok(Ok(serde_json::from_slice(&answer.body)?));
        }
        let problem: Option<Problem> = serde_json::from_slice(&answer.body).ok();
        Ok(Err(problem.map_or(Failure::Malformed, Failure::Problem)))
    }
}

fn message(words: &str) -> Command {
    Command::SendMessage(SendMessage {
        content: Content::Text(Text { text: words.into() }),
        audience: Audience::Participants,
        quote: None,
        mentions: Vec::new(),
    })
}

fn now() -> Moment {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    Moment(since.map_or(0, |since| {
        i64::try_from(since.as_millis()).unwrap_or_default()
    }))
}
