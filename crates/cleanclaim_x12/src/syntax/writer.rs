//! Segments to bytes: delimiters, envelopes, counts and control numbers, exactly.

use std::io::Write;

use cleanclaim_model::Text;
use jiff::civil::DateTime;

use super::charset::to_ascii;
use super::{Delimiters, Usage};
use crate::WriteError;

/// Highest control number of nine digits (ISA13; GS06 and ST02 have room for it).
const CONTROL_NUMBER_MAX: u32 = 999_999_999;

/// Whether a line feed follows each segment terminator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LineEnd {
    /// Segments follow each other without a break.
    #[default]
    None,
    /// A line feed after each terminator, for people who read the file.
    LineFeed,
}

/// Whether the sender asks for a TA1 (ISA14).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum AckRequest {
    /// 0
    #[default]
    No,
    /// 1
    Yes,
}

/// One end of an interchange (ISA05 and ISA06, ISA07 and ISA08).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Party {
    /// Two characters: `ZZ` mutually defined, `30` tax identifier, `01` D-U-N-S.
    pub qualifier: Text,
    /// At most 15 characters.
    pub id: Text,
}

impl Party {
    /// A party with the qualifier `ZZ`, mutually defined.
    #[must_use]
    pub fn mutual(id: &str) -> Self {
        Self { qualifier: "ZZ".into(), id: id.into() }
    }
}

/// What every interchange needs besides its content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnvelopeSettings {
    /// The four characters.
    pub delimiters: Delimiters,
    /// Line feeds between segments or none.
    pub line_end: LineEnd,
    /// ISA05 and ISA06.
    pub sender: Party,
    /// ISA07 and ISA08.
    pub receiver: Party,
    /// GS02, 2 to 15 characters.
    pub group_sender: Text,
    /// GS03, 2 to 15 characters.
    pub group_receiver: Text,
    /// ISA15.
    pub usage: Usage,
    /// ISA14.
    pub ack_request: AckRequest,
    /// ISA09, ISA10, GS04, GS05 and, where there is one, BHT04 and BHT05.
    pub created: DateTime,
    /// ISA13, 1 to 999,999,999.
    pub interchange_control_number: u32,
    /// GS06 of the first group; counts up.
    pub group_control_number: u32,
    /// ST02 of the first set; counts up, written with at least four digits.
    pub set_control_number: u32,
}

impl EnvelopeSettings {
    /// Settings between two mutually defined identifiers, which serve as group codes too; every control number is 1, for production.
    #[must_use]
    pub fn between(sender: &str, receiver: &str, created: DateTime) -> Self {
        Self {
            delimiters: Delimiters::default(),
            line_end: LineEnd::None,
            sender: Party::mutual(sender),
            receiver: Party::mutual(receiver),
            group_sender: sender.into(),
            group_receiver: receiver.into(),
            usage: Usage::Production,
            ack_request: AckRequest::No,
            created,
            interchange_control_number: 1,
            group_control_number: 1,
            set_control_number: 1,
        }
    }

    fn check(&self) -> Result<(), WriteError> {
        let problem = |setting, problem| Err(WriteError::Setting { setting, problem });
        let plain = |text: &str| text.bytes().all(|byte| self.is_plain(byte));
        for (setting, party) in [("sender", &self.sender), ("receiver", &self.receiver)] {
            if party.qualifier.len() != 2 || !plain(&party.qualifier) {
                return problem(setting, "needs a qualifier of two characters");
            }
            if party.id.is_empty() || 15 < party.id.len() || !plain(&party.id) {
                return problem(setting, "needs an identifier of 1 to 15 characters without delimiters");
            }
        }
        for (setting, code) in [("group_sender", &self.group_sender), ("group_receiver", &self.group_receiver)] {
            if !(2..=15).contains(&code.len()) || !plain(code) {
                return problem(setting, "needs 2 to 15 characters without delimiters");
            }
        }
        for (setting, number) in [
            ("interchange_control_number", self.interchange_control_number),
            ("group_control_number", self.group_control_number),
            ("set_control_number", self.set_control_number),
        ] {
            if !(1..=CONTROL_NUMBER_MAX).contains(&number) {
                return problem(setting, "must be from 1 to 999,999,999");
            }
        }
        if !(2000..2100).contains(&self.created.year()) {
            return problem("created", "must be in the years 2000 to 2099, since ISA09 has two digits for the year");
        }
        Ok(())
    }

