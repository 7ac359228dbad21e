//! What is in a file, without typing it.

use std::io::Read;

use cleanclaim_model::{FindingSink, Text};

use crate::{Document, ReadError, SegmentRole, TransactionKind};

/// How many different kinds of transaction sets are told apart in one file; further ones are counted together.
pub const SNIFF_KINDS_MAX: usize = 64;

/// How often a kind of transaction set is in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SniffedKind {
    /// What it is.
    pub kind: TransactionKind,
    /// ST01; empty for the kinds beyond [`SNIFF_KINDS_MAX`].
    pub set_id: Text,
    /// ST03, or GS08.
    pub implementation: Text,
    /// The release: `004010`, `005010`, `006020`. By GS08 and ST03, never by ISA12.
    pub release: Text,
    /// How many.
    pub sets: u64,
}

/// What is in a file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sniffed {
    /// Interchanges.
    pub interchanges: u64,
    /// TA1 segments.
    pub interchange_acks: u64,
    /// Kinds of transaction sets, in the order of their first.
    pub kinds: Vec<SniffedKind>,
}

impl Sniffed {
    /// Transaction sets of every kind.
    #[must_use]
    pub fn sets(&self) -> u64 {
        self.kinds.iter().map(|kind| kind.sets).sum()
    }

    /// Whether any set is of this kind.
    #[must_use]
    pub fn contains(&self, kind: TransactionKind) -> bool {
        self.kinds.iter().any(|sniffed| sniffed.kind == kind)
    }
}

/// Counts the transaction sets of a file by kind.
///
/// # Errors
/// When the file does not begin with `ISA`, or the source fails.
pub fn sniff(source: impl Read, sink: &mut dyn FindingSink) -> Result<Sniffed, ReadError> {
    let mut document = Document::new(source);
    let mut sniffed = Sniffed::default();
    while let Some(role) = document.advance(sink)? {
        match role {
            SegmentRole::InterchangeHeader => sniffed.interchanges += 1,
            SegmentRole::InterchangeAck => sniffed.interchange_acks += 1,
            SegmentRole::SetHeader => {
                let envelope = document.envelope();
                let known = sniffed
                    .kinds
                    .iter_mut()
                    .find(|kind| kind.set_id == envelope.set_id && kind.implementation == envelope.implementation);
                match known {
                    Some(kind) => kind.sets += 1,
                    None => add_kind(&mut sniffed.kinds, envelope),
                }
            }
            _ => {}
        }
    }
    Ok(sniffed)
}

fn add_kind(kinds: &mut Vec<SniffedKind>, envelope: &crate::Envelope) {
    if SNIFF_KINDS_MAX <= kinds.len() {
        if let Some(last) = kinds.last_mut() {
            last.sets += 1;
            (last.kind, last.set_id) = (TransactionKind::Other, Text::default());
        }
        return;
    }
    kinds.push(SniffedKind {
        kind: envelope.kind(),
        set_id: envelope.set_id.clone(),
        implementation: envelope.implementation.clone(),
        release: envelope.release().into(),
        sets: 1,
    });
}
