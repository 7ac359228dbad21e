//! The picture in ARCHITECTURE.md: which crate may use which.

use crate::tree::{files, none, root};
use serde_json::Value;
use std::process::Command;

/// A crate of ours, its row, and what it may use besides itself.
struct Place {
    krate: &'static str,
    row: u8,
    may_use: &'static [&'static str],
}

const MODEL: &str = "cleanclaim_model";
const CODES: &str = "cleanclaim_codes";

/// From the top down. `build` in `cleanclaim_data` needs `import`; the others are the rows of the picture.
const MAP: [Place; 14] = [
    Place { krate: "cleanclaim", row: 6, may_use: &["*"] },
    Place {
        krate: "cleanclaim_server",
        row: 5,
        may_use: &[
            "cleanclaim_engine",
            "cleanclaim_rules",
            "cleanclaim_coding",
            "cleanclaim_import",
            CODES,
            "cleanclaim_x12",
            "cleanclaim_ledger",
            "cleanclaim_interop",
            MODEL,
        ],
    },
    Place { krate: "cleanclaim_sim", row: 5, may_use: &["*"] },
    Place { krate: "cleanclaim_engine", row: 4, may_use: &["*"] },
    Place { krate: "cleanclaim_store", row: 3, may_use: &["cleanclaim_ledger", MODEL] },
    Place { krate: "cleanclaim_data", row: 3, may_use: &["cleanclaim_import", CODES, MODEL] },
    Place { krate: "cleanclaim_rules", row: 2, may_use: &[CODES, MODEL] },
    Place { krate: "cleanclaim_coding", row: 2, may_use: &[CODES, MODEL] },
    Place { krate: "cleanclaim_import", row: 2, may_use: &[CODES, MODEL] },
    Place { krate: CODES, row: 1, may_use: &[MODEL] },
    Place { krate: "cleanclaim_x12", row: 1, may_use: &[MODEL] },
    Place { krate: "cleanclaim_ledger", row: 1, may_use: &[MODEL] },
    Place { krate: "cleanclaim_interop", row: 1, may_use: &[MODEL] },
    Place { krate: MODEL, row: 0, may_use: &[] },
];

/// The rows that do no I/O.
const PURE_ROWS: std::ops::RangeInclusive<u8> = 0..=2;

/// What only a crate that does I/O needs.
const IO_CRATES: [&str; 12] = [
    "axum",
    "getrandom",
    "heed",
    "indicatif",
    "memmap2",
    "rand",
    "rayon",
    "sqlx",
    "tempfile",
    "tokio",
    "tower-http",
    "tracing-subscriber",
];

/// The crates of rows 0 to 2.
pub(crate) fn pure_crates() -> impl Iterator<Item = &'static str> {
    MAP.iter().filter(|place| PURE_ROWS.contains(&place.row)).map(|place| place.krate)
}

fn place(krate: &str) -> Option<&'static Place> {
    MAP.iter().find(|place| place.krate == krate)
}

/// What `cargo metadata` says, without touching the network.
pub(crate) fn metadata(args: &[&str]) -> Value {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.args(["metadata", "--format-version", "1", "--offline"]).args(args).current_dir(root());
    let output = command.output().expect("cargo can be started");
    assert!(output.status.success(), "cargo metadata: {}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("cargo metadata writes JSON")
}

pub(crate) fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value[key].as_array().map_or(&[], Vec::as_slice)
}

pub(crate) fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_default()
}

/// Each crate of ours with the names of what it depends on, except for its tests.
fn dependencies() -> Vec<(String, Vec<String>)> {
    let metadata = metadata(&["--no-deps"]);
    let names = |package: &Value| {
        let all = list(package, "dependencies").iter();
        let used = all.filter(|dependency| text(dependency, "kind") != "dev");
        used.map(|dependency| text(dependency, "name").to_owned()).collect()
    };
    list(&metadata, "packages").iter().map(|package| (text(package, "name").to_owned(), names(package))).collect()
}

#[test]
fn arrows_only_point_down() {
    let mut wrong = Vec::new();
    for (krate, used) in dependencies().iter().filter(|(krate, _)| krate != "xtask") {
        let Some(from) = place(krate) else {
            wrong.push(format!("{krate} has no row: add it to ARCHITECTURE.md and to {}", file!()));
            continue;
        };
        for to in used.iter().filter_map(|name| place(name)) {
            let listed = from.may_use.contains(&to.krate) || from.may_use == ["*"];
            if !listed || to.row >= from.row {
                wrong.push(format!("{krate} (row {}) uses {} (row {})", from.row, to.krate, to.row));
            }
        }
    }
    none("arrows that do not point down", wrong);
}

#[test]
fn the_server_never_reaches_the_store() {
    let server = place("cleanclaim_server").expect("it is in the map");
    assert!(!server.may_use.contains(&"cleanclaim_store") && server.may_use != ["*"]);
    for (_, used) in dependencies().iter().filter(|(krate, _)| krate == "cleanclaim_server") {
        assert!(!used.iter().any(|name| name == "cleanclaim_store"), "sessions and tokens go through the engine");
    }
}

#[test]
fn crates_below_row_three_depend_on_nothing_that_does_io() {
    let mut wrong = Vec::new();
    for (krate, used) in dependencies().iter().filter(|(krate, _)| pure_crates().any(|pure| pure == krate)) {
        let io = used.iter().filter(|name| IO_CRATES.contains(&name.as_str()));
        wrong.extend(io.map(|name| format!("{krate} depends on {name}")));
    }
    none("crates below row 3 that could do I/O", wrong);
}

#[test]
fn a_crate_its_folder_and_its_library_have_one_name() {
    let metadata = metadata(&["--no-deps"]);
    for package in list(&metadata, "packages") {
        let name = text(package, "name");
        let manifest = text(package, "manifest_path").replace('\\', "/");
        assert!(manifest.ends_with(&format!("/{name}/Cargo.toml")), "{name} lies in {manifest}");
        for target in list(package, "targets") {
            let library = list(target, "kind").iter().any(|kind| kind == "lib");
            assert!(!library || text(target, "name") == name, "the library of {name} is {}", text(target, "name"));
        }
    }
}

#[test]
fn the_map_in_architecture_is_this_map() {
    let page = files().iter().find(|file| file.path == "ARCHITECTURE.md").expect("ARCHITECTURE.md");
    let drawn: Vec<(u8, &str)> = page
        .text
        .lines()
        .filter_map(|line| {
            let mut cells = line.strip_prefix("| ")?.split(" | ");
            let row = cells.next()?.parse().ok()?;
            let krate = cells.next()?.strip_prefix('`')?.strip_suffix('`')?;
            krate.starts_with("cleanclaim").then_some((row, krate))
        })
        .collect();
    let held: Vec<(u8, &str)> = MAP.iter().map(|place| (place.row, place.krate)).collect();
    assert_eq!(drawn, held, "the map in ARCHITECTURE.md (left) differs from the one held here (right)");
}
