use super::*;

const PAGE: &str = r#"<!doctype html>
<html>
  <head>
    <!-- a word to the next reader -->
    <link rel="stylesheet" href="/vendor.css"/>
    <link rel="stylesheet" href="/own.css"/>
    <link data-trunk rel="rust" data-bin="anjian" data-trunk-id="1"/>
    <!-- boot -->
  </head>
  <body></body>
</html>
"#;

fn parts() -> Parts {
    let files = |list: &[(&str, &str)]| {
        list.iter()
            .map(|(url, text)| ((*url).to_owned(), text.as_bytes().to_vec()))
            .collect()
    };
    Parts {
        index: PAGE.to_owned(),
        built: files(&[
            (
                "/anjian.js",
                "import './snippets/a-1/inline0.js';\n\
                 fetch(new URL(\"./split_case.wasm\", import.meta.url))",
            ),
            ("/split_case.wasm", "\0asm case"),
            ("/anjian_bg.wasm", "\0asm"),
            ("/hasher.wasm", "\0asm hasher"),
            ("/own.css", "a { color: red }"),
            ("/vendor.css", "a { color: blue }"),
            ("/snippets/a-1/inline0.js", "export const a = 1;"),
        ]),
        public: files(&[("/icon.svg", "<svg/>"), ("/licenses/weui.txt", "MIT")]),
        pdf: files(&[("/pdf.js", "import './a'"), ("/cmaps/H.bcmap", "map")]),
        boot: "start(__MANIFEST__);".to_owned(),
        service_worker: "keep(__MANIFEST__);".to_owned(),
        hash_worker: "hash(__HASHER__);".to_owned(),
    }
}

fn bundle(parts: Parts) -> Files {
    assemble(parts, &mut |_, source| Ok(source.to_vec())).unwrap()
}

fn file(files: &Files, url: &str) -> String {
    String::from_utf8(files[url].clone()).unwrap()
}

fn named(files: &Files, start: &str) -> String {
    files
        .keys()
        .find(|url| url.starts_with(start))
        .unwrap()
        .clone()
}

fn app(files: &Files, ending: &str) -> String {
    let mut urls = files.keys();
    urls.find(|url| url.starts_with("/app-") && url.ends_with(ending))
        .unwrap()
        .clone()
}

fn manifest_of(files: &Files) -> Value {
    serde_json::from_slice(&files["/assets.json"]).unwrap()
}

#[test]
fn page_names_hashed_files_with_their_integrity_and_no_trace_of_trunk() {
    let files = bundle(parts());
    let page = file(&files, "/index.html");
    let hashed = files
        .keys()
        .filter(|url| url.starts_with("/app-") || url.starts_with("/boot-"));
    for url in hashed {
        assert!(page.contains(&format!("\"{url}\"")), "{url} in {page}");
        // The integrity of the wasm stands in the boot file.
        assert_eq!(
            page.contains(&integrity(&files[url])),
            !url.ends_with(".wasm")
        );
    }
    assert!(page.contains("type=\"module\""));
    assert!(
        !page.contains("data-trunk") && !page.contains("<!--"),
        "{page}"
    );
    assert!(!files.contains_key("/own.css"));
}

#[test]
fn stylesheets_become_one_in_the_order_of_the_page() {
    let files = bundle(parts());
    let styles = files.keys().find(|url| url.ends_with(".css")).unwrap();
    assert_eq!(
        file(&files, styles),
        "a { color: blue }\na { color: red }\n"
    );
    assert_eq!(
        file(&files, "/index.html")
            .matches("rel=\"stylesheet\"")
            .count(),
        1
    );
}

#[test]
fn two_stylesheets_of_one_name_are_refused() {
    let mut parts = parts();
    parts.index = PAGE.replace("vendor.css", "own.css");
    assert!(assemble(parts, &mut |_, source| Ok(source.to_vec())).is_err());
}

#[test]
fn boot_file_knows_the_wasm_and_the_worker_knows_every_file_and_its_hash() {
    let files = bundle(parts());
    let boot = file(&files, &named(&files, "/boot-"));
    let wasm = &app(&files, ".wasm");
    assert!(boot.contains(wasm) && boot.contains(&integrity(&files[wasm])));
    let manifest = manifest_of(&files);
    assert_eq!(file(&files, "/sw.js"), format!("keep({manifest});"));
    let listed = manifest["files"].as_array().unwrap();
    let left_out = ["/sw.js", "/assets.json", "/licenses/weui.txt"];
    let of_pdf = files.keys().filter(|url| url.starts_with("/pdf-")).count();
    assert_eq!(listed.len(), files.len() - left_out.len() - of_pdf);
    for entry in listed {
        let url = entry["url"].as_str().unwrap();
        let url = if url == "/" { "/index.html" } else { url };
        assert_eq!(entry["sha256"], sha256_hex(&files[url]));
    }
}

