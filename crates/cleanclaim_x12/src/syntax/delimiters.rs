//! The four characters that cut a file into segments, elements, repetitions and components.

/// Length of an interchange header with its terminator.
///
/// Source: ASC X12.5 and HIPAA TR3s appendix B.1.1.2.5: every element of ISA has a fixed length.
pub(crate) const ISA_BYTES: usize = 106;

/// How far the sixteenth separator of a header with wrong lengths is looked for.
pub(crate) const ISA_WINDOW_BYTES: usize = 256;

/// Where the sixteen element separators of a well-formed header stand.
const ISA_SEPARATORS: [usize; 16] = [3, 6, 17, 20, 31, 34, 50, 53, 69, 76, 81, 83, 89, 99, 101, 103];

/// The delimiters of an interchange.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Delimiters {
    element: u8,
    component: u8,
    repetition: Option<u8>,
    terminator: u8,
}

/// Why four characters cannot serve as delimiters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DelimiterError {
    /// Letters, digits, the space and characters that amounts need would be ambiguous.
    #[error("a letter, a digit, a space, a hyphen, a point or a byte outside ASCII cannot be a delimiter")]
    Character,
    /// Two of them are the same.
    #[error("two delimiters are the same character")]
    Same,
}

impl Default for Delimiters {
    /// `*`, `:`, `^` and `~`.
    fn default() -> Self {
        Self { element: b'*', component: b':', repetition: Some(b'^'), terminator: b'~' }
    }
}

impl Delimiters {
    /// Delimiters for a file to be written.
    ///
    /// # Errors
    /// When two are the same, or one could stand in ordinary data.
    pub fn new(element: u8, component: u8, repetition: u8, terminator: u8) -> Result<Self, DelimiterError> {
        let all = [element, component, repetition, terminator];
        let ordinary =
            |byte: u8| byte.is_ascii_alphanumeric() || !byte.is_ascii() || matches!(byte, b' ' | b'-' | b'.');
        if all.into_iter().any(ordinary) {
            return Err(DelimiterError::Character);
        }
        if (1..all.len()).any(|index| all[..index].contains(&all[index])) {
            return Err(DelimiterError::Same);
        }
        Ok(Self { element, component, repetition: Some(repetition), terminator })
    }

    /// Between elements.
    #[must_use]
    pub const fn element(self) -> u8 {
        self.element
    }

    /// Between components (ISA16).
    #[must_use]
    pub const fn component(self) -> u8 {
        self.component
    }

    /// Between repetitions (ISA11 since 00402; `None` for the `U` of older releases).
    #[must_use]
    pub const fn repetition(self) -> Option<u8> {
        self.repetition
    }

    /// After each segment.
    #[must_use]
    pub const fn terminator(self) -> u8 {
        self.terminator
    }

    /// The same with another component separator.
    pub(crate) const fn with_component(self, component: u8) -> Self {
        Self { component, ..self }
    }

    /// Whether the byte is any of the four.
    #[must_use]
    pub fn contains(self, byte: u8) -> bool {
        byte == self.element || byte == self.component || byte == self.terminator || Some(byte) == self.repetition
    }
}

/// What the first bytes of an interchange say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Header {
    pub(crate) delimiters: Delimiters,
    /// Length of the header without terminator, where the header itself tells it.
    pub(crate) length: Option<usize>,
    pub(crate) shape: HeaderShape,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum HeaderShape {
    /// 106 bytes, every separator in its place.
    Exact,
    /// Sixteen separators, but elements of wrong lengths.
    WrongLengths,
    /// The delimiters had to be guessed from what follows.
    Guessed,
}

/// Whether a well-formed header begins here.
pub(crate) fn is_exact_header(window: &[u8]) -> bool {
    window.len() >= ISA_BYTES
        && window.starts_with(b"ISA")
        && is_separator(window[3])
        && ISA_SEPARATORS.iter().all(|position| window[*position] == window[3])
        && window[..ISA_BYTES - 1].iter().filter(|byte| **byte == window[3]).count() == ISA_SEPARATORS.len()
}

/// How much of an interchange is looked at for its first composite.
pub(crate) const COMPOSITE_WINDOW_BYTES: usize = 4 * 1024;

/// Segments that begin with or hold a composite of a short code and more, with that composite's element.
const COMPOSITES: [(&[u8], usize); 6] = [(b"CLM", 5), (b"HI", 1), (b"SV1", 1), (b"SV2", 2), (b"SVC", 1), (b"STC", 1)];

/// The character that cuts the first composite of an interchange, where ISA16 names another one that cuts nothing there.
///
/// Senders that change their component separator and forget ISA16 are common enough to be read, with a warning.
pub(crate) fn unnamed_component(window: &[u8], delimiters: Delimiters) -> Option<u8> {
    for segment in window.split(|byte| *byte == delimiters.terminator) {
        let mut elements = segment.trim_ascii_start().split(|byte| *byte == delimiters.element);
        let id = elements.next().unwrap_or_default();
        let Some((_, number)) = COMPOSITES.iter().find(|(composite, _)| *composite == id) else { continue };
        let Some(element) = elements.nth(number - 1) else { continue };
        let code = element.iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
        let Some(separator) = element.get(code).copied().filter(|_| (1..=5).contains(&code)) else { continue };
        let is_separator = is_separator(separator) && separator.is_ascii() && !matches!(separator, b'-' | b'.');
        return (is_separator && !delimiters.contains(separator)).then_some(separator);
    }
    None
}

/// A character that can be the element separator.
pub(crate) const fn is_separator(byte: u8) -> bool {
    !byte.is_ascii_alphanumeric() && !byte.is_ascii_whitespace()
}

