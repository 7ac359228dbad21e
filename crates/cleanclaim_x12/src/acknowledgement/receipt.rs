//! What a receiver must answer to a file: collected while the file is read.

use std::io::Read;

use cleanclaim_model::{AckError, Finding, FindingSink, ImplementationAck, InterchangeAck, SetAck, Severity, Text};

use super::AckedGroup;
use crate::{Envelope, ReadError, TransactionReader};

/// TA105 where the content of an interchange is wrong.
const INVALID_CONTENT: &str = "024";

/// IK502 where segments of a set are wrong.
const SEGMENTS_IN_ERROR: &str = "5";

/// A TA1 that accepts the interchange of this envelope.
///
/// Source: ASC X12C/005010X231, appendix B.1.1.5.1.
#[must_use]
pub fn accepted_interchange(envelope: &Envelope) -> InterchangeAck {
    InterchangeAck {
        interchange_control_number: envelope.interchange_control_number.clone(),
        sent: envelope.interchange_date_time.clone(),
        code: "A".into(),
        note: "000".into(),
    }
}

/// Collects, while a file is read, what TA1 and 999 must answer: every interchange, group and set is accepted unless a finding of error
/// level names it. It grows with the sets of the file, as the 999 does.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Receipt {
    interchanges: Vec<InterchangeAck>,
    /// Each with the number of its interchange.
    groups: Vec<(Text, AckedGroup)>,
}

impl Receipt {
    /// Reads a whole file and collects what to answer; findings go on to `sink`.
    ///
    /// # Errors
    /// When the file does not begin with `ISA`, or the source fails.
    pub fn read(source: impl Read, sink: &mut dyn FindingSink) -> Result<Self, ReadError> {
        let mut reader = TransactionReader::new(source);
        let mut receipt = Self::default();
        loop {
            let mut noting = Noting { receipt: &mut receipt, sink: &mut *sink };
            let Some(transaction) = reader.next(&mut noting)? else { break };
            receipt.observe(transaction.envelope());
        }
        Ok(receipt)
    }

    /// Notes that something was read in these envelopes.
    pub fn observe(&mut self, envelope: &Envelope) {
        let known = self
            .interchanges
            .iter_mut()
            .rfind(|ack| ack.interchange_control_number == envelope.interchange_control_number);
        match known {
            Some(ack) => ack.sent = envelope.interchange_date_time.clone(),
            None => self.interchanges.push(accepted_interchange(envelope)),
        }
        if envelope.group_control_number.is_empty() && envelope.set_id.is_empty() {
            return;
        }
        let group = self.group(&envelope.interchange_control_number, &envelope.group_control_number);
        group.ack.group_id = envelope.group_id.clone();
        group.version = envelope.group_version.clone();
        if !envelope.set_id.is_empty() {
            let set = set_of(group, &envelope.set_control_number);
            set.set_id = envelope.set_id.clone();
            judge(group);
        }
    }

    /// Notes a finding: one of error level at SNIP 1 or 2 rejects its set, or its interchange where it names no set.
    pub fn reject(&mut self, finding: &Finding) {
        let is_syntax = finding.snip.is_some_and(|level| level <= 2);
        let Some(place) = &finding.place else { return };
        if finding.severity != Severity::Error || !is_syntax {
            return;
        }
        if place.set.is_empty() {
            let known = self.interchanges.iter().rposition(|ack| ack.interchange_control_number == place.interchange);
            let index = known.unwrap_or_else(|| {
                let envelope =
                    Envelope { interchange_control_number: place.interchange.clone(), ..Envelope::default() };
                self.interchanges.push(accepted_interchange(&envelope));
                self.interchanges.len() - 1
            });
            let ack = &mut self.interchanges[index];
            (ack.code, ack.note) = ("R".into(), INVALID_CONTENT.into());
            return;
        }
        let group = self.group(&place.interchange, &place.group);
        let set = set_of(group, &place.set);
        set.code = "R".into();
        let code = match (place.segment.as_str(), finding.rule.as_ref()) {
            (_, "envelope-trailer-missing") => "2",
            ("SE", "control-number-mismatch") => "3",
            ("SE", "envelope-count-wrong") => "4",
            _ => {
                let codes = finding.ack.as_deref().cloned().unwrap_or_default();
                set.errors.push(AckError {
                    segment: place.segment.clone(),
                    segment_index: place.segment_index,
                    loop_id: place.loop_id.clone(),
                    segment_error: codes.ik3.as_deref().unwrap_or("8").into(),
                    element: place.element,
                    component: place.component,
                    element_error: codes.ik4.as_deref().unwrap_or_default().into(),
                });
                SEGMENTS_IN_ERROR
            }
        };
        if !set.error_codes.iter().any(|known| known == code) {
            set.error_codes.push(code.into());
        }
        judge(group);
    }

    /// One TA1 for each interchange.
    #[must_use]
    pub fn interchanges(&self) -> &[InterchangeAck] {
        &self.interchanges
    }

    /// One 999 for each functional group.
    pub fn groups(&self) -> impl Iterator<Item = &AckedGroup> {
        self.groups.iter().map(|(_, group)| group)
    }

    /// Whether the 999 accepts this set.
    #[must_use]
    pub fn accepts(&self, envelope: &Envelope) -> bool {
        self.groups.iter().any(|(interchange, group)| {
            *interchange == envelope.interchange_control_number
                && group.ack.group_control_number == envelope.group_control_number
                && (group.ack.sets.iter())
                    .any(|set| set.set_control_number == envelope.set_control_number && set.code == "A")
        })
    }

    fn group(&mut self, interchange: &Text, number: &Text) -> &mut AckedGroup {
        let known = self
            .groups
            .iter()
            .rposition(|(known, group)| known == interchange && group.ack.group_control_number == *number);
        let index = known.unwrap_or_else(|| {
            let ack = ImplementationAck { group_control_number: number.clone(), ..ImplementationAck::default() };
            self.groups.push((interchange.clone(), AckedGroup { ack, version: Text::default() }));
            self.groups.len() - 1
        });
        &mut self.groups[index].1
    }
}

fn set_of<'a>(group: &'a mut AckedGroup, number: &Text) -> &'a mut SetAck {
    let sets = &mut group.ack.sets;
    // Sets are read in order: the one in question is nearly always the last.
    let index = sets.iter().rposition(|set| set.set_control_number == *number).unwrap_or_else(|| {
        sets.push(SetAck { set_control_number: number.clone(), code: "A".into(), ..SetAck::default() });
        sets.len() - 1
    });
    &mut sets[index]
}

/// AK901: accepted, partially accepted or rejected.
fn judge(group: &mut AckedGroup) {
    let sets = &group.ack.sets;
    let rejected = sets.iter().filter(|set| set.code == "R").count();
    group.ack.code = match rejected {
        0 => "A",
        count if count < sets.len() => "P",
        _ => "R",
    }
    .into();
}

/// Lets the receipt see every finding on its way.
struct Noting<'a> {
    receipt: &'a mut Receipt,
    sink: &'a mut dyn FindingSink,
}

impl FindingSink for Noting<'_> {
    fn emit(&mut self, finding: Finding) {
        self.receipt.reject(&finding);
        self.sink.emit(finding);
    }
}
