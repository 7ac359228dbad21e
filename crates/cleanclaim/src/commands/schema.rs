//! `schema`.

use std::io::Write as _;

use anyhow::{Result, bail};
use cleanclaim_interop::json;

use crate::output::{Outcome, stdout};

/// The JSON schema of what this program reads and writes.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Which shape; without it, the names of all
    name: Option<String>,
}

pub(crate) fn run(args: &Args) -> Result<Outcome> {
    let mut out = stdout();
    match args.name.as_deref() {
        None => json::SCHEMAS.iter().try_for_each(|name| writeln!(out, "{name}"))?,
        Some(name) => match json::schema(name) {
            Some(schema) => {
                serde_json::to_writer_pretty(&mut out, &schema).map_err(std::io::Error::from)?;
                writeln!(out)?;
            }
            None => bail!("there is no schema named {name:?}; expected one of {}", json::SCHEMAS.join(", ")),
        },
    }
    out.flush()?;
    Ok(Outcome::Clean)
}
