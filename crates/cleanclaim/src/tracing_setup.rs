//! Logs go to standard error, quiet unless `CLEANCLAIM_LOG` asks for more.

use tracing_subscriber::EnvFilter;

/// Slow statements are for whoever runs a server, not for whoever runs a command.
const DEFAULT: &str = "warn,sqlx=error";

/// Starts logging.
pub(crate) fn start() {
    let filter = EnvFilter::try_from_env("CLEANCLAIM_LOG").unwrap_or_else(|_| EnvFilter::new(DEFAULT));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_target(false).init();
}
