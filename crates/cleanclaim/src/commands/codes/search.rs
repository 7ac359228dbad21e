//! `codes search`.

use std::io::Write as _;

use anyhow::Result;
use cleanclaim_codes::{CodeSets, Hit, Holds, Query, Set};
use cleanclaim_model::Date;
use serde_json::json;

use super::set_named;
use crate::output::{Format, Outcome, stdout, write_json_line};

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Words in any order, abbreviations, everyday words, the beginning of a code
    #[arg(required = true)]
    text: Vec<String>,
    /// The day on which the codes must be valid
    #[arg(long, value_name = "YYYY-MM-DD")]
    on: Date,
    /// Only these sets
    #[arg(long, value_name = "SET")]
    set: Vec<String>,
    /// Only codes that begin so, or from one to the other: I10-I16
    #[arg(long, value_name = "CODE[-CODE]")]
    within: Option<String>,
    /// Only codes that may stand on a claim
    #[arg(long)]
    billable: bool,
    /// How many
    #[arg(long, value_name = "N", default_value_t = 10)]
    limit: usize,
    #[arg(long, value_enum, default_value = "text")]
    pub(super) format: Format,
}

pub(super) fn run(sets: &CodeSets<'static>, args: &Args) -> Result<Outcome> {
    let wanted =
        args.set.iter().map(|name| set_named(name, |set| set.holds() == Holds::Codes)).collect::<Result<Vec<Set>>>()?;
    let text = args.text.join(" ");
    let within = args.within.as_deref().map(|range| range.to_uppercase().replace('.', ""));
    let between = within.as_deref().map(|range| range.split_once('-').unwrap_or((range, range)));
    let query =
        Query { sets: &wanted, between, billable_only: args.billable, limit: args.limit, ..Query::new(&text, args.on) };
    let hits = sets.search().find(&query);
    let mut out = stdout();
    for hit in &hits {
        print(&mut out, hit, args.format)?;
    }
    out.flush()?;
    if hits.is_empty() {
        eprintln!("nothing found that is valid on {}", args.on);
        return Ok(Outcome::Found);
    }
    Ok(Outcome::Clean)
}

fn print(out: &mut impl std::io::Write, hit: &Hit<'_>, format: Format) -> Result<()> {
    if format == Format::Jsonl {
        let row = json!({
            "set": hit.set.name(), "code": hit.code.as_str(), "title": hit.title, "billable": hit.billable, "score": hit.score,
            "matched": hit.matched,
        });
        return write_json_line(out, &row);
    }
    let code = hit.set.written(hit.code.as_str());
    let mark = if hit.billable { ' ' } else { '-' };
    let title = hit.title.unwrap_or("(title not loaded)");
    writeln!(out, "{:<9} {code:<8}{mark} {title}", hit.set.name())?;
    if !hit.matched.is_empty() && Some(hit.matched) != hit.title {
        writeln!(out, "{:<20}by: {}", "", hit.matched)?;
    }
    Ok(())
}
