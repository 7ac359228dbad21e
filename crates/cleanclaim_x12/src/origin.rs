//! Where each field of a claim or remittance stood in the file, and what stood there without a field of its own.

use std::sync::Arc;

use cleanclaim_model::{Field, Phi, Text, X12Place};

use crate::Envelope;

/// Where a field stood. `byte` counts from 0 at the start of the file, everything else from 1; 0 means the whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FieldPlace {
    /// The field.
    pub field: Field,
    /// Offset of its element in the file.
    pub byte: u64,
    /// Its segment within the transaction set, ST being 1.
    pub segment_index: u32,
    /// Its segment, such as `CLM`.
    pub segment: [u8; 3],
    /// Its element.
    pub element: u8,
    /// Its component.
    pub component: u8,
    /// Its loop, such as `2300`.
    pub loop_id: &'static str,
}

impl FieldPlace {
    /// The same place as findings carry it.
    #[must_use]
    pub fn to_place(self, envelope: &Envelope) -> X12Place {
        let mut place = X12Place {
            segment_index: self.segment_index,
            byte: self.byte,
            loop_id: self.loop_id.into(),
            segment: String::from_utf8_lossy(&self.segment).trim().into(),
            element: self.element,
            component: self.component,
            ..X12Place::default()
        };
        envelope.complete(&mut place);
        place
    }
}

/// Something of the file that no field of the model holds: kept, so that nothing is silently lost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extra {
    /// Its loop, such as `2300`; empty where the guide has no place for it.
    pub loop_id: &'static str,
    /// Its segment within the transaction set, ST being 1.
    pub segment_index: u32,
    /// Its segment, such as `K3`.
    pub segment: Text,
    /// Its element; 0 for the whole segment.
    pub element: u8,
    /// Its component; 0 for the whole element.
    pub component: u8,
    /// Offset in the file.
    pub byte: u64,
    /// As it stood there, without the segment's terminator.
    pub value: Phi<Text>,
}

/// A part of an [`Origin`]: what one loop contributes to every claim below it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OriginPart {
    pub(crate) fields: Vec<FieldPlace>,
    pub(crate) extras: Vec<Extra>,
}

impl OriginPart {
    pub(crate) fn clear(&mut self) {
        self.fields.clear();
        self.extras.clear();
    }
}

/// How many outer loops contribute to a claim: the set's header, billing provider, subscriber, patient.
pub(crate) const SHARED_PARTS: usize = 4;

/// Where a claim or remittance came from. Reused from one to the next, as the claim is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Origin {
    pub(crate) own: OriginPart,
    pub(crate) shared: [Arc<OriginPart>; SHARED_PARTS],
    /// Segment of CLM, or of ST for a remittance, within the transaction set.
    pub first_segment: u32,
    /// Its last segment.
    pub last_segment: u32,
    /// Offset of its first byte.
    pub byte: u64,
    /// Offset of the byte after its last.
    pub end_byte: u64,
    /// False where the file ended inside it.
    pub complete: bool,
}

impl Origin {
    /// Where a field stood, or `None` where the file does not have it.
    #[must_use]
    pub fn place(&self, field: Field) -> Option<FieldPlace> {
        self.fields().find(|place| place.field == field).copied()
    }

    /// Every field with its place; the claim's own first, then those it shares with others.
    pub fn fields(&self) -> impl Iterator<Item = &FieldPlace> {
        self.own.fields.iter().chain(self.shared.iter().rev().flat_map(|part| &part.fields))
    }

    /// Everything without a field of its own, the claim's own first.
    pub fn extras(&self) -> impl Iterator<Item = &Extra> {
        self.own.extras.iter().chain(self.shared.iter().rev().flat_map(|part| &part.extras))
    }

    /// Empties it but keeps the room of its lists.
    pub fn clear(&mut self) {
        self.own.clear();
        let own = std::mem::take(&mut self.own);
        *self = Self { own, ..Self::default() };
    }
}
