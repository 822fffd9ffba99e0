//! From the parts of the app to the files that are served: hashed names, integrity, manifest.
//!
//! Pure but for the minifier, which comes in as a function. The order matters: a name carries the
//! hash of its file, so whatever names others is made after them: scripts and styles, then the boot
//! file (it names the wasm), then the page (it names the boot file), then the service worker (it
//! names the page).

use std::collections::BTreeMap;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use sha2::{Digest, Sha384};

use crate::files::sha256_hex;
use crate::process::Failure;

/// What a template holds where the manifest belongs.
const MANIFEST: &str = "__MANIFEST__";
/// What the worker holds where the address of its wasm belongs.
const HASHER: &str = "__HASHER__";
/// What index.html holds where the tags of the boot file belong.
const BOOT: &str = "<!-- boot -->";
/// Stands in the page while its stylesheets are being joined.
const STYLES: &str = "<!-- styles -->";
const HASH_DIGITS: usize = 16;
/// The module that the app asks for when a PDF is first opened (boot/pdf.js).
pub const PDF_SCRIPT: &str = "pdf.js";
/// The worker that it starts; the only one that the policy in boot/boot.js lets it start.
pub const PDF_WORKER: &str = "pdf.worker.min.mjs";

/// The files of a bundle by their address.
pub type Files = BTreeMap<String, Vec<u8>>;

/// What the bundle is made of.
pub struct Parts {
    /// The page as Trunk left it.
    pub index: String,
    /// What else Trunk made: the script and wasm of the app, stylesheets, snippets.
    pub built: Files,
    /// Files served under their own names.
    pub public: Files,
    /// pdf.js and what stands in the folder beside it.
    pub pdf: Files,
    pub boot: String,
    pub service_worker: String,
    /// The worker that hashes files, with the script of its wasm before it.
    pub hash_worker: String,
}

/// Takes a file name and its text and returns it smaller.
pub type Minify<'a> = &'a mut dyn FnMut(&str, &[u8]) -> Result<Vec<u8>, Failure>;

