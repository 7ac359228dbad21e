//! What every table that is being written has: the edition that it is, and the first problem among its rows.

use super::BuildError;
use crate::set::Set;

#[derive(Debug)]
pub(super) struct Head {
    pub(super) set: Set,
    edition: String,
    problem: Option<BuildError>,
}

impl Head {
    pub(super) fn new(set: Set, edition: &str) -> Self {
        Self { set, edition: edition.to_owned(), problem: None }
    }

    /// Set and name of the edition.
    pub(super) fn edition(&self) -> (Set, &str) {
        (self.set, &self.edition)
    }

    /// Keeps a problem, unless there was one before.
    pub(super) fn fail(&mut self, problem: BuildError) {
        self.problem.get_or_insert(problem);
    }

    /// The first problem, if there was one.
    pub(super) fn sound(&mut self) -> Result<(), BuildError> {
        self.problem.take().map_or(Ok(()), Err)
    }
}