/// Reads the delimiters from the bytes of a file at `ISA`; `window` should hold [`ISA_WINDOW_BYTES`] or all that is left.
pub(crate) fn read_header(window: &[u8]) -> Header {
    let element = window.get(3).copied().unwrap_or(b'*');
    let repetition = repetition(window, element);
    let header = |component, terminator, length, shape| Header {
        delimiters: Delimiters { element, component, repetition, terminator },
        length,
        shape,
    };
    if is_exact_header(window) {
        let (component, terminator) = (window[ISA_BYTES - 2], window[ISA_BYTES - 1]);
        // A few writers break the line before each terminator: `^\n~GS`.
        if let [b'\r' | b'\n', mark, b'G', b'S', ..] = window[ISA_BYTES - 1..]
            && is_separator(mark)
            && mark != element
        {
            return header(component, mark, Some(ISA_BYTES), HeaderShape::WrongLengths);
        }
        if can_terminate(terminator, element) {
            return header(component, terminator, Some(ISA_BYTES - 1), HeaderShape::Exact);
        }
        return header(component, guess_terminator(window, element), None, HeaderShape::Guessed);
    }
    if let Some(last) = sixteenth_separator(window, element)
        && let [component, terminator, ..] = window[last + 1..]
        && !component.is_ascii_alphanumeric()
        && can_terminate(terminator, element)
        && first_group(window, element).is_none_or(|group| last < group)
    {
        return header(component, terminator, Some(last + 2), HeaderShape::WrongLengths);
    }
    header(b':', guess_terminator(window, element), None, HeaderShape::Guessed)
}

/// ISA11, where it can be a separator; releases before 00402 had `U` there.
fn repetition(window: &[u8], element: u8) -> Option<u8> {
    let mut elements = window.split(|byte| *byte == element);
    match elements.nth(11) {
        Some([byte]) if is_separator(*byte) => Some(*byte),
        _ => None,
    }
}

fn can_terminate(byte: u8, element: u8) -> bool {
    !byte.is_ascii_alphanumeric() && byte != b' ' && byte != element
}

fn sixteenth_separator(window: &[u8], element: u8) -> Option<usize> {
    window.iter().enumerate().filter(|(_, byte)| **byte == element).map(|(index, _)| index).nth(15)
}

/// Where `GS` and a separator follow something that is no letter or digit.
fn first_group(window: &[u8], element: u8) -> Option<usize> {
    let needle = [b'G', b'S', element];
    (5..window.len().saturating_sub(2))
        .find(|index| window[*index..].starts_with(&needle) && !window[index - 1].is_ascii_alphanumeric())
}

/// The byte before the first `GS`, where it can be a terminator; `~` otherwise.
fn guess_terminator(window: &[u8], element: u8) -> u8 {
    let Some(group) = first_group(window, element) else { return b'~' };
    let before = window[..group].iter().rposition(|byte| !byte.is_ascii_whitespace());
    match before.map(|index| window[index]) {
        Some(byte) if is_separator(byte) && byte != element => byte,
        _ => window[group - 1],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(header: &str, expected: (char, char, HeaderShape)) {
        let found = read_header(header.as_bytes());
        let delimiters = found.delimiters;
        assert_eq!(
            (char::from(delimiters.component()), char::from(delimiters.terminator()), found.shape),
            expected,
            "{header}"
        );
    }

    const EXACT: &str =
        "ISA*00*          *00*          *ZZ*SENDER         *ZZ*RECEIVER       *260101*1200*^*00501*000000001*0*T*:~GS*";

    #[test]
    fn headers_tell_the_delimiters() {
        check(EXACT, (':', '~', HeaderShape::Exact));
        check(&EXACT.replace(":~", ">\n"), ('>', '\n', HeaderShape::Exact));
        check(&EXACT.replace(":~", ":\n~"), (':', '~', HeaderShape::WrongLengths));
        check(&EXACT.replace("          ", " "), (':', '~', HeaderShape::WrongLengths));
        check("ISA*00*...*ZZ*A*...~\nGS*HI*B*C*1~", (':', '~', HeaderShape::Guessed));
        check("ISA", (':', '~', HeaderShape::Guessed));
        check("ISA****************************", (':', '~', HeaderShape::Guessed));
    }

    #[test]
    fn the_letter_u_separates_nothing() {
        assert_eq!(read_header(EXACT.as_bytes()).delimiters.repetition(), Some(b'^'));
        assert_eq!(read_header(EXACT.replace("*^*", "*U*").as_bytes()).delimiters.repetition(), None);
    }

    #[test]
    fn a_forgotten_isa16_is_seen_in_the_first_composite() {
        let check = |segments: &[u8], expected| {
            assert_eq!(unnamed_component(segments, Delimiters::default()), expected);
        };
        check(b"ST*837*1~CLM*A*1***11:B:1~SVC*HC>99213~", None);
        check(b"ST*837*1~CLM*A*1***11>B>1~", Some(b'>'));
        check(b"ST*837*1~CLM*A*1***11~HI*BK|1", Some(b'|'));
        check(b"ST*837*1~CLM*A*1***11-B~", None);
        check(b"ST*834*1~", None);
    }

    #[test]
    fn delimiters_for_writing_are_distinct_and_unusual() {
        assert_eq!(Delimiters::new(b'*', b':', b'^', b'~'), Ok(Delimiters::default()));
        assert_eq!(Delimiters::new(b'*', b'*', b'^', b'~'), Err(DelimiterError::Same));
        assert_eq!(Delimiters::new(b'*', b':', b'A', b'~'), Err(DelimiterError::Character));
    }
}
