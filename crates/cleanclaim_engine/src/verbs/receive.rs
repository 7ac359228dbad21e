//! Receive: every file that comes in is kept byte for byte before anything is made of it.

use cleanclaim_model::{FileId, PracticeId};
use cleanclaim_store::{Direction, Tx};

use crate::engine::Engine;
use crate::error::Result;
use crate::stored_file::{file_row, sha256_hex};

/// A received file, and whether the same bytes came before.
pub(super) struct Received {
    pub(super) file: FileId,
    pub(super) is_repeat: bool,
}

impl Engine {
    pub(super) async fn receive(
        &self,
        tx: &mut Tx,
        practice: PracticeId,
        kind: &str,
        name: &str,
        bytes: &[u8],
    ) -> Result<Received> {
        let earlier = tx.files_with_digest(practice, Direction::Received, &sha256_hex(bytes)).await?;
        let file = self.new_id(FileId::next);
        tx.put_file(practice, &file_row(file, Direction::Received, kind, name, bytes, self.now()), bytes).await?;
        Ok(Received { file, is_repeat: !earlier.is_empty() })
    }
}
