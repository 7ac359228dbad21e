//! Bodies of the fuzz targets: plain functions that must not panic, replayed over kept inputs by the ordinary tests.

use cleanclaim_model::{Date, Setting};

use crate::{Coder, NoteReading};

/// Reads arbitrary bytes as a note and codes it.
///
/// # Panics
/// When a range does not lie within the text or on characters, or a second reading differs: a defect.
pub fn note(coder: &Coder<'_>, on: Date, bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let reading = NoteReading::new(&text);
    for sentence in reading.sentences() {
        assert!(text.get(sentence.span.clone()).is_some_and(|words| !words.is_empty()), "a sentence has its words");
    }
    for section in reading.sections() {
        assert!(text.get(section.heading.clone()).is_some(), "a heading lies on characters");
        assert!(text.get(section.body.clone()).is_some(), "a section lies on characters");
    }
    for setting in [Setting::Outpatient, Setting::Inpatient] {
        let proposal = coder.propose(&text, on, setting);
        let suggested = proposal.suggestions.iter().flat_map(|suggestion| &suggestion.spans);
        let asked = proposal.queries.iter().flat_map(|query| &query.spans);
        for (start, end) in suggested.chain(asked) {
            let words = text.get(*start as usize..*end as usize);
            assert!(words.is_some_and(|words| !words.is_empty()), "a span points at words of the note");
        }
        assert!(
            proposal.suggestions.iter().all(|suggestion| !suggestion.spans.is_empty()),
            "a suggestion has evidence"
        );
        assert!(coder.propose(&text, on, setting) == proposal, "the same note gives the same answer");
    }
}
