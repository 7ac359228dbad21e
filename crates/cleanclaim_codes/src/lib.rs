//! Dated code sets and edit tables as memory images: look-up, hierarchy, notes, exclusion and sequencing queries.
//!
//! Besides codes with their notes there are the alphabetic indexes and the tables of neoplasms and drugs, to walk through from a word
//! to a code ([`TermIndex`], [`Indexes`], [`WrittenCode`]), and the tables that make ICD-10-PCS codes axis by axis ([`AxisTable`]).
//!
//! An [`Image`] is a run of bytes, embedded in the program or mapped from a file, whose tables are read in place: opening one
//! checks its header and its directory and parses nothing. [`CodeSets`] puts one or more images together and answers questions,
//! always for a date. A date that no loaded edition covers answers [`Lookup::NoEdition`]: "not checked", never "clean".
//!
//! ```
//! use cleanclaim_codes::{Builder, CodeSets, Image, Lookup, NoteKind, Set};
//! use cleanclaim_model::Icd10;
//! use jiff::civil::date;
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! // Programs read the image that ships (`cleanclaim_data`); tests make a small one.
//! let mut builder = Builder::new();
//! builder.edition(Set::Icd10Cm, "FY2026", date(2025, 10, 1), Some(date(2026, 9, 30)));
//! builder.header(Set::Icd10Cm, "E11", "Type 2 diabetes mellitus");
//! builder.billable(Set::Icd10Cm, "E119", "Type 2 diabetes mellitus without complications");
//! builder.billable(Set::Icd10Cm, "E109", "Type 1 diabetes mellitus without complications");
//! let tabular = builder.tabular("FY2026", date(2025, 10, 1));
//! tabular.code("E10", "Type 1 diabetes mellitus");
//! tabular.code("E11", "Type 2 diabetes mellitus");
//! tabular.note("E11", NoteKind::Excludes1, "type 1 diabetes mellitus (E10.-)");
//! let bytes = builder.finish()?;
//!
//! let sets = CodeSets::new(&[Image::from_bytes(&bytes)?]);
//! let on = date(2026, 1, 15);
//! let type2 = Icd10::parse("E11.9")?;
//! assert!(matches!(sets.icd10cm().lookup(type2, on), Lookup::Billable(_)));
//! assert!(matches!(sets.icd10cm().lookup(Icd10::parse("E11")?, on), Lookup::Header(_)));
//! assert!(matches!(sets.icd10cm().lookup(type2, date(2014, 1, 1)), Lookup::NoEdition));
//!
//! let tabular = sets.icd10cm().tabular(on).ok_or("no tabular list for that date")?;
//! let hit = tabular.excludes1(type2, Icd10::parse("E10.9")?).ok_or("not excluded")?;
//! assert_eq!(hit.text, "type 1 diabetes mellitus (E10.-)");
//! # Ok(())
//! # }
//! ```

mod axes;
mod builder;
mod changes;
mod code_sets;
mod companions;
mod complete;
mod flags;
mod folding;
mod image;
mod key;
mod pairs;
mod records;
mod reference;
mod search;
mod set;
mod table;
mod tabular;
mod terms;
mod validate;
mod written;

pub mod fuzzing;

pub use axes::{Axis, AxisTable, AxisValue};
pub use builder::{
    AxesBuilder, BuildError, Builder, Cell, NewAxis, NewAxisValue, PairRow, PairsBuilder, RECORD_KEY_BYTES_MAX,
    RecordsBuilder, Row, TabularBuilder, TermHandle, TermsBuilder,
};
pub use changes::{Change, ChangeKind, ChangedAt, Event};
pub use code_sets::{CodeSets, Edition, Extent, Icd10Cm, Icd10PcsTable, PlaceOfServiceTable, RarcTable, TermKind};
pub use companions::Companions;
pub use complete::{Choice, CompleteError, Laterality, Meaning, Step};
pub use flags::{AgeGroup, MceFlags, SexOnly};
pub use image::{FORMAT_VERSION, Image, ImageError};
pub use key::{AnyCode, Code};
pub use pairs::{EitherAnswer, ModifierIndicator, Pair, PairAnswer, PairEdit, PairTable};
pub use records::{Column, ColumnKind, Decimal, Record, RecordTable, Value};
pub use reference::{Characters, Constraint, Target, targets_in};
pub use search::{Completion, HITS_MAX, Hit, QUERY_CHARS_MAX, Query, Search};
pub use set::{Holds, Set};
pub use table::{CodeIndex, CodeKind, CodeTable, Entry, Lookup, OtherDates};
pub use tabular::{ExclusionHit, Note, NoteKind, Place, Tabular};
pub use terms::{
    Behavior, Destination, Found, IndexCode, Indexes, Intent, Phrase, Reference, ReferenceKind, Term, TermColumn,
    TermIndex,
};
pub use validate::{Validated, Verdict};
pub use written::{Needed, WrittenCode};
