//! Who sent what to whom, and under which numbers.

use cleanclaim_model::{ClaimKind, Date, Text, X12Place, parse_ccyymmdd};

use super::Segment;

/// Whether an interchange is meant (ISA15).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Usage {
    /// P
    #[default]
    Production,
    /// T
    Test,
}

impl Usage {
    /// `P` or `T`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Production => "P",
            Self::Test => "T",
        }
    }

    /// Reads `P` or `T`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Production, Self::Test].into_iter().find(|usage| usage.as_str() == text)
    }
}

/// What a transaction set is, by its identifier and implementation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TransactionKind {
    /// 837 of release 005010.
    Claim(ClaimKind),
    /// 835 of release 005010.
    Remittance,
    /// 999 and 997.
    ImplementationAck,
    /// 277CA.
    ClaimAck,
    /// Anything else.
    Other,
}

/// The envelopes around a transaction set: ISA, GS, ST and the batch reference of its header.
///
/// Source: HIPAA TR3s, appendix C.1 (interchange and group), section 3 (ST, BHT).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Envelope {
    /// ISA13.
    pub interchange_control_number: Text,
    /// ISA05.
    pub sender_qualifier: Text,
    /// ISA06, without its padding.
    pub sender: Text,
    /// ISA07.
    pub receiver_qualifier: Text,
    /// ISA08, without its padding.
    pub receiver: Text,
    /// GS04, or ISA09 in the years 2000 to 2099.
    pub date: Option<Date>,
    /// ISA09, `YYMMDD`, and ISA10, `HHMM`, as sent: a TA1 repeats them.
    pub interchange_date_time: (Text, Text),
    /// ISA12: `00501`.
    pub interchange_version: Text,
    /// ISA14: whether a TA1 is asked for (`1`).
    pub acknowledgment_requested: Text,
    /// ISA15.
    pub usage: Option<Usage>,
    /// GS01: `HC` for claims, `HP` for remittances.
    pub group_id: Text,
    /// GS02.
    pub group_sender: Text,
    /// GS03.
    pub group_receiver: Text,
    /// GS06.
    pub group_control_number: Text,
    /// GS08.
    pub group_version: Text,
    /// ST01.
    pub set_id: Text,
    /// ST02.
    pub set_control_number: Text,
    /// ST03, or GS08 where ST03 is absent: `005010X222A1`.
    pub implementation: Text,
    /// BHT03: the sender's number of this batch; a 277CA repeats it.
    pub batch_reference: Text,
}

impl Envelope {
    /// What the current transaction set is. GS08 and ST03 decide, not ISA12: senders of 004010 files write `00501` there too.
    #[must_use]
    pub fn kind(&self) -> TransactionKind {
        let is = |implementation: &str| self.implementation.starts_with(implementation);
        match self.set_id.as_str() {
            "837" if is("005010X222") => TransactionKind::Claim(ClaimKind::Professional),
            "837" if is("005010X223") => TransactionKind::Claim(ClaimKind::Institutional),
            "835" if is("005010") => TransactionKind::Remittance,
            "999" | "997" => TransactionKind::ImplementationAck,
            "277" if is("005010X214") => TransactionKind::ClaimAck,
            _ => TransactionKind::Other,
        }
    }

    /// The release, such as `005010`: the first six characters of the implementation.
    #[must_use]
    pub fn release(&self) -> &str {
        self.implementation.get(..6).unwrap_or(&self.implementation)
    }

    pub(crate) fn read_isa(&mut self, isa: &Segment<'_>) {
        *self = Self {
            sender_qualifier: isa.element(5).to_text(),
            sender: isa.element(6).to_text(),
            receiver_qualifier: isa.element(7).to_text(),
            receiver: isa.element(8).to_text(),
            date: interchange_date(isa.element(9).code()),
            interchange_date_time: (isa.element(9).to_text(), isa.element(10).to_text()),
            interchange_version: isa.element(12).to_text(),
            interchange_control_number: isa.element(13).to_text(),
            acknowledgment_requested: isa.element(14).to_text(),
            usage: Usage::parse(isa.element(15).code()),
            ..Self::default()
        };
    }

    pub(crate) fn read_gs(&mut self, gs: &Segment<'_>) {
        self.clear_set();
        self.group_id = gs.element(1).to_text();
        self.group_sender = gs.element(2).to_text();
        self.group_receiver = gs.element(3).to_text();
        if let Ok(date) = parse_ccyymmdd(gs.element(4).code()) {
            self.date = Some(date);
        }
        self.group_control_number = gs.element(6).to_text();
        self.group_version = gs.element(8).to_text();
    }

    pub(crate) fn read_st(&mut self, st: &Segment<'_>) {
        self.set_id = st.element(1).to_text();
        self.set_control_number = st.element(2).to_text();
        let implementation = st.element(3);
        self.implementation =
            if implementation.is_empty() { self.group_version.clone() } else { implementation.to_text() };
        self.batch_reference = Text::default();
    }

    pub(crate) fn clear_set(&mut self) {
        self.set_id = Text::default();
        self.set_control_number = Text::default();
        self.implementation = Text::default();
        self.batch_reference = Text::default();
    }

    pub(crate) fn clear_group(&mut self) {
        self.clear_set();
        self.group_id = Text::default();
        self.group_sender = Text::default();
        self.group_receiver = Text::default();
        self.group_control_number = Text::default();
        self.group_version = Text::default();
    }

    /// Names this envelope in a place that does not.
    pub(crate) fn complete(&self, place: &mut X12Place) {
        if place.interchange.is_empty() {
            place.interchange = self.interchange_control_number.clone();
        }
        if place.group.is_empty() {
            place.group = self.group_control_number.clone();
        }
        if place.set.is_empty() {
            place.set = self.set_control_number.clone();
        }
    }
}

/// `YYMMDD` of this century.
fn interchange_date(text: &str) -> Option<Date> {
    if text.len() == 6 { parse_ccyymmdd(&format!("20{text}")).ok() } else { None }
}
