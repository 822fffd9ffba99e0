//! `cargo xtask run`: from a fresh clone to an open court in this terminal.

use std::path::PathBuf;
use std::process::Command;

use crate::args::Args;
use crate::bundle;
use crate::files;
use crate::fonts;
use crate::process::{self, Failure};
use crate::steps::step;
use crate::tools;
use crate::workspace::Workspace;

/// What was asked for on the command line.
struct Options {
    data: PathBuf,
    port: u16,
    demo: bool,
}

impl Options {
    fn read(mut args: Args) -> Result<Self, Failure> {
        let port = args.value("--port")?.map(|port| {
            port.parse()
                .map_err(|_| Failure::new(format!("--port {port}: 0 to 65535")))
        });
        let data = args.value("--data")?;
        let demo = !args.flag("--no-demo");
        args.finish()?;
        Ok(Self {
            data: PathBuf::from(data.unwrap_or_else(|| "data".to_owned())),
            port: port.transpose()?.unwrap_or(8080),
            demo,
        })
    }
}

pub fn run(workspace: &Workspace, args: Args) -> Result<(), Failure> {
    let options = Options::read(args)?;
    tools::set_up(workspace)?;
    step("bundle", || bundle::bundle(workspace, false))?;
    step("server", || build_server(workspace))?;
    // Relative to where the person stands, not to the checkout.
    let data = std::path::absolute(&options.data)
        .map_err(|error| Failure::io("cannot find", &options.data, &error))?;
    files::create_folder(&data)?;
    fonts::show(workspace, &data)?;
    println!("▸ court in {}", data.display());

    let mut server = workspace.command(
        &workspace
            .binary("release", "anjian-server")
            .to_string_lossy(),
    )?;
    server
        .arg("--data")
        .arg(data)
        .arg("--dist")
        .arg(workspace.dist());
    server.args(["--port", &options.port.to_string()]);
    if options.demo {
        server.arg("--demo");
    }
    become_program(&mut server)
}

pub fn build_server(workspace: &Workspace) -> Result<(), Failure> {
    process::run(&mut workspace.cargo(&[
        "build",
        "--locked",
        "--release",
        "-p",
        "anjian-server",
    ])?)
}

/// The server takes this process over, so that Ctrl-C and signals reach it and nobody between.
#[cfg(unix)]
fn become_program(command: &mut Command) -> Result<(), Failure> {
    use std::os::unix::process::CommandExt;
    let error = command.exec();
    let program = command.get_program().to_string_lossy();
    Err(Failure::new(format!(
        "{program} could not be started: {error}"
    )))
}

#[cfg(not(unix))]
fn become_program(command: &mut Command) -> Result<(), Failure> {
    process::run(command)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Result<Options, Failure> {
        Options::read(Args::new(line.split_whitespace().map(str::to_owned)))
    }

    #[test]
    fn without_options_it_is_the_demonstration_on_8080() {
        let options = read("").unwrap();
        assert!(options.demo && options.port == 8080);
        assert_eq!(options.data.to_str(), Some("data"));
    }

    #[test]
    fn port_that_is_none_is_refused() {
        assert!(read("--port 70000").is_err());
        assert_eq!(read("--port 0 --no-demo").unwrap().port, 0);
    }
}
