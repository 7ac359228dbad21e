//! Reads the two files, one encounter at a time.

use std::collections::HashMap;
use std::io::{Read, Seek, SeekFrom};

use cleanclaim_model::{
    Address, Drug, Encounter, EncounterService, Finding, FindingSink, Person, PersonName, Phi, Severity, Stay, Text,
};
use csv::{ByteRecord, Position};

use super::cell::{self, Reason};
use super::columns::{ColumnNeed, Columns, EncounterColumn, ServiceColumn};
use super::{ENCOUNTERS_FILE, ROW_BYTES_MAX, SERVICES_FILE, SERVICES_MAX};

/// What findings of this reader name as their source.
const SOURCE: &str = "cleanclaim encounter CSV, layout 1";

/// Why the files could not be read any further.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReadError {
    /// The bytes could not be had, or a row is longer than [`ROW_BYTES_MAX`].
    #[error("cannot read {file} after row {row}")]
    Input {
        /// Which of the two files.
        file: &'static str,
        /// The last row that was read.
        row: u64,
        /// What went wrong.
        source: csv::Error,
    },
    /// A column that every export must have is not there.
    #[error("{file} has no column {column} in its header row")]
    MissingColumn {
        /// Which of the two files.
        file: &'static str,
        /// The column.
        column: &'static str,
    },
    /// The same column twice: which one counts cannot be known.
    #[error("{file} has the column {column} twice in its header row")]
    RepeatedColumn {
        /// Which of the two files.
        file: &'static str,
        /// The column.
        column: &'static str,
    },
}

/// What became of the rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ImportCounts {
    /// Encounters that were given out.
    pub encounters: u64,
    /// Services of these encounters.
    pub services: u64,
    /// Rows of `encounters.csv` that were refused, each with a finding.
    pub encounters_refused: u64,
    /// Rows of `services.csv` that were refused: their own fault, or their encounter's, or without one.
    pub services_refused: u64,
}

/// Gives out encounters in the order of `encounters.csv`, each with its services in the order of `services.csv`.
///
/// ```
/// use cleanclaim_interop::csv::EncounterReader;
/// use std::io::Cursor;
///
/// let encounters = "encounter,patient_number,last_name,payer,place_of_service,from,diagnoses
/// V1,P1,Testa,harbor,11,2026-01-15,E11.9;I10
/// ";
/// let services = "encounter,date,procedure,units
/// V1,2026-01-15,G0439,1
/// ";
/// let mut findings = Vec::new();
/// let mut reader = EncounterReader::new(encounters.as_bytes(), Cursor::new(services), &mut findings)?;
/// let encounter = reader.read(&mut findings)?.ok_or("one encounter")?;
/// assert_eq!(encounter.diagnoses.len(), 2);
/// assert_eq!(encounter.services.len(), 1);
/// assert!(reader.read(&mut findings)?.is_none());
/// assert!(findings.is_empty());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct EncounterReader<E, S> {
    encounters: Table<E, EncounterColumn>,
    services: Table<S, ServiceColumn>,
    groups: HashMap<Text, Group>,
    counts: ImportCounts,
}

impl<E: Read, S: Read + Seek> EncounterReader<E, S> {
    /// Reads both header rows and notes where in `services.csv` each encounter's rows stand.
    ///
    /// # Errors
    /// When bytes cannot be had, or a needed column is missing or repeated.
    pub fn new(encounters: E, services: S, sink: &mut dyn FindingSink) -> Result<Self, ReadError> {
        let encounters = Table::new(encounters, ENCOUNTERS_FILE, sink)?;
        let services = Table::new(services, SERVICES_FILE, sink)?;
        let mut reader = Self { encounters, services, groups: HashMap::new(), counts: ImportCounts::default() };
        reader.find_groups(sink)?;
        Ok(reader)
    }

    /// The next encounter that can be read whole; `None` at the end. Those that cannot are named in findings.
    ///
    /// # Errors
    /// When bytes cannot be had. Calling again after an error ends the reading.
    pub fn read(&mut self, sink: &mut dyn FindingSink) -> Result<Option<Encounter>, ReadError> {
        while self.encounters.advance()? {
            if let Some(encounter) = self.encounter(sink)? {
                self.counts.encounters += 1;
                self.counts.services += encounter.services.len() as u64;
                return Ok(Some(encounter));
            }
            self.counts.encounters_refused += 1;
        }
        self.name_strays(sink);
        Ok(None)
    }

