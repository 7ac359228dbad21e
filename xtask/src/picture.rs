//! `cargo xtask picture OUT`: draws what a program printed to a terminal as an SVG file, for the README.
//!
//! Knows the few escape sequences that our own output uses (bold, dim, colours); everything else of a terminal is dropped.

use crate::run::root;
use anyhow::{Context, Result, bail};
use std::fmt::Write as _;
use std::io::Read as _;

const CELL_WIDTH: f64 = 8.4;
const LINE_HEIGHT: usize = 19;
const MARGIN: usize = 18;
const TITLE_HEIGHT: usize = 34;
/// More would not be read in a README.
const LINES_MAX: usize = 120;
/// What stands further right is cut, with an ellipsis: a wider picture is shown smaller.
const COLUMNS_MAX: usize = 120;
const NO_BREAK_SPACE: char = '\u{a0}';
const BACKGROUND: &str = "#10151c";
const FOREGROUND: &str = "#d7dde5";
/// The eight colours of a terminal, readable on the dark background.
const PALETTE: [&str; 8] = ["#5c6773", "#ff7b72", "#7ee787", "#e3b341", "#79c0ff", "#d2a8ff", "#76e3ea", "#f0f3f6"];

/// Reads standard input, writes the file.
pub(crate) fn run(args: &[String]) -> Result<()> {
    let (out, title) = match args {
        [out] => (out, "cleanclaim"),
        [out, option, title] if option == "--title" => (out, title.as_str()),
        _ => bail!("usage: COMMAND | cargo xtask picture OUT.svg [--title TITLE]"),
    };
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text).context("cannot read standard input")?;
    if text.lines().count() > LINES_MAX {
        bail!("a picture has at most {LINES_MAX} lines, found {}", text.lines().count());
    }
    // Where this tree happens to lie is nobody's business.
    for folder in [std::env::current_dir().context("there is no current folder")?, root()] {
        text = text.replace(&*folder.to_string_lossy(), ".");
    }
    let path = root().join(out);
    std::fs::write(&path, draw(&text, title)).with_context(|| format!("cannot write {}", path.display()))
}

/// How a piece of a line looks.
#[derive(Clone, Copy, Default, PartialEq)]
struct Look {
    bold: bool,
    dim: bool,
    colour: Option<usize>,
}

impl Look {
    /// Applies the parameters of one `ESC [ ... m`.
    fn apply(&mut self, parameters: &str) {
        for parameter in parameters.split(';') {
            match parameter.parse::<usize>() {
                Ok(0) | Err(_) => *self = Look::default(),
                Ok(1) => self.bold = true,
                Ok(2) => self.dim = true,
                Ok(22) => (self.bold, self.dim) = (false, false),
                Ok(39) => self.colour = None,
                Ok(code @ 30..=37) => self.colour = Some(code - 30),
                Ok(code @ 90..=97) => self.colour = Some(code - 90),
                Ok(_) => {}
            }
        }
    }

    fn attributes(self) -> String {
        let mut text = String::new();
        if let Some(colour) = self.colour.and_then(|index| PALETTE.get(index)) {
            text.push_str(&format!(" fill=\"{colour}\""));
        }
        if self.bold {
            text.push_str(" font-weight=\"bold\"");
        }
        if self.dim {
            text.push_str(" opacity=\"0.65\"");
        }
        text
    }
}

