//! Clinical note to suggested codes with evidence spans.
