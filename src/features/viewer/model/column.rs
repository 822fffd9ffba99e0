//! Pages one below the other, as wide as the window: where each stands, and which are needed.

use crate::features::viewer::geometry::{Pose, Size};

/// Room between pages and around them, CSS px.
pub const GAP: f64 = 8.0;
/// A page is not enlarged beyond this to fill a wide window; 1 is 96 dots an inch.
const LARGEST: f64 = 1.4;
/// A small picture is enlarged at most this much.
const LARGEST_PICTURE: f64 = 2.0;
/// The longest side of a canvas, device pixels: what iOS and every other engine can hold.
const LONGEST: f64 = 16_384.0;
/// Pages that are looked at here; a file that claims to have more is taken away as it is.
pub const MOST_PAGES: u32 = 20_000;
/// Canvases that live at one time.
pub const LIVE: usize = 3;

/// How content begins in its window.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Fit {
    /// As wide as the window, for reading.
    #[default]
    Width,
    /// Seen as a whole.
    Whole,
}

/// Pages and where they stand at scale 1.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Column {
    sizes: Vec<(f64, f64)>,
    turn: u32,
    fit: Fit,
    view: Size,
    factor: f64,
    tops: Vec<f64>,
    /// Width and height of everything.
    pub content: Size,
}

/// A rectangle at scale 1.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Place {
    /// Left edge.
    pub x: f64,
    /// Upper edge.
    pub y: f64,
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
}

impl Column {
    /// So many pages, all as large as the first until more is known.
    #[must_use]
    pub fn new(pages: u32, first: (f64, f64), fit: Fit, view: Size) -> Self {
        let mut column = Self {
            sizes: vec![sound(first); pages as usize],
            turn: 0,
            fit,
            view,
            ..Self::default()
        };
        column.arrange();
        column
    }

    /// How many pages.
    #[must_use]
    pub fn len(&self) -> usize {
        self.sizes.len()
    }

    /// Degrees to the right by which all pages are turned.
    #[must_use]
    pub const fn turn(&self) -> u32 {
        self.turn
    }

    /// CSS px at scale 1 to a point of the page, of which there are 72 to an inch.
    #[must_use]
    pub fn per_point(&self) -> f64 {
        self.factor * 96.0 / 72.0
    }

    /// Another window.
    pub fn set_view(&mut self, view: Size) {
        self.view = view;
        self.arrange();
    }

    /// Turns everything by 90 degrees to the right.
    pub fn turn_right(&mut self) {
        self.turn = (self.turn + 90) % 360;
        self.arrange();
    }

    /// The size that a page (from 0) is taken to have.
    #[must_use]
    pub fn size(&self, page: usize) -> Option<(f64, f64)> {
        self.sizes.get(page).copied()
    }

    /// Whether a page (from 0) is taken to have this size.
    #[must_use]
    pub fn knows(&self, page: usize, size: (f64, f64)) -> bool {
        let size = sound(size);
        self.sizes
            .get(page)
            .is_none_or(|known| (known.0 - size.0).abs() < 0.5 && (known.1 - size.1).abs() < 0.5)
    }

    /// The true size of a page (from 0). Gives how much what stands above `eye` grew, none when
    /// nothing changed.
    pub fn set_size(&mut self, page: usize, size: (f64, f64), eye: f64) -> Option<f64> {
        if self.knows(page, size) {
            return None;
        }
        *self.sizes.get_mut(page)? = sound(size);
        let at = self.page_at(eye);
        let before = self.tops.get(at).copied().unwrap_or_default();
        self.arrange();
        Some(self.tops.get(at).copied().unwrap_or_default() - before)
    }

