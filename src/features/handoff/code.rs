//! An address as a QR code (ISO/IEC 18004), drawn as one path.

use qrcodegen::{QrCode, QrCodeEcc};

/// White around the code that scanners need, modules.
const QUIET: i32 = 4;

/// A drawn code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawn {
    /// The side of the picture with the white around it, modules.
    pub side: i32,
    /// The dark modules: each run of a row is one rectangle.
    pub path: String,
}

/// Draws an address; none when it is too long for a code. A phone held askew over a screen reads
/// level M (15 % may be lost).
pub fn draw(address: &str) -> Option<Drawn> {
    let code = QrCode::encode_text(address, QrCodeEcc::Medium).ok()?;
    let size = code.size();
    let mut path = String::new();
    for y in 0..size {
        let mut x = 0;
        while x < size {
            let from = x;
            while x < size && code.get_module(x, y) {
                x += 1;
            }
            if x > from {
                let (left, top, run) = (from + QUIET, y + QUIET, x - from);
                path.push_str(&format!("M{left} {top}h{run}v1h-{run}z"));
            }
            x += 1;
        }
    }
    Some(Drawn {
        side: size + 2 * QUIET,
        path,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_three_corners_are_where_scanners_look_for_them() {
        let drawn = draw("https://example.com/h/000102030405060708090a0b0c0d0e0f").unwrap();
        // Version 4 or 5 has 33 or 37 modules.
        assert!((33..=37).contains(&(drawn.side - 8)), "{}", drawn.side);
        assert!(drawn.path.starts_with("M4 4h7v1h-7z"));
        let right = drawn.side - 4 - 7;
        assert!(drawn.path.contains(&format!("M{right} 4h7v1h-7z")));
        assert!(drawn.path.contains(&format!("M4 {right}h7v1h-7z")));
    }

    #[test]
    fn what_is_too_long_is_no_code() {
        assert_eq!(draw(&"x".repeat(3_000)), None);
    }
}
