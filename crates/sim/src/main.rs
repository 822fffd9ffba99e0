//! `anjian-sim`: the simulation and the benches from the command line.

use std::process::ExitCode;

const USAGE: &str = "usage:
  anjian-sim sim [--seeds N] [--seed FIRST]     simulated clients, server and network";

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let done = match words.first().map(String::as_str) {
        Some("sim") => simulate(&words[1..]),
        _ => Err(USAGE.to_owned()),
    };
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(text) => {
            eprintln!("{text}");
            ExitCode::from(2)
        }
    }
}

fn simulate(words: &[String]) -> Result<bool, String> {
    let seeds = number(words, "--seeds")?.unwrap_or(1_000);
    let first = number(words, "--seed")?.unwrap_or(1);
    Ok(anjian_sim::seeds::run_and_print(first, seeds))
}

/// The number after a flag.
fn number(words: &[String], flag: &str) -> Result<Option<u64>, String> {
    let Some(place) = words.iter().position(|word| word == flag) else {
        return Ok(None);
    };
    words
        .get(place + 1)
        .and_then(|word| word.parse().ok())
        .map(Some)
        .ok_or_else(|| format!("{flag} needs a number\n{USAGE}"))
}
