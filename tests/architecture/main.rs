//! The import rules of ARCHITECTURE.md, as tests. A broken rule names the file and the line.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may panic")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Every file below `folder` with this ending, relative to the repository, with its text.
fn files(folder: &str, ending: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = fs::read_dir(&folder) else {
            continue;
        };
        for entry in entries {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if path.is_dir() {
                if !matches!(name.as_str(), "target" | "node_modules" | "vendor" | "dist") {
                    folders.push(path);
                }
            } else if name.ends_with(ending) {
                found.push((relative(&path), fs::read_to_string(&path).unwrap()));
            }
        }
    }
    found.sort();
    assert!(
        !found.is_empty(),
        "{folder} holds no {ending}: the rule has nothing to hold"
    );
    found
}

fn relative(path: &Path) -> String {
    path.strip_prefix(root())
        .unwrap()
        .to_string_lossy()
        .into_owned()
}

/// Lines of code that hold one of the words; comments do not count.
fn lines_with<'a>(text: &'a str, words: &'a [&str]) -> impl Iterator<Item = (usize, &'a str)> {
    text.lines().enumerate().filter(move |(_, line)| {
        let code = line.trim_start();
        !code.starts_with("//") && words.iter().any(|word| code.contains(word))
    })
}

fn forbid(folder: &str, words: &[&str], except: &[&str], rule: &str) {
    let mut broken = String::new();
    for (name, text) in files(folder, ".rs") {
        if except.iter().any(|allowed| name.starts_with(allowed)) {
            continue;
        }
        for (line, code) in lines_with(&text, words) {
            broken.push_str(&format!("\n{name}:{}: {}", line + 1, code.trim()));
        }
    }
    assert!(broken.is_empty(), "{rule}{broken}");
}

#[test]
fn only_platform_touches_the_browser() {
    let words = ["web_sys", "js_sys", "wasm_bindgen", "gloo_"];
    forbid(
        "src",
        &words,
        &["src/platform/"],
        "only src/platform names the browser",
    );
}

#[test]
fn only_api_knows_addresses() {
    forbid(
        "src",
        &["\"/api", "/api/"],
        &["src/api/"],
        "only src/api knows URLs of the server",
    );
}

#[test]
fn the_design_system_knows_no_court() {
    let words = [
        "crate::features",
        "crate::api",
        "crate::state",
        "anjian_",
        "crate::i18n",
    ];
    forbid(
        "src/ui",
        &words,
        &[],
        "src/ui has no court words and no texts",
    );
}

#[test]
fn the_platform_imports_nothing_of_ours() {
    let words = [
        "crate::features",
        "crate::api",
        "crate::state",
        "crate::ui",
        "anjian_domain",
    ];
    forbid(
        "src/platform",
        &words,
        &[],
        "src/platform imports nothing of ours",
    );
}

#[test]
fn state_knows_no_feature() {
    forbid(
        "src/state",
        &["crate::features", "crate::ui"],
        &[],
        "src/state knows no feature",
    );
    forbid(
        "src/api",
        &["crate::features", "crate::ui"],
        &[],
        "src/api knows no feature",
    );
}

#[test]
fn a_feature_uses_anothers_surface_and_never_its_store() {
    let mut broken = String::new();
    for (name, text) in files("src/features", ".rs") {
        let own = name.split('/').nth(2).unwrap_or_default().to_owned();
        for (line, code) in lines_with(&text, &["features::"]) {
            let used = code.split("features::").nth(1).unwrap_or_default();
            let other = used.split("::").next().unwrap_or_default();
            let inner = used.split("::").nth(1).unwrap_or_default();
            if other != own && matches!(inner, "store" | "view" | "model") {
                broken.push_str(&format!("\n{name}:{}: {}", line + 1, code.trim()));
            }
        }
    }
    assert!(
        broken.is_empty(),
        "a feature imports another's inside{broken}"
    );
}

