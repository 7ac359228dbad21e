//! Tests of the crate through its public interface.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, reason = "tests")]

use std::sync::OnceLock;

use cleanclaim_codes::CodeSets;
use cleanclaim_coding::Coder;

mod behaviour;
mod own_notes;
mod shared_notes;

/// The code sets that ship and one coder over them: its dictionary is built once for all tests.
pub(crate) fn shared_coder() -> &'static (CodeSets<'static>, Coder<'static>) {
    static CODER: OnceLock<(CodeSets<'static>, Coder<'static>)> = OnceLock::new();
    CODER.get_or_init(|| {
        let sets = cleanclaim_data::code_sets().unwrap();
        let coder = Coder::new(&sets);
        (sets, coder)
    })
}
