//! Who is asking, and whether they may. Rights are asked from the engine on every request, so that a change takes hold at once.

use axum::extract::{FromRequestParts, MatchedPath, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderValue, Method, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Redirect, Response};
use cleanclaim_engine::{Role, User};
use tower_sessions::Session;
use tracing::warn;

use crate::error::PageError;
use crate::form::FormToken;
use crate::routes::App;
use crate::session;

/// What stands before a handler that is not for everybody.
#[derive(Clone)]
pub(crate) struct Guard {
    pub(crate) app: App,
    pub(crate) role: Role,
}

/// Someone who signed in and may be where they are. Only [`require`] makes one, so that a handler which asks for it on a public route
/// fails instead of showing something to nobody.
#[derive(Debug, Clone)]
pub(crate) struct CurrentUser {
    pub(crate) user: User,
    pub(crate) token: FormToken,
}

impl<S: Send + Sync> FromRequestParts<S> for CurrentUser {
    type Rejection = StatusCode;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, StatusCode> {
        parts.extensions.get::<Self>().cloned().ok_or(StatusCode::INTERNAL_SERVER_ERROR)
    }
}

/// Lets through who signed in with enough rights; sends others to the sign-in page or away.
pub(crate) async fn require(
    State(guard): State<Guard>,
    session: Session,
    mut request: Request,
    next: Next,
) -> Result<Response, PageError> {
    let Some(user) = session::user(&guard.app, &session).await? else {
        return Ok(to_sign_in(&request));
    };
    if user.role < guard.role {
        let route = request.extensions().get::<MatchedPath>().map_or("?", MatchedPath::as_str).to_owned();
        guard.app.engine.audit_read(&user, "refused", &format!("{} {route}", request.method())).await?;
        warn!(user.id = %user.id, route, "refused {route} to {}", user.id);
        return Err(PageError::Forbidden { needs: guard.role });
    }
    let token = FormToken::of_session(&session).ok_or(PageError::NoSession)?;
    request.extensions_mut().insert(CurrentUser { user, token });
    Ok(next.run(request).await)
}

/// A page is left for the sign-in page; a part of a page cannot be, so htmx is told to leave the whole page.
fn to_sign_in(request: &Request) -> Response {
    let is_partial = request.headers().contains_key("hx-request");
    let back = if request.method() != Method::GET {
        None
    } else if is_partial {
        // The address bar's page, not the part that was asked for.
        request.headers().get("hx-current-url").and_then(|url| url.to_str().ok()?.parse().ok())
    } else {
        Some(request.uri().clone())
    };
    let target = sign_in_address(back.as_ref());
    if !is_partial {
        return Redirect::to(&target).into_response();
    }
    let mut response = StatusCode::UNAUTHORIZED.into_response();
    if let Ok(value) = HeaderValue::from_str(&target) {
        response.headers_mut().insert("hx-redirect", value);
    }
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    response
}

/// `/sign-in?next=…`, so that people come back to where they wanted to go.
fn sign_in_address(back: Option<&Uri>) -> String {
    let path = back.and_then(Uri::path_and_query).map_or("/", |path| path.as_str());
    if path == "/" {
        return "/sign-in".to_owned();
    }
    let query = form_urlencoded::Serializer::new(String::new()).append_pair("next", path).finish();
    format!("/sign-in?{query}")
}

/// Where to go after signing in: a page of ours, or the dashboard when `next` is anything else.
///
/// A target such as `//evil.example`, `/\evil.example` or `https:…` would lead to another site.
pub(crate) fn safe_target(next: &str) -> &str {
    let leads_here = |path: &str| {
        let plain = path.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
        plain && (path.starts_with("/claims") || path.starts_with("/files/"))
    };
    if leads_here(next) { next } else { "/" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_pages_of_ours_are_gone_back_to() {
        let check = |next: &str, expected: &str| assert_eq!(safe_target(next), expected, "{next}");
        check("/claims?page=2", "/claims?page=2");
        check("/claims/clm_0000000000000000000000000000002a", "/claims/clm_0000000000000000000000000000002a");
        for foreign in
            ["//evil.example", "/\\evil.example", "https://evil.example", "javascript:alert(1)", "", "/sign-in"]
        {
            check(foreign, "/");
        }
        check("/claims\r\nset-cookie: a=b", "/");
    }

    #[test]
    fn the_way_back_is_escaped() {
        let check =
            |uri: &str, expected: &str| assert_eq!(sign_in_address(Some(&uri.parse().unwrap())), expected, "{uri}");
        check("/", "/sign-in");
        check("/claims?payer=A%26B&page=2", "/sign-in?next=%2Fclaims%3Fpayer%3DA%2526B%26page%3D2");
        check("http://127.0.0.1:8080/claims", "/sign-in?next=%2Fclaims");
    }
}
