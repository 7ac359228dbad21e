//! Claim lint: one rule a file, each with its source and its examples.