#[test]
fn models_are_pure() {
    let words = ["leptos", "crate::api", "crate::platform", "crate::state"];
    let mut broken = String::new();
    for (name, text) in files("src/features", ".rs") {
        if name.contains("/model/") || name.ends_with("/model.rs") {
            for (line, code) in lines_with(&text, &words) {
                broken.push_str(&format!("\n{name}:{}: {}", line + 1, code.trim()));
            }
        }
    }
    assert!(
        broken.is_empty(),
        "a model knows signals, network or browser{broken}"
    );
}

/// Invariant 4: time, randomness and ids come in as arguments.
#[test]
fn the_pure_crates_have_no_clock_no_randomness_no_io() {
    let words = [
        "std::time",
        "SystemTime",
        "Instant::now",
        "std::fs",
        "std::net",
        "std::env",
        "tokio",
        "getrandom",
        "rand::",
        "new_v4",
        "web_sys",
        "js_sys",
        "thread::",
        "println!",
    ];
    for folder in [
        "crates/api/src",
        "crates/domain/src",
        "crates/proof/src",
        "crates/sync/src",
    ] {
        forbid(
            folder,
            &words,
            &[],
            "pure crates take time, randomness and ids as arguments",
        );
    }
}

/// The one direction of imports between crates, read from their manifests.
#[test]
fn crates_import_in_one_direction() {
    let allowed: BTreeMap<&str, &[&str]> = BTreeMap::from([
        ("api", [].as_slice()),
        ("domain", &["api"]),
        ("proof", &["api"]),
        ("sync", &["api"]),
        ("files", &["api"]),
        ("hasher", &[]),
        ("ink", &[]),
        ("documents", &[]),
        (
            "server",
            &["api", "documents", "domain", "files", "ink", "proof"],
        ),
        ("sim", &["api", "domain", "proof", "sync"]),
        ("xtask", &[]),
    ]);
    for entry in fs::read_dir(root().join("crates")).unwrap() {
        let folder = entry.unwrap().path();
        let name = folder.file_name().unwrap().to_string_lossy().into_owned();
        let manifest = fs::read_to_string(folder.join("Cargo.toml")).unwrap();
        let manifest = manifest.split("[dev-dependencies]").next().unwrap();
        let allowed = allowed
            .get(name.as_str())
            .unwrap_or_else(|| panic!("{name} has no rule"));
        for line in manifest.lines().filter(|line| line.starts_with("anjian-")) {
            let used = line["anjian-".len()..]
                .split(['.', ' ', '='])
                .next()
                .unwrap();
            assert!(
                allowed.contains(&used),
                "crates/{name} must not import {used}"
            );
        }
    }
}

/// Invariant 2: a handler cannot reach the store; it gets what an authorised member may do.
#[test]
fn handlers_do_not_reach_the_store() {
    let words = ["crate::store", "sqlx", "rusqlite"];
    forbid(
        "crates/server/src/http",
        &words,
        &[],
        "handlers go through the ledger",
    );
}

/// Invariant 12: a panic ends a wasm page.
#[test]
fn the_app_has_no_panic_path() {
    let words = [
        ".unwrap()",
        ".expect(",
        "panic!(",
        "unreachable!(",
        "todo!(",
        "unimplemented!(",
    ];
    let mut broken = String::new();
    for folder in [
        "src",
        "crates/domain/src",
        "crates/proof/src",
        "crates/sync/src",
    ] {
        for (name, text) in files(folder, ".rs") {
            let code = text.split("#[cfg(test)]").next().unwrap();
            for (line, code) in lines_with(code, &words) {
                if !name.contains("_tests") && !name.ends_with("samples.rs") {
                    broken.push_str(&format!("\n{name}:{}: {}", line + 1, code.trim()));
                }
            }
        }
    }
    assert!(broken.is_empty(), "a panic ends the page{broken}");
}

