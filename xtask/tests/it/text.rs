//! What no file of the repository says.

use crate::tree::{File, files, none};

/// Each is put together here, so that this file does not hold it.
fn joined(parts: &[&[&str]]) -> Vec<String> {
    parts.iter().map(|parts| parts.concat()).collect()
}

fn found(words: &[String], exempt: impl Fn(&File) -> bool) -> Vec<String> {
    let mut found = Vec::new();
    for file in files().iter().filter(|file| !exempt(file)) {
        for (number, line) in file.text.lines().enumerate() {
            for word in words.iter().filter(|word| stands_alone(line, word)) {
                found.push(format!("{}:{}: {word}", file.path, number + 1));
            }
        }
    }
    found
}

/// Inside a longer path it is another thing.
fn stands_alone(line: &str, word: &str) -> bool {
    let continues = |c: char| c.is_ascii_alphanumeric() || "._-".contains(c);
    line.match_indices(word).any(|(at, _)| !line[..at].ends_with(continues))
}

/// Packages are fetched by their clients, from where each machine is set up to fetch them.
#[test]
fn no_registry_is_named() {
    let hosts: [&[&str]; 11] = [
        &["crates", ".io"],
        &["static.", "crates", ".io"],
        &["index.", "crates", ".io"],
        &["py", "pi.org"],
        &["files.python", "hosted.org"],
        &["registry.npm", "js.org"],
        &["npm", "js.com"],
        &["deb.", "debian.org"],
        &["repo1.", "maven.org"],
        &["proxy.", "golang.org"],
        &["ruby", "gems.org"],
    ];
    none("hosts of package registries", found(&joined(&hosts), |file| file.path.ends_with("Cargo.lock")));
}

#[test]
fn no_path_of_a_machine_is_named() {
    let paths: [&[&str]; 5] =
        [&["/wo", "rk/"], &["/ro", "ot/"], &["/tmp/", "target"], &["/ho", "me/"], &["C:", "\\Users"]];
    none("paths of somebody's machine", found(&joined(&paths), |_| false));
}
