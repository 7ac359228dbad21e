//! Remittances out of a file, one ST-SE at a time.

use std::io::Read;

use cleanclaim_model::{FindingSink, Remittance};

use super::RemittanceDecoder;
use crate::step::Step;
use crate::{Document, Envelope, Origin, ReadError};

/// Reads every 835 of release 005010 in a file; other transactions are passed over.
///
/// ```
/// use cleanclaim_model::{Finding, Remittance};
/// use cleanclaim_x12::{Origin, RemittanceReader, check_balance};
/// let file = include_bytes!("../../../../fixtures/x12/835-paid-and-denied.edi");
/// let (mut remittance, mut origin, mut findings) = (Remittance::default(), Origin::default(), Vec::<Finding>::new());
/// let mut reader = RemittanceReader::new(&file[..]);
/// while reader.next_into(&mut remittance, &mut origin, &mut findings)? {
///     check_balance(&remittance, &origin, reader.envelope(), &mut findings);
///     println!("{} pays {}", remittance.payer_name, remittance.amount.dollars());
///     for claim in &remittance.claims {
///         println!("  {}: {} of {}", claim.control_number, claim.paid.dollars(), claim.charge.dollars());
///     }
/// }
/// assert!(findings.is_empty());
/// # Ok::<(), cleanclaim_x12::ReadError>(())
/// ```
#[derive(Debug)]
pub struct RemittanceReader<R> {
    document: Document<R>,
    decoder: RemittanceDecoder,
    /// The current segment ended the last remittance and was not used yet.
    again: bool,
}

impl<R: Read> RemittanceReader<R> {
    /// A reader at the beginning of a file.
    pub fn new(source: R) -> Self {
        Self { document: Document::new(source), decoder: RemittanceDecoder::default(), again: false }
    }

    /// Reads the next ST-SE into `remittance` and `origin`, which are emptied first; false at the end of the file.
    ///
    /// A remittance whose SE is missing is given too, with [`Origin::complete`] false.
    ///
    /// # Errors
    /// When the file does not begin with `ISA`, or the source fails. What is wrong with a remittance is a finding.
    pub fn next_into(
        &mut self,
        remittance: &mut Remittance,
        origin: &mut Origin,
        sink: &mut dyn FindingSink,
    ) -> Result<bool, ReadError> {
        *remittance = Remittance::default();
        origin.clear();
        loop {
            if !std::mem::take(&mut self.again) && self.document.advance(sink)?.is_none() {
                return Ok(self.decoder.finish(origin));
            }
            let (here, role) = self.document.here();
            if self.decoder.step(here, role, remittance, origin, sink) == Step::Done {
                self.again = true;
                return Ok(true);
            }
        }
    }

    /// The envelopes of the remittance that was read last.
    pub const fn envelope(&self) -> &Envelope {
        self.decoder.envelope()
    }
}
