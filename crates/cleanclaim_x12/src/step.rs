//! What the typed maps tell their readers.

/// Whether a step used its segment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    /// Go on with the next segment.
    Continue,
    /// Something is finished; the segment belongs to what follows and must be shown again.
    Done,
    /// Something is finished, and the segment was part of it.
    Ready,
}