/// The whole picture. One `text` element a line, one `tspan` a change of look, placed by column so that tables stay
/// straight in any font.
fn draw(text: &str, title: &str) -> String {
    let mut look = Look::default();
    let lines: Vec<Vec<(usize, Look, String)>> = text.trim_end().lines().map(|line| pieces(line, &mut look)).collect();
    let ends = lines.iter().flatten().map(|(column, _, piece)| column + piece.chars().count());
    let columns = ends.max().unwrap_or(0).max(40);
    let width = 2 * MARGIN + (columns as f64 * CELL_WIDTH).ceil() as usize;
    let height = TITLE_HEIGHT + lines.len() * LINE_HEIGHT + MARGIN;

    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" \
         role=\"img\" aria-label=\"{title}\">\n\
         <rect width=\"100%\" height=\"100%\" rx=\"8\" fill=\"{BACKGROUND}\"/>\n\
         <circle cx=\"20\" cy=\"17\" r=\"5\" fill=\"#ff5f57\"/><circle cx=\"37\" cy=\"17\" r=\"5\" fill=\"#febc2e\"/>\
         <circle cx=\"54\" cy=\"17\" r=\"5\" fill=\"#28c840\"/>\n\
         <g font-family=\"ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace\" font-size=\"14\" \
         fill=\"{FOREGROUND}\">\n\
         <text x=\"{}\" y=\"22\" text-anchor=\"middle\" opacity=\"0.65\">{title}</text>\n",
        width / 2,
        title = escape(title),
    );
    for (row, line) in lines.iter().enumerate().filter(|(_, line)| !line.is_empty()) {
        let y = TITLE_HEIGHT + row * LINE_HEIGHT + 14;
        // Writing into a String cannot fail.
        let _ = write!(svg, "<text y=\"{y}\">");
        for (column, look, piece) in line {
            let x = MARGIN as f64 + *column as f64 * CELL_WIDTH;
            let length = piece.chars().count() as f64 * CELL_WIDTH;
            let _ = write!(
                svg,
                "<tspan x=\"{x:.1}\" textLength=\"{length:.1}\"{}>{}</tspan>",
                look.attributes(),
                escape(piece)
            );
        }
        svg.push_str("</text>\n");
    }
    svg.push_str("</g>\n</svg>\n");
    svg
}

/// Splits a line where its look changes, without the escape sequences; `look` lasts into the next line. Spaces become ones
/// that no viewer collapses.
fn pieces(line: &str, look: &mut Look) -> Vec<(usize, Look, String)> {
    let mut found: Vec<(usize, Look, String)> = Vec::new();
    let mut column = 0;
    let mut rest = line.trim_end().chars();
    while let Some(c) = rest.next() {
        if c == '\u{1b}' {
            let after = rest.as_str().strip_prefix('[');
            let Some(after) = after else { continue };
            let end = after.find(|c: char| c.is_ascii_alphabetic()).unwrap_or(after.len());
            if after[end..].starts_with('m') {
                look.apply(&after[..end]);
            }
            rest = after.get(end + 1..).unwrap_or("").chars();
        } else if !c.is_control() && column < COLUMNS_MAX {
            let c = match c {
                _ if column + 1 == COLUMNS_MAX && rest.as_str().contains(|c: char| !c.is_control()) => '…',
                ' ' => NO_BREAK_SPACE,
                c => c,
            };
            match found.last_mut() {
                Some((_, last, piece)) if last == look => piece.push(c),
                _ => found.push((column, *look, c.to_string())),
            }
            column += 1;
        }
    }
    found
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, expected: &[(usize, &str, &str)]) {
        let found = pieces(line, &mut Look::default());
        let found: Vec<_> =
            found.iter().map(|(column, look, text)| (*column, look.attributes(), text.as_str())).collect();
        let expected: Vec<_> =
            expected.iter().map(|(column, look, text)| (*column, (*look).to_owned(), *text)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn a_line_is_split_where_its_look_changes() {
        check("", &[]);
        check("plain  ", &[(0, "", "plain")]);
        check("a\u{1b}[1mb\u{1b}[0mc", &[(0, "", "a"), (1, " font-weight=\"bold\"", "b"), (2, "", "c")]);
        check("\u{1b}[2;32mok\u{1b}[m", &[(0, " fill=\"#7ee787\" opacity=\"0.65\"", "ok")]);
        check("x\u{1b}[2Ky", &[(0, "", "xy")]);
        check("cut\u{1b}[", &[(0, "", "cut")]);
        check("a  b", &[(0, "", "a\u{a0}\u{a0}b")]);
        let (most, cut) = ("x".repeat(COLUMNS_MAX), format!("{}…", "x".repeat(COLUMNS_MAX - 1)));
        check(&most, &[(0, "", &most)]);
        check(&format!("{most}y"), &[(0, "", &cut)]);
    }

    #[test]
    fn text_cannot_end_the_picture() {
        let svg = draw("a < b & c\n</svg>", "\"t\"");
        assert!(svg.contains("a\u{a0}&lt;\u{a0}b\u{a0}&amp;\u{a0}c"));
        assert_eq!(svg.matches("</svg>").count(), 1);
        assert!(svg.contains("aria-label=\"&quot;t&quot;\""));
    }
}