#[test]
fn files_stay_small() {
    let mut long = String::new();
    let places = [
        ("src", ".rs"),
        ("crates", ".rs"),
        ("tests", ".rs"),
        ("tests", ".ts"),
        ("style", ".css"),
    ];
    for (folder, ending) in places {
        for (name, text) in files(folder, ending) {
            let lines = text.lines().count();
            if lines > 500 {
                long.push_str(&format!("\n{name}: {lines} lines"));
            }
        }
    }
    assert!(long.is_empty(), "over 500 lines{long}");
}

/// Invariant 11: every text in both languages, and none empty.
#[test]
fn every_text_is_there_in_both_languages() {
    let chinese = texts("locales/zh-CN");
    let english = texts("locales/en");
    let only = |one: &BTreeMap<String, String>, two: &BTreeMap<String, String>| -> Vec<String> {
        one.keys()
            .filter(|key| !two.contains_key(*key))
            .cloned()
            .collect()
    };
    assert_eq!(
        only(&chinese, &english),
        Vec::<String>::new(),
        "missing in English"
    );
    assert_eq!(
        only(&english, &chinese),
        Vec::<String>::new(),
        "missing in Chinese"
    );
    for (key, text) in chinese.iter().chain(&english) {
        assert!(!text.trim().is_empty(), "{key} is empty");
    }
    let han = |c: char| ('\u{4e00}'..='\u{9fa5}').contains(&c);
    let untranslated: Vec<_> = chinese
        .iter()
        .filter(|(key, text)| text.chars().any(han) && english[*key] == **text)
        .filter(|(key, _)| !key.contains("sign_") && !key.contains("language"))
        .map(|(key, _)| key)
        .collect();
    assert!(
        untranslated.is_empty(),
        "the English is Chinese: {untranslated:?}"
    );
}

fn texts(folder: &str) -> BTreeMap<String, String> {
    let mut all = BTreeMap::new();
    for (name, text) in files(folder, ".json") {
        let space = Path::new(&name)
            .file_stem()
            .unwrap()
            .to_string_lossy()
            .into_owned();
        collect(&mut all, &space, &serde_json::from_str(&text).unwrap());
    }
    all
}

fn collect(all: &mut BTreeMap<String, String>, path: &str, value: &serde_json::Value) {
    match value {
        // A plural is one text, however many forms its language has.
        serde_json::Value::Object(fields) if fields.contains_key("other") => {
            collect(all, path, &fields["other"]);
        }
        serde_json::Value::Object(fields) => {
            for (key, value) in fields {
                collect(all, &format!("{path}.{key}"), value);
            }
        }
        serde_json::Value::String(text) => {
            all.insert(path.to_owned(), text.clone());
        }
        other => panic!("{path} is no text: {other}"),
    }
}

#[test]
fn nothing_waits_by_sleeping_and_nothing_is_skipped() {
    let own = "tests/architecture";
    let words = [
        "thread::sleep",
        "#[ignore",
        "waitForTimeout",
        "test.skip",
        "test.only",
        ".fixme(",
    ];
    for (folder, ending) in [
        ("src", ".rs"),
        ("crates", ".rs"),
        ("tests", ".rs"),
        ("tests", ".ts"),
    ] {
        for (name, text) in files(folder, ending) {
            // A bench measures for as long as it is told; a slow link is slow by sleeping; the
            // standard library cannot wait for a child no longer than so long.
            let may = [
                "crates/sim/src/bench",
                "crates/xtask/src/fault_proxy",
                "crates/files/src/outside.rs",
            ];
            if !name.starts_with(own) && !may.iter().any(|start| name.starts_with(start)) {
                // A test that is another's child process is started by it, not skipped.
                let found: Vec<_> = lines_with(&text, &words)
                    .filter(|(_, line)| !line.contains("#[ignore = \"only the kill -9 test"))
                    .collect();
                assert!(found.is_empty(), "{name}: {found:?}");
            }
        }
    }
}
