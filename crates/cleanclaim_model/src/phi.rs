//! The wrapper that keeps patients' data out of logs and errors.

use core::fmt;

/// Protected health information. Prints `[PHI]`; read it with [`Phi::expose`], the one word reviewers search for.
///
/// Source: 45 CFR 160.103, "protected health information".
///
/// ```
/// use cleanclaim_model::Phi;
/// let name = Phi::new("Testa");
/// assert_eq!(format!("{name:?}"), "[PHI]");
/// assert_eq!(*name.expose(), "Testa");
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Phi<T>(T);

impl<T> Phi<T> {
    /// Wraps the value.
    pub const fn new(value: T) -> Self {
        Self(value)
    }

    /// The value, for a place that is allowed to see it.
    pub const fn expose(&self) -> &T {
        &self.0
    }

    /// The value to change in place.
    pub const fn expose_mut(&mut self) -> &mut T {
        &mut self.0
    }

    /// Unwraps the value.
    pub fn into_inner(self) -> T {
        self.0
    }
}

impl<T> fmt::Debug for Phi<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[PHI]")
    }
}

impl<T> From<T> for Phi<T> {
    fn from(value: T) -> Self {
        Self(value)
    }
}
