//! Checking a signature with what the browser has for it (Web Cryptography, Ed25519).

use js_sys::{Array, Promise, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::browser::{call, property, window};

/// Whether a signature over `signed` is that of `key` (RFC 8032); none when this browser cannot tell.
pub async fn is_ed25519(key: &[u8; 32], signed: &[u8], signature: &[u8; 64]) -> Option<bool> {
    let window = window()?;
    let crypto = property(&window, "crypto")?;
    let subtle = property(&crypto, "subtle")?;
    let name = JsValue::from_str("Ed25519");
    let for_what = Array::of1(&"verify".into());
    let raw: JsValue = Uint8Array::from(&key[..]).into();
    let asked = [&"raw".into(), &raw, &name, &JsValue::FALSE, &for_what];
    let key = settled(call(&subtle, "importKey", &asked)?).await?;
    let signature: JsValue = Uint8Array::from(&signature[..]).into();
    let signed: JsValue = Uint8Array::from(signed).into();
    let asked = [&name, &key, &signature, &signed];
    settled(call(&subtle, "verify", &asked)?).await?.as_bool()
}

pub(super) async fn settled(promise: JsValue) -> Option<JsValue> {
    let promise: Promise = promise.dyn_into().ok()?;
    JsFuture::from(promise).await.ok()
}
