//! The built app as files.

use axum::body::Body;

use crate::support::{Answer, Court};

struct Dist {
    court: Court,
    _folder: tempfile::TempDir,
}

impl Dist {
    async fn new() -> Self {
        let folder = tempfile::TempDir::new().unwrap();
        for (name, text) in [
            ("index.html", "<!doctype html><title>page</title>"),
            ("index.html.br", "compressed page"),
            ("sw.js", "// worker"),
            ("app-0123456789abcdef.js", "// app"),
            ("app-0123456789abcdef_bg.wasm", "wasm"),
            ("app-0123456789abcdef_bg.wasm.br", "wasm compressed"),
            ("manifest.webmanifest", "{}"),
        ] {
            std::fs::write(folder.path().join(name), text).unwrap();
        }
        Self {
            court: Court::with_files(folder.path().to_owned()).await,
            _folder: folder,
        }
    }

    async fn get(&self, path: &str, encoding: &str) -> Answer {
        let headers = [("accept-encoding", encoding)];
        self.court
            .browser()
            .send("GET", path, &headers, Body::empty())
            .await
    }
}

#[tokio::test]
async fn hashed_files_are_kept_for_a_year_and_pages_never() {
    let dist = Dist::new().await;
    let cache = async |path: &str| {
        let answer = dist.get(path, "").await;
        assert_eq!(answer.status, 200, "{path}");
        answer.headers["cache-control"].to_str().unwrap().to_owned()
    };
    assert_eq!(
        cache("/app-0123456789abcdef.js").await,
        "public, max-age=31536000, immutable"
    );
    assert_eq!(cache("/").await, "no-store");
    assert_eq!(cache("/index.html").await, "no-store");
    assert_eq!(cache("/sw.js").await, "no-store");
    assert_eq!(cache("/manifest.webmanifest").await, "no-cache");
}

#[tokio::test]
async fn what_was_compressed_beforehand_is_sent_to_whoever_reads_it() {
    let dist = Dist::new().await;
    let wasm = "/app-0123456789abcdef_bg.wasm";
    let small = dist.get(wasm, "gzip, br").await;
    assert_eq!(small.headers["content-encoding"], "br");
    assert_eq!(small.headers["content-type"], "application/wasm");
    assert_eq!(small.text(), "wasm compressed");
    let plain = dist.get(wasm, "gzip").await;
    assert!(plain.headers.get("content-encoding").is_none());
    assert_eq!(plain.text(), "wasm");
    assert_eq!(dist.get("/", "br").await.text(), "compressed page");
}

#[tokio::test]
async fn addresses_of_the_app_get_its_page_and_missing_files_do_not() {
    let dist = Dist::new().await;
    for page in [
        "/",
        "/log-in",
        "/cases/0d9c2a52-5a4b-4f4d-a4a8-5d4f5a0a1b2c",
        "/me/devices",
    ] {
        let answer = dist.get(page, "").await;
        assert_eq!(answer.status, 200, "{page}");
        assert!(answer.text().contains("<title>page"), "{page}");
        assert!(
            answer.headers["content-type"]
                .to_str()
                .unwrap()
                .starts_with("text/html")
        );
    }
    for missing in [
        "/gone-0123456789abcdef.js",
        "/favicon.ico",
        "/api/nothing",
        "/api",
        "/.env",
    ] {
        assert_eq!(dist.get(missing, "").await.status, 404, "{missing}");
    }
}

#[tokio::test]
async fn nothing_outside_the_folder_is_a_file() {
    let dist = Dist::new().await;
    for path in [
        "/../accounts.db",
        "/..%2faccounts.db",
        "/%2e%2e/accounts.db",
        "/....//x.db",
        "//etc/passwd.x",
    ] {
        let answer = dist.get(path, "").await;
        assert_eq!(answer.status, 404, "{path}");
    }
}
