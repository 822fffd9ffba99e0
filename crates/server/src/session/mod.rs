//! Who is signed in on which device. Held in memory, written through to the accounts database.

pub mod cookies;
pub mod token;

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use anjian_api::account::Device;
use anjian_api::ids::{DeviceId, Moment, PersonId};
use tokio::sync::watch;
use uuid::Uuid;

use crate::accounts::records::{RecordError, Records, SessionRecord};
use crate::clock::Clock;
use crate::session::token::{Token, TokenHash};

/// A session nobody used for so long is over.
pub const IDLE_MS: i64 = 30 * 60_000;
/// A session so old is over.
pub const ABSOLUTE_MS: i64 = 12 * 3_600_000;
/// The time a device was last seen is written at most so often.
const WRITE_SEEN_MS: i64 = 60_000;
/// The longest description of a device, characters.
const LONGEST_LABEL: usize = 60;

/// All sessions of this server.
#[derive(Clone)]
pub struct Sessions {
    records: Records,
    clock: Arc<dyn Clock>,
    table: Arc<RwLock<HashMap<TokenHash, Arc<Held>>>>,
}

/// One session, as a request or a live connection holds it.
#[derive(Clone)]
pub struct Current {
    held: Arc<Held>,
    token: TokenHash,
}

struct Held {
    person: PersonId,
    device: DeviceId,
    label: String,
    signed_in: Moment,
    seen: AtomicI64,
    written: AtomicI64,
    must_change: AtomicBool,
    over: watch::Sender<bool>,
}

impl Held {
    fn of(record: SessionRecord) -> Arc<Self> {
        Arc::new(Self {
            person: record.person,
            device: record.device,
            label: record.label,
            signed_in: record.signed_in,
            seen: AtomicI64::new(record.seen.0),
            written: AtomicI64::new(record.seen.0),
            must_change: AtomicBool::new(record.must_change),
            over: watch::Sender::new(false),
        })
    }

    fn is_over(&self, now: Moment) -> bool {
        *self.over.borrow()
            || now.ms_since(self.signed_in) >= ABSOLUTE_MS
            || now.ms_since(Moment(self.seen.load(Ordering::Relaxed))) >= IDLE_MS
    }

    fn record(&self, token: TokenHash) -> SessionRecord {
        SessionRecord {
            token,
            device: self.device,
            person: self.person,
            label: self.label.clone(),
            signed_in: self.signed_in,
            seen: Moment(self.seen.load(Ordering::Relaxed)),
            must_change: self.must_change.load(Ordering::Relaxed),
        }
    }
}

impl Current {
    /// Who.
    #[must_use]
    pub fn person(&self) -> PersonId {
        self.held.person
    }

    /// On which device.
    #[must_use]
    pub fn device(&self) -> DeviceId {
        self.held.device
    }

    /// What the device said it is.
    #[must_use]
    pub fn label(&self) -> &str {
        &self.held.label
    }

    /// Whether it may do nothing but change the password.
    #[must_use]
    pub fn must_change_password(&self) -> bool {
        self.held.must_change.load(Ordering::Relaxed)
    }

    /// Waits until somebody ends the session: a log-out, another device, a changed password.
    pub async fn ended(&self) {
        let mut over = self.held.over.subscribe();
        // The sender lives as long as `self`; an error cannot happen and would mean the same.
        let _ = over.wait_for(|over| *over).await;
    }
}