    fn arrange(&mut self) {
        let turned: Vec<(f64, f64)> = self.sizes.iter().map(|size| self.turned(*size)).collect();
        let widest = turned.iter().map(|size| size.0).fold(1.0, f64::max);
        let room = (self.view.width - 2.0 * GAP).max(1.0);
        self.factor = match self.fit {
            Fit::Width => (room / widest).min(LARGEST),
            Fit::Whole => {
                let highest = turned.iter().map(|size| size.1).fold(1.0, f64::max);
                (self.view.width / widest)
                    .min(self.view.height / highest)
                    .min(LARGEST_PICTURE)
            }
        };
        let gap = if self.fit == Fit::Width { GAP } else { 0.0 };
        self.tops.clear();
        let mut y = gap;
        for (_, height) in &turned {
            self.tops.push(y);
            y += height * self.factor + gap;
        }
        self.content = Size {
            width: widest * self.factor + 2.0 * gap,
            height: y,
        };
    }

    fn turned(&self, (width, height): (f64, f64)) -> (f64, f64) {
        match self.turn % 180 {
            0 => (width, height),
            _ => (height, width),
        }
    }

    /// Where a page (from 0) stands.
    #[must_use]
    pub fn place(&self, page: usize) -> Place {
        let (Some(size), Some(y)) = (self.sizes.get(page), self.tops.get(page)) else {
            return Place::default();
        };
        let (width, height) = self.turned(*size);
        let (width, height) = (width * self.factor, height * self.factor);
        Place {
            x: (self.content.width - width) / 2.0,
            y: *y,
            width,
            height,
        }
    }

    /// The page at this height.
    #[must_use]
    pub fn page_at(&self, y: f64) -> usize {
        self.tops.partition_point(|top| *top <= y).saturating_sub(1)
    }

    /// The page in the middle of the window: the one that the reader is on.
    #[must_use]
    pub fn current(&self, pose: Pose, view: Size) -> usize {
        self.page_at(pose.content_at(view.middle()).1)
    }

    /// The pages that are seen, and one more on either side: what stands in the document.
    #[must_use]
    pub fn window(&self, pose: Pose, view: Size) -> std::ops::Range<usize> {
        let (top, bottom) = self.seen(pose, view);
        let first = self.page_at(top).saturating_sub(1);
        let last = (self.page_at(bottom) + 2).min(self.len());
        first..last.max(first)
    }

    fn seen(&self, pose: Pose, view: Size) -> (f64, f64) {
        let (_, top) = pose.content_at((0.0, 0.0));
        let (_, bottom) = pose.content_at((0.0, view.height));
        (top, bottom)
    }

    /// The pages to be drawn, the most wanted first: what is seen most, then what is next to it.
    #[must_use]
    pub fn wanted(&self, pose: Pose, view: Size) -> Vec<usize> {
        let (top, bottom) = self.seen(pose, view);
        let middle = (top + bottom) / 2.0;
        let mut pages: Vec<usize> = self.window(pose, view).collect();
        let key = |page: usize| {
            let Place { y, height, .. } = self.place(page);
            let seen = (bottom.min(y + height) - top.max(y)).max(0.0);
            let away = (y + height / 2.0 - middle).abs();
            (seen, away)
        };
        pages.sort_by(|one, other| {
            let (one, other) = (key(*one), key(*other));
            other.0.total_cmp(&one.0).then(one.1.total_cmp(&other.1))
        });
        pages.truncate(LIVE);
        pages
    }

    /// A box of the page that is not turned, as it stands on the turned page; all are parts of 1.
    #[must_use]
    pub fn turn_box(&self, [x, y, width, height]: [f64; 4]) -> [f64; 4] {
        match self.turn {
            90 => [1.0 - y - height, x, height, width],
            180 => [1.0 - x - width, 1.0 - y - height, width, height],
            270 => [y, 1.0 - x - width, height, width],
            _ => [x, y, width, height],
        }
    }
}

fn sound((width, height): (f64, f64)) -> (f64, f64) {
    let sound = |px: f64| {
        if px.is_finite() {
            px.clamp(1.0, 100_000.0)
        } else {
            1.0
        }
    };
    (sound(width), sound(height))
}

