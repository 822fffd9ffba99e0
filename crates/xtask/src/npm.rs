//! The npm parts, pinned by tests/e2e/package-lock.json: WeUI, pdf.js, wasm-opt, esbuild, Playwright, axe.

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

/// pdf.js for engines of 2022 and later (its `legacy` build), with what it fetches for itself when
/// a document asks for it: character maps, the fonts that every PDF may presume, decoders.
pub fn pdf(workspace: &Workspace) -> Result<Vec<(String, PathBuf)>, Failure> {
    let from = workspace.node_modules().join("pdfjs-dist");
    let main = ["pdf.min.mjs", crate::assets::PDF_WORKER];
    let mut found: Vec<_> = main
        .iter()
        .map(|name| (format!("/{name}"), from.join("legacy/build").join(name)))
        .collect();
    for (folder, name) in PDF_FOLDERS {
        for path in files::walk(&from.join(folder))? {
            let file = path.file_name().unwrap_or_default().to_string_lossy();
            if !file.starts_with("LICENSE") {
                found.push((format!("/{name}/{file}"), path.clone()));
            }
        }
    }
    Ok(found)
}

/// Folders of pdf.js, and the names under which boot/pdf.js knows them.
const PDF_FOLDERS: [(&str, &str); 4] = [
    ("cmaps", "cmaps"),
    ("standard_fonts", "fonts"),
    ("wasm", "wasm"),
    ("iccs", "icc"),
];

/// The licence texts that must travel with the bundle.
pub fn licences(workspace: &Workspace) -> Vec<(String, PathBuf)> {
    const OF_PDF: [&str; 11] = [
        "LICENSE",
        "cmaps/LICENSE",
        "iccs/LICENSE",
        "standard_fonts/LICENSE_FOXIT",
        "standard_fonts/LICENSE_LIBERATION",
        "wasm/LICENSE_JBIG2",
        "wasm/LICENSE_OPENJPEG",
        "wasm/LICENSE_PDFJS_JBIG2",
        "wasm/LICENSE_PDFJS_OPENJPEG",
        "wasm/LICENSE_PDFJS_QCMS",
        "wasm/LICENSE_QCMS",
    ];
    let pdf = workspace.node_modules().join("pdfjs-dist");
    let name = |path: &str| path.replace('/', "-").to_ascii_lowercase();
    let of_pdf = OF_PDF.map(|path| {
        (
            format!("/licenses/pdfjs-{}.txt", name(path)),
            pdf.join(path),
        )
    });
    let weui = workspace.root.join("style/vendor/weui.LICENSE.txt");
    let mut all = vec![("/licenses/weui.txt".to_owned(), weui)];
    all.extend(of_pdf);
    all
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
