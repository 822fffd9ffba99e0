//! `cargo xtask bench …` and `cargo xtask sim`: builds what is measured, then lets it speak.
//!
//! The measuring stands elsewhere: in anjian-sim and in tests/bench. A bench never fails on time.

use crate::args::Args;
use crate::bundle;
use crate::fonts;
use crate::process::{self, Failure};
use crate::run;
use crate::steps::step;
use crate::tools;
use crate::wheel::Wheel;
use crate::workspace::{Workspace, text};

pub fn bench(workspace: &Workspace, mut args: Args) -> Result<(), Failure> {
    match args.word().as_deref() {
        Some("write") => {
            step("server", || run::build_server(workspace))?;
            simulator(workspace, "bench-write", args)
        }
        Some("timeline") => in_browser(workspace, "timeline", args),
        Some("first-load") => in_browser(workspace, "first-load", args),
        Some("upload") => in_browser(workspace, "upload", args),
        Some("documents") => documents(workspace, args),
        Some("viewer") => in_browser(workspace, "viewer", args),
        Some("ink") => in_browser(workspace, "ink", args),
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

/// Reads PDFs, and has nothing in common with what writes ours.
const PYPDF: Wheel = Wheel {
    package: "pypdf",
    version: "7.1.0",
    hash: "47cca6b24bdcf4c4d65b5f7b8b972535c61710a061261e737688777cfd9a7bfb",
};

/// Papers: what they cost, and whether a reader of another make reads what was written.
fn documents(workspace: &Workspace, args: Args) -> Result<(), Failure> {
    args.finish()?;
    step("fonts", || fonts::install(workspace))?;
    let example = ["--release", "-p", "anjian-documents", "--example", "bench"];
    let mut build = workspace.cargo(&["build", "--locked"])?;
    step("typesetter", || process::run(build.args(example)))?;
    let name = format!("bench{}", std::env::consts::EXE_SUFFIX);
    let bench = workspace.target.join("release/examples").join(name);
    PYPDF.unpacked(workspace, |reader| {
        let mut bench = workspace.command(&text(&bench))?;
        process::run(bench.arg(reader))?;
        let mut read = workspace.command("python3")?;
        read.args(["tests/bench/read_pdf.py", &text(reader)]);
        process::run(read.env("PYTHONPATH", reader))
    })
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
