//! Listening, and stopping without losing anybody's words: within 20 seconds, all told.

use std::net::SocketAddr;
use std::time::Duration;

use axum::serve::ListenerExt;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

use crate::app::router::router;
use crate::app::{OpenError, Shared};

/// How long a load balancer has to notice that we stop. On loopback there is none.
const NOTICE: Duration = Duration::from_secs(5);
/// How long requests may go on after that.
const DRAIN: Duration = Duration::from_secs(6);
/// How long sockets may take to say good-bye.
const GOOD_BYE: Duration = Duration::from_secs(2);
/// How long the ledger may take to settle.
const SETTLE: Duration = Duration::from_secs(6);

/// Serves until `stop`, then lets go: readiness, sockets, requests, ledger, in this order.
///
/// # Errors
/// When the network fails.
pub async fn serve(
    app: Shared,
    listener: TcpListener,
    stop: impl Future<Output = ()> + Send + 'static,
) -> Result<(), OpenError> {
    // 48 ms become 0.045 ms for several small frames in a row.
    let listener = listener.tap_io(|stream| {
        if let Err(error) = stream.set_nodelay(true) {
            tracing::warn!(%error, "TCP_NODELAY");
        }
    });
    let service = router(&app).into_make_service_with_connect_info::<SocketAddr>();
    let (stopped, is_stopped) = oneshot::channel();
    let parting = app.clone();
    let part = async move {
        stop.await;
        tracing::info!("stopping");
        parting.stop_soon();
        if !parting.config.is_loopback() {
            tokio::time::sleep(NOTICE).await;
        }
        parting.hub.go_away();
        let _ = stopped.send(());
    };
    let serving = axum::serve(listener, service).with_graceful_shutdown(part);
    tokio::select! {
        served = async { serving.await } => served?,
        () = async {
            // A dropped sender means that serving ended by itself, which the other arm tells.
            if is_stopped.await.is_ok() {
                tokio::time::sleep(DRAIN).await;
            } else {
                std::future::pending::<()>().await;
            }
        } => tracing::warn!("requests still ran when the time was up"),
    }
    let _ = tokio::time::timeout(GOOD_BYE, app.hub.emptied()).await;
    if tokio::time::timeout(SETTLE, app.close()).await.is_err() {
        tracing::error!("the ledger did not settle in time");
    }
    tracing::info!("stopped");
    Ok(())
}
