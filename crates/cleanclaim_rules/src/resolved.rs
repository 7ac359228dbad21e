//! A claim with each of its codes looked up once, on the date that counts.

use cleanclaim_codes::{CodeIndex, Lookup, MceFlags};
use cleanclaim_model::{
    Claim, Diagnosis, DiagnosisRole, Field, Icd10, InpatientProcedure, PersonField, PlaceOfService, Provider,
    ServiceLine, Sex,
};
use jiff::civil::Date;

use crate::{Context, Facets};

/// What is known of a code on the claim's coding date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodeStatus {
    /// May be reported.
    Billable,
    /// A category or subcategory: more characters are needed.
    Header,
    /// Valid on other dates only: these.
    OtherDates {
        /// First day of the nearest validity.
        from: Date,
        /// Its last day; `None` while it is open.
        to: Option<Date>,
    },
    /// In no edition.
    Unknown,
    /// No edition for the date is loaded, or the claim has no date.
    NotChecked,
}

/// A diagnosis of the claim, looked up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ResolvedDiagnosis {
    /// Its position in the claim, from 1.
    pub number: u8,
    /// As it stands in the claim.
    pub diagnosis: Diagnosis,
    /// What is known of it on the coding date.
    pub status: CodeStatus,
    /// Edit flags on the coding date; none unless it is valid then.
    pub flags: MceFlags,
    /// Where it stands in the table.
    pub index: Option<CodeIndex>,
}

impl ResolvedDiagnosis {
    /// The code.
    #[must_use]
    pub fn code(&self) -> Icd10 {
        self.diagnosis.code
    }

    /// Its part.
    #[must_use]
    pub fn role(&self) -> DiagnosisRole {
        self.diagnosis.role
    }
}

/// An inpatient procedure of the claim, looked up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ResolvedProcedure {
    /// Its position in the claim, from 1.
    pub number: u8,
    /// As it stands in the claim.
    pub procedure: InpatientProcedure,
    /// What is known of it on the coding date.
    pub status: CodeStatus,
    /// Edit flags on the coding date; none unless it is valid then.
    pub flags: MceFlags,
}

/// A claim as rules see it.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Resolved<'a> {
    /// The claim.
    pub claim: &'a Claim,
    /// What it is.
    pub facets: Facets,
    /// The day on which its codes must be valid.
    pub coding_date: Option<Date>,
    /// The first day of service.
    pub service_from: Option<Date>,
    /// The last day of service.
    pub service_thru: Option<Date>,
    /// Its diagnoses, in the order of the claim.
    pub diagnoses: &'a [ResolvedDiagnosis],
    /// Its inpatient procedures, in the order of the claim.
    pub procedures: &'a [ResolvedProcedure],
}

impl<'a> Resolved<'a> {
    /// The diagnosis that leads the claim: the principal one, else the first.
    #[must_use]
    pub fn first_listed(&self) -> Option<&'a ResolvedDiagnosis> {
        self.diagnoses
            .iter()
            .find(|diagnosis| diagnosis.role() == DiagnosisRole::Principal)
            .or_else(|| self.diagnoses.iter().find(|diagnosis| diagnosis.role() == DiagnosisRole::Other))
    }

    /// The diagnoses that pointers count.
    pub fn pointed_diagnoses(&self) -> impl Iterator<Item = &'a ResolvedDiagnosis> + Clone {
        self.diagnoses
            .iter()
            .filter(|diagnosis| matches!(diagnosis.role(), DiagnosisRole::Principal | DiagnosisRole::Other))
    }

    /// The patient's birth date, where the claim has one.
    #[must_use]
    pub fn birth_date(&self) -> Option<Date> {
        *self.claim.patient().birth_date.expose()
    }

    /// The patient's sex, where the claim has one.
    #[must_use]
    pub fn sex(&self) -> Option<Sex> {
        *self.claim.patient().sex.expose()
    }

    /// The patient's age in whole years on admission, else on the first day of service. Never goes into a message.
    #[must_use]
    pub fn age_years(&self) -> Option<u16> {
        let on = self.claim.admission_date.filter(|_| self.facets.contains(Facets::INPATIENT)).or(self.service_from)?;
        age_years(self.birth_date()?, on)
    }

    /// A field of the patient, under the loop that the patient stands in.
    #[must_use]
    pub fn patient_field(&self, field: PersonField) -> Field {
        if self.claim.patient.is_some() { Field::Patient(field) } else { Field::Subscriber(field) }
    }

    /// The place of service of a line: its own, else the claim's.
    #[must_use]
    pub fn place_of(&self, line: &ServiceLine) -> Option<PlaceOfService> {
        line.place_of_service.or(self.claim.place_of_service)
    }

    /// The rendering provider of a line: its own, else the claim's.
    #[must_use]
    pub fn rendering_of(&self, line: &'a ServiceLine) -> Option<&'a Provider> {
        line.rendering.as_deref().or(self.claim.rendering.as_deref())
    }

    /// The lines that are compared with each other: as many as a guide allows, so that a hostile claim costs no more.
    #[must_use]
    pub fn compared_lines(&self) -> &'a [ServiceLine] {
        self.claim.lines.get(..COMPARED_LINES_MAX).unwrap_or(&self.claim.lines)
    }

    /// Days from the day that timely filing counts from until `today`: an institutional claim's last day of service, else the first.
    #[must_use]
    pub fn days_since_service(&self, today: Date) -> Option<i32> {
        self.coding_date.and_then(|from| from.until(today).ok()).map(|span| span.get_days())
    }

    /// Whether the claim is one of a kind.
    #[must_use]
    pub fn is(&self, facets: Facets) -> bool {
        self.facets.contains(facets)
    }
}

