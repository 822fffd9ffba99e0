//! The npm parts, pinned by tests/e2e/package-lock.json: WeUI, wasm-opt, esbuild, Playwright, axe.

use std::path::{Path, PathBuf};

use crate::files;
use crate::process::{self, Failure};
use crate::stamp;
use crate::workspace::{Workspace, text};

/// Installs exactly what the lockfile names, unless that is what is there.
pub fn install(workspace: &Workspace) -> Result<(), Failure> {
    let lock = workspace.npm().join("package-lock.json");
    let hash = files::sha256_hex(&files::read(&lock)?);
    let stamp = workspace.node_modules().join(".anjian-lock");
    if stamp::is_current(&stamp, &hash) {
        return Ok(());
    }
    let mut npm = workspace.command("npm")?;
    // No script of a package runs here, and Playwright drives the system's Chromium.
    npm.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]);
    process::run(
        npm.current_dir(workspace.npm())
            .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1"),
    )?;
    files::write(&stamp, hash)
}

/// WeUI's stylesheet beside our own, with its licence, in a folder that git never sees.
pub fn copy_weui(workspace: &Workspace) -> Result<(), Failure> {
    let vendor = workspace.root.join("style/vendor");
    files::write(&vendor.join(".gitignore"), "*\n")?;
    let from = workspace.node_modules().join("weui");
    for (source, name) in [
        ("dist/style/weui.min.css", "weui.min.css"),
        ("LICENSE.txt", "weui.LICENSE.txt"),
    ] {
        files::write(&vendor.join(name), files::read(&from.join(source))?)?;
    }
    Ok(())
}

/// The licence texts that must travel with the bundle.
pub fn licences(workspace: &Workspace) -> Vec<(&'static str, PathBuf)> {
    vec![(
        "/licenses/weui.txt",
        workspace.root.join("style/vendor/weui.LICENSE.txt"),
    )]
}

/// A stylesheet with everything it imports, as one text.
pub fn join_styles(workspace: &Workspace, source: &Path) -> Result<Vec<u8>, Failure> {
    let mut esbuild = workspace.command("esbuild")?;
    // Pictures that a stylesheet names travel inside it.
    esbuild.args([
        "--bundle",
        "--charset=utf8",
        "--loader:.svg=dataurl",
        "--log-level=warning",
    ]);
    Ok(process::output(esbuild.arg(text(source)))?.into_bytes())
}

/// Minifies a script or a stylesheet. Trunk's own JavaScript minifier is known to break code.
pub fn minify(workspace: &Workspace, name: &str, source: &[u8]) -> Result<Vec<u8>, Failure> {
    let folder = workspace.target.join("minify");
    let (from, to) = (folder.join("in").join(name), folder.join("out").join(name));
    files::write(&from, source)?;
    let mut esbuild = workspace.command("esbuild")?;
    esbuild.args([
        "--minify",
        "--charset=utf8",
        "--legal-comments=none",
        "--log-level=warning",
    ]);
    process::run(esbuild.args([text(&from), format!("--outfile={}", text(&to))]))?;
    files::read(&to)
}
