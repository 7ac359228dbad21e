//! The generated page, and that every file is a rule.

use std::fs;
use std::path::{Path, PathBuf};

use cleanclaim_rules::{explain, manual, rules};

fn page() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/rules.md")
}

#[test]
fn the_page_is_current() {
    let wanted = manual();
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::create_dir_all(page().parent().unwrap()).unwrap();
        fs::write(page(), &wanted).unwrap();
        return;
    }
    let found = fs::read_to_string(page()).unwrap_or_default();
    assert!(found == wanted, "docs/rules.md is stale: run UPDATE_DOCS=1 cargo test -p cleanclaim_rules");
}

#[test]
fn every_file_is_a_listed_rule() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/rules");
    let mut files = 0;
    for family in fs::read_dir(folder).unwrap().map(Result::unwrap).filter(|entry| entry.path().is_dir()) {
        for file in fs::read_dir(family.path()).unwrap() {
            let path = file.unwrap().path();
            let stem = path.file_stem().unwrap().to_str().unwrap().to_owned();
            if stem == "mod" {
                continue;
            }
            files += 1;
            let family = family.file_name().into_string().unwrap();
            let listed = rules().any(|rule| rule.meta().family() == family && rule.meta().file() == stem);
            assert!(listed, "{} is not in its family's list", path.display());
        }
    }
    assert_eq!(files, rules().count());
}

#[test]
fn a_rule_is_explained_by_name_and_by_code() {
    let by_name = explain("no-service-lines").unwrap();
    assert_eq!(explain("cc0103"), Some(by_name.clone()));
    assert_eq!(explain("no-such-rule"), None);
    insta::assert_snapshot!(by_name, @r#"
    # no-service-lines

    A claim has no service line.

    ## Why
    Both guides require at least one: there is nothing to pay for.

    ## Flagged
    ```toml
    charge = "100.00"
    service_lines = []
    ```

    ## Clean
    ```toml
    charge = "100.00"
    [[service_lines]]
    charge = "100.00"
    ```

    - code: CC0103
    - severity: error
    - SNIP level: 2
    - source: ASC X12N/005010X222A1 and 005010X223A2, loop 2400 (required, 1 or more)
    - applies to: all
    - needs: nothing
    - since: 0.1.0
    - prevents: CARC 16, RARC M51
    "#);
}
