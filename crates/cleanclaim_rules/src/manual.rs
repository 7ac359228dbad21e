//! The manual: one rule's page, and all of them as one document.

use core::fmt::Write as _;

use crate::rule::{Rule, RuleMeta};
use crate::{FAMILIES, Needs, rules};

/// The rule with this name or short code.
#[must_use]
pub fn find(name: &str) -> Option<&'static dyn Rule> {
    rules().find(|rule| rule.meta().name == name || rule.meta().code.eq_ignore_ascii_case(name))
}

/// The manual page of the rule with this name or short code, in Markdown.
#[must_use]
pub fn explain(name: &str) -> Option<String> {
    find(name).map(|rule| page(rule.meta(), "#"))
}

/// The manual of all rules, in Markdown: a table of them, then a page for each.
#[must_use]
pub fn manual() -> String {
    let mut text = String::from(PREFACE);
    let count = rules().count();
    // Writing into a String cannot fail, here and below.
    let _ = writeln!(text, "There are {count} rules in {} families.\n", FAMILIES.len());
    text.push_str("| rule | code | severity | SNIP | applies to | needs | source |\n|---|---|---|---|---|---|---|\n");
    for rule in rules() {
        let meta = rule.meta();
        let _ = writeln!(
            text,
            "| [`{name}`](#{name}) | {} | {} | {} | {} | {} | {} |",
            meta.code,
            meta.severity.as_str(),
            meta.snip,
            meta.applies,
            needs_text(meta.needs),
            meta.source,
            name = meta.name,
        );
    }
    for family in FAMILIES {
        let _ = write!(text, "\n## Family: {}\n\n{}\n", family.name, family.about);
        for rule in family.rules {
            text.push('\n');
            text.push_str(&page(rule.meta(), "###"));
        }
    }
    text
}

const PREFACE: &str = "# Claim rules

This page is generated from the rules' doc comments: `UPDATE_DOCS=1 cargo test -p cleanclaim_rules` writes it again.

Every rule states its source. A rule whose table, edition or profile item is missing is not run, and the summary says so: what was
not checked is never reported as clean. The examples are the rules' tests; each changes a valid base claim by the keys it names. A
payer's profile may change what a rule's findings weigh:

```toml
[severity]
excludes1-conflict = \"error\"
```

";

fn needs_text(needs: Needs) -> String {
    let names: Vec<&str> = needs.each().map(|(_, name)| name).collect();
    if names.is_empty() { String::from("nothing") } else { names.join(", ") }
}

/// A page whose title has this many number signs; the sections in it have one more.
fn page(meta: &RuleMeta, level: &str) -> String {
    let mut text = format!("{level} {}\n\n", meta.name);
    for line in meta.doc.lines() {
        let line = line.strip_prefix(' ').unwrap_or(line);
        match line.strip_prefix("## ") {
            Some(title) => {
                let _ = writeln!(text, "{level}# {title}");
            }
            None => {
                let _ = writeln!(text, "{line}");
            }
        }
    }
    let prevents: Vec<String> = meta.prevents.iter().map(ToString::to_string).collect();
    let _ = write!(
        text,
        "\n- code: {}\n- severity: {}\n- SNIP level: {}\n- source: {}\n- applies to: {}\n- needs: {}\n- since: {}\n",
        meta.code,
        meta.severity.as_str(),
        meta.snip,
        meta.source,
        meta.applies,
        needs_text(meta.needs),
        meta.since,
    );
    if !prevents.is_empty() {
        let _ = writeln!(text, "- prevents: {}", prevents.join(", "));
    }
    text
}
