//! What hospitals and other facilities add: type of bill, stay, revenue codes, occurrences.

mod admission_date_missing;
mod admission_source_missing;
mod admission_type_missing;
mod occurrence_span_reversed;
mod outpatient_line_date_missing;
mod patient_status_contradicts_frequency;
mod patient_status_missing;
mod revenue_code_missing;
mod statement_dates_missing;
mod total_line_sent;
mod type_of_bill_malformed;

use crate::rule::Rule;

/// By code.
pub(crate) const RULES: &[&dyn Rule] = &[
    &type_of_bill_malformed::TypeOfBillMalformed,
    &patient_status_missing::PatientStatusMissing,
    &admission_date_missing::AdmissionDateMissing,
    &admission_type_missing::AdmissionTypeMissing,
    &admission_source_missing::AdmissionSourceMissing,
    &statement_dates_missing::StatementDatesMissing,
    &revenue_code_missing::RevenueCodeMissing,
    &total_line_sent::TotalLineSent,
    &patient_status_contradicts_frequency::PatientStatusContradictsFrequency,
    &occurrence_span_reversed::OccurrenceSpanReversed,
    &outpatient_line_date_missing::OutpatientLineDateMissing,
];
