//! The accept loop: how many connections, how long they may take, and how it ends.

use std::fmt;
use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use cleanclaim_engine::Engine;
use cleanclaim_model::Clock;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{sleep, timeout};
use tracing::{debug, info, warn};

use crate::error::ServeError;
use crate::routes::router;

/// Connections at one time; more wait in the system's queue.
const CONNECTIONS_MAX: usize = 1_024;
/// A connection whose next request's head is not there after so long is closed.
const HEAD_TIMEOUT: Duration = Duration::from_secs(30);
/// Requests under way get so long to end when the program stops.
const DRAIN_TIMEOUT: Duration = Duration::from_secs(10);
/// Failures to accept in a row, each followed by a pause, after which the listener counts as broken.
const ACCEPT_FAILURES_MAX: u32 = 100;
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);

/// How browsers reach the application.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// Through TLS, which a proxy in front of the listener ends. Cookies are `Secure`: without TLS nobody can sign in.
    Https,
    /// Plain HTTP from this machine only.
    LoopbackHttp,
}

impl Reach {
    /// What fits a listener's address, unless somebody knows better: a loopback address may stand behind a proxy with TLS.
    #[must_use]
    pub const fn of(address: &SocketAddr) -> Self {
        if address.ip().is_loopback() { Self::LoopbackHttp } else { Self::Https }
    }
}

/// How to serve.
#[derive(Clone)]
pub struct ServeOptions {
    /// How browsers reach the application.
    pub reach: Reach,
    /// A request that takes longer is answered with 503.
    pub request_timeout: Duration,
    /// Where sessions read the time.
    pub clock: Arc<dyn Clock + Send + Sync>,
}

impl ServeOptions {
    /// Thirty seconds for a request.
    #[must_use]
    pub fn new(reach: Reach, clock: Arc<dyn Clock + Send + Sync>) -> Self {
        Self { reach, request_timeout: Duration::from_secs(30), clock }
    }
}

impl fmt::Debug for ServeOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { reach, request_timeout, clock: _ } = self;
        f.debug_struct("ServeOptions")
            .field("reach", reach)
            .field("request_timeout", request_timeout)
            .finish_non_exhaustive()
    }
}

/// Serves until `shutdown` is done, then lets requests under way end.
///
/// # Errors
/// When the listener cannot accept connections any more.
pub async fn serve(
    engine: Engine,
    listener: TcpListener,
    options: ServeOptions,
    shutdown: impl Future,
) -> Result<(), ServeError> {
    let service = router(engine, &options);
    let connections = GracefulShutdown::new();
    let permits = Arc::new(Semaphore::new(CONNECTIONS_MAX));
    let mut shutdown = pin!(shutdown);
    let outcome = loop {
        let accepted = tokio::select! {
            _ = &mut shutdown => break Ok(()),
            accepted = accept(&listener, &permits) => accepted,
        };
        match accepted {
            Ok((stream, permit)) => spawn_connection(stream, permit, service.clone(), &connections),
            Err(error) => break Err(error),
        }
    };
    drop(listener);
    if timeout(DRAIN_TIMEOUT, connections.shutdown()).await.is_err() {
        warn!("some requests were still under way after {} s and were cut off", DRAIN_TIMEOUT.as_secs());
    }
    info!("stopped serving");
    outcome
}

/// The next connection, once there is room for it. Most failures (a peer that went away, too many open files) pass.
async fn accept(
    listener: &TcpListener,
    permits: &Arc<Semaphore>,
) -> Result<(TcpStream, OwnedSemaphorePermit), ServeError> {
    let permit =
        Arc::clone(permits).acquire_owned().await.map_err(|_| ServeError::Accept(io::ErrorKind::Other.into()))?;
    let mut failures = 0;
    loop {
        match listener.accept().await {
            Ok((stream, _)) => return Ok((stream, permit)),
            Err(error) if failures == ACCEPT_FAILURES_MAX => return Err(ServeError::Accept(error)),
            Err(error) => {
                failures += 1;
                warn!(%error, failures, "could not accept a connection: {error}");
                sleep(ACCEPT_PAUSE).await;
            }
        }
    }
}

fn spawn_connection(stream: TcpStream, permit: OwnedSemaphorePermit, service: Router, connections: &GracefulShutdown) {
    // Small answers are not held back to be sent together.
    let _ = stream.set_nodelay(true);
    let mut builder = http1::Builder::new();
    builder.timer(TokioTimer::new()).header_read_timeout(HEAD_TIMEOUT);
    let connection = builder.serve_connection(TokioIo::new(stream), TowerToHyperService::new(service));
    let watched = connections.watch(connection);
    tokio::spawn(async move {
        if let Err(error) = watched.await {
            debug!(%error, "a connection ended early: {error}");
        }
        drop(permit);
    });
}
