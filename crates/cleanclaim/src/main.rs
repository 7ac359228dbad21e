//! cleanclaim: from the clinical note to the posted payment. One program, every command a file in `commands`.

mod commands;
mod output;
mod tracing_setup;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use cleanclaim_engine::reference::DataFolder;

use commands::{code, codes, demo, lint, remit, report, rules, schema, serve, user, x12};

/// Open medical coding and billing: codes with evidence, clean claims, X12, posted money.
#[derive(Debug, Parser)]
#[command(name = "cleanclaim", version, propagate_version = true, max_term_width = 100)]
struct Cli {
    /// Folder with imported code sets; `cleanclaim` in the user's data folder if absent
    #[arg(long, global = true, value_name = "DIR", env = "CLEANCLAIM_DATA", hide_env_values = true)]
    data: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// The main job end to end on a synthetic practice: encounters to posted payments
    Demo(demo::Args),
    /// The web application
    Serve(serve::Args),
    /// Read and write healthcare EDI files
    #[command(subcommand)]
    X12(x12::Command),
    /// Check claims against the rules
    Lint(lint::Args),
    /// The rules and their manual pages
    #[command(subcommand)]
    Rules(rules::Command),
    /// Suggest codes for clinical notes, each with its evidence
    Code(code::Args),
    /// The code book: look up, search, compare, import
    #[command(subcommand)]
    Codes(codes::Command),
    /// Post remittances
    #[command(subcommand)]
    Remit(remit::Command),
    /// Reports of a practice
    #[command(subcommand)]
    Report(report::Command),
    /// The JSON schema of what this program reads and writes
    Schema(schema::Args),
    /// The people who may sign in
    #[command(subcommand)]
    User(user::Command),
}

fn main() -> ExitCode {
    // A closed pipe (`| head`) ends the program quietly, as other filters do.
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version go to standard output and are no error.
            let code = if error.use_stderr() { 2 } else { 0 };
            let _ = error.print();
            return ExitCode::from(code);
        }
    };
    tracing_setup::start();
    let format = cli.command.error_format();
    let folder = output::data_folder(cli.data.as_deref()).map(DataFolder::at);
    match cli.command.run(folder.as_ref()) {
        Ok(outcome) => outcome.into(),
        Err(error) if output::is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            output::print_error(&error, format);
            ExitCode::from(2)
        }
    }
}

impl Command {
    fn run(self, folder: Option<&DataFolder>) -> anyhow::Result<output::Outcome> {
        // The demo shows what ships, whatever a person has imported; `codes` opens the folder itself, as it mends it, too.
        if let (Some(folder), Self::Serve(_) | Self::Lint(_) | Self::Code(_)) = (folder, &self) {
            cleanclaim_engine::reference::open_folder(folder)?;
        }
        match self {
            Self::Demo(args) => demo::run(&args),
            Self::Serve(args) => serve::run(&args),
            Self::X12(command) => x12::run(&command),
            Self::Lint(args) => lint::run(&args),
            Self::Rules(command) => rules::run(&command),
            Self::Code(args) => code::run(&args),
            Self::Codes(command) => codes::run(&command, folder),
            Self::Remit(command) => remit::run(&command),
            Self::Report(command) => report::run(&command),
            Self::Schema(args) => schema::run(&args),
            Self::User(command) => user::run(&command),
        }
    }

    /// How an error of this command is printed.
    fn error_format(&self) -> output::ErrorFormat {
        match self {
            Self::Lint(args) => args.format.into(),
            Self::Code(args) => args.format.into(),
            Self::Demo(args) => args.format.into(),
            Self::Codes(command) => command.error_format(),
            _ => output::ErrorFormat::Text,
        }
    }
}