    /// What became of the rows so far; complete once [`EncounterReader::read`] gave `None`.
    #[must_use]
    pub fn counts(&self) -> ImportCounts {
        self.counts
    }

    fn find_groups(&mut self, sink: &mut dyn FindingSink) -> Result<(), ReadError> {
        let mut last: Option<Text> = None;
        while self.services.advance()? {
            let row = self.services.row();
            let mut cells = Cells::new(row, sink);
            let Some(number) = cells.required(ServiceColumn::Encounter, cell::text) else {
                self.counts.services_refused += 1;
                last = None;
                continue;
            };
            let Some(position) = row.record.position().cloned() else { continue };
            let group = self.groups.entry(number.clone()).or_default();
            match group.runs.last_mut() {
                Some(run) if last.as_ref() == Some(&number) => run.rows += 1,
                _ => group.runs.push(Run { position, rows: 1 }),
            }
            last = Some(number);
        }
        Ok(())
    }

    /// The encounter on the current row, or `None` where something in it or in its services cannot be read.
    fn encounter(&mut self, sink: &mut dyn FindingSink) -> Result<Option<Encounter>, ReadError> {
        let row = self.encounters.row();
        let mut cells = Cells::new(row, sink);
        cells.check_length();
        let right_length = !cells.refused;
        let number = cells.required(EncounterColumn::Number, cell::text);
        let group = number.as_ref().map(|number| self.groups.entry(number.clone()).or_default());
        let runs = match group {
            Some(group) if group.taken => {
                cells.refuse("csv-encounter-repeated", "an earlier row has the same encounter number".into());
                return Ok(None);
            }
            Some(group) => {
                group.taken = true;
                std::mem::take(&mut group.runs)
            }
            None => Vec::new(),
        };
        let encounter = number.filter(|_| right_length).and_then(|number| encounter_of(&mut cells, number));
        let mut whole = encounter.filter(|_| !cells.refused);
        let mut services = Vec::new();
        let service_rows: u64 = runs.iter().map(|run| run.rows).sum();
        if SERVICES_MAX < usize::try_from(service_rows).unwrap_or(usize::MAX) {
            cells.refuse("csv-row", format!("expected at most {SERVICES_MAX} services, found {service_rows}"));
            whole = None;
        } else {
            // Services are read even for a refused encounter: one import then names all that is wrong.
            for run in runs {
                if !read_run(&mut self.services, &run, &mut services, sink)? {
                    whole = None;
                }
            }
        }
        if whole.is_none() && service_rows > 0 {
            self.counts.services_refused += service_rows;
            let message = format!(
                "{ENCOUNTERS_FILE} row {}: the encounter is not taken, nor are its services ({service_rows})",
                self.encounters.row().number
            );
            sink.emit(Finding::new("csv-encounter-refused", Severity::Error, message, SOURCE));
        }
        Ok(whole.map(|encounter| Encounter { services, ..encounter }))
    }

    /// Names the service rows whose encounter never came.
    fn name_strays(&mut self, sink: &mut dyn FindingSink) {
        let groups = std::mem::take(&mut self.groups);
        let mut strays: Vec<Run> =
            groups.into_values().filter(|group| !group.taken).flat_map(|group| group.runs).collect();
        strays.sort_by_key(|run| run.position.record());
        for run in strays {
            self.counts.services_refused += run.rows;
            let message = format!(
                "{SERVICES_FILE} row {}: {ENCOUNTERS_FILE} has no such encounter (services: {})",
                run.position.record() + 1,
                run.rows
            );
            sink.emit(Finding::new("csv-service-without-encounter", Severity::Error, message, SOURCE));
        }
    }
}

impl<E, S> core::fmt::Debug for EncounterReader<E, S> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("EncounterReader").field("counts", &self.counts).finish_non_exhaustive()
    }
}

/// Rows of `services.csv` that follow one another and belong to one encounter.
#[derive(Debug)]
struct Run {
    position: Position,
    rows: u64,
}

