//! A piece of writing of the store, as a closure.

use async_trait::async_trait;
use futures_util::future::BoxFuture;
use tokio::sync::oneshot;

use super::FileError;
use crate::ledger::Ledger;
use crate::store::{Job, StoreError, Tx};

type Work<T> =
    Box<dyn for<'t> FnOnce(&'t mut dyn Tx) -> BoxFuture<'t, Result<T, StoreError>> + Send>;

/// Does it in the writer's next group, whole or not at all; answers after it is on disk.
pub(super) async fn run<T, F>(ledger: &Ledger, work: F) -> Result<T, FileError>
where
    T: Send + 'static,
    F: for<'t> FnOnce(&'t mut dyn Tx) -> BoxFuture<'t, Result<T, StoreError>> + Send + 'static,
{
    let (answer, done) = oneshot::channel();
    let job = Closure {
        work: Some(Box::new(work) as Work<T>),
        made: None,
        answer,
    };
    ledger.store().write(Box::new(job)).await?;
    Ok(done.await.map_err(|_| FileError::Unavailable)??)
}

struct Closure<T> {
    work: Option<Work<T>>,
    made: Option<T>,
    answer: oneshot::Sender<Result<T, StoreError>>,
}

#[async_trait]
impl<T: Send> Job for Closure<T> {
    async fn run(&mut self, tx: &mut dyn Tx) -> Result<(), StoreError> {
        if let Some(work) = self.work.take() {
            self.made = Some(work(tx).await?);
        }
        Ok(())
    }

    fn settled(self: Box<Self>, outcome: Result<(), StoreError>) {
        let made = self.made;
        let answer = outcome.and_then(|()| made.ok_or(StoreError::Stopped));
        let _ = self.answer.send(answer);
    }
}