/// The most lines that any guide allows: 999 of an institutional claim.
const COMPARED_LINES_MAX: usize = 999;

/// Whole years from birth to a day; `None` for a day before birth.
fn age_years(birth: Date, on: Date) -> Option<u16> {
    if on < birth {
        return None;
    }
    let before_birthday = (on.month(), on.day()) < (birth.month(), birth.day());
    u16::try_from(on.year() - birth.year() - i16::from(before_birthday)).ok()
}

/// Room for the looked-up codes of one claim after another.
#[derive(Debug, Clone, Default)]
pub(crate) struct Buffers {
    diagnoses: Vec<ResolvedDiagnosis>,
    procedures: Vec<ResolvedProcedure>,
}

impl Buffers {
    pub(crate) fn resolve<'a>(&'a mut self, claim: &'a Claim, cx: &Context<'_>) -> Resolved<'a> {
        let coding_date = claim.coding_date();
        self.diagnoses.clear();
        self.diagnoses.extend(claim.diagnoses.iter().enumerate().map(|(index, diagnosis)| {
            let found = coding_date.map_or(Lookup::NoEdition, |on| cx.codes.icd10cm().lookup(diagnosis.code, on));
            let (status, flags) = status_of(&found);
            ResolvedDiagnosis { number: position(index), diagnosis: *diagnosis, status, flags, index: index_of(&found) }
        }));
        self.procedures.clear();
        self.procedures.extend(claim.procedures.iter().enumerate().map(|(index, procedure)| {
            let found = coding_date.map_or(Lookup::NoEdition, |on| cx.codes.icd10pcs().lookup(procedure.code, on));
            let (status, flags) = status_of(&found);
            ResolvedProcedure { number: position(index), procedure: *procedure, status, flags }
        }));
        Resolved {
            claim,
            facets: Facets::of(claim),
            coding_date,
            service_from: claim.service_from(),
            service_thru: claim.service_thru(),
            diagnoses: &self.diagnoses,
            procedures: &self.procedures,
        }
    }
}

/// Fields count positions in one byte; a claim with more codes is flagged for that, so the last number may stand for several.
fn position(index: usize) -> u8 {
    u8::try_from(index + 1).unwrap_or(u8::MAX)
}

fn status_of<C>(found: &Lookup<'_, C>) -> (CodeStatus, MceFlags) {
    match found {
        Lookup::Billable(entry) => (CodeStatus::Billable, entry.flags),
        Lookup::Header(entry) => (CodeStatus::Header, entry.flags),
        Lookup::OtherDates(other) => (CodeStatus::OtherDates { from: other.from, to: other.to }, MceFlags::NONE),
        Lookup::Unknown => (CodeStatus::Unknown, MceFlags::NONE),
        Lookup::NoEdition => (CodeStatus::NotChecked, MceFlags::NONE),
    }
}

fn index_of<C>(found: &Lookup<'_, C>) -> Option<CodeIndex> {
    match found {
        Lookup::Billable(entry) | Lookup::Header(entry) => Some(entry.index),
        Lookup::OtherDates(other) => Some(other.entry.index),
        Lookup::Unknown | Lookup::NoEdition => None,
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::age_years;

    #[test]
    fn age_counts_birthdays() {
        let check = |birth, on, expected| assert_eq!(age_years(birth, on), expected);
        check(date(2000, 5, 10), date(2001, 5, 9), Some(0));
        check(date(2000, 5, 10), date(2001, 5, 10), Some(1));
        check(date(2000, 2, 29), date(2001, 2, 28), Some(0));
        check(date(2000, 2, 29), date(2001, 3, 1), Some(1));
        check(date(2000, 5, 10), date(2000, 5, 9), None);
        check(jiff::civil::Date::MIN, jiff::civil::Date::MAX, Some(19_998));
    }
}
