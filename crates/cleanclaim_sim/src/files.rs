//! Where what the simulation makes goes. The program writes to disk; tests keep it in memory.

use std::collections::BTreeMap;
use std::io;

/// Takes finished files by name. Names use `/` between folders.
pub trait FileSink {
    /// Keeps one file.
    ///
    /// # Errors
    /// When the place it goes to does not take it.
    fn write(&mut self, name: &str, bytes: &[u8]) -> io::Result<()>;
}

/// Keeps files in memory, in the order of their names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MemoryFiles {
    /// Name and bytes.
    pub files: BTreeMap<String, Vec<u8>>,
}

impl FileSink for MemoryFiles {
    fn write(&mut self, name: &str, bytes: &[u8]) -> io::Result<()> {
        self.files.insert(name.to_owned(), bytes.to_vec());
        Ok(())
    }
}
