//! Sessions: kept by the store behind the engine, found by a cookie, ended by idleness, age or signing out.
//!
//! What the browser holds is a random identifier of 128 bits; what the database holds is its SHA-256, so that nobody can sign in with what
//! they read there.

use std::fmt;

use async_trait::async_trait;
use cleanclaim_engine::{Engine, EngineError, User};
use cleanclaim_model::{PracticeId, UserId};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use tower_sessions::cookie::SameSite;
use tower_sessions::cookie::time::{Duration, OffsetDateTime};
use tower_sessions::session::{Id, Record};
use tower_sessions::session_store::{Error as StoreError, Result as StoreResult};
use tower_sessions::{Expiry, Session, SessionManagerLayer, SessionStore};

use crate::error::PageError;
use crate::form::sha256_hex;
use crate::routes::App;
use crate::serve::{Reach, ServeOptions};

/// A session without a request for so long is over.
///
/// Source: 45 CFR 164.312(a)(2)(iii), automatic logoff; OWASP ASVS 5.0, 7.3.1.
pub(crate) const IDLE: SignedDuration = SignedDuration::from_mins(15);
/// A session this old is over, however busy it is. Source: OWASP ASVS 5.0, 7.3.2.
const ABSOLUTE: SignedDuration = SignedDuration::from_hours(12);
/// A request within so long of the last one noted is not noted: a page would otherwise cost a write. It shortens [`IDLE`] by as much.
const SEEN_EVERY: SignedDuration = SignedDuration::from_secs(60);

const KEY: &str = "signed_in";

/// What a session knows. Rights are not in it: they are asked as of now.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct SignedIn {
    /// A [`PracticeId`] as text: JSON has no number so large.
    practice: String,
    /// A [`UserId`] as text.
    user: String,
    since: Timestamp,
    seen: Timestamp,
}

/// The layer that finds a request's session by its cookie.
///
/// `SameSite=Strict` also keeps other sites from having pages compressed together with a text of their choice.
pub(crate) fn layer(app: &App) -> SessionManagerLayer<Sessions> {
    let sessions = Sessions { engine: app.engine.clone(), options: app.options.clone() };
    SessionManagerLayer::new(sessions)
        .with_name(cookie_name(app.options.reach))
        .with_secure(app.options.reach == Reach::Https)
        .with_same_site(SameSite::Strict)
        .with_expiry(Expiry::OnInactivity(Duration::seconds(IDLE.as_secs())))
}

/// `__Host-` makes browsers refuse the cookie without `Secure`, for another path or from another host.
pub(crate) const fn cookie_name(reach: Reach) -> &'static str {
    match reach {
        Reach::Https => "__Host-cleanclaim",
        Reach::LoopbackHttp => "cleanclaim",
    }
}

/// Makes the session this user's. Whatever identifier the browser came with is worth nothing afterwards.
pub(crate) async fn begin(app: &App, session: &Session, user: &User) -> Result<(), PageError> {
    session.cycle_id().await?;
    session.clear().await;
    let now = app.options.clock.now();
    let (practice, user) = (user.practice.to_string(), user.id.to_string());
    session.insert(KEY, SignedIn { practice, user, since: now, seen: now }).await?;
    Ok(())
}

/// The session's user as the engine knows them now; `None` when nobody signed in or the session is over.
pub(crate) async fn user(app: &App, session: &Session) -> Result<Option<User>, PageError> {
    let Some(signed_in) = session.get::<SignedIn>(KEY).await? else {
        return Ok(None);
    };
    let now = app.options.clock.now();
    let user = known(app, &signed_in, now).await?;
    if user.is_none() {
        session.flush().await?;
    } else if SEEN_EVERY <= now.duration_since(signed_in.seen) {
        session.insert(KEY, SignedIn { seen: now, ..signed_in }).await?;
    }
    Ok(user)
}

/// Who is signed in, without prolonging it: for a page that everybody may see.
pub(crate) async fn peek(app: &App, session: &Session) -> Result<Option<User>, PageError> {
    match session.get::<SignedIn>(KEY).await? {
        Some(signed_in) => known(app, &signed_in, app.options.clock.now()).await,
        None => Ok(None),
    }
}

async fn known(app: &App, signed_in: &SignedIn, now: Timestamp) -> Result<Option<User>, PageError> {
    let idle_over = IDLE <= now.duration_since(signed_in.seen);
    let too_old = ABSOLUTE <= now.duration_since(signed_in.since);
    let ids = (signed_in.practice.parse::<PracticeId>(), signed_in.user.parse::<UserId>());
    match ids {
        (Ok(practice), Ok(user)) if !idle_over && !too_old => Ok(app.engine.user(practice, user).await?),
        _ => Ok(None),
    }
}

/// The engine's session table as the middleware wants it.
#[derive(Clone)]
pub(crate) struct Sessions {
    engine: Engine,
    options: ServeOptions,
}

impl fmt::Debug for Sessions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sessions")
    }
}

fn hash(id: &Id) -> String {
    sha256_hex(&["session", &id.to_string()])
}

fn backend(error: &EngineError) -> StoreError {
    StoreError::Backend(error.to_string())
}

#[async_trait]
impl SessionStore for Sessions {
    /// Two identifiers of 128 random bits do not meet.
    async fn create(&self, record: &mut Record) -> StoreResult<()> {
        self.save(record).await
    }

    async fn save(&self, record: &Record) -> StoreResult<()> {
        let data = serde_json::to_string(&record.data).map_err(|error| StoreError::Encode(error.to_string()))?;
        let expires_at = self.options.clock.now() + IDLE;
        self.engine.session_save(&hash(&record.id), &data, expires_at).await.map_err(|error| backend(&error))
    }

    async fn load(&self, id: &Id) -> StoreResult<Option<Record>> {
        let Some(data) = self.engine.session_load(&hash(id)).await.map_err(|error| backend(&error))? else {
            return Ok(None);
        };
        let data = serde_json::from_str(&data).map_err(|error| StoreError::Decode(error.to_string()))?;
        // The engine knows when it ends; the middleware only wants a date in the future.
        let expiry_date = OffsetDateTime::now_utc() + Duration::seconds(IDLE.as_secs());
        Ok(Some(Record { id: *id, data, expiry_date }))
    }

    async fn delete(&self, id: &Id) -> StoreResult<()> {
        self.engine.session_delete(&hash(id)).await.map_err(|error| backend(&error))
    }
}
