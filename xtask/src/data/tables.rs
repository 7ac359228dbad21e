//! From what the packages say to the tables under `data/`.

use anyhow::{Context, Result, bail};
use cleanclaim_codes::{CodeKind, Extent, MceFlags, Row, Set};
use cleanclaim_import::tabular::{TabularList, read as read_tabular};
use cleanclaim_import::tsv::{CODES, EDITIONS, REPLACEMENTS, Writer};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

use super::lists;
use super::msdrg::{self, Replacements, Validity};
use super::sources::{Reader, Source};
use super::spans::{FOREVER, Span, cut, join, subtract};
use super::{crosswalks, icd9, procedures};

/// Before this day no list of ours answers for remark codes and places of service: HIPAA's transactions began in 2003.
const LISTS_FROM: &str = "2003-01-01";

/// The path below `data/` and the bytes of every table, in the order of their paths.
pub(super) fn build(sources: &[Source], files: &[Vec<u8>], places: &str) -> Result<Vec<(String, Vec<u8>)>> {
    let of = |reader: Reader| sources.iter().zip(files).filter(move |(source, _)| source.reader == reader);
    let (msdrg_source, msdrg_file) = of(Reader::Msdrg).next().context("no msdrg source")?;
    let tables = msdrg::read(msdrg_file).with_context(|| msdrg_source.name())?;
    let (lists_source, lists_file) = of(Reader::X12Lists).next().context("no x12-lists source")?;

    let mut outputs = BTreeMap::new();
    let mut editions = Writer::new(&EDITIONS);
    let mut named: Vec<Titles> = Vec::new();
    let mut tabular_editions = Vec::new();
    for (source, file) in of(Reader::Tabular) {
        let list = read_tabular(file).with_context(|| source.name())?;
        check_version(source, &list)?;
        outputs.insert(format!("icd10cm-tabular/{}.tsv.zst", source.edition), list.to_tsv().into_bytes());
        named.push(Titles { from: source.from().parse()?, titles: list.titles() });
        tabular_editions.push((
            source.edition.clone(),
            source.from(),
            source.to(),
            source.name(),
            source.licence.clone(),
        ));
    }
    named.sort_by_key(|titles| titles.from);
    let mut pcs_named: Vec<Titles> = Vec::new();
    for (source, file) in of(Reader::PcsTitles) {
        let titles = lists::pcs_titles(file).with_context(|| source.name())?;
        pcs_named.push(Titles { from: source.from().parse()?, titles });
    }
    pcs_named.sort_by_key(|titles| titles.from);

    let names = |readers: &[Reader]| {
        let used = sources.iter().filter(|source| readers.contains(&source.reader));
        let (mut names, mut licences) = (Vec::new(), BTreeSet::new());
        for source in used {
            names.push(source.name());
            licences.insert(source.licence.clone());
        }
        (names.join(", "), licences.into_iter().collect::<Vec<_>>().join(", "))
    };
    let (cm_source, cm_licence) = names(&[Reader::Msdrg, Reader::Tabular]);
    let (pcs_source, pcs_licence) = names(&[Reader::Msdrg, Reader::PcsTitles]);
    write_editions(&mut editions, Set::Icd10Cm, &tables.icd10cm, &msdrg_source.to(), &cm_source, &cm_licence)?;
    write_editions(&mut editions, Set::Icd10Pcs, &tables.icd10pcs, &msdrg_source.to(), &pcs_source, &pcs_licence)?;
    for (edition, from, to, source, licence) in &tabular_editions {
        editions.line(&[Set::Icd10CmTabular.name(), edition, from, to, source, licence, ""]);
    }
    for set in [Set::Rarc, Set::PlaceOfService] {
        let (edition, extent) = match set {
            Set::Rarc => (lists_source.edition.clone(), Extent::OpenEnded.name()),
            _ => (lists_source.name(), ""),
        };
        editions.line(&[set.name(), &edition, LISTS_FROM, "", &lists_source.name(), &lists_source.licence, extent]);
    }
    icd9::add(sources, files, &mut outputs, &mut editions)?;
    crosswalks::add(sources, files, &mut outputs, &mut editions)?;
    procedures::add(sources, files, &mut outputs, &mut editions)?;

    let headers = headers(&tables.icd10cm, &named);
    outputs.insert("icd10cm/all.tsv.zst".to_owned(), dated(&tables.icd10cm, &headers, &named));
    outputs.insert("icd10cm/replacements.tsv.zst".to_owned(), replaced(&tables.icd10cm_replacements));
    outputs.insert("icd10pcs/all.tsv.zst".to_owned(), dated(&tables.icd10pcs, &BTreeMap::new(), &pcs_named));
    outputs.insert("icd10pcs/replacements.tsv.zst".to_owned(), replaced(&tables.icd10pcs_replacements));
    outputs.insert("rarc/all.tsv.zst".to_owned(), remarks(lists_file)?);
    outputs.insert("pos/all.tsv.zst".to_owned(), place_rows(lists_file, places)?);
    outputs.insert("dates.tsv".to_owned(), boundaries(&tables)?);
    outputs.insert("editions.tsv".to_owned(), editions.finish().into_bytes());
    Ok(outputs.into_iter().collect())
}

