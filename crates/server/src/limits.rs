//! How often somebody may try to log in.
//!
//! Nothing here locks an account for good: a stranger could otherwise keep a party from the
//! hearing. The pause of an account grows to one minute and no further, and a device that signed in
//! before has a lane of its own, which strangers' failures do not touch. The tables live in memory;
//! a restart forgets them, which gives an attacker five more tries.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use anjian_api::ids::{Moment, PersonId};

use crate::clock::Clock;

/// Tries without a pause.
const FREE_TRIES: u32 = 5;
/// The longest pause of an account.
const LONGEST_PAUSE_MS: i64 = 60_000;
/// A lane without a try for so long starts anew.
const FORGOTTEN_AFTER_MS: i64 = 24 * 3_600_000;
/// Loose, because a carrier puts thousands behind one address.
const ADDRESS: Rate = Rate {
    burst: 200.0,
    per_second: 2.0,
};
/// All strangers together: twice what two cores can hash.
const EVERYBODY: Rate = Rate {
    burst: 2_000.0,
    per_second: 50.0,
};
/// One of the court's people looking for others by number: a full bench at once, no number hunt.
const LOOKUPS: Rate = Rate {
    burst: 30.0,
    per_second: 0.2,
};
/// Above so many rows, what is forgotten or full is dropped.
const ROOM: usize = 50_000;

/// HMAC of a number: the account that is tried, whether it exists or not.
pub type AccountKey = [u8; 32];
/// Hash of the cookie of a known device.
pub type DeviceKey = [u8; 32];

/// Limits for log-ins.
#[derive(Clone)]
pub struct LogInLimits {
    clock: Arc<dyn Clock>,
    tables: Arc<Mutex<Tables>>,
}

/// Come back later.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wait {
    /// How much later.
    pub retry_after_ms: u64,
}

#[derive(Default)]
struct Tables {
    lanes: HashMap<(AccountKey, Option<DeviceKey>), Lane>,
    addresses: HashMap<IpAddr, Bucket>,
    everybody: Option<Bucket>,
    lookups: HashMap<PersonId, Bucket>,
}

struct Lane {
    tries: u32,
    last: Moment,
}

struct Rate {
    burst: f64,
    per_second: f64,
}

struct Bucket {
    left: f64,
    at: Moment,
}

impl LogInLimits {
    /// Nobody tried anything yet.
    #[must_use]
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self {
            clock,
            tables: Arc::default(),
        }
    }

    /// Counts one try, or says how long to wait. Counted before the password is looked at, so that
    /// a thousand tries at the same moment are a thousand tries.
    ///
    /// # Errors
    /// When the lane, the address or everybody together tried too often.
    pub fn admit(
        &self,
        account: AccountKey,
        device: Option<DeviceKey>,
        address: IpAddr,
    ) -> Result<(), Wait> {
        let now = self.clock.now();
        let mut tables = self.lock();
        tables.sweep(now);
        let known = device.is_some();
        tables.lane_is_free(&(account, device), now)?;
        if !known {
            let everybody = tables
                .everybody
                .get_or_insert(Bucket::full(&EVERYBODY, now));
            everybody.take(&EVERYBODY, now)?;
            let bucket = tables
                .addresses
                .entry(network(address))
                .or_insert_with(|| Bucket::full(&ADDRESS, now));
            bucket.take(&ADDRESS, now)?;
        }
        let lane = tables.lanes.entry((account, device)).or_insert(Lane {
            tries: 0,
            last: now,
        });
        lane.tries = lane.tries.saturating_add(1);
        lane.last = now;
        Ok(())
    }

    /// Counts one look-up by a person of the court, or says how long to wait.
    ///
    /// # Errors
    /// When the person looked for too many.
    pub fn admit_lookup(&self, asker: PersonId) -> Result<(), Wait> {
        let now = self.clock.now();
        let mut tables = self.lock();
        let bucket = tables
            .lookups
            .entry(asker)
            .or_insert_with(|| Bucket::full(&LOOKUPS, now));
        bucket.take(&LOOKUPS, now)
    }

    /// The password was right: the lane starts anew.
    pub fn succeeded(&self, account: AccountKey, device: Option<DeviceKey>) {
        self.lock().lanes.remove(&(account, device));
    }

    fn lock(&self) -> MutexGuard<'_, Tables> {
        // Counters stay usable after a panic elsewhere.
        self.tables.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Tables {
    fn lane_is_free(
        &mut self,
        key: &(AccountKey, Option<DeviceKey>),
        now: Moment,
    ) -> Result<(), Wait> {
        let Some(lane) = self.lanes.get(key) else {
            return Ok(());
        };
        let since = now.ms_since(lane.last).max(0);
        if since > FORGOTTEN_AFTER_MS {
            self.lanes.remove(key);
            return Ok(());
        }
        wait_for(pause_ms(lane.tries) - since)
    }

    fn sweep(&mut self, now: Moment) {
        if self.lanes.len() > ROOM {
            self.lanes
                .retain(|_, lane| now.ms_since(lane.last) < FORGOTTEN_AFTER_MS);
        }
        if self.addresses.len() > ROOM {
            self.addresses
                .retain(|_, bucket| bucket.left_at(&ADDRESS, now) < ADDRESS.burst);
        }
    }
}

impl Rate {
    #[expect(clippy::cast_possible_truncation, reason = "a few seconds")]
    fn one_takes_ms(&self) -> i64 {
        ((1_000.0 / self.per_second) as i64).max(1_000)
    }
}

impl Bucket {
    const fn full(rate: &Rate, now: Moment) -> Self {
        Self {
            left: rate.burst,
            at: now,
        }
    }

