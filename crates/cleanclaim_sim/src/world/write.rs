//! The world as files: what the practice exports, and what only tests may look at.

use cleanclaim_interop::csv::{ENCOUNTERS_FILE, EncounterWriter, NOTES_FOLDER, SERVICES_FILE};
use cleanclaim_model::{Cents, Encounter, Npi};

use super::{Mistake, World};
use crate::error::SimError;
use crate::files::FileSink;

/// What every planted mistake is, one a line: encounter, mistake.
pub const MISTAKES_FILE: &str = "truth/mistakes.csv";
/// What a perfect coder finds in the notes: document, code.
pub const GOLD_FILE: &str = "truth/gold.tsv";
/// Where: document, code, byte ranges.
pub const SPANS_FILE: &str = "truth/spans.tsv";
/// The practice's charge master: code, dollars a unit.
pub const CHARGES_FILE: &str = "charges.csv";

impl World {
    /// Writes `encounters.csv`, `services.csv`, `charges.csv`, `notes/*.txt`, `payers/*.toml` and the three files of `truth/`.
    ///
    /// # Errors
    /// When the sink does not take a file.
    pub fn write(&self, files: &mut dyn FileSink) -> Result<(), SimError> {
        let (encounters, services) = self.csv()?;
        put(files, ENCOUNTERS_FILE, &encounters)?;
        put(files, SERVICES_FILE, &services)?;
        put(files, CHARGES_FILE, self.charges_csv().as_bytes())?;
        for one in &self.encounters {
            let name = format!("{NOTES_FOLDER}/{}.txt", one.note.encounter);
            put(files, &name, one.note.text.expose().as_bytes())?;
        }
        for desk in &self.desks {
            put(files, &format!("payers/{}.toml", desk.key), desk.toml.as_bytes())?;
        }
        put(files, MISTAKES_FILE, self.mistakes_csv().as_bytes())?;
        put(files, GOLD_FILE, self.gold_tsv().as_bytes())?;
        put(files, SPANS_FILE, self.spans_tsv().as_bytes())
    }

    /// Both CSV files. A mistyped NPI stands only here: the type of an NPI cannot hold it.
    fn csv(&self) -> Result<(Vec<u8>, Vec<u8>), SimError> {
        let mut writer = EncounterWriter::new(Vec::new(), Vec::new())?;
        for one in &self.encounters {
            writer.write(&one.encounter)?;
        }
        let (encounters, services) = writer.finish()?;
        let mistyped: Vec<&Encounter> = self
            .encounters
            .iter()
            .map(|one| &one.encounter)
            .filter(|encounter| self.mistake_of(&encounter.number) == Some(Mistake::MistypedNpi))
            .collect();
        if mistyped.is_empty() {
            return Ok((encounters, services));
        }
        // The writer gives out UTF-8.
        let text = String::from_utf8_lossy(&encounters);
        let mut changed = String::with_capacity(text.len());
        for row in text.split_inclusive('\n') {
            let number = row.split(',').next().unwrap_or_default();
            let npi = mistyped.iter().find(|one| one.number == number).and_then(|one| one.rendering_npi);
            match npi {
                Some(npi) => changed.push_str(&row.replacen(npi.as_str(), &mistype(npi), 1)),
                None => changed.push_str(row),
            }
        }
        Ok((changed.into_bytes(), services))
    }

    fn charges_csv(&self) -> String {
        let mut text = String::from("code,charge\n");
        for (code, cents) in self.charges.iter() {
            text.push_str(&format!("{code},{}\n", decimal(cents)));
        }
        text
    }

    fn mistakes_csv(&self) -> String {
        let mut text = String::from("encounter,mistake\n");
        for planted in &self.mistakes {
            text.push_str(&format!("{},{}\n", planted.encounter, planted.mistake.as_str()));
        }
        text
    }

    fn gold_tsv(&self) -> String {
        let mut text = String::new();
        for one in &self.encounters {
            let mut codes: Vec<&str> = Vec::new();
            for evidence in &one.evidence {
                if !codes.contains(&evidence.code.as_str()) {
                    codes.push(&evidence.code);
                }
            }
            for code in codes {
                text.push_str(&format!("{}\t{code}\n", one.note.encounter));
            }
        }
        text
    }

    fn spans_tsv(&self) -> String {
        let mut text = String::new();
        for one in &self.encounters {
            let mut spans: Vec<(&str, String)> = Vec::new();
            for evidence in &one.evidence {
                let span = format!("{}-{}", evidence.start, evidence.end);
                match spans.iter_mut().find(|(code, _)| *code == evidence.code) {
                    Some((_, list)) => *list = format!("{list};{span}"),
                    None => spans.push((&evidence.code, span)),
                }
            }
            for (code, list) in spans {
                text.push_str(&format!("{}\t{code}\t{list}\n", one.note.encounter));
            }
        }
        text
    }
}

fn put(files: &mut dyn FileSink, name: &str, bytes: &[u8]) -> Result<(), SimError> {
    files.write(name, bytes).map_err(|source| SimError::Write { name: name.to_owned(), source })
}

/// The number with its ninth digit one higher: the check digit fits no more.
fn mistype(npi: Npi) -> String {
    let mut digits: Vec<u8> = npi.as_str().bytes().collect();
    if let Some(digit) = digits.get_mut(8) {
        *digit = if *digit == b'9' { b'0' } else { *digit + 1 };
    }
    String::from_utf8_lossy(&digits).into_owned()
}

fn decimal(cents: Cents) -> String {
    format!("{}.{:02}", cents.get() / 100, cents.get() % 100)
}
