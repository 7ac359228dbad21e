//! Dates in their order, and time limits.

mod accident_after_service;
mod admission_after_statement;
mod discharge_before_admission;
mod line_outside_statement;
mod service_before_birth;
mod service_date_in_future;
mod service_date_missing;
mod service_dates_reversed;
mod timely_filing_exceeded;
mod timely_filing_near;

use crate::rule::Rule;

/// By code.
pub(crate) const RULES: &[&dyn Rule] = &[
    &service_date_missing::ServiceDateMissing,
    &service_date_in_future::ServiceDateInFuture,
    &service_dates_reversed::ServiceDatesReversed,
    &service_before_birth::ServiceBeforeBirth,
    &line_outside_statement::LineOutsideStatement,
    &timely_filing_exceeded::TimelyFilingExceeded,
    &timely_filing_near::TimelyFilingNear,
    &accident_after_service::AccidentAfterService,
    &admission_after_statement::AdmissionAfterStatement,
    &discharge_before_admission::DischargeBeforeAdmission,
];