    fn is_plain(&self, byte: u8) -> bool {
        (byte == b' ' || byte.is_ascii_graphic()) && !self.delimiters.contains(byte)
    }
}

/// Where something was written.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Written {
    /// ISA13, nine digits.
    pub interchange_control_number: Text,
    /// GS06.
    pub group_control_number: Text,
    /// ST02.
    pub set_control_number: Text,
    /// Its first segment within the set, ST being 1.
    pub first_segment: u32,
    /// Its last segment within the set.
    pub last_segment: u32,
    /// Offset of its first byte in the file.
    pub byte: u64,
    /// How many bytes it takes.
    pub length_bytes: u64,
}

/// Counts of a finished file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct WriteSummary {
    /// Functional groups.
    pub groups: u32,
    /// Transaction sets.
    pub sets: u32,
    /// Segments, envelopes included.
    pub segments: u64,
    /// Bytes.
    pub bytes: u64,
}

/// What can be taken back when the thing being written turns out not to fit.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Progress {
    /// GS01 and GS08 of the open group.
    group: (Text, Text),
    group_number: Text,
    set_number: Text,
    interchange_open: bool,
    group_open: bool,
    set_open: bool,
    set_segments: u32,
    sets_in_group: u32,
    next_group: u32,
    next_set: u32,
    summary: WriteSummary,
}

/// Writes one interchange, segment by segment.
///
/// Letters of Latin scripts are written without their marks (`PEÑA` as `PENA`); other characters outside ASCII cannot be sent.
/// What was written since the last [`InterchangeWriter::commit`] can be taken back. The first value that cannot be sent is remembered
/// and reported by [`InterchangeWriter::check`] or `commit`; nothing goes out after it.
#[derive(Debug)]
pub struct InterchangeWriter<W> {
    out: W,
    settings: EnvelopeSettings,
    pending: Vec<u8>,
    progress: Progress,
    committed: Progress,
    element: usize,
    segment_id: Text,
    problem: Option<WriteError>,
}

impl<W: Write> InterchangeWriter<W> {
    /// A writer that has written nothing yet.
    ///
    /// # Errors
    /// When a setting does not fit into ISA or GS.
    pub fn new(out: W, settings: EnvelopeSettings) -> Result<Self, WriteError> {
        settings.check()?;
        let progress = Progress {
            next_group: settings.group_control_number,
            next_set: settings.set_control_number,
            ..Progress::default()
        };
        Ok(Self {
            out,
            settings,
            pending: Vec::new(),
            committed: progress.clone(),
            progress,
            element: 0,
            segment_id: Text::default(),
            problem: None,
        })
    }

    /// The settings it was made with.
    pub const fn settings(&self) -> &EnvelopeSettings {
        &self.settings
    }

    /// Whether a transaction set is open.
    pub const fn is_set_open(&self) -> bool {
        self.progress.set_open
    }

    /// Whether the open group has this identifier and version.
    pub fn is_group(&self, id: &str, version: &str) -> bool {
        self.progress.group_open && self.progress.group.0 == id && self.progress.group.1 == version
    }

    /// Segments of the open set so far, ST included.
    pub const fn set_segments(&self) -> u32 {
        self.progress.set_segments
    }