/// All rows of one encounter.
#[derive(Debug, Default)]
struct Group {
    runs: Vec<Run>,
    taken: bool,
}

/// Adds the services of a run; `false` where one cannot be read.
fn read_run<S: Read + Seek>(
    table: &mut Table<S, ServiceColumn>,
    run: &Run,
    services: &mut Vec<EncounterService>,
    sink: &mut dyn FindingSink,
) -> Result<bool, ReadError> {
    table.seek(run.position.clone())?;
    let mut whole = true;
    for _ in 0..run.rows {
        if !table.advance()? {
            return Ok(false);
        }
        match service_of(&mut Cells::new(table.row(), sink)) {
            Some(service) => services.push(service),
            None => whole = false,
        }
    }
    Ok(whole)
}

fn encounter_of(cells: &mut Cells<'_, EncounterColumn>, number: Text) -> Option<Encounter> {
    use EncounterColumn as C;
    let patient_number = cells.required(C::PatientNumber, cell::text);
    let patient = person_of(cells);
    let payer = cells.required(C::Payer, cell::text);
    let group_number = cells.text(C::GroupNumber);
    let setting = cells.optional(C::Setting, cell::setting).unwrap_or_default();
    let specialty = cells.text(C::Specialty);
    let place_of_service = cells.required(C::PlaceOfService, cell::code);
    let rendering_npi = cells.optional(C::RenderingNpi, cell::npi);
    let referring_npi = cells.optional(C::ReferringNpi, cell::npi);
    let prior_authorization = cells.text(C::PriorAuthorization);
    let from = cells.required(C::From, cell::date);
    let thru = cells.optional(C::Thru, cell::date);
    let diagnoses = cells.optional(C::Diagnoses, cell::diagnoses).unwrap_or_default();
    let stay = match cells.optional(C::Admitted, cell::date) {
        Some(admitted) => Some(stay_of(cells, admitted, diagnoses.len())?),
        None => None,
    };
    Some(Encounter {
        number,
        patient_number: Phi::new(patient_number?),
        patient,
        payer: payer?,
        group_number: Phi::new(group_number),
        setting,
        specialty,
        place_of_service: place_of_service?,
        rendering_npi,
        referring_npi,
        prior_authorization,
        from: from?,
        thru: thru.or(from)?,
        diagnoses,
        services: Vec::new(),
        stay,
    })
}

fn person_of(cells: &mut Cells<'_, EncounterColumn>) -> Person {
    use EncounterColumn as C;
    Person {
        member_id: Phi::new(cells.text(C::MemberId)),
        name: Phi::new(PersonName {
            last: cells.required(C::LastName, cell::text).unwrap_or_default(),
            first: cells.text(C::FirstName),
            middle: cells.text(C::MiddleName),
            suffix: cells.text(C::Suffix),
        }),
        birth_date: Phi::new(cells.optional(C::BirthDate, cell::date)),
        sex: Phi::new(cells.optional(C::Sex, cell::sex)),
        address: Phi::new(Address {
            line1: cells.text(C::AddressLine1),
            line2: cells.text(C::AddressLine2),
            city: cells.text(C::City),
            state: cells.text(C::State),
            zip: cells.optional(C::Zip, cell::zip).unwrap_or_default(),
            country: cells.text(C::Country),
        }),
    }
}

fn stay_of(
    cells: &mut Cells<'_, EncounterColumn>,
    admitted: cleanclaim_model::Date,
    diagnosis_count: usize,
) -> Option<Stay> {
    use EncounterColumn as C;
    let admission_hour = cells.optional(C::AdmissionHour, cell::hour).unwrap_or_default();
    let discharged = cells.required(C::Discharged, cell::date);
    let discharge_hour = cells.optional(C::DischargeHour, cell::hour).unwrap_or_default();
    let admission_type = cells.required(C::AdmissionType, cell::code);
    let admission_source = cells.required(C::AdmissionSource, cell::code);
    let patient_status = cells.required(C::PatientStatus, cell::code);
    let admitting_diagnosis = cells.optional(C::AdmittingDiagnosis, cell::code);
    let poa = cells.optional(C::Poa, cell::poa).unwrap_or_default();
    if diagnosis_count < poa.len() {
        let reason =
            format!("expected at most one letter for each of {diagnosis_count} diagnoses, found {}", poa.len());
        cells.refuse_cell(C::Poa, &reason);
    }
    let procedures = cells.optional(C::Procedures, cell::procedures).unwrap_or_default();
    Some(Stay {
        admitted,
        admission_hour,
        discharged: discharged?,
        discharge_hour,
        admission_type: admission_type?,
        admission_source: admission_source?,
        patient_status: patient_status?,
        admitting_diagnosis,
        poa,
        procedures,
    })
}

