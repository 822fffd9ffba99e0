//! Other sites, and what a browser is told to keep to.

use anjian_api::problem::ProblemCode;
use axum::body::Body;
use serde_json::json;

use crate::support::browser::OURS;
use crate::support::frames::Socket;
use crate::support::{Court, PASSWORD};

#[tokio::test]
async fn another_site_can_make_a_browser_do_nothing() {
    let court = Court::open().await;
    let case = court.case().await;
    let [json_type, ours] = OURS;
    let own = ("origin", "https://court.test");
    let tries: [&[(&str, &str)]; 6] = [
        &[json_type],
        &[json_type, ("x-anjian", "0")],
        &[json_type, ours, ("origin", "https://evil.test")],
        &[json_type, ours, ("origin", "null")],
        &[json_type, ours, ("sec-fetch-site", "cross-site")],
        &[json_type, ours, own, ("sec-fetch-site", "same-site")],
    ];
    for headers in tries {
        for (method, path) in [
            ("DELETE", "/api/session".to_owned()),
            ("PUT", case.path("/draft")),
            ("POST", "/api/session".to_owned()),
        ] {
            let body = Body::from(json!({"text": "x"}).to_string());
            let answer = case.plaintiff.send(method, &path, headers, body).await;
            assert_eq!(
                answer.problem(),
                ProblemCode::ForeignOrigin,
                "{method} {headers:?}"
            );
        }
    }
    let good = [json_type, ours, own, ("sec-fetch-site", "same-origin")];
    let body = Body::from(json!({"text": "x"}).to_string());
    let answer = case
        .plaintiff
        .send("PUT", &case.path("/draft"), &good, body)
        .await;
    assert_eq!(answer.status, 204);
}

#[tokio::test]
async fn a_socket_of_another_site_is_refused() {
    let court = Court::open().await;
    let case = court.case().await;
    let listening = court.listen().await;
    let own = format!("http://{}", listening.address);
    assert!(
        Socket::try_open(&listening, &case.plaintiff, Some(&own))
            .await
            .is_ok()
    );
    for foreign in ["https://evil.test", "null", "http://127.0.0.1:1"] {
        let refused = Socket::try_open(&listening, &case.plaintiff, Some(foreign))
            .await
            .err()
            .unwrap();
        assert!(refused.to_string().contains("403"), "{refused}");
    }
    let nobody = Socket::try_open(&listening, &court.browser(), None)
        .await
        .err()
        .unwrap();
    assert!(nobody.to_string().contains("401"), "{nobody}");
}

#[tokio::test]
async fn the_cookie_keeps_every_promise_and_never_shows_in_a_body() {
    let court = Court::open().await;
    let person = court.person("周敏", "13800000002").await;
    let browser = court.browser();
    let answer = browser.log_in(&person.phone, PASSWORD).await;
    let lines: Vec<&str> = answer
        .headers
        .get_all("set-cookie")
        .iter()
        .map(|line| line.to_str().unwrap())
        .collect();
    assert_eq!(lines.len(), 2);
    for line in lines {
        assert!(line.starts_with("__Host-anjian"), "{line}");
        for promise in ["Path=/", "Secure", "HttpOnly", "SameSite=Lax"] {
            assert!(line.contains(promise), "{promise}");
        }
        assert!(!line.contains("Domain"));
    }
    for name in ["__Host-anjian", "__Host-anjian-known"] {
        assert!(!answer.text().contains(&browser.cookie(name).unwrap()));
    }
}

#[tokio::test]
async fn every_answer_carries_the_security_headers() {
    let court = Court::open().await;
    let browser = court.browser();
    for path in [
        "/api/info",
        "/api/session",
        "/nothing.js",
        "/api/nothing",
        "/api/health",
    ] {
        let answer = browser.get(path).await;
        let header = |name: &str| answer.headers[name].to_str().unwrap().to_owned();
        let csp = header("content-security-policy");
        for part in [
            "default-src 'none'",
            "script-src 'self' 'wasm-unsafe-eval'",
            "frame-ancestors 'none'",
            "require-trusted-types-for 'script'",
            "base-uri 'none'",
        ] {
            assert!(csp.contains(part), "{part}");
        }
        assert!(!csp.contains("unsafe-inline"));
        assert_eq!(header("x-content-type-options"), "nosniff");
        assert_eq!(header("referrer-policy"), "no-referrer");
        assert_eq!(header("cross-origin-opener-policy"), "same-origin");
        assert_eq!(header("cross-origin-resource-policy"), "same-origin");
        assert!(answer.headers.contains_key("permissions-policy"));
        assert!(!answer.headers.contains_key("access-control-allow-origin"));
        // On loopback without TLS there is nothing to insist on.
        assert!(!answer.headers.contains_key("strict-transport-security"));
        if path.starts_with("/api") {
            assert_eq!(header("cache-control"), "no-store", "{path}");
        }
    }
}
