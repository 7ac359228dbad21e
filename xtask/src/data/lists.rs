//! Short lists: PCS titles, remark codes, places of service.

use anyhow::{Context, Result, bail};
use std::collections::BTreeMap;

/// PCS codes with titles, in CMS's layout (`0016070 Bypass ...`) or as CSV with a header or without.
pub(super) fn pcs_titles(bytes: &[u8]) -> Result<BTreeMap<String, String>> {
    let text = core::str::from_utf8(bytes).context("PCS titles are not UTF-8")?;
    let mut titles = BTreeMap::new();
    if text.starts_with('"') {
        let mut csv = csv::ReaderBuilder::new().has_headers(false).from_reader(bytes);
        for record in csv.records() {
            let record = record?;
            let (code, title) = (record.get(0).unwrap_or_default(), record.get(1).unwrap_or_default());
            titles.insert(code.to_owned(), title.trim().to_owned());
        }
    } else {
        for line in text.lines() {
            let (code, title) = line.split_once(' ').context("a line without a title")?;
            titles.insert(code.to_owned(), title.trim().to_owned());
        }
    }
    titles.retain(|_, title| !title.is_empty());
    if let Some(code) = titles.keys().find(|code| code.len() != 7) {
        bail!("{code:?} is no PCS code");
    }
    Ok(titles)
}

/// The codes of one `codeset` of pyx12's `codes.xml`, which has an element a line.
pub(super) fn x12_codes(bytes: &[u8], id: &str) -> Result<Vec<String>> {
    let text = core::str::from_utf8(bytes).context("codes.xml is not UTF-8")?;
    let marker = format!("<id>{id}</id>");
    let set = text.split("<codeset>").find(|set| set.contains(&marker)).with_context(|| format!("no codeset {id}"))?;
    let set = set.split("</codeset>").next().unwrap_or(set);
    let codes: Vec<String> =
        set.split("<code>").skip(1).filter_map(|rest| rest.split("</code>").next()).map(str::to_owned).collect();
    if codes.is_empty() {
        bail!("codeset {id} has no codes");
    }
    Ok(codes)
}

/// Code, first day (may be empty) and title of the places of service, from `data/pos/titles.tsv`.
pub(super) fn places(text: &str) -> Result<BTreeMap<String, (String, String)>> {
    let mut places = BTreeMap::new();
    for line in text.lines().skip(1) {
        let mut fields = line.split('\t');
        let (Some(code), Some(from), Some(title), None) = (fields.next(), fields.next(), fields.next(), fields.next())
        else {
            bail!("data/pos/titles.tsv: expected three fields in {line:?}");
        };
        places.insert(code.to_owned(), (from.to_owned(), title.to_owned()));
    }
    Ok(places)
}
