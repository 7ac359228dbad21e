//! Programs that tests may want.

use std::path::PathBuf;

/// The tool, or `None` with a message. Under `CLEANCLAIM_TEST_ALL=1` a missing tool is a failure.
pub(crate) fn tool_or_skip<T>(tool: Option<T>, what: &str, variable: &str) -> Option<T> {
    if tool.is_none() {
        let all = std::env::var("CLEANCLAIM_TEST_ALL").is_ok_and(|value| value == "1");
        assert!(!all, "CLEANCLAIM_TEST_ALL=1, but {what} is missing: set {variable}");
        eprintln!("skipped: {what} is missing (set {variable})");
    }
    tool
}

/// The program that the variable names, else the first of these names in Debian's place or on the path.
pub(crate) fn program(variable: &str, names: &[&str]) -> Option<PathBuf> {
    if let Some(path) = std::env::var_os(variable).filter(|path| !path.is_empty()) {
        let path = PathBuf::from(path);
        return path.is_file().then_some(path);
    }
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders: Vec<PathBuf> = [PathBuf::from("/usr/bin")].into_iter().chain(std::env::split_paths(&path)).collect();
    let places = names.iter().flat_map(|name| folders.iter().map(move |folder| folder.join(name)));
    places.into_iter().find(|place| place.is_file())
}