/// Titles of one edition.
struct Titles {
    from: Date,
    titles: BTreeMap<String, String>,
}

/// The title on a day: of the newest edition in force that has the code, else of the oldest that has it.
fn title_on<'t>(named: &'t [Titles], code: &str, on: Date) -> Option<&'t str> {
    let mut with = named.iter().filter_map(|edition| Some((edition.from, edition.titles.get(code)?.as_str())));
    let oldest = with.next()?;
    Some(with.rev().find(|(from, _)| *from <= on).unwrap_or(oldest).1)
}

fn check_version(source: &Source, list: &TabularList) -> Result<()> {
    let year = list.version.as_deref().unwrap_or_default();
    if !source.edition.starts_with(&format!("FY{year}")) {
        bail!("{}: the file says it is of {year:?}, data/sources.toml says {}", source.name(), source.edition);
    }
    Ok(())
}

/// One edition for every day on which a row begins.
fn write_editions(
    editions: &mut Writer,
    set: Set,
    validity: &Validity,
    last: &str,
    source: &str,
    licence: &str,
) -> Result<()> {
    let days: BTreeSet<Date> = validity.values().flatten().map(|span| span.from).collect();
    let days: Vec<Date> = days.into_iter().collect();
    for (index, from) in days.iter().enumerate() {
        let to = match days.get(index + 1) {
            Some(next) => next.yesterday()?.to_string(),
            None => last.to_owned(),
        };
        let year = from.year() + i16::from(10 <= from.month());
        let name = if (from.month(), from.day()) == (10, 1) {
            format!("FY{year}")
        } else {
            format!("FY{year}-{:02}", from.month())
        };
        editions.line(&[set.name(), &name, &from.to_string(), &to, source, licence, ""]);
    }
    Ok(())
}

/// On which days how many codes begin and have their last day, straight from the validity tables: what the tests of the tables
/// count again.
fn boundaries(tables: &msdrg::Tables) -> Result<Vec<u8>> {
    let mut writer = Writer::new(&["set", "day", "begin", "end"]);
    for (set, validity) in [(Set::Icd10Cm, &tables.icd10cm), (Set::Icd10Pcs, &tables.icd10pcs)] {
        let mut days: BTreeMap<Date, (usize, usize)> = BTreeMap::new();
        for spans in validity.values() {
            let follows = |day: Date| spans.iter().any(|span| span.to.tomorrow().is_ok_and(|next| next == day));
            for span in spans {
                if !follows(span.from) {
                    days.entry(span.from).or_default().0 += 1;
                }
                if span.to != FOREVER && !spans.iter().any(|next| span.to.tomorrow().is_ok_and(|day| day == next.from))
                {
                    days.entry(span.to).or_default().1 += 1;
                }
            }
        }
        for (day, (begin, end)) in days {
            writer.line(&[set.name(), &day.to_string(), &begin.to_string(), &end.to_string()]);
        }
    }
    Ok(writer.finish().into_bytes())
}

