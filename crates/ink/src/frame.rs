//! Where the sheet lies on the screen: scaled to fit, and turned where a phone is held upright.
//!
//! Coordinates go through this matrix and never through what the engine reports of a rotated
//! element, which engines do not agree on.

use crate::trace::Sheet;

/// The sheet in a box on the screen.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Frame {
    /// The box's left in CSS px of the window.
    left: f64,
    /// The box's top in CSS px of the window.
    top: f64,
    /// CSS px for one px of the sheet.
    scale: f64,
    /// The sheet's top is at the screen's right.
    sideways: bool,
    /// From the box's corner to the sheet's first corner as it is shown, in CSS px.
    margin: (f64, f64),
    /// The sheet's height as it is shown, in CSS px.
    height: f64,
}

impl Frame {
    /// The sheet as large as it can be in a box (left, top, width, height in CSS px), in its middle.
    #[must_use]
    pub fn fit(
        sheet: Sheet,
        (left, top, width, height): (f64, f64, f64, f64),
        sideways: bool,
    ) -> Self {
        let (across, down) = (
            f64::from(sheet.width) / 100.0,
            f64::from(sheet.height) / 100.0,
        );
        let (wide, high) = if sideways {
            (down, across)
        } else {
            (across, down)
        };
        let scale = (width / wide).min(height / high).max(0.01);
        Self {
            left,
            top,
            scale,
            sideways,
            margin: ((width - wide * scale) / 2.0, (height - high * scale) / 2.0),
            height: down * scale,
        }
    }

    /// A place of the window, in CSS px, as a place of the sheet in CSS px of the sheet.
    #[must_use]
    pub fn on_sheet(&self, x: f64, y: f64) -> (f64, f64) {
        let (x, y) = (x - self.left - self.margin.0, y - self.top - self.margin.1);
        if self.sideways {
            (y / self.scale, (self.height - x) / self.scale)
        } else {
            (x / self.scale, y / self.scale)
        }
    }

    /// The matrix (a, b, c, d, e, f) that draws 1/100 px of the sheet on a canvas that fills the
    /// box with `ratio` device pixels in a CSS px.
    #[must_use]
    pub fn matrix(&self, ratio: f64) -> [f64; 6] {
        let unit = self.scale * ratio / 100.0;
        let (right, down) = (self.margin.0 * ratio, self.margin.1 * ratio);
        if self.sideways {
            [0.0, unit, -unit, 0.0, right + self.height * ratio, down]
        } else {
            [unit, 0.0, 0.0, unit, right, down]
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHEET: Sheet = Sheet {
        width: 60_000,
        height: 30_000,
        ratio: 300,
    };

    #[test]
    fn a_place_drawn_is_the_place_touched() {
        for sideways in [false, true] {
            let frame = Frame::fit(SHEET, (20.0, 50.0, 320.0, 560.0), sideways);
            let [a, b, c, d, e, f] = frame.matrix(3.0);
            for (x, y) in [
                (0.0, 0.0),
                (600.0, 0.0),
                (600.0, 300.0),
                (0.0, 300.0),
                (123.0, 45.0),
            ] {
                let canvas = (
                    a * x * 100.0 + c * y * 100.0 + e,
                    b * x * 100.0 + d * y * 100.0 + f,
                );
                let window = (canvas.0 / 3.0 + 20.0, canvas.1 / 3.0 + 50.0);
                let back = frame.on_sheet(window.0, window.1);
                assert!(
                    (back.0 - x).abs() < 1e-9 && (back.1 - y).abs() < 1e-9,
                    "{sideways}"
                );
                assert!((20.0..=340.0).contains(&window.0) && (50.0..=610.0).contains(&window.1));
            }
        }
    }

    #[test]
    fn sideways_the_sheet_begins_at_the_right_and_goes_down() {
        let frame = Frame::fit(SHEET, (0.0, 0.0, 300.0, 600.0), true);
        assert_eq!(frame.on_sheet(300.0, 0.0), (0.0, 0.0));
        assert_eq!(frame.on_sheet(300.0, 600.0), (600.0, 0.0));
        assert_eq!(frame.on_sheet(0.0, 0.0), (0.0, 300.0));
    }
}
