//! Segments with their envelopes: which interchange, group and set, which number, and whether the trailers agree.

use std::io::Read;

use cleanclaim_model::{Finding, FindingSink, X12Place};

use super::reader::Token;
use super::{Element, Envelope, Segment, SegmentReader};
use crate::decode::Here;
use crate::{ReadError, rule};

/// What part a segment plays in the envelopes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SegmentRole {
    /// ISA.
    InterchangeHeader,
    /// TA1.
    InterchangeAck,
    /// GS.
    GroupHeader,
    /// ST.
    SetHeader,
    /// A segment of a transaction set.
    Body,
    /// SE.
    SetTrailer,
    /// GE.
    GroupTrailer,
    /// IEA.
    InterchangeTrailer,
    /// A segment outside of every transaction set.
    Stray,
}

/// A file as segments inside envelopes: the cursor that every typed reader stands on.
///
/// Envelope faults are findings: trailers that are missing, count wrong or repeat another number, envelope segments out of place.
#[derive(Debug)]
pub struct Document<R> {
    segments: SegmentReader<R>,
    envelope: Envelope,
    open: Open,
    /// ST is 1.
    segment_index: u32,
    sets_in_group: u64,
    groups: u64,
    role: SegmentRole,
    /// Set once the end of the file was reported.
    ended: bool,
}

/// How deep the envelopes are open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Open {
    Nothing,
    Interchange,
    Group,
    Set,
}

/// Adds to each finding which interchange, group and set it is of.
struct Placing<'a> {
    sink: &'a mut dyn FindingSink,
    envelope: &'a Envelope,
    segment_index: u32,
}

impl FindingSink for Placing<'_> {
    fn emit(&mut self, mut finding: Finding) {
        if let Some(place) = &mut finding.place {
            self.envelope.complete(place);
            if place.segment_index == 0 {
                place.segment_index = self.segment_index;
            }
        }
        self.sink.emit(finding);
    }
}

impl<R: Read> Document<R> {
    /// A cursor before the first segment.
    pub fn new(source: R) -> Self {
        Self {
            segments: SegmentReader::new(source),
            envelope: Envelope::default(),
            open: Open::Nothing,
            segment_index: 0,
            sets_in_group: 0,
            groups: 0,
            role: SegmentRole::Stray,
            ended: false,
        }
    }

    /// Moves to the next segment and says what part it plays; `None` at the end of the file.
    ///
    /// # Errors
    /// When the file does not begin with `ISA`, or the source fails.
    pub fn advance(&mut self, sink: &mut dyn FindingSink) -> Result<Option<SegmentRole>, ReadError> {
        loop {
            let next_index = if self.open == Open::Set { self.segment_index.saturating_add(1) } else { 0 };
            let mut placing = Placing { sink: &mut *sink, envelope: &self.envelope, segment_index: next_index };
            match self.segments.advance(&mut placing)? {
                Some(Token::Bytes { .. }) => {}
                Some(Token::Segment) => {
                    self.role = self.enter(sink);
                    return Ok(Some(self.role));
                }
                None => {
                    if !self.ended {
                        self.ended = true;
                        self.close_down_to(Open::Nothing, sink);
                    }
                    return Ok(None);
                }
            }
        }
    }

