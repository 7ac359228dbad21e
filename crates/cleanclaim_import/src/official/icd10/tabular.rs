//! The ICD-10-CM tabular list: its notes as an edition, its titles for codes that have none.

use cleanclaim_codes::Set;

use super::{LICENCE, edition_of};
use crate::official::edition::{EditionDays, year_in};
use crate::official::{Member, Reader, Reading};
use crate::tabular::read;

pub(super) struct TabularFile;

impl Reader for TabularFile {
    fn kind(&self) -> &'static str {
        "ICD-10-CM tabular list"
    }

    fn recognises(&self, member: &Member) -> bool {
        member.head().any(|line| line.contains("<ICD10CM.tabular"))
    }

    fn read(&self, member: &Member, reading: &mut Reading<'_>) {
        let list = match read(member.text().unwrap_or_default().as_bytes()) {
            Ok(list) => list,
            Err(error) => {
                // The edition that the name tells is refused, not passed over.
                let _ = reading.edition(Set::Icd10CmTabular, edition_of(&member.path), SOURCE, LICENCE);
                return reading.error((error.at.row, error.at.column), error.problem.to_string());
            }
        };
        let own = list.version.as_deref().and_then(year_in).and_then(EditionDays::fiscal);
        // Only the name tells an update of April from the list of October.
        let known = match (edition_of(&member.path), own) {
            (Some(named), Some(own)) if named.to == own.to => Some(named),
            (named, own) => own.or(named),
        };
        let edition = reading.edition(Set::Icd10CmTabular, known, SOURCE, LICENCE);
        if !reading.is_first_copy(&edition) {
            return;
        }
        let Some(days) = reading.days_of(&edition) else { return };
        if let Some(builder) = reading.builder(&edition) {
            let tabular = builder.tabular_from(&days.name, (days.from, days.to), SOURCE, LICENCE);
            list.rows.iter().for_each(|row| crate::tabular::add(tabular, &row.at, row.kind, &row.text));
        }
        reading.count(&edition, list.rows.len());
        for (code, title) in list.titles() {
            reading.title(Set::Icd10Cm, &code, &title);
        }
    }
}

const SOURCE: &str = "CDC/NCHS, ICD-10-CM tabular list of diseases and injuries";
