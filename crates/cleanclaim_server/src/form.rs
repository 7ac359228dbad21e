//! Forms that change something carry a token which only our own page could have put there.
//!
//! The `Origin` and `Sec-Fetch-Site` headers are checked before this, for every route; the token holds where a browser sends neither.

use std::fmt;

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, header};
use axum::middleware::Next;
use axum::response::Response;
use sha2::{Digest as _, Sha256};
use tower_sessions::Session;
use tower_sessions::cookie::{Cookie, SameSite};

use crate::error::PageError;
use crate::routes::Access;
use crate::serve::{Reach, ServeOptions};

/// The largest body of any request. No form of ours comes near.
pub(crate) const BODY_BYTES_MAX: usize = 64 * 1024;
/// The form field of the token.
const FIELD: &str = "form_token";

/// What a form carries: derived from a secret of the browser's, from which the secret cannot be had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FormToken(String);

impl FormToken {
    /// The token of forms for people who signed in; `None` before.
    pub(crate) fn of_session(session: &Session) -> Option<Self> {
        session.id().map(|id| Self::of(&id.to_string()))
    }

    #[cfg(test)]
    pub(crate) fn for_test() -> Self {
        Self::of("test")
    }

    fn of(secret: &str) -> Self {
        Self(sha256_hex(&["form", secret]))
    }

    /// Takes as long for a token that is nearly right as for one that is not.
    fn fits(&self, other: &str) -> bool {
        let pairs = self.0.bytes().zip(other.bytes());
        self.0.len() == other.len() && pairs.fold(0, |different, (a, b)| different | (a ^ b)) == 0
    }
}

impl fmt::Display for FormToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// SHA-256 of the parts, each ended by a zero byte, as hexadecimal digits.
pub(crate) fn sha256_hex(parts: &[&str]) -> String {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update(part.as_bytes());
        hasher.update([0]);
    }
    hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The secret of a browser that has not signed in: a cookie, so that asking for the sign-in page costs the database nothing.
#[derive(Debug, Clone)]
pub(crate) struct VisitorSecret(String);

impl VisitorSecret {
    /// The one that the browser brought, or a new one.
    pub(crate) fn of(headers: &HeaderMap, reach: Reach) -> Self {
        Self::brought(headers, reach).unwrap_or_else(|| Self(format!("{:032x}", rand::random::<u128>())))
    }

    fn brought(headers: &HeaderMap, reach: Reach) -> Option<Self> {
        let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
        let mut cookies = cookies.flat_map(Cookie::split_parse).filter_map(Result::ok);
        let cookie = cookies.find(|cookie| cookie.name() == Self::cookie_name(reach))?;
        let is_ours = cookie.value().len() == 32 && cookie.value().bytes().all(|byte| byte.is_ascii_hexdigit());
        is_ours.then(|| Self(cookie.value().to_owned()))
    }

    pub(crate) fn token(&self) -> FormToken {
        FormToken::of(&self.0)
    }

    /// What makes the browser keep it.
    pub(crate) fn set_cookie(&self, reach: Reach) -> String {
        Cookie::build((Self::cookie_name(reach), self.0.as_str()))
            .path("/")
            .http_only(true)
            .same_site(SameSite::Strict)
            .secure(reach == Reach::Https)
            .to_string()
    }

    const fn cookie_name(reach: Reach) -> &'static str {
        match reach {
            Reach::Https => "__Host-cleanclaim-visitor",
            Reach::LoopbackHttp => "cleanclaim-visitor",
        }
    }
}

/// What stands before a handler that changes something.
#[derive(Clone)]
pub(crate) struct Guard {
    pub(crate) access: Access,
    pub(crate) options: ServeOptions,
}

/// Lets a form through whose token fits the browser's secret.
pub(crate) async fn require_token(
    State(guard): State<Guard>,
    session: Session,
    request: Request,
    next: Next,
) -> Result<Response, PageError> {
    let (parts, body) = request.into_parts();
    let media = parts.headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if media.split(';').next().map(str::trim) != Some("application/x-www-form-urlencoded") {
        return Err(PageError::NotAForm);
    }
    let bytes = to_bytes(body, BODY_BYTES_MAX).await.map_err(|_| PageError::TooLarge)?;
    let expected = match guard.access {
        Access::Public => VisitorSecret::brought(&parts.headers, guard.options.reach).map(|secret| secret.token()),
        Access::SignedIn(_) => FormToken::of_session(&session),
    };
    let mut fields = form_urlencoded::parse(&bytes);
    let given = fields.find(|(name, _)| name == FIELD).map(|(_, value)| value.into_owned());
    match (expected, given) {
        (Some(expected), Some(given)) if expected.fits(&given) => {
            Ok(next.run(Request::from_parts(parts, Body::from(bytes))).await)
        }
        _ => Err(PageError::StaleForm),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_fits_its_secret_only() {
        let token = FormToken::of("secret");
        assert!(token.fits(&token.to_string()));
        for other in ["", "0", &FormToken::of("Secret").to_string(), &token.to_string()[1..]] {
            assert!(!token.fits(other), "{other}");
        }
    }

    #[test]
    fn parts_do_not_run_into_each_other() {
        assert_ne!(sha256_hex(&["a", "bc"]), sha256_hex(&["ab", "c"]));
    }

    #[test]
    fn a_secret_of_another_shape_is_not_taken() {
        let check = |cookie: &str, expected: bool| {
            let mut headers = HeaderMap::new();
            headers.insert(header::COOKIE, cookie.parse().unwrap());
            assert_eq!(VisitorSecret::brought(&headers, Reach::LoopbackHttp).is_some(), expected, "{cookie}");
        };
        check("a=b; cleanclaim-visitor=00112233445566778899aabbccddeeff", true);
        check("cleanclaim-visitor=short", false);
        check("__Host-cleanclaim-visitor=00112233445566778899aabbccddeeff", false);
    }
}
