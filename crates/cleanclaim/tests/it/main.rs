//! The program as its users see it: commands, their exit codes, the demo, the README's tour and one claim's whole way.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, reason = "tests")]

mod cli;
mod codes;
mod demo;
mod judge;
mod readme;
mod samples;
mod walkthrough;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The repository's root.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

/// Runs the program in a folder, with nothing of the caller's own settings.
fn cleanclaim(folder: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_cleanclaim"))
        .args(args)
        .current_dir(folder)
        .env("CLEANCLAIM_DATA", folder.join("cleanclaim-data"))
        .env_remove("CLEANCLAIM_DB")
        .env_remove("CLEANCLAIM_LOG")
        .env("NO_COLOR", "1")
        .output()
        .unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

fn json_lines(output: &Output) -> Vec<serde_json::Value> {
    text(&output.stdout).lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}
