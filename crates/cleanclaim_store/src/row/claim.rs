//! Claims, what happened to them, and what was sent.

use cleanclaim_model::state::{Adjudication, Balance, Dispute, Transport, Work};
use cleanclaim_model::{
    Cents, ClaimId, ClaimKind, Date, EncounterId, EventId, FileId, PatientId, Phi, Quantity, SubmissionId, Text,
};
use jiff::Timestamp;

use crate::cell::named;
use crate::table::{guarded_table, table};

table! {
    /// A claim version. States and balances are projections: events and entries change them, nothing else does.
    ClaimRow = "claim", key ["id"] {
        /// Identifier.
        id: ClaimId,
        /// CLM01, unique within the practice.
        control_number: Text,
        /// Professional, institutional or dental.
        kind: ClaimKind,
        /// The encounter it bills.
        encounter_id: Option<EncounterId>,
        /// The patient.
        patient_id: Option<PatientId>,
        /// The patient's name as pages show and search it.
        patient_name: Phi<Text>,
        /// The payer's [`crate::PayerRow::id`].
        payer_id: Text,
        /// The payer's name.
        payer_name: Text,
        /// `P`, `S`, `T` ... (SBR01).
        responsibility: Text,
        /// NPI of the rendering or attending provider, or empty.
        rendering_npi: Text,
        /// CLM02, in cents.
        charge_cents: Cents,
        /// What the payer's profile lets one expect, in cents; `None` where nothing says.
        expected_cents: Option<Cents>,
        /// First day of service.
        service_from: Option<Date>,
        /// Last day of service.
        service_thru: Option<Date>,
        /// CLM05-3.
        frequency: Text,
        /// The payer's number of the claim, once known.
        payer_control_number: Text,
        /// Axis work.
        work: Work,
        /// Axis transport: of the latest submission.
        transport: Transport,
        /// Axis adjudication.
        adjudication: Adjudication,
        /// Axis balance.
        balance: Balance,
        /// Axis dispute.
        dispute: Dispute,
        /// The claim version that this one corrects (frequency 7).
        corrects_id: Option<ClaimId>,
        /// The claim version that this one voids (frequency 8).
        voids_id: Option<ClaimId>,
        /// The rejected claim version that this one sends again.
        resubmits_id: Option<ClaimId>,
        /// Findings at error level.
        finding_errors: u32,
        /// Findings at warning level.
        finding_warnings: u32,
        /// What payers paid for it, in cents.
        paid_cents: Cents,
        /// What payers owe, in cents.
        insurer_cents: Cents,
        /// What the patient owes, in cents.
        patient_cents: Cents,
        /// The patient's share that must not be billed, in cents.
        held_cents: Cents,
        /// When it was assembled.
        created_at: Timestamp,
        /// The claim, as JSON.
        content: Phi<String>,
    }
}

table! {
    /// A service line of a claim, for reports and matching.
    ClaimLineRow = "claim_line", key ["claim_id", "number"] {
        /// The claim.
        claim_id: ClaimId,
        /// LX01.
        number: u16,
        /// Procedure, or empty.
        procedure: Text,
        /// Modifiers, separated by a space.
        modifiers: Text,
        /// Revenue code, or empty.
        revenue_code: Text,
        /// Charge, in cents.
        charge_cents: Cents,
        /// Units, in thousandths.
        units_e3: Quantity,
        /// First day.
        service_from: Option<Date>,
        /// Last day.
        service_thru: Option<Date>,
        /// REF 6R.
        control_number: Text,
    }
}

named! {
    /// What an event moves.
    Axis {
        /// Work within the house.
        Work = "work",
        /// A submission's way.
        Transport = "transport",
        /// A payer's decision.
        Adjudication = "adjudication",
        /// What is owed.
        Balance = "balance",
        /// A dispute.
        Dispute = "dispute",
        /// None: something to remember.
        Remark = "remark",
    }
}

guarded_table! {
    /// Something that happened to a claim. Never changed or deleted; written by [`crate::Tx::record_events`].
    EventRow = "event", key ["id"] {
        /// Identifier.
        id: EventId,
        /// The claim.
        claim_id: ClaimId,
        /// The submission, for transport.
        submission_id: Option<SubmissionId>,
        /// What it moves.
        axis: Axis,
        /// The state before, by name; empty for a remark.
        from_state: Text,
        /// The state after, by name; empty for a remark.
        to_state: Text,
        /// When.
        at: Timestamp,
        /// Who: a user's identifier, `cleanclaim`, or who sent the evidence.
        actor: Text,
        /// The file that proves it.
        file_id: Option<FileId>,
        /// Where in that file, ST being 1.
        segment_index: Option<u32>,
        /// Why, in words without patient data.
        note: Text,
    }
}

table! {
    /// A finding of the last scrub.
    FindingRow = "finding", key ["claim_id", "position"] {
        /// The claim.
        claim_id: ClaimId,
        /// From 1.
        position: u32,
        /// The rule.
        rule: Text,
        /// `error`, `warning` or `info`.
        severity: Text,
        /// The place in the claim, by the field's path; else empty.
        field: Text,
        /// What was found.
        message: Text,
        /// The whole finding, as JSON.
        content: String,
    }
}

table! {
    /// One claim version sent once to one payer.
    SubmissionRow = "submission", key ["id"] {
        /// Identifier.
        id: SubmissionId,
        /// The claim.
        claim_id: ClaimId,
        /// The payer's [`crate::PayerRow::id`].
        payer_id: Text,
        /// From 1; unique for claim and payer.
        attempt: u32,
        /// The file it went out in.
        file_id: Option<FileId>,
        /// ISA13.
        interchange_control_number: Text,
        /// GS06.
        group_control_number: Text,
        /// ST02.
        set_control_number: Text,
        /// How far it got.
        transport: Transport,
        /// When it was queued.
        created_at: Timestamp,
        /// When it was handed to the channel.
        sent_at: Option<Timestamp>,
    }
}
