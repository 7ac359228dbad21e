//! Files: what they are, and their bytes, kept once for the same content.

use cleanclaim_model::{FileId, PracticeId};
use sqlx::Row as _;

use crate::query::Query;
use crate::{Direction, FileRow, OnConflict, StoreError, Tx};

impl Tx {
    /// Keeps a file and its bytes. The row's digest and size must be those of the bytes.
    ///
    /// # Errors
    /// When the file is there already, or the database refuses.
    pub async fn put_file(&mut self, practice: PracticeId, file: &FileRow, bytes: &[u8]) -> Result<(), StoreError> {
        assert_eq!(i64::try_from(bytes.len()).ok(), Some(file.size_bytes), "a file's row has the size of its bytes");
        let mut query =
            Query::new("insert into blob (tenant_id, sha256, bytes) values ($1, $2, $3) on conflict do nothing");
        query.bind_text(practice).bind_text(&file.sha256).bind_bytes(bytes);
        self.write(query).await?;
        self.write_guarded(practice, core::slice::from_ref(file), OnConflict::Fail).await.map(drop)
    }

    /// The bytes of a file.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn file_bytes(&mut self, practice: PracticeId, file: FileId) -> Result<Option<Vec<u8>>, StoreError> {
        let mut query = Query::new(
            "select blob.bytes from file join blob on blob.tenant_id = file.tenant_id and blob.sha256 = file.sha256 \
             where file.tenant_id = $1 and file.id = $2",
        );
        query.bind_text(practice).bind_text(file);
        let rows = self.rows(query).await?;
        let Some(row) = rows.first() else { return Ok(None) };
        let bytes = row.try_get::<Vec<u8>, _>(0);
        bytes.map(Some).map_err(|_| StoreError::Unreadable { table: "blob", column: "bytes" })
    }

    /// Files of the same direction with the same bytes, oldest first.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn files_with_digest(
        &mut self,
        practice: PracticeId,
        direction: Direction,
        sha256: &str,
    ) -> Result<Vec<FileRow>, StoreError> {
        let mut query = Query::new(crate::table::select::<FileRow>());
        query.push(" where tenant_id = ").text(practice);
        query.push(" and sha256 = ").text(sha256);
        query.push(" and direction = ").text(direction.as_str());
        query.push(" order by at, id");
        self.fetch(query).await
    }
}
