//! What every Rust file keeps to.

use crate::code::{Line, lines};
use crate::layers::pure_crates;
use crate::tree::{File, files, files_with, none, root, rust_in};
use std::collections::BTreeSet;

/// rustfmt holds code at 120; this is for comments and what else it leaves alone.
const WIDTH_MAX: usize = 150;
const LINES_GOOD: usize = 600;
const LINES_MAX: usize = 1_000;
/// Written by others or by a program.
const NOT_OURS: [&str; 3] = ["/vendor/", "docs/rules", "CHANGELOG.md"];

/// What rows 0 to 2 must not name. Readers, writers, today's date and bytes come in as arguments.
const IO: [&str; 14] = [
    "std::fs",
    "std::env",
    "std::net",
    "std::process",
    "std::thread",
    "std::os",
    "SystemTime",
    "Instant",
    "::now(",
    "stdin(",
    "stdout(",
    "stderr(",
    "println!",
    "print!",
];

fn each_line(file: &'static File) -> impl Iterator<Item = (&'static str, Line)> {
    lines(&file.text).into_iter().map(|line| (file.path.as_str(), line))
}

#[test]
fn rows_below_three_do_no_io() {
    let mut found = Vec::new();
    for krate in pure_crates() {
        for file in rust_in(&format!("crates/{krate}/src/")) {
            for (path, line) in each_line(file).filter(|(_, line)| !line.test) {
                found.extend(io_in(&line.code).map(|name| format!("{path}:{}: {name}", line.number)));
            }
            found.extend(grouped_io(&file.text).map(|name| format!("{}: use std::{{{name}}}", file.path)));
        }
    }
    none("I/O below row 3", found);
}

fn io_in(code: &str) -> impl Iterator<Item = &'static str> {
    let code: String = code.split_whitespace().collect::<Vec<_>>().join(" ").replace(" ::", "::").replace(":: ", "::");
    IO.into_iter().filter(move |name| {
        code.match_indices(name).any(|(at, _)| {
            let word = |c: char| c.is_alphanumeric() || c == '_';
            let begins = !name.starts_with(word) || !code[..at].ends_with(word);
            let ends = !name.ends_with(word) || !code[at + name.len()..].starts_with(word);
            begins && ends
        })
    })
}

/// The modules of `IO` that a `use std::{...}` brings in.
fn grouped_io(source: &str) -> impl Iterator<Item = &'static str> {
    let code: String = lines(source).into_iter().filter(|line| !line.test).map(|line| line.code + " ").collect();
    let mut names = BTreeSet::new();
    for (_, group) in code.split("std::{").skip(1).map(|rest| ((), rest)) {
        let (mut depth, mut name) = (1, String::new());
        for c in group.chars() {
            match c {
                '{' => depth += 1,
                '}' => depth -= 1,
                _ => {}
            }
            if depth == 1 && (c.is_alphanumeric() || c == '_') {
                name.push(c);
            } else {
                names.insert(std::mem::take(&mut name));
            }
            if depth == 0 {
                break;
            }
        }
    }
    IO.into_iter().filter_map(|name| name.strip_prefix("std::")).filter(move |name| names.contains(*name))
}

#[test]
fn io_is_recognised() {
    let check = |source: &str, expected: &[&str]| {
        let plain = lines(source).into_iter().flat_map(|line| io_in(&line.code).collect::<Vec<_>>());
        let found: Vec<&str> = plain.chain(grouped_io(source)).collect();
        assert_eq!(found, expected, "{source}");
    };
    check("use std::fs;", &["std::fs"]);
    check("use std :: fs::File;", &["std::fs"]);
    check("use std::{collections::{BTreeMap, env}, fs::File, io};", &["fs"]);
    check("use std::{env,\n    thread};", &["env", "thread"]);
    check("let x = jiff::Zoned::now();", &["::now("]);
    check("// std::fs and println!\nlet x = \"std::fs\"; eprintln!(); env!(\"X\"); fn stdout_of() {}", &[]);
    check("eprint!(\"\"); print!(\"\");", &["print!"]);
    check("struct InstantReply; fn now() {}", &[]);
}