    /// Opens the interchange, where it is not yet.
    pub fn open_interchange(&mut self) {
        if self.progress.interchange_open {
            return;
        }
        let settings = self.settings.clone();
        let created = settings.created;
        let repetition = [settings.delimiters.repetition().unwrap_or(b'^')];
        let component = [settings.delimiters.component()];
        self.begin("ISA");
        self.add("00").add("          ").add("00").add("          ");
        self.add(&settings.sender.qualifier).add(&format!("{:<15}", settings.sender.id));
        self.add(&settings.receiver.qualifier).add(&format!("{:<15}", settings.receiver.id));
        self.add(&format!("{:02}{:02}{:02}", created.year() % 100, created.month(), created.day()));
        self.add(&time(created));
        self.raw(&repetition).add("00501");
        self.add(&format!("{:09}", settings.interchange_control_number));
        self.add(match settings.ack_request {
            AckRequest::No => "0",
            AckRequest::Yes => "1",
        });
        self.add(settings.usage.as_str()).raw(&component);
        self.end();
        self.progress.interchange_open = true;
    }

    /// Opens a functional group, closing the open one.
    pub fn open_group(&mut self, id: &str, version: &str) {
        self.close_group();
        self.open_interchange();
        let settings = self.settings.clone();
        let number = format!("{}", self.progress.next_group);
        self.begin("GS").add(id).add(&settings.group_sender).add(&settings.group_receiver);
        self.add(&cleanclaim_model::ccyymmdd(settings.created.date())).add(&time(settings.created));
        self.add(&number).add("X").add(version);
        self.end();
        self.progress.group = (id.into(), version.into());
        self.progress.group_number = number.into();
        self.progress.group_open = true;
        self.progress.sets_in_group = 0;
        self.progress.next_group = next_number(self.progress.next_group);
        self.progress.summary.groups += 1;
    }

    /// Opens a transaction set in the open group, closing the open one. `number` takes the place of the next control number. ST03 repeats
    /// GS08, but for the 835, whose guide does not use it.
    pub fn open_set(&mut self, set_id: &str, number: Option<&str>) {
        self.close_set();
        let number = match number {
            Some(number) => Text::from(number),
            None => {
                let number = format!("{:04}", self.progress.next_set);
                self.progress.next_set = next_number(self.progress.next_set);
                Text::from(number)
            }
        };
        self.progress.set_open = true;
        self.progress.set_segments = 0;
        self.progress.sets_in_group += 1;
        self.progress.summary.sets += 1;
        let version = if set_id == "835" { Text::default() } else { self.progress.group.1.clone() };
        self.begin("ST").add(set_id).add(&number).add(&version).end();
        self.progress.set_number = number;
    }

    /// Closes the open transaction set, where one is.
    pub fn close_set(&mut self) {
        if !self.progress.set_open {
            return;
        }
        let (count, number) = (self.progress.set_segments + 1, self.progress.set_number.clone());
        self.begin("SE").add(&count.to_string()).add(&number).end();
        self.progress.set_open = false;
    }

    /// Closes the open group, where one is.
    pub fn close_group(&mut self) {
        self.close_set();
        if !self.progress.group_open {
            return;
        }
        let (count, number) = (self.progress.sets_in_group, self.progress.group_number.clone());
        self.begin("GE").add(&count.to_string()).add(&number).end();
        self.progress.group_open = false;
    }

    /// Begins a segment.
    pub fn begin(&mut self, id: &str) -> &mut Self {
        self.segment_id = id.into();
        self.element = 0;
        self.pending.extend_from_slice(id.as_bytes());
        self
    }

    /// Adds an element; an empty one keeps its place.
    pub fn add(&mut self, text: &str) -> &mut Self {
        self.next_element();
        self.value(text);
        self
    }

    /// Adds so many empty elements.
    pub fn skip(&mut self, count: usize) -> &mut Self {
        for _ in 0..count {
            self.next_element();
        }
        self
    }

    /// Adds a composite element; empty components at its end are left out.
    pub fn composite(&mut self, components: &[&str]) -> &mut Self {
        self.next_element();
        let used = components.iter().rposition(|component| !component.is_empty()).map_or(0, |last| last + 1);
        for (index, component) in components[..used].iter().enumerate() {
            if 0 < index {
                self.pending.push(self.settings.delimiters.component());
            }
            self.value(component);
        }
        self
    }

