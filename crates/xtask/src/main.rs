//! Tasks of this repository: set-up, run, test, size, bench. Each does what it says from a fresh
//! clone; what is done already is not done again.

mod args;
mod assets;
mod bench;
mod bundle;
mod fault_proxy;
mod files;
mod fonts;
mod npm;
mod process;
mod run;
mod shorten;
mod size;
mod split;
mod stamp;
mod steps;
mod test;
mod tools;
mod wheel;
mod workspace;

use std::process::ExitCode;

use args::Args;
use process::Failure;
use steps::step;
use workspace::Workspace;

const USAGE: &str = "\
cargo xtask run [--data DIR] [--port N] [--no-demo]   an open court on http://127.0.0.1:8080
cargo xtask test [--only STEP,…] [--keep-going]       everything that must hold
cargo xtask bundle [--force]                          the app, ready to be served, in dist/
cargo xtask size [--record]                           its compressed size against budget.json
cargo xtask sim --seeds N [--seed S]                  clients, server and network simulated
cargo xtask fault-proxy --to HOST:PORT                a bad link, for the bench of uploads
cargo xtask bench write|timeline|first-load|upload|viewer|ink|documents figures, as a table and one JSON line";

fn main() -> ExitCode {
    let mut words = std::env::args().skip(1);
    let command = words.next().unwrap_or_default();
    match perform(&command, Args::new(words)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            if !failure.is_told() {
                eprintln!("{failure}");
            }
            ExitCode::FAILURE
        }
    }
}

fn perform(command: &str, mut args: Args) -> Result<(), Failure> {
    let workspace = Workspace::locate()?;
    match command {
        "run" => run::run(&workspace, args),
        "test" => test::test(&workspace, args),
        "bundle" => {
            let force = args.flag("--force");
            args.finish()?;
            tools::set_up(&workspace)?;
            step("bundle", || bundle::bundle(&workspace, force))
        }
        "size" => {
            let record = args.flag("--record");
            args.finish()?;
            size::size(&workspace, record)
        }
        "sim" => bench::sim(&workspace, args),
        "bench" => bench::bench(&workspace, args),
        "fault-proxy" => fault_proxy::run(args),
        "help" | "--help" | "-h" => {
            println!("{USAGE}");
            Ok(())
        }
        _ => Err(Failure::new(USAGE)),
    }
}