fn service_of(cells: &mut Cells<'_, ServiceColumn>) -> Option<EncounterService> {
    use ServiceColumn as C;
    cells.check_length();
    if cells.refused {
        return None;
    }
    let date = cells.required(C::Date, cell::date);
    let procedure = cells.optional(C::Procedure, cell::procedure);
    let modifiers = cells.optional(C::Modifiers, cell::modifiers).unwrap_or_default();
    let revenue_code = cells.optional(C::RevenueCode, cell::code);
    let units = cells.required(C::Units, cell::quantity);
    let pointers = cells.optional(C::Pointers, cell::pointers).unwrap_or_default();
    let charge = cells.optional(C::Charge, cell::cents);
    let ndc = cells.text(C::Ndc);
    let quantity = cells.optional(C::NdcQuantity, cell::quantity);
    let unit = cells.text(C::NdcUnit);
    let drug = match (ndc.is_empty(), quantity) {
        (false, Some(quantity)) => Some(Drug { ndc, quantity, unit }),
        (false, None) => {
            cells.refuse_cell(C::NdcQuantity, "expected a quantity with the drug code");
            None
        }
        (true, None) => None,
        (true, Some(_)) => {
            cells.refuse_cell(C::Ndc, "expected a drug code with the quantity");
            None
        }
    };
    if cells.refused {
        return None;
    }
    Some(EncounterService { procedure, modifiers, revenue_code, units: units?, pointers, date: date?, charge, drug })
}

/// One file with its header row understood.
struct Table<R, C> {
    reader: csv::Reader<Limited<R>>,
    file: &'static str,
    header_cells: usize,
    /// For each column of `C`, where it stands.
    places: Vec<Option<usize>>,
    record: ByteRecord,
    ended: bool,
    columns: core::marker::PhantomData<C>,
}

impl<R: Read, C: Columns> Table<R, C> {
    fn new(source: R, file: &'static str, sink: &mut dyn FindingSink) -> Result<Self, ReadError> {
        let limited = Limited { inner: source, left: ROW_BYTES_MAX };
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(limited);
        let header = reader.byte_headers().map_err(|source| ReadError::Input { file, row: 0, source })?.clone();
        let mut places = vec![None; C::ALL.len()];
        for (index, name) in header.iter().enumerate() {
            let name = name.trim_ascii();
            let known = C::ALL.iter().find(|column| column.name().as_bytes().eq_ignore_ascii_case(name));
            match known {
                Some(column) if places[column.ordinal()].is_some() => {
                    return Err(ReadError::RepeatedColumn { file, column: column.name() });
                }
                Some(column) => places[column.ordinal()] = Some(index),
                None => {
                    let message =
                        format!("{file}: column {} of the header row has an unknown name and is left out", index + 1);
                    sink.emit(Finding::new("csv-column-unknown", Severity::Info, message, SOURCE));
                }
            }
        }
        let missing = |column: &&C| column.need() == ColumnNeed::Always && places[column.ordinal()].is_none();
        if let Some(column) = C::ALL.iter().find(missing) {
            return Err(ReadError::MissingColumn { file, column: column.name() });
        }
        Ok(Self {
            reader,
            file,
            header_cells: header.len(),
            places,
            record: ByteRecord::new(),
            ended: false,
            columns: core::marker::PhantomData,
        })
    }

    /// Goes to the next row; `false` at the end.
    fn advance(&mut self) -> Result<bool, ReadError> {
        if self.ended {
            return Ok(false);
        }
        self.reader.get_mut().left = ROW_BYTES_MAX;
        let row = self.reader.position().record();
        let more = self.reader.read_byte_record(&mut self.record).map_err(|source| {
            self.ended = true;
            ReadError::Input { file: self.file, row, source }
        })?;
        self.ended = !more;
        Ok(more)
    }

