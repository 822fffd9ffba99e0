//! A picture of which only a part is shown, turned. The picture itself stays as it is.

use leptos::prelude::*;

/// Which part of a picture is shown, and how it is turned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Framing {
    /// Quarter turns to the right, after cutting.
    pub turns: u8,
    /// Left, top, right, bottom of the part, per mille of the upright picture.
    pub part: [u16; 4],
}

impl Framing {
    /// All of it, as it is.
    pub const WHOLE: Self = Self {
        turns: 0,
        part: [0, 0, 1_000, 1_000],
    };

    /// The same with more quarter turns.
    #[must_use]
    pub const fn turned(self, quarters: u8) -> Self {
        Self {
            turns: (self.turns + quarters) % 4,
            ..self
        }
    }

    /// The part as it stands in the turned picture: left, top, right, bottom per mille.
    #[must_use]
    pub const fn standing(self) -> [u16; 4] {
        let [left, top, right, bottom] = self.part;
        match self.turns % 4 {
            1 => [1_000 - bottom, left, 1_000 - top, right],
            2 => [1_000 - right, 1_000 - bottom, 1_000 - left, 1_000 - top],
            3 => [top, 1_000 - right, bottom, 1_000 - left],
            _ => [left, top, right, bottom],
        }
    }

    /// The framing whose part stands like this in the turned picture.
    #[must_use]
    pub const fn of_standing(turns: u8, standing: [u16; 4]) -> Self {
        let back = Self {
            turns: (4 - turns % 4) % 4,
            part: standing,
        };
        Self {
            turns,
            part: back.standing(),
        }
    }

    /// Width and height of what is shown of a picture of this size.
    #[must_use]
    pub fn size(self, pixels: (u32, u32)) -> (f64, f64) {
        let [_, _, width, height] = self.view_box(pixels);
        (width, height)
    }

    /// A point of what is shown, in parts of its width and height, as a point of the upright
    /// picture.
    #[must_use]
    pub fn to_whole(self, (x, y): (f64, f64)) -> (f64, f64) {
        let [left, top, right, bottom] = self.standing().map(|edge| f64::from(edge) / 1_000.0);
        let (x, y) = (left + x * (right - left), top + y * (bottom - top));
        match self.turns % 4 {
            1 => (y, 1.0 - x),
            2 => (1.0 - x, 1.0 - y),
            3 => (1.0 - y, x),
            _ => (x, y),
        }
    }

    /// The other way round; a point that is not shown lies outside 0 to 1.
    #[must_use]
    pub fn from_whole(self, (x, y): (f64, f64)) -> (f64, f64) {
        let (x, y) = match self.turns % 4 {
            1 => (1.0 - y, x),
            2 => (1.0 - x, 1.0 - y),
            3 => (y, 1.0 - x),
            _ => (x, y),
        };
        let [left, top, right, bottom] = self.standing().map(|edge| f64::from(edge) / 1_000.0);
        (
            (x - left) / (right - left).max(0.001),
            (y - top) / (bottom - top).max(0.001),
        )
    }

    /// Left, top, width and height of what is shown, in pixels of the turned picture.
    fn view_box(self, (width, height): (u32, u32)) -> [f64; 4] {
        let (width, height) = match self.turns % 2 {
            0 => (f64::from(width), f64::from(height)),
            _ => (f64::from(height), f64::from(width)),
        };
        let [left, top, right, bottom] = self.standing();
        let part = |edge: u16, of: f64| f64::from(edge) * of / 1_000.0;
        [
            part(left, width),
            part(top, height),
            part(right.saturating_sub(left), width),
            part(bottom.saturating_sub(top), height),
        ]
    }

    /// Turns the picture about and back into the first quadrant.
    fn transform(self, (width, height): (u32, u32)) -> String {
        match self.turns % 4 {
            1 => format!("translate({height} 0) rotate(90)"),
            2 => format!("translate({width} {height}) rotate(180)"),
            3 => format!("translate(0 {width}) rotate(270)"),
            _ => String::new(),
        }
    }
}

/// The picture as it is framed. It is decoration for screen readers: name what stands around it.
#[component]
pub fn FramedPicture(
    /// Where it comes from.
    address: String,
    /// Its width and height.
    pixels: (u32, u32),
    /// Which part, and how turned.
    #[prop(into)]
    framing: Signal<Framing>,
    /// Its class.
    class: &'static str,
    /// Fills its place, cutting what stands over, instead of lying in it whole.
    #[prop(optional)]
    fills: bool,
    /// Called when it is there.
    #[prop(optional, into)]
    on_load: Option<Callback<()>>,
    /// Called when it cannot be had.
    #[prop(optional, into)]
    on_error: Option<Callback<()>>,
) -> impl IntoView {
    let view_box = move || {
        let [left, top, width, height] = framing.get().view_box(pixels);
        format!("{left:.2} {top:.2} {width:.2} {height:.2}")
    };
    let fit = if fills {
        "xMidYMid slice"
    } else {
        "xMidYMid meet"
    };
    let loaded = move |_| {
        if let Some(on_load) = on_load {
            on_load.run(());
        }
    };
    let failed = move |_| {
        if let Some(on_error) = on_error {
            on_error.run(());
        }
    };
    view! {
        <svg class=class viewBox=view_box preserveAspectRatio=fit aria-hidden="true" focusable="false">
            <image
                href=address
                width=pixels.0.to_string()
                height=pixels.1.to_string()
                preserveAspectRatio="none"
                transform=move || framing.get().transform(pixels)
                on:load=loaded
                on:error=failed
            ></image>
        </svg>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PART: [u16; 4] = [100, 200, 600, 900];

    #[test]
    fn a_part_that_is_turned_stands_where_the_turn_takes_it() {
        let framing = |turns| Framing { turns, part: PART };
        assert_eq!(framing(0).standing(), PART);
        assert_eq!(framing(1).standing(), [100, 100, 800, 600]);
        assert_eq!(framing(2).standing(), [400, 100, 900, 800]);
        assert_eq!(framing(3).standing(), [200, 400, 900, 900]);
        for turns in 0..4 {
            let back = Framing::of_standing(turns, framing(turns).standing());
            assert_eq!(back, framing(turns));
        }
    }

    #[test]
    fn what_is_shown_is_as_large_as_the_part_turned() {
        let framing = Framing {
            turns: 1,
            part: PART,
        };
        assert_eq!(framing.size((1_000, 2_000)), (1_400.0, 500.0));
        assert_eq!(Framing::WHOLE.size((1_000, 2_000)), (1_000.0, 2_000.0));
    }

    #[test]
    fn a_point_goes_to_the_picture_and_back() {
        for turns in 0..4 {
            let framing = Framing { turns, part: PART };
            let (x, y) = framing.from_whole(framing.to_whole((0.25, 0.75)));
            assert!((x - 0.25).abs() < 1e-9 && (y - 0.75).abs() < 1e-9);
            let (x, y) = framing.to_whole((0.0, 0.0));
            let corner = |at: f64, edges: [u16; 2]| {
                let is_at = |edge: u16| (at - f64::from(edge) / 1_000.0).abs() < 1e-9;
                edges.into_iter().any(is_at)
            };
            assert!(corner(x, [PART[0], PART[2]]) && corner(y, [PART[1], PART[3]]));
        }
    }
}
