//! Writing many rows with one statement: one JSON parameter, unpacked in SQL.

use cleanclaim_model::PracticeId;

use crate::backend::{Backend, Kind};
use crate::cell::RowWriter;
use crate::query::Query;
use crate::table::column_list;
use crate::table::sealed::Write;
use crate::{Column, StoreError, Table, Tx};

/// A statement's JSON parameter at most; larger batches go in several statements of the same transaction.
const PARAMETER_BYTES_MAX: usize = 8 << 20;

/// What to do with a row whose key is there already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OnConflict {
    /// Fail: [`StoreError::Exists`].
    Fail,
    /// Keep the row that is there.
    Keep,
    /// Take the new row's values.
    Replace,
}

/// A change of some columns of many rows.
pub(crate) struct Change {
    pub(crate) table: &'static str,
    /// The columns that find the row after `tenant_id`.
    pub(crate) key: &'static [&'static str],
    /// The columns to set, and how.
    pub(crate) set: &'static [(Column, Set)],
}

/// How a column changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Set {
    /// To the new value.
    To,
    /// By the new value.
    Add,
}

pub(crate) const fn text(name: &'static str) -> Column {
    Column { name, kind: Kind::Text }
}

pub(crate) const fn bigint(name: &'static str) -> Column {
    Column { name, kind: Kind::Bigint }
}

impl Tx {
    /// Writes new rows.
    ///
    /// # Errors
    /// [`StoreError::Exists`] when a key or a unique column is there already, and whatever else the database refuses.
    pub async fn insert<R: Table>(&mut self, practice: PracticeId, rows: &[R]) -> Result<(), StoreError> {
        self.write_guarded(practice, rows, OnConflict::Fail).await.map(drop)
    }

    /// Writes rows and says how many were written or replaced.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn write_rows<R: Table>(
        &mut self,
        practice: PracticeId,
        rows: &[R],
        on_conflict: OnConflict,
    ) -> Result<u64, StoreError> {
        self.write_guarded(practice, rows, on_conflict).await
    }

    /// Writes rows of any table, those included that only methods of this crate may write.
    pub(crate) async fn write_guarded<R: Write>(
        &mut self,
        practice: PracticeId,
        rows: &[R],
        on_conflict: OnConflict,
    ) -> Result<u64, StoreError> {
        let sql = insert_sql::<R>(self.backend(), on_conflict);
        let mut writer = RowWriter::default();
        let mut written = 0;
        for (index, row) in rows.iter().enumerate() {
            writer.begin_row();
            row.write(&mut writer);
            writer.end_row();
            if writer.size_bytes() >= PARAMETER_BYTES_MAX || index + 1 == rows.len() {
                written += self.write_json(&sql, practice, writer.take()).await?;
            }
        }
        Ok(written)
    }

    /// Changes columns of many rows; each element of the JSON array holds the key's columns, then those to set.
    pub(crate) async fn change(
        &mut self,
        practice: PracticeId,
        change: &Change,
        mut rows: RowWriter,
    ) -> Result<u64, StoreError> {
        if rows.size_bytes() == 0 {
            return Ok(0);
        }
        let sql = change_sql(self.backend(), change);
        self.write_json(&sql, practice, rows.take()).await
    }

    pub(crate) async fn write_json(
        &mut self,
        sql: &str,
        practice: PracticeId,
        json: String,
    ) -> Result<u64, StoreError> {
        let mut query = Query::new(sql);
        query.bind_text(practice).bind_text(json);
        self.write(query).await
    }
}

fn insert_sql<R: Write>(backend: Backend, on_conflict: OnConflict) -> String {
    let cells: Vec<String> =
        R::COLUMNS.iter().enumerate().map(|(index, column)| backend.json_cell(index, column.kind)).collect();
    // SQLite needs the "where": without it, "on conflict" after a select reads as a join.
    let mut sql = format!(
        "insert into {} (tenant_id, {}) select $1, {} from {} where true",
        R::NAME,
        column_list::<R>(),
        cells.join(", "),
        backend.json_rows(),
    );
    match on_conflict {
        OnConflict::Fail => {}
        OnConflict::Keep => sql.push_str(" on conflict do nothing"),
        OnConflict::Replace => {
            let key: String = R::KEY.iter().map(|column| format!(", {column}")).collect();
            let set: Vec<String> = R::COLUMNS
                .iter()
                .filter(|column| !R::KEY.contains(&column.name))
                .map(|column| format!("{0} = excluded.{0}", column.name))
                .collect();
            sql.push_str(&format!(" on conflict (tenant_id{key}) do update set {}", set.join(", ")));
        }
    }
    sql
}

fn change_sql(backend: Backend, change: &Change) -> String {
    let keys = change.key.iter().enumerate().map(|(index, name)| {
        // A key's column is compared as text on both databases.
        format!("{} as {name}", backend.json_cell(index, Kind::Text))
    });
    let first_set = change.key.len();
    let sets = change.set.iter().enumerate().map(|(index, (column, _))| {
        format!("{} as {}", backend.json_cell(first_set + index, column.kind), column.name)
    });
    let cells: Vec<String> = keys.chain(sets).collect();
    let assignments: Vec<String> = change
        .set
        .iter()
        .map(|(column, set)| match set {
            Set::To => format!("{0} = u.{0}", column.name),
            Set::Add => format!("{1} = {0}.{1} + u.{1}", change.table, column.name),
        })
        .collect();
    let matches: String = change.key.iter().map(|name| format!(" and {0}.{name} = u.{name}", change.table)).collect();
    // Materialized, so that SQLite looks each row up by its key; else it walks through the JSON once for every row of the table.
    format!(
        "with u as materialized (select {} from {}) update {table} set {} from u where {table}.tenant_id = $1{matches}",
        cells.join(", "),
        backend.json_rows(),
        assignments.join(", "),
        table = change.table,
    )
}
