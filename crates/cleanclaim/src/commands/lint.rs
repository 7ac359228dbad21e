//! `lint`: claim rules on the claims of 837 files.

use std::collections::BTreeMap;
use std::io::Write;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use cleanclaim_codes::CodeSets;
use cleanclaim_interop::json::{FindingContext, FindingJson, LintSummary, LintSummaryJson, NotCheckedJson};
use cleanclaim_model::{Claim, ClaimKind, Date, Finding, FindingSink};
use cleanclaim_rules::{Context, Linter, PayerProfile};
use cleanclaim_x12::{Origin, Transaction, read_transactions};

use crate::output::{Format, Outcome, open, stdout, today, write_json_line};

/// Check claims against the rules.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// 837 files, or - for standard input
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// The day on which the claims are judged; today in UTC if absent
    #[arg(long, value_name = "YYYY-MM-DD")]
    as_of: Option<Date>,
    /// A payer file; what it does not say is reported as not checked
    #[arg(long, value_name = "FILE.toml")]
    profile: Option<PathBuf>,
    #[arg(long, value_enum, default_value = "text")]
    pub(crate) format: Format,
}

pub(crate) fn run(args: &Args) -> Result<Outcome> {
    let codes = cleanclaim_engine::code_sets()?;
    let profile = match &args.profile {
        Some(path) => read_profile(path)?,
        None => PayerProfile::default(),
    };
    let as_of = args.as_of.unwrap_or_else(today);
    let mut run = Run {
        codes,
        profile: &profile,
        as_of,
        linter: Linter::new(),
        summary: LintSummary {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            as_of: as_of.to_string(),
            ..LintSummary::default()
        },
        out: stdout(),
        format: args.format,
    };
    args.files.iter().try_for_each(|file| run.file(file))?;
    run.finish()
}

/// The rules' part of a payer file, or a file that is nothing but a profile.
fn read_profile(path: &Path) -> Result<PayerProfile> {
    let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let name = path.display().to_string();
    if text.lines().any(|line| line.trim() == "[profile]") {
        return Ok(cleanclaim_engine::PayerFile::parse(&name, &text)?.profile);
    }
    PayerProfile::from_toml(&text).with_context(|| format!("{name} is no payer profile"))
}

struct Run<'a, W> {
    codes: &'a CodeSets<'static>,
    profile: &'a PayerProfile,
    as_of: Date,
    linter: Linter,
    summary: LintSummary,
    out: W,
    format: Format,
}

