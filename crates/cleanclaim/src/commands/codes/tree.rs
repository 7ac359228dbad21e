//! `codes tree`: what stands above and below a code.

use std::io::Write;

use anyhow::{Result, bail};
use cleanclaim_codes::{AnyCode, CodeIndex, CodeSets, CodeTable, Entry, Holds, Set};
use cleanclaim_model::Date;
use serde_json::json;

use super::set_named;
use crate::output::{Format, Outcome, stdout, write_json_line};

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The code
    code: String,
    /// The day on which the codes must be valid
    #[arg(long, value_name = "YYYY-MM-DD")]
    on: Date,
    /// The set
    #[arg(long, value_name = "SET", default_value = "icd10cm")]
    set: String,
    #[arg(long, value_enum, default_value = "text")]
    pub(super) format: Format,
}

/// Prints codes of one set, deeper ones further in.
struct Printer<'p, W> {
    out: &'p mut W,
    set: Set,
    format: Format,
}

impl<W: Write> Printer<'_, W> {
    fn entry(&mut self, entry: &Entry<'_, AnyCode>, relation: &str, depth: usize) -> Result<()> {
        if self.format == Format::Jsonl {
            let row = json!({
                "set": self.set.name(), "code": entry.code.as_str(), "relation": relation, "title": entry.title(),
                "billable": entry.is_billable(),
            });
            return write_json_line(self.out, &row);
        }
        let code = self.set.written(entry.code.as_str());
        let mark = if entry.is_billable() { "" } else { " -" };
        let title = entry.title().unwrap_or("(title not loaded)");
        writeln!(self.out, "{:indent$}{code}{mark}  {title}", "", indent = 2 * depth)?;
        Ok(())
    }
}

pub(super) fn run(sets: &CodeSets<'static>, args: &Args) -> Result<Outcome> {
    let set = set_named(&args.set, |set| set.holds() == Holds::Codes)?;
    let Some(code) = AnyCode::parse(&args.code) else { bail!("{:?} is no code", args.code) };
    let Some(table) = sets.codes(set) else { bail!("{} is not loaded: see `codes list`", set.name()) };
    let Some(entry) = table.lookup(code, args.on).valid() else {
        eprintln!("{} is not valid on {}: see `codes lookup`", args.code, args.on);
        return Ok(Outcome::Found);
    };
    let above = above(table, entry.index, args.on);
    let mut out = stdout();
    let mut printer = Printer { out: &mut out, set, format: args.format };
    for (parent, depth) in above.iter().rev().zip(0..) {
        printer.entry(parent, "above", depth)?;
    }
    printer.entry(&entry, "self", above.len())?;
    for child in table.children(entry.index).filter_map(|index| table.entry_on(index, args.on)) {
        printer.entry(&child, "below", above.len() + 1)?;
    }
    out.flush()?;
    Ok(Outcome::Clean)
}

/// Everything above a code, nearest first.
fn above<'a>(table: &CodeTable<'a, AnyCode>, index: CodeIndex, on: Date) -> Vec<Entry<'a, AnyCode>> {
    let chain = std::iter::successors(table.parent(index), |parent| table.parent(*parent));
    chain.filter_map(|index| table.entry_on(index, on)).collect()
}
