//! Writes the two files. What is written reads back as the same encounter.

use std::io::Write;

use cleanclaim_model::{Cents, Encounter, EncounterService, Icd10, Stay};

use super::columns::{EncounterColumn, ServiceColumn};
use super::{ENCOUNTERS_FILE, SERVICES_FILE};

/// Why an encounter could not be written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum WriteError {
    /// The destination does not take it.
    #[error("cannot write {file}")]
    Output {
        /// Which of the two files.
        file: &'static str,
        /// What went wrong.
        source: csv::Error,
    },
    /// Text that the layout cannot carry: reading would give another value back.
    #[error("column {column} of {file} cannot carry this text: {reason}")]
    Text {
        /// Which of the two files.
        file: &'static str,
        /// The column.
        column: &'static str,
        /// What about it, without the text.
        reason: &'static str,
    },
}

/// Writes encounters to `encounters.csv` and their services to `services.csv`.
///
/// ```
/// use cleanclaim_interop::csv::EncounterWriter;
/// let writer = EncounterWriter::new(Vec::new(), Vec::new())?;
/// let (encounters, services) = writer.finish()?;
/// assert!(encounters.starts_with(b"encounter,patient_number,last_name"));
/// assert!(services.starts_with(b"encounter,date,procedure"));
/// # Ok::<(), cleanclaim_interop::csv::WriteError>(())
/// ```
#[derive(Debug)]
pub struct EncounterWriter<E: Write, S: Write> {
    encounters: csv::Writer<E>,
    services: csv::Writer<S>,
}

impl<E: Write, S: Write> EncounterWriter<E, S> {
    /// A writer that has written both header rows.
    ///
    /// # Errors
    /// When a destination does not take them.
    pub fn new(encounters: E, services: S) -> Result<Self, WriteError> {
        let mut writer =
            Self { encounters: csv::Writer::from_writer(encounters), services: csv::Writer::from_writer(services) };
        let encounter_names = EncounterColumn::ALL.iter().map(|column| column.name());
        writer.encounters.write_record(encounter_names).map_err(output(ENCOUNTERS_FILE))?;
        let service_names = ServiceColumn::ALL.iter().map(|column| column.name());
        writer.services.write_record(service_names).map_err(output(SERVICES_FILE))?;
        Ok(writer)
    }

    /// Writes one encounter and its services.
    ///
    /// # Errors
    /// When a destination does not take it, or a text has control characters or surrounding white space.
    pub fn write(&mut self, encounter: &Encounter) -> Result<(), WriteError> {
        let cells = EncounterColumn::ALL.iter().map(|column| encounter_cell(encounter, *column));
        let cells = checked(ENCOUNTERS_FILE, EncounterColumn::ALL.iter().map(|column| column.name()).zip(cells))?;
        self.encounters.write_record(&cells).map_err(output(ENCOUNTERS_FILE))?;
        for service in &encounter.services {
            let cells = ServiceColumn::ALL.iter().map(|column| service_cell(encounter, service, *column));
            let cells = checked(SERVICES_FILE, ServiceColumn::ALL.iter().map(|column| column.name()).zip(cells))?;
            self.services.write_record(&cells).map_err(output(SERVICES_FILE))?;
        }
        Ok(())
    }

    /// Writes what is left and gives the destinations back.
    ///
    /// # Errors
    /// When a destination does not take it.
    pub fn finish(self) -> Result<(E, S), WriteError> {
        let encounters = self.encounters.into_inner().map_err(|error| output(ENCOUNTERS_FILE)(lost(&error)))?;
        let services = self.services.into_inner().map_err(|error| output(SERVICES_FILE)(lost(&error)))?;
        Ok((encounters, services))
    }
}

fn output(file: &'static str) -> impl Fn(csv::Error) -> WriteError {
    move |source| WriteError::Output { file, source }
}

fn lost<W>(error: &csv::IntoInnerError<W>) -> csv::Error {
    csv::Error::from(std::io::Error::new(error.error().kind(), error.error().to_string()))
}

fn checked(file: &'static str, cells: impl Iterator<Item = (&'static str, String)>) -> Result<Vec<String>, WriteError> {
    cells
        .map(|(column, cell)| {
            if cell.chars().any(char::is_control) {
                return Err(WriteError::Text { file, column, reason: "it has control characters" });
            }
            if cell.trim().len() != cell.len() {
                return Err(WriteError::Text { file, column, reason: "it begins or ends with white space" });
            }
            Ok(cell)
        })
        .collect()
}

