//! Publishers' files, recognised by their content.
//!
//! [`import`] opens what it is given ([`container`]), asks every reader whether a member is its own, and lets that reader write
//! rows into the edition that the member belongs to. Every edition becomes an image of its own. A member with an error makes
//! its edition fail as a whole: the edition that is in force stays in force.

pub mod container;
mod delimited;
mod drg;
mod edition;
mod fixed;
mod hcpcs;
mod icd10;
mod index;
mod international;
mod lists;
mod ncci;
mod numbers;
mod reading;
mod sheet;

use std::collections::BTreeMap;

use cleanclaim_codes::Set;
use jiff::civil::Date;

pub use container::{ContainerError, Content, Member, Sheet};
pub use edition::EditionDays;
pub(crate) use reading::Fullness;
pub use reading::{Flaw, FlawKind, Options, Reading};

/// Reads one kind of publisher's file.
pub(crate) trait Reader: Sync {
    /// What the file is, for a person: `NCCI PTP edits`.
    fn kind(&self) -> &'static str;

    /// Whether the member is such a file. Looks at content first, at the name only where content cannot tell.
    fn recognises(&self, member: &Member) -> bool;

    /// Reads the member. Flaws go to `reading`; what is readable is still read, so that a person sees all flaws at once.
    fn read(&self, member: &Member, reading: &mut Reading<'_>);
}

/// Every reader; the first that recognises a member reads it.
const READERS: [&[&dyn Reader]; 8] = [
    icd10::READERS,
    index::READERS,
    ncci::READERS,
    hcpcs::READERS,
    drg::READERS,
    international::READERS,
    lists::READERS,
    delimited::READERS,
];

fn reader_of(member: &Member) -> Option<&'static dyn Reader> {
    READERS.iter().flat_map(|readers| readers.iter()).copied().find(|reader| reader.recognises(member))
}

/// What became of one member of the files given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemberReport {
    /// Its path: see [`Member::path`].
    pub path: String,
    /// What it was read as; `None` when nobody reads such a file.
    pub kind: Option<&'static str>,
    /// Why it was not read, or what a person should know; empty most of the time.
    pub note: Option<String>,
    /// Rows taken from it.
    pub rows: usize,
}

/// One edition of one set, ready to be put into the data folder.
#[derive(Debug, Clone)]
pub struct NewEdition {
    /// The set.
    pub set: Set,
    /// Its name and days.
    pub edition: EditionDays,
    /// The image's bytes.
    pub image: Vec<u8>,
    /// How many rows it has.
    pub rows: usize,
}

/// What came of an import.
#[derive(Debug, Clone, Default)]
pub struct Imported {
    /// Editions without an error, by set and name.
    pub editions: Vec<NewEdition>,
    /// Editions that were refused: an error names the place.
    pub refused: Vec<(Set, String)>,
    /// Every member, in the order given.
    pub members: Vec<MemberReport>,
    /// Errors and warnings, in the order met.
    pub flaws: Vec<Flaw>,
}

/// Imports files: `files` gives names and bytes. Same files, same options, same images.
#[must_use]
pub fn import<'f>(files: impl IntoIterator<Item = (&'f str, &'f [u8])>, options: &Options<'_>) -> Imported {
    let mut imported = Imported::default();
    let mut builders = reading::Editions::default();
    for (path, bytes) in files {
        let opened = container::open(path, bytes, &mut |member| {
            read_member(&member, options, &mut builders, &mut imported);
        });
        if let Err(error) = opened {
            imported.flaws.push(Flaw::file(path, error.to_string()));
            imported.members.push(MemberReport {
                path: path.to_owned(),
                kind: None,
                note: Some(error.to_string()),
                rows: 0,
            });
        }
    }
    builders.finish(&mut imported);
    imported
}

fn read_member(member: &Member, options: &Options<'_>, builders: &mut reading::Editions, imported: &mut Imported) {
    let Some(reader) = reader_of(member) else {
        let note = match member.content {
            Content::Other => "not a table: not read",
            _ => "no publisher's file that is known here: not read",
        };
        let report = MemberReport { path: member.path.clone(), kind: None, note: Some(note.to_owned()), rows: 0 };
        imported.members.push(report);
        return;
    };
    let mut reading = Reading::new(member, options, builders);
    reader.read(member, &mut reading);
    let (rows, note, flaws) = reading.end();
    imported.flaws.extend(flaws);
    imported.members.push(MemberReport { path: member.path.clone(), kind: Some(reader.kind()), note, rows });
}

/// Days by which images are asked; used by readers that know them.
pub(crate) type Days = (Option<Date>, Option<Date>);

type EditionKey = (Set, String);
type ByEdition<T> = BTreeMap<EditionKey, T>;
