//! `anjian-sim`: the simulation and the benches from the command line.

use std::process::ExitCode;

use anjian_sim::bench::{self, Plan};

const USAGE: &str = "usage:
  anjian-sim sim [--seeds N] [--seed FIRST]     simulated clients, server and network
  anjian-sim bench-write [--server PATH] [--seconds S] [--writers N] [--no-live]
                                                messages a second; PATH also by $ANJIAN_SERVER";

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let done = match words.first().map(String::as_str) {
        Some("sim") => simulate(&words[1..]),
        Some("bench-write") => bench_write(&words[1..]),
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

fn bench_write(words: &[String]) -> Result<bool, String> {
    let server = value(words, "--server")?
        .map(Into::into)
        .or_else(|| std::env::var_os("ANJIAN_SERVER"))
        .ok_or_else(|| format!("which server?\n{USAGE}"))?;
    let writers = number(words, "--writers")?.unwrap_or(64);
    let plan = Plan {
        seconds: number(words, "--seconds")?.unwrap_or(10),
        writers: usize::try_from(writers).map_err(|error| error.to_string())?,
        live: !words.iter().any(|word| word == "--no-live"),
    };
    bench::run(server.as_ref(), &plan).map_err(|error| error.to_string())?;
    Ok(true)
}

/// The word after a flag.
fn value<'a>(words: &'a [String], flag: &str) -> Result<Option<&'a str>, String> {
    let Some(place) = words.iter().position(|word| word == flag) else {
        return Ok(None);
    };
    let word = words.get(place + 1).map(String::as_str);
    word.map(Some)
        .ok_or_else(|| format!("{flag} needs a value\n{USAGE}"))
}

/// The number after a flag.
fn number(words: &[String], flag: &str) -> Result<Option<u64>, String> {
    value(words, flag)?
        .map(|word| {
            word.parse()
                .map_err(|_| format!("{flag} needs a number\n{USAGE}"))
        })
        .transpose()
}
