//! Official files and shipped tables to code-set images.
