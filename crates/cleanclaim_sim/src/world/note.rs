//! Building the text of a note while noting where each diagnosis stands in it.

use cleanclaim_model::{Date, Sex};

use super::content::Distractor;
use super::patient::Patient;
use crate::dice::Dice;

/// Where a note says something that a code stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// The code without dot, ICD-10-CM or ICD-10-PCS.
    pub code: String,
    /// First byte of the words.
    pub start: usize,
    /// The byte after the words.
    pub end: usize,
}

/// The text so far.
#[derive(Debug, Clone, Default)]
pub(crate) struct NoteText {
    pub text: String,
    pub evidence: Vec<Evidence>,
}

impl NoteText {
    /// A heading in capitals, with an empty line before it.
    pub(crate) fn heading(&mut self, heading: &str) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        self.line(heading);
    }

    /// One line.
    pub(crate) fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    /// A line with a diagnosis or procedure in it, whose place is kept.
    pub(crate) fn coded(&mut self, before: &str, words: &str, after: &str, code: &str) {
        self.text.push_str(before);
        let start = self.text.len();
        self.text.push_str(words);
        self.evidence.push(Evidence { code: code.to_owned(), start, end: self.text.len() });
        self.text.push_str(after);
        self.text.push('\n');
    }
}

/// The words that templates leave open.
#[derive(Debug, Clone)]
pub(crate) struct Words {
    pub age: u32,
    pub sex: Sex,
    /// `left` or `right`; empty where it does not matter.
    pub side: &'static str,
    pub cycle: u32,
}

impl Words {
    pub(crate) fn of(patient: &Patient, day: Date) -> Self {
        Self { age: patient.age_on(day), sex: patient.sex, side: "", cycle: 0 }
    }

    /// Man, woman, boy or girl.
    pub(crate) fn person(&self) -> &'static str {
        match (self.sex, self.age < 18) {
            (Sex::Female, false) => "woman",
            (Sex::Female, true) => "girl",
            (_, false) => "man",
            (_, true) => "boy",
        }
    }

    /// The template with `{he}`, `{He}`, `{his}`, `{him}`, `{age}`, `{person}`, `{side}`, `{Side}` and `{cycle}` filled in.
    pub(crate) fn fill(&self, template: &str) -> String {
        let mut filled = String::with_capacity(template.len() + 8);
        let mut rest = template;
        while let Some((before, after)) = rest.split_once('{') {
            filled.push_str(before);
            let (name, tail) = after.split_once('}').unwrap_or((after, ""));
            filled.push_str(&self.word(name));
            rest = tail;
        }
        filled.push_str(rest);
        filled
    }

    fn word(&self, name: &str) -> String {
        let female = self.sex == Sex::Female;
        let by_sex = |woman: &str, man: &str| if female { woman.to_owned() } else { man.to_owned() };
        match name {
            "he" => by_sex("she", "he"),
            "He" => by_sex("She", "He"),
            "his" => by_sex("her", "his"),
            "him" => by_sex("her", "him"),
            "age" => self.age.to_string(),
            "person" => self.person().to_owned(),
            "side" => self.side.to_owned(),
            "Side" => capitalized(self.side),
            "cycle" => self.cycle.to_string(),
            // Unknown names stay visible; a test reads every template.
            _ => format!("{{{name}}}"),
        }
    }
}

/// With a capital first letter.
pub(crate) fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Draws sentences that must not be coded and that contradict none of the note's codes.
pub(crate) struct Distracting {
    pub codes: Vec<String>,
    pub age: u32,
    pub sex: Sex,
}

impl Distracting {
    /// One of a list, or nothing where none fits.
    pub(crate) fn one<'a>(&self, list: &'a [Distractor], dice: &mut Dice) -> &'a str {
        let fitting: Vec<&Distractor> = list.iter().filter(|distractor| self.fits(distractor)).collect();
        dice.pick(&fitting).map_or("", |distractor| distractor.text.as_str())
    }

    fn fits(&self, distractor: &Distractor) -> bool {
        let has = |start: &String| self.codes.iter().any(|code| code.starts_with(start.as_str()));
        let sex = distractor.sex.as_deref().is_none_or(|sex| sex == self.sex.as_str());
        !distractor.avoid.iter().any(has)
            && (distractor.only.is_empty() || distractor.only.iter().any(has))
            && sex
            && (distractor.from_age..=distractor.to_age).contains(&self.age)
    }
}
