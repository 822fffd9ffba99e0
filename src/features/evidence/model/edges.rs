//! Where the edges of a sheet lie in a photograph of it: a suggestion, never more.
//!
//! The table around the sheet is flooded from the border of the picture; what stays dry in the
//! middle, if it is large and nearly a rectangle, is the sheet.

use std::collections::VecDeque;

/// The longest side of the picture that is looked at, px: lines of writing stay apart, noise does not.
pub const LONGEST: u32 = 320;
/// Brightness from one pixel to the next that the table may change by.
const STEP: i16 = 9;
/// Brightness that the table may differ by from its middle value: shadows, a lamp.
const SPAN: i16 = 56;
/// The least part of the picture that a sheet covers, percent.
const LEAST_AREA: usize = 15;
/// The least part of its own frame that a sheet fills, percent: one that lies askew by ten degrees does.
const LEAST_FILL: usize = 70;
/// A sheet that leaves less than this on every side is the whole picture, per mille.
const LEAST_MARGIN: usize = 15;

/// A picture in shades of grey, row by row from above.
#[derive(Debug, Clone, Copy)]
pub struct Grey<'a> {
    /// Pixels in a row.
    pub width: usize,
    /// Brightness of each pixel.
    pub values: &'a [u8],
}

/// The part of the picture with the sheet: left, top, right and bottom per mille. None where no edges
/// are clear.
#[must_use]
pub fn sheet(picture: Grey<'_>) -> Option<[u16; 4]> {
    let width = picture.width;
    let height = picture.values.len().checked_div(width)?;
    if width < 16 || height < 16 {
        return None;
    }
    let smooth = smoothed(picture, height);
    let dry = around_flooded(&smooth, width, height);
    let found = largest(&dry, width, height)?;
    let (across, along) = (found.right - found.left, found.bottom - found.top);
    let frame = across * along;
    let is_large = found.area * 100 >= width * height * LEAST_AREA;
    let is_full = found.area * 100 >= frame * LEAST_FILL;
    let part = [
        found.left * 1_000 / width,
        found.top * 1_000 / height,
        (found.right * 1_000).div_ceil(width),
        (found.bottom * 1_000).div_ceil(height),
    ];
    let margins = [part[0], part[1], 1_000 - part[2], 1_000 - part[3]];
    let has_table = margins.iter().any(|margin| *margin >= LEAST_MARGIN);
    let part = part.map(|edge| u16::try_from(edge).unwrap_or(1_000));
    (is_large && is_full && has_table).then_some(part)
}

/// Each pixel as the middle one of its neighbours: grain goes, edges stay where they are.
fn smoothed(picture: Grey<'_>, height: usize) -> Vec<i16> {
    let width = picture.width;
    let at = |x: usize, y: usize| picture.values.get(y * width + x).copied().unwrap_or(0);
    let mut smooth = Vec::with_capacity(width * height);
    for y in 0..height {
        for x in 0..width {
            let mut near = [0; 9];
            let mut places = near.iter_mut();
            for ny in [y.saturating_sub(1), y, (y + 1).min(height - 1)] {
                for nx in [x.saturating_sub(1), x, (x + 1).min(width - 1)] {
                    if let Some(place) = places.next() {
                        *place = at(nx, ny);
                    }
                }
            }
            near.sort_unstable();
            smooth.push(i16::from(near[4]));
        }
    }
    smooth
}

/// What the flood from the border does not reach. It begins where the border looks like most of the
/// border does: a sheet that leaves the picture on one side is not taken for the table.
fn around_flooded(smooth: &[i16], width: usize, height: usize) -> Vec<bool> {
    let is_border = |at: usize| {
        let (x, y) = (at % width, at / width);
        x == 0 || y == 0 || x + 1 == width || y + 1 == height
    };
    let border: Vec<usize> = (0..smooth.len()).filter(|at| is_border(*at)).collect();
    let mut shades: Vec<i16> = border.iter().map(|at| smooth[*at]).collect();
    shades.sort_unstable();
    let table = shades.get(shades.len() / 2).copied().unwrap_or_default();
    let is_table = |at: usize| (smooth[at] - table).abs() <= SPAN;
    let mut dry = vec![true; smooth.len()];
    let mut front: VecDeque<usize> = VecDeque::new();
    for at in border.into_iter().filter(|at| is_table(*at)) {
        dry[at] = false;
        front.push_back(at);
    }
    while let Some(at) = front.pop_front() {
        for next in neighbours(at, width, height) {
            if dry[next] && is_table(next) && (smooth[next] - smooth[at]).abs() <= STEP {
                dry[next] = false;
                front.push_back(next);
            }
        }
    }
    dry
}

/// A piece of the picture that hangs together; `right` and `bottom` lie behind it.
#[derive(Debug, Clone, Copy)]
struct Piece {
    area: usize,
    left: usize,
    top: usize,
    right: usize,
    bottom: usize,
}

/// The largest piece that stayed dry.
fn largest(dry: &[bool], width: usize, height: usize) -> Option<Piece> {
    let mut open = dry.to_vec();
    let mut best: Option<Piece> = None;
    let mut front = VecDeque::new();
    for start in 0..open.len() {
        if !std::mem::take(&mut open[start]) {
            continue;
        }
        front.push_back(start);
        let mut piece = Piece {
            area: 0,
            left: width,
            top: height,
            right: 0,
            bottom: 0,
        };
        while let Some(at) = front.pop_front() {
            let (x, y) = (at % width, at / width);
            piece.area += 1;
            piece.left = piece.left.min(x);
            piece.top = piece.top.min(y);
            piece.right = piece.right.max(x + 1);
            piece.bottom = piece.bottom.max(y + 1);
            for next in neighbours(at, width, height) {
                if std::mem::take(&mut open[next]) {
                    front.push_back(next);
                }
            }
        }
        if best.is_none_or(|best| piece.area > best.area) {
            best = Some(piece);
        }
    }
    best
}

