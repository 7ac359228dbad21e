//! The nouns of medical billing.

mod code;
mod money;
mod phi;

pub use code::*;
pub use money::{AmountError, Cents};
pub use phi::Phi;
