//! What a table is to the store: a name, a key and columns, each read and written by the row's fields.

use sqlx::any::AnyRow;

use crate::StoreError;
use crate::backend::Kind;
use crate::cell::Cell;

/// A column of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: &'static str,
    /// Text or integer.
    pub kind: Kind,
}

/// Something that can be read from a table: all its columns or some. The tenant is never a field: the store adds it to every statement,
/// so that no row can name another practice.
pub trait View: Sized + sealed::Sealed {
    /// The table.
    const NAME: &'static str;
    /// The columns of its key after `tenant_id`; what is read comes in their order.
    const KEY: &'static [&'static str];
    /// The columns, in the order of the fields.
    const COLUMNS: &'static [Column];

    #[doc(hidden)]
    fn read(row: &RowReader<'_>) -> Result<Self, StoreError>;
}

/// A row type that holds every column of its table but the tenant, and that callers may write. Rows that must keep an invariant (entries,
/// the audit trail) are written by methods of their own instead.
pub trait Table: sealed::Write {}

pub(crate) mod sealed {
    /// Only this crate's rows are tables.
    pub trait Sealed {}

    /// How a row is written.
    pub trait Write: crate::View {
        /// Adds the row's cells in the order of its columns.
        fn write(&self, out: &mut crate::RowWriter);
    }
}

/// One fetched row.
pub struct RowReader<'r> {
    row: &'r AnyRow,
    table: &'static str,
}

impl<'r> RowReader<'r> {
    pub(crate) fn new(row: &'r AnyRow, table: &'static str) -> Self {
        Self { row, table }
    }

    pub(crate) fn cell<C: Cell>(&self, index: usize, column: &'static str) -> Result<C, StoreError> {
        C::read(self.row, index).ok_or(StoreError::Unreadable { table: self.table, column })
    }
}

/// A struct that is also a [`View`].
macro_rules! view {
    (
        $(#[$doc:meta])*
        $row:ident = $name:literal, key [$($key:literal),*] {
            $($(#[$field_doc:meta])* $field:ident: $type:ty,)*
        }
    ) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub struct $row { $($(#[$field_doc])* pub $field: $type,)* }

        impl crate::table::sealed::Sealed for $row {}

        impl crate::View for $row {
            const NAME: &'static str = $name;
            const KEY: &'static [&'static str] = &[$($key),*];
            const COLUMNS: &'static [crate::Column] = &[
                $(crate::Column { name: stringify!($field), kind: <$type as crate::cell::Cell>::KIND },)*
            ];

            fn read(row: &crate::table::RowReader<'_>) -> Result<Self, crate::StoreError> {
                let mut index = 0..;
                Ok(Self { $($field: row.cell(index.next().unwrap_or(usize::MAX), stringify!($field))?,)* })
            }
        }
    };
}
pub(crate) use view;

/// A struct that is also a [`View`] and that this crate can write.
macro_rules! guarded_table {
    (
        $(#[$doc:meta])*
        $row:ident = $name:literal, key [$($key:literal),*] {
            $($(#[$field_doc:meta])* $field:ident: $type:ty,)*
        }
    ) => {
        crate::table::view! {
            $(#[$doc])*
            $row = $name, key [$($key),*] { $($(#[$field_doc])* $field: $type,)* }
        }

        impl crate::table::sealed::Write for $row {
            fn write(&self, out: &mut crate::cell::RowWriter) {
                $(out.cell(&self.$field);)*
            }
        }
    };
}
pub(crate) use guarded_table;

/// A struct that is also a [`Table`].
macro_rules! table {
    ($(#[$doc:meta])* $row:ident = $($rest:tt)*) => {
        crate::table::guarded_table! { $(#[$doc])* $row = $($rest)* }
        impl crate::Table for $row {}
    };
}
pub(crate) use table;

/// `a, b, c`.
pub(crate) fn column_list<R: View>() -> String {
    let names: Vec<&str> = R::COLUMNS.iter().map(|column| column.name).collect();
    names.join(", ")
}

/// `select a, b, c from table`.
pub(crate) fn select<R: View>() -> String {
    format!("select {} from {}", column_list::<R>(), R::NAME)
}
