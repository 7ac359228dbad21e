//! Official files and shipped tables to code-set images.
//!
//! Two kinds of input: publishers' own files ([`official`], and [`tabular`] for the ICD-10-CM tabular list), recognised by their
//! content, and the reviewable tables under `data/` ([`tsv`]: tab-separated, compressed with zstd), which [`image_of`] turns into
//! one image. Nothing here opens a file: bytes come in, bytes go out.
//!
//! ```
//! use cleanclaim_codes::{CodeSets, Image};
//! use cleanclaim_model::Icd10;
//! use jiff::civil::date;
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let editions = "set\tedition\tfrom\tto\tsource\tlicence\n\
//!                 icd10cm\tFY2026\t2025-10-01\t2026-09-30\tmy file\tpublic domain\n";
//! let codes = "code\tfrom\tto\tkind\tflags\ttitle\n\
//!              E11\t2015-10-01\t\theader\t\tType 2 diabetes mellitus\n\
//!              E119\t2015-10-01\t\tbillable\t\tType 2 diabetes mellitus without complications\n";
//! let files = [("editions.tsv", editions.as_bytes()), ("icd10cm/all.tsv", codes.as_bytes())];
//! let bytes = cleanclaim_import::image_of(files)?;
//! let sets = CodeSets::new(&[Image::from_bytes(&bytes)?]);
//! assert!(sets.icd10cm().lookup(Icd10::parse("E11.9")?, date(2026, 1, 1)).is_billable());
//! # Ok(())
//! # }
//! ```

mod image;
mod position;

pub mod fuzzing;
#[cfg(feature = "official")]
pub mod official;
pub mod records;
pub mod tabular;
pub mod tsv;

pub use image::{ImportError, UNPACKED_BYTES_MAX, UnpackError, image_of, unpack};
pub use position::Position;
