//! `cargo xtask size`: the compressed bytes a newcomer waits for, against `budget.json`, and beside
//! them the chunks that come later (docs/adr/0005-code-splitting.md).

use std::path::Path;

use serde_json::{Value, json};

use crate::files;
use crate::process::Failure;
use crate::workspace::Workspace;

/// What the first interaction needs, in the order of the table.
const PARTS: [&str; 4] = ["html", "css", "js", "wasm"];
/// All that comes later, as one figure: code moves from chunk to chunk with every change.
const CHUNKS: &str = "chunks";
const GROWTH_PERCENT: u64 = 3;
/// A part of two kilobytes may change by a few words without a new budget; the total may not.
const SMALL_CHANGE_BYTES: u64 = 512;
/// Product goal: the app's code before the first interaction.
const LIMIT_BYTES: u64 = 350_000;

/// Compressed bytes of each part.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Sizes([u64; PARTS.len()]);

impl Sizes {
    fn total(self) -> u64 {
        self.0.iter().sum()
    }
}

/// Prints the sizes and fails when they outgrow the budget; `record` writes them into it instead.
pub fn size(workspace: &Workspace, record: bool) -> Result<(), Failure> {
    let sizes = measure(&workspace.dist())?;
    let chunks = measure_chunks(&workspace.dist())?;
    let path = workspace.root.join("budget.json");
    if record {
        files::write(&path, budget_text(sizes, sum(&chunks)))?;
    }
    if !path.is_file() {
        return Err(Failure::new(
            "there is no budget.json: `cargo xtask size --record` writes it",
        ));
    }
    let budget: Value = serde_json::from_slice(&files::read(&path)?)
        .map_err(|error| Failure::new(format!("budget.json cannot be read: {error}")))?;
    let recorded = recorded_sizes(&budget)?;
    let recorded_chunks = recorded_bytes(&budget, CHUNKS)?;
    let mut complaints = complaints(sizes, recorded);
    complaints.extend(complaint_of_chunks(sum(&chunks), recorded_chunks));
    println!("{}", table(sizes, recorded));
    println!("{}", table_of_chunks(&chunks, recorded_chunks));
    for complaint in &complaints {
        println!("{complaint}");
    }
    let mut line = summary(sizes, recorded, complaints.is_empty());
    line["chunks_bytes"] = json!(sum(&chunks));
    println!("{line}");
    if complaints.is_empty() {
        Ok(())
    } else {
        Err(Failure::new(
            "the app outgrew its budget. If it is worth it: `cargo xtask size --record` writes the \
             new figures into budget.json; commit that file together with the change, and say why",
        ))
    }
}

/// What is fetched after the first interaction, or when it is needed: name and compressed bytes.
fn measure_chunks(dist: &Path) -> Result<Vec<(String, u64)>, Failure> {
    let manifest = manifest(dist)?;
    let urls = manifest["chunks"].as_array().into_iter().flatten();
    urls.filter_map(Value::as_str)
        .map(|url| {
            let name = url.trim_start_matches('/').split('-').next();
            Ok((name.unwrap_or_default().to_owned(), sent_bytes(dist, url)?))
        })
        .collect()
}

fn sum(chunks: &[(String, u64)]) -> u64 {
    chunks.iter().map(|(_, bytes)| bytes).sum()
}

fn complaint_of_chunks(now: u64, recorded: u64) -> Option<String> {
    (now > recorded + recorded * GROWTH_PERCENT / 100)
        .then(|| format!("chunks: {now} bytes, more than 3 % over {recorded}"))
}

fn table_of_chunks(chunks: &[(String, u64)], recorded: u64) -> String {
    let rows = chunks
        .iter()
        .map(|(name, bytes)| format!("  {name:14} {bytes:>10}\n"));
    let rows: String = rows.collect();
    format!(
        "\nlater, when needed\n{rows}  {:14} {:>10} {recorded:>10}",
        "all",
        sum(chunks)
    )
}

