//! Taking a segment apart: every element is taken by a field or kept as an extra, and every place is noted.

use cleanclaim_model::{
    Adjustment, Carc, Cents, Date, Field, Finding, FindingSink, GroupCode, Hcpcs, Modifier, Modifiers, Npi, Phi,
    Quantity, Text, X12Place, parse_ccyymmdd,
};

use crate::origin::OriginPart;
use crate::rule::{self, Rule};
use crate::{Element, Envelope, Extra, FieldPlace, Segment};

/// Elements beyond this one are kept as one extra.
const TRACKED_ELEMENTS: usize = 63;

/// Components beyond this one are kept with their element.
const TRACKED_COMPONENTS: usize = 31;

/// Composite elements of one segment whose components are tracked: HI has twelve.
const PARTLY_MAX: usize = 12;

/// Extras that one claim or remittance keeps; beyond these a finding says that some were dropped.
const EXTRAS_MAX: usize = 100_000;

/// Places of fields that one claim or remittance keeps.
const PLACES_MAX: usize = 1_000_000;

/// A segment where it stands.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Here<'a> {
    pub(crate) segment: Segment<'a>,
    pub(crate) envelope: &'a Envelope,
    pub(crate) index: u32,
}

/// A segment being taken apart for one part of an origin.
pub(crate) struct Decode<'a> {
    here: Here<'a>,
    loop_id: &'static str,
    claim: Option<&'a str>,
    line: Option<u16>,
    part: &'a mut OriginPart,
    sink: &'a mut dyn FindingSink,
    taken: u64,
    /// For elements of which only some components were taken: which.
    partly: [(u8, u32); PARTLY_MAX],
}

impl<'a> Decode<'a> {
    pub(crate) fn new(
        here: Here<'a>,
        loop_id: &'static str,
        part: &'a mut OriginPart,
        sink: &'a mut dyn FindingSink,
    ) -> Self {
        Self { here, loop_id, claim: None, line: None, part, sink, taken: 0, partly: [(0, 0); PARTLY_MAX] }
    }

    /// Findings will name this claim and line.
    pub(crate) fn of_claim(mut self, number: &'a str, line: Option<u16>) -> Self {
        self.claim = (!number.is_empty()).then_some(number);
        self.line = line;
        self
    }

