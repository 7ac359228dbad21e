//! Starting other programs, and saying how long they took.

use anyhow::{Context, Result, bail};
use std::ffi::OsStr;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Instant;

/// The workspace's folder.
pub(crate) fn root() -> PathBuf {
    let manifest =
        std::env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    manifest.parent().map_or_else(|| PathBuf::from("."), PathBuf::from)
}

/// A program about to be started in the workspace's folder.
pub(crate) struct Run(Command);

/// This `cargo`, with arguments.
pub(crate) fn cargo(args: &[&str]) -> Run {
    program(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into())).args(args)
}

/// `cargo` of the nightly toolchain, which goes through rustup's proxy.
pub(crate) fn cargo_nightly(args: &[&str]) -> Run {
    let mut run = program("cargo").args(["+nightly"]).args(args);
    // Set by the cargo that started us, these would send the proxy back to our own toolchain.
    for name in ["CARGO", "RUSTUP_TOOLCHAIN", "RUSTC", "RUSTDOC"] {
        run.0.env_remove(name);
    }
    run
}

/// Any program.
pub(crate) fn program(name: impl AsRef<OsStr>) -> Run {
    let mut command = Command::new(name);
    command.current_dir(root());
    Run(command)
}

impl Run {
    pub(crate) fn args<S: AsRef<OsStr>>(mut self, args: impl IntoIterator<Item = S>) -> Self {
        self.0.args(args);
        self
    }

    pub(crate) fn env(mut self, name: &str, value: &str) -> Self {
        self.0.env(name, value);
        self
    }

    pub(crate) fn current_dir(mut self, folder: &std::path::Path) -> Self {
        self.0.current_dir(folder);
        self
    }

    /// Runs it to its end; anything but success is an error.
    pub(crate) fn done(mut self) -> Result<()> {
        let status = self.0.status().with_context(|| format!("cannot start {}", self.line()))?;
        if !status.success() {
            bail!("{} ended with {status}", self.line());
        }
        Ok(())
    }

    /// Whether it runs and succeeds; says nothing.
    pub(crate) fn works(mut self) -> bool {
        self.0.stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|status| status.success())
    }

    /// What it writes to standard output.
    pub(crate) fn text(mut self) -> Result<String> {
        let output =
            self.0.stderr(Stdio::inherit()).output().with_context(|| format!("cannot start {}", self.line()))?;
        if !output.status.success() {
            bail!("{} ended with {}", self.line(), output.status);
        }
        Ok(String::from_utf8(output.stdout)?)
    }

    fn line(&self) -> String {
        let words = std::iter::once(self.0.get_program()).chain(self.0.get_args());
        words.map(OsStr::to_string_lossy).collect::<Vec<_>>().join(" ")
    }
}

/// Runs a step and prints `step NAME ... SECONDS s`.
pub(crate) fn step<T>(name: &str, action: impl FnOnce() -> Result<T>) -> Result<T> {
    let begin = Instant::now();
    let result = action().with_context(|| format!("step {name}"));
    let outcome = if result.is_ok() { "" } else { " FAILED" };
    println!("step {name} ... {} s{outcome}", begin.elapsed().as_secs());
    result
}
