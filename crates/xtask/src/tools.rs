//! What a machine needs before anything can be built, and the tools we bring ourselves.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::files;
use crate::process::{self, Failure};
use crate::steps::step;
use crate::workspace::{Workspace, text};

/// Newer Trunk needs a newer Rust than the pinned one.
const TRUNK: &str = "0.21.14";
const WASM: &str = "wasm32-unknown-unknown";
const NODE: u32 = 20;

/// Brings everything a build needs; what is there already is kept.
pub fn set_up(workspace: &Workspace) -> Result<(), Failure> {
    step("prerequisites", check_prerequisites)?;
    step("wasm target", || add_wasm_target(workspace))?;
    step("locked crates", || {
        process::run(workspace.cargo(&["fetch", "--locked"])?.arg("--quiet"))
    })?;
    step(&format!("trunk {TRUNK}"), || {
        install(workspace, "trunk", "trunk", TRUNK)
    })?;
    let bindgen = workspace.locked_version("wasm-bindgen")?;
    step(&format!("wasm-bindgen {bindgen}"), || {
        install(workspace, "wasm-bindgen-cli", "wasm-bindgen", &bindgen)
    })?;
    step("npm parts", || crate::npm::install(workspace))?;
    step("fonts", || crate::fonts::install(workspace))
}

/// Every missing prerequisite at once, each with the command that brings it.
fn check_prerequisites() -> Result<(), Failure> {
    let mut missing = Vec::new();
    if process::find_program("cc").is_none() && cfg!(unix) {
        missing.push(format!(
            "a C compiler (cc): {}",
            advice("build-essential", "xcode-select --install")
        ));
    }
    match node_major() {
        Some(major) if major >= NODE => {}
        found => {
            let found = found.map_or_else(String::new, |major| format!(" (found {major})"));
            missing.push(format!(
                "Node {NODE} or newer{found}: curl -fsSL https://deb.nodesource.com/setup_{NODE}.x \
                 | sudo -E bash - && sudo apt-get install -y nodejs"
            ));
        }
    }
    if process::find_program("npm").is_none() {
        missing.push(format!("npm: {}", advice("npm", "brew install node")));
    }
    let pip = Command::new("python3")
        .args(["-m", "pip", "--version"])
        .output();
    if !pip.is_ok_and(|said| said.status.success()) {
        missing.push(format!(
            "Python with pip, which brings the fonts: {}",
            advice("python3-pip", "brew install python")
        ));
    }
    if missing.is_empty() {
        Ok(())
    } else {
        Err(Failure::new(format!(
            "missing on this machine:\n  {}",
            missing.join("\n  ")
        )))
    }
}

fn advice(debian_package: &str, mac: &str) -> String {
    if cfg!(target_os = "macos") {
        mac.to_owned()
    } else {
        format!("sudo apt-get install -y {debian_package}")
    }
}

fn node_major() -> Option<u32> {
    major_version(&process::output(Command::new("node").arg("--version")).ok()?)
}

fn major_version(version: &str) -> Option<u32> {
    version
        .trim_start_matches('v')
        .split('.')
        .next()?
        .parse()
        .ok()
}

/// rustup does not add a target of rust-toolchain.toml to a toolchain that is already installed.
fn add_wasm_target(workspace: &Workspace) -> Result<(), Failure> {
    let mut rustc = workspace.command("rustc")?;
    let sysroot = process::output(rustc.args(["--print", "sysroot"]))?;
    if Path::new(&sysroot).join("lib/rustlib").join(WASM).is_dir() {
        return Ok(());
    }
    if process::find_program("rustup").is_none() {
        return Err(Failure::new(
            "missing on this machine: rustup, which brings the wasm target:\n  \
             curl --proto '=https' --tlsv1.2 -sSf https://sh.rustup.rs | sh",
        ));
    }
    process::run(workspace.command("rustup")?.args(["target", "add", WASM]))
}

