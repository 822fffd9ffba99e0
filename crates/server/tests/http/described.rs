//! The OpenAPI document and the router say the same.

use anjian_server::app::router::described;
use axum::body::Body;
use serde_json::Value;

use crate::support::Court;
use crate::support::browser::OURS;

fn operations() -> Vec<(String, String)> {
    let (_, document) = described();
    let document: Value = serde_json::from_str(&document.to_json().unwrap()).unwrap();
    let paths = document["paths"].as_object().unwrap();
    paths
        .iter()
        .flat_map(|(path, methods)| {
            methods
                .as_object()
                .unwrap()
                .keys()
                .map(|method| (method.to_uppercase(), path.clone()))
        })
        .collect()
}

#[tokio::test]
async fn every_described_address_is_there() {
    let court = Court::open().await;
    let browser = court.browser();
    for (method, path) in operations() {
        let answer = browser.send(&method, &path, &OURS, Body::from("[]")).await;
        assert!(
            !matches!(answer.status, 404 | 405 | 500),
            "{method} {path}: {}",
            answer.status
        );
    }
}

#[test]
fn every_handler_is_described() {
    let mut described_in_source = 0;
    let mut folders = vec![std::path::PathBuf::from(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/src"
    ))];
    while let Some(folder) = folders.pop() {
        for found in std::fs::read_dir(folder).unwrap() {
            let path = found.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = std::fs::read_to_string(&path).unwrap();
            described_in_source += text.matches("#[utoipa::path(").count();
            // A route without a description has no way in.
            for way in [".route(\"", ".nest(\"", ".route_service(", ".nest_service("] {
                assert!(!text.contains(way), "{} in {}", way, path.display());
            }
        }
    }
    assert_eq!(described_in_source, operations().len());
}

#[tokio::test]
async fn the_document_is_served_and_names_what_goes_over_the_wire() {
    let court = Court::open().await;
    let answer = court.browser().get("/api/openapi.json").await;
    let document: Value = answer.read();
    let schemas = document["components"]["schemas"].as_object().unwrap();
    for name in [
        "Command",
        "Problem",
        "Frame",
        "ClientFrame",
        "WireEntry",
        "CaseSummary",
        "Session",
    ] {
        assert!(schemas.contains_key(name), "{name}");
    }
}

#[test]
fn kinds_of_evidence_are_described_flat_beside_the_others() {
    let (_, document) = described();
    let text = document.to_json().unwrap();
    assert!(text.contains("exhibit_submitted") || text.contains("submit_exhibit"));
    assert!(
        !text.contains(r#""enum":["evidence"]"#),
        "there is no such kind on the wire"
    );
}