    /// The current segment.
    #[must_use]
    pub fn segment(&self) -> Segment<'_> {
        self.segments.current()
    }

    /// The current segment with its place and part.
    pub(crate) fn here(&self) -> (Here<'_>, SegmentRole) {
        let here = Here { segment: self.segments.current(), envelope: &self.envelope, index: self.segment_index };
        (here, self.role)
    }

    /// What part the current segment plays.
    #[must_use]
    pub const fn role(&self) -> SegmentRole {
        self.role
    }

    /// The envelopes around the current segment.
    #[must_use]
    pub const fn envelope(&self) -> &Envelope {
        &self.envelope
    }

    /// The current segment's number within its transaction set, ST being 1; 0 outside of one.
    #[must_use]
    pub const fn segment_index(&self) -> u32 {
        self.segment_index
    }

    /// Enters or leaves envelopes by the current segment.
    fn enter(&mut self, sink: &mut dyn FindingSink) -> SegmentRole {
        match self.segments.current().id() {
            b"ISA" => {
                self.close_down_to(Open::Nothing, sink);
                self.envelope.read_isa(&self.segments.current());
                (self.open, self.groups, self.segment_index) = (Open::Interchange, 0, 0);
                SegmentRole::InterchangeHeader
            }
            b"TA1" if self.open <= Open::Interchange => SegmentRole::InterchangeAck,
            b"GS" => {
                self.close_down_to(Open::Interchange, sink);
                self.envelope.read_gs(&self.segments.current());
                self.check_header(sink);
                (self.open, self.sets_in_group, self.segment_index) = (Open::Group, 0, 0);
                self.groups += 1;
                SegmentRole::GroupHeader
            }
            b"ST" => {
                self.close_down_to(Open::Group, sink);
                self.envelope.read_st(&self.segments.current());
                self.segment_index = 1;
                self.check_header(sink);
                self.open = Open::Set;
                self.sets_in_group += 1;
                SegmentRole::SetHeader
            }
            b"SE" => self.leave(Open::Set, sink),
            b"GE" => self.leave(Open::Group, sink),
            b"IEA" => self.leave(Open::Interchange, sink),
            _ if self.open == Open::Set => {
                self.segment_index = self.segment_index.saturating_add(1);
                if self.segment_index <= 3 && self.segments.current().id() == b"BHT" {
                    self.envelope.batch_reference = self.segments.current().element(3).to_text();
                }
                SegmentRole::Body
            }
            _ => {
                self.misplaced("a segment outside of every transaction set", sink);
                SegmentRole::Stray
            }
        }
    }

    /// Checks a trailer and closes its envelope.
    fn leave(&mut self, level: Open, sink: &mut dyn FindingSink) -> SegmentRole {
        if self.open < level {
            self.misplaced("a trailer whose header is missing", sink);
            return SegmentRole::Stray;
        }
        self.close_down_to(level, sink);
        self.forget_inner(level);
        let (count, number, role) = match level {
            Open::Set => {
                self.segment_index = self.segment_index.saturating_add(1);
                (u64::from(self.segment_index), &self.envelope.set_control_number, SegmentRole::SetTrailer)
            }
            Open::Group => (self.sets_in_group, &self.envelope.group_control_number, SegmentRole::GroupTrailer),
            Open::Interchange | Open::Nothing => {
                (self.groups, &self.envelope.interchange_control_number, SegmentRole::InterchangeTrailer)
            }
        };
        let segment = self.segments.current();
        if parse_count(segment.element(1)) != Some(count) {
            let finding = rule::COUNT.finding("the trailer's count is not what the envelope holds");
            sink.emit(finding.expected(count.to_string()).place(self.place(1)));
        }
        if segment.element(2).to_text() != *number {
            let finding = rule::CONTROL_NUMBER.finding("the trailer's control number is not the header's");
            sink.emit(finding.expected("the control number of the header").place(self.place(2)));
        }
        self.open = match level {
            Open::Set => Open::Group,
            Open::Group => Open::Interchange,
            Open::Interchange | Open::Nothing => Open::Nothing,
        };
        role
    }

    /// Leaves behind what belonged to envelopes inside of `level`.
    fn forget_inner(&mut self, level: Open) {
        match level {
            Open::Set => return,
            Open::Group => self.envelope.clear_set(),
            Open::Interchange | Open::Nothing => self.envelope.clear_group(),
        }
        self.segment_index = 0;
    }

    /// Reports every envelope that is open beyond `level` and forgets it.
    fn close_down_to(&mut self, level: Open, sink: &mut dyn FindingSink) {
        while level < self.open {
            let (trailer, outer) = match self.open {
                Open::Set => ("SE", Open::Group),
                Open::Group => ("GE", Open::Interchange),
                Open::Interchange | Open::Nothing => ("IEA", Open::Nothing),
            };
            if self.open != Open::Set {
                self.envelope.clear_set();
                self.segment_index = 0;
            }
            let finding = rule::MISSING_TRAILER.finding("an envelope was not closed").expected(trailer);
            sink.emit(finding.place(self.place(0)));
            self.open = outer;
        }
    }

    /// GS and ST in their places, and releases that agree.
    fn check_header(&self, sink: &mut dyn FindingSink) {
        let envelope = &self.envelope;
        let expected_open = if self.segment_index == 1 { Open::Group } else { Open::Interchange };
        if self.open < expected_open {
            self.misplaced("an envelope header outside of the envelope that it belongs in", sink);
        }
        let release = envelope.group_version.get(..6).unwrap_or_default();
        if self.segment_index == 1 {
            if !envelope.implementation.starts_with(release) {
                let finding = rule::RELEASE.finding("ST03 names another release than GS08");
                sink.emit(finding.expected("one release").place(self.place(3)));
            }
        } else if !release.starts_with(envelope.interchange_version.as_str()) {
            let finding = rule::RELEASE.finding("GS08 names another release than ISA12; GS08 is trusted");
            sink.emit(finding.expected("one release").place(self.place(8)));
        }
    }

    fn misplaced(&self, message: &'static str, sink: &mut dyn FindingSink) {
        sink.emit(rule::MISPLACED_ENVELOPE.finding(message).place(self.place(0)));
    }

    /// The current segment's place, or the end of the file; `element` 0 means the segment as a whole.
    #[must_use]
    pub fn place(&self, element: u8) -> X12Place {
        if self.ended {
            let (segment_index, byte) = (self.segment_index, self.segments.offset());
            let mut place = X12Place { segment_index, byte, ..X12Place::default() };
            self.envelope.complete(&mut place);
            return place;
        }
        let segment = self.segments.current();
        let mut place = X12Place {
            segment_index: self.segment_index,
            byte: if element == 0 { segment.offset() } else { segment.element(usize::from(element)).offset() },
            segment: if segment.has_valid_id() { segment.id_str().into() } else { Default::default() },
            element,
            ..X12Place::default()
        };
        self.envelope.complete(&mut place);
        place
    }
}

fn parse_count(element: Element<'_>) -> Option<u64> {
    let text = element.code();
    if text.is_empty() || 10 < text.len() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    text.parse().ok()
}