/// Installs a tool of exactly this version into the tools folder, unless it stands there.
fn install(
    workspace: &Workspace,
    package: &str,
    binary: &str,
    version: &str,
) -> Result<(), Failure> {
    let installed = workspace.tools.join("bin").join(binary);
    if has_version(&installed, binary, version) {
        return Ok(());
    }
    println!(
        "  compiling {package} {version} once for this user, into {}",
        workspace.tools.display()
    );
    files::create_folder(&workspace.tools)?;
    // A target folder of its own, so that neither the checkout's nor another install's is touched.
    let build = workspace
        .tools
        .join(format!("build-{package}-{}", std::process::id()));
    let mut cargo = workspace.cargo(&["install", "--locked", "--force", package])?;
    cargo.args(["--version", version, "--root", &text(&workspace.tools)]);
    cargo
        .args(["--target-dir", &text(&build)])
        .env_remove("CARGO_TARGET_DIR");
    // Outside the checkout, so that its .cargo/config.toml says nothing here.
    let result = process::run(cargo.current_dir(&workspace.tools));
    files::remove_folder(&build)?;
    result?;
    if has_version(&installed, binary, version) {
        Ok(())
    } else {
        Err(Failure::new(format!(
            "{} is not {binary} {version}",
            installed.display()
        )))
    }
}

fn has_version(installed: &Path, binary: &str, version: &str) -> bool {
    process::output(Command::new(installed).arg("--version"))
        .is_ok_and(|said| says_version(&said, binary, version))
}

/// `trunk 0.21.14`, and with a commit behind it too.
fn says_version(said: &str, binary: &str, version: &str) -> bool {
    let mut words = said.split_whitespace();
    words.next() == Some(binary) && words.next() == Some(version)
}

/// The browser of the tests and its driver.
pub struct Browser {
    pub chromium: PathBuf,
    pub driver: PathBuf,
}

/// Finds Chromium and its driver; installs Debian's where apt is at hand and they are missing.
pub fn browser() -> Result<Browser, Failure> {
    if let Some(found) = find_browser() {
        return Ok(found);
    }
    let packages = "chromium chromium-driver";
    if process::find_program("apt-get").is_some() {
        apt_get(&["update", "--quiet"])?;
        apt_get(&[
            "install",
            "--yes",
            "--no-install-recommends",
            "chromium",
            "chromium-driver",
        ])?;
    }
    find_browser().ok_or_else(|| {
        Failure::new(format!(
            "missing on this machine: Chromium and chromedriver: sudo apt-get install -y {packages}, \
             or set CHROMIUM and CHROMEDRIVER to where they are"
        ))
    })
}

fn find_browser() -> Option<Browser> {
    let named = |variable: &str| std::env::var_os(variable).map(PathBuf::from);
    let chromium = named("CHROMIUM").or_else(|| {
        ["chromium", "chromium-browser", "google-chrome"]
            .into_iter()
            .find_map(process::find_program)
    })?;
    let driver = named("CHROMEDRIVER").or_else(|| process::find_program("chromedriver"))?;
    Some(Browser { chromium, driver })
}

fn apt_get(words: &[&str]) -> Result<(), Failure> {
    let is_root = process::output(Command::new("id").arg("-u"))? == "0";
    let mut command = Command::new(if is_root { "apt-get" } else { "sudo" });
    if !is_root {
        command.arg("apt-get");
    }
    process::run(command.args(words).env("DEBIAN_FRONTEND", "noninteractive"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn node_version_is_read_from_what_node_prints() {
        assert_eq!(major_version("v20.20.2"), Some(20));
        assert_eq!(major_version("v9.1.0"), Some(9));
        assert_eq!(major_version("node"), None);
    }

    #[test]
    fn tool_of_another_version_is_not_taken() {
        assert!(says_version("trunk 0.21.14", "trunk", "0.21.14"));
        assert!(says_version(
            "wasm-bindgen 0.2.129 (abc 2026-01-01)",
            "wasm-bindgen",
            "0.2.129"
        ));
        assert!(!says_version("trunk 0.21.1", "trunk", "0.21.14"));
        assert!(!says_version("trunk 0.21.140", "trunk", "0.21.14"));
    }
}
