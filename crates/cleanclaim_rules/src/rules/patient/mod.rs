//! Who the patient is and under whose cover.

mod birth_date_in_future;
mod birth_date_missing;
mod member_id_missing;
mod patient_age_implausible;
mod patient_name_missing;
mod relationship_contradicts_patient;
mod relationship_missing;
mod sex_missing;

use crate::rule::Rule;

/// By code.
pub(crate) const RULES: &[&dyn Rule] = &[
    &member_id_missing::MemberIdMissing,
    &patient_name_missing::PatientNameMissing,
    &birth_date_missing::BirthDateMissing,
    &birth_date_in_future::BirthDateInFuture,
    &patient_age_implausible::PatientAgeImplausible,
    &sex_missing::SexMissing,
    &relationship_missing::RelationshipMissing,
    &relationship_contradicts_patient::RelationshipContradictsPatient,
];
