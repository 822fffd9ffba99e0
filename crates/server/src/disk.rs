//! How much room is left, asked at most once a second.

use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::time::{Duration, Instant};

const ASK_EVERY: Duration = Duration::from_secs(1);

/// Watches the file system of the data folder.
#[derive(Debug)]
pub struct Disk {
    folder: PathBuf,
    min_free_permille: u64,
    last: Mutex<Option<(Instant, bool)>>,
}

impl Disk {
    /// Watches the file system of this folder; below the share, writing is refused.
    #[must_use]
    pub const fn new(folder: PathBuf, min_free_permille: u64) -> Self {
        Self {
            folder,
            min_free_permille,
            last: Mutex::new(None),
        }
    }

    /// Is there room for writing? A file system that does not answer counts as having room: the
    /// store itself will say when it has not.
    pub fn has_room(&self) -> bool {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((asked, answer)) = *last
            && asked.elapsed() < ASK_EVERY
        {
            return answer;
        }
        let answer = self
            .free_permille()
            .is_none_or(|free| free >= self.min_free_permille);
        *last = Some((Instant::now(), answer));
        answer
    }

    /// Free space for an ordinary user, in thousandths of the file system.
    fn free_permille(&self) -> Option<u64> {
        let stat = rustix::fs::statvfs(&self.folder).ok()?;
        let all = u128::from(stat.f_blocks);
        let free = u128::from(stat.f_bavail) * 1000;
        u64::try_from(free.checked_div(all)?).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_share_asks_for_no_room_and_an_impossible_one_finds_none() {
        let folder = std::env::temp_dir();
        assert!(Disk::new(folder.clone(), 0).has_room());
        assert!(!Disk::new(folder, 1001).has_room());
    }

    #[test]
    fn a_folder_that_does_not_answer_counts_as_having_room() {
        assert!(Disk::new("/nowhere/at/all".into(), 20).has_room());
    }
}
