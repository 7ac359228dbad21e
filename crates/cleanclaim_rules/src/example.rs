//! Claims as small patches on a valid base claim.
