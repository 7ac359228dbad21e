//! CAS and procedures written: what claims and remittances have in common.

use std::io::Write;

use cleanclaim_model::{Adjustment, Modifiers};

use crate::InterchangeWriter;

/// Triplets of one CAS segment.
const PER_CAS: usize = 6;

/// CAS segments: consecutive adjustments of one group share one, up to six.
pub(crate) fn adjustments<W: Write>(out: &mut InterchangeWriter<W>, adjustments: &[Adjustment]) {
    for group in adjustments.chunk_by(|left, right| left.group == right.group) {
        for chunk in group.chunks(PER_CAS) {
            out.begin("CAS").add(chunk[0].group.as_str());
            for adjustment in chunk {
                out.add(adjustment.carc.as_str()).add(&adjustment.amount.to_string());
                out.add(&adjustment.quantity.map(|quantity| quantity.to_string()).unwrap_or_default());
            }
            out.end();
        }
    }
}

/// A composite of qualifier, code and modifiers.
pub(crate) fn procedure<W: Write>(out: &mut InterchangeWriter<W>, qualifier: &str, code: &str, modifiers: Modifiers) {
    let modifiers: Vec<_> = modifiers.iter().collect();
    let modifier = |index: usize| modifiers.get(index).map_or("", |modifier| modifier.as_str());
    out.composite(&[qualifier, code, modifier(0), modifier(1), modifier(2), modifier(3)]);
}
