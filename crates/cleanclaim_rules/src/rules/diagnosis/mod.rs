//! ICD-10-CM codes: whether they are there, valid on the date, in order, and fit the patient.

mod admitting_diagnosis_missing;
mod diagnosis_age_conflict;
mod diagnosis_missing;
mod diagnosis_not_billable;
mod diagnosis_not_valid_on_date;
mod diagnosis_repeated;
mod diagnosis_sex_conflict;
mod diagnosis_unknown;
mod excludes1_conflict;
mod external_cause_first;
mod laterality_unspecified;
mod manifestation_first;
mod poa_exempt_written_as_one;
mod poa_missing;
mod poa_outside_stay;
mod pointer_missing;
mod pointer_out_of_range;
mod pointer_repeated;
mod principal_diagnosis_missing;
mod principal_needs_secondary;
mod too_many_diagnoses;
mod unacceptable_principal_diagnosis;

use crate::rule::Rule;

/// By code.
pub(crate) const RULES: &[&dyn Rule] = &[
    &diagnosis_missing::DiagnosisMissing,
    &principal_diagnosis_missing::PrincipalDiagnosisMissing,
    &too_many_diagnoses::TooManyDiagnoses,
    &diagnosis_repeated::DiagnosisRepeated,
    &pointer_missing::PointerMissing,
    &pointer_out_of_range::PointerOutOfRange,
    &pointer_repeated::PointerRepeated,
    &diagnosis_unknown::DiagnosisUnknown,
    &diagnosis_not_valid_on_date::DiagnosisNotValidOnDate,
    &diagnosis_not_billable::DiagnosisNotBillable,
    &diagnosis_sex_conflict::DiagnosisSexConflict,
    &diagnosis_age_conflict::DiagnosisAgeConflict,
    &manifestation_first::ManifestationFirst,
    &external_cause_first::ExternalCauseFirst,
    &unacceptable_principal_diagnosis::UnacceptablePrincipalDiagnosis,
    &principal_needs_secondary::PrincipalNeedsSecondary,
    &excludes1_conflict::Excludes1Conflict,
    &laterality_unspecified::LateralityUnspecified,
    &poa_missing::PoaMissing,
    &poa_outside_stay::PoaOutsideStay,
    &poa_exempt_written_as_one::PoaExemptWrittenAsOne,
    &admitting_diagnosis_missing::AdmittingDiagnosisMissing,
];
