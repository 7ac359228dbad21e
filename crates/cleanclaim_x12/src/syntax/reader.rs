//! Any bytes to segments: streaming, in bounded memory, without ever failing on what the bytes are.

use std::io::{ErrorKind, Read};

use cleanclaim_model::{Finding, FindingSink, X12Place};

use super::delimiters::{
    COMPOSITE_WINDOW_BYTES, HeaderShape, ISA_WINDOW_BYTES, is_exact_header, read_header, unnamed_component,
};
use super::segment::is_segment_id;
use super::{Delimiters, Segment};
use crate::{ReadError, rule};

/// The longest segment that is cut into elements; a longer run without terminator is passed on as bytes with a finding.
pub const MAX_SEGMENT_BYTES: usize = 1 << 20;

/// How much is asked of the source at first: most files of a day are small.
const FIRST_READ_BYTES: usize = 8 * 1024;

/// How much room there is at least for what is asked of the source later.
const READ_BYTES: usize = 64 * 1024;

/// How far the length of binary data is looked for after `BIN` or `BDS`.
const BINARY_HEAD_BYTES: usize = 64;

/// Digits of the longest binary length that is believed.
const BINARY_LENGTH_DIGITS: usize = 18;

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// What bytes outside of segments are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ByteKind {
    /// A byte-order mark, or white space before or between segments.
    Filler,
    /// Data of a BIN or BDS segment.
    Binary,
    /// The terminator after binary data.
    BinaryEnd,
    /// A piece of a run that is longer than [`MAX_SEGMENT_BYTES`].
    Oversized,
    /// Something after an interchange that begins no other.
    Garbage,
}

