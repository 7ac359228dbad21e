//! `codes index`: the alphabetic index, the tables of drugs and neoplasms.

use std::io::{self, Write};

use anyhow::{Context as _, Result, bail};
use cleanclaim_codes::{CodeSets, Destination, Holds, Indexes, ReferenceKind, Set, Term, TermColumn, WrittenCode};
use cleanclaim_model::Date;
use serde_json::json;

use super::set_named;
use crate::output::{Format, Outcome, stdout, write_json_line};

/// References that are followed before a person must go on.
const STEPS_MAX: usize = 5;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The words: pain abdominal, neoplasm breast
    #[arg(required = true)]
    text: Vec<String>,
    /// The day of service
    #[arg(long, value_name = "YYYY-MM-DD")]
    on: Date,
    /// Another index or table: icd10cm-external, icd10cm-drugs, icd10cm-neoplasms, icd10pcs-index
    #[arg(long, value_name = "SET", default_value = "icd10cm-index")]
    set: String,
    #[arg(long, value_enum, default_value = "text")]
    pub(super) format: Format,
}

pub(super) fn run(sets: &CodeSets<'static>, args: &Args) -> Result<Outcome> {
    let set = set_named(&args.set, |set| set.holds() == Holds::Terms)?;
    let Some(index) = sets.terms(set, args.on) else {
        bail!("{} is not loaded for {}: fetch the publisher's file and use `codes import`", set.name(), args.on);
    };
    let text = args.text.join(" ");
    let Some(found) = index.find(&text) else {
        eprintln!("no main term of {} is called so", set.name());
        return Ok(Outcome::Found);
    };
    let mut walk = Walk { sets, indexes: sets.indexes(args.on), on: args.on, format: args.format, out: stdout() };
    if 0 < found.words_left && args.format == Format::Text {
        writeln!(walk.out, "as far as the words lead:")?;
    }
    let mut term = found.term;
    for _ in 0..STEPS_MAX {
        walk.print(term)?;
        match walk.leads_to(term)? {
            Some(next) if next.number() != term.number() || !std::ptr::eq(next.index(), term.index()) => term = next,
            _ => break,
        }
    }
    walk.out.flush()?;
    Ok(Outcome::Clean)
}

struct Walk<'s> {
    sets: &'s CodeSets<'static>,
    indexes: Indexes<'s, 'static>,
    on: Date,
    format: Format,
    out: io::BufWriter<io::StdoutLock<'static>>,
}

impl<'s> Walk<'s> {
    /// A term with its codes, its references, and what stands directly below it.
    fn print(&mut self, term: Term<'s, 'static>) -> Result<()> {
        let path = path_of(term);
        if self.format == Format::Jsonl {
            return self.print_json(term, &path);
        }
        let modifiers = term.modifiers().map(|words| format!(" {words}")).unwrap_or_default();
        writeln!(self.out, "{path}{modifiers}")?;
        for code in term.codes() {
            self.code("", code.code)?;
            if let Some(manifestation) = code.manifestation {
                self.code("and manifestation ", manifestation)?;
            }
        }
        for (column, code) in term.cells() {
            self.code(&format!("{}: ", column.name()), code)?;
        }
        for reference in term.references() {
            writeln!(self.out, "  {} {}", kind_words(reference.kind), reference.text)?;
        }
        for child in term.children() {
            let code = child.code().map(|code| format!("  {}", code.code)).unwrap_or_default();
            writeln!(self.out, "  - {}{code}", child.title())?;
        }
        Ok(())
    }

    /// A code as the index prints it, with what it is on the day.
    fn code(&mut self, before: &str, code: &str) -> Result<()> {
        let told = match self.sets.icd10cm().resolve(code, self.on) {
            WrittenCode::Billable(entry) => entry.title().unwrap_or("(title not loaded)").to_owned(),
            WrittenCode::Incomplete { header, needed } => {
                let title = header.and_then(|header| header.title()).unwrap_or("more characters are needed");
                format!("{title} (character {} is needed)", needed.first)
            }
            WrittenCode::OtherDates(_) => format!("not valid on {}", self.on),
            WrittenCode::Unknown | WrittenCode::NotACode => String::new(),
            WrittenCode::NoEdition => "not checked: no edition covers the day".to_owned(),
        };
        writeln!(self.out, "  {before}{code}  {told}").context("cannot write")
    }

    fn print_json(&mut self, term: Term<'s, 'static>, path: &str) -> Result<()> {
        let codes: Vec<serde_json::Value> =
            term.codes().map(|code| json!({ "code": code.code, "manifestation": code.manifestation })).collect();
        let cells: serde_json::Map<String, serde_json::Value> =
            term.cells().map(|(column, code): (TermColumn, &str)| (column.name().to_owned(), json!(code))).collect();
        let references: Vec<serde_json::Value> = term
            .references()
            .map(|reference| json!({ "kind": kind_words(reference.kind), "text": reference.text }))
            .collect();
        let below: Vec<&str> = term.children().map(|child| child.title()).collect();
        let set: Set = term.index().edition().set;
        let row = json!({
            "set": set.name(), "term": path, "modifiers": term.modifiers(), "codes": codes, "cells": cells,
            "references": references, "below": below,
        });
        write_json_line(&mut self.out, &row)
    }

    /// The term that a term without a code of its own refers to.
    fn leads_to(&mut self, term: Term<'s, 'static>) -> Result<Option<Term<'s, 'static>>> {
        if term.code().is_some() || term.cells().next().is_some() {
            return Ok(None);
        }
        for reference in term.references() {
            match self.indexes.follow(term, &reference) {
                Destination::Term { term, .. } | Destination::Nearest { term, .. } => return Ok(Some(term)),
                Destination::Codes(targets) if self.format == Format::Text => {
                    let targets: Vec<String> = targets.iter().map(ToString::to_string).collect();
                    writeln!(self.out, "  -> {}", targets.join(", "))?;
                }
                _ => {}
            }
        }
        Ok(None)
    }
}

fn path_of(term: Term<'_, '_>) -> String {
    let mut path = String::new();
    term.write_path(&mut path);
    path
}

fn kind_words(kind: ReferenceKind) -> &'static str {
    match kind {
        ReferenceKind::See => "see",
        ReferenceKind::SeeAlso => "see also",
        ReferenceKind::Use => "use",
    }
}
