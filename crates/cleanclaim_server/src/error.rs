//! What goes wrong between a request and its page, and the page that says so.

use std::any::Any;
use std::io;

use askama::Template;
use axum::extract::Request;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};
use cleanclaim_engine::{EngineError, Role};
use tracing::error;

use crate::assets;
use crate::headers::RequestId;

/// Why serving ended.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ServeError {
    /// The listener is broken.
    #[error("could not accept connections")]
    Accept(#[source] io::Error),
}

/// Why there is no page. None of it carries patient data, and none of its text reaches the browser: [`dress`] has its own words.
#[derive(Debug, thiserror::Error)]
pub(crate) enum PageError {
    /// It does not exist, or belongs to another practice: the answer is the same.
    #[error("not found")]
    NotFound,
    /// Signed in, but without the right.
    #[error("needs the role {needs}", needs = needs.as_str())]
    Forbidden { needs: Role },
    /// A form without the token of this browser's session.
    #[error("a form without its token")]
    StaleForm,
    /// A body that no form of ours sends.
    #[error("expected a form")]
    NotAForm,
    /// A body beyond the limit.
    #[error("body too large")]
    TooLarge,
    /// A filter or page number that is none. Names the field, never its value.
    #[error("{field} is not readable")]
    BadField { field: &'static str },
    /// A guard let somebody through without a session: a bug.
    #[error("no session behind the guard")]
    NoSession,
    /// The session could not be read or kept.
    #[error("session")]
    Session(#[from] tower_sessions::session::Error),
    /// A verb failed.
    #[error(transparent)]
    Engine(#[from] EngineError),
    /// A template failed.
    #[error("template")]
    Template(#[from] askama::Error),
}

impl IntoResponse for PageError {
    fn into_response(self) -> Response {
        let status = match &self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Forbidden { .. } | Self::StaleForm => StatusCode::FORBIDDEN,
            Self::NotAForm => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::BadField { .. } => StatusCode::BAD_REQUEST,
            Self::NoSession | Self::Session(_) | Self::Engine(_) | Self::Template(_) => {
                let source = std::error::Error::source(&self).map(ToString::to_string).unwrap_or_default();
                error!(error = %self, source, "a page failed: {self}");
                StatusCode::INTERNAL_SERVER_ERROR
            }
        };
        let mut response = status.into_response();
        response.extensions_mut().insert(match self {
            Self::Forbidden { needs } => Reason::Role(needs),
            Self::StaleForm => Reason::StaleForm,
            Self::BadField { field } => Reason::Field(field),
            _ => Reason::Status,
        });
        response
    }
}

/// What the page of an error can say beyond its status.
#[derive(Debug, Clone, Copy)]
enum Reason {
    Status,
    Role(Role),
    StaleForm,
    Field(&'static str),
}

/// What a request gets whose handler panicked. The panic's text may hold anything and goes no further.
pub(crate) fn panicked(_: Box<dyn Any + Send + 'static>) -> Response {
    error!("a handler panicked: this is a bug");
    StatusCode::INTERNAL_SERVER_ERROR.into_response()
}

#[derive(Template)]
#[template(path = "message.html")]
struct Message {
    status: u16,
    title: &'static str,
    what: String,
    next: &'static str,
    /// Somebody can find the failure in the log by it; only where there is something in the log.
    reference: Option<RequestId>,
}

/// Gives every error a page that says what happened and where to go, whoever answered it.
pub(crate) async fn dress(request: Request, next: Next) -> Response {
    let id = request.extensions().get::<RequestId>().copied();
    let response = next.run(request).await;
    let status = response.status();
    let is_page =
        response.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    if !(status.is_client_error() || status.is_server_error()) || is_page {
        return response;
    }
    let reason = response.extensions().get::<Reason>().copied().unwrap_or(Reason::Status);
    let message = message(status, reason, id);
    let body = message.render().unwrap_or_else(|_| message.title.to_owned());
    let (mut parts, _) = response.into_parts();
    for name in [header::CONTENT_LENGTH, header::CONTENT_TYPE, header::CONTENT_DISPOSITION] {
        parts.headers.remove(name);
    }
    let mut page = Html(body).into_response();
    *page.status_mut() = status;
    page.headers_mut().extend(parts.headers);
    page.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    page
}

fn message(status: StatusCode, reason: Reason, id: Option<RequestId>) -> Message {
    let (title, what, next) = match (status, reason) {
        (_, Reason::Role(needs)) => (
            "You may not open this",
            format!("This page needs the role “{}” or one above it. The attempt was noted.", needs.as_str()),
            "If your work needs it, ask a manager of your practice.",
        ),
        (_, Reason::StaleForm) => (
            "This form is out of date",
            "It was opened before you signed in or out, or in another browser. Nothing was changed.".to_owned(),
            "Open the page again and repeat what you did.",
        ),
        (_, Reason::Field(field)) => (
            "This filter cannot be read",
            format!("“{field}” holds something that is none of its values."),
            "Open the claim list and choose again.",
        ),
        (StatusCode::NOT_FOUND, _) => (
            "There is nothing here",
            "The address is wrong, or what it led to does not exist in your practice.".to_owned(),
            "Check the address, or start from the dashboard or the claim list.",
        ),
        (StatusCode::FORBIDDEN, _) => (
            "This request came from another site",
            "Your browser said that another site sent it. Nothing was changed.".to_owned(),
            "If you did this yourself, open the page here and repeat it.",
        ),
        (StatusCode::METHOD_NOT_ALLOWED, _) => (
            "This cannot be done here",
            "The address exists, but not for this kind of request.".to_owned(),
            "Start from the dashboard or the claim list.",
        ),
        (StatusCode::SERVICE_UNAVAILABLE, _) => (
            "This took too long",
            "The answer was not ready in time. What you asked for may still have been done.".to_owned(),
            "Wait a minute, look whether it was done, and try again if not.",
        ),
        (status, _) if status.is_server_error() => (
            "Something went wrong on our side",
            "The page could not be made. Nothing you typed is at fault.".to_owned(),
            "Try again. If it happens again, tell whoever runs this program the reference below.",
        ),
        _ => (
            "This request cannot be read",
            "Something in the address or the form is not what the page expects.".to_owned(),
            "Go back, or start from the dashboard or the claim list.",
        ),
    };
    let reference = if status.is_server_error() { id } else { None };
    Message { status: status.as_u16(), title, what, next, reference }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_error_says_where_to_go() {
        for code in [400, 403, 404, 405, 413, 415, 422, 500, 503] {
            let status = StatusCode::from_u16(code).unwrap();
            let page = message(status, Reason::Status, Some(RequestId::new(7))).render().unwrap();
            assert!(page.contains("href=\"/claims\""), "{code}");
            assert_eq!(page.contains("0000000000000007"), 500 <= code, "{code}");
        }
    }
}
