//! Where things stand: the checkout, the target folder, the tools, the bundle.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::process::{self, Failure};

/// The folders of one checkout.
pub struct Workspace {
    pub root: PathBuf,
    pub target: PathBuf,
    pub tools: PathBuf,
}

impl Workspace {
    pub fn locate() -> Result<Self, Failure> {
        let crate_folder = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
        let start = crate_folder.or_else(|| std::env::current_dir().ok());
        let root = start
            .as_deref()
            .and_then(|start| {
                start
                    .ancestors()
                    .find(|folder| folder.join("Cargo.lock").is_file())
            })
            .ok_or_else(|| Failure::new("run this inside the checkout, as `cargo xtask …`"))?
            .to_owned();
        let target = match std::env::var_os("CARGO_TARGET_DIR") {
            Some(folder) => root.join(folder),
            None => root.join("target"),
        };
        Ok(Self {
            tools: tools_folder()?,
            target,
            root,
        })
    }

    /// What is served: the app, ready to be sent.
    pub fn dist(&self) -> PathBuf {
        self.root.join("dist")
    }

    /// The npm parts live where the tests in a browser do.
    pub fn npm(&self) -> PathBuf {
        self.root.join("tests/e2e")
    }

    pub fn node_modules(&self) -> PathBuf {
        self.npm().join("node_modules")
    }

    /// A binary that cargo built with `profile` ("debug" or "release").
    pub fn binary(&self, profile: &str, name: &str) -> PathBuf {
        self.target
            .join(profile)
            .join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
    }

    /// Our tools first, then what the machine has.
    fn search_path(&self) -> Result<OsString, Failure> {
        let ours = [self.tools.join("bin"), self.node_modules().join(".bin")];
        let machine = std::env::var_os("PATH").unwrap_or_default();
        std::env::join_paths(ours.into_iter().chain(std::env::split_paths(&machine)))
            .map_err(|error| Failure::new(format!("the search path cannot be extended: {error}")))
    }

    /// A command at the root of the checkout with our tools on the path.
    pub fn command(&self, program: &str) -> Result<Command, Failure> {
        let mut command = process::clean_command(program, &self.search_path()?);
        command
            .current_dir(&self.root)
            .env("CARGO_TARGET_DIR", &self.target)
            .env("ANJIAN_FONTS", crate::fonts::folder(self));
        // On a build machine nothing is compiled twice: incremental caches only cost time and disk.
        if std::env::var_os("CI").is_some_and(|value| value == "true") {
            command.env("CARGO_INCREMENTAL", "0");
        }
        Ok(command)
    }

    pub fn cargo(&self, words: &[&str]) -> Result<Command, Failure> {
        let mut command = self.command("cargo")?;
        command.args(words);
        Ok(command)
    }

    /// The version of a package in Cargo.lock.
    pub fn locked_version(&self, package: &str) -> Result<String, Failure> {
        let lock = crate::files::read_text(&self.root.join("Cargo.lock"))?;
        version_in_lock(&lock, package)
            .ok_or_else(|| Failure::new(format!("Cargo.lock names no package {package}")))
    }
}

/// Per user, not per checkout: compiling Trunk takes ten minutes on two cores.
fn tools_folder() -> Result<PathBuf, Failure> {
    if let Some(folder) = std::env::var_os("ANJIAN_TOOLS") {
        return Ok(PathBuf::from(folder));
    }
    let cache = std::env::var_os("XDG_CACHE_HOME")
        .map(PathBuf::from)
        .filter(|p| p.is_absolute());
    let cache = cache.or_else(|| std::env::home_dir().map(|home| home.join(".cache")));
    cache
        .map(|cache| cache.join("anjian/tools"))
        .ok_or_else(|| {
            Failure::new(
                "no home folder for the tools: set ANJIAN_TOOLS to a folder to keep them in",
            )
        })
}

fn version_in_lock(lock: &str, package: &str) -> Option<String> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| *line != name).skip(1);
    lines
        .next()?
        .strip_prefix("version = \"")?
        .strip_suffix('"')
        .map(str::to_owned)
}

/// A path as cargo and node want it: relative names would be read from another folder.
pub fn text(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn version_is_read_from_the_lock_by_the_whole_name() {
        let lock = "[[package]]\nname = \"wasm-bindgen-futures\"\nversion = \"0.4.50\"\n\n\
                    [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.129\"\nsource = \"x\"\n";
        assert_eq!(
            version_in_lock(lock, "wasm-bindgen").as_deref(),
            Some("0.2.129")
        );
        assert_eq!(version_in_lock(lock, "bindgen"), None);
    }
}