fn manifest(dist: &Path) -> Result<Value, Failure> {
    serde_json::from_slice(&files::read(&dist.join("assets.json"))?)
        .map_err(|error| Failure::new(format!("dist/assets.json cannot be read: {error}")))
}

/// Measures what the page itself names, and the script and wasm that the boot file starts.
fn measure(dist: &Path) -> Result<Sizes, Failure> {
    let manifest = manifest(dist)?;
    let url = |part: &str| {
        manifest[part]["url"]
            .as_str()
            .unwrap_or_default()
            .to_owned()
    };
    let page = files::read_text(&dist.join("index.html"))?;
    let snippets = manifest["files"].as_array().into_iter().flatten();
    let snippets = snippets.filter_map(|file| file["url"].as_str());
    let snippets = snippets
        .filter(|url| url.starts_with("/snippets-"))
        .map(str::to_owned);
    let mut scripts = named_in(&page, "src=\"", ".js");
    scripts.extend(snippets.chain([url("js")]));
    let sent = |urls: &[String]| -> Result<u64, Failure> {
        urls.iter().map(|url| sent_bytes(dist, url)).sum()
    };
    Ok(Sizes([
        sent_bytes(dist, "/index.html")?,
        sent(&named_in(&page, "href=\"", ".css"))?,
        sent(&scripts)?,
        sent_bytes(dist, &url("wasm"))?,
    ]))
}

/// The addresses in a page that stand behind `before` and end with `ending`; a script for engines
/// without modules is not among them, for it is never fetched together with the app.
fn named_in(page: &str, before: &str, ending: &str) -> Vec<String> {
    let tags = page.split('<').filter(|tag| !tag.contains("nomodule"));
    let values = tags.filter_map(|tag| tag.split_once(before)?.1.split_once('"'));
    values
        .filter(|(url, _)| url.ends_with(ending))
        .map(|(url, _)| url.to_owned())
        .collect()
}

/// What goes over the wire: the compressed twin where there is one.
fn sent_bytes(dist: &Path, url: &str) -> Result<u64, Failure> {
    let path = dist.join(url.trim_start_matches('/'));
    let twin = dist.join(format!("{}.br", url.trim_start_matches('/')));
    let sent = if twin.is_file() { twin } else { path };
    std::fs::metadata(&sent)
        .map(|found| found.len())
        .map_err(|error| Failure::io("cannot measure", &sent, &error))
}

fn recorded_sizes(budget: &Value) -> Result<Sizes, Failure> {
    let mut sizes = [0; PARTS.len()];
    for (size, part) in sizes.iter_mut().zip(PARTS) {
        *size = recorded_bytes(budget, part)?;
    }
    Ok(Sizes(sizes))
}

fn recorded_bytes(budget: &Value, part: &str) -> Result<u64, Failure> {
    budget[format!("{part}_bytes")].as_u64().ok_or_else(|| {
        Failure::new(format!(
            "budget.json should hold a number under {part}_bytes"
        ))
    })
}

fn budget_text(sizes: Sizes, chunks: u64) -> String {
    let lines = PARTS
        .iter()
        .zip(sizes.0)
        .map(|(part, bytes)| format!("  \"{part}_bytes\": {bytes},\n"));
    let lines: String = lines.collect();
    format!(
        "{{\n{lines}  \"total_bytes\": {},\n  \"{CHUNKS}_bytes\": {chunks}\n}}\n",
        sizes.total()
    )
}

/// Why the build must not pass, in words; none when it may.
fn complaints(sizes: Sizes, recorded: Sizes) -> Vec<String> {
    let mut found = Vec::new();
    let allowed = |bytes: u64| bytes + bytes * GROWTH_PERCENT / 100;
    for ((part, now), before) in PARTS.iter().zip(sizes.0).zip(recorded.0) {
        if now > allowed(before).max(before + SMALL_CHANGE_BYTES) {
            found.push(format!("{part}: {now} bytes, more than 3 % over {before}"));
        }
    }
    let (now, before) = (sizes.total(), recorded.total());
    if now > allowed(before) {
        found.push(format!("total: {now} bytes, more than 3 % over {before}"));
    }
    if now > LIMIT_BYTES {
        found.push(format!(
            "total: {now} bytes, over the limit of {LIMIT_BYTES}"
        ));
    }
    found
}