#[test]
fn version_changes_with_any_part() {
    let first = manifest_of(&bundle(parts()))["version"].clone();
    assert_eq!(manifest_of(&bundle(parts()))["version"], first);
    let changes: [fn(&mut Parts); 6] = [
        |parts| parts.hash_worker.push(';'),
        |parts| parts.index.push_str("<p>"),
        |parts| parts.boot.push(';'),
        |parts| parts.service_worker.push(';'),
        |parts| _ = parts.built.insert("/own.css".into(), b"b{}".to_vec()),
        |parts| {
            _ = parts
                .public
                .insert("/icon.svg".into(), b"<svg></svg>".to_vec())
        },
    ];
    for change in changes {
        let mut changed = parts();
        change(&mut changed);
        assert_ne!(manifest_of(&bundle(changed))["version"], first);
    }
}

#[test]
fn script_finds_the_snippets_of_crates_under_their_hashed_folder() {
    let files = bundle(parts());
    let snippet = named(&files, "/snippets-");
    let script = file(&files, &app(&files, ".js"));
    assert!(
        script.starts_with(&format!("import '.{snippet}';")),
        "{script}"
    );
}

#[test]
fn script_fetches_chunks_by_their_hashed_names_with_their_integrity() {
    let files = bundle(parts());
    let chunk = named(&files, "/split_case-");
    let script = file(&files, &app(&files, ".js"));
    let told = format!(
        "fetch(\"{chunk}\", {{ integrity: \"{}\" }})",
        integrity(&files[&chunk])
    );
    assert!(script.contains(&told), "{script}");
    let (wasm, worker) = (named(&files, "/hasher-"), named(&files, "/hash-worker-"));
    assert_eq!(manifest_of(&files)["chunks"], json!([chunk, wasm, worker]));
}

#[test]
fn worker_checks_its_wasm_and_the_boot_file_knows_the_worker() {
    let files = bundle(parts());
    let (wasm, url) = (named(&files, "/hasher-"), named(&files, "/hash-worker-"));
    let module = json!({ "url": wasm, "integrity": integrity(&files[&wasm]) });
    assert_eq!(file(&files, &url), format!("hash({module});"));
    let told = json!({ "url": url, "integrity": integrity(&files[&url]) });
    assert_eq!(manifest_of(&files)["workers"]["hash"], told);
    assert!(file(&files, &named(&files, "/boot-")).contains(&told.to_string()));
}

#[test]
fn chunk_that_the_script_never_fetches_is_refused() {
    let mut parts = parts();
    parts.built.insert("/split_lost.wasm".into(), b"x".to_vec());
    assert!(assemble(parts, &mut |_, source| Ok(source.to_vec())).is_err());
}

#[test]
fn template_without_its_token_is_refused_by_name() {
    let mut parts = parts();
    parts.boot = "start()".to_owned();
    let refusal = assemble(parts, &mut |_, source| Ok(source.to_vec())).unwrap_err();
    assert_eq!(
        refusal.to_string(),
        "boot/boot.js should hold __MANIFEST__ once, it does 0 times"
    );
}

#[test]
fn page_without_the_boot_comment_is_refused() {
    let mut parts = parts();
    parts.index = "<p>no place</p>".to_owned();
    assert!(assemble(parts, &mut |_, source| Ok(source.to_vec())).is_err());
}

#[test]
fn pdf_code_has_an_address_that_changes_with_it_and_is_not_kept_on_the_device() {
    let files = bundle(parts());
    let manifest = manifest_of(&files);
    let script = manifest["pdf"].as_str().unwrap();
    let folder = script.strip_suffix("/pdf.js").unwrap();
    assert!(files.contains_key(script) && files.contains_key(&format!("{folder}/cmaps/H.bcmap")));
    let worker = format!("{folder}/{PDF_WORKER}");
    assert_eq!(manifest["workers"]["pdf"]["url"], worker);
    let kept = manifest["files"].as_array().unwrap();
    assert!(
        kept.iter()
            .all(|file| !file["url"].as_str().unwrap().starts_with("/pdf-"))
    );

    let mut other = parts();
    other
        .pdf
        .insert("/cmaps/H.bcmap".to_owned(), b"another".to_vec());
    assert_ne!(manifest_of(&bundle(other))["pdf"], manifest["pdf"]);
}
