use anjian::platform::device_key::{Signature, sign};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::eventually;

/// Runs the body of an async function in the page and gives what it comes to, as text.
async fn asked(name: &str, body: &str) -> String {
    let script = format!(
        "delete window.{name}; (async () => {{ {body} }})().then(String, (error) => `failed: ${{error}}`)\
         .then((said) => {{ window.{name} = said; }}); 0"
    );
    js_sys::eval(&script).unwrap();
    let said = || js_sys::eval(&format!("window.{name}")).unwrap().as_string();
    assert!(eventually(|| said().is_some()).await, "{name} is answered");
    said().unwrap()
}

/// What the app keeps under this name in the browser's database.
fn kept(name: &str) -> String {
    format!(
        "const database = await new Promise((done, failed) => {{
           const open = indexedDB.open('anjian');
           open.onsuccess = () => done(open.result);
           open.onerror = () => failed(open.error);
         }});
         const kept = await new Promise((done, failed) => {{
           const get = database.transaction('keys').objectStore('keys').get('{name}');
           get.onsuccess = () => done(get.result);
           get.onerror = () => failed(get.error);
         }});
         database.close();"
    )
}

async fn is_signed(made: &Signature, words: &[u8]) -> bool {
    let bytes = |bytes: &[u8]| format!("new Uint8Array({bytes:?})");
    let body = format!(
        "const kind = {{ name: 'ECDSA', namedCurve: 'P-256' }};
         const key = await crypto.subtle.importKey('raw', {}, kind, true, ['verify']);
         return crypto.subtle.verify({{ name: 'ECDSA', hash: 'SHA-256' }}, key, {}, {});",
        bytes(&made.key),
        bytes(&made.signature),
        bytes(words),
    );
    asked("verified", &body).await == "true"
}

#[wasm_bindgen_test]
async fn a_device_signs_with_one_key_that_is_kept_and_anybody_can_check() {
    let first = sign("kept", b"manifest").await.unwrap();
    let second = sign("kept", b"another manifest").await.unwrap();
    assert_eq!(
        (first.key.len(), first.key[0]),
        (65, 4),
        "an uncompressed point"
    );
    assert_eq!(first.signature.len(), 64, "r and s");
    assert_eq!(first.key, second.key, "the database gives it back");
    assert!(is_signed(&first, b"manifest").await);
    assert!(is_signed(&second, b"another manifest").await);
    assert!(!is_signed(&first, b"another manifest").await);
    let other = sign("of another person", b"manifest").await.unwrap();
    assert_ne!(
        other.key, first.key,
        "each person of a device has a key of their own"
    );
}

#[wasm_bindgen_test]
async fn the_key_cannot_leave_the_device() {
    sign("guarded", b"manifest").await.unwrap();
    let body = format!(
        "{} return [kept.privateKey.extractable, kept.privateKey.usages].join(' ');",
        kept("guarded")
    );
    assert_eq!(asked("told", &body).await, "false sign");
    for form in ["pkcs8", "jwk"] {
        let body = format!(
            "{} return crypto.subtle.exportKey('{form}', kept.privateKey);",
            kept("guarded")
        );
        let said = asked("taken", &body).await;
        assert!(
            said.starts_with("failed: InvalidAccessError"),
            "{form}: {said}"
        );
    }
}

/// Then the server's key signs, and the certificate says so.
#[wasm_bindgen_test]
async fn an_engine_without_such_keys_signs_nothing() {
    let without = async |owner: &str, name: &str| {
        let hide = format!(
            "window.was = Object.getOwnPropertyDescriptor({owner}, '{name}');
             Object.defineProperty({owner}, '{name}', {{ configurable: true, value: undefined }}); 0"
        );
        js_sys::eval(&hide).unwrap();
        let made = sign(name, b"manifest").await;
        let show = format!(
            "delete {owner}['{name}'];
             if (window.was) Object.defineProperty({owner}, '{name}', window.was); 0"
        );
        js_sys::eval(&show).unwrap();
        made
    };
    assert_eq!(without("crypto", "subtle").await, None);
    assert_eq!(without("crypto.subtle", "generateKey").await, None);
    // One that keeps nothing: a key that is gone with the page would prove nothing.
    assert_eq!(without("window", "indexedDB").await, None);
    assert!(sign("none", b"manifest").await.is_some());
}
