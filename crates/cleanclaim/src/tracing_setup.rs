//! Logs go to standard error, quiet unless `CLEANCLAIM_LOG` asks for more.

use tracing_subscriber::EnvFilter;

/// Slow statements are for whoever runs a server, not for whoever runs a command.
const DEFAULT: &str = "warn,sqlx=error";

/// Starts logging.
pub(crate) fn start() {
    let wanted = std::env::var("CLEANCLAIM_LOG").unwrap_or_else(|_| DEFAULT.to_owned());
    let filter = EnvFilter::builder().parse_lossy(format!("{wanted},{}", cleanclaim_server::SILENCED_LOGS));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_target(false).init();
}