/// The pixels left, right, above and below.
fn neighbours(at: usize, width: usize, height: usize) -> impl Iterator<Item = usize> {
    let (x, y) = (at % width, at / width);
    [
        (x > 0).then(|| at - 1),
        (x + 1 < width).then_some(at + 1),
        (y > 0).then(|| at - width),
        (y + 1 < height).then_some(at + width),
    ]
    .into_iter()
    .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    const WIDTH: usize = 240;
    const HEIGHT: usize = 320;

    /// An invented picture: the brightness of each point, with the grain of a phone in the evening.
    fn drawn(shade: impl Fn(f64, f64) -> f64) -> Vec<u8> {
        let mut grain = 7_u32;
        let mut values = Vec::new();
        for y in 0..HEIGHT {
            for x in 0..WIDTH {
                grain = grain.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                let noise = f64::from(grain >> 24) / 255.0 * 8.0 - 4.0;
                let (x, y) = (x as f64 / WIDTH as f64, y as f64 / HEIGHT as f64);
                values.push((shade(x, y) + noise).clamp(0.0, 255.0) as u8);
            }
        }
        values
    }

    fn found(shade: impl Fn(f64, f64) -> f64) -> Option<[u16; 4]> {
        let values = drawn(shade);
        sheet(Grey {
            width: WIDTH,
            values: &values,
        })
    }

    #[track_caller]
    fn near(found: Option<[u16; 4]>, wanted: [u16; 4]) {
        let found = found.expect("there is a sheet");
        for (edge, wanted) in found.into_iter().zip(wanted) {
            assert!(edge.abs_diff(wanted) <= 12, "{found:?}");
        }
    }

    fn is_in((x, y): (f64, f64), [left, top, right, bottom]: [f64; 4]) -> bool {
        (left..right).contains(&x) && (top..bottom).contains(&y)
    }

    /// Lines of writing on a sheet.
    fn written((x, y): (f64, f64), paper: f64) -> f64 {
        let line = (y * 40.0).fract() < 0.4 && (x * 60.0).fract() < 0.7;
        if line { paper - 110.0 } else { paper }
    }

    #[test]
    fn a_written_sheet_on_a_dark_table_is_found() {
        let sheet = [0.1, 0.15, 0.85, 0.9];
        let inside = [0.2, 0.25, 0.75, 0.8];
        let picture = |x, y| match (is_in((x, y), inside), is_in((x, y), sheet)) {
            (true, _) => written((x, y), 225.0),
            (_, true) => 225.0,
            _ => 80.0,
        };
        near(found(picture), [100, 150, 850, 900]);
    }

    #[test]
    fn so_are_a_dark_cover_on_a_light_table_and_a_sheet_under_a_lamp_on_one_side() {
        let sheet = [0.2, 0.2, 0.8, 0.85];
        near(
            found(|x, y| if is_in((x, y), sheet) { 60.0 } else { 190.0 }),
            [200, 200, 800, 850],
        );
        let lit = |x, y| x * 50.0 + if is_in((x, y), sheet) { 170.0 } else { 60.0 };
        near(found(lit), [200, 200, 800, 850]);
    }

    #[test]
    fn of_a_sheet_that_lies_askew_nothing_is_cut_away() {
        let (sin, cos) = 6_f64.to_radians().sin_cos();
        let picture = |x: f64, y: f64| {
            // In parts of the width, about the middle.
            let (x, y) = (x - 0.5, (y - 0.5) * HEIGHT as f64 / WIDTH as f64);
            let (x, y) = (x * cos + y * sin, y * cos - x * sin);
            if x.abs() < 0.3 && y.abs() < 0.42 {
                230.0
            } else {
                70.0
            }
        };
        // Half its width and height as they reach: 0.3 cos + 0.42 sin, 0.3 sin + 0.42 cos.
        let (across, along) = (0.342 * 1e3, 0.449 * 750.0);
        let edges = [500.0 - across, 500.0 - along, 500.0 + across, 500.0 + along];
        near(found(picture), edges.map(|edge: f64| edge as u16));
    }

    #[test]
    fn a_sheet_that_leaves_the_picture_on_one_side_goes_to_that_side() {
        let sheet = [0.0, 0.2, 0.7, 0.8];
        near(
            found(|x, y| if is_in((x, y), sheet) { 220.0 } else { 90.0 }),
            [0, 200, 700, 800],
        );
    }

    #[test]
    fn no_clear_edges_leave_the_whole_picture() {
        // A wall; a page that fills the picture; a small thing on the table; a round one.
        assert_eq!(found(|_, _| 128.0), None);
        let inside = [0.08, 0.08, 0.92, 0.92];
        let page = |x, y| match is_in((x, y), inside) {
            true => written((x, y), 235.0),
            false => 235.0,
        };
        assert_eq!(found(page), None);
        let small = [0.4, 0.4, 0.6, 0.6];
        assert_eq!(
            found(|x, y| if is_in((x, y), small) { 220.0 } else { 90.0 }),
            None
        );
        let cross = |x: f64, y: f64| (x - 0.5).abs() < 0.12 || (y - 0.5).abs() < 0.12;
        assert_eq!(found(|x, y| if cross(x, y) { 220.0 } else { 90.0 }), None);
    }

    #[test]
    fn a_picture_of_nothing_is_no_fault() {
        let empty = Grey {
            width: 0,
            values: &[],
        };
        assert_eq!(sheet(empty), None);
        let line = Grey {
            width: 300,
            values: &[9; 300],
        };
        assert_eq!(sheet(line), None);
    }
}
