//! The app's code: compiled, cut into files that are fetched when needed, and made small
//! (docs/adr/0005-code-splitting.md).

use std::path::{Path, PathBuf};

use crate::files;
use crate::process::{self, Failure};
use crate::shorten::shorten;
use crate::workspace::{Workspace, text};

const TARGET: &str = "wasm32-unknown-unknown";
/// The features that every browser has that can run the app (`PROBE` in boot/boot.js asks for
/// them); allowed more, wasm-opt rewrites code into what no browser runs.
const FEATURES: &[&str] = &[
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
];

/// Leaves `anjian.js`, `anjian_bg.wasm` and one more `.wasm` for each chunk in `out`.
pub fn build(workspace: &Workspace, out: &Path) -> Result<(), Failure> {
    let whole = compile(workspace)?;
    let folder = workspace.target.join("split");
    files::remove_folder(&folder)?;
    let cut = folder.join("cut");
    files::create_folder(&cut)?;
    let chunks = cut_apart(&whole, &cut)?;
    bind(workspace, &cut, &folder)?;
    for chunk in &chunks {
        shrink(workspace, chunk, out)?;
    }
    shrink(workspace, &folder.join("anjian_bg.wasm"), out)?;
    join_scripts(workspace, &folder, &out.join("anjian.js"))
}

/// The worker that hashes files: leaves `hasher.wasm` in `out`, fast before small, and gives the
/// script of wasm-bindgen that the worker begins with.
pub fn build_hasher(workspace: &Workspace, out: &Path) -> Result<String, Failure> {
    let mut cargo = workspace.cargo(&["rustc", "--locked", "--lib", "-p", "anjian-hasher"])?;
    cargo.args(["--profile", "wasm", "--target", TARGET]);
    process::run(cargo.args(["--crate-type", "cdylib"]))?;
    let wasm = workspace
        .target
        .join(TARGET)
        .join("wasm/anjian_hasher.wasm");
    let folder = workspace.target.join("hasher");
    files::remove_folder(&folder)?;
    let mut bindgen = workspace.command("wasm-bindgen")?;
    bindgen.args(["--target", "no-modules", "--no-typescript"]);
    bindgen.args(["--out-name", "hasher", "--out-dir", &text(&folder)]);
    process::run(bindgen.arg(wasm))?;
    let mut opt = workspace.command("wasm-opt")?;
    opt.arg("-O3")
        .args(FEATURES)
        .arg(folder.join("hasher_bg.wasm"));
    process::run(opt.arg("-o").arg(out.join("hasher.wasm")))?;
    files::read_text(&folder.join("hasher.js"))
}

/// One wasm file with everything, and with the linker's own notes on what refers to what.
fn compile(workspace: &Workspace) -> Result<PathBuf, Failure> {
    let mut cargo = workspace.cargo(&["rustc", "--locked", "--bin", "anjian"])?;
    cargo.args([
        "--profile",
        "wasm",
        "--target",
        TARGET,
        "--features",
        "split",
    ]);
    process::run(cargo.args(["--", "-C", "link-arg=--emit-relocs"]))?;
    Ok(workspace.target.join(TARGET).join("wasm/anjian.wasm"))
}

/// What can only be reached through a `chunk!` of src/app/chunks.rs goes into its file.
fn cut_apart(whole: &Path, cut: &Path) -> Result<Vec<PathBuf>, Failure> {
    let input = files::read(whole)?;
    let main = cut.join("main.wasm");
    let mut options = wasm_split_cli_support::Options::new(&input);
    options.output_dir = cut;
    options.main_out_path = &main;
    // As seen from the script that wasm-bindgen writes beside the folder.
    options.link_name = "./chunks.js";
    options.main_module = "./anjian.js";
    let cut = wasm_split_cli_support::transform(options)
        .map_err(|error| Failure::new(format!("the app cannot be cut apart: {error:?}")))?;
    Ok(cut.split_modules)
}

fn bind(workspace: &Workspace, cut: &Path, folder: &Path) -> Result<(), Failure> {
    let mut bindgen = workspace.command("wasm-bindgen")?;
    bindgen.args(["--target", "web", "--no-typescript", "--keep-lld-exports"]);
    bindgen.args(["--out-name", "anjian", "--out-dir", &text(folder)]);
    process::run(bindgen.arg(cut.join("main.wasm")))?;
    let (wasm, script) = (folder.join("anjian_bg.wasm"), folder.join("anjian.js"));
    let (short_wasm, short_script) = shorten(&files::read(&wasm)?, &files::read_text(&script)?)?;
    files::write(&wasm, short_wasm)?;
    files::write(&script, short_script)
}

/// Drops names and every byte that is not needed.
fn shrink(workspace: &Workspace, wasm: &Path, out: &Path) -> Result<(), Failure> {
    let name = wasm.file_name().unwrap_or_default();
    let mut opt = workspace.command("wasm-opt")?;
    opt.arg("-Oz").args(FEATURES).arg(wasm);
    process::run(opt.arg("-o").arg(out.join(name)))
}

/// The script of wasm-bindgen and the one that fetches chunks import each other, so neither could
/// carry the hash of the other in its name: they become one.
fn join_scripts(workspace: &Workspace, folder: &Path, out: &Path) -> Result<(), Failure> {
    let loader = files::read(&folder.join("cut/chunks.js"))?;
    files::write(&folder.join("chunks.js"), loader)?;
    let mut esbuild = workspace.command("esbuild")?;
    esbuild.args([
        "--bundle",
        "--format=esm",
        "--charset=utf8",
        "--log-level=warning",
    ]);
    esbuild.arg(text(&folder.join("anjian.js")));
    process::run(esbuild.arg(format!("--outfile={}", text(out))))
}
