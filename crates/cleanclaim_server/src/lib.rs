//! The web application: sign-in, dashboard, claim list and claim page.
//!
//! This crate owns the routes and who may take them, sessions, forms and pages. It deliberately knows no database and no file format:
//! whatever it shows comes from the engine as plain views, and whatever it changes goes through the engine's verbs.
//!
//! Three rules hold it together:
//! - [`ROUTES`] is the only way to a handler, and no row of it can be written without saying who may take it.
//! - A page with patient data is never kept by a browser, a proxy or htmx, and reading it is written to the audit trail first.
//! - Nothing is loaded from elsewhere: style, script and icon are embedded in the program.
#![deny(clippy::float_arithmetic)]

mod access;
mod assets;
mod chart;
mod error;
mod form;
mod headers;
mod pages;
mod routes;
mod serve;
mod session;
mod text;

/// Log directives that must stand in every filter: a library that writes whole addresses into its most talkative log.
pub const SILENCED_LOGS: &str = "tower_http::csrf=off";

pub use error::ServeError;
pub use routes::{Access, ROUTES, Route, Verb, router};
pub use serve::{Reach, ServeOptions, serve};