/// What a file is made of, in order and without gaps.
#[derive(Debug, Clone, Copy)]
pub enum Event<'a> {
    /// A segment.
    Segment(Segment<'a>),
    /// Anything else; a long run comes in pieces.
    Bytes {
        /// What they are.
        kind: ByteKind,
        /// Where they begin in the file.
        offset: u64,
        /// The bytes.
        bytes: &'a [u8],
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Token {
    Segment,
    Bytes { kind: ByteKind, start: usize, length: usize },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// Before the first header.
    Start,
    /// Inside an interchange.
    Inside,
    /// After IEA.
    After { garbage_reported: bool },
    /// Inside binary data of which so many bytes are missing.
    Binary { remaining: u64 },
    /// Inside a run without terminator.
    Oversized,
    /// At the end.
    Done,
}

/// Cuts a file into segments.
///
/// Every byte of the file is in exactly one event, so writing the events back gives the file. Memory stays below
/// [`MAX_SEGMENT_BYTES`] and a read chunk, whatever the bytes are.
///
/// ```
/// use cleanclaim_model::Discard;
/// use cleanclaim_x12::{Event, SegmentReader};
/// let file = b"ISA*00*          *00*          *ZZ*SENDER         *ZZ*RECEIVER       *260101*1200*^*00501*000000001*0*T*:~\
///     IEA*0*000000001~";
/// let mut reader = SegmentReader::new(&file[..]);
/// let mut ids = Vec::new();
/// while let Some(event) = reader.next(&mut Discard)? {
///     if let Event::Segment(segment) = event {
///         ids.push(segment.id_str().to_owned());
///     }
/// }
/// assert_eq!(ids, ["ISA", "IEA"]);
/// # Ok::<(), cleanclaim_x12::ReadError>(())
/// ```
#[derive(Debug)]
pub struct SegmentReader<R> {
    source: R,
    buffer: Vec<u8>,
    /// The first byte not yet given out.
    start: usize,
    /// The end of what was read.
    filled: usize,
    /// Offset in the file of the first byte in `buffer`.
    base: u64,
    at_end: bool,
    state: State,
    delimiters: Delimiters,
    /// The current segment: where it begins in `buffer`, its length and its tail's.
    segment: (usize, usize, usize),
    ends: Vec<u32>,
}

impl<R: Read> SegmentReader<R> {
    /// A reader at the beginning of a file.
    pub fn new(source: R) -> Self {
        Self {
            source,
            buffer: Vec::new(),
            start: 0,
            filled: 0,
            base: 0,
            at_end: false,
            state: State::Start,
            delimiters: Delimiters::default(),
            segment: (0, 0, 0),
            ends: Vec::new(),
        }
    }

    /// The next event, or `None` at the end of the file.
    ///
    /// # Errors
    /// When the file does not begin with `ISA`, or the source fails. Never for anything that follows `ISA`.
    pub fn next(&mut self, sink: &mut dyn FindingSink) -> Result<Option<Event<'_>>, ReadError> {
        Ok(match self.advance(sink)? {
            None => None,
            Some(Token::Segment) => Some(Event::Segment(self.current())),
            Some(Token::Bytes { kind, start, length }) => {
                let offset = self.base + start as u64;
                Some(Event::Bytes { kind, offset, bytes: &self.buffer[start..start + length] })
            }
        })
    }

    /// The delimiters of the current interchange.
    pub const fn delimiters(&self) -> Delimiters {
        self.delimiters
    }

    /// Offset in the file of the first byte not yet given out.
    pub const fn offset(&self) -> u64 {
        self.base + self.start as u64
    }

    /// The last segment that was read.
    pub(crate) fn current(&self) -> Segment<'_> {
        let (start, length, tail) = self.segment;
        Segment::new(
            &self.buffer[start..start + length],
            &self.ends,
            &self.buffer[start + length..start + length + tail],
            self.delimiters,
            self.base + start as u64,
        )
    }

    pub(crate) fn advance(&mut self, sink: &mut dyn FindingSink) -> Result<Option<Token>, ReadError> {
        match self.state {
            State::Start => self.start_of_file(sink),
            State::Inside => self.inside(sink),
            State::After { garbage_reported } => self.after_interchange(garbage_reported, sink),
            State::Binary { remaining } => self.binary(remaining, sink),
            State::Oversized => self.oversized(sink),
            State::Done => Ok(None),
        }
    }

    fn start_of_file(&mut self, sink: &mut dyn FindingSink) -> Result<Option<Token>, ReadError> {
        self.fill(ISA_WINDOW_BYTES)?;
        if self.offset() == 0 && self.unread().starts_with(BYTE_ORDER_MARK) {
            return Ok(Some(self.give(ByteKind::Filler, BYTE_ORDER_MARK.len())));
        }
        if let Some(token) = self.filler() {
            return Ok(Some(token));
        }
        if self.unread().starts_with(b"ISA") {
            return self.header(sink).map(Some);
        }
        let first = &self.unread()[..self.unread().len().min(3)];
        let found = match first {
            [] => "the end of the file".to_owned(),
            bytes => bytes.escape_ascii().to_string(),
        };
        Err(ReadError::NotX12 { offset: self.offset(), found })
    }

    fn inside(&mut self, sink: &mut dyn FindingSink) -> Result<Option<Token>, ReadError> {
        if self.start == self.filled && !self.fill(1)? {
            self.state = State::Done;
            return Ok(None);
        }
        match self.buffer[self.start] {
            byte if byte.is_ascii_whitespace() => Ok(self.filler()),
            b'I' => {
                self.fill(ISA_WINDOW_BYTES)?;
                if self.is_header() { self.header(sink).map(Some) } else { self.scan(sink).map(Some) }
            }
            b'B' => {
                self.fill(BINARY_HEAD_BYTES)?;
                match self.binary_head() {
                    Some((length, data)) => Ok(Some(self.begin_binary(length, data))),
                    None => self.scan(sink).map(Some),
                }
            }
            _ => self.scan(sink).map(Some),
        }
    }

    fn after_interchange(
        &mut self,
        garbage_reported: bool,
        sink: &mut dyn FindingSink,
    ) -> Result<Option<Token>, ReadError> {
        self.fill(ISA_WINDOW_BYTES)?;
        if self.unread().is_empty() {
            self.state = State::Done;
            return Ok(None);
        }
        if let Some(token) = self.filler() {
            return Ok(Some(token));
        }
        if self.is_header() {
            return self.header(sink).map(Some);
        }
        if self.looks_like_segment() {
            self.state = State::Inside;
            return self.inside(sink);
        }
        if !garbage_reported {
            let finding = rule::GARBAGE.finding("bytes after the end of an interchange begin no other");
            self.report(finding.expected("the end of the file or ISA"), self.offset(), sink);
            self.state = State::After { garbage_reported: true };
        }
        let unread = self.unread();
        let length = match memchr::memmem::find(&unread[1..], b"ISA") {
            Some(position) => position + 1,
            None if self.at_end => unread.len(),
            None => unread.len().saturating_sub(2).max(1),
        };
        Ok(Some(self.give(ByteKind::Garbage, length)))
    }

    /// Begins an interchange: its delimiters and its ISA segment.
    fn header(&mut self, sink: &mut dyn FindingSink) -> Result<Token, ReadError> {
        let header = read_header(self.unread());
        self.delimiters = header.delimiters;
        self.state = State::Inside;
        let offset = self.offset();
        match header.shape {
            HeaderShape::Exact => {}
            HeaderShape::WrongLengths => {
                let finding = rule::ISA_HEADER.finding("the interchange header has elements of wrong length");
                self.report(finding.expected("16 elements in 106 bytes"), offset, sink);
            }
            HeaderShape::Guessed => {
                let finding = rule::ISA_DELIMITERS.finding(
                    "the interchange header does not tell its delimiters; they were guessed from what follows",
                );
                self.report(finding.expected("16 elements in 106 bytes"), offset, sink);
            }
        }
        self.fill(COMPOSITE_WINDOW_BYTES)?;
        let window = &self.unread()[..self.unread().len().min(COMPOSITE_WINDOW_BYTES)];
        if let Some(component) = unnamed_component(window, self.delimiters) {
            self.delimiters = self.delimiters.with_component(component);
            let finding = rule::ISA_COMPONENT.finding("composites are cut by another character than ISA16 names");
            self.report(finding.expected("the component separator in ISA16"), offset, sink);
        }
        let Some(length) = header.length else { return self.scan(sink) };
        self.ends.clear();
        let element = self.delimiters.element();
        for index in 0..length {
            if self.buffer[self.start + index] == element {
                self.ends.push(index as u32);
            }
        }
        Ok(self.take_segment(length, 1))
    }

    /// Cuts one segment at the next terminator.
    fn scan(&mut self, sink: &mut dyn FindingSink) -> Result<Token, ReadError> {
        let (element, terminator) = (self.delimiters.element(), self.delimiters.terminator());
        self.ends.clear();
        let mut scanned = 0;
        loop {
            let window = &self.buffer[self.start + scanned..self.filled];
            for (index, byte) in window.iter().enumerate() {
                if *byte == terminator {
                    return Ok(self.take_scanned(scanned + index, sink));
                }
                if *byte == element {
                    self.ends.push((scanned + index) as u32);
                }
            }
            scanned += window.len();
            if MAX_SEGMENT_BYTES <= scanned {
                let finding = rule::SEGMENT_TOO_LONG.finding("no segment terminator within 1,048,576 bytes");
                self.report(finding, self.offset(), sink);
                self.state = State::Oversized;
                return Ok(self.give(ByteKind::Oversized, scanned));
            }
            if !self.fill(scanned + 1)? {
                return Ok(self.take_last(scanned, sink));
            }
        }
    }

    fn take_scanned(&mut self, length: usize, sink: &mut dyn FindingSink) -> Token {
        let id_end = self.ends.first().map_or(length, |end| *end as usize);
        let id = &self.buffer[self.start..self.start + id_end];
        if id == b"IEA" {
            self.state = State::After { garbage_reported: false };
        } else if !is_segment_id(id) {
            let finding = rule::SEGMENT_ID.finding("no segment identifier stands where a segment begins");
            self.report(finding.expected("two or three capitals or digits"), self.offset(), sink);
        }
        self.take_segment(length, 1)
    }

    /// The unterminated rest of the file.
    fn take_last(&mut self, length: usize, sink: &mut dyn FindingSink) -> Token {
        let id_end = self.ends.first().map_or(length, |end| *end as usize);
        let is_trailer = self.buffer[self.start..self.start + id_end] == *b"IEA" && 2 <= self.ends.len();
        let finding = if is_trailer {
            rule::LAST_TERMINATOR.finding("the file ends without the terminator of its last segment")
        } else {
            rule::TRUNCATED.finding("the file ends inside a segment").expected("a segment terminator")
        };
        self.report(finding, self.offset(), sink);
        if is_trailer {
            self.state = State::After { garbage_reported: false };
        }
        self.take_segment(length, 0)
    }

    fn take_segment(&mut self, length: usize, tail: usize) -> Token {
        self.ends.push(length as u32);
        self.segment = (self.start, length, tail);
        self.start += length + tail;
        Token::Segment
    }

    /// `BIN*length*` or `BDS*filter*length*`: the announced length and where the data begins.
    fn binary_head(&self) -> Option<(u64, usize)> {
        let unread = self.unread();
        let head = &unread[..unread.len().min(BINARY_HEAD_BYTES)];
        let element = self.delimiters.element();
        let mut parts = head.split(|byte| *byte == element);
        let mut position = 4;
        match parts.next()? {
            b"BIN" => {}
            b"BDS" => position += parts.next()?.len() + 1,
            _ => return None,
        }
        let digits = parts.next()?;
        parts.next()?;
        if digits.is_empty() || BINARY_LENGTH_DIGITS < digits.len() || !digits.iter().all(u8::is_ascii_digit) {
            return None;
        }
        let length = digits.iter().fold(0_u64, |value, byte| value * 10 + u64::from(byte - b'0'));
        Some((length, position + digits.len()))
    }

    fn begin_binary(&mut self, remaining: u64, head_length: usize) -> Token {
        self.state = State::Binary { remaining };
        self.ends.clear();
        let element = self.delimiters.element();
        for index in 0..head_length {
            if self.buffer[self.start + index] == element {
                self.ends.push(index as u32);
            }
        }
        self.take_segment(head_length, 1)
    }

    fn binary(&mut self, remaining: u64, sink: &mut dyn FindingSink) -> Result<Option<Token>, ReadError> {
        if !self.fill(1)? {
            let finding = rule::TRUNCATED.finding("the file ends inside binary data");
            self.report(finding, self.offset(), sink);
            self.state = State::Done;
            return Ok(None);
        }
        if 0 < remaining {
            let available = self.unread().len();
            let length = usize::try_from(remaining).unwrap_or(usize::MAX).min(available);
            self.state = State::Binary { remaining: remaining - length as u64 };
            return Ok(Some(self.give(ByteKind::Binary, length)));
        }
        self.state = State::Inside;
        if self.buffer[self.start] == self.delimiters.terminator() {
            return Ok(Some(self.give(ByteKind::BinaryEnd, 1)));
        }
        let finding = rule::BINARY_LENGTH.finding("no segment terminator follows binary data of the announced length");
        self.report(finding, self.offset(), sink);
        self.inside(sink)
    }

    fn oversized(&mut self, sink: &mut dyn FindingSink) -> Result<Option<Token>, ReadError> {
        if !self.fill(1)? {
            let finding = rule::TRUNCATED.finding("the file ends inside a segment").expected("a segment terminator");
            self.report(finding, self.offset(), sink);
            self.state = State::Done;
            return Ok(None);
        }
        let unread = self.unread();
        let length = match memchr::memchr(self.delimiters.terminator(), unread) {
            Some(position) => {
                self.state = State::Inside;
                position + 1
            }
            None => unread.len(),
        };
        Ok(Some(self.give(ByteKind::Oversized, length)))
    }

    /// White space that is buffered, where any stands next.
    fn filler(&mut self) -> Option<Token> {
        let length = self.unread().iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        if length == 0 { None } else { Some(self.give(ByteKind::Filler, length)) }
    }

    /// Whether an interchange header stands next.
    fn is_header(&self) -> bool {
        let unread = self.unread();
        unread.starts_with(b"ISA")
            && (unread.get(3) == Some(&self.delimiters.element())
                || is_exact_header(unread)
                || (matches!(self.state, State::After { .. }) && read_header(unread).shape != HeaderShape::Guessed))
    }

    /// Whether an identifier and an element separator stand next.
    fn looks_like_segment(&self) -> bool {
        let unread = self.unread();
        unread
            .iter()
            .take(4)
            .position(|byte| *byte == self.delimiters.element())
            .is_some_and(|end| is_segment_id(&unread[..end]))
    }

    fn unread(&self) -> &[u8] {
        &self.buffer[self.start..self.filled]
    }

    fn give(&mut self, kind: ByteKind, length: usize) -> Token {
        let start = self.start;
        self.start += length;
        Token::Bytes { kind, start, length }
    }

    /// Makes at least `wanted` bytes available after `start`; false where the file has fewer.
    fn fill(&mut self, wanted: usize) -> Result<bool, ReadError> {
        if wanted <= self.filled - self.start {
            return Ok(true);
        }
        if 0 < self.start && !self.at_end {
            self.buffer.copy_within(self.start..self.filled, 0);
            self.base += self.start as u64;
            self.filled -= self.start;
            self.start = 0;
        }
        while self.filled - self.start < wanted && !self.at_end {
            let is_small = self.base + (self.filled as u64) < FIRST_READ_BYTES as u64;
            let room = if is_small { FIRST_READ_BYTES } else { READ_BYTES };
            if self.buffer.len() < self.filled + room {
                self.buffer.resize(self.filled + room.max(self.filled), 0);
            }
            match self.source.read(&mut self.buffer[self.filled..]) {
                Ok(0) => self.at_end = true,
                Ok(count) => self.filled += count,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(source) => return Err(ReadError::Io { offset: self.base + self.filled as u64, source }),
            }
        }
        Ok(wanted <= self.filled - self.start)
    }

    fn report(&self, finding: Finding, byte: u64, sink: &mut dyn FindingSink) {
        let unread = self.unread();
        let segment = match unread.iter().take(4).position(|byte| *byte == self.delimiters.element()) {
            Some(end) if is_segment_id(&unread[..end]) => core::str::from_utf8(&unread[..end]).unwrap_or_default(),
            _ => "",
        };
        sink.emit(finding.place(X12Place { byte, segment: segment.into(), ..X12Place::default() }));
    }
}
