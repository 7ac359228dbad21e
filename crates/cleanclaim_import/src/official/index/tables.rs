//! The ICD-10-PCS tables: `pcsTable` with three `axis`, then a `pcsRow` with four more for each row; in each axis a `title` and a
//! `label` for every value.

use cleanclaim_codes::{AxesBuilder, NewAxis, NewAxisValue, Set};

use super::xml::{Element, Problem, Visitor, error};
use super::{Member, Reader, Reading, edition, has_root, tell, walk};

const ROOT: &str = "ICD10PCS.tabular";
const AXES: usize = 7;
/// Axes of a table as a whole.
const TABLE_AXES: usize = 3;
/// Digits and letters: no axis has more values.
const VALUES_MAX: usize = 36;

/// Reads the tables.
pub(super) struct Tables;

impl Reader for Tables {
    fn kind(&self) -> &'static str {
        "ICD-10-PCS tables"
    }

    fn recognises(&self, member: &Member) -> bool {
        has_root(member, ROOT)
    }

    fn read(&self, member: &Member, reading: &mut Reading<'_>) {
        let set = Set::Icd10PcsTables;
        let edition = reading.edition(set, edition(member), "CMS, ICD-10-PCS tables", "public domain");
        if !reading.is_first_copy(&edition) {
            return;
        }
        let Some(name) = reading.days_of(&edition).map(|days| days.name) else { return };
        let Some(builder) = reading.builder(&edition) else { return };
        let mut visitor = TableVisitor {
            builder: builder.axes(set, &name),
            axes: std::array::from_fn(|_| None),
            open: OwnAxis::default(),
        };
        let problems = walk(member, ROOT, &mut visitor);
        let rows = visitor.builder.len();
        reading.count(&edition, rows);
        tell(reading, problems);
        if rows == 0 {
            reading.error((0, 0), "no row found: expected pcsTable, pcsRow, axis and label elements");
        }
    }
}

#[derive(Debug, Default)]
struct OwnAxis {
    name: String,
    values: Vec<OwnValue>,
}

#[derive(Debug)]
struct OwnValue {
    character: char,
    label: String,
    definition: Option<String>,
}

struct TableVisitor<'b> {
    builder: &'b mut AxesBuilder,
    /// The axes read so far of the table and the row that are open.
    axes: [Option<OwnAxis>; AXES],
    open: OwnAxis,
}

impl Visitor for TableVisitor<'_> {
    fn start(&mut self, _: &[Element], element: &Element) -> Result<(), Problem> {
        match element.name.as_str() {
            "pcsTable" => self.axes.iter_mut().for_each(|axis| *axis = None),
            "pcsRow" => self.axes.iter_mut().skip(TABLE_AXES).for_each(|axis| *axis = None),
            "axis" => self.open = OwnAxis::default(),
            _ => {}
        }
        Ok(())
    }

    fn end(&mut self, above: &[Element], element: &Element) -> Result<(), Problem> {
        let parent = above.last().map_or("", |parent| parent.name.as_str());
        match (element.name.as_str(), parent) {
            ("title", "axis") => self.open.name = element.text(),
            ("label", "axis") => return self.label(element),
            ("definition", "axis") => {
                if let Some(value) = self.open.values.last_mut() {
                    value.definition = Some(element.text()).filter(|text| !text.is_empty());
                }
            }
            ("axis", "pcsTable") => return self.axis(element, 1..=TABLE_AXES),
            ("axis", "pcsRow") => return self.axis(element, TABLE_AXES + 1..=AXES),
            ("pcsRow", _) => return self.row(element),
            _ => {}
        }
        Ok(())
    }
}

impl TableVisitor<'_> {
    fn label(&mut self, element: &Element) -> Result<(), Problem> {
        let code = element.attribute("code").unwrap_or_default();
        let is_character = |c: &char| c.is_ascii_digit() || c.is_ascii_uppercase();
        let mut characters = code.chars();
        let (Some(character), None) = (characters.next().filter(is_character), characters.next()) else {
            return error(format!("the attribute code {code:?} of a label: expected one digit or upper-case letter"));
        };
        if self.open.values.iter().any(|value| value.character == character) || VALUES_MAX <= self.open.values.len() {
            return error(format!("a second label for {character:?} in one axis"));
        }
        self.open.values.push(OwnValue { character, label: element.text(), definition: None });
        Ok(())
    }

    fn axis(&mut self, element: &Element, allowed: core::ops::RangeInclusive<usize>) -> Result<(), Problem> {
        let axis = core::mem::take(&mut self.open);
        let stated = element.attribute("pos").unwrap_or_default();
        let Some(position) = stated.parse::<usize>().ok().filter(|position| allowed.contains(position)) else {
            let (first, last) = (allowed.start(), allowed.end());
            return error(format!("the attribute pos {stated:?} of an axis: expected {first} to {last}"));
        };
        if axis.name.is_empty() {
            return error("an axis without a title");
        }
        let found = axis.values.len();
        if let Some(values) = element.attribute("values").filter(|values| *values != found.to_string()) {
            return error(format!("the axis says {values} values: found {found}"));
        }
        if let Some(place) = self.axes.get_mut(position - 1) {
            *place = Some(axis);
        }
        Ok(())
    }

    fn row(&mut self, element: &Element) -> Result<(), Problem> {
        let mut axes: Vec<NewAxis<'_>> = Vec::with_capacity(AXES);
        for (place, position) in self.axes.iter().zip(1..) {
            let Some(axis) = place else { return error(format!("the row has no axis {position}")) };
            let values = axis.values.iter().map(|value| NewAxisValue {
                character: value.character,
                label: &value.label,
                definition: value.definition.as_deref(),
            });
            axes.push((&axis.name, values.collect()));
        }
        if axes
            .iter()
            .zip(0..)
            .any(|((_, values), place)| values.is_empty() || (place < TABLE_AXES && values.len() != 1))
        {
            return error("the row's axes do not have values, one each for the first three");
        }
        let codes = axes.iter().map(|(_, values)| values.len() as u64).fold(1, u64::saturating_mul);
        self.builder.row(&axes);
        match element.attribute("codes") {
            Some(stated) if stated != codes.to_string() => {
                error(format!("the row says {stated} codes: its values make {codes}"))
            }
            _ => Ok(()),
        }
    }
}