/// The files to serve.
pub fn assemble(parts: Parts, minify: Minify) -> Result<Files, Failure> {
    let Parts {
        index,
        mut built,
        public,
        pdf,
        boot,
        service_worker,
        hash_worker,
    } = parts;
    let mut files = public;
    let pdf = add_folder(&mut files, "/pdf", pdf);
    let (mut js, wasm) = take_app(&mut built)?;
    if let Some(folder) = move_snippets(&mut built, &mut files) {
        js = text(&js)?
            .replace("./snippets/", &format!("./{folder}/"))
            .into_bytes();
    }
    let (hasher_url, worker_url) = take_worker(&mut built, &mut files, &hash_worker, minify)?;
    let mut chunks = take_chunks(&mut built, &mut files, &mut js)?;
    chunks.extend([hasher_url, worker_url.clone()]);
    let js_url = add(&mut files, "/app.js", minify("app.js", &js)?);
    let wasm_url = add(&mut files, "/app.wasm", wasm);
    let (page, styles) = take_styles(&smaller_page(&without_rust_link(&index)), &mut built)?;
    let styles = minify("app.css", &styles)?;
    let styles_integrity = integrity(&styles);
    let styles_url = add(&mut files, "/app.css", styles);
    let styles_tag =
        format!(r#"<link rel="stylesheet" href="{styles_url}" integrity="{styles_integrity}">"#);
    let page = page.replace(STYLES, &styles_tag);
    files.extend(built);

    let templates = [page.as_str(), &boot, &service_worker];
    let version = version(&files, &templates);
    let mut start = start_manifest(&version, &files, [&js_url, &wasm_url, &worker_url]);
    start["pdf"] = format!("{pdf}/{PDF_SCRIPT}").into();
    start["workers"]["pdf"] = part(&files, &format!("{pdf}/{PDF_WORKER}"));

    let boot = fill(&boot, "boot/boot.js", &start)?;
    let boot = minify("boot.js", boot.as_bytes())?;
    let boot_integrity = integrity(&boot);
    let boot_url = add(&mut files, "/boot.js", boot);
    let js_integrity = integrity_of(&files, &js_url);
    // The wasm is asked for before the boot file has arrived. A preload of this kind takes no
    // integrity, but the fetch in the boot file that picks it up checks it all the same.
    let tags = format!(
        r#"<link rel="preload" href="{wasm_url}" as="fetch" type="application/wasm" crossorigin>
<link rel="modulepreload" href="{js_url}" integrity="{js_integrity}">
<script src="{boot_url}" type="module" integrity="{boot_integrity}"></script>"#
    );
    files.insert(
        "/index.html".to_owned(),
        put_boot(&page, &tags)?.into_bytes(),
    );

    let mut all = with_files(start, &files);
    all["chunks"] = chunks.into();
    let worker = fill(&service_worker, "boot/sw.js", &all)?;
    files.insert("/sw.js".to_owned(), minify("sw.js", worker.as_bytes())?);
    files.insert("/assets.json".to_owned(), all.to_string().into_bytes());
    Ok(files)
}

/// The one script and the one wasm file that wasm-bindgen made for the app.
fn take_app(built: &mut Files) -> Result<(Vec<u8>, Vec<u8>), Failure> {
    let wasm = only(built, "_bg.wasm")?;
    let js = wasm.replace("_bg.wasm", ".js");
    match (built.remove(&js), built.remove(&wasm)) {
        (Some(js), Some(wasm)) => Ok((js, wasm)),
        _ => Err(Failure::new(format!("Trunk left {wasm} without {js}"))),
    }
}

/// The worker that hashes files and its wasm: fetched when the first file is picked. The worker
/// learns the name and the integrity of its wasm.
fn take_worker(
    built: &mut Files,
    files: &mut Files,
    script: &str,
    minify: Minify,
) -> Result<(String, String), Failure> {
    let wasm = built
        .remove("/hasher.wasm")
        .ok_or_else(|| Failure::new("the wasm of the hashing worker is missing"))?;
    let integrity = integrity(&wasm);
    let wasm_url = add(files, "/hasher.wasm", wasm);
    let module = json!({ "url": wasm_url, "integrity": integrity });
    let script = fill_once(script, "boot/hash-worker.js", HASHER, &module)?;
    let script = minify("hash-worker.js", script.as_bytes())?;
    Ok((wasm_url, add(files, "/hash-worker.js", script)))
}

/// The other wasm files, which the script fetches when they are needed: it learns their hashed
/// names and their integrity.
fn take_chunks(
    built: &mut Files,
    files: &mut Files,
    js: &mut Vec<u8>,
) -> Result<Vec<String>, Failure> {
    let mut urls = Vec::new();
    let mut script = text(js)?.to_owned();
    let chunks: Files = built
        .extract_if(.., |url, _| url.ends_with(".wasm"))
        .collect();
    for (name, bytes) in chunks {
        let asked = format!("fetch(new URL(\".{name}\", import.meta.url))");
        if script.matches(&asked).count() != 1 {
            return Err(Failure::new(format!(
                "the app's script should hold `{asked}` once"
            )));
        }
        let integrity = integrity(&bytes);
        let url = add(files, &name, bytes);
        let told = format!("fetch(\"{url}\", {{ integrity: \"{integrity}\" }})");
        script = script.replace(&asked, &told);
        urls.push(url);
    }
    *js = script.into_bytes();
    Ok(urls)
}

fn only(built: &Files, ending: &str) -> Result<String, Failure> {
    let mut found = built
        .keys()
        .filter(|url| url.ends_with(ending) && !url[1..].contains('/'));
    match (found.next(), found.next()) {
        (Some(one), None) => Ok(one.clone()),
        _ => Err(Failure::new(format!(
            "Trunk should leave exactly one file *{ending}"
        ))),
    }
}

/// Scripts that crates bring along stand in a folder; the folder's name carries their hash.
fn move_snippets(built: &mut Files, files: &mut Files) -> Option<String> {
    const FOLDER: &str = "/snippets/";
    let snippets: Files = built
        .extract_if(.., |url, _| url.starts_with(FOLDER))
        .collect();
    let (first, _) = snippets.first_key_value()?;
    debug_assert!(first.starts_with(FOLDER));
    let all: Vec<u8> = snippets
        .iter()
        .flat_map(|(url, bytes)| [url.as_bytes(), bytes].concat())
        .collect();
    let folder = format!("snippets-{}", &sha256_hex(&all)[..HASH_DIGITS]);
    for (url, bytes) in snippets {
        files.insert(url.replacen(FOLDER, &format!("/{folder}/"), 1), bytes);
    }
    Some(folder)
}

/// Adds files that name each other, in a folder whose name carries the hash of all of them.
fn add_folder(files: &mut Files, name: &str, folder: Files) -> String {
    let all: Vec<u8> = folder
        .iter()
        .flat_map(|(url, bytes)| [url.as_bytes(), sha256_hex(bytes).as_bytes()].concat())
        .collect();
    let hashed = format!("{name}-{}", &sha256_hex(&all)[..HASH_DIGITS]);
    for (url, bytes) in folder {
        files.insert(format!("{hashed}{url}"), bytes);
    }
    hashed
}

/// Adds a file under a name that carries its hash, `/app-0123456789abcdef.js`, and returns it.
fn add(files: &mut Files, url: &str, bytes: Vec<u8>) -> String {
    let hash = &sha256_hex(&bytes)[..HASH_DIGITS];
    let hashed = match url.rsplit_once('.') {
        Some((stem, ending)) => format!("{stem}-{hash}.{ending}"),
        None => format!("{url}-{hash}"),
    };
    files.insert(hashed.clone(), bytes);
    hashed
}

/// Subresource integrity: `sha384-…`.
fn integrity(bytes: &[u8]) -> String {
    format!("sha384-{}", STANDARD.encode(Sha384::digest(bytes)))
}

/// One name for this very bundle: anything that changes any file of it changes the version.
fn version(files: &Files, templates: &[&str]) -> String {
    let mut lines: String = files
        .iter()
        .map(|(url, bytes)| format!("{} {url}\n", sha256_hex(bytes)))
        .collect();
    lines.extend(
        templates
            .iter()
            .map(|template| sha256_hex(template.as_bytes())),
    );
    sha256_hex(lines.as_bytes())[..HASH_DIGITS].to_owned()
}

fn integrity_of(files: &Files, url: &str) -> String {
    files
        .get(url)
        .map(|bytes| integrity(bytes))
        .unwrap_or_default()
}

fn part(files: &Files, url: &str) -> Value {
    json!({ "url": url, "integrity": integrity_of(files, url) })
}

/// What the boot file must know to start the app.
fn start_manifest(version: &str, files: &Files, urls: [&str; 3]) -> Value {
    let [js, wasm, worker] = urls.map(|url| part(files, url));
    json!({ "version": version, "wasm": wasm, "js": js, "workers": { "hash": worker } })
}

/// What the service worker must know besides: every file and its hash. The page stands under `/`;
/// licences are served but not needed to run, and no PDF is there to be read without a network.
fn with_files(mut manifest: Value, files: &Files) -> Value {
    let needed = files
        .iter()
        .filter(|(url, _)| !url.starts_with("/licenses/") && !url.starts_with("/pdf-"));
    let listed = needed.map(|(url, bytes)| {
        let url = if url == "/index.html" { "/" } else { url };
        json!({ "url": url, "sha256": sha256_hex(bytes) })
    });
    manifest["files"] = listed.collect();
    manifest
}

/// Puts the manifest where the template asks for it: once, no more and no less.
fn fill(template: &str, name: &str, manifest: &Value) -> Result<String, Failure> {
    fill_once(template, name, MANIFEST, manifest)
}

fn fill_once(template: &str, name: &str, mark: &str, value: &Value) -> Result<String, Failure> {
    match template.matches(mark).count() {
        1 => Ok(template.replace(mark, &value.to_string())),
        n => Err(Failure::new(format!(
            "{name} should hold {mark} once, it does {n} times"
        ))),
    }
}

fn put_boot(page: &str, tags: &str) -> Result<String, Failure> {
    match page.matches(BOOT).count() {
        1 => Ok(page.replace(BOOT, tags)),
        n => Err(Failure::new(format!(
            "index.html should hold `{BOOT}` once, it does {n} times"
        ))),
    }
}

/// Trunk leaves its own `<link rel="rust">` in the page when it injects no script.
fn without_rust_link(page: &str) -> String {
    let mut kept = String::with_capacity(page.len());
    let mut rest = page;
    while let Some((before, from_link)) = rest.find("<link").map(|at| rest.split_at(at)) {
        let end = from_link.find('>').map_or(from_link.len(), |at| at + 1);
        let (link, after) = from_link.split_at(end);
        kept.push_str(before);
        if !link.contains("rel=\"rust\"") {
            kept.push_str(link);
        }
        rest = after;
    }
    kept.push_str(rest);
    kept
}

/// Drops comments (but ours) and indentation.
fn smaller_page(page: &str) -> String {
    let mut kept = String::with_capacity(page.len());
    let mut rest = page;
    while let Some((before, from_comment)) = rest.find("<!--").map(|at| rest.split_at(at)) {
        kept.push_str(before);
        let end = from_comment
            .find("-->")
            .map_or(from_comment.len(), |at| at + 3);
        let (comment, after) = from_comment.split_at(end);
        if comment == BOOT {
            kept.push_str(comment);
        }
        rest = after;
    }
    kept.push_str(rest);
    let lines: Vec<_> = kept
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect();
    lines.join("\n")
}

/// All stylesheets of the page as one, in the order of their tags: one request instead of many.
/// The page comes back with one mark in their place.
fn take_styles(page: &str, built: &mut Files) -> Result<(String, Vec<u8>), Failure> {
    let mut styles = Vec::new();
    let mut kept = String::with_capacity(page.len());
    for line in page.lines() {
        let url = stylesheet(line);
        match url {
            None => kept.push_str(line),
            Some(url) => {
                // Trunk puts all of them into one folder: of two with one name only one is left.
                let bytes = built.remove(url).ok_or_else(|| {
                    Failure::new(format!(
                        "two stylesheets of index.html are called {url}, or none"
                    ))
                })?;
                if styles.is_empty() {
                    kept.push_str(STYLES);
                }
                styles.extend(bytes);
                styles.push(b'\n');
            }
        }
        if !kept.ends_with('\n') {
            kept.push('\n');
        }
    }
    Ok((kept, styles))
}

fn stylesheet(line: &str) -> Option<&str> {
    let tag = line.strip_prefix("<link")?.strip_suffix('>')?;
    let (url, _) = tag.split_once("href=\"")?.1.split_once('"')?;
    tag.contains("rel=\"stylesheet\"").then_some(url)
}

fn text(bytes: &[u8]) -> Result<&str, Failure> {
    std::str::from_utf8(bytes).map_err(|_| Failure::new("the app's script is not UTF-8"))
}

#[cfg(test)]
mod tests;
