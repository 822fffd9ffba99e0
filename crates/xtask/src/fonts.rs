//! The fonts that court papers are set in: Noto Serif SC and Noto Sans SC (OFL), from one package
//! with a pinned hash.

use std::path::PathBuf;

use crate::files;
use crate::process::{self, Failure};
use crate::workspace::{Workspace, text};

const PACKAGE: &str = "pylopdf-fonts-zh-cn";
const VERSION: &str = "0.1.1";
const HASH: &str = "e2661ef3790cbe0f0f6aa5338b6859b7cd288ee75bc88cd4239c62cd025d4fb3";
/// Where the wheel keeps them, and the name each gets.
const PARTS: [(&str, &str); 3] = [
    (
        "pylopdf_fonts_zh_cn/NotoSansSC-Regular.otf",
        "NotoSansSC-Regular.otf",
    ),
    (
        "pylopdf_fonts_zh_cn/NotoSerifSC-Regular.otf",
        "NotoSerifSC-Regular.otf",
    ),
    (
        "pylopdf_fonts_zh_cn-0.1.1.dist-info/licenses/LICENSE",
        "OFL.txt",
    ),
];

/// The folder of the fonts.
pub fn folder(workspace: &Workspace) -> PathBuf {
    workspace.tools.join(format!("fonts-{VERSION}"))
}

/// Brings them, unless they are there. A wheel is a ZIP file of plain files: nothing of it runs.
pub fn install(workspace: &Workspace) -> Result<(), Failure> {
    let folder = folder(workspace);
    if PARTS.iter().all(|(_, name)| folder.join(name).is_file()) {
        return Ok(());
    }
    let work = workspace
        .tools
        .join(format!("fonts-{}", std::process::id()));
    files::create_folder(&work)?;
    let result = fetch(workspace, &work, &folder);
    files::remove_folder(&work)?;
    result
}

fn fetch(
    workspace: &Workspace,
    work: &std::path::Path,
    folder: &std::path::Path,
) -> Result<(), Failure> {
    let pinned = work.join("pinned.txt");
    files::write(
        &pinned,
        format!("{PACKAGE}=={VERSION} --hash=sha256:{HASH}\n"),
    )?;
    let mut pip = workspace.command("python3")?;
    pip.args([
        "-m",
        "pip",
        "download",
        "--quiet",
        "--no-deps",
        "--only-binary=:all:",
    ]);
    pip.args(["--require-hashes", "-r", &text(&pinned), "-d", &text(work)]);
    process::run(&mut pip)?;
    let wheel = files::walk(work)?
        .into_iter()
        .find(|path| path.extension().is_some_and(|extension| extension == "whl"))
        .ok_or_else(|| Failure::new(format!("{PACKAGE} {VERSION} did not come")))?;
    let mut unpack = workspace.command("python3")?;
    unpack.args(["-m", "zipfile", "-e", &text(&wheel), &text(work)]);
    process::run(&mut unpack)?;
    for (from, name) in PARTS {
        files::write(&folder.join(name), files::read(&work.join(from))?)?;
    }
    Ok(())
}
