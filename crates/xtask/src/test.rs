//! `cargo xtask test`: everything that must hold, in the order in which it fails soonest.

use std::path::Path;
use std::time::Duration;

use crate::args::Args;
use crate::bundle;
use crate::process::{self, Failure};
use crate::size;
use crate::steps::{self, Outcome, step};
use crate::tools;
use crate::workspace::Workspace;

type Work = fn(&Workspace, &[String]) -> Result<(), Failure>;

/// One profile and one target folder for all of them.
const STEPS: &[(&str, Work)] = &[
    ("set-up", |workspace, _| set_up(workspace)),
    ("fmt", |workspace, _| {
        process::run(&mut workspace.cargo(&["fmt", "--all", "--check"])?)
    }),
    ("clippy", |workspace, _| clippy(workspace)),
    ("clippy-wasm", |workspace, _| clippy_wasm(workspace)),
    ("host", |workspace, _| {
        process::run(&mut workspace.cargo(&["test", "--locked", "--workspace"])?)
    }),
    ("browser", |workspace, _| browser_tests(workspace)),
    ("bundle", |workspace, _| bundle::bundle(workspace, false)),
    ("size", |workspace, _| size::size(workspace, false)),
    ("e2e", e2e),
];

/// The crates that run in a browser.
const WASM_PACKAGES: &[&str] = &[
    "anjian",
    "anjian-api",
    "anjian-domain",
    "anjian-hasher",
    "anjian-proof",
    "anjian-sync",
];

/// `--only STEP[,STEP]` runs some steps, `--keep-going` does not stop at the first failure; words
/// after `--` go to Playwright.
pub fn test(workspace: &Workspace, mut args: Args) -> Result<(), Failure> {
    let keep_going = args.flag("--keep-going");
    let only = args.value("--only")?;
    let words = args.rest();
    let split = words
        .iter()
        .position(|word| word == "--")
        .unwrap_or(words.len());
    let (ours, for_playwright) = words.split_at(split);
    Args::new(ours.iter().cloned()).finish()?;
    let for_playwright = for_playwright.get(1..).unwrap_or_default();

    let chosen = choose(only.as_deref())?;
    let mut rows: Vec<(&str, Outcome, Duration)> = Vec::new();
    let mut failures = Vec::new();
    for (name, work) in chosen {
        if failures.is_empty() || keep_going {
            let (result, took) = steps::timed(|| step(name, || work(workspace, for_playwright)));
            let outcome = if result.is_ok() {
                Outcome::Passed
            } else {
                Outcome::Failed
            };
            rows.push((name, outcome, took));
            if let Err(failure) = result {
                eprintln!("{name}: {failure}");
                failures.push(name);
            }
        } else {
            rows.push((name, Outcome::NotRun, Duration::ZERO));
        }
    }
    let count = |wanted| {
        rows.iter()
            .filter(|(_, outcome, _)| *outcome == wanted)
            .count()
    };
    println!("\n{}", steps::table(&rows));
    println!(
        "{} passed, {} failed",
        count(Outcome::Passed),
        count(Outcome::Failed)
    );
    if failures.is_empty() {
        Ok(())
    } else {
        Err(Failure::told())
    }
}

fn choose(only: Option<&str>) -> Result<Vec<(&'static str, Work)>, Failure> {
    let Some(only) = only else {
        return Ok(STEPS.to_vec());
    };
    let wanted: Vec<_> = only.split(',').map(str::trim).collect();
    let known = |name: &&&str| STEPS.iter().any(|(step, _)| step == *name);
    if let Some(unknown) = wanted.iter().find(|name| !known(name)) {
        let names: Vec<_> = STEPS.iter().map(|(name, _)| *name).collect();
        return Err(Failure::new(format!(
            "no step {unknown}; there are {}",
            names.join(", ")
        )));
    }
    Ok(STEPS
        .iter()
        .filter(|(name, _)| wanted.contains(name))
        .copied()
        .collect())
}

fn set_up(workspace: &Workspace) -> Result<(), Failure> {
    tools::set_up(workspace)?;
    step("browser and driver", tools::browser).map(drop)
}

fn clippy(workspace: &Workspace) -> Result<(), Failure> {
    let words = [
        "clippy",
        "--locked",
        "--workspace",
        "--all-targets",
        "--",
        "-D",
        "warnings",
    ];
    process::run(&mut workspace.cargo(&words)?)
}

fn clippy_wasm(workspace: &Workspace) -> Result<(), Failure> {
    let mut cargo =
        workspace.cargo(&["clippy", "--locked", "--target", "wasm32-unknown-unknown"])?;
    cargo.args(WASM_PACKAGES.iter().flat_map(|package| ["-p", package]));
    cargo.args([
        "--lib", "--bin", "anjian", "--test", "browser", "--", "-D", "warnings",
    ]);
    process::run(&mut cargo)
}

/// Tests that need a DOM; webdriver.json at the root says how Chromium is started.
fn browser_tests(workspace: &Workspace) -> Result<(), Failure> {
    let browser = tools::browser()?;
    let mut cargo = workspace.cargo(&["test", "--locked", "--target", "wasm32-unknown-unknown"])?;
    cargo.args(["-p", "anjian", "--test", "browser"]);
    cargo
        .env("CHROMEDRIVER", browser.driver)
        .env("WASM_BINDGEN_TEST_TIMEOUT", "120");
    process::run(&mut cargo)
}

/// The server that the host's tests made for themselves. `cargo build -p anjian-server` would turn on
/// other features of what is shared, and compile half the house again.
const SERVER: &[&str] = &[
    "test",
    "--locked",
    "--workspace",
    "--test",
    "http",
    "--no-run",
];

/// People's journeys: the bundle as it is shipped, the server in the profile of the tests.
fn e2e(workspace: &Workspace, for_playwright: &[String]) -> Result<(), Failure> {
    let folder = workspace.npm();
    require(&folder.join("playwright.config.ts"))
        .or_else(|missing| require(&folder.join("playwright.config.js")).map_err(|_| missing))?;
    require(&workspace.dist().join("index.html"))?;
    process::run(&mut workspace.cargo(SERVER)?)?;
    process::run(workspace.command("tsc")?.current_dir(&folder))?;
    let browser = tools::browser()?;
    let mut playwright = workspace.command("playwright")?;
    playwright
        .arg("test")
        .args(for_playwright)
        .current_dir(folder);
    playwright.env("ANJIAN_SERVER", workspace.binary("debug", "anjian-server"));
    playwright
        .env("ANJIAN_DIST", workspace.dist())
        .env("CHROMIUM", browser.chromium);
    process::run(&mut playwright)
}

fn require(path: &Path) -> Result<(), Failure> {
    if path.is_file() {
        Ok(())
    } else {
        Err(Failure::new(format!("{} is not there", path.display())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(only: Option<&str>) -> Vec<&'static str> {
        choose(only)
            .unwrap()
            .into_iter()
            .map(|(name, _)| name)
            .collect()
    }

    #[test]
    fn chosen_steps_keep_their_order_and_unknown_ones_are_refused() {
        assert_eq!(names(None).len(), STEPS.len());
        assert_eq!(names(Some("e2e,fmt")), ["fmt", "e2e"]);
        assert!(choose(Some("fmt,lint")).is_err());
    }
}
