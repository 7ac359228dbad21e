//! Tables of records: general equivalence mappings, clinical classifications, comorbidities.

use anyhow::{Context, Result, bail};
use calamine::{Data, Reader as _, Xlsx};
use cleanclaim_codes::Set;
use cleanclaim_import::records::RECORDS;
use cleanclaim_import::tsv::Writer;
use std::collections::BTreeMap;
use std::io::Cursor;

use super::sources::{Reader, Source};

/// What the first three letters of a clinical classification stand for, in our own words.
const BODY_SYSTEMS: [(&str, &str); 22] = [
    ("BLD", "Blood and immune system"),
    ("CIR", "Circulation"),
    ("DEN", "Teeth"),
    ("DIG", "Digestion"),
    ("EAR", "Ear"),
    ("END", "Hormones, nutrition and metabolism"),
    ("EXT", "External causes"),
    ("EYE", "Eye"),
    ("FAC", "Circumstances that bear on health"),
    ("GEN", "Urinary and genital organs"),
    ("INF", "Infections"),
    ("INJ", "Injury and poisoning"),
    ("MAL", "Malformations present at birth"),
    ("MBD", "Mind and behavior"),
    ("MUS", "Muscles, bones and joints"),
    ("NEO", "Tumors"),
    ("NVS", "Nervous system"),
    ("PNL", "Newborns"),
    ("PRG", "Pregnancy and birth"),
    ("RSP", "Breathing"),
    ("SKN", "Skin"),
    ("SYM", "Symptoms and findings"),
];

/// The one source with this reader, and its file.
pub(super) fn only<'s>(sources: &'s [Source], files: &'s [Vec<u8>], reader: Reader) -> Result<(&'s Source, &'s [u8])> {
    let mut found = sources.iter().zip(files).filter(|(source, _)| source.reader == reader);
    let (source, file) = found.next().with_context(|| format!("no {reader:?} source"))?;
    if found.next().is_some() {
        bail!("more than one {reader:?} source");
    }
    Ok((source, file))
}

pub(super) fn edition_line(editions: &mut Writer, set: Set, source: &Source, name: &str) {
    let (from, to) = (source.from(), source.to());
    editions.line(&[set.name(), &source.edition, &from, &to, name, &source.licence, &source.extent]);
}

pub(super) fn add(
    sources: &[Source],
    files: &[Vec<u8>],
    outputs: &mut BTreeMap<String, Vec<u8>>,
    editions: &mut Writer,
) -> Result<()> {
    type Read = fn(&[u8]) -> Result<Vec<u8>>;
    let tables: [(Set, Reader, Read); 4] = [
        (Set::Gems9To10, Reader::Gems9To10, gems),
        (Set::Gems10To9, Reader::Gems10To9, gems),
        (Set::Ccsr, Reader::Ccsr, ccsr),
        (Set::Elixhauser, Reader::Elixhauser, elixhauser),
    ];
    for (set, reader, read) in tables {
        let (source, file) = only(sources, files, reader)?;
        let table = read(file).with_context(|| source.name())?;
        outputs.insert(format!("{}/{}.tsv.zst", set.name(), source.edition), table);
        edition_line(editions, set, source, &source.name());
    }
    Ok(())
}

pub(super) fn records(columns: &[&str]) -> Writer {
    Writer::new(&[&RECORDS, columns].concat())
}

/// Source code, target code (none where there is no map), and the five flags apart: approximate, no map and combination are set or
/// not, scenario and choice list are a digit.
fn gems(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut writer = records(&gem_columns());
    let mut csv = csv::Reader::from_reader(bytes);
    let header: Vec<String> = csv.headers()?.iter().skip(2).map(str::to_owned).collect();
    if header != ["flags", "approximate", "no_map", "combination", "scenario", "choice_list"] {
        bail!("other columns: {header:?}");
    }
    for row in csv.records() {
        let row = row?;
        let fields: Vec<&str> = row.iter().collect();
        gem_row(&mut writer, &fields, "NoDx")?;
    }
    Ok(writer.finish().into_bytes())
}

pub(super) fn gem_columns() -> [&'static str; 6] {
    ["target", "approximate", "no_map", "combination", "scenario", "choice"]
}

/// A row of source, target, flags in one and the five flags apart; `none` stands for "no target".
pub(super) fn gem_row(writer: &mut Writer, fields: &[&str], none: &str) -> Result<()> {
    let [key, target, flags, apart @ ..] = fields else { bail!("a short row") };
    let no_map = apart.get(1) == Some(&"1");
    if apart.concat() != *flags || no_map != (*target == none) {
        bail!("{key} to {target}: the flags {flags} contradict the row");
    }
    // What is not set stays empty, as everywhere in these tables.
    let apart = apart.iter().map(|flag| if *flag == "0" { "" } else { flag });
    let line: Vec<&str> = [*key, "", "", if no_map { "" } else { target }].into_iter().chain(apart).collect();
    writer.line(&line);
    Ok(())
}

fn ccsr(bytes: &[u8]) -> Result<Vec<u8>> {
    let categories: BTreeMap<String, String> = serde_json::from_slice(bytes)?;
    let mut writer = records(&["category", "body_system"]);
    for (code, category) in &categories {
        let (_, system) = BODY_SYSTEMS
            .iter()
            .find(|(letters, _)| category.starts_with(letters))
            .with_context(|| format!("{code}: the category {category:?} is of no known body system"))?;
        writer.line(&[code, "", "", category, system]);
    }
    Ok(writer.finish().into_bytes())
}

/// The measures of the workbook's second sheet, then the codes of its third, which has a column of 0 and 1 for each measure.
fn elixhauser(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes))?;
    let mut sheet = |name: &str| -> Result<Vec<Vec<String>>> {
        let range = book.worksheet_range(name).with_context(|| format!("no sheet {name}"))?;
        Ok(range.rows().map(|row| row.iter().map(text_of).collect()).collect())
    };
    let measures: BTreeMap<String, (String, bool)> = sheet("Comorbidity_Measures")?
        .into_iter()
        .filter_map(|row| {
            let name = row.first()?.strip_prefix("CMR_")?.to_owned();
            Some((name, (row.get(1)?.clone(), row.get(2)? == "Yes")))
        })
        .collect();
    let rows = sheet("DX_to_Comorb_Mapping")?;
    let header = rows.iter().position(|row| row.first().is_some_and(|cell| cell == "ICD-10-CM Diagnosis"));
    let header = header.context("no header of diagnoses")?;
    let mut writer = records(&["comorbidity", "description", "needs_poa"]);
    for row in rows.iter().skip(header + 1).filter(|row| row.first().is_some_and(|code| code != "End of Content")) {
        let code = row.first().map(String::as_str).unwrap_or_default();
        let marked = rows[header].iter().zip(row).skip(3).filter(|(_, mark)| *mark == "1");
        let mut found = 0;
        for (name, _) in marked {
            // Cerebrovascular disease has two columns, present on admission and sequelae, for its one measure.
            let whole = name.trim_end_matches("_POA").trim_end_matches("_SQLA");
            let measure = measures.get(name).or_else(|| measures.get(whole));
            let (description, needs_poa) = measure.with_context(|| format!("no measure {name}"))?;
            writer.line(&[code, "", "", name, description, if *needs_poa { "1" } else { "" }]);
            found += 1;
        }
        if row.get(2) != Some(&found.to_string()) {
            bail!("{code}: {found} measures are marked, the sheet counts {:?}", row.get(2));
        }
    }
    Ok(writer.finish().into_bytes())
}

fn text_of(cell: &Data) -> String {
    cell.to_string().trim().to_owned()
}