impl Sessions {
    /// Loads the sessions that are not over.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn load(records: Records, clock: Arc<dyn Clock>) -> Result<Self, RecordError> {
        let now = clock.now();
        let mut table = HashMap::new();
        for record in records.sessions().await? {
            let (token, device) = (record.token, record.device);
            let held = Held::of(record);
            if held.is_over(now) {
                records.delete_session(device).await?;
            } else {
                table.insert(token, held);
            }
        }
        Ok(Self {
            records,
            clock,
            table: Arc::new(RwLock::new(table)),
        })
    }

    /// Opens a session on a device.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn open(
        &self,
        person: PersonId,
        label: &str,
        must_change: bool,
    ) -> Result<(Token, Current), RecordError> {
        let token = Token::random().map_err(|cause| RecordError::Failed(cause.to_string()))?;
        let now = self.clock.now();
        let record = SessionRecord {
            token: token.hash(),
            device: DeviceId(Uuid::new_v4()),
            person,
            label: clean(label),
            signed_in: now,
            seen: now,
            must_change,
        };
        self.records.put_session(&record).await?;
        let current = Current {
            token: record.token,
            held: Held::of(record),
        };
        self.write(|table| table.insert(current.token, current.held.clone()));
        Ok((token, current))
    }

    /// The session of this cookie, when it is not over. Being asked keeps it alive.
    #[must_use]
    pub fn find(&self, token: &Token) -> Option<Current> {
        let token = token.hash();
        let held = self.read(|table| table.get(&token).cloned())?;
        let current = Current { held, token };
        self.touch(&current).then_some(current)
    }

    /// Keeps a session alive. False when it is over.
    #[must_use]
    pub fn touch(&self, current: &Current) -> bool {
        let now = self.clock.now();
        if current.held.is_over(now) {
            current.held.over.send_replace(true);
            self.write(|table| table.remove(&current.token));
            self.later(
                |records, device, _| async move { records.delete_session(device).await },
                current,
            );
            return false;
        }
        current.held.seen.store(now.0, Ordering::Relaxed);
        let written = current.held.written.load(Ordering::Relaxed);
        if now.ms_since(Moment(written)) >= WRITE_SEEN_MS {
            current.held.written.store(now.0, Ordering::Relaxed);
            self.later(
                |records, device, now| async move { records.saw(device, now).await },
                current,
            );
        }
        true
    }

    /// Gives the device a new cookie after a changed password, lifts the restriction to changing
    /// it, and ends the person's other sessions. A live connection of this device goes on.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn rotate(&self, current: &Current) -> Result<Token, RecordError> {
        let token = Token::random().map_err(|cause| RecordError::Failed(cause.to_string()))?;
        for other in self.of(current.person()) {
            if other.device() != current.device() {
                self.end(&other).await?;
            }
        }
        current.held.must_change.store(false, Ordering::Relaxed);
        self.records
            .put_session(&current.held.record(token.hash()))
            .await?;
        self.write(|table| {
            table.remove(&current.token);
            table.insert(token.hash(), current.held.clone())
        });
        Ok(token)
    }

    /// Ends a session; its live connection learns it at once.
    ///
    /// # Errors
    /// When the database fails. The session is over all the same until the next start.
    pub async fn end(&self, current: &Current) -> Result<(), RecordError> {
        self.write(|table| table.remove(&current.token));
        current.held.over.send_replace(true);
        self.records.delete_session(current.device()).await
    }

    /// Ends every session of a person.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn end_all(&self, person: PersonId) -> Result<(), RecordError> {
        for current in self.of(person) {
            self.end(&current).await?;
        }
        Ok(())
    }

    /// The session on a device of this person.
    #[must_use]
    pub fn on_device(&self, person: PersonId, device: DeviceId) -> Option<Current> {
        self.of(person)
            .into_iter()
            .find(|current| current.device() == device)
    }

    /// The devices of a person, the newest first.
    #[must_use]
    pub fn devices(&self, asking: &Current) -> Vec<Device> {
        let mut devices: Vec<Device> = self
            .of(asking.person())
            .iter()
            .map(|current| Device {
                id: current.device(),
                label: current.held.label.clone(),
                signed_in: current.held.signed_in,
                seen: Moment(current.held.seen.load(Ordering::Relaxed)),
                this: current.device() == asking.device(),
            })
            .collect();
        devices.sort_by_key(|device| (!device.this, std::cmp::Reverse(device.seen)));
        devices
    }

    /// The sessions of a person that are not over.
    #[must_use]
    pub fn of(&self, person: PersonId) -> Vec<Current> {
        let now = self.clock.now();
        self.read(|table| {
            table
                .iter()
                .filter(|(_, held)| held.person == person && !held.is_over(now))
                .map(|(token, held)| Current {
                    held: held.clone(),
                    token: *token,
                })
                .collect()
        })
    }

    /// Forgets the sessions that ran out without anybody asking for them.
    pub fn sweep(&self) {
        let now = self.clock.now();
        let over: Vec<Current> = self.read(|table| {
            table
                .iter()
                .filter(|(_, held)| held.is_over(now))
                .map(|(token, held)| Current {
                    held: held.clone(),
                    token: *token,
                })
                .collect()
        });
        for current in over {
            let _ = self.touch(&current);
        }
    }

    /// Writes in the background: a missed note of "last seen" costs a minute, not a session.
    fn later<F, W>(&self, work: F, current: &Current)
    where
        F: FnOnce(Records, DeviceId, Moment) -> W + Send + 'static,
        W: Future<Output = Result<(), RecordError>> + Send,
    {
        let (records, device, now) = (self.records.clone(), current.device(), self.clock.now());
        tokio::spawn(async move {
            if let Err(error) = work(records, device, now).await {
                tracing::warn!(%error, "a session was not noted");
            }
        });
    }

    fn read<T>(&self, look: impl FnOnce(&HashMap<TokenHash, Arc<Held>>) -> T) -> T {
        look(&self.table.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn write<T>(&self, change: impl FnOnce(&mut HashMap<TokenHash, Arc<Held>>) -> T) -> T {
        change(&mut self.table.write().unwrap_or_else(PoisonError::into_inner))
    }
}

/// A description comes from the device: no control characters, not endless.
fn clean(label: &str) -> String {
    label
        .chars()
        .filter(|c| !c.is_control())
        .take(LONGEST_LABEL)
        .collect()
}