fn table(sizes: Sizes, recorded: Sizes) -> String {
    let rows = PARTS.iter().copied().zip(sizes.0).zip(recorded.0);
    let total = (("total", sizes.total()), recorded.total());
    let mut text = format!(
        "{:6} {:>10} {:>10} {:>8}\n",
        "part", "bytes (br)", "budget", "change"
    );
    for ((part, now), before) in rows.chain([total]) {
        let change = if before == 0 {
            0.0
        } else {
            (now as f64 / before as f64 - 1.0) * 100.0
        };
        text.push_str(&format!(
            "{part:6} {now:>10} {before:>10} {change:>+7.1}%\n"
        ));
    }
    text.push_str(&format!("limit  {LIMIT_BYTES:>10}"));
    text
}

fn summary(sizes: Sizes, recorded: Sizes, ok: bool) -> Value {
    let mut line = json!({
        "name": "size",
        "total_bytes": sizes.total(),
        "goal": { "total_bytes": LIMIT_BYTES, "growth_percent": GROWTH_PERCENT },
        "limit": { "recorded_total_bytes": recorded.total() },
        "ok": ok,
    });
    for (part, bytes) in PARTS.iter().zip(sizes.0) {
        line[format!("{part}_bytes")] = json!(bytes);
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    const RECORDED: Sizes = Sizes([2_000, 20_000, 10_000, 200_000]);

    #[test]
    fn three_percent_more_passes_and_a_byte_beyond_does_not() {
        assert_eq!(
            complaints(Sizes([2_000, 20_000, 10_000, 206_000]), RECORDED),
            [""; 0]
        );
        let beyond = complaints(Sizes([2_000, 20_000, 10_000, 206_001]), RECORDED);
        assert_eq!(beyond, ["wasm: 206001 bytes, more than 3 % over 200000"]);
    }

    #[test]
    fn few_words_in_a_small_part_are_no_growth() {
        assert!(complaints(Sizes([2_500, 20_000, 10_000, 200_000]), RECORDED).is_empty());
        assert!(!complaints(Sizes([2_600, 20_000, 10_000, 200_000]), RECORDED).is_empty());
    }

    #[test]
    fn chunks_do_not_count_before_the_first_interaction_but_have_a_budget() {
        assert_eq!(complaint_of_chunks(10_300, 10_000), None);
        let beyond = complaint_of_chunks(10_301, 10_000).unwrap();
        assert_eq!(beyond, "chunks: 10301 bytes, more than 3 % over 10000");
    }

    #[test]
    fn limit_holds_whatever_was_recorded() {
        let large = Sizes([2_000, 20_000, 10_000, 320_000]);
        assert_eq!(
            complaints(large, large),
            ["total: 352000 bytes, over the limit of 350000"]
        );
    }

    #[test]
    fn recorded_budget_is_read_back_as_it_was_written() {
        let budget: Value = serde_json::from_str(&budget_text(RECORDED, 5_000)).unwrap();
        assert_eq!(recorded_sizes(&budget).unwrap(), RECORDED);
        assert_eq!(budget["total_bytes"], 232_000);
        assert_eq!(recorded_bytes(&budget, CHUNKS).unwrap(), 5_000);
        assert!(recorded_sizes(&json!({ "html_bytes": "2000" })).is_err());
    }

    #[test]
    fn page_tells_which_files_come_first() {
        let page = r#"<link rel="stylesheet" href="/own-1.css"><link rel="icon" href="/icon.svg">
            <script src="/boot-1.js" type="module"></script><script nomodule src="/plain.js"></script>"#;
        assert_eq!(named_in(page, "href=\"", ".css"), ["/own-1.css"]);
        assert_eq!(named_in(page, "src=\"", ".js"), ["/boot-1.js"]);
    }
}
