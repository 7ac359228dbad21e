//! ICD-9-CM: the last edition's codes with titles, and the categories above them.

use anyhow::{Context, Result, bail};
use cleanclaim_codes::{CodeKind, MceFlags, Row, Set};
use cleanclaim_import::tsv::{CODES, Writer};
use serde_json::Value;
use std::collections::BTreeMap;

use super::crosswalks::{edition_line, only};
use super::sources::{Reader, Source};

/// Titles by code, in order.
type Titles = BTreeMap<String, String>;

pub(super) fn add(
    sources: &[Source],
    files: &[Vec<u8>],
    outputs: &mut BTreeMap<String, Vec<u8>>,
    editions: &mut Writer,
) -> Result<()> {
    let (categories_source, categories) = only(sources, files, Reader::Icd9Categories)?;
    let categories = category_titles(categories).with_context(|| categories_source.name())?;
    for (set, reader) in [(Set::Icd9Cm, Reader::Icd9Diagnoses), (Set::Icd9Procedures, Reader::Icd9Procedures)] {
        let (source, file) = only(sources, files, reader)?;
        let codes = titles(file).with_context(|| source.name())?;
        let named = (set == Set::Icd9Cm).then_some(&categories);
        let headers = headers(&codes, named, if set == Set::Icd9Cm { 3 } else { 2 });
        let (from, to) = (source.from().parse()?, source.to().parse()?);
        let mut writer = Writer::new(&CODES);
        let billable = codes.iter().map(|(code, title)| (code, (CodeKind::Billable, Some(title.as_str()))));
        let rows = billable.chain(headers.iter().map(|(code, title)| (code, (CodeKind::Header, *title))));
        for (code, (kind, title)) in rows.collect::<BTreeMap<_, _>>() {
            writer.code(&Row { code, from, to: Some(to), kind, flags: MceFlags::NONE, title });
        }
        outputs.insert(format!("{}/all.tsv.zst", set.name()), writer.finish().into_bytes());
        let mut name = source.name();
        if named.is_some() {
            name = format!("{name}, {}", categories_source.name());
        }
        edition_line(editions, set, source, &name);
    }
    Ok(())
}

/// Lines of a code, spaces and a title. CMS wrote them in Latin-1, whose bytes are the first characters of Unicode.
fn titles(bytes: &[u8]) -> Result<Titles> {
    let text: String = bytes.iter().map(|byte| char::from(*byte)).collect();
    let mut titles = Titles::new();
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        let (code, title) = line.split_once(' ').context("a line without a title")?;
        if !(3..=5).contains(&code.len()) || titles.insert(code.to_owned(), title.trim().to_owned()).is_some() {
            bail!("{code:?} is no code, or stands twice");
        }
    }
    Ok(titles)
}

fn category_of(code: &str, length: usize) -> Option<&str> {
    // External causes have a letter and three digits before the point.
    code.get(..length + usize::from(length == 3 && code.starts_with('E')))
}

/// What stands above the codes: every beginning from the category on that is no code itself.
fn headers<'t>(codes: &Titles, named: Option<&'t Titles>, length: usize) -> BTreeMap<String, Option<&'t str>> {
    let mut headers = BTreeMap::new();
    for code in codes.keys() {
        let first = category_of(code, length).map_or(code.len(), str::len);
        for end in first..code.len() {
            if !codes.contains_key(&code[..end]) {
                let title = named.and_then(|named| named.get(&code[..end])).map(String::as_str);
                headers.insert(code[..end].to_owned(), title);
            }
        }
    }
    headers
}

/// The deepest inner node whose codes are all of one category has the category's title.
fn category_titles(bytes: &[u8]) -> Result<Titles> {
    let json: Value = serde_json::from_slice(bytes)?;
    let mut titles = Titles::new();
    categories_below(json.get("tree").context("no tree")?, &mut titles)?;
    if titles.is_empty() {
        bail!("the tree has no categories");
    }
    Ok(titles)
}

/// The category of all codes below a node, if they have only one. Children come first, so that the deepest node names it.
fn categories_below(node: &Value, titles: &mut Titles) -> Result<Option<String>> {
    let id = node.get("id").and_then(Value::as_str).context("a node without id")?;
    let Some(children) = node.get("children").and_then(Value::as_array) else {
        return Ok(category_of(id, 3).map(str::to_owned));
    };
    let mut categories = Vec::new();
    for child in children {
        categories.push(categories_below(child, titles)?);
    }
    categories.dedup();
    match categories.as_slice() {
        [Some(category)] => {
            titles.entry(category.clone()).or_insert_with(|| id.to_owned());
            Ok(Some(category.clone()))
        }
        _ => Ok(None),
    }
}
