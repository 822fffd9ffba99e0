//! `cargo xtask bundle`: Trunk gathers page and styles, `split` compiles the app and cuts it apart;
//! names, integrity and compression are made here.
//!
//! What the browser gets is assembled in `assets`; here are the programs and the folders.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;

use crate::assets::{self, Parts};
use crate::files;
use crate::npm;
use crate::process::{self, Failure};
use crate::split;
use crate::stamp;
use crate::steps::step;
use crate::workspace::{Workspace, text};

/// Everything the bundle is made of; a change in none of it means the bundle stands.
const INPUTS: &[&str] = &[
    "Cargo.lock",
    "Cargo.toml",
    ".cargo/config.toml",
    "Trunk.toml",
    "build.rs",
    "rust-toolchain.toml",
    "index.html",
    "src",
    "crates/api",
    "crates/domain",
    "crates/hasher",
    "crates/proof",
    "crates/sync",
    "crates/xtask/src",
    "style",
    "locales",
    "public",
    "boot",
    "tests/e2e/package-lock.json",
];

/// Builds `dist`, unless it stands already and nothing it is made of has changed.
pub fn bundle(workspace: &Workspace, force: bool) -> Result<(), Failure> {
    let inputs = stamp::of(&workspace.root, INPUTS, &["style/vendor"])?;
    let stamp_file = workspace.target.join("bundle.stamp");
    if !force && stamp::is_current(&stamp_file, &stamp_text(&inputs, &workspace.dist())) {
        println!("  the bundle stands; nothing it is made of has changed");
        return Ok(());
    }
    let trunk_dist = workspace.target.join("trunk");
    step("page and styles (trunk)", || {
        build_page(workspace, &trunk_dist)
    })?;
    step("app", || split::build(workspace, &trunk_dist))?;
    let hasher = step("hasher", || split::build_hasher(workspace, &trunk_dist))?;
    check_wasm(workspace, &trunk_dist)?;
    step("bundle files", || {
        let parts = collect(workspace, &trunk_dist, hasher)?;
        let bundle = assets::assemble(parts, &mut |name, source| {
            npm::minify(workspace, name, source)
        })?;
        publish(&workspace.dist(), &bundle)
    })?;
    files::write(&stamp_file, stamp_text(&inputs, &workspace.dist()))
}

/// The inputs and the output: a dist folder that somebody else built or removed does not count.
fn stamp_text(inputs: &str, dist: &Path) -> String {
    let output = std::fs::read(dist.join("assets.json")).unwrap_or_default();
    format!("{inputs} {}", files::sha256_hex(&output))
}

fn build_page(workspace: &Workspace, trunk_dist: &Path) -> Result<(), Failure> {
    npm::copy_weui(workspace)?;
    let mut trunk = workspace.command("trunk")?;
    // Offline: the tools on the path are the tools, Trunk fetches none of its own.
    trunk.args([
        "build",
        "--release",
        "--offline",
        "--locked",
        "--skip-version-check",
    ]);
    process::run(trunk.args(["--dist", &text(trunk_dist)]))
}

/// wasm-opt rewrites code into whatever features it is allowed: with `--all-features` that was
/// stringref, which no browser runs. Node has the engine of an older Chromium and says no here.
fn check_wasm(workspace: &Workspace, trunk_dist: &Path) -> Result<(), Failure> {
    const COMPILE: &str = "new WebAssembly.Module(require('fs').readFileSync(process.argv[1]))";
    for file in files::walk(trunk_dist)? {
        if file.extension().is_some_and(|ending| ending == "wasm") {
            let mut node = workspace.command("node")?;
            process::output(node.args(["-e", COMPILE]).arg(&file)).map_err(|failure| {
                Failure::new(format!(
                    "a browser would refuse {}: allow wasm-opt only the features that browsers have \
                     (FEATURES in crates/xtask/src/split.rs)\n{failure}",
                    file.display()
                ))
            })?;
        }
    }
    Ok(())
}

