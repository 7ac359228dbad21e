//! How files leave the house. The engine decides what to send and remembers what became of it; a channel only carries.

use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// What became of handing a file over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Delivery {
    /// The other side has it.
    Sent,
    /// Not a byte of it left: it may be tried again.
    NotSent {
        /// Why.
        reason: String,
    },
    /// Nobody knows whether it left: it is never sent again by itself.
    InDoubt {
        /// Why.
        reason: String,
    },
}

/// A way out of the house.
pub trait Channel {
    /// Hands a file over. The same name is never handed over twice with other bytes.
    fn send(&mut self, name: &str, bytes: &[u8]) -> Delivery;

    /// Whether a file that was perhaps handed over did arrive; `None` where the channel cannot tell.
    fn has_sent(&mut self, name: &str, bytes: &[u8]) -> Option<bool>;
}

/// A folder that a clearinghouse's program or a person picks files up from.
#[derive(Debug, Clone)]
pub struct FolderChannel {
    folder: PathBuf,
}

impl FolderChannel {
    /// A channel into this folder, which is made when the first file goes out.
    #[must_use]
    pub fn new(folder: &Path) -> Self {
        Self { folder: folder.to_owned() }
    }

    fn place(&self, name: &str, bytes: &[u8]) -> std::io::Result<()> {
        fs::create_dir_all(&self.folder)?;
        // Whoever picks files up must never see half of one: written beside its name, made durable, then renamed.
        let part = self.folder.join(format!(".{name}.part"));
        let mut file = OpenOptions::new().write(true).create(true).truncate(true).open(&part)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&part, self.folder.join(name))
    }
}

impl Channel for FolderChannel {
    fn send(&mut self, name: &str, bytes: &[u8]) -> Delivery {
        match self.place(name, bytes) {
            Ok(()) => Delivery::Sent,
            Err(error) => match self.has_sent(name, bytes) {
                Some(true) => Delivery::Sent,
                Some(false) => Delivery::NotSent { reason: error.kind().to_string() },
                None => Delivery::InDoubt { reason: error.kind().to_string() },
            },
        }
    }

    fn has_sent(&mut self, name: &str, bytes: &[u8]) -> Option<bool> {
        match fs::read(self.folder.join(name)) {
            Ok(there) => Some(there == bytes),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Some(false),
            Err(_) => None,
        }
    }
}
