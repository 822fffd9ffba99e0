//! A writer that is killed with signal 9 loses nothing that it acknowledged.
//!
//! The test starts itself again as a child that writes and says what was acknowledged, kills it at
//! a random moment, and looks. A hundred rounds, or as many as `ANJIAN_KILL_ROUNDS` says.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command as Process, Stdio};

use anjian_api::audience::Audience;
use anjian_proof::check_run;

use super::*;

const FOLDER: &str = "ANJIAN_KILL_FOLDER";
const CHILD: &str = "ledger::tests::kill_nine::child_that_writes_until_it_is_killed";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "only the kill -9 test starts it"]
async fn child_that_writes_until_it_is_killed() {
    let Some(folder) = std::env::var_os(FOLDER).map(PathBuf::from) else {
        return;
    };
    let ledger = start(&folder, &Arc::new(ManualClock::at(START)), None).await;
    let mut writers = Vec::new();
    for writer in 0..8u16 {
        let ledger = ledger.clone();
        writers.push(tokio::spawn(async move {
            let seat = SEATS[usize::from(writer % 5)];
            loop {
                let id = new_id();
                let command = message(&id.to_string(), Audience::Participants);
                let body = body(&command);
                let accepted = ledger
                    .submit(on(seat), CASE, id, command, body)
                    .await
                    .unwrap();
                println!("\nACK {} {id} {}", seat.0, accepted.first);
            }
        }));
    }
    // They write until the end comes from outside.
    let _ = futures_util::future::join_all(writers).await;
}

struct Acknowledged {
    seat: SeatId,
    id: CommandId,
    seq: Seq,
}

fn acknowledged(line: &str) -> Option<Acknowledged> {
    let mut words = line.strip_prefix("ACK ")?.split(' ');
    Some(Acknowledged {
        seat: SeatId(words.next()?.parse().ok()?),
        id: words.next()?.parse().ok()?,
        seq: Seq(words.next()?.parse().ok()?),
    })
}

/// Lets a child write until it acknowledged so many, kills it, and answers with all it said.
fn write_and_kill(folder: &Path, after: usize) -> Vec<Acknowledged> {
    let mut child = Process::new(std::env::current_exe().unwrap())
        .args(["--exact", CHILD, "--ignored", "--nocapture"])
        .env(FOLDER, folder)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut said = Vec::new();
    for line in BufReader::new(child.stdout.take().unwrap()).lines() {
        let Ok(line) = line else { break };
        said.extend(acknowledged(&line));
        if said.len() == after {
            child.kill().unwrap();
        }
    }
    child.wait().unwrap();
    said
}

#[tokio::test]
async fn nothing_acknowledged_is_lost_when_the_writer_is_killed() {
    let rounds: usize = std::env::var("ANJIAN_KILL_ROUNDS")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(100);
    let mut court = Court::with_case().await;
    court.ledger.shutdown().await;
    let mut all = Vec::new();
    for round in 0..rounds {
        let said = write_and_kill(court.folder.path(), 40 + (round * 97) % 211);
        assert!(
            said.len() >= 40,
            "round {round}: the child said {} only",
            said.len()
        );
        all.extend(said);
        court = court.crash().await;
        let member = court.member(JUDGE).await;
        let terms = court.ledger.opening(&member).await.unwrap().proof;
        let entries = court.all(&member).await;
        assert_eq!(
            check_run(&terms, None, &entries),
            Ok(()),
            "round {round}: a gap or a fork"
        );
        for ack in &all {
            let stored = &entries[usize::try_from(ack.seq.0).unwrap() - 1];
            let words = serde_json::to_string(stored).unwrap();
            assert!(
                words.contains(&ack.id.to_string()),
                "round {round}: lost {}",
                ack.seq
            );
        }
        let last = all.last().unwrap();
        let command = message(&last.id.to_string(), Audience::Participants);
        let again = court
            .submit_as(on(last.seat), CASE, last.id, &command)
            .await
            .unwrap();
        assert_eq!(again.first, last.seq, "round {round}: repeated");
        court.ledger.shutdown().await;
    }
}
