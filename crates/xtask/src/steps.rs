//! Progress on the terminal: each step by name, with the seconds it took.

use std::time::{Duration, Instant};

use crate::process::Failure;

/// How one step ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Outcome {
    Passed,
    Failed,
    NotRun,
}

/// Runs one step and says how long it took.
pub fn step<T>(name: &str, work: impl FnOnce() -> Result<T, Failure>) -> Result<T, Failure> {
    println!("▸ {name}");
    let (result, took) = timed(work);
    let seconds = took.as_secs_f64();
    match &result {
        Ok(_) => println!("✓ {name} · {seconds:.1} s"),
        Err(_) => println!("✗ {name} · {seconds:.1} s"),
    }
    result
}

pub fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    let result = work();
    (result, start.elapsed())
}

/// The table of all steps, for the end of a run.
pub fn table(rows: &[(&str, Outcome, Duration)]) -> String {
    let width = rows
        .iter()
        .map(|(name, ..)| name.len())
        .max()
        .unwrap_or(0)
        .max("total".len());
    let mut text = format!("{:width$}  {:>8}  result\n", "step", "seconds");
    let mut total = Duration::ZERO;
    for (name, outcome, took) in rows {
        total += *took;
        let word = match outcome {
            Outcome::Passed => "passed",
            Outcome::Failed => "FAILED",
            Outcome::NotRun => "not run",
        };
        text.push_str(&format!(
            "{name:width$}  {:>8.1}  {word}\n",
            took.as_secs_f64()
        ));
    }
    text.push_str(&format!(
        "{:width$}  {:>8.1}\n",
        "total",
        total.as_secs_f64()
    ));
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn table_shows_every_step_and_the_sum() {
        let text = table(&[
            ("fmt", Outcome::Passed, Duration::from_millis(1_500)),
            ("unit", Outcome::Failed, Duration::from_secs(61)),
            ("e2e", Outcome::NotRun, Duration::ZERO),
        ]);
        let lines: Vec<_> = text.lines().collect();
        assert_eq!(lines[1], "fmt         1.5  passed");
        assert_eq!(lines[2], "unit       61.0  FAILED");
        assert_eq!(lines[3], "e2e         0.0  not run");
        assert_eq!(lines[4], "total      62.5");
    }
}
