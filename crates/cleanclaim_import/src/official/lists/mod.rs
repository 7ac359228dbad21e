//! Code lists: adjustment reasons, remarks, claim status, institutional codes, places of service, terms of diseases.

mod diseases;
mod places;
mod reasons;
mod shorthand;

use super::sheet::{Grid, Header, grids};
use super::{Member, Reader};

pub(super) const READERS: &[&dyn Reader] = &[
    &reasons::Together,
    &reasons::Published,
    &places::Places,
    &shorthand::CodeSystem,
    &diseases::Terms,
    &diseases::References,
    &diseases::Mappings,
];

/// The first table of a member that has these headers.
fn table<'m>(member: &'m Member, wanted: &[&str]) -> Option<(Grid<'m>, Header)> {
    grids(member).into_iter().find_map(|grid| {
        let header = grid.header(wanted)?;
        Some((grid, header))
    })
}
