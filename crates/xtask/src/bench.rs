//! `cargo xtask bench …` and `cargo xtask sim`: builds what is measured, then lets it speak.
//!
//! The measuring stands elsewhere: in anjian-sim and in tests/bench. A bench never fails on time.

use crate::args::Args;
use crate::bundle;
use crate::process::{self, Failure};
use crate::run;
use crate::steps::step;
use crate::tools;
use crate::workspace::Workspace;

pub fn bench(workspace: &Workspace, mut args: Args) -> Result<(), Failure> {
    match args.word().as_deref() {
        Some("write") => {
            step("server", || run::build_server(workspace))?;
            simulator(workspace, "bench-write", args)
        }
        Some("timeline") => in_browser(workspace, "timeline", args),
        Some("first-load") => in_browser(workspace, "first-load", args),
        Some("upload") => in_browser(workspace, "upload", args),
        Some("viewer") => in_browser(workspace, "viewer", args),
        _ => Err(Failure::new(crate::USAGE)),
    }
}

/// Clients, server and network simulated; `--seeds N` and `--seed S` go through.
pub fn sim(workspace: &Workspace, args: Args) -> Result<(), Failure> {
    simulator(workspace, "sim", args)
}

fn simulator(workspace: &Workspace, command: &str, args: Args) -> Result<(), Failure> {
    let mut build = workspace.cargo(&["build", "--locked", "--release", "-p", "anjian-sim"])?;
    step("simulator", || process::run(&mut build))?;
    let simulator = workspace.binary("release", "anjian-sim");
    let mut simulator = workspace.command(&simulator.to_string_lossy())?;
    simulator.arg(command).args(args.rest());
    process::run(simulator.env(
        "ANJIAN_SERVER",
        workspace.binary("release", "anjian-server"),
    ))
}

/// A script that drives Chromium against the release server and the bundle.
fn in_browser(workspace: &Workspace, name: &str, args: Args) -> Result<(), Failure> {
    tools::set_up(workspace)?;
    let browser = step("browser", tools::browser)?;
    step("bundle", || bundle::bundle(workspace, false))?;
    step("server", || run::build_server(workspace))?;
    let mut node = workspace.command("node")?;
    node.arg(format!("tests/bench/{name}.mjs"))
        .args(args.rest());
    node.env(
        "ANJIAN_SERVER",
        workspace.binary("release", "anjian-server"),
    );
    // The bench of uploads starts our own fault proxy.
    if let Ok(xtask) = std::env::current_exe() {
        node.env("ANJIAN_XTASK", xtask);
    }
    node.env("ANJIAN_DIST", workspace.dist())
        .env("CHROMIUM", browser.chromium);
    process::run(&mut node)
}
