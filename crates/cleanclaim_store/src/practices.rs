//! Practices and sign-in: the two reads that cannot name the practice first, because they find it.

use cleanclaim_model::PracticeId;
use sqlx::any::AnyRow;

use crate::query::Query;
use crate::table::{RowReader, column_list};
use crate::{PracticeRow, StoreError, Tx, UserRow, View};

/// Who signs in, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignIn {
    /// The practice.
    pub practice: PracticeId,
    /// The person.
    pub user: UserRow,
}

impl Tx {
    /// Every practice in this database, by identifier.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn practices(&mut self) -> Result<Vec<(PracticeId, PracticeRow)>, StoreError> {
        let query =
            Query::new(format!("select {}, tenant_id from practice order by tenant_id", column_list::<PracticeRow>()));
        self.rows(query).await?.iter().map(with_practice).collect()
    }

    /// The person with that sign-in name, disabled or not.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn sign_in(&mut self, login: &str) -> Result<Option<SignIn>, StoreError> {
        let mut query =
            Query::new(format!("select {}, tenant_id from app_user where login = ", column_list::<UserRow>()));
        query.text(login.to_lowercase());
        let rows = self.rows(query).await?;
        let found = rows.first().map(with_practice::<UserRow>).transpose()?;
        Ok(found.map(|(practice, user)| SignIn { practice, user }))
    }
}

/// A row with its tenant in the column after its own.
fn with_practice<R: View>(row: &AnyRow) -> Result<(PracticeId, R), StoreError> {
    let reader = RowReader::new(row, R::NAME);
    let tenant: String = reader.cell(R::COLUMNS.len(), "tenant_id")?;
    let practice = tenant.parse().map_err(|_| StoreError::Unreadable { table: R::NAME, column: "tenant_id" })?;
    Ok((practice, R::read(&reader)?))
}
