//! Finds the layout that a table has, by its header row.

use super::layout::{HeaderRows, Layout};
use crate::official::edition::month;
use crate::official::sheet::{Grid, GridRow, header_name};

/// A layout found, and where.
pub(super) struct Match {
    pub(super) layout: &'static Layout,
    /// The header row, as rows are counted in the file.
    pub(super) row: usize,
    /// The columns' names, as [`plain_name`] gives them.
    pub(super) names: Vec<String>,
    /// The header's cells as they stand there.
    pub(super) header: Vec<String>,
    /// The rows above, each as one line.
    pub(super) above: Vec<String>,
}

impl Match {
    /// The first column with one of these names.
    pub(super) fn column(&self, wanted: &[&str]) -> Option<usize> {
        column_of(&self.names, wanted)
    }
}

fn column_of(names: &[String], wanted: &[&str]) -> Option<usize> {
    let is = |name: &str, wanted: &str| match wanted.strip_suffix('*') {
        Some(start) => name.starts_with(start),
        None => name == wanted,
    };
    wanted.iter().find_map(|wanted| names.iter().position(|name| is(name, wanted)))
}

/// A header's name without the words that change from edition to edition: years, months, `CY`, `FY`, `final`,
/// `proposed`, `rule`.
pub(super) fn plain_name(text: &str) -> String {
    let name = header_name(text);
    let varies = |word: &str| {
        matches!(word, "cy" | "fy" | "final" | "proposed" | "rule")
            || (word.len() == 4 && word.parse::<u16>().is_ok_and(|year| (1990..2100).contains(&year)))
            || (3 <= word.len() && word.bytes().all(|byte| byte.is_ascii_alphabetic()) && is_month(word))
    };
    let kept: Vec<&str> = name.split('_').filter(|word| !word.is_empty() && !varies(word)).collect();
    if kept.is_empty() { name } else { kept.join("_") }
}

/// Whether a word is the name of a month or its three first letters; not `may`, which is a word of many sentences.
pub(super) fn is_month(word: &str) -> bool {
    const MONTHS: [&str; 11] = [
        "january",
        "february",
        "march",
        "april",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    month(word).is_some() && MONTHS.iter().any(|name| *name == word || name.get(..3) == Some(word))
}

/// The first layout that the first rows of a table have.
pub(super) fn layout_of(grid: &Grid<'_>, file_name: &str, layouts: &[&'static Layout]) -> Option<Match> {
    let head = grid.head();
    let single: Vec<Vec<String>> = head.iter().map(|row| names_of(row)).collect();
    layouts.iter().find_map(|layout| {
        (0..head.len()).find_map(|at| {
            let names = match layout.header {
                HeaderRows::One => single.get(at)?.clone(),
                HeaderRows::Stacked => stacked(&head, at),
            };
            if !layout.signature.iter().all(|wanted| column_of(&names, wanted).is_some()) {
                return None;
            }
            let found = found(layout, &head, at, names)?;
            is_titled(&found, grid.name, file_name).then_some(found)
        })
    })
}

fn names_of(row: &GridRow<'_>) -> Vec<String> {
    row.cells.iter().map(|cell| plain_name(cell)).collect()
}

fn found(layout: &'static Layout, head: &[GridRow<'_>], at: usize, names: Vec<String>) -> Option<Match> {
    let line = |row: &GridRow<'_>| {
        row.cells.iter().map(|cell| cell.trim()).filter(|cell| !cell.is_empty()).collect::<Vec<_>>().join(" ")
    };
    let row = head.get(at)?;
    Some(Match {
        layout,
        row: row.number,
        names,
        header: row.cells.iter().map(|cell| cell.trim().to_owned()).collect(),
        above: head.get(..at)?.iter().map(line).filter(|line| !line.is_empty()).collect(),
    })
}

fn is_titled(found: &Match, sheet: &str, file_name: &str) -> bool {
    let texts = found.above.iter().chain(&found.header).map(String::as_str).chain([sheet, file_name]);
    found.layout.titled.is_empty() || names_one_of(texts, found.layout.titled)
}

/// Whether one of these texts has one of these words (lower case, with single spaces between them) as whole words.
pub(super) fn names_one_of<'t>(texts: impl Iterator<Item = &'t str>, words: &[&str]) -> bool {
    let mut texts = texts.map(|text| format!(" {} ", header_name(text).replace('_', " ")));
    texts.any(|text| words.iter().any(|word| text.contains(&format!(" {word} "))))
}

/// The names of columns whose words stand under each other, down to this row. Titles stand alone in their rows; rows of
/// a header have two or more cells.
fn stacked(head: &[GridRow<'_>], at: usize) -> Vec<String> {
    let filled = |row: &GridRow<'_>| row.cells.iter().filter(|cell| !cell.trim().is_empty()).count();
    let first = head.iter().take(at).rposition(|row| filled(row) < 2).map_or(0, |above| above + 1);
    let rows = head.get(first..=at).unwrap_or_default();
    let columns = rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
    (0..columns)
        .map(|column| plain_name(&rows.iter().map(|row| row.cell(column)).collect::<Vec<_>>().join(" ")))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_lose_what_changes_every_year() {
        assert_eq!(plain_name(" July CY 2020 Payment Indicator"), "payment_indicator");
        assert_eq!(plain_name("_2025_CODE"), "code");
        assert_eq!(plain_name("FY 2025 FINAL Post-Acute DRG"), "post_acute_drg");
        assert_eq!(plain_name("CPT/ HCPCS Code"), "cpt_hcpcs_code");
        assert_eq!(plain_name("CY 2025"), "cy_2025", "a header of nothing else keeps its words");
        assert!(
            is_month("oct") && is_month("october") && !is_month("may") && !is_month("market") && !is_month("octet")
        );
    }
}
