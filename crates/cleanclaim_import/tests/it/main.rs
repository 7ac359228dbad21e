//! Readers on small files in the publisher's layout, and on files that are wrong: the error says where.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, reason = "tests")]

mod delimited;
mod fixed;
mod images;
mod indexes;
mod ncci;
mod records;
mod tables;
mod tabular_list;
mod wrong;

pub const LIST: &str = include_str!("../../../../fixtures/codes/tabular.xml");
