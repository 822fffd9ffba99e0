//! Starting other programs: one error type, one search path, one way to name what failed.

use std::ffi::{OsStr, OsString};
use std::fmt;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Why a task stopped, in words for the person at the terminal.
#[derive(Debug, PartialEq, Eq)]
pub struct Failure(String);

impl Failure {
    pub fn new(words: impl Into<String>) -> Self {
        Self(words.into())
    }

    /// For what has been said already: the task stops and no more words are due.
    pub fn told() -> Self {
        Self(String::new())
    }

    pub fn is_told(&self) -> bool {
        self.0.is_empty()
    }

    /// An input or output error, with the path it happened at.
    pub fn io(doing: &str, path: &Path, error: &std::io::Error) -> Self {
        Self(format!("{doing} {}: {error}", path.display()))
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Runs a command with our own terminal and fails when it fails.
pub fn run(command: &mut Command) -> Result<(), Failure> {
    let status = command.status().map_err(|error| {
        Failure::new(format!("`{}` could not be started: {error}", line(command)))
    })?;
    if status.success() {
        Ok(())
    } else {
        Err(Failure::new(format!(
            "`{}` ended with {status}",
            line(command)
        )))
    }
}

/// Runs a command and returns what it wrote on stdout.
pub fn output(command: &mut Command) -> Result<String, Failure> {
    let output = command.output().map_err(|error| {
        Failure::new(format!("`{}` could not be started: {error}", line(command)))
    })?;
    if output.status.success() {
        Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
    } else {
        let words = String::from_utf8_lossy(&output.stderr);
        Err(Failure::new(format!(
            "`{}` ended with {}\n{}",
            line(command),
            output.status,
            words.trim()
        )))
    }
}

/// The command as somebody would type it.
fn line(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words
        .map(OsStr::to_string_lossy)
        .collect::<Vec<_>>()
        .join(" ")
}

/// Where a program stands on the search path, if anywhere.
pub fn find_program(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .map(|folder| folder.join(name))
        .find(|file| file.is_file())
}

/// A command without the variables that `cargo run` sets for us: a nested cargo would take them
/// for a change and build again.
pub fn clean_command(program: impl AsRef<OsStr>, path: &OsStr) -> Command {
    let mut command = Command::new(program);
    for (name, _) in std::env::vars_os() {
        if is_set_by_cargo_run(&name) {
            command.env_remove(name);
        }
    }
    command.env("PATH", path);
    command
}

fn is_set_by_cargo_run(name: &OsString) -> bool {
    let name = name.to_string_lossy();
    name.starts_with("CARGO_PKG_")
        || name.starts_with("CARGO_MANIFEST_")
        || matches!(&*name, "CARGO_BIN_NAME" | "CARGO_CRATE_NAME" | "CARGO_PRIMARY_PACKAGE")
        // Trunk takes `NO_COLOR=1` for a malformed flag and refuses to start.
        || name == "NO_COLOR"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failed_command_is_named_as_typed() {
        let failure = run(Command::new("sh").args(["-c", "exit 3"])).unwrap_err();
        assert_eq!(
            failure.to_string(),
            "`sh -c exit 3` ended with exit status: 3"
        );
    }

    #[test]
    fn package_variables_of_the_outer_cargo_are_dropped_and_its_settings_kept() {
        assert!(is_set_by_cargo_run(&"CARGO_PKG_NAME".into()));
        assert!(is_set_by_cargo_run(&"CARGO_MANIFEST_DIR".into()));
        assert!(!is_set_by_cargo_run(&"CARGO_TARGET_DIR".into()));
        assert!(!is_set_by_cargo_run(&"CARGO_HOME".into()));
    }
}
