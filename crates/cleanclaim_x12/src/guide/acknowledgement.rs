//! 999, 997 and 277CA.

use super::LoopRole as Role;
use super::{Guide, Loop, by, with};

/// 999, and 997, which has AK3, AK4 and AK5 where the 999 has IK3, IK4 and IK5.
pub(super) static X231: Guide = Guide { id: "005010X231A1", source: "ASC X12C/005010X231A1", root: &ACKNOWLEDGEMENT };

/// 277CA.
pub(super) static X214: Guide = Guide { id: "005010X214", source: "ASC X12N/005010X214", root: &CLAIM_ACK };

static ACKNOWLEDGEMENT: Loop = Loop::new("", Role::Header, by("ST"), &["AK1", "AK9"]).with(&[&SET]);
static SET: Loop = Loop::new("2000", Role::AckedSet, by("AK2"), &["IK5", "AK5"]).with(&[&SEGMENT, &OLD_SEGMENT]);
static SEGMENT: Loop = Loop::new("2100", Role::AckedSegment, by("IK3"), &["CTX"]).with(&[&ELEMENT]);
static OLD_SEGMENT: Loop = Loop::new("2100", Role::AckedSegment, by("AK3"), &[]).with(&[&OLD_ELEMENT]);
static ELEMENT: Loop = Loop::new("2110", Role::AckedElement, by("IK4"), &["CTX"]);
static OLD_ELEMENT: Loop = Loop::new("2110", Role::AckedElement, by("AK4"), &[]);

static CLAIM_ACK: Loop = Loop::new("", Role::Header, by("ST"), &["BHT"]).with(&[&SOURCE_LEVEL]);

static SOURCE_LEVEL: Loop = Loop::new("2000A", Role::StatusLevel, with("HL", 3, &["20"]), &[]).anchored().with(&[
    &Loop::new("2100A", Role::StatusSource, by("NM1"), &["PER"]),
    &Loop::new("2200A", Role::Other, by("TRN"), &["DTP"]),
    &RECEIVER_LEVEL,
]);
static RECEIVER_LEVEL: Loop = Loop::new("2000B", Role::StatusLevel, with("HL", 3, &["21"]), &[]).anchored().with(&[
    &Loop::new("2100B", Role::Other, by("NM1"), &[]),
    &Loop::new("2200B", Role::BatchStatus, by("TRN"), BATCH_SEGMENTS),
    &PROVIDER_LEVEL,
]);
static PROVIDER_LEVEL: Loop = Loop::new("2000C", Role::StatusLevel, with("HL", 3, &["19"]), &[]).anchored().with(&[
    &Loop::new("2100C", Role::Other, by("NM1"), &[]),
    &Loop::new("2200C", Role::BatchStatus, by("TRN"), BATCH_SEGMENTS),
    &PATIENT_LEVEL,
]);
static PATIENT_LEVEL: Loop = Loop::new("2000D", Role::StatusLevel, with("HL", 3, &["PT"]), &[]).anchored().with(&[
    &Loop::new("2100D", Role::StatusPatient, by("NM1"), &[]),
    &Loop::new("2200D", Role::ClaimStatus, by("TRN"), &["STC", "REF", "DTP"]).with(&[&LINE]),
]);
static LINE: Loop = Loop::new("2220D", Role::LineStatus, by("SVC"), &["STC", "REF", "DTP"]);

const BATCH_SEGMENTS: &[&str] = &["STC", "REF", "QTY", "AMT"];
