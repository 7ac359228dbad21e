//! The pages beside the code: nothing in them points at what is not there.

use crate::tree::{File, files, files_with, none, root, rust_in};
use std::path::{Component, Path, PathBuf};

const BEGIN: &str = "<!-- invariants -->";
const END: &str = "<!-- end of invariants -->";
/// The sections of Keep a Changelog.
const KINDS: [&str; 6] = ["added", "changed", "deprecated", "removed", "fixed", "security"];

fn page(path: &str) -> &'static File {
    files().iter().find(|file| file.path == path).unwrap_or_else(|| panic!("{path} is missing"))
}

#[test]
fn the_root_has_what_a_reader_looks_for() {
    for path in
        ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md", "NOTICE", "LICENSE-APACHE", "LICENSE-MIT"]
    {
        assert!(!page(path).text.trim().is_empty(), "{path} is empty");
    }
}

/// Pieces of a line between backticks.
fn quoted(line: &str) -> impl Iterator<Item = &str> {
    line.split('`').skip(1).step_by(2)
}

#[test]
fn every_invariant_names_tests_that_exist() {
    let text = &page("ARCHITECTURE.md").text;
    let table = text.split_once(BEGIN).and_then(|(_, rest)| rest.split_once(END)).map(|(table, _)| table);
    let table = table.unwrap_or_else(|| panic!("ARCHITECTURE.md has no {BEGIN} ... {END}"));
    let rows: Vec<&str> = table.lines().filter(|line| line.starts_with("| ")).skip(1).collect();
    assert!(!rows.is_empty(), "ARCHITECTURE.md lists no invariant between {BEGIN} and {END}");
    let mut wrong = Vec::new();
    for row in rows {
        let cells: Vec<&str> = row.trim_matches('|').split(" | ").collect();
        let held_by = cells.last().copied().unwrap_or_default();
        let tests: Vec<(&str, &str)> = quoted(held_by).filter_map(|name| name.split_once("::")).collect();
        if tests.is_empty() {
            wrong.push(format!("no test in: {row}"));
        }
        let missing = tests.into_iter().filter(|(krate, test)| !exists(krate, test));
        wrong.extend(missing.map(|(krate, test)| format!("there is no `{krate}::{test}`, in: {row}")));
    }
    none("invariants in ARCHITECTURE.md that nothing holds", wrong);
}

/// Whether a crate has a test of that name: a function a few lines below an attribute that ends in `test]` or `test(...)]`.
fn exists(krate: &str, test: &str) -> bool {
    let folder = if krate == "xtask" { "xtask/".to_owned() } else { format!("crates/{krate}/") };
    let declared = format!("fn {test}(");
    rust_in(&folder).any(|file| {
        file.text.match_indices(&declared).any(|(at, _)| {
            let above = file.text[..at].lines().rev().take(5);
            above
                .map(str::trim)
                .any(|line| line.starts_with("#[") && (line.ends_with("test]") || line.contains("test(")))
        })
    })
}

/// The targets of a page's links, without those in code.
fn links(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut fenced = false;
    for line in text.lines() {
        if line.trim_start().starts_with("```") {
            fenced = !fenced;
        } else if !fenced {
            let plain: String = line.split('`').step_by(2).collect();
            let targets = plain.split("](").skip(1).filter_map(|rest| rest.split_once(')'));
            found.extend(targets.filter_map(|(target, _)| Some(target.split_whitespace().next()?.to_owned())));
        }
    }
    found
}

#[test]
fn links_between_pages_lead_somewhere() {
    let mut wrong = Vec::new();
    for file in files_with(".md").filter(|file| !file.path.contains("/vendor/")) {
        for link in links(&file.text) {
            let target = link.split('#').next().unwrap_or_default();
            if target.is_empty() || link.contains("://") || link.starts_with("mailto:") {
                continue;
            }
            let folder = Path::new(&file.path).parent().unwrap_or(Path::new(""));
            if !root().join(tidied(&folder.join(target))).exists() {
                wrong.push(format!("{}: {link}", file.path));
            }
        }
    }
    none("links that lead nowhere", wrong);
}

fn tidied(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => drop(out.pop()),
            Component::CurDir => {}
            other => out.push(other),
        }
    }
    out
}

fn is_slug(text: &str) -> bool {
    let ends = text.starts_with('-') || text.ends_with('-');
    !text.is_empty() && !ends && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
}

fn is_fragment(name: &str) -> bool {
    let parts: Vec<&str> = name.split('.').collect();
    matches!(parts[..], [slug, kind, "md"] if is_slug(slug) && KINDS.contains(&kind))
}

#[test]
fn changelog_fragments_are_named_right() {
    let mut wrong = Vec::new();
    for file in files().iter().filter(|file| file.path.starts_with("changelog.d/")) {
        let name = file.path.trim_start_matches("changelog.d/");
        if name == "README.md" {
            continue;
        }
        if !is_fragment(name) {
            wrong.push(format!("{name}: expected SLUG.KIND.md, where KIND is one of {}", KINDS.join(", ")));
        } else if file.text.trim().is_empty() || file.text.trim_start().starts_with(['#', '-', '*']) {
            wrong.push(format!("{name}: expected a sentence or two, without a heading or bullet"));
        }
    }
    none("changelog.d", wrong);
}

#[test]
fn fragment_names_are_told_apart() {
    for good in ["post-remittances.added.md", "a1.fixed.md"] {
        assert!(is_fragment(good), "{good}");
    }
    for bad in ["Post.added.md", "post.new.md", "post.added.txt", "-post.added.md", ".added.md", "a.b.added.md"] {
        assert!(!is_fragment(bad), "{bad}");
    }
}

#[test]
fn decisions_are_numbered_without_gaps() {
    let paths = files_with(".md").filter_map(|file| file.path.strip_prefix("docs/decisions/"));
    let names: Vec<&str> = paths.filter(|name| *name != "README.md").collect();
    for (index, name) in names.iter().enumerate() {
        assert!(name.starts_with(&format!("{:04}-", index + 1)), "docs/decisions/{name} is number {}", index + 1);
    }
}

#[test]
fn links_are_found() {
    let page = "a [b](c.md) `[x](y)` [`d`](e.md#f)\n```\n[g](h)\n```\n![i](j.svg \"k\")";
    assert_eq!(links(page), ["c.md", "e.md#f", "j.svg"]);
}
