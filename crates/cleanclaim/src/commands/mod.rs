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
