//! From the visit to the charge.

use cleanclaim_model::{Cents, ChargeId, ClaimId, Date, EncounterId, PatientId, Phi, Quantity, Setting, Text};
use jiff::Timestamp;

use crate::cell::named;
use crate::table::table;

named! {
    /// How far an encounter got.
    EncounterState {
        /// Read in.
        Imported = "imported",
        /// Its codes are accepted.
        Coded = "coded",
        /// It has charges.
        Charged = "charged",
        /// Its charges stand on a claim.
        Claimed = "claimed",
    }
}

table! {
    /// An encounter.
    EncounterRow = "encounter", key ["id"] {
        /// Identifier.
        id: EncounterId,
        /// The record system's number, unique within the practice.
        number: Text,
        /// The patient.
        patient_id: PatientId,
        /// The payer's [`crate::PayerRow::id`].
        payer_id: Text,
        /// Outpatient or inpatient.
        setting: Setting,
        /// Specialty.
        specialty: Text,
        /// First day.
        from_date: Date,
        /// Last day.
        thru_date: Date,
        /// How far it got.
        state: EncounterState,
        /// The encounter, as JSON.
        content: Phi<String>,
        /// When it was read in.
        created_at: Timestamp,
    }
}

table! {
    /// A clinical note.
    NoteRow = "note", key ["encounter_id", "position"] {
        /// Its encounter.
        encounter_id: EncounterId,
        /// From 1.
        position: u32,
        /// The text as it came.
        text: Phi<String>,
        /// When it was read in.
        created_at: Timestamp,
    }
}

table! {
    /// A suggested code.
    SuggestionRow = "suggestion", key ["encounter_id", "position"] {
        /// Its encounter.
        encounter_id: EncounterId,
        /// From 1.
        position: u32,
        /// Code system, such as `icd10cm`.
        system: Text,
        /// The code.
        code: Text,
        /// From 1; 1 is the first-listed diagnosis.
        rank: u16,
        /// Confidence in millionths.
        score_e6: u32,
        /// `auto` or `review`.
        tier: Text,
        /// Spans, reasons and query, as JSON.
        content: Phi<String>,
        /// When it was accepted.
        accepted_at: Option<Timestamp>,
        /// Who accepted it: a user's identifier, or the site policy's name; else empty.
        accepted_by: Text,
    }
}

table! {
    /// A charge.
    ChargeRow = "charge", key ["id"] {
        /// Identifier.
        id: ChargeId,
        /// Its encounter.
        encounter_id: EncounterId,
        /// From 1 within the encounter.
        position: u32,
        /// Procedure, or empty.
        procedure: Text,
        /// Modifiers, separated by a space.
        modifiers: Text,
        /// Revenue code, or empty.
        revenue_code: Text,
        /// Units, in thousandths.
        units_e3: Quantity,
        /// The price of all units, in cents.
        charge_cents: Cents,
        /// The day.
        service_date: Date,
        /// The claim that it stands on.
        claim_id: Option<ClaimId>,
        /// When it was captured.
        created_at: Timestamp,
    }
}
