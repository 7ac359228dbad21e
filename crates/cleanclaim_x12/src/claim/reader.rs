//! Claims out of a file, one at a time.

use std::io::Read;

use cleanclaim_model::{Claim, FindingSink};

use super::ClaimDecoder;
use crate::step::Step;
use crate::{Document, Envelope, Origin, ReadError};

/// Reads the claims of every 837P and 837I of release 005010 in a file; other transactions are passed over.
///
/// One claim is in memory at a time: `claim` and `origin` are reused from one to the next.
///
/// ```
/// use cleanclaim_model::{Claim, Finding};
/// use cleanclaim_x12::{ClaimReader, Origin};
/// let file = include_bytes!("../../../../fixtures/x12/837p-two-claims.edi");
/// let (mut claim, mut origin, mut findings) = (Claim::default(), Origin::default(), Vec::<Finding>::new());
/// let mut reader = ClaimReader::new(&file[..]);
/// while reader.next_into(&mut claim, &mut origin, &mut findings)? {
///     println!("{} asks {}", claim.control_number, claim.charge.dollars());
/// }
/// assert!(findings.is_empty());
/// # Ok::<(), cleanclaim_x12::ReadError>(())
/// ```
#[derive(Debug)]
pub struct ClaimReader<R> {
    document: Document<R>,
    decoder: ClaimDecoder,
    /// The current segment ended the last claim and was not used yet.
    again: bool,
}

impl<R: Read> ClaimReader<R> {
    /// A reader at the beginning of a file.
    pub fn new(source: R) -> Self {
        Self { document: Document::new(source), decoder: ClaimDecoder::default(), again: false }
    }

    /// Reads the next claim into `claim` and `origin`, which are emptied first; false at the end of the file.
    ///
    /// # Errors
    /// When the file does not begin with `ISA`, or the source fails. What is wrong with a claim is a finding.
    pub fn next_into(
        &mut self,
        claim: &mut Claim,
        origin: &mut Origin,
        sink: &mut dyn FindingSink,
    ) -> Result<bool, ReadError> {
        claim.clear();
        origin.clear();
        loop {
            if !std::mem::take(&mut self.again) && self.document.advance(sink)?.is_none() {
                return Ok(self.decoder.finish(origin));
            }
            let (here, role) = self.document.here();
            if self.decoder.step(here, role, claim, origin, sink) == Step::Done {
                self.again = true;
                return Ok(true);
            }
        }
    }

    /// The envelopes of the claim that was read last.
    pub const fn envelope(&self) -> &Envelope {
        self.decoder.envelope()
    }
}
