//! Every package in the program may be given away under our own licence.

use crate::layers::{list, metadata, text};
use crate::tree::{files, none};
use std::process::Command;

/// Licences that ask for no more than a credit.
const ALLOWED: [&str; 15] = [
    "0BSD",
    "Apache-2.0",
    "BSD-1-Clause",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "CDLA-Permissive-2.0",
    "ISC",
    "MIT",
    "MIT-0",
    "OLDAP-2.8",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];

/// Whether an SPDX expression can be met. `OR` binds weaker than `AND`; an exception only ever adds permissions; the old
/// form with a slash means `OR`.
fn allowed(expression: &str) -> bool {
    let text = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let words: Vec<&str> = text.split_whitespace().collect();
    let mut at = 0;
    any(&words, &mut at) && at == words.len()
}

fn any(words: &[&str], at: &mut usize) -> bool {
    let mut met = all(words, at);
    while words.get(*at) == Some(&"OR") {
        *at += 1;
        met |= all(words, at);
    }
    met
}

fn all(words: &[&str], at: &mut usize) -> bool {
    let mut met = one(words, at);
    while words.get(*at) == Some(&"AND") {
        *at += 1;
        met &= one(words, at);
    }
    met
}

fn one(words: &[&str], at: &mut usize) -> bool {
    let word = words.get(*at).copied();
    *at += 1;
    if word == Some("(") {
        let met = any(words, at);
        *at += 1;
        return met;
    }
    if words.get(*at) == Some(&"WITH") {
        *at += 2;
    }
    word.is_some_and(|licence| ALLOWED.contains(&licence))
}

#[test]
fn every_package_has_a_licence_that_we_can_meet() {
    let version = Command::new("rustc").arg("-vV").output().expect("rustc can be started");
    let version = String::from_utf8(version.stdout).expect("rustc writes UTF-8");
    let host = version.lines().find_map(|line| line.strip_prefix("host: ")).expect("rustc names its host");
    let metadata = metadata(&["--filter-platform", host]);
    let packages = list(&metadata, "packages").iter();
    let wrong = packages.filter(|package| !allowed(text(package, "license")));
    none(
        "packages whose licence is not on the list",
        wrong.map(|package| format!("{}: {:?}", text(package, "name"), text(package, "license"))),
    );
}

#[test]
fn licence_expressions_are_read() {
    for good in
        ["MIT", "MIT/Apache-2.0", "(MIT OR GPL-3.0) AND Zlib", "Apache-2.0 WITH LLVM-exception", "GPL-2.0 OR MIT"]
    {
        assert!(allowed(good), "{good}");
    }
    for bad in ["", "GPL-3.0", "MIT AND GPL-3.0", "(MIT OR Zlib) AND AGPL-3.0", "MIT MIT"] {
        assert!(!allowed(bad), "{bad}");
    }
}

/// The tables under `data/` are credited where somebody who redistributes the program looks.
#[test]
fn notice_credits_every_source_of_data() {
    let read = |path: &str| files().iter().find(|file| file.path == path).map(|file| file.text.as_str());
    let sources: toml::Table = read("data/sources.toml").expect("data/sources.toml").parse().expect("it is TOML");
    let notice = read("NOTICE").expect("NOTICE");
    let sources = sources["source"].as_array().expect("sources.toml has a list of sources");
    let packages = sources.iter().filter(|source| source.get("package").is_some()).map(|source| {
        let text = |key: &str| source[key].as_str().unwrap_or_else(|| panic!("{source} has no text {key}"));
        (text("package"), text("version"))
    });
    // A version stands on the line of its package.
    let missing = packages.filter(|(package, version)| {
        let mut credits = notice.lines().filter_map(|line| line.strip_prefix(&format!("- {package} ")));
        !credits.any(|line| line.split([' ', ',']).any(|word| word == *version))
    });
    none("packages that NOTICE does not credit", missing.map(|(package, version)| format!("{package} {version}")));
}
