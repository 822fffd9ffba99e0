//! Which of 100,000 lines are in the page, and how high the others would be.

use std::collections::VecDeque;
use std::ops::Range;

/// Lines that are in the page at once.
pub const ROWS: usize = 60;
/// New lines that may stand in the page besides, until as many old ones leave it at once: a line
/// that leaves costs more than one that comes.
pub const SLACK: usize = 20;
/// The window moves when fewer lines than this are left beyond the visible part.
const MARGIN: usize = 12;
/// A line of words in a bubble with its avatar, until it has been measured.
const GUESS: f32 = 72.0;

/// Heights of all lines, and the window over them.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Window {
    /// 0 stands for: not measured.
    heights: VecDeque<f32>,
    start: usize,
    end: usize,
    /// The sum of the measured heights and their number, for the guess.
    measured: (f64, u32),
}

impl Window {
    /// A window on the end of so many lines.
    #[must_use]
    pub fn at_end(lines: usize) -> Self {
        let heights = std::iter::repeat_n(0.0, lines).collect();
        Self {
            heights,
            start: lines.saturating_sub(ROWS),
            end: lines,
            measured: (0.0, 0),
        }
    }

    /// The lines in the page.
    #[must_use]
    pub fn range(&self) -> Range<usize> {
        self.start..self.end
    }

    /// The window touches the newest line.
    #[must_use]
    pub fn is_at_end(&self) -> bool {
        self.end == self.heights.len()
    }

    /// Lines were added; the same ones stay in the page, and the newest when the end was there. A
    /// page with room for more takes them in.
    pub fn grow(&mut self, front: usize, back: usize, follow: bool) {
        for _ in 0..front {
            self.heights.push_front(0.0);
        }
        self.heights.extend(std::iter::repeat_n(0.0, back));
        self.start += front;
        self.end += front;
        let lines = self.heights.len();
        if !follow {
            self.end = self.end.max((self.start + ROWS).min(lines));
        } else {
            self.end = lines;
            if self.range().len() > ROWS + SLACK {
                self.start = lines.saturating_sub(ROWS);
            }
        }
        self.start = self.start.min(self.end.saturating_sub(ROWS));
    }

    /// Remembers the height of a line, as it stands in the page.
    pub fn measure(&mut self, index: usize, height: f64) {
        let Some(known) = self.heights.get_mut(index) else {
            return;
        };
        if *known > 0.0 {
            self.measured.0 -= f64::from(*known);
            self.measured.1 -= 1;
        }
        #[expect(clippy::cast_possible_truncation, reason = "pixels; a tenth is enough")]
        let height32 = height.max(1.0) as f32;
        *known = height32;
        self.measured.0 += f64::from(height32);
        self.measured.1 += 1;
    }

    /// The line was not measured yet.
    #[must_use]
    pub fn is_unknown(&self, index: usize) -> bool {
        self.heights.get(index).is_some_and(|height| *height <= 0.0)
    }

    /// Forgets all heights: the width or the size of the text changed.
    pub fn forget(&mut self) {
        self.heights.iter_mut().for_each(|height| *height = 0.0);
        self.measured = (0.0, 0);
    }

    /// What stands above the window and below it, in pixels.
    #[must_use]
    pub fn spacers(&self) -> (f64, f64) {
        let range = self.range();
        (
            self.sum(0..range.start),
            self.sum(range.end..self.heights.len()),
        )
    }

    /// Where a line begins, in pixels from the first one.
    #[cfg(test)]
    fn offset(&self, index: usize) -> f64 {
        self.sum(0..index.min(self.heights.len()))
    }

    /// The line at so many pixels from the first one.
    #[must_use]
    pub fn at(&self, offset: f64) -> usize {
        let guess = self.guess();
        let mut sum = 0.0;
        for (index, height) in self.heights.iter().enumerate() {
            sum += known_or(*height, guess);
            if sum > offset {
                return index;
            }
        }
        self.heights.len().saturating_sub(1)
    }

    /// Moves the window when the visible lines come near its edge; true when it moved.
    pub fn follow(&mut self, visible: Range<usize>) -> bool {
        let range = self.range();
        let near_top = range.start > 0 && visible.start < range.start + MARGIN;
        let near_end = range.end < self.heights.len() && visible.end + MARGIN > range.end;
        (near_top || near_end) && self.centre(visible.start + visible.len() / 2)
    }

