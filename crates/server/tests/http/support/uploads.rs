//! A file on its way up.

use anjian_api::bytes::{Sha256Digest, Sm3Digest};
use anjian_api::file::{BLOCK, CompleteUpload, FileReceipt, UploadStatus};
use axum::body::Body;
use serde_json::json;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::{Answer, Browser, Case};

pub const BLOCK_LENGTH: usize = BLOCK as usize;

/// One upload by one browser.
#[derive(Clone)]
pub struct Upload {
    pub id: Uuid,
    pub browser: Browser,
    pub case: String,
    pub name: String,
    pub bytes: Vec<u8>,
}

impl Upload {
    pub fn new(case: &Case, browser: &Browser, name: &str, bytes: &[u8]) -> Self {
        Self {
            id: Uuid::new_v4(),
            browser: browser.clone(),
            case: case.path(""),
            name: name.into(),
            bytes: bytes.to_vec(),
        }
    }

    pub fn path(&self, rest: &str) -> String {
        format!("{}/uploads/{}{rest}", self.case, self.id)
    }

    pub async fn announce(&self) -> Answer {
        let body = json!({"name": self.name, "size": self.bytes.len()});
        self.browser.put(&self.path(""), body).await
    }

    pub async fn status(&self) -> UploadStatus {
        let answer = self.browser.get(&self.path("")).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        answer.read()
    }

    /// Blocks `first..first + count` as a part.
    pub fn part(&self, first: usize, count: usize) -> &[u8] {
        let to = ((first + count) * BLOCK_LENGTH).min(self.bytes.len());
        &self.bytes[first * BLOCK_LENGTH..to]
    }

    pub async fn put(&self, first: usize, part: &[u8]) -> Answer {
        self.put_as(first, part, &hex(part)).await
    }

    pub async fn put_as(&self, first: usize, part: &[u8], digest: &str) -> Answer {
        let headers = [
            ("content-type", "application/octet-stream"),
            ("x-anjian", "1"),
            ("x-part-sha256", digest),
        ];
        let path = self.path(&format!("/parts/{first}"));
        self.browser
            .send("PUT", &path, &headers, Body::from(part.to_vec()))
            .await
    }

    pub fn digests(&self) -> CompleteUpload {
        digests(&self.bytes)
    }

    pub async fn complete(&self) -> Answer {
        let body = serde_json::to_value(self.digests()).unwrap();
        self.browser.post(&self.path("/complete"), body).await
    }

    /// Announces, sends all of it in parts of 1 MiB, completes.
    pub async fn send(&self) -> Answer {
        let announced = self.announce().await;
        assert_eq!(announced.status, 200, "{}", announced.text());
        let blocks = self.bytes.len().div_ceil(BLOCK_LENGTH);
        for first in (0..blocks).step_by(16) {
            let put = self.put(first, self.part(first, 16)).await;
            assert_eq!(put.status, 200, "{}", put.text());
        }
        self.complete().await
    }

    pub async fn all(&self) -> FileReceipt {
        let answer = self.send().await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        answer.read()
    }
}

pub fn digests(bytes: &[u8]) -> CompleteUpload {
    use sm3::Digest as _;
    CompleteUpload {
        sha256: Sha256Digest(Sha256::digest(bytes).into()),
        sm3: Sm3Digest(sm3::Sm3::digest(bytes).into()),
    }
}

pub fn hex(bytes: &[u8]) -> String {
    Sha256Digest(Sha256::digest(bytes).into()).to_hex()
}

/// A text of so many bytes, each line another.
pub fn text(length: usize) -> Vec<u8> {
    let mut text = Vec::with_capacity(length + 40);
    let mut line = 0;
    while text.len() < length {
        text.extend_from_slice(format!("invented line {line}\n").as_bytes());
        line += 1;
    }
    text.truncate(length);
    text
}
