//! One file a page: what it asks of the engine, and what its template shows.

use askama::Template;
use axum::http::header;
use axum::response::{Html, IntoResponse, Response};
use cleanclaim_engine::{Role, User};

use crate::access::CurrentUser;
use crate::error::PageError;
use crate::form::FormToken;
use crate::session;

pub(crate) mod claim;
pub(crate) mod claims;
pub(crate) mod dashboard;
pub(crate) mod files;
pub(crate) mod sign_in;

#[cfg(test)]
pub(crate) mod samples;

/// `GET /health`: the program answers. Says nothing about what is behind it.
pub(crate) async fn health() -> Response {
    ([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], "ok\n").into_response()
}

/// The part of the application that a page belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Section {
    Dashboard,
    Claims,
}

/// What stands around every page of someone who signed in.
#[derive(Debug, Clone)]
pub(crate) struct Frame {
    pub(crate) user: User,
    pub(crate) token: FormToken,
    pub(crate) section: Section,
    /// After so many seconds without a sign of life the browser leaves the page.
    pub(crate) idle_seconds: i64,
}

impl Frame {
    pub(crate) fn new(current: CurrentUser, section: Section) -> Self {
        Self { user: current.user, token: current.token, section, idle_seconds: session::IDLE.as_secs() }
    }

    /// Whether the user may what this role may.
    pub(crate) fn may(&self, role: Role) -> bool {
        role <= self.user.role
    }
}

/// Renders a page.
pub(crate) fn html(template: &impl Template) -> Result<Response, PageError> {
    Ok(Html(template.render()?).into_response())
}
