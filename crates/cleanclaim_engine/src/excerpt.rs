//! The part of a file that speaks of one claim, a segment a line, for people to read.

use cleanclaim_model::Discard;
use cleanclaim_x12::{Document, SegmentRole};

/// Segments shown at most.
const SEGMENTS_MAX: usize = 400;

/// The segments that belong to a claim's control number; nothing where the file does not name it or is no X12.
///
/// A claim in an 837 goes from its CLM to the next claim or level; a payment in an 835 from its CLP to the next; in a 277CA it is the
/// level whose TRN names it. An acknowledgement of a whole file (TA1, 999) names no claim and is shown whole.
#[must_use]
pub fn excerpt(bytes: &[u8], control_number: &str) -> String {
    let mut document = Document::new(bytes);
    let mut lines: Vec<String> = Vec::new();
    let mut inside = false;
    while let Ok(Some(role)) = document.advance(&mut Discard) {
        if SEGMENTS_MAX <= lines.len() {
            break;
        }
        let set = document.envelope().set_id.clone();
        let segment = document.segment();
        let id = segment.id_str();
        let names = |element: usize| segment.element(element).text() == control_number;
        let whole = role == SegmentRole::InterchangeAck || matches!(set.as_str(), "999" | "997");
        let starts = match (set.as_str(), id) {
            ("837", "CLM") | ("835", "CLP") => Some(names(1)),
            ("277", "TRN") => Some(names(2)),
            ("837" | "277", "HL") | ("835", "PLB" | "LX") => Some(false),
            (_, "SE") => Some(false),
            _ => None,
        };
        inside = starts.unwrap_or(inside);
        if inside || whole {
            lines.push(text_of(&segment));
        }
    }
    lines.join("\n")
}

fn text_of(segment: &cleanclaim_x12::Segment<'_>) -> String {
    let mut text = segment.id_str().to_owned();
    for element in segment.elements() {
        text.push('*');
        text.push_str(&element.text());
    }
    text
}
