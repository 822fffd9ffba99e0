//! `anjian-sim bench-write`: how many messages a second the court takes, durably.
//!
//! The release server runs as a process of its own on a fresh data folder; everything goes over
//! HTTP, as from a browser. Each writer is one person on one seat of a 4-seat case with the real
//! sync engine and one connection; beside them every person has a live connection that reads along.
//! In the same run the raw limit is measured: the same rows, in groups as large as there are
//! writers, committed by SQLite alone.

mod court;
mod cpu;
mod http;
mod limit;
mod reader;
mod writer;

use std::path::Path;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering::Relaxed;
use std::time::{Duration, Instant};

use serde_json::json;

use court::Court;
use limit::Limit;

/// Messages a second and core, durable, and the longest wait of 99 in 100.
const GOAL_PER_CORE_S: f64 = 2_000.0;
const GOAL_P99_MS: f64 = 100.0;
/// Connections get warm before anything counts.
const WARM_UP: Duration = Duration::from_secs(2);

/// Why there are no figures.
pub type BenchError = Box<dyn std::error::Error + Send + Sync>;

/// What is measured.
#[derive(Debug, Clone)]
pub struct Plan {
    /// How long.
    pub seconds: u64,
    /// Connections that write.
    pub writers: usize,
    /// Whether each person also reads along.
    pub live: bool,
}

struct Figures {
    latencies_ms: Vec<f64>,
    seconds: f64,
    cpu_s: f64,
    live_frames: u64,
}

/// Measures and prints a table and the last line.
///
/// # Errors
/// When the server does not start or answers something else than expected.
pub fn run(server: &Path, plan: &Plan) -> Result<(), BenchError> {
    let court = Court::start(server)?;
    let cases = court.open_cases(plan.writers.div_ceil(court::SEATS))?;
    let figures = measure(&court, &cases, plan)?;
    let limit = limit::measure(&court.folder().join("limit.db"), plan.writers)?;
    print(plan, &figures, &limit, cases.len());
    Ok(())
}

fn measure(
    court: &Court,
    cases: &[anjian_api::ids::CaseId],
    plan: &Plan,
) -> Result<Figures, BenchError> {
    let (counts, stop) = (AtomicBool::new(false), AtomicBool::new(false));
    std::thread::scope(|scope| {
        let readers: Vec<_> = court
            .people()
            .iter()
            .filter(|_| plan.live)
            .map(|person| scope.spawn(|| reader::read_along(court, person, &counts, &stop)))
            .collect();
        let writers: Vec<_> = (0..plan.writers)
            .map(|number| {
                let case = cases[number / court::SEATS];
                let person = &court.people()[number % court::SEATS];
                let (counts, stop) = (&counts, &stop);
                scope.spawn(move || writer::write(court, person, case, number, counts, stop))
            })
            .collect();
        std::thread::sleep(WARM_UP);
        let cpu_before = cpu::seconds_of(court.pid())?;
        let started = Instant::now();
        counts.store(true, Relaxed);
        std::thread::sleep(Duration::from_secs(plan.seconds));
        counts.store(false, Relaxed);
        let seconds = started.elapsed().as_secs_f64();
        let cpu_s = cpu::seconds_of(court.pid())? - cpu_before;
        stop.store(true, Relaxed);
        let mut latencies_ms = Vec::new();
        for writer in writers {
            latencies_ms.extend(writer.join().map_err(|_| "a writer broke off")??);
        }
        let mut live_frames = 0;
        for reader in readers {
            live_frames += reader.join().map_err(|_| "a reader broke off")??;
        }
        latencies_ms.sort_unstable_by(f64::total_cmp);
        Ok(Figures {
            latencies_ms,
            seconds,
            cpu_s,
            live_frames,
        })
    })
}

/// The value that `share` of the sorted values do not exceed.
fn quantile(sorted: &[f64], share: f64) -> f64 {
    let last = sorted.len().saturating_sub(1);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "an index of a list of measurements"
    )]
    let place = (last as f64 * share).round() as usize;
    sorted.get(place).copied().unwrap_or_default()
}

fn tenths(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}

fn print(plan: &Plan, figures: &Figures, limit: &Limit, cases: usize) {
    #[expect(clippy::cast_precision_loss, reason = "a count of messages")]
    let (count, frames) = (
        figures.latencies_ms.len() as f64,
        figures.live_frames as f64,
    );
    let per_s = count / figures.seconds;
    let per_core_s = count / figures.cpu_s.max(0.01);
    let (p50, p99) = (
        quantile(&figures.latencies_ms, 0.5),
        quantile(&figures.latencies_ms, 0.99),
    );
    let frames_per_s = frames / figures.seconds;
    let cores = figures.cpu_s / figures.seconds;
    println!(
        "{cases} cases with 4 seats, {} writers, {:.0} s",
        plan.writers, figures.seconds
    );
    println!("                                  server   SQLite alone");
    println!(
        "accepted, durable     /s      {per_s:>10.0} {:>14.0}",
        limit.per_s
    );
    println!(
        "per core of processor /s      {per_core_s:>10.0} {:>14.0}",
        limit.per_core_s
    );
    println!("answer, half within   ms      {p50:>10.1}");
    println!(
        "answer, 99 % within   ms      {p99:>10.1} {:>14.1}",
        limit.p99_ms
    );
    println!(
        "processor used        cores   {cores:>10.2} {:>14.2}",
        limit.cores
    );
    println!("live frames delivered /s      {frames_per_s:>10.0}");
    let line = json!({
        "name": "write",
        "accepted_per_s": per_s.round(),
        "accepted_per_core_s": per_core_s.round(),
        "p50_ms": tenths(p50),
        "p99_ms": tenths(p99),
        "server_cpu_s": tenths(figures.cpu_s),
        "seconds": tenths(figures.seconds),
        "writers": plan.writers,
        "cases": cases,
        "seats_per_case": court::SEATS,
        "live_frames_per_s": frames_per_s.round(),
        "limit": {
            "what": "SQLite alone, same rows, synchronous=FULL, one commit per group",
            "rows_per_group": plan.writers,
            "accepted_per_s": limit.per_s.round(),
            "accepted_per_core_s": limit.per_core_s.round(),
            "p99_ms": tenths(limit.p99_ms),
        },
        "goal": { "accepted_per_core_s": GOAL_PER_CORE_S, "p99_ms": GOAL_P99_MS },
        "ok": per_core_s >= GOAL_PER_CORE_S && p99 < GOAL_P99_MS,
    });
    println!("{line}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_taken_from_the_sorted_list() {
        let sorted: Vec<f64> = (0..=100).map(f64::from).collect();
        assert!((quantile(&sorted, 0.5) - 50.0).abs() < 0.1);
        assert!((quantile(&sorted, 0.99) - 99.0).abs() < 0.1);
        assert!(quantile(&[], 0.5).abs() < 0.1);
    }
}
