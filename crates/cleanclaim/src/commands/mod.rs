//! One file a command.

pub(crate) mod code;
pub(crate) mod codes;
pub(crate) mod demo;
pub(crate) mod lint;
pub(crate) mod remit;
pub(crate) mod report;
pub(crate) mod rules;
pub(crate) mod schema;
pub(crate) mod serve;
pub(crate) mod user;
pub(crate) mod x12;

use cleanclaim_engine::{Engine, EngineError};
use cleanclaim_model::PracticeId;

/// The practice a new database gets when none was named.
const FIRST_PRACTICE: &str = "My practice";

/// The practice that a command works on: the one named, the only one, or a new one in an empty database.
async fn practice(engine: &Engine, name: Option<&str>) -> Result<PracticeId, EngineError> {
    match name {
        Some(name) => engine.find_or_create_practice(name).await,
        None if engine.has_practice().await? => engine.find_practice(None).await,
        None => engine.find_or_create_practice(FIRST_PRACTICE).await,
    }
}
