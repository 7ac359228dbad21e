//! The files of the repository, as the tests see them.

use std::fmt::Display;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

/// Folders that are made, not written; used only where git is missing.
const MADE: [&str; 5] = ["target", "cleanclaim-demo", "corpus", "artifacts", "node_modules"];
/// More is data, not text that somebody wrote.
const TEXT_BYTES_MAX: u64 = 4 << 20;

pub(crate) struct File {
    /// From the workspace's folder, with `/`.
    pub(crate) path: String,
    pub(crate) text: String,
}

pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask lies in the workspace")
}

/// Every text file that is tracked or could be, in order of its path.
pub(crate) fn files() -> &'static [File] {
    static FILES: OnceLock<Vec<File>> = OnceLock::new();
    FILES.get_or_init(|| {
        let mut paths = tracked().unwrap_or_else(|| {
            let mut found = Vec::new();
            walk(root(), &mut found);
            found
        });
        paths.sort();
        paths.iter().filter_map(|path| read(path)).collect()
    })
}

/// The files whose path ends so.
pub(crate) fn files_with(ending: &str) -> impl Iterator<Item = &'static File> {
    files().iter().filter(move |file| file.path.ends_with(ending))
}

/// The Rust files of a folder such as `crates/cleanclaim_x12/src/`.
pub(crate) fn rust_in(folder: &str) -> impl Iterator<Item = &'static File> {
    files_with(".rs").filter(move |file| file.path.starts_with(folder))
}

/// Fails with every line at once, so that one run shows all there is to mend.
#[track_caller]
pub(crate) fn none<T: Display>(what: &str, found: impl IntoIterator<Item = T>) {
    let lines: Vec<String> = found.into_iter().map(|line| format!("  {line}")).collect();
    assert!(lines.is_empty(), "{what}:\n{}", lines.join("\n"));
}

fn read(path: &str) -> Option<File> {
    let full = root().join(path);
    // A file can be tracked and deleted, or be a link to nowhere.
    let small = full.metadata().is_ok_and(|data| data.is_file() && data.len() <= TEXT_BYTES_MAX);
    let text = small.then(|| std::fs::read_to_string(&full).ok())??;
    Some(File { path: path.to_owned(), text })
}

fn tracked() -> Option<Vec<String>> {
    let args = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
    let output = Command::new("git").args(args).current_dir(root()).output().ok()?;
    let text = output.status.success().then(|| String::from_utf8(output.stdout).ok())??;
    let paths: Vec<String> = text.split('\0').filter(|path| !path.is_empty()).map(str::to_owned).collect();
    (!paths.is_empty()).then_some(paths)
}

fn walk(folder: &Path, found: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).expect("a folder of the repository can be read") {
        let path: PathBuf = entry.expect("a folder of the repository can be read").path();
        let name = path.file_name().expect("an entry has a name").to_string_lossy().into_owned();
        if path.is_symlink() || name == ".git" {
            continue;
        } else if path.is_dir() {
            if !MADE.contains(&name.as_str()) && !name.starts_with("target-") {
                walk(&path, found);
            }
        } else {
            let path = path.strip_prefix(root()).expect("it was found below the root");
            found.push(path.to_string_lossy().replace('\\', "/"));
        }
    }
}

#[test]
fn the_files_are_found() {
    let paths: Vec<&str> = files().iter().map(|file| file.path.as_str()).collect();
    for path in ["Cargo.toml", "README.md", "xtask/tests/it/tree.rs"] {
        assert!(paths.contains(&path), "{path} is missing from {} files", paths.len());
    }
    assert!(!paths.iter().any(|path| path.starts_with("target/")), "what was built is not part of the tree");
}
