//! Procedures, modifiers, units and drugs.

mod bilateral_with_side;
mod component_modifiers_conflict;
mod drug_code_malformed;
mod drug_quantity_missing;
mod modifier_repeated;
mod pcs_date_missing;
mod pcs_date_outside_stay;
mod pcs_not_valid_on_date;
mod pcs_outside_stay;
mod pcs_unknown;
mod procedure_malformed;
mod procedure_missing;
mod service_line_repeated;
mod units_fractional;
mod units_implausible;
mod units_not_positive;

use crate::rule::Rule;

/// By code.
pub(crate) const RULES: &[&dyn Rule] = &[
    &procedure_missing::ProcedureMissing,
    &procedure_malformed::ProcedureMalformed,
    &units_not_positive::UnitsNotPositive,
    &units_fractional::UnitsFractional,
    &units_implausible::UnitsImplausible,
    &modifier_repeated::ModifierRepeated,
    &bilateral_with_side::BilateralWithSide,
    &component_modifiers_conflict::ComponentModifiersConflict,
    &service_line_repeated::ServiceLineRepeated,
    &pcs_unknown::PcsUnknown,
    &pcs_not_valid_on_date::PcsNotValidOnDate,
    &pcs_outside_stay::PcsOutsideStay,
    &pcs_date_missing::PcsDateMissing,
    &pcs_date_outside_stay::PcsDateOutsideStay,
    &drug_code_malformed::DrugCodeMalformed,
    &drug_quantity_missing::DrugQuantityMissing,
];
