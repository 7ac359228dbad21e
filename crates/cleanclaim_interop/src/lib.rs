//! Formats other programs speak: versioned JSON wire types with schemas, CSV encounters, notes.
