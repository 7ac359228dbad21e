//! What every answer carries, and the one line that the log gets of it.

use std::fmt;
use std::time::Instant;

use axum::extract::{MatchedPath, Request, State};
use axum::http::header::{self, HeaderName};
use axum::http::{HeaderMap, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use tracing::{Instrument as _, info, info_span};

use crate::routes::App;
use crate::serve::Reach;
use crate::session;

/// Only what we serve ourselves, no inline script or style, in no frame.
const CONTENT_SECURITY_POLICY: &str =
    "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// Set on every answer that has none of its own. Source: OWASP ASVS 5.0, 3.4.
const DEFAULTS: [(HeaderName, &str); 8] = [
    (header::CACHE_CONTROL, "no-store"),
    (header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "same-origin"),
    (header::STRICT_TRANSPORT_SECURITY, "max-age=31536000; includeSubDomains"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (HeaderName::from_static("permissions-policy"), "camera=(), microphone=(), geolocation=(), payment=()"),
];

/// Names a request in the log and on the page of a failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct RequestId(u64);

impl RequestId {
    #[cfg(test)]
    pub(crate) const fn new(id: u64) -> Self {
        Self(id)
    }
}

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

/// One line a request: the route's pattern, never the address, which may hold what somebody typed.
pub(crate) async fn log(mut request: Request, next: Next) -> Response {
    let id = RequestId(rand::random());
    request.extensions_mut().insert(id);
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().map_or("none", MatchedPath::as_str).to_owned();
    let span = info_span!("request", request.id = %id);
    async move {
        let begin = Instant::now();
        let response = next.run(request).await;
        let status = response.status().as_u16();
        let duration_ms = u64::try_from(begin.elapsed().as_millis()).unwrap_or(u64::MAX);
        info!(%method, route, status, duration_ms, "{method} {route} {status} in {duration_ms} ms");
        response
    }
    .instrument(span)
    .await
}

/// Adds what an answer lacks.
pub(crate) async fn secure(State(app): State<App>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in &DEFAULTS {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    harden_cookies(headers, app.options.reach);
    response
}

/// The middleware takes a session cookie away without `Secure`; browsers would then keep the `__Host-` cookie.
fn harden_cookies(headers: &mut HeaderMap, reach: Reach) {
    let name = session::cookie_name(reach);
    let cookies: Vec<HeaderValue> = headers.get_all(header::SET_COOKIE).iter().cloned().collect();
    headers.remove(header::SET_COOKIE);
    for cookie in cookies {
        let text = cookie.to_str().unwrap_or_default();
        let removal = text.split_once('=').is_some_and(|(before, _)| before == name) && !text.contains("HttpOnly");
        let secure = if reach == Reach::Https { "; Secure" } else { "" };
        let hardened =
            removal.then(|| HeaderValue::try_from(format!("{text}; HttpOnly; SameSite=Strict{secure}")).ok());
        headers.append(header::SET_COOKIE, hardened.flatten().unwrap_or(cookie));
    }
}
