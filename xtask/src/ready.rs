//! `cargo xtask ready`: the checks of CI. This is the only list of them; `.ci/run` installs tools and calls it.

use crate::run::{cargo, root, step};
use anyhow::{Context, Result, bail};

const BEGIN: &str = "<!-- test command -->";
const END: &str = "<!-- end of test command -->";

/// Runs every check, cheapest first; stops at the first that fails.
pub(crate) fn run(args: &[String]) -> Result<()> {
    if !args.is_empty() {
        bail!("ready takes no arguments");
    }
    let readme = std::fs::read_to_string(root().join("README.md")).context("cannot read README.md")?;
    let test = test_command(&readme)?;

    step("format", || {
        cargo(&["fmt", "--all", "--", "--check"]).done()?;
        // A workspace of its own, because it needs nightly Rust to run.
        let fuzz = root().join("fuzz/Cargo.toml");
        if fuzz.exists() {
            cargo(&["fmt", "--manifest-path"]).args([fuzz]).args(["--", "--check"]).done()
        } else {
            Ok(())
        }
    })?;
    step("clippy", || cargo(&["clippy", "--locked", "--workspace", "--all-targets", "--", "-D", "warnings"]).done())?;
    step("doc", || cargo(&["doc", "--locked", "--workspace", "--no-deps"]).env("RUSTDOCFLAGS", "-D warnings").done())?;
    step("test", || cargo(&test).done())
}

/// The arguments of the one `cargo` command between the README's markers: what a reader is told to run is what CI runs.
fn test_command(readme: &str) -> Result<Vec<&str>> {
    let inside = readme.split_once(BEGIN).and_then(|(_, rest)| rest.split_once(END));
    let (inside, _) = inside.with_context(|| format!("README.md has no {BEGIN} ... {END}"))?;
    let mut commands = inside.lines().filter_map(|line| line.strip_prefix("$ "));
    let (Some(command), None) = (commands.next(), commands.next()) else {
        bail!("README.md: one line that begins with `$ ` is expected between {BEGIN} and {END}");
    };
    let mut words = command.split_whitespace();
    if words.next() != Some("cargo") {
        bail!("README.md: the test command is expected to begin with cargo, found {command:?}");
    }
    Ok(words.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(readme: &str, expected: Result<&[&str], &str>) {
        match (test_command(readme), expected) {
            (Ok(found), Ok(expected)) => assert_eq!(found, expected),
            (Err(found), Err(expected)) => {
                assert!(found.to_string().contains(expected), "{found}");
            }
            (found, expected) => panic!("found {found:?}, expected {expected:?}"),
        }
    }

    fn page(inside: &str) -> String {
        format!("# x\n{BEGIN}\n```console\n{inside}\n```\n{END}\nmore\n$ cargo other\n")
    }

    #[test]
    fn the_test_command_is_read_from_the_readme() {
        check(&page("$ cargo test --workspace"), Ok(&["test", "--workspace"]));
        check(&page("$ cargo test\n$ cargo test --doc"), Err("one line"));
        check(&page("cargo test"), Err("one line"));
        check(&page("$ make"), Err("begin with cargo"));
        check("$ cargo test", Err("has no"));
    }

    #[test]
    fn this_readme_has_one() {
        let readme = std::fs::read_to_string(root().join("README.md")).unwrap();
        check(&readme, Ok(&["test", "--workspace"]));
    }
}
