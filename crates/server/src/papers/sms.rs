//! Codes to telephones.

use async_trait::async_trait;

/// Sends a code. A court has its provider; a demonstration shows it and says so.
#[async_trait]
pub trait Sms: Send + Sync + 'static {
    /// Sends a code to a number of eleven digits. Neither is logged.
    ///
    /// # Errors
    /// It could not be handed over to whoever sends it.
    async fn send(&self, phone: &str, code: &str) -> Result<(), NotSent>;

    /// Nothing is sent: the code is shown to whoever asked for it.
    fn shows_here(&self) -> bool {
        false
    }
}

/// It could not be handed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the code could not be sent")]
pub struct NotSent;

/// Of a demonstration, which listens on this machine only: it sends nothing.
pub struct DemoSms;

#[async_trait]
impl Sms for DemoSms {
    async fn send(&self, _phone: &str, _code: &str) -> Result<(), NotSent> {
        Ok(())
    }

    fn shows_here(&self) -> bool {
        true
    }
}