#[test]
fn low_crates_have_one_clippy_file() {
    let read = |krate: &str| std::fs::read_to_string(root().join("crates").join(krate).join("clippy.toml")).ok();
    let model = read("cleanclaim_model").expect("crates/cleanclaim_model/clippy.toml");
    let root_file = std::fs::read_to_string(root().join("clippy.toml")).expect("clippy.toml");
    // The nearest file wins and nothing merges: what the root says has to be repeated.
    for line in root_file.lines().filter(|line| line.contains('=')) {
        assert!(model.contains(line), "clippy.toml of the model lacks the root's {line:?}");
    }
    let model: toml::Table = model.parse().expect("clippy.toml is TOML");
    for list in ["disallowed-methods", "disallowed-types"] {
        assert!(model.contains_key(list), "clippy.toml of the model has no {list}");
    }
    let differs = |krate: &&str| read(krate).and_then(|text| text.parse::<toml::Table>().ok()).as_ref() != Some(&model);
    none("low crates whose clippy.toml is not the model's", pure_crates().filter(differs));
}

#[test]
fn nothing_is_left_to_do() {
    let mut found = Vec::new();
    for file in files_with(".rs") {
        for (path, line) in each_line(file) {
            for stub in ["todo!", "unimplemented!", "#[ignore", "dbg!"] {
                if line.code.contains(stub) {
                    found.push(format!("{path}:{}: {stub}", line.number));
                }
            }
        }
    }
    none("unfinished code", found);
}

#[test]
fn lines_are_short() {
    let mut found = Vec::new();
    for file in files_with(".rs") {
        let long = each_line(file).zip(file.text.lines()).filter(|((_, line), text)| {
            // What a string holds and where a link leads cannot be broken.
            line.width > WIDTH_MAX && !text.contains("://")
        });
        found.extend(long.map(|((path, line), _)| format!("{path}:{}: {} characters", line.number, line.width)));
    }
    none(&format!("lines of more than {WIDTH_MAX} characters"), found);
}

#[test]
fn files_are_short() {
    let written = ["rs", "html", "css", "js", "sql", "toml", "sh", "md"];
    let mut lengths: Vec<(usize, &str)> = files()
        .iter()
        .filter(|file| file.path.rsplit_once('.').is_some_and(|(_, ending)| written.contains(&ending)))
        .filter(|file| !NOT_OURS.iter().any(|part| file.path.contains(part)) && !file.path.contains("htmx"))
        .map(|file| (file.text.lines().count(), file.path.as_str()))
        .filter(|(length, _)| *length > LINES_GOOD)
        .collect();
    lengths.sort();
    for (length, path) in &lengths {
        println!("{path} has {length} lines; around {LINES_GOOD} reads better");
    }
    let long = lengths.iter().filter(|(length, _)| *length > LINES_MAX);
    none(&format!("files of more than {LINES_MAX} lines"), long.map(|(length, path)| format!("{path}: {length}")));
}

#[test]
fn a_crate_has_one_integration_test_binary() {
    let extra = files_with(".rs").filter(|file| {
        let inside = file.path.split_once("/tests/").map(|(_, inside)| inside);
        file.path.starts_with("crates/") && inside.is_some_and(|inside| !inside.contains('/'))
    });
    none("every file in tests/ is one more program to link: move it to tests/it", extra.map(|file| &file.path));
}

#[test]
fn tests_that_want_a_tool_fail_when_all_are_asked_for() {
    let prefix = "CLEANCLAIM_TEST_";
    let all = format!("{prefix}ALL");
    let krate = |path: &str| path.split('/').take(2).collect::<Vec<_>>().join("/");
    let ask = |file: &&File| file.text.contains(prefix) && file.path.starts_with("crates/");
    let asking: BTreeSet<String> = files_with(".rs").filter(ask).map(|file| krate(&file.path)).collect();
    let silent = asking.into_iter().filter(|krate| !rust_in(krate).any(|file| file.text.contains(&all)));
    none(&format!("crates that would skip a test in spite of {all}"), silent);
}
