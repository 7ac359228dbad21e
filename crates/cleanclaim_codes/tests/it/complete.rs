use cleanclaim_codes::{
    Builder, Cell, CodeSets, ColumnKind, CompleteError, Image, Laterality, Meaning, NoteKind, Set, Step,
};
use jiff::civil::{Date, date};

const ON: Date = date(2026, 1, 1);

fn image() -> Vec<u8> {
    let mut builder = Builder::new();
    let (from, to) = (date(2025, 10, 1), Some(date(2026, 9, 30)));
    builder.edition(Set::Icd10Cm, "FY2026", from, to).edition(Set::Icd10Pcs, "FY2026", from, to);
    builder
        .header(Set::Icd10Cm, "H16", "Keratitis")
        .header(Set::Icd10Cm, "H160", "Corneal ulcer")
        .billable(Set::Icd10Cm, "H1601", "Corneal ulcer, right eye")
        .billable(Set::Icd10Cm, "H1602", "Corneal ulcer, left eye")
        .billable(Set::Icd10Cm, "H1603", "Corneal ulcer, bilateral")
        .billable(Set::Icd10Cm, "H1609", "Corneal ulcer, unspecified eye")
        .header(Set::Icd10Cm, "W00", "Fall due to ice and snow")
        .header(Set::Icd10Cm, "W000", "Fall on same level due to ice and snow")
        .billable(Set::Icd10Cm, "W000XXA", "Fall on same level due to ice and snow, initial encounter")
        .billable(Set::Icd10Cm, "W000XXD", "Fall on same level due to ice and snow, subsequent encounter")
        .header(Set::Icd10Cm, "W10", "Fall on stairs")
        .header(Set::Icd10Cm, "W100XX", "Fall on stairs")
        .billable(Set::Icd10Cm, "W100XXS", "Fall on stairs, sequela");
    let list = builder.tabular("FY2026", from);
    list.chapter(7, "Eye").block("H15", "H22", "Sclera, cornea, iris").code("H16", "Keratitis");
    list.chapter(20, "External causes")
        .block("W00", "W19", "Slipping and falls")
        .code("W00", "Fall due to ice and snow");
    list.code("W000", "Fall on same level").code("W10", "Fall on stairs").note(
        "W00",
        NoteKind::SeventhCharacter,
        "A first time",
    );
    list.note("W00", NoteKind::SeventhCharacter, "D later");
    for (code, title) in [
        ("0DTJ0ZZ", "Resection of Appendix, Open Approach"),
        ("0DTJ4ZZ", "Resection of Appendix, Percutaneous Endoscopic Approach"),
        ("0DTH0ZZ", "Resection of Cecum, Open Approach"),
        ("0DT60ZZ", "Resection of Stomach, Open Approach"),
        ("0DT70ZZ", "Resection of Stomach, Pylorus, Open Approach"),
        ("0RG00J0", "Fusion of Neck Joint with Synthetic Substitute, Anterior Column, Open Approach"),
        ("0RG0070", "Fusion of Neck Joint with Autologous Substitute, Anterior Column, Open Approach"),
        ("0RG00J1", "Fusion of Neck Joint with Synthetic Substitute, Posterior Column, Open Approach"),
    ] {
        builder.billable(Set::Icd10Pcs, code, title);
    }
    let columns = [("meaning", ColumnKind::Text)];
    let characters = builder.records_from(Set::PcsCharacters, "x", (from, None), ("test data", "none"), &columns);
    for (key, meaning) in [
        ("1/***", "Section"),
        ("10/***", "Medical and Surgical"),
        ("3/0**", "Root Operation"),
        ("3T/0**", "Resection"),
        ("4/0**", "Body Part"),
        ("50/0**", "Open"),
        ("54/0**", "Percutaneous Endoscopic"),
        ("54/0DT", "Through a Keyhole"),
    ] {
        characters.row(key, (None, None), &[Cell::Text(meaning)]);
    }
    builder.finish().unwrap()
}

