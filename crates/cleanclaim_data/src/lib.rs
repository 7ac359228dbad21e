//! The code-set image that ships inside the binary.
