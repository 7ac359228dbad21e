//! The code-set image that ships inside the binary: ICD-10-CM and ICD-10-PCS by date from FY2016 on, the notes of the ICD-10-CM
//! tabular list, remark codes and places of service. `data/sources.toml` says where each table comes from.
//!
//! The image is compiled from `data/` when this crate is built and read in place: opening it costs microseconds.
//!
//! ```
//! use cleanclaim_codes::Lookup;
//! use cleanclaim_model::Icd10;
//! use jiff::civil::date;
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let sets = cleanclaim_data::code_sets()?;
//! let covid = Icd10::parse("U07.1")?;
//! assert!(sets.icd10cm().lookup(covid, date(2020, 4, 1)).is_billable());
//! assert!(matches!(sets.icd10cm().lookup(covid, date(2020, 3, 31)), Lookup::OtherDates(_)));
//! # Ok(())
//! # }
//! ```

use cleanclaim_codes::{CodeSets, Image, ImageError};

/// The image's bytes.
#[must_use]
pub fn image_bytes() -> &'static [u8] {
    include_bytes!(concat!(env!("OUT_DIR"), "/codes.image"))
}

/// The code sets that ship. Put further images beside them with [`CodeSets::new`].
///
/// # Errors
/// When the embedded bytes are not an image that this program reads, which a test rules out.
pub fn code_sets() -> Result<CodeSets<'static>, ImageError> {
    Ok(CodeSets::new(&[Image::from_bytes(image_bytes())?]))
}
