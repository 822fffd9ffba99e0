//! Where the device is, asked once. The browser answers in WGS 84.

use super::browser::{property, window};
use js_sys::Promise;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::PositionOptions;

/// A measured position (datum WGS 84).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fix {
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
    /// Radius in metres within which the device believes to be.
    pub accuracy_m: f64,
}

/// Why there is no position.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LocateError {
    /// The person or the device's settings refused.
    #[error("permission refused")]
    Denied,
    /// The device cannot tell where it is.
    #[error("no position")]
    Unavailable,
    /// It took too long.
    #[error("timed out")]
    TimedOut,
    /// The browser has no geolocation, or the page is not served securely.
    #[error("not supported")]
    Unsupported,
}

/// Asks for the position; the browser asks the person for permission.
pub async fn locate(timeout_ms: u32) -> Result<Fix, LocateError> {
    let geolocation = window()
        .filter(|window| property(&window.navigator(), "geolocation").is_some())
        .and_then(|window| window.navigator().geolocation().ok())
        .ok_or(LocateError::Unsupported)?;
    let options = PositionOptions::new();
    options.set_enable_high_accuracy(true);
    options.set_timeout(timeout_ms);
    let answer = Promise::new(&mut |resolve, reject| {
        let asked = geolocation.get_current_position_with_error_callback_and_options(
            &resolve,
            Some(&reject),
            &options,
        );
        if let Err(error) = asked {
            let _ = reject.call1(&JsValue::NULL, &error);
        }
    });
    let position = JsFuture::from(answer)
        .await
        .map_err(|error| refused(&error))?;
    read(&position).ok_or(LocateError::Unavailable)
}

fn read(position: &JsValue) -> Option<Fix> {
    let coordinates = property(position, "coords")?;
    let number = |name| property(&coordinates, name).and_then(|value| value.as_f64());
    Some(Fix {
        latitude: number("latitude")?,
        longitude: number("longitude")?,
        accuracy_m: number("accuracy")?,
    })
}

/// `GeolocationPositionError.code`: 1 denied, 2 unavailable, 3 timed out (W3C Geolocation §9).
fn refused(error: &JsValue) -> LocateError {
    match property(error, "code").and_then(|code| code.as_f64()) {
        Some(1.0) => LocateError::Denied,
        Some(3.0) => LocateError::TimedOut,
        _ => LocateError::Unavailable,
    }
}