    #[expect(clippy::cast_precision_loss, reason = "seconds, not money")]
    fn left_at(&self, rate: &Rate, now: Moment) -> f64 {
        let seconds = now.ms_since(self.at).max(0) as f64 / 1_000.0;
        (self.left + seconds * rate.per_second).min(rate.burst)
    }

    fn take(&mut self, rate: &Rate, now: Moment) -> Result<(), Wait> {
        self.left = self.left_at(rate, now);
        self.at = now;
        if self.left < 1.0 {
            return wait_for(rate.one_takes_ms());
        }
        self.left -= 1.0;
        Ok(())
    }
}

/// After five tries 1, 2, 4 … 60 seconds.
fn pause_ms(tries: u32) -> i64 {
    match tries.checked_sub(FREE_TRIES) {
        None => 0,
        Some(over) => (1_000_i64 << over.min(6)).min(LONGEST_PAUSE_MS),
    }
}

fn wait_for(ms: i64) -> Result<(), Wait> {
    match u64::try_from(ms) {
        Ok(retry_after_ms) if retry_after_ms > 0 => Err(Wait { retry_after_ms }),
        _ => Ok(()),
    }
}

/// One household of IPv6 has a /64 of addresses to try from.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(v6) => {
            let [a, b, c, d, ..] = v6.segments();
            IpAddr::from([a, b, c, d, 0, 0, 0, 0])
        }
        v4 => v4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::ManualClock;

    const VICTIM: AccountKey = [1; 32];
    const PHONE_OF_VICTIM: Option<DeviceKey> = Some([7; 32]);

    fn at_start() -> (Arc<ManualClock>, LogInLimits) {
        let clock = Arc::new(ManualClock::at(Moment(1_000_000)));
        (clock.clone(), LogInLimits::new(clock))
    }

    fn address(n: u32) -> IpAddr {
        IpAddr::from((0x0a00_0000 + n).to_be_bytes())
    }

    #[test]
    fn the_pause_grows_to_a_minute_and_no_further() {
        let pauses: Vec<i64> = (4..=14).map(pause_ms).collect();
        assert_eq!(
            pauses,
            [
                0, 1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000, 60_000, 60_000
            ]
        );
    }

    #[test]
    fn ten_thousand_guesses_from_a_thousand_addresses_are_a_few_hundred_tries() {
        let (clock, limits) = at_start();
        let mut tried = 0_u32;
        for guess in 0..10_000 {
            // Ten hours long, a guess every 3.6 seconds, each address in turn.
            clock.advance_ms(3_600);
            tried += u32::from(limits.admit(VICTIM, None, address(guess % 1_000)).is_ok());
        }
        // Against one password in a million (a poor one) that is a chance below one in a thousand.
        assert!(tried < 650, "{tried}");
        assert!(f64::from(tried) / 1e6 < 1e-3);
        // And the victim's own telephone is let in at once, in the middle of it.
        assert_eq!(limits.admit(VICTIM, PHONE_OF_VICTIM, address(5)), Ok(()));
    }

    #[test]
    fn guesses_at_the_same_moment_do_not_overtake_the_count() {
        let (_, limits) = at_start();
        let tried = (0..10_000).filter(|n| limits.admit(VICTIM, None, address(n % 1_000)).is_ok());
        assert_eq!(tried.count(), 5);
    }

    #[test]
    fn nobody_is_locked_out_for_good() {
        let (clock, limits) = at_start();
        for _ in 0..1_000 {
            let _ = limits.admit(VICTIM, None, address(1));
        }
        clock.advance_ms(LONGEST_PAUSE_MS);
        assert_eq!(limits.admit(VICTIM, None, address(2)), Ok(()));
    }

    #[test]
    fn a_known_device_that_guesses_is_slowed_as_well() {
        let (_, limits) = at_start();
        let tried = (0..100).filter(|_| limits.admit(VICTIM, PHONE_OF_VICTIM, address(1)).is_ok());
        assert_eq!(tried.count(), 5);
    }

    #[test]
    fn a_right_password_starts_the_lane_anew() {
        let (_, limits) = at_start();
        for _ in 0..50 {
            for _ in 0..4 {
                assert_eq!(limits.admit(VICTIM, None, address(1)), Ok(()));
            }
            limits.succeeded(VICTIM, None);
        }
    }

    #[test]
    fn one_address_trying_many_accounts_is_slowed() {
        let (_, limits) = at_start();
        let mut tried = 0;
        for n in 0..1_000_u32 {
            let mut account = [0; 32];
            account[..4].copy_from_slice(&n.to_be_bytes());
            tried += u32::from(limits.admit(account, None, address(1)).is_ok());
        }
        assert_eq!(tried, 200);
    }

    #[test]
    fn a_bench_is_seated_at_once_and_a_hunt_for_numbers_is_slowed() {
        let (clock, limits) = at_start();
        let clerk = PersonId(uuid::Uuid::from_u128(1));
        let admitted = (0..100).filter(|_| limits.admit_lookup(clerk).is_ok());
        assert_eq!(admitted.count(), 30);
        assert_eq!(
            limits.admit_lookup(clerk),
            Err(Wait {
                retry_after_ms: 5_000
            })
        );
        clock.advance_ms(5_000);
        assert_eq!(limits.admit_lookup(clerk), Ok(()));
    }

    #[test]
    fn a_household_of_ipv6_is_one_address() {
        let one: IpAddr = "2001:db8:1:2:aaaa::1".parse().unwrap();
        let two: IpAddr = "2001:db8:1:2:bbbb::9".parse().unwrap();
        assert_eq!(network(one), network(two));
        assert_eq!(network("::ffff:10.0.0.1".parse().unwrap()), address(1));
    }
}
