//! Double-entry accounts for a practice: entries that sum to zero and are only ever reversed.
