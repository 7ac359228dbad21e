//! TA1 and 999 written.

use std::io::Write;

use cleanclaim_model::{AckError, ImplementationAck, InterchangeAck, SetAck, Text};

use crate::{EnvelopeSettings, InterchangeWriter, WriteError, WriteSummary};

/// A functional group as a 999 answers it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AckedGroup {
    /// AK1 to AK9.
    pub ack: ImplementationAck,
    /// AK103: GS08 of the group.
    pub version: Text,
}

/// Writes an interchange that holds only TA1 segments.
///
/// # Errors
/// When a value cannot be sent or the destination fails.
pub fn write_ta1<W: Write>(
    out: W,
    settings: &EnvelopeSettings,
    acks: &[InterchangeAck],
) -> Result<WriteSummary, WriteError> {
    let mut out = InterchangeWriter::new(out, settings.clone())?;
    out.open_interchange();
    for ack in acks {
        out.begin("TA1").add(&ack.interchange_control_number).add(&ack.sent.0).add(&ack.sent.1);
        out.add(&ack.code).add(&ack.note).end();
    }
    out.finish().map(|(_, summary)| summary)
}

/// Writes an interchange with one 999 (005010X231A1) for each functional group that is acknowledged.
///
/// # Errors
/// When a value cannot be sent or the destination fails.
pub fn write_999<'a, W: Write>(
    out: W,
    settings: &EnvelopeSettings,
    groups: impl IntoIterator<Item = &'a AckedGroup>,
) -> Result<WriteSummary, WriteError> {
    let mut out = InterchangeWriter::new(out, settings.clone())?;
    out.open_group("FA", "005010X231A1");
    for AckedGroup { ack, version } in groups {
        out.open_set("999", None);
        out.begin("AK1").add(&ack.group_id).add(&ack.group_control_number).add(version).end();
        for set in &ack.sets {
            acked_set(&mut out, set, version);
        }
        let received = ack.sets.len().to_string();
        let accepted = ack.sets.iter().filter(|set| matches!(set.code.as_str(), "A" | "E")).count().to_string();
        out.begin("AK9").add(&ack.code).add(&received).add(&received).add(&accepted).end();
        out.commit()?;
    }
    out.finish().map(|(_, summary)| summary)
}

fn acked_set<W: Write>(out: &mut InterchangeWriter<W>, set: &SetAck, version: &Text) {
    out.begin("AK2").add(&set.set_id).add(&set.set_control_number).add(version).end();
    let is_same = |left: &AckError, right: &AckError| {
        left.segment == right.segment
            && left.segment_index == right.segment_index
            && left.segment_error == right.segment_error
    };
    for errors in set.errors.chunk_by(is_same) {
        let first = &errors[0];
        out.begin("IK3").add(&first.segment).add(&first.segment_index.to_string());
        out.add(&first.loop_id).add(&first.segment_error).end();
        for error in errors.iter().filter(|error| !error.element_error.is_empty()) {
            let component = if error.component == 0 { String::new() } else { error.component.to_string() };
            out.begin("IK4")
                .composite(&[&error.element.to_string(), &component])
                .add("")
                .add(&error.element_error)
                .end();
        }
    }
    out.begin("IK5").add(&set.code);
    for code in set.error_codes.iter().take(5) {
        out.add(code);
    }
    out.end();
}