fn with(set: Set, prefix: &str, check: impl FnOnce(Step<'_>)) {
    let bytes = image();
    let sets = CodeSets::new(&[Image::from_bytes(&bytes).unwrap()]);
    check(sets.complete(set, prefix, ON).unwrap());
}

fn check(set: Set, prefix: &str, expected: &[&str]) {
    with(set, prefix, |step| {
        let shown: Vec<String> = step
            .choices
            .iter()
            .map(|choice| {
                let meaning = match &choice.meaning {
                    Meaning::Known(text) => text.to_string(),
                    Meaning::Placeholder => "(placeholder)".to_owned(),
                    Meaning::NotLoaded => "(meaning not loaded)".to_owned(),
                };
                let code = choice.completes.map_or(String::new(), |entry| format!(" = {}", entry.code));
                let more = if choice.goes_on { " ..." } else { "" };
                format!("{} {meaning}{code}{more}", choice.character)
            })
            .collect();
        assert_eq!(shown, expected, "after {prefix:?}");
    });
}

#[test]
fn diagnoses_step_by_step() {
    check(Set::Icd10Cm, "", &["H Eye ...", "W External causes ..."]);
    check(Set::Icd10Cm, "w", &["0 Slipping and falls ...", "1 Slipping and falls ..."]);
    check(Set::Icd10Cm, "H1", &["6 Keratitis ..."]);
    check(
        Set::Icd10Cm,
        "H16.0",
        &[
            "1 Corneal ulcer, right eye = H1601",
            "2 Corneal ulcer, left eye = H1602",
            "3 Corneal ulcer, bilateral = H1603",
            "9 Corneal ulcer, unspecified eye = H1609",
        ],
    );
    check(Set::Icd10Cm, "W00.0", &["X (placeholder) ..."]);
    check(Set::Icd10Cm, "W00.0XX", &["A first time = W000XXA", "D later = W000XXD"]);
    check(Set::Icd10Cm, "W000XXA", &[]);
    check(Set::Icd10Cm, "Z99", &[]);
}

#[test]
fn a_seventh_character_without_a_note_takes_its_meaning_from_the_title() {
    check(Set::Icd10Cm, "W100XX", &["S sequela = W100XXS"]);
    check(Set::Icd10Cm, "W10", &["0 (meaning not loaded) ..."]);
}

#[test]
fn placeholders_are_filled_in() {
    with(Set::Icd10Cm, "W00.0", |step| {
        assert_eq!((step.prefix.as_str(), step.leads_to.as_str(), step.position), ("W000", "W000XX", 5));
    });
    with(Set::Icd10Cm, "W000XXA", |step| {
        assert_eq!(step.complete.unwrap().code.to_string(), "W000XXA");
        assert_eq!((step.leads_to.as_str(), step.axis), ("W000XXA", None));
    });
}

#[test]
fn sides_are_marked() {
    with(Set::Icd10Cm, "H160", |step| {
        let sides: Vec<_> = step.choices.iter().map(|choice| choice.laterality.unwrap()).collect();
        let expected = [Laterality::Right, Laterality::Left, Laterality::Bilateral, Laterality::Unspecified];
        assert_eq!(sides, expected);
        assert_eq!(step.axis, Some("Etiology, site, severity"));
    });
}

#[test]
fn procedures_step_by_step() {
    check(Set::Icd10Pcs, "", &["0 Medical and Surgical ..."]);
    check(Set::Icd10Pcs, "0D", &["T Resection ..."]);
    check(Set::Icd10Pcs, "0DT", &["6 Stomach ...", "7 Stomach, Pylorus ...", "H Cecum ...", "J Appendix ..."]);
    check(Set::Icd10Pcs, "0DTJ", &["0 Open ...", "4 Through a Keyhole ..."]);
    check(Set::Icd10Pcs, "0DTJ0Z", &["Z (meaning not loaded) = 0DTJ0ZZ"]);
    check(Set::Icd10Pcs, "0RG00", &["7 Autologous Substitute ...", "J Synthetic Substitute ..."]);
    check(Set::Icd10Pcs, "0RG00J", &["0 Anterior Column = 0RG00J0", "1 Posterior Column = 0RG00J1"]);
    with(Set::Icd10Pcs, "0D", |step| assert_eq!(step.axis, Some("Root Operation")));
    with(Set::Icd10Pcs, "0DT", |step| assert_eq!(step.axis, Some("Body Part")));
    with(Set::Icd10Pcs, "0DTJ", |step| assert_eq!(step.axis, None));
}

#[test]
fn what_cannot_be_completed_is_said() {
    let bytes = image();
    let sets = CodeSets::new(&[Image::from_bytes(&bytes).unwrap()]);
    let error = |set, prefix, on| sets.complete(set, prefix, on).unwrap_err();
    assert_eq!(error(Set::Hcpcs, "J", ON), CompleteError::Set { set: Set::Hcpcs });
    let on = date(2027, 1, 1);
    assert_eq!(error(Set::Icd10Cm, "J", on), CompleteError::NoEdition { set: Set::Icd10Cm, on });
    assert_eq!(error(Set::Icd10Cm, "W00-", ON), CompleteError::Prefix);
    assert_eq!(error(Set::Icd10Cm, "W000XXAB", ON), CompleteError::Prefix);
}
