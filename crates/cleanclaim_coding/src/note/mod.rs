//! A clinical note as coders read it: sections, problem headings, sentences. Every range counts bytes of the text as it came.

mod heading;

use core::ops::Range;

pub use heading::SectionKind;

use crate::words::{Gap, Tokens};

/// The longest note that is read, in bytes; what follows is left unread.
pub const NOTE_BYTES_MAX: usize = 16 << 20;

/// A part of a note under one heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// What it is about.
    pub kind: SectionKind,
    /// The heading; empty for text before the first one.
    pub heading: Range<usize>,
    /// What stands under the heading, up to the next.
    pub body: Range<usize>,
}

/// A sentence, list entry or clause up to a semicolon.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// Byte range.
    pub span: Range<usize>,
    /// The section it stands in, as an index.
    pub section: usize,
    /// Whether it is the heading of a problem: `2. Type 2 diabetes:`.
    pub is_problem: bool,
    pub(crate) tokens: Range<usize>,
}

/// A note that was read.
#[derive(Debug)]
pub struct NoteReading<'a> {
    text: &'a str,
    sections: Vec<Section>,
    sentences: Vec<Sentence>,
    pub(crate) tokens: Tokens,
}

impl<'a> NoteReading<'a> {
    /// Reads a note. Any text is a note: where no heading is found, all of it is one section.
    #[must_use]
    pub fn new(text: &'a str) -> Self {
        let text = &text[..text.floor_char_boundary(NOTE_BYTES_MAX)];
        let mut reading = Self { text, sections: Vec::new(), sentences: Vec::new(), tokens: Tokens::default() };
        reading.sections.push(Section { kind: SectionKind::Unnamed, heading: 0..0, body: 0..0 });
        let mut paragraph: Option<Range<usize>> = None;
        for line in lines(text) {
            let trimmed = trimmed(text, line.clone());
            if trimmed.is_empty() {
                reading.end_paragraph(&mut paragraph);
            } else if let Some((kind, heading)) = heading::section(text, &trimmed) {
                reading.end_paragraph(&mut paragraph);
                let rest = heading.end..line.end;
                reading.sections.push(Section { kind, heading, body: rest.clone() });
                reading.line(rest, &mut paragraph);
            } else {
                reading.line(line, &mut paragraph);
            }
        }
        reading.end_paragraph(&mut paragraph);
        reading.end_sections();
        reading
    }

    /// The text as it came, up to [`NOTE_BYTES_MAX`].
    #[must_use]
    pub fn text(&self) -> &'a str {
        self.text
    }

    /// The sections in order; the first is the text before any heading.
    #[must_use]
    pub fn sections(&self) -> &[Section] {
        &self.sections
    }

    /// The sentences in order.
    #[must_use]
    pub fn sentences(&self) -> &[Sentence] {
        &self.sentences
    }

    /// What the section of a sentence is about.
    #[must_use]
    pub fn kind_of(&self, sentence: &Sentence) -> SectionKind {
        self.sections.get(sentence.section).map_or(SectionKind::Unnamed, |section| section.kind)
    }

    fn end_sections(&mut self) {
        let starts: Vec<usize> = self.sections.iter().map(|section| section.heading.start).collect();
        for (section, next) in self.sections.iter_mut().zip(starts.into_iter().skip(1).chain([self.text.len()])) {
            section.body.end = next.max(section.body.start);
        }
    }

    /// Takes one line: as a problem heading with what follows it, as the next line of a paragraph, or as a paragraph's first.
    fn line(&mut self, line: Range<usize>, paragraph: &mut Option<Range<usize>>) {
        let content = trimmed(self.text, line.clone());
        if content.is_empty() {
            return;
        }
        let kind = self.sections.last().map_or(SectionKind::Unnamed, |section| section.kind);
        let continues = paragraph.as_ref().is_some_and(|before| heading::continues(self.text, before, &content));
        if let (true, Some(paragraph)) = (continues, paragraph.as_mut()) {
            paragraph.end = content.end;
            return;
        }
        self.end_paragraph(paragraph);
        let problem = heading::problem(self.text, &content, kind);
        let rest = match problem {
            Some(problem) => {
                self.push_sentences(problem.clone(), true);
                problem.end..content.end
            }
            None => content,
        };
        *paragraph = Some(rest).filter(|rest| !rest.is_empty());
    }

    fn end_paragraph(&mut self, paragraph: &mut Option<Range<usize>>) {
        if let Some(range) = paragraph.take() {
            self.push_sentences(range, false);
        }
    }

    fn push_sentences(&mut self, range: Range<usize>, is_problem: bool) {
        let Some(text) = self.text.get(range.clone()) else { return };
        let first = self.tokens.len();
        self.tokens.push_text(text, range.start);
        let section = self.sections.len() - 1;
        let all = self.tokens.all();
        let mut start = first;
        for index in first + 1..=all.len() {
            let ends = all.get(index).is_none_or(|token| token.gap == Gap::End);
            if ends && start < index {
                let span = all[start].span.start..all[index - 1].span.end;
                self.sentences.push(Sentence { span, section, is_problem, tokens: start..index });
                start = index;
            }
        }
    }
}

/// The lines of a text without their ends.
fn lines(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    text.split_inclusive('\n').scan(0, |offset, line| {
        let start = *offset;
        *offset += line.len();
        Some(start..start + line.trim_end_matches(['\n', '\r']).len())
    })
}

/// The range without white space at either end.
fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let line = &text[range.clone()];
    let start = range.start + (line.len() - line.trim_start().len());
    start..start + line.trim().len()
}
