//! The table of routes. A handler is reached through a row of it or not at all, and each row says who may take it.

use axum::Router;
use axum::http::StatusCode;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{MethodFilter, MethodRouter, on};
use cleanclaim_engine::{Engine, Role};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::csrf::CsrfLayer;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::timeout::TimeoutLayer;

use crate::serve::ServeOptions;
use crate::{access, assets, error, form, headers, pages, session};

/// What every handler can reach.
#[derive(Clone)]
pub(crate) struct App {
    pub(crate) engine: Engine,
    pub(crate) options: ServeOptions,
}

/// What is done at a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verb {
    /// Reads. Answers HEAD too.
    Get,
    /// Changes something; needs the form's token.
    Post,
}

/// Who may take a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Anybody. Such a route shows nothing of a practice.
    Public,
    /// People who signed in and have this role or one above it.
    SignedIn(Role),
}

/// One row of the table.
#[derive(Debug, Clone, Copy)]
pub struct Route {
    /// What is done.
    pub verb: Verb,
    /// Where, with `{name}` for what varies.
    pub path: &'static str,
    /// Who may.
    pub access: Access,
    handler: fn(MethodFilter) -> MethodRouter<App>,
}

macro_rules! routes {
    ($($verb:ident $path:literal $access:expr => $handler:path;)*) => {
        &[$(Route { verb: Verb::$verb, path: $path, access: $access, handler: |filter| on(filter, $handler) },)*]
    };
}

use Access::{Public, SignedIn};

/// Every route there is.
pub static ROUTES: &[Route] = routes! {
    Get  "/health"        Public                => pages::health;
    Get  "/static/{file}" Public                => assets::serve;
    Get  "/sign-in"       Public                => pages::sign_in::show;
    Post "/sign-in"       Public                => pages::sign_in::submit;
    Post "/sign-out"      SignedIn(Role::Reader) => pages::sign_in::sign_out;
    Get  "/"              SignedIn(Role::Reader) => pages::dashboard::show;
    Get  "/claims"        SignedIn(Role::Reader) => pages::claims::list;
    Get  "/claims/{id}"   SignedIn(Role::Reader) => pages::claim::show;
    // A file holds the claims of many patients: more than a reader of one claim needs.
    Get  "/files/{id}"    SignedIn(Role::Biller) => pages::files::download;
};

impl Route {
    /// The handler behind its guards. What is added last runs first: who asks is settled before a byte of the body is read.
    fn guarded(&self, app: &App) -> MethodRouter<App> {
        let filter = match self.verb {
            Verb::Get => MethodFilter::GET,
            Verb::Post => MethodFilter::POST,
        };
        let mut guarded = (self.handler)(filter);
        if self.verb == Verb::Post {
            let guard = form::Guard { access: self.access, options: app.options.clone() };
            guarded = guarded.route_layer(from_fn_with_state(guard, form::require_token));
        }
        match self.access {
            Access::Public => guarded,
            Access::SignedIn(role) => {
                let guard = access::Guard { app: app.clone(), role };
                guarded.route_layer(from_fn_with_state(guard, access::require))
            }
        }
    }
}

/// The application as a service: what [`crate::serve`] serves, and what tests call without a socket.
pub fn router(engine: Engine, options: &ServeOptions) -> Router {
    let app = App { engine, options: options.clone() };
    let routes = ROUTES.iter().fold(Router::new(), |router, route| router.route(route.path, route.guarded(&app)));
    routes
        .fallback(|| async { StatusCode::NOT_FOUND })
        .method_not_allowed_fallback(|| async { StatusCode::METHOD_NOT_ALLOWED })
        .with_state(app.clone())
        // Innermost first.
        .layer(session::layer(&app))
        .layer(CsrfLayer::new())
        .layer(RequestBodyLimitLayer::new(form::BODY_BYTES_MAX))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, options.request_timeout))
        .layer(CatchPanicLayer::custom(error::panicked))
        .layer(from_fn(error::dress))
        .layer(CompressionLayer::new())
        .layer(from_fn_with_state(app, headers::secure))
        .layer(from_fn(headers::log))
}
