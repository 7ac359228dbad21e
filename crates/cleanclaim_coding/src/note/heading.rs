//! Which lines are headings: of sections, and of problems within an assessment.

use core::ops::Range;

use crate::words::ends_sentence;

/// What a section is about, as far as coding differs by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SectionKind {
    /// No heading, or one that is not known.
    Unnamed,
    /// Final, discharge, principal, secondary or postoperative diagnoses.
    Diagnoses,
    /// Assessment or impression, alone or with the plan.
    Assessment,
    /// Plan alone.
    Plan,
    /// What happened during a stay.
    HospitalCourse,
    /// Diagnoses before something was found out: admitting, preoperative, indication.
    EarlierDiagnoses,
    /// Chief complaint and history of the present illness.
    Present,
    /// Past medical or surgical history, problem lists kept from visit to visit.
    Past,
    /// Family history.
    Family,
    /// Social history.
    Social,
    /// Review of systems.
    Systems,
    /// Examination, vital signs.
    Examination,
    /// Laboratory, imaging, operative findings.
    Results,
    /// Medications, allergies, orders.
    Medications,
    /// What was done.
    Procedure,
    /// Instructions and education for the patient.
    Instructions,
}

/// The longest heading of a section, in bytes.
const SECTION_HEADING_MAX: usize = 60;
/// The longest heading of a problem, in bytes and words.
const PROBLEM_HEADING_MAX: (usize, usize) = (120, 12);
/// Lines at least as long as this may go on in the next line.
const WRAPPED_LINE_MIN: usize = 60;

/// Headings in lower case without colon, by kind, parted by commas.
const HEADINGS: &[(SectionKind, &str)] = &[
    (
        SectionKind::Diagnoses,
        "final diagnosis, final diagnoses, discharge diagnosis, discharge diagnoses, principal diagnosis, \
         principal discharge diagnosis, primary diagnosis, primary diagnoses, secondary diagnosis, \
         secondary diagnoses, other diagnoses, additional diagnoses, diagnosis, diagnoses, \
         postoperative diagnosis, postoperative diagnoses, post-operative diagnosis, post-operative diagnoses, \
         postprocedure diagnosis, post-procedure diagnosis, visit diagnosis, visit diagnoses, \
         encounter diagnosis, encounter diagnoses, ed diagnosis, ed diagnoses, billing diagnoses, \
         treatment diagnosis, oncology diagnosis, oncologic diagnosis",
    ),
    (
        SectionKind::Assessment,
        "assessment, assessments, impression, impressions, clinical impression, diagnostic impression, \
         assessment and plan, assessment & plan, assessment/plan, assessment / plan, assessment plan, a/p, a&p, \
         a & p, a and p, ap, a, impression and plan, impression & plan, impression/plan, \
         assessment and recommendations, impression and recommendations, medical decision making, mdm, \
         problems addressed, problems addressed today, active problems addressed, summary and plan, \
         assessment and treatment plan",
    ),
    (
        SectionKind::Plan,
        "plan, plans, p, treatment plan, plan of care, recommendations, recommendation, plan/recommendations",
    ),
    (
        SectionKind::HospitalCourse,
        "hospital course, hospital course by problem, brief hospital course, ed course, \
         emergency department course, course, clinical course",
    ),
    (
        SectionKind::EarlierDiagnoses,
        "preoperative diagnosis, preoperative diagnoses, pre-operative diagnosis, pre-operative diagnoses, \
         preprocedure diagnosis, pre-procedure diagnosis, admission diagnosis, admission diagnoses, \
         admitting diagnosis, admitting diagnoses, indication, indications, indication for procedure, \
         indications for procedure, indication for surgery, indications for surgery, reason for admission, \
         reason for consultation, reason for consult, reason for referral",
    ),
    (
        SectionKind::Present,
        "chief complaint, chief complaints, cc, reason for visit, history of present illness, hpi, \
         history of the present illness, subjective, interval history, interim history, s, history, \
         present illness, presenting complaint, oncologic history, oncology history",
    ),
    (
        SectionKind::Past,
        "past medical history, past medical and surgical history, medical history, pmh, pmhx, past history, \
         past surgical history, surgical history, psh, problem list, active problem list, past problems, \
         obstetric history, gynecologic history, ob history, birth history, health maintenance",
    ),
    (SectionKind::Family, "family history, fh, fhx, family medical history"),
    (SectionKind::Social, "social history, sh, shx, substance use, habits"),
    (SectionKind::Systems, "review of systems, review of symptoms, ros"),
    (
        SectionKind::Examination,
        "physical exam, physical examination, exam, examination, pe, objective, o, vitals, vital signs, \
         vitals reviewed, mental status exam, mental status examination, telehealth exam",
    ),
    (
        SectionKind::Results,
        "results, labs, laboratory, laboratory data, laboratory results, lab results, imaging, radiology, \
         studies, diagnostic studies, diagnostics, data, data reviewed, pathology, ekg, ecg, findings, \
         operative findings, intraoperative findings, echocardiogram, pertinent results, specimens",
    ),
    (
        SectionKind::Medications,
        "medications, current medications, home medications, discharge medications, medication list, meds, \
         allergies, allergy, drug allergies, orders, prescriptions, medications administered, premedications, \
         medications at discharge, otc, immunizations",
    ),
    (
        SectionKind::Procedure,
        "procedure, procedures, procedure performed, procedures performed, operation, operation performed, \
         description of procedure, details of procedure, procedure in detail, operative course, anesthesia, \
         estimated blood loss, complications, drains, surgeon, assistant, infusion, infusion record, \
         treatment given, treatment administered, disposition, condition, condition at discharge, time",
    ),
    (
        SectionKind::Instructions,
        "instructions, patient instructions, discharge instructions, follow up, follow-up, followup, \
         patient education, education, counseling, return precautions, attestation, consent, \
         telehealth statement, patient agreements",
    ),
];