    fn row(&self) -> Row<'_> {
        Row {
            record: &self.record,
            places: &self.places,
            file: self.file,
            header_cells: self.header_cells,
            number: self.record.position().map_or(0, |position| position.record() + 1),
        }
    }
}

impl<R: Read + Seek, C> Table<R, C> {
    fn seek(&mut self, position: Position) -> Result<(), ReadError> {
        let row = position.record();
        self.ended = false;
        self.reader.get_mut().left = ROW_BYTES_MAX;
        self.reader.seek(position).map_err(|source| ReadError::Input { file: self.file, row, source })
    }
}

/// One row as it stands in the file.
#[derive(Clone, Copy)]
struct Row<'a> {
    record: &'a ByteRecord,
    places: &'a [Option<usize>],
    file: &'static str,
    header_cells: usize,
    number: u64,
}

/// Reads the cells of a row and remembers whether one was refused.
struct Cells<'a, C> {
    row: Row<'a>,
    sink: &'a mut dyn FindingSink,
    refused: bool,
    columns: core::marker::PhantomData<C>,
}

impl<'a, C: Columns> Cells<'a, C> {
    fn new(row: Row<'a>, sink: &'a mut dyn FindingSink) -> Self {
        Self { row, sink, refused: false, columns: core::marker::PhantomData }
    }

    fn check_length(&mut self) {
        let (found, expected) = (self.row.record.len(), self.row.header_cells);
        // Spreadsheets pad rows with empty cells.
        let padded = self.row.record.iter().skip(expected).all(|cell| cell.trim_ascii().is_empty());
        if found < expected || !padded {
            self.refuse("csv-row", format!("expected {expected} cells as in the header row, found {found}"));
        }
    }

    /// The cell without surrounding white space, or `None` where it is empty or not UTF-8.
    fn cell(&mut self, column: C) -> Option<&'a str> {
        let place = self.row.places.get(column.ordinal()).copied().flatten()?;
        let bytes = self.row.record.get(place)?;
        match core::str::from_utf8(bytes) {
            Ok(text) => Some(text.trim()).filter(|text| !text.is_empty()),
            Err(error) => {
                self.refuse_cell(column, &format!("expected UTF-8 text; byte {} is none", error.valid_up_to() + 1));
                None
            }
        }
    }

    fn optional<T>(&mut self, column: C, parse: impl Fn(&str) -> Result<T, Reason>) -> Option<T> {
        let cell = self.cell(column)?;
        parse(cell).map_err(|reason| self.refuse_cell(column, &reason)).ok()
    }

    fn required<T>(&mut self, column: C, parse: impl Fn(&str) -> Result<T, Reason>) -> Option<T> {
        let refused_before = self.refused;
        self.refused = false;
        let value = self.optional(column, parse);
        if value.is_none() && !self.refused {
            self.refuse_cell(column, "expected a value, found none");
        }
        self.refused |= refused_before;
        value
    }

    fn text(&mut self, column: C) -> Text {
        self.optional(column, cell::text).unwrap_or_default()
    }

    fn refuse_cell(&mut self, column: C, reason: &str) {
        self.refuse("csv-cell", format!("column {}: {reason}", column.name()));
    }

    fn refuse(&mut self, rule: &'static str, reason: String) {
        self.refused = true;
        let message = format!("{} row {}: {reason}", self.row.file, self.row.number);
        self.sink.emit(Finding::new(rule, Severity::Error, message, SOURCE));
    }
}

/// Ends a row that is longer than any honest one.
struct Limited<R> {
    inner: R,
    left: u64,
}

impl<R: Read> Read for Limited<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        if self.left == 0 {
            return Err(std::io::Error::other(format!("a row is longer than {ROW_BYTES_MAX} bytes")));
        }
        let length = self.inner.read(buffer)?;
        self.left = self.left.saturating_sub(length as u64);
        Ok(length)
    }
}

impl<R: Seek> Seek for Limited<R> {
    fn seek(&mut self, position: SeekFrom) -> std::io::Result<u64> {
        self.inner.seek(position)
    }
}
