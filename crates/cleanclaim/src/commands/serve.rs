//! `serve`.

use std::net::SocketAddr;
use std::sync::Arc;

use anyhow::{Context as _, Result};
use cleanclaim_engine::Engine;
use cleanclaim_engine::seams::SystemClock;
use cleanclaim_server::{Reach, ServeOptions};
use tokio::net::TcpListener;

use crate::output::{Outcome, block_on, database_url};

/// Where it listens unless told otherwise: this machine only.
pub(crate) const DEFAULT_LISTEN: &str = "127.0.0.1:8437";

/// The web application.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// sqlite://PATH or postgres://...
    #[arg(long, value_name = "URL", env = "CLEANCLAIM_DB", hide_env_values = true)]
    db: Option<String>,
    /// Address and port; anything but this machine needs a proxy with TLS in front
    #[arg(long, value_name = "ADDR", default_value = DEFAULT_LISTEN)]
    listen: String,
}

pub(crate) fn run(args: &Args) -> Result<Outcome> {
    open(&database_url(args.db.as_deref())?, &args.listen)?;
    Ok(Outcome::Clean)
}

/// Serves a database until the program is told to stop.
pub(crate) fn open(url: &str, listen: &str) -> Result<()> {
    let address: SocketAddr = listen.parse().with_context(|| format!("{listen} is no address; expected IP:PORT"))?;
    block_on(async move {
        let engine = Engine::open(url).await?;
        let listener = TcpListener::bind(address).await.with_context(|| format!("cannot listen on {address}"))?;
        let address = listener.local_addr()?;
        eprintln!("cleanclaim is serving http://{address}  (stop with Ctrl-C)");
        let options = ServeOptions::new(Reach::of(&address), Arc::new(SystemClock));
        cleanclaim_server::serve(engine.clone(), listener, options, stop_signal()).await?;
        engine.close().await;
        Ok(())
    })
}

/// Ctrl-C, or the signal that service managers send.
async fn stop_signal() {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = interrupt => {}
                _ = terminate.recv() => {}
            }
            return;
        }
    }
    let _ = interrupt.await;
}