/// The kind and range (with colon) of a section heading at the start of a line.
pub(super) fn section(text: &str, line: &Range<usize>) -> Option<(SectionKind, Range<usize>)> {
    let content = &text[line.clone()];
    let (name, length) = match content.find(':') {
        Some(colon) => (&content[..colon], colon + 1),
        None => (content, content.len()),
    };
    if SECTION_HEADING_MAX < name.len() {
        return None;
    }
    let bare = name.trim_matches(|character: char| !character.is_alphanumeric()).to_lowercase();
    let kind = kind_of(&bare)?;
    // A word alone in a sentence's line is a heading only when nothing follows it but a colon; one letter only in capitals.
    if bare.len() == 1 && (length == content.len() || !name.chars().any(char::is_uppercase)) {
        return None;
    }
    Some((kind, line.start..line.start + length))
}

fn kind_of(bare: &str) -> Option<SectionKind> {
    HEADINGS.iter().find(|(_, names)| names.split(", ").any(|name| name == bare)).map(|(kind, _)| *kind)
}

/// The range of a problem's heading at the start of a line, without its number or bullet: `1. Essential hypertension:`, `# COPD`, or
/// a short line of its own.
pub(super) fn problem(text: &str, line: &Range<usize>, kind: SectionKind) -> Option<Range<usize>> {
    if !matches!(
        kind,
        SectionKind::Diagnoses
            | SectionKind::Assessment
            | SectionKind::Plan
            | SectionKind::HospitalCourse
            | SectionKind::EarlierDiagnoses
    ) {
        return None;
    }
    let content = &text[line.clone()];
    let marker = marker(content);
    let rest = &content[marker.length..];
    let end = heading_end(rest);
    let name = &rest[..end];
    if name.is_empty() || PROBLEM_HEADING_MAX.0 < name.len() || PROBLEM_HEADING_MAX.1 < name.split_whitespace().count()
    {
        return None;
    }
    let alone = rest[end..].trim_matches(|character: char| !character.is_alphanumeric()).is_empty();
    let is_list = matches!(kind, SectionKind::Diagnoses | SectionKind::EarlierDiagnoses);
    let labelled = rest[end..].starts_with([':', '-', '\u{2013}', '\u{2014}']) || rest[end..].starts_with(" -");
    let holds = match marker.kind {
        MarkerKind::Number | MarkerKind::Hash => true,
        // Bullets under a problem say what is done about it; in a list of diagnoses they are the diagnoses.
        MarkerKind::Bullet => is_list || (kind == SectionKind::Assessment && alone),
        MarkerKind::None => is_list || alone || labelled,
    };
    holds.then(|| line.start + marker.length..line.start + marker.length + end)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum MarkerKind {
    None,
    Number,
    Hash,
    Bullet,
}

struct Marker {
    kind: MarkerKind,
    length: usize,
}

/// What a list entry begins with: `1.`, `2)`, `#`, `-`, a bullet.
fn marker(content: &str) -> Marker {
    let digits = content.bytes().take_while(u8::is_ascii_digit).count();
    let after_spaces = |length: usize| length + (content[length..].len() - content[length..].trim_start().len());
    let next = content[digits..].chars().next();
    if (1..=2).contains(&digits) && matches!(next, Some('.' | ')')) {
        let length = after_spaces(digits + 1);
        // `1.5 mg` is no list entry.
        if length > digits + 1 || content.len() == length {
            return Marker { kind: MarkerKind::Number, length };
        }
    }
    let bullet = content.chars().take_while(|character| is_bullet(*character)).map(char::len_utf8).sum::<usize>();
    if bullet == 0 {
        return Marker { kind: MarkerKind::None, length: 0 };
    }
    let hash = content.starts_with('#');
    let mut length = after_spaces(bullet);
    if hash {
        // `#1 hypertension`.
        let rest = &content[length..];
        let number = rest.bytes().take_while(u8::is_ascii_digit).count();
        if number > 0 && rest[number..].starts_with([' ', '.', ')', ':']) {
            length = after_spaces(length + number + 1);
        }
    }
    Marker { kind: if hash { MarkerKind::Hash } else { MarkerKind::Bullet }, length }
}

fn is_bullet(character: char) -> bool {
    matches!(
        character,
        '-' | '*' | '\u{2022}' | '\u{25cf}' | '\u{25aa}' | '\u{2013}' | '#' | '>' | '\u{b7}' | '\u{25e6}'
    )
}

/// Where the name of a problem ends: at a colon, a dash between spaces, or the end of its sentence.
fn heading_end(rest: &str) -> usize {
    let bytes = rest.as_bytes();
    let at = |index: usize| bytes.get(index).copied();
    for (index, byte) in bytes.iter().enumerate() {
        let space_after = at(index + 1).is_none_or(|next| next.is_ascii_whitespace());
        let ends = match byte {
            b':' | b';' => true,
            b'.' => space_after && ends_sentence(rest, index),
            b'-' => space_after && index > 0 && at(index - 1) == Some(b' '),
            _ => rest.is_char_boundary(index) && rest[index..].starts_with(['\u{2013}', '\u{2014}']),
        };
        if ends {
            return index;
        }
    }
    rest.len()
}

/// Whether a line goes on where the paragraph before it broke off: the line was full, and this one begins in lower case.
pub(super) fn continues(text: &str, before: &Range<usize>, line: &Range<usize>) -> bool {
    let paragraph = &text[before.clone()];
    let last_line = paragraph.rsplit('\n').next().unwrap_or(paragraph);
    let begins_lower = text[line.clone()].starts_with(|character: char| character.is_lowercase());
    WRAPPED_LINE_MIN <= last_line.len() && begins_lower
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_problem(line: &str, kind: SectionKind, expected: Option<&str>) {
        assert_eq!(problem(line, &(0..line.len()), kind).map(|range| &line[range]), expected, "{line}");
    }

    #[test]
    fn problems_have_headings() {
        let assessment = SectionKind::Assessment;
        check_problem("1. Essential hypertension: at goal", assessment, Some("Essential hypertension"));
        check_problem("Asthma.", assessment, Some("Asthma"));
        check_problem("#2 COPD - stable", assessment, Some("COPD "));
        check_problem("• Medical Treatment: continue the inhaler", assessment, None);
        check_problem(
            "We talked for a long time about what could be done about all of this and more.",
            assessment,
            None,
        );
        check_problem("- Sepsis due to E. coli", SectionKind::Diagnoses, Some("Sepsis due to E. coli"));
        check_problem("Asthma.", SectionKind::Present, None);
        // A number with decimals is no list entry.
        check_problem("1.5 mg daily", assessment, Some("1.5 mg daily"));
    }

    #[test]
    fn sections_have_headings() {
        let check = |line: &str, expected: Option<(SectionKind, &str)>| {
            let found = section(line, &(0..line.len())).map(|(kind, range)| (kind, &line[range]));
            assert_eq!(found, expected, "{line}");
        };
        check("ASSESSMENT AND PLAN", Some((SectionKind::Assessment, "ASSESSMENT AND PLAN")));
        check("Discharge Diagnoses: sepsis", Some((SectionKind::Diagnoses, "Discharge Diagnoses:")));
        check("## HPI ##", Some((SectionKind::Present, "## HPI ##")));
        check("S: tired", Some((SectionKind::Present, "S:")));
        check("a: tired", None);
        check("The plan is to wait.", None);
    }
}