    /// Puts a line in the middle of the window; true when it moved.
    pub fn centre(&mut self, index: usize) -> bool {
        let last_start = self.heights.len().saturating_sub(ROWS);
        let start = index.saturating_sub(ROWS / 2).min(last_start);
        let range = start..(start + ROWS).min(self.heights.len());
        let moved = range != self.range();
        (self.start, self.end) = (range.start, range.end);
        moved
    }

    fn sum(&self, range: Range<usize>) -> f64 {
        let guess = self.guess();
        self.heights
            .range(range)
            .map(|height| known_or(*height, guess))
            .sum()
    }

    fn guess(&self) -> f64 {
        match self.measured {
            (sum, count) if count > 0 => sum / f64::from(count),
            _ => f64::from(GUESS),
        }
    }
}

fn known_or(height: f32, guess: f64) -> f64 {
    if height > 0.0 {
        f64::from(height)
    } else {
        guess
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MANY: usize = 100_000;

    #[test]
    fn the_page_holds_sixty_of_a_hundred_thousand_lines() {
        let window = Window::at_end(MANY);
        assert_eq!(window.range(), MANY - 60..MANY);
        assert!(window.is_at_end());
        let (above, below) = window.spacers();
        assert!((above - 72.0 * 99_940.0).abs() < 1e-6);
        assert!(below.abs() < 1e-9);
    }

    #[test]
    fn few_lines_are_all_in_the_page() {
        let window = Window::at_end(3);
        assert_eq!(window.range(), 0..3);
        assert_eq!(Window::at_end(0).range(), 0..0);
    }

    #[test]
    fn older_lines_leave_the_same_lines_in_the_page() {
        let mut window = Window::at_end(100);
        window.measure(40, 100.0);
        window.grow(50, 0, false);
        assert_eq!(window.range(), 90..150);
        assert!((window.offset(91) - window.offset(90) - 100.0).abs() < 1e-6);
    }

    #[test]
    fn a_new_line_is_followed_only_at_the_end() {
        let mut window = Window::at_end(100);
        window.grow(0, 1, true);
        assert_eq!(window.range(), 40..101);
        window.grow(0, 1, false);
        assert_eq!(window.range(), 40..101);
        assert!(!window.is_at_end());
    }

    #[test]
    fn old_lines_leave_the_page_many_at_once() {
        let mut window = Window::at_end(100);
        for _ in 0..SLACK {
            window.grow(0, 1, true);
        }
        assert_eq!(window.range(), 40..120);
        window.grow(0, 1, true);
        assert_eq!(window.range(), 61..121);
        window.grow(0, 500, true);
        assert_eq!(window.range(), 561..621);
    }

    #[test]
    fn lines_enter_a_page_with_few_of_them_wherever_it_stands() {
        let mut window = Window::at_end(3);
        window.grow(0, 2, false);
        assert_eq!(window.range(), 0..5);
        window.grow(0, 100, false);
        assert_eq!(window.range(), 0..60);
    }

    #[test]
    fn older_lines_enter_a_page_with_few_of_them_too() {
        for follow in [true, false] {
            let mut window = Window::at_end(0);
            window.grow(5, 0, follow);
            assert_eq!(window.range(), 0..5);
            window.grow(100, 0, follow);
            assert_eq!(window.range(), 45..105);
        }
    }

    #[test]
    fn the_window_moves_only_near_its_edge() {
        let mut window = Window::at_end(MANY);
        assert!(!window.follow(MANY - 40..MANY - 30));
        assert!(window.follow(MANY - 55..MANY - 45));
        assert_eq!(window.range(), MANY - 80..MANY - 20);
        assert!(window.follow(5..15));
        assert_eq!(window.range(), 0..60);
        assert!(!window.follow(0..10));
    }

    #[test]
    fn heights_that_are_not_known_are_guessed_from_those_that_are() {
        let mut window = Window::at_end(10);
        window.measure(0, 50.0);
        window.measure(1, 150.0);
        window.measure(1, 70.0);
        assert!((window.offset(3) - (50.0 + 70.0 + 60.0)).abs() < 1e-4);
        assert_eq!(window.at(49.0), 0);
        assert_eq!(window.at(51.0), 1);
        assert_eq!(window.at(1e9), 9);
        window.forget();
        assert!((window.offset(2) - 144.0).abs() < 1e-6);
    }
}
