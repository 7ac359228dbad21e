//! What every claim carries whatever it is for: numbers, indicators, lines, resubmission.

mod accident_date_missing;
mod accident_state_missing;
mod assignment_missing;
mod benefits_assignment_missing;
mod control_number_missing;
mod control_number_too_long;
mod inpatient_place_without_admission;
mod line_control_number_repeated;
mod no_service_lines;
mod payer_id_missing;
mod payer_number_on_original;
mod place_of_service_missing;
mod place_of_service_unknown;
mod release_missing;
mod resubmission_without_payer_number;
mod secondary_without_other_payer;
mod signature_not_on_file;
mod too_many_service_lines;

use crate::rule::Rule;

/// By code.
pub(crate) const RULES: &[&dyn Rule] = &[
    &control_number_missing::ControlNumberMissing,
    &control_number_too_long::ControlNumberTooLong,
    &no_service_lines::NoServiceLines,
    &too_many_service_lines::TooManyServiceLines,
    &resubmission_without_payer_number::ResubmissionWithoutPayerNumber,
    &payer_number_on_original::PayerNumberOnOriginal,
    &assignment_missing::AssignmentMissing,
    &benefits_assignment_missing::BenefitsAssignmentMissing,
    &release_missing::ReleaseMissing,
    &signature_not_on_file::SignatureNotOnFile,
    &accident_date_missing::AccidentDateMissing,
    &accident_state_missing::AccidentStateMissing,
    &line_control_number_repeated::LineControlNumberRepeated,
    &place_of_service_missing::PlaceOfServiceMissing,
    &place_of_service_unknown::PlaceOfServiceUnknown,
    &inpatient_place_without_admission::InpatientPlaceWithoutAdmission,
    &payer_id_missing::PayerIdMissing,
    &secondary_without_other_payer::SecondaryWithoutOtherPayer,
];