fn encounter_cell(encounter: &Encounter, column: EncounterColumn) -> String {
    use EncounterColumn as C;
    let (patient, stay) = (&encounter.patient, encounter.stay.as_ref());
    let (name, address) = (patient.name.expose(), patient.address.expose());
    let stay_text = |text: fn(&Stay) -> String| stay.map(text).unwrap_or_default();
    match column {
        C::Number => encounter.number.to_string(),
        C::PatientNumber => encounter.patient_number.expose().to_string(),
        C::LastName => name.last.to_string(),
        C::FirstName => name.first.to_string(),
        C::MiddleName => name.middle.to_string(),
        C::Suffix => name.suffix.to_string(),
        C::BirthDate => optional(*patient.birth_date.expose()),
        C::Sex => patient.sex.expose().map(|sex| sex.as_str().to_owned()).unwrap_or_default(),
        C::AddressLine1 => address.line1.to_string(),
        C::AddressLine2 => address.line2.to_string(),
        C::City => address.city.to_string(),
        C::State => address.state.to_string(),
        C::Zip => address.zip.to_string(),
        C::Country => address.country.to_string(),
        C::Payer => encounter.payer.to_string(),
        C::MemberId => patient.member_id.expose().to_string(),
        C::GroupNumber => encounter.group_number.expose().to_string(),
        C::Setting => encounter.setting.as_str().to_owned(),
        C::Specialty => encounter.specialty.to_string(),
        C::PlaceOfService => encounter.place_of_service.to_string(),
        C::RenderingNpi => optional(encounter.rendering_npi),
        C::ReferringNpi => optional(encounter.referring_npi),
        C::PriorAuthorization => encounter.prior_authorization.to_string(),
        C::From => encounter.from.to_string(),
        C::Thru => encounter.thru.to_string(),
        C::Diagnoses => joined(encounter.diagnoses.iter().map(Icd10::to_string)),
        C::Admitted => optional(stay.map(|stay| stay.admitted)),
        C::AdmissionHour => stay_text(|stay| stay.admission_hour.to_string()),
        C::Discharged => optional(stay.map(|stay| stay.discharged)),
        C::DischargeHour => stay_text(|stay| stay.discharge_hour.to_string()),
        C::AdmissionType => stay_text(|stay| stay.admission_type.to_string()),
        C::AdmissionSource => stay_text(|stay| stay.admission_source.to_string()),
        C::PatientStatus => stay_text(|stay| stay.patient_status.to_string()),
        C::AdmittingDiagnosis => optional(stay.and_then(|stay| stay.admitting_diagnosis)),
        C::Poa => stay_text(|stay| joined(stay.poa.iter().map(|poa| poa.map_or("-", |poa| poa.as_str()).to_owned()))),
        C::Procedures => stay_text(|stay| joined(stay.procedures.iter().map(|(code, day)| format!("{code}@{day}")))),
    }
}

fn service_cell(encounter: &Encounter, service: &EncounterService, column: ServiceColumn) -> String {
    use ServiceColumn as C;
    let drug = service.drug.as_ref();
    match column {
        C::Encounter => encounter.number.to_string(),
        C::Date => service.date.to_string(),
        C::Procedure => optional(service.procedure),
        C::Modifiers => joined(service.modifiers.iter().map(|modifier| modifier.to_string())),
        C::RevenueCode => optional(service.revenue_code),
        C::Units => service.units.to_string(),
        C::Pointers => {
            let last = service.pointers.iter().rposition(|pointer| *pointer != 0).map_or(0, |index| index + 1);
            joined(service.pointers[..last].iter().map(u8::to_string))
        }
        C::Charge => optional(service.charge.map(dollars)),
        C::Ndc => drug.map(|drug| drug.ndc.to_string()).unwrap_or_default(),
        C::NdcQuantity => optional(drug.map(|drug| drug.quantity)),
        C::NdcUnit => drug.map(|drug| drug.unit.to_string()).unwrap_or_default(),
    }
}

/// Two decimals, as people write money.
fn dollars(amount: Cents) -> String {
    let sign = if amount.is_negative() { "-" } else { "" };
    let cents = amount.get().unsigned_abs();
    format!("{sign}{}.{:02}", cents / 100, cents % 100)
}

fn optional<T: ToString>(value: Option<T>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

fn joined(parts: impl Iterator<Item = String>) -> String {
    parts.collect::<Vec<_>>().join(";")
}
