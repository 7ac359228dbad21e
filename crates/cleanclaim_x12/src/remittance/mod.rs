//! 835 to [`Remittance`](cleanclaim_model::Remittance) and back, and whether it balances.

mod balance;
mod decoder;
mod reader;
mod writer;

pub use balance::{Imbalance, ImbalanceKind, check_balance, imbalances};
pub(crate) use decoder::RemittanceDecoder;
pub use reader::RemittanceReader;
pub use writer::{RemittanceSettings, RemittanceWriter};