/// Reads what Trunk made and what stands in the checkout.
fn collect(workspace: &Workspace, trunk_dist: &Path, hasher: String) -> Result<Parts, Failure> {
    let root = &workspace.root;
    let mut built = read_folder(trunk_dist)?;
    let index = built
        .remove("/index.html")
        .and_then(|bytes| String::from_utf8(bytes).ok())
        .ok_or_else(|| Failure::new("Trunk left no index.html"))?;
    // Trunk copies a stylesheet without what it imports.
    for (url, bytes) in &mut built {
        let source = root.join("style").join(url.trim_start_matches('/'));
        if url.ends_with(".css") && source.is_file() {
            *bytes = npm::join_styles(workspace, &source)?;
        }
    }
    let mut public = read_folder(&root.join("public"))?;
    for (url, path) in npm::licences(workspace) {
        public.insert(url, files::read(&path)?);
    }
    let mut pdf = BTreeMap::new();
    for (url, path) in npm::pdf(workspace)? {
        pdf.insert(url, files::read(&path)?);
    }
    let glue = files::read(&root.join("boot/pdf.js"))?;
    let glue = npm::minify(workspace, assets::PDF_SCRIPT, &glue)?;
    pdf.insert(format!("/{}", assets::PDF_SCRIPT), glue);
    Ok(Parts {
        index,
        built,
        public,
        pdf,
        boot: files::read_text(&root.join("boot/boot.js"))?,
        service_worker: files::read_text(&root.join("boot/sw.js"))?,
        hash_worker: hasher + &files::read_text(&root.join("boot/hash-worker.js"))?,
    })
}

/// Every file of a folder by its address from the root of the site.
fn read_folder(folder: &Path) -> Result<BTreeMap<String, Vec<u8>>, Failure> {
    let mut found = BTreeMap::new();
    for file in files::walk(folder)? {
        let name = file
            .strip_prefix(folder)
            .unwrap_or(&file)
            .to_string_lossy()
            .replace('\\', "/");
        if !name
            .split('/')
            .any(|part| part.starts_with('.') && part != ".well-known")
        {
            found.insert(format!("/{name}"), files::read(&file)?);
        }
    }
    Ok(found)
}

/// Writes the new files first and removes the old ones last, so that a server which is running
/// never sends a page whose parts are not there.
fn publish(dist: &Path, bundle: &BTreeMap<String, Vec<u8>>) -> Result<(), Failure> {
    let mut wanted = BTreeMap::new();
    for (url, bytes) in bundle {
        let path = dist.join(url.trim_start_matches('/'));
        if is_text(url) {
            let compressed = brotli(bytes)?;
            if compressed.len() < bytes.len() {
                wanted.insert(
                    dist.join(format!("{}.br", url.trim_start_matches('/'))),
                    compressed,
                );
            }
        }
        wanted.insert(path, bytes.clone());
    }
    let page = |path: &Path| {
        path.extension()
            .is_some_and(|end| end == "html" || end == "br")
    };
    let (pages, assets): (Vec<_>, Vec<_>) = wanted.iter().partition(|(path, _)| page(path));
    for (path, bytes) in assets.into_iter().chain(pages) {
        files::write(path, bytes)?;
    }
    for path in files::walk(dist)? {
        if !wanted.contains_key(&path) {
            std::fs::remove_file(&path).map_err(|e| Failure::io("cannot remove", &path, &e))?;
        }
    }
    Ok(())
}

/// What gets smaller by compression; pictures and fonts are compressed already.
fn is_text(url: &str) -> bool {
    const ENDINGS: &[&str] = &[
        "html",
        "css",
        "js",
        "mjs",
        "wasm",
        "json",
        "webmanifest",
        "svg",
        "txt",
        "map",
        "xml",
    ];
    url.rsplit_once('.')
        .is_some_and(|(_, ending)| ENDINGS.contains(&ending))
}

/// Brotli at its best and slowest: done once here, sent many times.
pub fn brotli(bytes: &[u8]) -> Result<Vec<u8>, Failure> {
    const BUFFER_BYTES: usize = 64 * 1024;
    const QUALITY: u32 = 11;
    const WINDOW_LOG2: u32 = 22;
    let mut compressor =
        brotli::CompressorWriter::new(Vec::new(), BUFFER_BYTES, QUALITY, WINDOW_LOG2);
    compressor
        .write_all(bytes)
        .and_then(|()| compressor.flush())
        .map_err(|error| Failure::new(format!("cannot compress: {error}")))?;
    Ok(compressor.into_inner())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn old_names_disappear_and_text_has_a_compressed_twin() {
        let dist = std::env::temp_dir().join(format!("xtask-publish-{}", std::process::id()));
        files::remove_folder(&dist).unwrap();
        files::write(&dist.join("app-old.js"), "old").unwrap();
        let page = "<p>案间</p>".repeat(50);
        let bundle = BTreeMap::from([
            ("/index.html".to_owned(), page.into_bytes()),
            ("/icons/icon.png".to_owned(), vec![0; 500]),
        ]);
        publish(&dist, &bundle).unwrap();
        let names: Vec<_> = files::walk(&dist)
            .unwrap()
            .into_iter()
            .map(|path| {
                path.strip_prefix(&dist)
                    .unwrap()
                    .to_string_lossy()
                    .into_owned()
            })
            .collect();
        assert_eq!(names, ["icons/icon.png", "index.html", "index.html.br"]);
        files::remove_folder(&dist).unwrap();
    }
}