impl<W: Write> Run<'_, W> {
    fn file(&mut self, file: &Path) -> Result<()> {
        self.summary.files += 1;
        let name = file.display().to_string();
        let mut syntax: Vec<Finding> = Vec::new();
        let source = open(file)?;
        let mut last_set = None;
        let outcome = read_transactions(source, &mut syntax, |transaction| {
            let envelope = transaction.envelope();
            let set = (
                envelope.interchange_control_number.clone(),
                envelope.group_control_number.clone(),
                envelope.set_control_number.clone(),
            );
            let is_new = last_set.as_ref() != Some(&set);
            self.summary.transactions += u64::from(is_new);
            self.summary.interchanges += u64::from(is_new && last_set.as_ref().is_none_or(|last| last.0 != set.0));
            last_set = Some(set);
            let Transaction::Claim(claim, origin, envelope) = transaction else { return ControlFlow::Continue(()) };
            match self.claim(&name, claim, origin, envelope) {
                Ok(()) => ControlFlow::Continue(()),
                Err(error) => ControlFlow::Break(error),
            }
        });
        if let ControlFlow::Break(error) = outcome.with_context(|| format!("cannot read {name}"))? {
            return Err(error);
        }
        for finding in syntax {
            self.count(&finding);
            self.print(&name, None, &finding)?;
        }
        Ok(())
    }

    fn claim(&mut self, name: &str, claim: &Claim, origin: &Origin, envelope: &cleanclaim_x12::Envelope) -> Result<()> {
        let context = Context::new(self.codes, self.profile, self.as_of);
        let mut placed = Placed { origin, envelope, findings: Vec::new() };
        // The linter's counts become the summary's; nothing to do with the outcome of a single claim.
        let _ = self.linter.lint(claim, &context, &mut placed);
        let findings = placed.findings;
        findings.iter().try_for_each(|finding| self.print(name, Some(claim.kind), finding))
    }

    fn count(&mut self, finding: &Finding) {
        match finding.severity {
            cleanclaim_model::Severity::Error => self.summary.errors += 1,
            cleanclaim_model::Severity::Warning => self.summary.warnings += 1,
            cleanclaim_model::Severity::Info => {}
        }
    }

    fn print(&mut self, file: &str, kind: Option<ClaimKind>, finding: &Finding) -> Result<()> {
        let transaction = kind.map(|kind| match kind {
            ClaimKind::Professional => "837P",
            ClaimKind::Institutional => "837I",
            ClaimKind::Dental => "837D",
        });
        let json = FindingJson::new(finding, &FindingContext { file: Some(file), transaction, kind });
        if self.format == Format::Jsonl {
            return write_json_line(&mut self.out, &json);
        }
        let claim = json.claim.as_deref().map(|claim| format!(" claim {claim}")).unwrap_or_default();
        let field = json.field.as_deref().map(|field| format!(" {field}")).unwrap_or_default();
        let form_box = json.form_box.as_deref().map(|form_box| format!(" (box {form_box})")).unwrap_or_default();
        writeln!(self.out, "{file}:{claim}{field}{form_box}")?;
        writeln!(self.out, "  {} [{}] {}", json.severity, json.rule, json.message)?;
        if let Some(expected) = &json.expected {
            writeln!(self.out, "  expected: {expected}")?;
        }
        writeln!(self.out, "  source: {}", json.source)?;
        Ok(())
    }

    fn finish(mut self) -> Result<Outcome> {
        let counted = self.linter.summary();
        self.summary.claims = counted.claims;
        self.summary.errors += counted.errors;
        self.summary.warnings += counted.warnings;
        self.summary.editions = self
            .codes
            .editions()
            .filter(|edition| edition.from <= self.as_of && edition.to.is_none_or(|to| self.as_of <= to))
            .map(|edition| (edition.set.name().to_owned(), edition.edition.to_owned()))
            .collect::<BTreeMap<_, _>>();
        self.summary.not_checked = counted
            .not_checked
            .iter()
            .map(|row| NotCheckedJson {
                rule: row.rule.to_owned(),
                need: row.need.to_owned(),
                from: row.from.map(|date| date.to_string()),
                to: row.to.map(|date| date.to_string()),
                claims: row.claims,
            })
            .collect();
        let found = 0 < self.summary.errors;
        if self.format == Format::Jsonl {
            write_json_line(&mut self.out, &LintSummaryJson { summary: self.summary })?;
        } else {
            let summary = &self.summary;
            writeln!(
                self.out,
                "{} claims in {} files: {} errors, {} warnings",
                summary.claims, summary.files, summary.errors, summary.warnings
            )?;
            for row in &summary.not_checked {
                writeln!(self.out, "not checked on {} claims: {} needs {}", row.claims, row.rule, row.need)?;
            }
        }
        self.out.flush()?;
        Ok(if found { Outcome::Found } else { Outcome::Clean })
    }
}

/// Adds to each finding the place in the file that its field came from.
struct Placed<'a> {
    origin: &'a Origin,
    envelope: &'a cleanclaim_x12::Envelope,
    findings: Vec<Finding>,
}

impl FindingSink for Placed<'_> {
    fn emit(&mut self, mut finding: Finding) {
        let place = finding.field.and_then(|field| self.origin.place(field));
        if let Some(place) = place.filter(|_| finding.place.is_none()) {
            finding.place = Some(Box::new(place.to_place(self.envelope)));
        }
        self.findings.push(finding);
    }
}
