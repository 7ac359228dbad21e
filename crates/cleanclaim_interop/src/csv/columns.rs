//! The columns of both files: names, need, meaning.

use core::fmt::Write as _;

/// Whether a column must be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnNeed {
    /// The column and a value in each row.
    Always,
    /// The column and a value in rows that have an `admitted` day.
    Stay,
    /// May be absent or empty.
    Optional,
}

impl ColumnNeed {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Always => "yes",
            Self::Stay => "for stays",
            Self::Optional => "",
        }
    }
}

macro_rules! columns {
    ($(#[$doc:meta])* $name:ident { $($variant:ident = $text:literal, $need:ident, $about:literal;)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum $name { $(#[doc = $about] $variant,)* }

        impl $name {
            /// Every column, in the order in which they are written.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// Its name in the header row.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $text,)* }
            }

            /// Whether it must be there.
            #[must_use]
            pub const fn need(self) -> ColumnNeed {
                match self { $(Self::$variant => ColumnNeed::$need,)* }
            }

            /// What stands in it.
            #[must_use]
            pub const fn about(self) -> &'static str {
                match self { $(Self::$variant => $about,)* }
            }
        }

        impl super::columns::Columns for $name {
            const ALL: &'static [Self] = Self::ALL;
            fn name(self) -> &'static str { self.name() }
            fn need(self) -> ColumnNeed { self.need() }
            fn ordinal(self) -> usize { self as usize }
        }
    };
}

/// What both column lists have in common.
pub(super) trait Columns: Copy + 'static {
    const ALL: &'static [Self];
    fn name(self) -> &'static str;
    fn need(self) -> ColumnNeed;
    fn ordinal(self) -> usize;
}

columns! {
    /// Columns of `encounters.csv`.
    EncounterColumn {
        Number = "encounter", Always, "the record system's number of the encounter; no other row has it";
        PatientNumber = "patient_number", Always, "the record system's number of the patient";
        LastName = "last_name", Always, "family name";
        FirstName = "first_name", Optional, "given name";
        MiddleName = "middle_name", Optional, "middle name or initial";
        Suffix = "suffix", Optional, "name suffix, such as JR";
        BirthDate = "birth_date", Optional, "day of birth";
        Sex = "sex", Optional, "administrative sex: F, M or U";
        AddressLine1 = "address_line1", Optional, "street";
        AddressLine2 = "address_line2", Optional, "apartment or suite";
        City = "city", Optional, "city";
        State = "state", Optional, "two letters";
        Zip = "zip", Optional, "5 or 9 digits; a hyphen is dropped";
        Country = "country", Optional, "country, where it is not the United States";
        Payer = "payer", Always, "name of the payer profile that covers the encounter";
        MemberId = "member_id", Optional, "member number at that payer";
        GroupNumber = "group_number", Optional, "group number at that payer";
        Setting = "setting", Optional, "outpatient (also when empty) or inpatient";
        Specialty = "specialty", Optional, "specialty, as the practice names it";
        PlaceOfService = "place_of_service", Always, "two digits, leading zero kept";
        RenderingNpi = "rendering_npi", Optional, "NPI of the provider who gave the care";
        ReferringNpi = "referring_npi", Optional, "NPI of the provider who sent the patient";
        PriorAuthorization = "prior_authorization", Optional, "prior authorization number";
        From = "from", Always, "first day of service";
        Thru = "thru", Optional, "last day of service; when empty, the first";
        Diagnoses = "diagnoses", Optional, "ICD-10-CM codes, first-listed first";
        Admitted = "admitted", Optional, "day of admission; makes the encounter a stay";
        AdmissionHour = "admission_hour", Optional, "HHMM";
        Discharged = "discharged", Stay, "day of discharge";
        DischargeHour = "discharge_hour", Optional, "HHMM";
        AdmissionType = "admission_type", Stay, "type of admission";
        AdmissionSource = "admission_source", Stay, "source of admission";
        PatientStatus = "patient_status", Stay, "patient status at discharge";
        AdmittingDiagnosis = "admitting_diagnosis", Optional, "ICD-10-CM code";
        Poa = "poa", Optional, "present-on-admission letter of each diagnosis in their order: Y, N, U, W, 1, or - for none";
        Procedures = "procedures", Optional, "ICD-10-PCS codes with their day: CODE@2026-01-31";
    }
}

columns! {
    /// Columns of `services.csv`.
    ServiceColumn {
        Encounter = "encounter", Always, "the encounter's number";
        Date = "date", Always, "day of service";
        Procedure = "procedure", Optional, "five-character procedure, supply or drug code";
        Modifiers = "modifiers", Optional, "up to four modifiers";
        RevenueCode = "revenue_code", Optional, "four digits, leading zero kept";
        Units = "units", Always, "how many";
        Pointers = "pointers", Optional, "up to four positions in the encounter's diagnoses, from 1; 0 leaves a slot empty";
        Charge = "charge", Optional, "charge for all units, where the charge master does not decide";
        Ndc = "ndc", Optional, "National Drug Code, eleven digits";
        NdcQuantity = "ndc_quantity", Optional, "quantity of the drug; needed with ndc";
        NdcUnit = "ndc_unit", Optional, "ML, UN, GR, ME or F2";
    }
}

/// Both column lists as Markdown tables, for the manual.
#[must_use]
pub fn columns_markdown() -> String {
    let mut text = String::new();
    table(&mut text, super::ENCOUNTERS_FILE, EncounterColumn::ALL, EncounterColumn::about);
    text.push('\n');
    table(&mut text, super::SERVICES_FILE, ServiceColumn::ALL, ServiceColumn::about);
    text
}

fn table<C: Columns>(text: &mut String, file: &str, columns: &[C], about: fn(C) -> &'static str) {
    // Writing into memory cannot fail.
    let _ = writeln!(text, "## `{file}`\n\n| column | needed | holds |\n|---|---|---|");
    for column in columns {
        let _ = writeln!(text, "| `{}` | {} | {} |", column.name(), column.need().as_str(), about(*column));
    }
}
