//! Which blocks of a file the server holds.

use std::ops::Range;

use anjian_api::file::BLOCK;

/// One bit a block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Blocks {
    held: Vec<bool>,
    size: u64,
}

impl Blocks {
    /// None of a file of so many bytes.
    pub(super) fn none(size: u64) -> Self {
        let count = usize::try_from(size.div_ceil(BLOCK)).unwrap_or(usize::MAX);
        Self {
            held: vec![false; count],
            size,
        }
    }

    /// As the server tells them: hexadecimal, the first block in the highest bit. Whatever is
    /// missing or no digit counts as not held.
    pub(super) fn read(size: u64, hex: &str) -> Self {
        let mut blocks = Self::none(size);
        let digits: Vec<u32> = hex.chars().map(|c| c.to_digit(16).unwrap_or(0)).collect();
        for (at, held) in blocks.held.iter_mut().enumerate() {
            let digit = digits.get(at / 4).copied().unwrap_or(0);
            *held = digit >> (3 - at % 4) & 1 == 1;
        }
        blocks
    }

    pub(super) fn hold(&mut self, run: Range<u64>) {
        for block in run {
            if let Some(held) = usize::try_from(block)
                .ok()
                .and_then(|at| self.held.get_mut(at))
            {
                *held = true;
            }
        }
    }

    pub(super) fn is_whole(&self) -> bool {
        self.held.iter().all(|held| *held)
    }

    /// Held bytes.
    pub(super) fn bytes(&self) -> u64 {
        let whole = self.held.iter().filter(|held| **held).count() as u64 * BLOCK;
        let last_is_held = self.held.last().copied().unwrap_or_default();
        let lacking = self.held.len() as u64 * BLOCK - self.size;
        if last_is_held { whole - lacking } else { whole }
    }

    /// The first run of at most `most` blocks that are neither held nor in one of `taken`.
    pub(super) fn next_run(&self, most: u64, taken: &[Range<u64>]) -> Option<Range<u64>> {
        let is_free = |block: u64| {
            let at = usize::try_from(block).ok();
            let held = at.and_then(|at| self.held.get(at)).copied().unwrap_or(true);
            !held && !taken.iter().any(|run| run.contains(&block))
        };
        let first = (0..self.held.len() as u64).find(|block| is_free(*block))?;
        let length = (first..first + most).take_while(|block| is_free(*block));
        Some(first..first + length.count() as u64)
    }
}

/// The bytes of a run of blocks.
pub(super) fn bytes_of(run: &Range<u64>, size: u64) -> Range<u64> {
    run.start * BLOCK..(run.end * BLOCK).min(size)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_block_is_the_highest_bit() {
        let blocks = Blocks::read(9 * BLOCK, "8080");
        let mut wanted = Blocks::none(9 * BLOCK);
        wanted.hold(0..1);
        wanted.hold(8..9);
        assert_eq!(blocks, wanted);
    }

    #[test]
    fn a_short_or_foreign_answer_holds_nothing_more() {
        assert_eq!(Blocks::read(9 * BLOCK, "zz"), Blocks::none(9 * BLOCK));
        assert_eq!(Blocks::read(9 * BLOCK, ""), Blocks::none(9 * BLOCK));
    }

    #[test]
    fn the_last_block_has_only_its_own_bytes() {
        let mut blocks = Blocks::none(BLOCK + 5);
        blocks.hold(1..2);
        assert_eq!(blocks.bytes(), 5);
        blocks.hold(0..1);
        assert_eq!((blocks.bytes(), blocks.is_whole()), (BLOCK + 5, true));
    }

    #[test]
    fn a_run_ends_before_what_is_held_or_under_way() {
        let mut blocks = Blocks::none(8 * BLOCK);
        blocks.hold(0..2);
        blocks.hold(5..6);
        assert_eq!(blocks.next_run(16, &[]), Some(2..5));
        assert_eq!(blocks.next_run(2, &[]), Some(2..4));
        assert_eq!(
            blocks.next_run(16, std::slice::from_ref(&(2..4))),
            Some(4..5)
        );
        assert_eq!(blocks.next_run(16, &[2..5, 6..8]), None);
    }
}
