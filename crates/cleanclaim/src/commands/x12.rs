//! `x12 echo` and `x12 json`.

use std::io::Write as _;
use std::ops::ControlFlow;
use std::path::PathBuf;

use anyhow::{Context as _, Result};
use clap::{Args, Subcommand};
use cleanclaim_interop::json::{
    AcknowledgementJson, ClaimJson, EnvelopeJson, FindingContext, FindingJson, RemittanceJson, TransactionJson,
};
use cleanclaim_model::{Finding, FindingSink, Severity};
use cleanclaim_x12::{Envelope, Transaction, read_transactions};

use crate::output::{Outcome, open, stdout, write_json_line};

/// Read and write healthcare EDI files.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Cut a file into segments and elements and write it back, byte for byte
    Echo(FileArgs),
    /// Typed JSON of a file's transactions, one a line
    Json(FileArgs),
}

#[derive(Debug, Args)]
pub(crate) struct FileArgs {
    /// An X12 file, or - for standard input
    file: PathBuf,
}

pub(crate) fn run(command: &Command) -> Result<Outcome> {
    match command {
        Command::Echo(args) => echo(args),
        Command::Json(args) => json(args),
    }
}

/// Prints findings on standard error as they come and remembers whether one was an error.
pub(crate) struct Report {
    file: String,
    found: bool,
}

impl Report {
    pub(crate) fn new(file: &std::path::Path) -> Self {
        Self { file: file.display().to_string(), found: false }
    }

    pub(crate) fn outcome(&self) -> Outcome {
        if self.found { Outcome::Found } else { Outcome::Clean }
    }
}

impl FindingSink for Report {
    fn emit(&mut self, finding: Finding) {
        self.found |= finding.severity == Severity::Error;
        let json = FindingJson::new(&finding, &FindingContext { file: Some(&self.file), ..FindingContext::default() });
        let place = match (&json.segment, json.segment_index, json.byte) {
            (Some(segment), Some(index), Some(byte)) => format!(" (segment {segment}, number {index}, byte {byte})"),
            (_, _, Some(byte)) => format!(" (byte {byte})"),
            _ => String::new(),
        };
        eprintln!("{}: {} [{}] {}{place}", self.file, json.severity, json.rule, json.message);
    }
}

fn echo(args: &FileArgs) -> Result<Outcome> {
    let mut report = Report::new(&args.file);
    let mut out = stdout();
    cleanclaim_x12::echo(open(&args.file)?, &mut out, &mut report)
        .with_context(|| format!("cannot echo {}", args.file.display()))?;
    out.flush()?;
    Ok(report.outcome())
}

fn json(args: &FileArgs) -> Result<Outcome> {
    let mut report = Report::new(&args.file);
    let mut out = stdout();
    let outcome = read_transactions(open(&args.file)?, &mut report, |transaction| {
        match write_json_line(&mut out, &transaction_json(&transaction)) {
            Ok(()) => ControlFlow::Continue(()),
            Err(error) => ControlFlow::Break(error),
        }
    });
    match outcome.with_context(|| format!("cannot read {}", args.file.display()))? {
        ControlFlow::Break(error) => return Err(error),
        ControlFlow::Continue(()) => {}
    }
    out.flush()?;
    Ok(report.outcome())
}

/// A transaction as JSON.
fn transaction_json(transaction: &Transaction<'_>) -> TransactionJson {
    match transaction {
        Transaction::Claim(claim, _, envelope) => {
            TransactionJson::Claim { envelope: envelope_json(envelope), claim: Box::new(ClaimJson::from(*claim)) }
        }
        Transaction::Remittance(remittance, _, envelope) => TransactionJson::Remittance {
            envelope: envelope_json(envelope),
            remittance: Box::new(RemittanceJson::from(*remittance)),
        },
        Transaction::Acknowledgement(acknowledgement, envelope) => TransactionJson::Acknowledgement {
            envelope: envelope_json(envelope),
            acknowledgement: AcknowledgementJson::from(*acknowledgement),
        },
        Transaction::BatchAcknowledgement(_, envelope) | Transaction::Other(envelope) => {
            TransactionJson::Other { envelope: envelope_json(envelope) }
        }
    }
}

fn envelope_json(envelope: &Envelope) -> EnvelopeJson {
    EnvelopeJson {
        interchange: envelope.interchange_control_number.to_string(),
        group: envelope.group_control_number.to_string(),
        set: envelope.set_control_number.to_string(),
        transaction: envelope.set_id.to_string(),
        guide: envelope.implementation.to_string(),
        sender: envelope.sender.trim_end().to_owned(),
        receiver: envelope.receiver.trim_end().to_owned(),
        date: envelope.date.map(|date| date.to_string()).unwrap_or_default(),
        time: envelope.interchange_date_time.1.to_string(),
        usage: envelope.usage.map(|usage| usage.as_str().to_owned()).unwrap_or_default(),
    }
}
