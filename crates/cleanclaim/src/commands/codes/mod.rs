//! `codes`: the code book. One file a command.

mod complete;
mod diff;
mod history;
mod import;
mod index;
mod list;
mod lookup;
mod notes;
mod pair;
mod search;
mod show;
mod term;
mod tree;
mod update;
mod validate;

use anyhow::{Result, bail};
use clap::Subcommand;
use cleanclaim_codes::{CodeSets, Set};
use cleanclaim_engine::reference::DataFolder;

use crate::output::{ErrorFormat, Outcome};

/// The code book: look up, search, compare, import.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// What a code means on a date; dots and case do not matter
    Lookup(lookup::Args),
    /// Find codes by words, abbreviations, everyday language
    Search(search::Args),
    /// What stands above and below a code
    Tree(tree::Args),
    /// What must come first or with an ICD-10-CM code, and what must not
    Notes(notes::Args),
    /// The way through the alphabetic index and the tables of drugs and neoplasms
    Index(index::Args),
    /// Build a code character by character
    Complete(complete::Args),
    /// What happened to a code over the years
    History(history::Args),
    /// What changed between two editions or days
    Diff(diff::Args),
    /// Check the codes of a file
    Validate(validate::Args),
    /// Whether NCCI edits stand between two procedures
    Pair(pair::Args),
    /// An abbreviation, a part of a medical word, an everyday word
    Term(term::Args),
    /// A row of a fee schedule, edit table or list, by its key
    Show(show::Args),
    /// What is loaded: editions with their dates, rows, source and licence; and what is not
    List(list::Args),
    /// Read publishers' files into the data folder
    Import(import::Args),
    /// Fetch the newest editions from their publishers
    Update(update::Args),
}

pub(crate) fn run(command: &Command, folder: Option<&DataFolder>) -> Result<Outcome> {
    match command {
        Command::Lookup(args) => lookup::run(loaded(folder)?, args),
        Command::Search(args) => search::run(loaded(folder)?, args),
        Command::Complete(args) => complete::run(loaded(folder)?, args),
        Command::Pair(args) => pair::run(loaded(folder)?, args),
        Command::Term(args) => term::run(loaded(folder)?, args),
        Command::Index(args) => index::run(loaded(folder)?, args),
        Command::Tree(args) => tree::run(loaded(folder)?, args),
        Command::Notes(args) => notes::run(loaded(folder)?, args),
        Command::History(args) => history::run(loaded(folder)?, args),
        Command::Diff(args) => diff::run(loaded(folder)?, args),
        Command::Validate(args) => validate::run(loaded(folder)?, args),
        Command::Show(args) => show::run(loaded(folder)?, args),
        Command::List(args) => list::run(loaded(folder)?, args),
        Command::Import(args) => import::run(required(folder)?, args),
        Command::Update(args) => update::run(required(folder)?, args),
    }
}

impl Command {
    /// How an error of this command is printed.
    pub(crate) fn error_format(&self) -> ErrorFormat {
        match self {
            Self::Lookup(args) => args.format.into(),
            Self::Search(args) => args.format.into(),
            Self::Complete(args) => args.format.into(),
            Self::Pair(args) => args.format.into(),
            Self::Term(args) => args.format.into(),
            Self::Index(args) => args.format.into(),
            Self::Tree(args) => args.format.into(),
            Self::Notes(args) => args.format.into(),
            Self::History(args) => args.format.into(),
            Self::Diff(args) => args.format.into(),
            Self::Validate(args) => args.format.into(),
            Self::Show(args) => args.format.into(),
            Self::List(args) => args.format.into(),
            Self::Import(args) => args.format.into(),
            Self::Update(args) => args.format.into(),
        }
    }
}

/// The sets inside the program and those of the data folder.
fn loaded(folder: Option<&DataFolder>) -> Result<&'static CodeSets<'static>> {
    match folder {
        Some(folder) => Ok(cleanclaim_engine::reference::open_folder(folder)?),
        None => Ok(cleanclaim_engine::code_sets()?),
    }
}

fn required(folder: Option<&DataFolder>) -> Result<&DataFolder> {
    match folder {
        Some(folder) => Ok(folder),
        None => bail!("there is no home folder to keep imported code sets in; name one with --data"),
    }
}

/// A code as people write it; names of blocks and chapters stay as they are.
fn written(set: Set, text: &str) -> String {
    let is_code = text.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
    if is_code { set.written(text) } else { text.to_owned() }
}

/// The set of a name, when it is one of those that `fits`.
fn set_named(name: &str, fits: impl Fn(Set) -> bool) -> Result<Set> {
    match Set::named(name).filter(|set| fits(*set)) {
        Some(set) => Ok(set),
        None => {
            let names: Vec<&str> = Set::ALL.iter().filter(|set| fits(**set)).map(|set| set.name()).collect();
            bail!("there is no such set named {name:?}; expected {}", names.join(", "))
        }
    }
}
