//! Runs many seeds and adds up what they came to.

use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use serde_json::json;

use crate::world::{Answers, Fault, FaultKind, Papers, World};

/// Sums over all seeds.
#[derive(Debug, Default)]
pub struct Report {
    /// Seeds that were run.
    pub seeds: u64,
    /// Commands that people gave.
    pub commands: u64,
    /// Entries that came to be.
    pub entries: u64,
    /// The longest time to settle, in simulated time.
    pub settled_ms: i64,
    /// Broken promises by kind.
    pub counts: [u64; 5],
    /// Opinions in exchanges of evidence.
    pub answers: Answers,
    /// Documents.
    pub papers: Papers,
    /// Seeds with broken promises.
    pub failing: Vec<(u64, Vec<Fault>)>,
}

impl Report {
    fn add(&mut self, seed: u64) {
        let outcome = World::new(seed).run();
        self.seeds += 1;
        self.commands += outcome.commands;
        self.entries += outcome.entries;
        self.answers.add(outcome.answers);
        self.papers.add(outcome.papers);
        self.settled_ms = self.settled_ms.max(outcome.settled_ms);
        if !outcome.faults.is_empty() {
            for fault in &outcome.faults {
                self.counts[place(fault.kind)] += 1;
            }
            self.failing.push((seed, outcome.faults));
        }
    }

    fn merge(&mut self, other: Report) {
        self.seeds += other.seeds;
        self.commands += other.commands;
        self.entries += other.entries;
        self.answers.add(other.answers);
        self.papers.add(other.papers);
        self.settled_ms = self.settled_ms.max(other.settled_ms);
        for (sum, count) in self.counts.iter_mut().zip(other.counts) {
            *sum += count;
        }
        self.failing.extend(other.failing);
        self.failing.sort_by_key(|(seed, _)| *seed);
    }

    /// Nothing was broken.
    #[must_use]
    pub fn is_ok(&self) -> bool {
        self.failing.is_empty()
    }

    /// The last line for machines.
    #[must_use]
    pub fn json(&self, took_s: f64) -> String {
        let [lost, duplicated, reordered, diverged, leaked] = self.counts;
        json!({
            "name": "sim",
            "seeds": self.seeds,
            "commands": self.commands,
            "entries": self.entries,
            "lost": lost,
            "duplicated": duplicated,
            "reordered": reordered,
            "diverged": diverged,
            "leaked": leaked,
            "opinions_sealed": self.answers.sealed,
            "opinions_opened": self.answers.opened,
            "documents_sent": self.papers.sent,
            "documents_revised": self.papers.revised,
            "signatures": self.papers.signed,
            "signatures_of_old_versions_refused": self.papers.stale,
            "documents_refused": self.papers.refused,
            "slowest_settling_simulated_ms": self.settled_ms,
            "took_s": (took_s * 10.0).round() / 10.0,
            "goal": { "lost": 0, "duplicated": 0, "reordered": 0, "diverged": 0, "leaked": 0 },
            "ok": self.is_ok(),
        })
        .to_string()
    }
}

const fn place(kind: FaultKind) -> usize {
    match kind {
        FaultKind::Lost => 0,
        FaultKind::Duplicated => 1,
        FaultKind::Reordered => 2,
        FaultKind::Diverged => 3,
        FaultKind::Leaked => 4,
    }
}

/// Runs the seeds `from..from + count` on all cores. `progress` is called now and then with the
/// number done.
pub fn run(from: u64, count: u64, progress: impl Fn(u64) + Sync) -> Report {
    let next = AtomicU64::new(0);
    let sum = Mutex::new(Report::default());
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                let mut own = Report::default();
                loop {
                    let done = next.fetch_add(1, Ordering::Relaxed);
                    if done >= count {
                        break;
                    }
                    own.add(from.wrapping_add(done));
                    if (done + 1).is_multiple_of(1_000) {
                        progress(done + 1);
                    }
                }
                if let Ok(mut sum) = sum.lock() {
                    sum.merge(own);
                }
            });
        }
    });
    sum.into_inner().unwrap_or_default()
}

/// Runs the seeds, prints a table, the failing seeds, and the last line.
pub fn run_and_print(from: u64, count: u64) -> bool {
    let started = Instant::now();
    let report = run(from, count, |done| {
        eprintln!(
            "{done} of {count} seeds, {:.0} s",
            started.elapsed().as_secs_f64()
        );
    });
    let took_s = started.elapsed().as_secs_f64();
    for (seed, faults) in report.failing.iter().take(5) {
        println!("seed {seed} fails; replay it with: cargo xtask sim --seeds 1 --seed {seed}");
        for Fault { kind, text } in faults.iter().take(5) {
            println!("    {kind:?}: {text}");
        }
    }
    let [lost, duplicated, reordered, diverged, leaked] = report.counts;
    println!("seeds                {:>12}", report.seeds);
    println!("commands given       {:>12}", report.commands);
    println!("entries made         {:>12}", report.entries);
    println!("lost                 {lost:>12}");
    println!("duplicated           {duplicated:>12}");
    println!("reordered            {reordered:>12}");
    println!("diverged             {diverged:>12}");
    println!("leaked               {leaked:>12}");
    println!("opinions sealed      {:>12}", report.answers.sealed);
    println!("opinions opened      {:>12}", report.answers.opened);
    println!("documents sent       {:>12}", report.papers.sent);
    println!("versions after them  {:>12}", report.papers.revised);
    println!("signatures           {:>12}", report.papers.signed);
    println!("old versions refused {:>12}", report.papers.stale);
    println!("signing refused      {:>12}", report.papers.refused);
    println!(
        "slowest settling     {:>10} s (simulated)",
        report.settled_ms / 1_000
    );
    println!("took                 {took_s:>10.1} s");
    println!("{}", report.json(took_s));
    report.is_ok()
}