    /// Ends a segment: empty elements at its end are left out.
    pub fn end(&mut self) {
        let delimiters = self.settings.delimiters;
        while self.pending.last() == Some(&delimiters.element()) {
            self.pending.pop();
        }
        self.pending.push(delimiters.terminator());
        if self.settings.line_end == LineEnd::LineFeed {
            self.pending.push(b'\n');
        }
        self.progress.set_segments += u32::from(self.progress.set_open);
        self.progress.summary.segments += 1;
    }

    /// The first value since the last commit that cannot be sent.
    ///
    /// # Errors
    /// That value's place.
    pub fn check(&mut self) -> Result<(), WriteError> {
        self.problem.take().map_or(Ok(()), Err)
    }

    /// Takes back everything since the last commit.
    pub fn roll_back(&mut self) {
        self.pending.clear();
        self.progress = self.committed.clone();
        self.problem = None;
    }

    /// Sends what was written since the last commit.
    ///
    /// # Errors
    /// When a value could not be sent (then everything since the last commit is taken back), or the destination failed.
    pub fn commit(&mut self) -> Result<(), WriteError> {
        if let Err(error) = self.check() {
            self.roll_back();
            return Err(error);
        }
        self.out.write_all(&self.pending)?;
        self.progress.summary.bytes += self.pending.len() as u64;
        self.pending.clear();
        self.committed = self.progress.clone();
        Ok(())
    }

    /// Where the next segment will begin: its number in the set and its byte in the file.
    pub fn position(&self) -> (u32, u64) {
        (self.progress.set_segments + 1, self.progress.summary.bytes + self.pending.len() as u64)
    }

    /// Where what was written since `from` stands.
    pub fn written_since(&self, from: (u32, u64)) -> Written {
        let (next, byte) = self.position();
        Written {
            interchange_control_number: format!("{:09}", self.settings.interchange_control_number).into(),
            group_control_number: self.progress.group_number.clone(),
            set_control_number: self.progress.set_number.clone(),
            first_segment: from.0,
            last_segment: next - 1,
            byte: from.1,
            length_bytes: byte - from.1,
        }
    }

    /// Closes every envelope, sends what is left and gives back the destination.
    ///
    /// # Errors
    /// As [`InterchangeWriter::commit`].
    pub fn finish(mut self) -> Result<(W, WriteSummary), WriteError> {
        self.open_interchange();
        self.close_group();
        let number = format!("{:09}", self.settings.interchange_control_number);
        let groups = self.progress.summary.groups.to_string();
        self.begin("IEA").add(&groups).add(&number).end();
        self.commit()?;
        self.out.flush()?;
        Ok((self.out, self.progress.summary))
    }

    fn next_element(&mut self) {
        self.element += 1;
        self.pending.push(self.settings.delimiters.element());
    }

    fn value(&mut self, text: &str) {
        if text.is_ascii() {
            return self.plain_value(text);
        }
        match to_ascii(text) {
            Some(ascii) => self.plain_value(&ascii),
            None => self.refuse(),
        }
    }

    fn plain_value(&mut self, text: &str) {
        if !text.bytes().all(|byte| self.settings.is_plain(byte)) {
            self.refuse();
        }
        self.pending.extend_from_slice(text.as_bytes());
    }

    /// Remembers the first element that cannot be sent.
    fn refuse(&mut self) {
        if self.problem.is_none() {
            self.problem = Some(WriteError::Character { segment: self.segment_id.clone(), element: self.element });
        }
    }

    /// Adds delimiters as data, which only ISA does.
    fn raw(&mut self, bytes: &[u8]) -> &mut Self {
        self.next_element();
        self.pending.extend_from_slice(bytes);
        self
    }
}

/// `HHMM`.
pub(crate) fn time(moment: DateTime) -> String {
    format!("{:02}{:02}", moment.hour(), moment.minute())
}

/// Control numbers begin again at 1 after nine digits.
fn next_number(number: u32) -> u32 {
    if number < CONTROL_NUMBER_MAX { number + 1 } else { 1 }
}
