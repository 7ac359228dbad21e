//! 835.

use super::LoopRole as Role;
use super::{Guide, Loop, by, with};

/// 835: 005010X221 with or without A1.
pub(super) static X221: Guide = Guide { id: "005010X221A1", source: "ASC X12N/005010X221A1", root: &REMITTANCE };

static REMITTANCE: Loop = Loop::new("", Role::Header, by("ST"), &["BPR", "NTE", "TRN", "CUR", "REF", "DTM", "PLB"])
    .with(&[&PAYER, &PAYEE, &GROUP]);

static PAYER: Loop =
    Loop::new("1000A", Role::RemittancePayer, with("N1", 1, &["PR"]), &["N2", "N3", "N4", "REF", "PER"]);
static PAYEE: Loop = Loop::new("1000B", Role::Payee, with("N1", 1, &["PE"]), &["N2", "N3", "N4", "REF", "RDM"]);

static GROUP: Loop = Loop::new("2000", Role::PaymentGroup, by("LX"), &["TS3", "TS2"]).with(&[&CLAIM]);
static CLAIM: Loop =
    Loop::new("2100", Role::ClaimPayment, by("CLP"), &["CAS", "NM1", "MIA", "MOA", "REF", "DTM", "PER", "AMT", "QTY"])
        .anchored()
        .with(&[&SERVICE]);
static SERVICE: Loop = Loop::new("2110", Role::ServicePayment, by("SVC"), &["DTM", "CAS", "REF", "AMT", "QTY", "LQ"]);
