//! Every transaction of a file, typed, in order.

use std::io::Read;
use std::ops::ControlFlow;

use cleanclaim_model::{Acknowledgement, Claim, FindingSink, Remittance};

use crate::acknowledgement::{AckDecoder, Answer, BatchAck};
use crate::claim::ClaimDecoder;
use crate::guide::guide_of;
use crate::remittance::RemittanceDecoder;
use crate::step::Step;
use crate::{Document, Envelope, Origin, ReadError, SegmentRole, TransactionKind};

/// Something read from a file. Claims and remittances are lent: the next one takes their room.
#[derive(Debug, Clone, Copy)]
pub enum Transaction<'a> {
    /// One claim of an 837P or 837I.
    Claim(&'a Claim, &'a Origin, &'a Envelope),
    /// One ST-SE of an 835.
    Remittance(&'a Remittance, &'a Origin, &'a Envelope),
    /// A TA1, a 999 or 997 of one group, or one claim of a 277CA.
    Acknowledgement(&'a Acknowledgement, &'a Envelope),
    /// What a 277CA says of a whole batch or of one provider's part of it.
    BatchAcknowledgement(&'a BatchAck, &'a Envelope),
    /// A transaction set that this crate does not type: its identifier and implementation stand in the envelope.
    Other(&'a Envelope),
}

impl<'a> Transaction<'a> {
    /// The envelopes around it.
    #[must_use]
    pub const fn envelope(&self) -> &'a Envelope {
        match self {
            Self::Claim(_, _, envelope)
            | Self::Remittance(_, _, envelope)
            | Self::Acknowledgement(_, envelope)
            | Self::BatchAcknowledgement(_, envelope)
            | Self::Other(envelope) => envelope,
        }
    }
}

/// Which decoder the open transaction set goes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Active {
    Nothing,
    Claims,
    Remittances,
    Acknowledgements,
}

/// What [`TransactionReader::find`] stopped at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Found {
    Claim,
    Remittance,
    Answer,
    Other,
    End,
}

/// Reads the transactions of a file one at a time.
///
/// ```
/// use cleanclaim_model::Discard;
/// use cleanclaim_x12::{Transaction, TransactionReader};
/// let file = include_bytes!("../../../fixtures/x12/837p-two-claims.edi");
/// let mut reader = TransactionReader::new(&file[..]);
/// let mut claims = 0;
/// while let Some(transaction) = reader.next(&mut Discard)? {
///     match transaction {
///         Transaction::Claim(claim, origin, envelope) => {
///             assert_eq!(envelope.implementation, "005010X222A1");
///             println!("{} begins at byte {}", claim.control_number, origin.byte);
///             claims += 1;
///         }
///         _ => {}
///     }
/// }
/// assert_eq!(claims, 2);
/// # Ok::<(), cleanclaim_x12::ReadError>(())
/// ```
#[derive(Debug)]
pub struct TransactionReader<R> {
    document: Document<R>,
    active: Active,
    /// The current segment ended something and was not used yet.
    again: bool,
    claims: ClaimDecoder,
    remittances: RemittanceDecoder,
    acknowledgements: AckDecoder,
    claim: Box<Claim>,
    remittance: Box<Remittance>,
    origin: Origin,
}

impl<R: Read> TransactionReader<R> {
    /// A reader at the beginning of a file.
    pub fn new(source: R) -> Self {
        Self {
            document: Document::new(source),
            active: Active::Nothing,
            again: false,
            claims: ClaimDecoder::default(),
            remittances: RemittanceDecoder::default(),
            acknowledgements: AckDecoder::default(),
            claim: Box::default(),
            remittance: Box::default(),
            origin: Origin::default(),
        }
    }

    /// The next transaction, or `None` at the end of the file.
    ///
    /// # Errors
    /// When the file does not begin with `ISA`, or the source fails. What is wrong with a transaction is a finding.
    pub fn next(&mut self, sink: &mut dyn FindingSink) -> Result<Option<Transaction<'_>>, ReadError> {
        Ok(match self.find(sink)? {
            Found::Claim => Some(Transaction::Claim(&self.claim, &self.origin, self.claims.envelope())),
            Found::Remittance => {
                Some(Transaction::Remittance(&self.remittance, &self.origin, self.remittances.envelope()))
            }
            Found::Answer => self.acknowledgements.answer().map(|answer| match answer {
                Answer::Acknowledgement(answer) => {
                    Transaction::Acknowledgement(answer, self.acknowledgements.envelope())
                }
                Answer::Batch(answer) => Transaction::BatchAcknowledgement(answer, self.acknowledgements.envelope()),
            }),
            Found::Other => Some(Transaction::Other(self.document.envelope())),
            Found::End => None,
        })
    }

    fn find(&mut self, sink: &mut dyn FindingSink) -> Result<Found, ReadError> {
        loop {
            if !std::mem::take(&mut self.again) && self.document.advance(sink)?.is_none() {
                return Ok(self.finish());
            }
            let (here, role) = self.document.here();
            let (step, found) = match self.active {
                Active::Nothing => (Step::Continue, Found::End),
                Active::Claims => (self.claims.step(here, role, &mut self.claim, &mut self.origin, sink), Found::Claim),
                Active::Remittances => {
                    let origin = &mut self.origin;
                    (self.remittances.step(here, role, &mut self.remittance, origin, sink), Found::Remittance)
                }
                Active::Acknowledgements => (self.acknowledgements.step(here, role, sink), Found::Answer),
            };
            match step {
                Step::Done => {
                    self.again = true;
                    return Ok(found);
                }
                Step::Ready => return Ok(found),
                Step::Continue if role == SegmentRole::SetHeader => {
                    self.active = decoder_of(here.envelope.kind());
                    match self.active {
                        Active::Nothing => return Ok(Found::Other),
                        Active::Claims => self.claims.begin_set(here),
                        Active::Remittances => self.remittances.begin_set(here, &mut self.remittance, &mut self.origin),
                        Active::Acknowledgements => self.acknowledgements.begin_set(here),
                    }
                }
                Step::Continue if role == SegmentRole::InterchangeAck => {
                    self.active = Active::Acknowledgements;
                    self.acknowledgements.step(here, role, sink);
                    return Ok(Found::Answer);
                }
                Step::Continue => {}
            }
        }
    }

    /// What the end of the file cut short.
    fn finish(&mut self) -> Found {
        match std::mem::replace(&mut self.active, Active::Nothing) {
            Active::Claims if self.claims.finish(&mut self.origin) => Found::Claim,
            Active::Remittances if self.remittances.finish(&mut self.origin) => Found::Remittance,
            Active::Acknowledgements if self.acknowledgements.finish() => Found::Answer,
            _ => Found::End,
        }
    }
}

fn decoder_of(kind: TransactionKind) -> Active {
    match kind {
        _ if guide_of(kind).is_none() => Active::Nothing,
        TransactionKind::Claim(_) => Active::Claims,
        TransactionKind::Remittance => Active::Remittances,
        TransactionKind::ImplementationAck | TransactionKind::ClaimAck => Active::Acknowledgements,
        TransactionKind::Other => Active::Nothing,
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
