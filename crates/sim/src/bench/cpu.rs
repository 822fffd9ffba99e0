//! Processor time of a process, from `/proc/<pid>/stat`.

use super::BenchError;

/// `USER_HZ`, fixed at 100 for every program on Linux (proc(5)).
const TICKS_PER_S: f64 = 100.0;

/// User and system time so far, seconds.
pub(super) fn seconds_of(pid: u32) -> Result<f64, BenchError> {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat"))?;
    seconds(&stat).ok_or_else(|| "an unknown form of /proc/<pid>/stat".into())
}

/// Fields 14 and 15; the second field may contain spaces and ends with the last parenthesis.
fn seconds(stat: &str) -> Option<f64> {
    let mut fields = stat.rsplit_once(')')?.1.split_whitespace().skip(11);
    let user: f64 = fields.next()?.parse().ok()?;
    let system: f64 = fields.next()?.parse().ok()?;
    Some((user + system) / TICKS_PER_S)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_times_are_found_behind_a_name_with_spaces() {
        let stat = "12 (a (b) c) S 1 2 3 4 5 6 7 8 9 10 150 50 0 0 20";
        assert!(seconds(stat).is_some_and(|found| (found - 2.0).abs() < 1e-9));
    }
}
