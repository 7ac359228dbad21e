//! The README's tour is run as a reader would run it.

use std::path::Path;

use crate::{cleanclaim, root, text};

/// The commands of the README's `sh` blocks that call the program.
fn commands(readme: &str) -> Vec<Vec<String>> {
    let mut commands = Vec::new();
    let mut inside = false;
    for line in readme.lines() {
        match line.trim() {
            "```sh" => inside = true,
            "```" => inside = false,
            line if inside => {
                let words = line.split_whitespace().map(str::to_owned);
                let words: Vec<String> = words.take_while(|word| !word.starts_with('#')).collect();
                commands.extend((words.first().is_some_and(|word| word == "cleanclaim")).then(|| words[1..].to_vec()));
            }
            _ => {}
        }
    }
    commands
}

/// Makes the reader's folder: the fixtures at their place, and a demo.
fn prepare(folder: &Path) {
    let fixtures = folder.join("fixtures/x12");
    std::fs::create_dir_all(&fixtures).unwrap();
    for entry in std::fs::read_dir(root().join("fixtures/x12")).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            std::fs::copy(&path, fixtures.join(path.file_name().unwrap())).unwrap();
        }
    }
    let demo = cleanclaim(folder, &["demo", "--encounters", "30"]);
    assert_eq!(demo.status.code(), Some(0), "{}", text(&demo.stderr));
}

#[test]
fn every_command_of_the_tour_does_its_work() {
    let folder = tempfile::tempdir().unwrap();
    prepare(folder.path());
    let readme = std::fs::read_to_string(root().join("README.md")).unwrap();
    let commands = commands(&readme);
    assert!(8 <= commands.len(), "{commands:?}");
    for command in commands {
        let args: Vec<&str> = command.iter().map(String::as_str).collect();
        // The server runs until it is stopped; the browser test signs in to it.
        if args[0] == "serve" {
            continue;
        }
        let output = cleanclaim(folder.path(), &args);
        let code = output.status.code();
        assert!(matches!(code, Some(0 | 1)), "{args:?}: {code:?} {}", text(&output.stderr));
        assert!(!output.stdout.is_empty(), "{args:?} prints nothing");
    }
}
