//! How the demo talks: one line a step with its count and time, a progress bar on a terminal, nothing at all in JSON.

use std::io::Write as _;
use std::time::Instant;

use anyhow::Result;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::output::{is_terminal, stdout};

/// Steps of the demo, for the bar's length.
const STEPS: u64 = 11;

/// Prints steps as they end.
pub(super) struct Ui {
    silent: bool,
    bar: ProgressBar,
    started: Instant,
    number: u32,
}

impl Ui {
    /// A silent one prints nothing but the bar.
    pub(super) fn new(silent: bool) -> Self {
        let bar = ProgressBar::new(STEPS);
        let target = if is_terminal() { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        bar.set_draw_target(target);
        if let Ok(style) = ProgressStyle::with_template("{bar:28} {pos}/{len} {msg}") {
            bar.set_style(style);
        }
        Self { silent, bar, started: Instant::now(), number: 0 }
    }

    /// Says what is being done now.
    pub(super) fn begin(&mut self, name: &'static str) {
        self.started = Instant::now();
        self.bar.set_message(name);
    }

    /// Prints the step that ended, in one line and any number of lines below it.
    pub(super) fn end(&mut self, name: &str, what: &str, details: &[String]) -> Result<()> {
        self.number += 1;
        self.bar.inc(1);
        let seconds = self.started.elapsed().as_secs_f64();
        let number = self.number;
        self.text(&format!("{number:>2}  {name:<12} {seconds:>6.2} s  {what}"))?;
        details.iter().try_for_each(|detail| self.text(&format!("{:27}{detail}", "")))
    }

    /// Prints a line as it is.
    pub(super) fn text(&self, line: &str) -> Result<()> {
        if self.silent {
            return Ok(());
        }
        self.bar.suspend(|| -> Result<()> {
            let mut out = stdout();
            writeln!(out, "{line}")?;
            out.flush()?;
            Ok(())
        })
    }

    /// Takes the bar away.
    pub(super) fn finish(&self) {
        self.bar.finish_and_clear();
    }
}
