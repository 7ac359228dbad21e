//! The rows: plain data, one struct a table.

mod claim;
mod encounter;
mod file;
mod party;
mod remittance;

pub use claim::*;
pub use encounter::*;
pub use file::*;
pub use party::*;
pub use remittance::*;
