//! Every transaction of a file, typed, in order.

use std::io::Read;
use std::ops::ControlFlow;

use cleanclaim_model::{Acknowledgement, Claim, FindingSink, Remittance, StatusInfo, Text};

use crate::{Document, Envelope, Origin, ReadError, SegmentRole};

/// What a 277CA says of a batch or of one provider's claims as a whole (loops 2200B and 2200C).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct BatchAck {
    /// `2200B` for the batch, `2200C` for one provider's part of it.
    pub loop_id: &'static str,
    /// 2200B TRN02: BHT03 of the claim file.
    pub batch_reference: Text,
    /// 2100A NM103: who says so.
    pub source_name: Text,
    /// 2100A NM101: `PR` payer, `AY` clearinghouse.
    pub source_entity: Text,
    /// Each STC.
    pub statuses: Vec<StatusInfo>,
    /// QTY 90 or QA: claims accepted.
    pub accepted: Option<u64>,
    /// QTY AA or QC: claims rejected.
    pub rejected: Option<u64>,
}

/// Something read from a file. Claims and remittances are lent: the next one takes their room.
#[derive(Debug, Clone, Copy)]
pub enum Transaction<'a> {
    /// One claim of an 837P or 837I.
    Claim(&'a Claim, &'a Origin, &'a Envelope),
    /// One ST-SE of an 835.
    Remittance(&'a Remittance, &'a Origin, &'a Envelope),
    /// A TA1, a 999 or 997 of one group, or one claim of a 277CA.
    Acknowledgement(&'a Acknowledgement, &'a Envelope),
    /// What a 277CA says of a whole batch.
    BatchAcknowledgement(&'a BatchAck, &'a Envelope),
    /// A transaction set that this crate does not type: its identifier and implementation stand in the envelope.
    Other(&'a Envelope),
}

/// Reads the transactions of a file one at a time.
#[derive(Debug)]
pub struct TransactionReader<R> {
    document: Document<R>,
}

impl<R: Read> TransactionReader<R> {
    /// A reader at the beginning of a file.
    pub fn new(source: R) -> Self {
        Self { document: Document::new(source) }
    }

    /// The next transaction, or `None` at the end of the file.
    ///
    /// # Errors
    /// When the file does not begin with `ISA`, or the source fails. What is wrong with a transaction is a finding.
    #[expect(clippy::should_implement_trait, reason = "what is read is lent, which Iterator cannot say")]
    pub fn next(&mut self, sink: &mut dyn FindingSink) -> Result<Option<Transaction<'_>>, ReadError> {
        while let Some(role) = self.document.advance(sink)? {
            if role == SegmentRole::SetHeader {
                return Ok(Some(Transaction::Other(self.document.envelope())));
            }
        }
        Ok(None)
    }
}

/// Shows every transaction of a file to `visitor`, until it breaks.
///
/// # Errors
/// When the file does not begin with `ISA`, or the source fails.
pub fn read_transactions<B>(
    source: impl Read,
    sink: &mut dyn FindingSink,
    mut visitor: impl FnMut(Transaction<'_>) -> ControlFlow<B>,
) -> Result<ControlFlow<B>, ReadError> {
    let mut reader = TransactionReader::new(source);
    while let Some(transaction) = reader.next(sink)? {
        if let ControlFlow::Break(value) = visitor(transaction) {
            return Ok(ControlFlow::Break(value));
        }
    }
    Ok(ControlFlow::Continue(()))
}
