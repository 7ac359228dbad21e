//! Dated code sets and edit tables as memory images: look-up, search, exclusion queries.