/// Width in device pixels of a canvas for a page of this size on the screen: sharp, but no larger
/// than `most` pixels in all, and no side longer than canvases may be.
#[must_use]
pub fn canvas_width(width: f64, height: f64, device_pixels: f64, most: f64) -> u32 {
    let sharp = width * device_pixels;
    let ratio = width / height.max(1.0);
    let capped = (most * ratio).sqrt().min(LONGEST).min(LONGEST * ratio);
    sharp.min(capped).max(1.0).floor() as u32
}

/// Height of a canvas of this width for a page of this size.
#[must_use]
pub fn canvas_height(canvas_width: u32, width: f64, height: f64) -> u32 {
    let height = f64::from(canvas_width) * height / width.max(1.0);
    height.clamp(1.0, LONGEST).round() as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    const VIEW: Size = Size {
        width: 360.0,
        height: 640.0,
    };
    const A4: (f64, f64) = (794.0, 1123.0);

    #[test]
    fn a_long_file_never_wants_more_than_three_pages() {
        let column = Column::new(300, A4, Fit::Width, VIEW);
        for step in 0..1_000 {
            let y = -column.content.height * f64::from(step) / 1_000.0;
            let pose = Pose {
                scale: 1.0,
                x: 0.0,
                y,
            };
            let wanted = column.wanted(pose, VIEW);
            assert!(wanted.len() <= LIVE);
            assert_eq!(wanted[0], column.current(pose, VIEW), "at {y}");
        }
    }

    #[test]
    fn what_is_seen_comes_before_its_neighbours() {
        let column = Column::new(10, A4, Fit::Width, VIEW);
        let top = column.place(4).y;
        let pose = Pose {
            scale: 1.0,
            x: 0.0,
            y: -top,
        };
        assert_eq!(column.wanted(pose, VIEW)[..2], [4, 5]);
    }

    #[test]
    fn a_larger_page_above_moves_the_eye_by_just_as_much() {
        let mut column = Column::new(10, A4, Fit::Width, VIEW);
        let eye = column.place(5).y + 10.0;
        let before = column.place(5).y;
        let shift = column.set_size(2, (794.0, 2_000.0), eye).unwrap();
        assert_eq!(column.place(5).y - before, shift);
        assert_eq!(column.set_size(2, (794.0, 2_000.0), eye), None);
    }

    #[test]
    fn a_picture_is_seen_whole_and_a_turned_one_too() {
        let mut column = Column::new(1, (4_000.0, 3_000.0), Fit::Whole, VIEW);
        assert!(column.content.width <= 360.0 && column.content.height <= 640.0);
        column.turn_right();
        assert!(column.content.width <= 360.0 && column.content.height <= 640.0);
        assert!(column.content.height > column.content.width);
    }

    #[test]
    fn four_turns_bring_a_box_back() {
        let mut column = Column::new(1, A4, Fit::Width, VIEW);
        let place = [0.1, 0.2, 0.3, 0.05];
        column.turn_right();
        assert_eq!(column.turn_box(place), [1.0 - 0.2 - 0.05, 0.1, 0.05, 0.3]);
        for _ in 0..3 {
            column.turn_right();
        }
        assert_eq!(column.turn_box(place), place);
    }

    #[test]
    fn a_canvas_stays_within_its_pixels() {
        let width = canvas_width(3_000.0, 4_243.0, 3.0, 8e6);
        assert!(f64::from(width) * f64::from(width) * 1.4143 <= 8.1e6);
        assert_eq!(canvas_width(300.0, 424.0, 2.0, 8e6), 600);
    }

    #[test]
    fn a_page_like_a_thread_has_a_canvas_that_engines_can_hold() {
        for (width, height) in [(1.4, 140_000.0), (140_000.0, 1.4), (100_000.0, 100_000.0)] {
            let wide = canvas_width(width, height, 3.0, 16e6);
            let high = canvas_height(wide, width, height);
            assert!((1..=16_384).contains(&wide) && (1..=16_384).contains(&high));
            assert!(u64::from(wide) * u64::from(high) <= 16_100_000);
        }
    }
}