    pub(crate) fn id(&self) -> &'a [u8] {
        self.here.segment.id()
    }

    pub(crate) fn index(&self) -> u32 {
        self.here.index
    }

    /// Looks at an element without taking it.
    pub(crate) fn look(&self, element: usize) -> Element<'a> {
        self.here.segment.element(element)
    }

    /// The code in an element, without taking it.
    pub(crate) fn code(&self, element: usize) -> &'a str {
        self.look(element).code()
    }

    /// Takes an element that says nothing of its own, such as a qualifier that decided.
    pub(crate) fn settle(&mut self, element: usize) {
        if element <= TRACKED_ELEMENTS {
            self.taken |= 1 << element;
        }
    }

    /// Takes an element only if it has this value, which writing would give it again.
    pub(crate) fn settle_if(&mut self, element: usize, value: &str) -> bool {
        let fits = self.code(element) == value;
        if fits {
            self.settle(element);
        }
        fits
    }

    /// Takes a component that says nothing of its own.
    pub(crate) fn settle_component(&mut self, element: usize, component: usize) {
        let Ok(number) = u8::try_from(element) else { return };
        if TRACKED_COMPONENTS < component {
            return;
        }
        let slot = self.partly.iter_mut().find(|(held, _)| *held == number || *held == 0);
        if let Some((held, mask)) = slot {
            *held = number;
            *mask |= 1 << component;
        }
    }

    /// Takes an element as text.
    pub(crate) fn text(&mut self, element: usize) -> Text {
        self.settle(element);
        self.look(element).to_text()
    }

    /// Takes an element as text of a field.
    pub(crate) fn text_of(&mut self, element: usize, field: Field) -> Text {
        if !self.look(element).is_empty() {
            self.note(field, element, 0);
        }
        self.text(element)
    }

    /// Takes a component as text.
    pub(crate) fn component_text(&mut self, element: usize, component: usize) -> Text {
        self.settle_component(element, component);
        self.look(element).component(component).to_text()
    }

    /// Takes an element as a value. What cannot be read becomes a finding and an extra.
    pub(crate) fn value<T>(
        &mut self,
        element: usize,
        field: Option<Field>,
        expected: &'static str,
        read: impl FnOnce(&str) -> Option<T>,
    ) -> Option<T> {
        let code = self.code(element);
        if code.is_empty() {
            return None;
        }
        if let Some(field) = field {
            self.note(field, element, 0);
        }
        match read(code) {
            Some(value) => {
                self.settle(element);
                Some(value)
            }
            None => {
                self.invalid(element, 0, field, expected);
                None
            }
        }
    }

    /// As [`Decode::value`], of a component.
    pub(crate) fn component_value<T>(
        &mut self,
        element: usize,
        component: usize,
        field: Option<Field>,
        expected: &'static str,
        read: impl FnOnce(&str) -> Option<T>,
    ) -> Option<T> {
        let code = self.look(element).component(component).code();
        if code.is_empty() {
            return None;
        }
        if let Some(field) = field {
            self.note(field, element, component);
        }
        match read(code) {
            Some(value) => {
                self.settle_component(element, component);
                Some(value)
            }
            None => {
                self.invalid(element, component, field, expected);
                None
            }
        }
    }

    pub(crate) fn amount(&mut self, element: usize, field: Option<Field>) -> Option<Cents> {
        self.value(element, field, "an amount such as 100.25", |text| Cents::parse(text).ok())
    }

    /// An amount that must be there.
    pub(crate) fn required_amount(&mut self, element: usize, field: Option<Field>) -> Cents {
        if self.look(element).is_empty() {
            self.missing(element, field);
        }
        self.amount(element, field).unwrap_or_default()
    }

    /// An NPI; a wrong one becomes a warning and an extra.
    pub(crate) fn npi(&mut self, element: usize) -> Option<Npi> {
        let code = self.code(element);
        if code.is_empty() {
            return None;
        }
        match Npi::parse(code) {
            Ok(npi) => {
                self.settle(element);
                Some(npi)
            }
            Err(error) => {
                self.emit(rule::NPI.finding("no NPI").expected(error.to_string()), element, 0, None);
                None
            }
        }
    }

    pub(crate) fn quantity(&mut self, element: usize, field: Option<Field>) -> Option<Quantity> {
        self.value(element, field, "a number with at most three decimals", Quantity::parse)
    }

    pub(crate) fn date(&mut self, element: usize, field: Option<Field>) -> Option<Date> {
        self.value(element, field, "a date as CCYYMMDD", |text| parse_ccyymmdd(text).ok())
    }

    /// Components 3 to 6 of a procedure: modifiers.
    pub(crate) fn modifiers(&mut self, element: usize, field: impl Fn(u8) -> Option<Field>) -> Modifiers {
        let mut modifiers = Modifiers::default();
        if !self.holds_procedure(element) {
            return modifiers;
        }
        for position in 1..=4_u8 {
            let component = usize::from(position) + 2;
            let read = |text: &str| Modifier::parse(text).ok();
            if let Some(modifier) = self.component_value(element, component, field(position), "two characters", read) {
                // Four components, four slots.
                let _ = modifiers.push(modifier);
            }
        }
        modifiers
    }

    fn holds_procedure(&self, element: usize) -> bool {
        matches!(self.look(element).component(1).code(), "HC" | "AD" | "ER" | "HP" | "IV" | "WK")
    }

    /// A procedure as `HC:code:modifiers`. Qualifiers of other systems with five characters stay as extras; those of drugs, revenue
    /// codes and the like leave the whole composite alone.
    pub(crate) fn procedure(&mut self, element: usize, field: Option<Field>) -> Option<Hcpcs> {
        if !self.holds_procedure(element) {
            return None;
        }
        if self.look(element).component(1).code() == "HC" {
            self.settle_component(element, 1);
        }
        self.component_value(element, 2, field, "a procedure code of five characters", |text| Hcpcs::parse(text).ok())
    }

    /// CAS: a group and up to six triplets.
    pub(crate) fn adjustments(&mut self, limit: usize, target: &mut Vec<Adjustment>) {
        let Some(group) = self.value(1, None, "CO, PR, OA, PI or CR", GroupCode::parse) else {
            return;
        };
        for first in (2..=17).step_by(3) {
            if self.look(first).is_empty() && self.look(first + 1).is_empty() {
                continue;
            }
            let carc = self.value(first, None, "an adjustment reason code", |text| Carc::parse(text).ok());
            let amount = self.amount(first + 1, None);
            let (Some(carc), Some(amount)) = (carc, amount) else {
                if self.look(first).is_empty() || self.look(first + 1).is_empty() {
                    self.missing(if self.look(first).is_empty() { first } else { first + 1 }, None);
                }
                continue;
            };
            let quantity = self.quantity(first + 2, None);
            self.push(target, Adjustment { group, carc, amount, quantity }, limit);
        }
    }

    /// Adds to a list, unless it is full: then a finding says so.
    pub(crate) fn push<T>(&mut self, target: &mut Vec<T>, item: T, limit: usize) -> bool {
        if target.len() < limit {
            target.push(item);
            return true;
        }
        if target.len() == limit {
            let finding = rule::TOO_MANY.finding("more repetitions than are read").expected(format!("at most {limit}"));
            self.emit(finding, 0, 0, None);
        }
        false
    }

    /// Notes where a field stands.
    pub(crate) fn note(&mut self, field: Field, element: usize, component: usize) {
        let whole = self.look(element);
        let byte = if component == 0 { whole.offset() } else { whole.component(component).offset() };
        let mut segment = [b' '; 3];
        for (target, byte) in segment.iter_mut().zip(self.id()) {
            *target = *byte;
        }
        if self.part.fields.len() < PLACES_MAX {
            self.part.fields.push(FieldPlace {
                field,
                byte,
                segment_index: self.here.index,
                segment,
                element: small(element),
                component: small(component),
                loop_id: self.loop_id,
            });
        }
    }

    pub(crate) fn invalid(&mut self, element: usize, component: usize, field: Option<Field>, expected: &'static str) {
        let finding = rule::VALUE.finding("the value is not of the kind that belongs there").expected(expected);
        self.emit(finding, element, component, field);
    }

    pub(crate) fn missing(&mut self, element: usize, field: Option<Field>) {
        self.emit(rule::MISSING.finding("an element that must be there is not"), element, 0, field);
    }

    pub(crate) fn report(&mut self, rule: &Rule, message: &'static str, element: usize, field: Option<Field>) {
        self.emit(rule.finding(message), element, 0, field);
    }

    fn emit(&mut self, finding: Finding, element: usize, component: usize, field: Option<Field>) {
        let whole = self.look(element);
        let segment = &self.here.segment;
        let mut place = X12Place {
            segment_index: self.here.index,
            byte: match (element, component) {
                (0, _) => segment.offset(),
                (_, 0) => whole.offset(),
                _ => whole.component(component).offset(),
            },
            loop_id: self.loop_id.into(),
            segment: segment.id_str().into(),
            element: small(element),
            component: small(component),
            ..X12Place::default()
        };
        self.here.envelope.complete(&mut place);
        let mut finding = finding.place(place);
        if let Some(field) = field {
            finding = finding.at(field);
        }
        finding.claim = self.claim.map(Text::from);
        finding.line = finding.line.or(self.line);
        self.sink.emit(finding);
    }

    /// Keeps everything that was not taken.
    pub(crate) fn finish(mut self) {
        let segment = self.here.segment;
        if self.taken == 0 && self.partly[0].0 == 0 {
            self.keep(0, 0, segment.offset(), segment.bytes());
            return;
        }
        for number in 1..=segment.len().min(TRACKED_ELEMENTS) {
            let element = segment.element(number);
            if element.is_empty() || self.taken & (1 << number) != 0 {
                continue;
            }
            let partly = self.partly.iter().find(|(held, _)| usize::from(*held) == number);
            let Some((_, mask)) = partly.copied() else {
                self.keep(number, 0, element.offset(), element.as_bytes());
                continue;
            };
            for (index, component) in element.components().enumerate() {
                let known = index < TRACKED_COMPONENTS && mask & (1 << (index + 1)) != 0;
                if !component.is_empty() && !known {
                    self.keep(number, index + 1, component.offset(), component.as_bytes());
                }
            }
        }
        if TRACKED_ELEMENTS < segment.len() {
            let rest = segment.element(TRACKED_ELEMENTS + 1);
            let start = usize::try_from(rest.offset() - segment.offset()).unwrap_or(usize::MAX);
            self.keep(TRACKED_ELEMENTS + 1, 0, rest.offset(), segment.bytes().get(start..).unwrap_or_default());
        }
    }

    fn keep(&mut self, element: usize, component: usize, byte: u64, bytes: &[u8]) {
        if EXTRAS_MAX <= self.part.extras.len() {
            if EXTRAS_MAX == self.part.extras.len() {
                self.report(&rule::TOO_MANY, "more elements without a field of their own than are kept", element, None);
            }
            return;
        }
        let value = match core::str::from_utf8(bytes) {
            Ok(text) => Text::from(text),
            Err(_) => bytes.iter().copied().map(char::from).collect(),
        };
        self.part.extras.push(Extra {
            loop_id: self.loop_id,
            segment_index: self.here.index,
            segment: self.here.segment.id_str().into(),
            element: small(element),
            component: small(component),
            byte,
            value: Phi::new(value),
        });
    }
}

fn small(number: usize) -> u8 {
    u8::try_from(number).unwrap_or(u8::MAX)
}
