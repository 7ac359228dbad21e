use cleanclaim_codes::{AxisTable, BuildError, Builder, CodeSets, Image, Meaning, NewAxis, NewAxisValue, Set};
use cleanclaim_model::Icd10Pcs;
use jiff::civil::date;

/// An axis from its name and values: `4=Percutaneous`.
fn axis(name: &'static str, values: &[&'static str]) -> NewAxis<'static> {
    let value = |text: &&'static str| {
        let (character, label) = text.split_once('=').unwrap();
        let definition = (label == "Resection").then_some("All of a body part");
        NewAxisValue { character: character.chars().next().unwrap(), label, definition }
    };
    (name, values.iter().map(value).collect())
}

/// A row with these body parts and approaches, of one table.
fn row(table: [&'static str; 3], parts: &[&'static str], approaches: &[&'static str]) -> Vec<NewAxis<'static>> {
    let [section, system, operation] = table;
    vec![
        axis("Section", &[section]),
        axis("Body System", &[system]),
        axis("Operation", &[operation]),
        axis("Body Part", parts),
        axis("Approach", approaches),
        axis("Device", &["Z=No Device"]),
        axis("Qualifier", &["Z=No Qualifier"]),
    ]
}

/// An image with three rows of two tables.
pub(crate) fn axes_image() -> Vec<u8> {
    let mut builder = Builder::new();
    builder.edition(Set::Icd10PcsTables, "FY2026", date(2025, 10, 1), None);
    let resection = ["0=Medical", "D=Gut", "T=Resection"];
    let axes = builder.axes(Set::Icd10PcsTables, "FY2026");
    axes.row(&row(["1=Obstetrics", "0=Pregnancy", "D=Extraction"], &["0=Fetus"], &["0=Open"]));
    axes.row(&row(resection, &["6=Stomach", "J=Appendix"], &["0=Open", "4=Scope"]));
    axes.row(&row(resection, &["6=Stomach"], &["7=Natural"]));
    builder.finish().unwrap()
}

fn with_axes(check: impl FnOnce(&AxisTable<'_>)) {
    let bytes = axes_image();
    let sets = CodeSets::new(&[Image::from_bytes(&bytes).unwrap()]);
    check(sets.axes(date(2026, 1, 1)).unwrap());
}

/// The next axis and its values after some characters.
fn check(chosen: &str, expected: &str) {
    with_axes(|axes| {
        let name =
            axes.next_axis(chosen).map_or("nothing".to_owned(), |axis| format!("{} {}", axis.position, axis.name));
        let values: Vec<String> =
            axes.values(chosen).map(|value| format!("{} {}", value.character, value.label)).collect();
        assert_eq!(format!("{name}: {}", values.join(", ")), expected, "{chosen}");
    });
}

#[test]
fn each_character_narrows_what_may_follow() {
    check("", "1 Section: 0 Medical, 1 Obstetrics");
    check("0", "2 Body System: D Gut");
    check("0D", "3 Operation: T Resection");
    check("0DT", "4 Body Part: 6 Stomach, J Appendix");
    check("0DT6", "5 Approach: 0 Open, 4 Scope, 7 Natural");
    // The third approach stands in a row without the appendix.
    check("0DTJ", "5 Approach: 0 Open, 4 Scope");
    check("0DTJ4", "6 Device: Z No Device");
    check("0DTJ4Z", "7 Qualifier: Z No Qualifier");
    for none in ["2", "1D", "0DTX", "0DTJ7", "0DTJ4ZZ", "0DTJ4ZZZ", "0dt", "é"] {
        check(none, "nothing: ");
    }
}

#[test]
fn a_code_takes_its_characters_from_one_row() {
    with_axes(|axes| {
        let valid = |code| axes.is_valid(Icd10Pcs::parse(code).unwrap());
        assert!(valid("0DTJ4ZZ") && valid("0DT67ZZ") && valid("10D00ZZ"));
        assert!(!valid("0DTJ7ZZ") && !valid("0DTJ4Z3") && !valid("10DJ0ZZ"));
        assert!(axes.allows("") && axes.allows("0DTJ4ZZ") && !axes.allows("0DTJ4ZZZ"));
        assert_eq!((axes.len(), axes.code_count()), (3, 6));
    });
}

#[test]
fn chosen_characters_have_meanings() {
    with_axes(|axes| {
        let meanings: Vec<String> = axes
            .meanings("0DT67")
            .map(|(axis, value)| format!("{} {} {}", axis.position, axis.name, value.label))
            .collect();
        assert_eq!(
            meanings,
            [
                "1 Section Medical",
                "2 Body System Gut",
                "3 Operation Resection",
                "4 Body Part Stomach",
                "5 Approach Natural"
            ]
        );
        let operation = axes.meanings("0DT").last().unwrap().1;
        assert_eq!(operation.definition, Some("All of a body part"));
        assert_eq!(axes.meanings("0DTJ4ZZ").count(), 7);
        assert_eq!(axes.meanings("0DTJ7").count(), 0);
        assert_eq!(axes.meanings("0DTJ4ZZZ").count(), 0);
    });
}

#[test]
fn a_row_has_seven_axes_with_values() {
    let broken = |change: fn(&mut Vec<NewAxis<'static>>)| {
        let mut builder = Builder::new();
        builder.edition(Set::Icd10PcsTables, "FY2026", date(2025, 10, 1), None);
        let mut axes = row(["0=Medical", "D=Gut", "T=Resection"], &["6=Stomach"], &["0=Open"]);
        change(&mut axes);
        builder.axes(Set::Icd10PcsTables, "FY2026").row(&axes);
        builder.finish()
    };
    assert!(broken(|_| {}).is_ok());
    for change in [
        (|axes| drop(axes.pop())) as fn(&mut Vec<NewAxis<'static>>),
        |axes| axes[4].1.clear(),
        |axes| axes[2].1[0].character = 'é',
        |axes| axes[5].1[0].character = 'z',
        |axes| {
            let second = axes[3].1[0].clone();
            axes[0].1.push(second);
        },
    ] {
        assert!(matches!(broken(change), Err(BuildError::Axes { set: Set::Icd10PcsTables, .. })));
    }
}

#[test]
fn choices_are_named_as_the_tables_name_them() {
    let mut codes = Builder::new();
    codes.edition(Set::Icd10Pcs, "FY2026", date(2025, 10, 1), Some(date(2026, 9, 30)));
    codes.billable(Set::Icd10Pcs, "0DTJ0ZZ", "Resection of Appendix, Open Approach");
    codes.billable(Set::Icd10Pcs, "0DTJ4ZZ", "Resection of Appendix, Percutaneous Endoscopic Approach");
    let (codes, axes) = (codes.finish().unwrap(), axes_image());
    let sets = CodeSets::new(&[Image::from_bytes(&codes).unwrap(), Image::from_bytes(&axes).unwrap()]);
    let step = sets.complete(Set::Icd10Pcs, "0DTJ", date(2026, 1, 1)).unwrap();
    assert_eq!(step.axis, Some("Approach"));
    let meanings: Vec<Meaning<'_>> = step.choices.into_iter().map(|choice| choice.meaning).collect();
    assert_eq!(meanings, [Meaning::Known("Open".into()), Meaning::Known("Scope".into())]);
}
