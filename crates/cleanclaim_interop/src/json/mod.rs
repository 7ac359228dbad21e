//! Our JSON: what programs read and write.
//!
//! Wire types stand apart from the inner types, so that either can change without the other: the shapes here are promises, kept by
//! snapshots of their schemas ([`schema`], `cleanclaim schema NAME`), and change only by adding. Names are the glossary's; money is
//! an integer number of cents in fields named `*_cents`; days are ISO text; quantities are decimal text, so that nothing is rounded;
//! codes are text without dots. What is absent or empty is left out.
//!
//! Patient data is written out here, since that is what these documents are for. Wire types therefore print no content with
//! `Debug`, and [`JsonError`] carries no value of the document.

mod acknowledgement;
mod claim;
mod encounter;
mod envelope;
mod error;
mod finding;
mod party;
mod read;
mod remittance;
mod scalar;
mod schema;
mod service_line;
mod suggestion;
mod summary;
mod transaction;

pub use acknowledgement::{
    AckErrorJson, AcknowledgementJson, ClaimAckJson, ImplementationAckJson, InterchangeAckJson, SetAckJson, StatusJson,
};
pub use claim::{ClaimJson, DiagnosisJson, InpatientProcedureJson, OccurrenceJson, OtherPayerJson, ValueCodeJson};
pub use encounter::{EncounterJson, EncounterServiceJson, StayJson, StayProcedureJson};
pub use envelope::EnvelopeJson;
pub use error::{ErrorJson, ErrorKind, ErrorReport};
pub use finding::{AckCodesJson, FindingContext, FindingJson, TableRowJson};
pub use party::{AddressJson, PayerJson, PersonJson, PersonNameJson, ProviderJson};
pub use read::{JsonError, read};
pub use remittance::{
    AdjustmentJson, ClaimPaymentJson, PaymentMethodJson, ProviderAdjustmentJson, RemittanceJson, ServicePaymentJson,
};
pub use scalar::{CentsJson, TextJson, WireText, Written};
pub use schema::{SCHEMAS, schema};
pub use service_line::{DrugJson, LineAdjudicationJson, ServiceLineJson};
pub use suggestion::{SuggestionJson, WhyJson};
pub use summary::{LintSummary, LintSummaryJson, NotCheckedJson};
pub use transaction::TransactionJson;

/// The version that `claim`, `remittance` and `encounter` documents carry as `schema`.
pub const SCHEMA_VERSION: u16 = 1;
