//! `user add`.

use std::io::Read as _;

use anyhow::{Context as _, Result};
use clap::{Args, Subcommand, ValueEnum};
use cleanclaim_engine::{Engine, Role};

use crate::output::{Outcome, block_on, database_url};

/// The people who may sign in.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Add a person; the password is read from standard input
    Add(AddArgs),
}

#[derive(Debug, Args)]
pub(crate) struct AddArgs {
    /// The name to sign in with
    login: String,
    /// The name on pages; the sign-in name if absent
    #[arg(long)]
    name: Option<String>,
    #[arg(long, value_enum, default_value = "reader")]
    role: RoleArg,
    /// sqlite://PATH or postgres://...
    #[arg(long, value_name = "URL", env = "CLEANCLAIM_DB", hide_env_values = true)]
    db: Option<String>,
    /// The practice, where the database has several; a database without any gets this one
    #[arg(long, value_name = "NAME")]
    practice: Option<String>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum RoleArg {
    /// Sees dashboards and claims
    Reader,
    /// Works claims
    Biller,
    /// Sets up the practice and its people
    Manager,
}

impl From<RoleArg> for Role {
    fn from(role: RoleArg) -> Self {
        match role {
            RoleArg::Reader => Self::Reader,
            RoleArg::Biller => Self::Biller,
            RoleArg::Manager => Self::Manager,
        }
    }
}

/// A password is a line, not a file.
const PASSWORD_BYTES_MAX: u64 = 4096;

pub(crate) fn run(command: &Command) -> Result<Outcome> {
    let Command::Add(args) = command;
    if crate::output::stdin_is_terminal() {
        eprintln!("Password, ended by Enter and Ctrl-D (it is shown as you type):");
    }
    let mut password = String::new();
    std::io::stdin().take(PASSWORD_BYTES_MAX).read_to_string(&mut password).context("cannot read the password")?;
    let password = password.trim_end_matches(['\r', '\n']);
    block_on(async {
        let engine = Engine::open(&database_url(args.db.as_deref())?).await?;
        let practice = super::practice(&engine, args.practice.as_deref()).await?;
        let name = args.name.as_deref().unwrap_or(&args.login);
        engine.create_user(practice, &args.login, name, args.role.into(), password).await?;
        engine.close().await;
        eprintln!("added {}", args.login);
        Ok(Outcome::Clean)
    })
}
