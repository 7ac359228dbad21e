//! What fields are called on the forms and in FHIR.

use cleanclaim_interop::places::{cms1500_box, fhir_path, ub04_locator};
use cleanclaim_model::{
    ClaimField, Field, LineField, PayerField, PaymentField, PersonField, ProviderField, ProviderRole, RemittanceField,
};

fn fields() -> Vec<Field> {
    let mut fields: Vec<Field> = ClaimField::ALL.iter().map(|field| Field::Claim(*field)).collect();
    fields.extend([1, 12, 13, 18, 19].map(Field::Diagnosis));
    fields.extend([1, 2, 6, 7].map(Field::Procedure));
    let line = [
        LineField::Procedure,
        LineField::Modifier(2),
        LineField::Modifiers,
        LineField::RevenueCode,
        LineField::Charge,
        LineField::Units,
        LineField::PlaceOfService,
        LineField::Pointer(1),
        LineField::DateFrom,
        LineField::DateThru,
        LineField::ControlNumber,
        LineField::DrugCode,
        LineField::DrugUnits,
        LineField::RenderingProvider,
    ];
    fields.extend(line.map(|field| Field::Line(2, field)));
    fields.extend(PersonField::ALL.iter().map(|field| Field::Subscriber(*field)));
    fields.extend(PersonField::ALL.iter().map(|field| Field::Patient(*field)));
    for role in ProviderRole::ALL {
        fields.extend(ProviderField::ALL.iter().map(|field| Field::Provider(*role, *field)));
    }
    fields.extend(PayerField::ALL.iter().map(|field| Field::Payer(*field)));
    fields.extend(RemittanceField::ALL.iter().map(|field| Field::Remittance(*field)));
    fields.extend(PaymentField::ALL.iter().map(|field| Field::ClaimPayment(3, *field)));
    fields
}

#[test]
fn every_field_has_its_names() {
    let rows: Vec<String> = fields()
        .into_iter()
        .map(|field| {
            let name = |name: Option<String>| name.unwrap_or_else(|| "-".to_owned());
            format!(
                "{field} | {} | {} | {}",
                name(cms1500_box(field)),
                name(ub04_locator(field)),
                name(fhir_path(field))
            )
        })
        .collect();
    insta::assert_snapshot!("places", format!("field | CMS-1500 | UB-04 | FHIR\n{}", rows.join("\n")));
}

#[test]
fn no_number_panics() {
    for number in [0, 1, 255] {
        for field in [
            Field::Diagnosis(number),
            Field::Procedure(number),
            Field::Line(0, LineField::Pointer(number)),
            Field::Line(0, LineField::Modifier(number)),
            Field::ClaimPayment(0, PaymentField::Paid),
        ] {
            let _ = (cms1500_box(field), ub04_locator(field), fhir_path(field));
        }
    }
}
