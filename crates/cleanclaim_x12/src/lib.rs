//! X12 healthcare EDI: a streaming codec and typed maps for claims, remittances and acknowledgements.
