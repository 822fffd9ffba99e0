//! A key of this device that signs and cannot be read: ECDSA with P-256 (Web Cryptography), kept
//! in the browser's database. Log-out destroys it.

use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};

use super::browser::{call, object, property, window};
use super::signature::settled;
use super::storage::Database;

/// Where the app keeps what it keeps.
const DATABASE: &str = "anjian";

/// A signature and the key it can be checked with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    /// The uncompressed point, 65 bytes.
    pub key: Vec<u8>,
    /// r and s, 32 bytes each.
    pub signature: Vec<u8>,
}

/// Signs with the key of that name, which is made when there is none; none where the browser has no
/// such keys or does not keep them.
pub async fn sign(name: &str, signed: &[u8]) -> Option<Signature> {
    let window = window()?;
    let subtle = property(&property(&window, "crypto")?, "subtle")?;
    let database = Database::open(DATABASE).await.ok()?;
    let mut keys = database.key(name).await.ok()?;
    if property(&keys, "privateKey").is_none() {
        let kind = object(&[
            ("name", JsValue::from_str("ECDSA")),
            ("namedCurve", JsValue::from_str("P-256")),
        ]);
        let uses = Array::of2(&"sign".into(), &"verify".into());
        let asked: [&JsValue; 3] = [&kind, &JsValue::FALSE, &uses];
        let made = settled(call(&subtle, "generateKey", &asked)?).await?;
        keys = object(&[
            ("privateKey", property(&made, "privateKey")?),
            ("publicKey", property(&made, "publicKey")?),
        ]);
        // A key that is gone with the page would prove nothing about the device.
        database.put_key(name, &keys).await.ok()?;
    }
    let (private, public) = (
        property(&keys, "privateKey")?,
        property(&keys, "publicKey")?,
    );
    let how = object(&[
        ("name", JsValue::from_str("ECDSA")),
        ("hash", JsValue::from_str("SHA-256")),
    ]);
    let bytes: JsValue = Uint8Array::from(signed).into();
    let signature = settled(call(&subtle, "sign", &[&how, &private, &bytes])?).await?;
    let key = settled(call(&subtle, "exportKey", &[&"raw".into(), &public])?).await?;
    Some(Signature {
        key: bytes_of(&key)?,
        signature: bytes_of(&signature)?,
    })
}

fn bytes_of(buffer: &JsValue) -> Option<Vec<u8>> {
    let buffer: &js_sys::ArrayBuffer = buffer.dyn_ref()?;
    Some(Uint8Array::new(buffer).to_vec())
}
