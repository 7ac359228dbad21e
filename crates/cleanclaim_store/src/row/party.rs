//! The practice and whom it deals with.

use cleanclaim_model::{Date, PatientId, Phi, Text, UserId};
use jiff::Timestamp;

use crate::cell::named;
use crate::table::table;

table! {
    /// A practice. Its identifier is the tenant of every other row.
    PracticeRow = "practice", key [] {
        /// Name.
        name: Text,
        /// Billing NPI.
        npi: Text,
        /// Tax identifier.
        tax_id: Text,
        /// Everything else of the billing provider, as JSON.
        content: String,
        /// When it was set up.
        created_at: Timestamp,
    }
}

named! {
    /// What a person may do.
    Role {
        /// Looks only.
        Reader = "reader",
        /// Works claims and money.
        Biller = "biller",
        /// Accepts codes.
        Coder = "coder",
        /// Everything, users included.
        Admin = "admin",
    }
}

table! {
    /// A person who signs in.
    UserRow = "app_user", key ["id"] {
        /// Identifier.
        id: UserId,
        /// Name to sign in with, unique over all practices, lower case.
        login: Text,
        /// Name on pages.
        name: Text,
        /// What the person may do.
        role: Role,
        /// Argon2 hash in PHC text form; never printed.
        password_hash: Phi<String>,
        /// When it was made.
        created_at: Timestamp,
        /// Since when the person may no longer sign in.
        disabled_at: Option<Timestamp>,
    }
}

table! {
    /// A payer with its profile.
    PayerRow = "payer", key ["id"] {
        /// The profile's name, such as `demo-medicare`.
        id: Text,
        /// Name on claims and pages.
        name: Text,
        /// Identifier on claims (NM109 of 2010BB).
        electronic_id: Text,
        /// The profile, as TOML.
        profile: String,
        /// When it was added.
        created_at: Timestamp,
    }
}

table! {
    /// A provider of the practice.
    ProviderRow = "provider", key ["npi"] {
        /// NPI.
        npi: Text,
        /// Name on pages.
        name: Text,
        /// Taxonomy code.
        taxonomy: Text,
        /// Everything else, as JSON.
        content: String,
    }
}

table! {
    /// A patient.
    PatientRow = "patient", key ["id"] {
        /// Identifier.
        id: PatientId,
        /// The record system's number, unique within the practice.
        number: Phi<Text>,
        /// Family name.
        last_name: Phi<Text>,
        /// Given name.
        first_name: Phi<Text>,
        /// Day of birth.
        birth_date: Phi<Option<Date>>,
        /// `F`, `M`, `U` or empty.
        sex: Phi<Text>,
        /// Everything else, as JSON.
        content: Phi<String>,
        /// When it was first seen.
        created_at: Timestamp,
    }
}

table! {
    /// A patient's coverage by a payer.
    CoverageRow = "coverage", key ["patient_id", "responsibility"] {
        /// The patient.
        patient_id: PatientId,
        /// `P`, `S`, `T` ... (SBR01).
        responsibility: Text,
        /// The payer's [`PayerRow::id`].
        payer_id: Text,
        /// Member number.
        member_id: Phi<Text>,
        /// Group number.
        group_number: Phi<Text>,
        /// Everything else, as JSON.
        content: Phi<String>,
    }
}
