//! Argon2id, off the async threads, and never more of them at once than the machine bears.

use std::sync::Arc;
use std::time::Duration;

use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use tokio::sync::Semaphore;

/// How long a log-in may wait for a free place before it is sent away.
const PATIENCE: Duration = Duration::from_secs(2);

/// Hashes and verifies passwords.
#[derive(Clone)]
pub struct Hasher {
    places: Arc<Semaphore>,
    dummy: Arc<str>,
    /// What argon2 was given to compare with, comparison by comparison.
    #[cfg(test)]
    compared: Arc<std::sync::Mutex<Vec<String>>>,
}

/// Why no answer could be given.
#[derive(Debug, thiserror::Error)]
pub enum HashError {
    /// Too many log-ins at this moment.
    #[error("too many passwords at once")]
    Busy,
    /// A fault of ours.
    #[error("argon2: {0}")]
    Failed(String),
}

impl Hasher {
    /// Two places a core: more would only make everybody wait (a hash takes about 80 ms).
    ///
    /// # Errors
    /// When the machine has not the memory for one hash.
    pub fn new() -> Result<Self, HashError> {
        let cores = std::thread::available_parallelism().map_or(2, usize::from);
        Self::with_places(cores * 2)
    }

    fn with_places(places: usize) -> Result<Self, HashError> {
        Ok(Self {
            places: Arc::new(Semaphore::new(places)),
            dummy: hash("no number has this password")?.into(),
            #[cfg(test)]
            compared: Arc::default(),
        })
    }

    /// Hashes a new password.
    ///
    /// # Errors
    /// When the server is busy or out of memory.
    pub async fn hash(&self, password: String) -> Result<String, HashError> {
        self.at_a_place(move || hash(&password)).await
    }

    /// Whether the password belongs to the hash. `None` (an unknown number) takes the same time and
    /// is always wrong.
    ///
    /// # Errors
    /// When the server is busy.
    pub async fn verify(
        &self,
        password: String,
        stored: Option<String>,
    ) -> Result<bool, HashError> {
        let known = stored.is_some();
        let stored = stored.unwrap_or_else(|| self.dummy.to_string());
        #[cfg(test)]
        let compared = self.compared.clone();
        let right = self
            .at_a_place(move || {
                let hash = PasswordHash::new(&stored).map_err(failed)?;
                #[cfg(test)]
                compared.lock().map_err(failed)?.push(work_of(&hash));
                Ok(argon()?.verify_password(password.as_bytes(), &hash).is_ok())
            })
            .await?;
        Ok(right && known)
    }

    async fn at_a_place<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, HashError> + Send + 'static,
    ) -> Result<T, HashError> {
        let place = tokio::time::timeout(PATIENCE, self.places.clone().acquire_owned())
            .await
            .map_err(|_| HashError::Busy)?
            .map_err(failed)?;
        tokio::task::spawn_blocking(move || {
            let done = work();
            drop(place);
            done
        })
        .await
        .map_err(failed)?
    }
}

/// 19 MiB, two passes, one lane (OWASP's floor; 81 ms where it was measured).
fn argon() -> Result<Argon2<'static>, HashError> {
    let params = Params::new(19 * 1024, 2, 1, None).map_err(failed)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn hash(password: &str) -> Result<String, HashError> {
    Ok(argon()?
        .hash_password(password.as_bytes())
        .map_err(failed)?
        .to_string())
}

/// How much work comparing with this hash is: everything but the salt and the hash themselves.
#[cfg(test)]
fn work_of(hash: &PasswordHash) -> String {
    let length = hash.hash.as_ref().map(|output| output.len());
    let salt = hash.salt.as_ref().map(|salt| salt.len());
    format!(
        "{}{:?}{} {salt:?} {length:?}",
        hash.algorithm, hash.version, hash.params
    )
}

#[cfg(test)]
impl Hasher {
    /// The work of all comparisons so far; the list begins anew.
    pub(super) fn take_compared(&self) -> Vec<String> {
        std::mem::take(&mut *self.compared.lock().unwrap())
    }
}

fn failed(cause: impl std::fmt::Display) -> HashError {
    HashError::Failed(cause.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_fits_its_own_hash_only() {
        let hasher = Hasher::with_places(2).unwrap();
        let stored = hasher.hash("今天去法院".into()).await.unwrap();
        assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert!(
            hasher
                .verify("今天去法院".into(), Some(stored.clone()))
                .await
                .unwrap()
        );
        assert!(
            !hasher
                .verify("明天去法院".into(), Some(stored))
                .await
                .unwrap()
        );
    }

    #[tokio::test]
    async fn an_unknown_number_has_no_password_not_even_the_dummy() {
        let hasher = Hasher::with_places(2).unwrap();
        let tried = hasher
            .verify("no number has this password".into(), None)
            .await;
        assert!(!tried.unwrap());
    }

    #[tokio::test(start_paused = true)]
    async fn who_finds_no_place_is_sent_away_after_a_while() {
        let hasher = Hasher::with_places(0).unwrap();
        assert!(matches!(
            hasher.hash("x".into()).await,
            Err(HashError::Busy)
        ));
    }
}
