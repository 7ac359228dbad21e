//! Signing in and out.

use askama::Template;
use axum::extract::{Form, Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Redirect, Response};
use cleanclaim_engine::{SignIn, User};
use serde::Deserialize;
use tower_sessions::Session;
use tracing::{info, warn};

use crate::access::safe_target;
use crate::assets;
use crate::error::PageError;
use crate::form::{FormToken, VisitorSecret};
use crate::pages::html;
use crate::routes::App;
use crate::session;

/// Longer names and passwords are refused unread: hashing them costs time.
const FIELD_BYTES_MAX: usize = 1_024;

/// Where people came from.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Arrival {
    #[serde(default)]
    next: String,
    #[serde(default)]
    why: String,
}

/// The sign-in form.
#[derive(Deserialize)]
pub(crate) struct Credentials {
    name: String,
    password: String,
    #[serde(default)]
    next: String,
}

#[derive(Template)]
#[template(path = "sign_in.html")]
struct Page {
    token: FormToken,
    next: String,
    name: String,
    notice: Option<&'static str>,
    alert: Option<String>,
    signed_in: Option<User>,
}

/// `GET /sign-in`.
pub(crate) async fn show(
    State(app): State<App>,
    session: Session,
    headers: HeaderMap,
    Query(arrival): Query<Arrival>,
) -> Result<Response, PageError> {
    let notice = match arrival.why.as_str() {
        "idle" => Some("You were away for a while, so the page was closed to keep patients’ data private."),
        "signed-out" => Some("You have signed out."),
        _ => None,
    };
    let secret = VisitorSecret::of(&headers, app.options.reach);
    let page = Page {
        token: secret.token(),
        next: safe_target(&arrival.next).to_owned(),
        name: String::new(),
        notice,
        alert: None,
        signed_in: session::peek(&app, &session).await?,
    };
    let mut response = html(&page)?;
    if let Ok(cookie) = HeaderValue::try_from(secret.set_cookie(app.options.reach)) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    Ok(response)
}

/// `POST /sign-in`.
pub(crate) async fn submit(
    State(app): State<App>,
    session: Session,
    headers: HeaderMap,
    Form(form): Form<Credentials>,
) -> Result<Response, PageError> {
    let is_plausible = form.name.len() <= FIELD_BYTES_MAX && form.password.len() <= FIELD_BYTES_MAX;
    let outcome = if is_plausible { app.engine.sign_in(&form.name, &form.password).await? } else { SignIn::Refused };
    let (status, alert, wait) = match outcome {
        SignIn::Welcome(user) => {
            session::begin(&app, &session, &user).await?;
            info!(user.id = %user.id, "{} signed in", user.id);
            return Ok(Redirect::to(safe_target(&form.next)).into_response());
        }
        SignIn::Refused => {
            warn!("refused a sign-in");
            let alert = "Name and password do not fit. Check both; capitals matter in the password.".to_owned();
            (StatusCode::UNPROCESSABLE_ENTITY, alert, None)
        }
        SignIn::Throttled { retry_after_seconds } => {
            warn!(retry_after_seconds, "throttled a sign-in");
            let minutes = retry_after_seconds.div_ceil(60);
            let unit = if minutes == 1 { "minute" } else { "minutes" };
            let alert = format!("Too many attempts with this name. Wait {minutes} {unit}, then try again.");
            (StatusCode::TOO_MANY_REQUESTS, alert, Some(retry_after_seconds))
        }
    };
    let token = VisitorSecret::of(&headers, app.options.reach).token();
    let next = safe_target(&form.next).to_owned();
    let page = Page { token, next, name: form.name, notice: None, alert: Some(alert), signed_in: None };
    let mut response = html(&page)?;
    *response.status_mut() = status;
    if let Some(seconds) = wait {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    Ok(response)
}

/// `POST /sign-out`: ends the session here and in the database.
pub(crate) async fn sign_out(session: Session) -> Result<Redirect, PageError> {
    session.flush().await?;
    Ok(Redirect::to("/sign-in?why=signed-out"))
}