/// The days on which a code of the tabular lists heads valid codes and is not valid itself.
fn headers(validity: &Validity, named: &[Titles]) -> BTreeMap<String, Vec<Span<()>>> {
    let days = |spans: &[Span<MceFlags>]| -> Vec<Span<()>> {
        spans.iter().map(|span| Span { from: span.from, to: span.to, value: () }).collect()
    };
    let codes: BTreeSet<&String> = named.iter().flat_map(|edition| edition.titles.keys()).collect();
    let mut headers = BTreeMap::new();
    for code in codes {
        let below = validity.range(code.clone()..).skip_while(|(other, _)| *other == code);
        let below = below.take_while(|(other, _)| other.starts_with(code.as_str()));
        let below: Vec<Span<()>> = below.flat_map(|(_, spans)| days(spans)).collect();
        let own = validity.get(code).map(|spans| days(spans)).unwrap_or_default();
        let spans = subtract(join(below), &own);
        if !spans.is_empty() {
            headers.insert(code.clone(), spans);
        }
    }
    headers
}

fn dated(validity: &Validity, headers: &BTreeMap<String, Vec<Span<()>>>, named: &[Titles]) -> Vec<u8> {
    let first_days: Vec<Date> = named.iter().skip(1).map(|edition| edition.from).collect();
    let mut writer = Writer::new(&CODES);
    let codes: BTreeSet<&String> = validity.keys().chain(headers.keys()).collect();
    for code in codes {
        let billable = validity.get(code).map(Vec::as_slice).unwrap_or_default();
        let mut rows =
            cut(billable, &first_days, |flags, from| (CodeKind::Billable, *flags, title_on(named, code, from)));
        let above = headers.get(code).map(Vec::as_slice).unwrap_or_default();
        let header =
            cut(above, &first_days, |(), from| (CodeKind::Header, MceFlags::NONE, title_on(named, code, from)));
        rows.extend(header);
        for row in join(rows) {
            let (kind, flags, title) = row.value;
            let to = Some(row.to).filter(|to| *to != FOREVER);
            writer.code(&Row { code, from: row.from, to, kind, flags, title });
        }
    }
    writer.finish().into_bytes()
}

fn replaced(replacements: &Replacements) -> Vec<u8> {
    let mut writer = Writer::new(&REPLACEMENTS);
    for (old, on, new) in replacements {
        writer.line(&[old, new, &on.to_string()]);
    }
    writer.finish().into_bytes()
}

fn remarks(file: &[u8]) -> Result<Vec<u8>> {
    let mut codes = lists::x12_codes(file, "remark_code")?;
    codes.sort();
    codes.dedup();
    let mut writer = Writer::new(&CODES);
    for code in codes {
        writer.line(&[&code, LISTS_FROM, "", "billable", "", ""]);
    }
    Ok(writer.finish().into_bytes())
}

fn place_rows(file: &[u8], places: &str) -> Result<Vec<u8>> {
    let codes: BTreeSet<String> = lists::x12_codes(file, "pos")?.into_iter().collect();
    let places = lists::places(places)?;
    if !places.keys().eq(&codes) {
        bail!("data/pos/titles.tsv and the package list different places of service");
    }
    let mut writer = Writer::new(&CODES);
    for (code, (from, title)) in &places {
        let from = if from.is_empty() { LISTS_FROM } else { from };
        writer.line(&[code, from, "", "billable", "", title]);
    }
    Ok(writer.finish().into_bytes())
}
