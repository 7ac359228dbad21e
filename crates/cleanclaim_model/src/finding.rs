//! Findings: what is wrong with data, where, by which source. Never an `Err`, never a patient's data.

use std::borrow::Cow;

use crate::{Field, Text};

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing.
    Info,
    /// Someone should look; the claim may go.
    Warning,
    /// The claim must not go like this.
    Error,
}

impl Severity {
    /// `error`, `warning` or `info`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// A place in an X12 file. `byte` counts from 0 at the start of the file, everything else from 1; 0 means "not there".
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct X12Place {
    /// ISA13.
    pub interchange: Text,
    /// GS06.
    pub group: Text,
    /// ST02.
    pub set: Text,
    /// Within the transaction set, ST being 1.
    pub segment_index: u32,
    /// Offset of the segment or element in the file.
    pub byte: u64,
    /// Loop, such as `2300`.
    pub loop_id: Text,
    /// Segment, such as `CLM`.
    pub segment: Text,
    /// Element number within the segment.
    pub element: u8,
    /// Component number within the element.
    pub component: u8,
}

/// A row of a table that decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableRow {
    /// Code set or edit table, such as `icd10cm`.
    pub set: Cow<'static, str>,
    /// Its edition.
    pub edition: Text,
    /// The row: its key.
    pub row: Text,
}

/// What an acknowledgement would carry for a finding.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AckCodes {
    /// IK304, segment error.
    pub ik3: Option<Cow<'static, str>>,
    /// IK403, element error.
    pub ik4: Option<Cow<'static, str>>,
    /// STC category and status, such as `A7:164`.
    pub stc: Option<Cow<'static, str>>,
}

/// Something wrong with the data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The rule's name: kebab-case, stable.
    pub rule: Cow<'static, str>,
    /// How much it matters.
    pub severity: Severity,
    /// WEDI SNIP level 1 to 7, where one applies.
    pub snip: Option<u8>,
    /// The place in the claim or remittance.
    pub field: Option<Field>,
    /// The place in the file.
    pub place: Option<Box<X12Place>>,
    /// The code in question (a code, never a name or number of a patient).
    pub code: Option<Text>,
    /// Our claim's control number (CLM01), once known.
    pub claim: Option<Text>,
    /// LX01.
    pub line: Option<u16>,
    /// What was found. Lower case, no final full stop, no patient data.
    pub message: Cow<'static, str>,
    /// What was expected or how to mend it.
    pub expected: Option<Cow<'static, str>>,
    /// Publication, edition, section.
    pub source: Cow<'static, str>,
    /// The table row that decided.
    pub table: Option<Box<TableRow>>,
    /// What an acknowledgement would say.
    pub ack: Option<Box<AckCodes>>,
}

impl Finding {
    /// A finding with what every finding must have.
    pub fn new(
        rule: impl Into<Cow<'static, str>>,
        severity: Severity,
        message: impl Into<Cow<'static, str>>,
        source: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self {
            rule: rule.into(),
            severity,
            snip: None,
            field: None,
            place: None,
            code: None,
            claim: None,
            line: None,
            message: message.into(),
            expected: None,
            source: source.into(),
            table: None,
            ack: None,
        }
    }

    /// With its SNIP level.
    #[must_use]
    pub fn snip(mut self, level: u8) -> Self {
        self.snip = Some(level);
        self
    }

    /// With its place in the claim; a service line's field sets [`Finding::line`] too.
    #[must_use]
    pub fn at(mut self, field: Field) -> Self {
        self.line = field.service_line();
        self.field = Some(field);
        self
    }

    /// With its place in the file.
    #[must_use]
    pub fn place(mut self, place: X12Place) -> Self {
        self.place = Some(Box::new(place));
        self
    }

    /// With the code in question.
    #[must_use]
    pub fn code(mut self, code: impl AsRef<str>) -> Self {
        self.code = Some(Text::from(code.as_ref()));
        self
    }

    /// With what was expected.
    #[must_use]
    pub fn expected(mut self, expected: impl Into<Cow<'static, str>>) -> Self {
        self.expected = Some(expected.into());
        self
    }

    /// With the table row that decided.
    #[must_use]
    pub fn table(mut self, set: impl Into<Cow<'static, str>>, edition: impl AsRef<str>, row: impl AsRef<str>) -> Self {
        self.table = Some(Box::new(TableRow {
            set: set.into(),
            edition: Text::from(edition.as_ref()),
            row: Text::from(row.as_ref()),
        }));
        self
    }

    /// With what an acknowledgement would say.
    #[must_use]
    pub fn ack(mut self, ack: AckCodes) -> Self {
        self.ack = Some(Box::new(ack));
        self
    }
}

/// Takes findings as they come; nothing below the caller keeps them.
pub trait FindingSink {
    /// Takes one.
    fn emit(&mut self, finding: Finding);
}

impl FindingSink for Vec<Finding> {
    fn emit(&mut self, finding: Finding) {
        self.push(finding);
    }
}

/// Forgets everything it is given.
#[derive(Debug, Clone, Copy, Default)]
pub struct Discard;

impl FindingSink for Discard {
    fn emit(&mut self, _: Finding) {}
}
