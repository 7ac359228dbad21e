//! What came back: remittances, payments, adjustments, denials.

use cleanclaim_model::{Cents, ClaimId, Date, FileId, Phi, RemittanceId, Text};
use jiff::Timestamp;

use crate::cell::named;
use crate::table::table;

named! {
    /// What became of a remittance.
    RemittanceState {
        /// Everything posted.
        Posted = "posted",
        /// Posted, and something waits for a person.
        PostedWithExceptions = "posted-with-exceptions",
        /// Nothing posted; waits for a person.
        Held = "held",
        /// Posted before.
        Duplicate = "duplicate",
    }
}

table! {
    /// One ST-SE of an 835.
    RemittanceRow = "remittance", key ["id"] {
        /// Identifier.
        id: RemittanceId,
        /// The file it came in.
        file_id: FileId,
        /// ST02.
        set_control_number: Text,
        /// TRN02.
        trace_number: Text,
        /// TRN03.
        payer_trace_id: Text,
        /// N1 PR.
        payer_name: Text,
        /// BPR16.
        payment_date: Option<Date>,
        /// BPR02, in cents.
        amount_cents: Cents,
        /// SHA-256 of its content from BPR to the segment before SE, to tell a duplicate from another remittance with the same trace.
        content_sha256: Text,
        /// What became of it.
        state: RemittanceState,
        /// Why, for anything but posted.
        reason: Text,
        /// Where, ST being 1.
        segment_index: Option<u32>,
        /// The remittance that it repeats or collides with.
        duplicate_of: Option<RemittanceId>,
        /// CLP segments.
        claims: u32,
        /// CLP segments that matched nothing.
        unmatched: u32,
        /// Cash posted, in cents.
        posted_cents: Cents,
        /// When it was received.
        received_at: Timestamp,
    }
}

table! {
    /// One CLP of a remittance.
    ClaimPaymentRow = "claim_payment", key ["remittance_id", "position"] {
        /// The remittance.
        remittance_id: RemittanceId,
        /// From 1.
        position: u32,
        /// The claim, where one matched.
        claim_id: Option<ClaimId>,
        /// CLP01.
        control_number: Text,
        /// CLP07.
        payer_control_number: Text,
        /// CLP02.
        status: u16,
        /// CLP's place, ST being 1.
        segment_index: u32,
        /// CLP03, in cents.
        charge_cents: Cents,
        /// CLP04, in cents.
        paid_cents: Cents,
        /// CLP05, in cents.
        patient_cents: Cents,
        /// What the payer decided, by name; empty where the payment is parked.
        adjudication: Text,
        /// The claim payment, as JSON.
        content: Phi<String>,
    }
}

table! {
    /// One adjustment of a claim payment.
    AdjustmentRow = "adjustment", key ["remittance_id", "payment_position", "position"] {
        /// The remittance.
        remittance_id: RemittanceId,
        /// [`ClaimPaymentRow::position`].
        payment_position: u32,
        /// From 1 within the payment.
        position: u32,
        /// The claim, where one matched.
        claim_id: Option<ClaimId>,
        /// Which service of the payment, from 1; `None` for the claim's own.
        service: Option<u32>,
        /// REF 6R of that service.
        line_control_number: Text,
        /// CAS01.
        group_code: Text,
        /// The reason.
        carc: Text,
        /// In cents.
        amount_cents: Cents,
        /// What the policy did with it, by name.
        treatment: Text,
    }
}

named! {
    /// Whether something still waits for a person.
    Resolution {
        /// Waits.
        Open = "open",
        /// Done.
        Resolved = "resolved",
    }
}

table! {
    /// A claim payment that waits for a person.
    PostingExceptionRow = "posting_exception", key ["remittance_id", "position"] {
        /// The remittance.
        remittance_id: RemittanceId,
        /// From 1.
        position: u32,
        /// The claim, where one matched.
        claim_id: Option<ClaimId>,
        /// CLP01.
        control_number: Text,
        /// [`cleanclaim_ledger::ExceptionKind`], by name.
        kind: Text,
        /// In words.
        reason: Text,
        /// By how much, in cents.
        difference_cents: Cents,
        /// Where, ST being 1.
        segment_index: u32,
        /// Whether it still waits.
        state: Resolution,
    }
}

named! {
    /// How far the work on a denial got.
    DenialState {
        /// Nobody worked on it.
        Open = "open",
        /// Somebody does.
        Working = "working",
        /// Appealed.
        Appealed = "appealed",
        /// Paid after all, or taken back by the payer.
        Recovered = "recovered",
        /// Given up by a person, or by the practice's policy.
        WrittenOff = "written-off",
        /// Moved to the patient or the next payer.
        Transferred = "transferred",
    }
}

table! {
    /// A refused or cut amount of a claim.
    DenialRow = "denial", key ["remittance_id", "position"] {
        /// The remittance.
        remittance_id: RemittanceId,
        /// From 1.
        position: u32,
        /// The claim.
        claim_id: ClaimId,
        /// [`ClaimPaymentRow::position`].
        payment_position: u32,
        /// REF 6R of the line; empty for the whole claim.
        line_control_number: Text,
        /// The payer's [`crate::PayerRow::id`].
        payer_id: Text,
        /// CAS01.
        group_code: Text,
        /// The reason.
        carc: Text,
        /// Remarks, separated by a space.
        remarks: Text,
        /// In cents; negative where a reversal takes a denial back.
        amount_cents: Cents,
        /// `denial` or `reduction`.
        nature: Text,
        /// How far the work got.
        state: DenialState,
        /// When it was posted.
        created_at: Timestamp,
    }
}
