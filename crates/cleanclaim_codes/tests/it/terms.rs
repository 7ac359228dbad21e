use cleanclaim_codes::{
    Behavior, BuildError, Builder, CodeSets, Destination, Image, Intent, ReferenceKind, Set, TermColumn, TermIndex,
};
use jiff::civil::{Date, date};

const ON: Date = date(2026, 1, 15);

/// An image with a few terms of every index.
pub(crate) fn indexed_image() -> Vec<u8> {
    let mut builder = Builder::new();
    let (from, to) = (date(2025, 10, 1), Some(date(2026, 9, 30)));
    for set in
        [Set::Icd10CmIndex, Set::Icd10CmExternalIndex, Set::Icd10CmDrugs, Set::Icd10CmNeoplasms, Set::Icd10PcsIndex]
    {
        builder.edition(set, "FY2026", from, to);
    }
    builder.edition(Set::Icd10CmIndex, "FY2025", date(2024, 10, 1), Some(date(2025, 9, 30)));
    diseases(&mut builder);
    let older = builder.terms(Set::Icd10CmIndex, "FY2025");
    let only = older.term(0, "Old word");
    older.code(only, "Z00.00");
    let external = builder.terms(Set::Icd10CmExternalIndex, "FY2026");
    let slip = external.term(0, "Slip");
    external.code(slip, "W01.0");
    let drugs = builder.terms(Set::Icd10CmDrugs, "FY2026");
    drugs.term(0, "Mercury");
    let vapor = drugs.term(1, "vapor");
    drugs.cell(vapor, TermColumn::Intent(Intent::Accidental), "T56.1X1");
    drugs.cell(vapor, TermColumn::Intent(Intent::Assault), "T56.1X3");
    let neoplasms = builder.terms(Set::Icd10CmNeoplasms, "FY2026");
    let any = neoplasms.term(0, "Neoplasm, neoplastic");
    neoplasms.cell(any, TermColumn::Behavior(Behavior::Benign), "D36.9");
    neoplasms.term(1, "intestine, intestinal");
    let small = neoplasms.term(2, "small");
    neoplasms.cell(small, TermColumn::Behavior(Behavior::MalignantPrimary), "C17.9");
    let procedures = builder.terms(Set::Icd10PcsIndex, "FY2026");
    let appendectomy = procedures.term(0, "Appendectomy");
    procedures.reference(appendectomy, ReferenceKind::See, "Excision, Appendix", Some("0DBJ"));
    procedures.reference(appendectomy, ReferenceKind::Use, "Appendix", None);
    builder.finish().unwrap()
}

fn diseases(builder: &mut Builder) {
    let terms = builder.terms(Set::Icd10CmIndex, "FY2026");
    let angina = terms.term(0, "Angina");
    terms.modifiers(angina, "(attack) (cardiac)", 6).code(angina, "I20.9");
    let unstable = terms.term(1, "unstable");
    terms.code(unstable, "I20.0");
    let with = terms.term(1, "with");
    terms.reference(with, ReferenceKind::See, "Nothing, of the kind", None);
    let atherosclerosis = terms.term(2, "atherosclerotic heart disease");
    terms.reference(atherosclerosis, ReferenceKind::See, "Arteriosclerosis, coronary", None);
    let pain = terms.term(0, "Pain");
    terms.modifiers(pain, "(s)", 4).code(pain, "R52");
    let abdominal = terms.term(1, "abdominal");
    terms.code(abdominal, "R10.9");
    let retinal = terms.term(2, "wall, mural NEC");
    terms.code(retinal, "R10.8-").manifestation(retinal, "G99.0");
    let broken = terms.term(0, "Broken, break");
    for text in [
        "Fracture, by site",
        "Abdomen pain",
        "Pain, mural, abdominal",
        "category Z57",
        "condition",
        "Table of Neoplasms, small intestine, malignant",
    ] {
        terms.reference(broken, ReferenceKind::SeeAlso, text, None);
    }
    terms.reference(broken, ReferenceKind::See, "Table of Drugs and Chemicals, by drug, underdosing", None);
    terms.reference(broken, ReferenceKind::See, "Toxicity, mercury vapor", None);
    terms.reference(broken, ReferenceKind::See, "Index to External Causes, Slip", None);
    terms.term(0, "Fracture, pathological");
    let traumatic = terms.term(0, "Fracture, traumatic");
    terms.code(traumatic, "T14.8");
    let hip = terms.term(1, "hip");
    terms.code(hip, "S72.00-");
    terms.term(0, "Abdomen, abdominal");
    let toxicity = terms.term(0, "Toxicity");
    terms.reference(toxicity, ReferenceKind::SeeAlso, "Table of Drugs and Chemicals", None);
    terms.term(0, "Ménière's disease, syndrome or vertigo");
}

fn with_sets(check: impl FnOnce(&CodeSets<'_>)) {
    let bytes = indexed_image();
    check(&CodeSets::new(&[Image::from_bytes(&bytes).unwrap()]));
}

fn with_diseases(check: impl FnOnce(&TermIndex<'_>)) {
    with_sets(|sets| check(sets.terms(Set::Icd10CmIndex, ON).unwrap()));
}

/// The path that words lead to, and how many of them lead nowhere.
fn check(words: &str, expected: Option<(&str, usize)>) {
    with_diseases(|index| {
        let found = index.find(words).map(|found| {
            let mut path = String::new();
            found.term.write_path(&mut path);
            (path, found.words_left)
        });
        assert_eq!(found.as_ref().map(|(path, left)| (path.as_str(), *left)), expected, "{words}");
    });
}

#[test]
fn words_lead_to_a_term_in_any_order() {
    check("Angina, unstable", Some(("Angina unstable", 0)));
    check("UNSTABLE ANGINA", Some(("Angina unstable", 0)));
    check("unstable anginal cardiac attack", Some(("Angina unstable", 0)));
    check("angina with atherosclerotic heart diseases", Some(("Angina with atherosclerotic heart disease", 0)));
    check("abdominal pain", Some(("Pain abdominal", 0)));
    check("pains of the abdominal wall", Some(("Pain abdominal wall, mural NEC", 0)));
    check("mural pain abdominal", Some(("Pain abdominal wall, mural NEC", 0)));
    check("menieres syndrome", Some(("Ménière's disease, syndrome or vertigo", 0)));
    // Of two main terms that fit alike, the one with more below it is meant.
    check("fracture", Some(("Fracture, traumatic", 0)));
    check("hip fracture", Some(("Fracture, traumatic hip", 0)));
    check("broken leg", Some(("Broken, break", 1)));
    check("zebra", None);
    check("", None);
    check("of the", None);
}

#[test]
fn main_terms_are_found_by_how_they_begin() {
    with_diseases(|index| {
        let called = |text: &str| index.main_terms_called(text).map(|term| term.title()).collect::<Vec<_>>();
        assert_eq!(called("frac"), ["Fracture, pathological", "Fracture, traumatic"]);
        assert_eq!(called("FRACTURE, t"), ["Fracture, traumatic"]);
        assert_eq!(called("abdominal"), ["Abdomen, abdominal"]);
        assert_eq!(called("meni"), ["Ménière's disease, syndrome or vertigo"]);
        assert_eq!(called("x"), [""; 0]);
        assert_eq!(index.main_terms().count(), 8);
    });
}

#[test]
fn a_term_knows_its_place_and_its_codes() {
    with_diseases(|index| {
        let wall = index.find("pain abdominal wall").unwrap().term;
        assert_eq!((wall.level(), wall.parent().unwrap().title()), (2, "abdominal"));
        assert_eq!(
            wall.upward().map(|term| term.title()).collect::<Vec<_>>(),
            ["wall, mural NEC", "abdominal", "Pain"]
        );
        let code = wall.code().unwrap();
        assert_eq!((code.code, code.manifestation), ("R10.8-", Some("G99.0")));
        let angina = index.at(0).unwrap();
        assert_eq!(angina.to_string(), "Angina (attack) (cardiac)");
        assert_eq!(angina.children().map(|term| term.title()).collect::<Vec<_>>(), ["unstable", "with"]);
        assert_eq!((index.at(angina.number()), index.at(index.len())), (Some(angina), None));
        let defaults: Vec<&str> =
            index.phrases().filter(|phrase| phrase.is_default).map(|phrase| phrase.code).collect();
        assert_eq!(defaults, ["I20.9", "R52", "T14.8"]);
        assert_eq!(index.phrases().count(), 8);
    });
}

#[test]
fn references_lead_on() {
    with_sets(|sets| {
        let indexes = sets.indexes(ON);
        let broken = indexes.diseases.unwrap().find("broken").unwrap().term;
        let shown: Vec<String> = broken
            .references()
            .map(|reference| match indexes.follow(broken, &reference) {
                Destination::Term { term, column, rest } => {
                    let mut path = String::new();
                    term.write_path(&mut path);
                    format!("{path}|{}|{}", column.map_or("", TermColumn::name), rest.unwrap_or_default())
                }
                Destination::Nearest { term, rest } => format!("near {}|{rest}", term.title()),
                Destination::Table { table, column } => {
                    format!("table {}|{}", table.edition().set.name(), column.map_or("", TermColumn::name))
                }
                Destination::Codes(codes) => format!("codes {codes:?}"),
                Destination::Instruction(text) => format!("do: {text}"),
                other => format!("{other:?}"),
            })
            .collect();
        assert_eq!(
            shown,
            [
                "Fracture, traumatic||by site",
                "near Abdomen, abdominal|pain",
                "Pain abdominal wall, mural NEC||",
                "codes [Target(Z57)]",
                "do: condition",
                "Neoplasm, neoplastic intestine, intestinal small|malignant-primary|",
                "table icd10cm-drugs|underdosing",
                "Mercury vapor||",
                "Slip||",
            ]
        );
    });
}

#[test]
fn references_that_lead_nowhere_say_so() {
    with_sets(|sets| {
        let indexes = sets.indexes(ON);
        let index = indexes.diseases.unwrap();
        let with = index.find("angina").unwrap().term.children().nth(1).unwrap();
        let reference = with.references().next().unwrap();
        assert!(matches!(indexes.follow(with, &reference), Destination::Unresolved), "{}", reference.text);
        let alone = cleanclaim_codes::Indexes { drugs: None, neoplasms: None, ..indexes };
        let broken = index.find("broken").unwrap().term;
        let into_tables = broken.references().filter(|reference| reference.text.starts_with("Table"));
        assert!(
            into_tables
                .map(|reference| alone.follow(broken, &reference))
                .all(|to| matches!(to, Destination::Unresolved))
        );
    });
}

#[test]
fn tables_answer_by_column() {
    with_sets(|sets| {
        let indexes = sets.indexes(ON);
        let small = indexes.neoplasm_of("small intestine").unwrap();
        assert_eq!(small.cell(TermColumn::Behavior(Behavior::MalignantPrimary)), Some("C17.9"));
        assert_eq!(small.cell(TermColumn::Behavior(Behavior::InSitu)), None);
        assert_eq!(indexes.neoplasm_of("").unwrap().cells().count(), 1);
        assert_eq!(indexes.neoplasm_of("small toe"), None);
        let vapor = indexes.drugs.unwrap().find("mercury vapor").unwrap().term;
        assert_eq!(vapor.cell(TermColumn::Intent(Intent::Assault)), Some("T56.1X3"));
        assert_eq!(vapor.cell(TermColumn::Intent(Intent::Underdosing)), None);
        for column in TermColumn::ALL {
            assert_eq!(TermColumn::named(column.name()), Some(column));
        }
    });
}

#[test]
fn procedures_refer_to_tables_and_values() {
    with_sets(|sets| {
        let indexes = sets.indexes(ON);
        let appendectomy = indexes.procedures.unwrap().find("appendectomy").unwrap().term;
        let to: Vec<String> = appendectomy
            .references()
            .map(|reference| format!("{:?}", indexes.follow(appendectomy, &reference)))
            .collect();
        assert_eq!(to, ["PcsCode(\"0DBJ\")", "AxisValue(\"Appendix\")"]);
    });
}

#[test]
fn the_newest_edition_of_the_date_answers() {
    with_sets(|sets| {
        let edition = |on| sets.terms(Set::Icd10CmIndex, on).map(|index| (index.edition().edition, index.len()));
        assert_eq!(edition(date(2024, 9, 30)), None);
        assert_eq!(edition(date(2025, 9, 30)), Some(("FY2025", 1)));
        assert_eq!(edition(date(2029, 1, 1)), Some(("FY2026", 14)));
        let rows: Vec<u32> =
            sets.editions().filter(|edition| edition.set == Set::Icd10CmIndex).map(|edition| edition.rows).collect();
        assert_eq!(rows, [14, 1]);
    });
}

#[test]
fn a_term_needs_one_above_and_a_declared_edition() {
    let mut builder = Builder::new();
    builder.edition(Set::Icd10CmIndex, "FY2026", date(2025, 10, 1), None);
    builder.terms(Set::Icd10CmIndex, "FY2026").term(1, "unstable");
    let level = BuildError::Level { set: Set::Icd10CmIndex, title: "unstable".to_owned() };
    assert_eq!(builder.finish().unwrap_err(), level);
    let mut builder = Builder::new();
    builder.terms(Set::Icd10CmIndex, "FY2026").term(0, "Angina");
    assert_eq!(builder.finish().unwrap_err().to_string(), "icd10cm-index has no edition \"FY2026\"");
    let mut builder = Builder::new();
    builder.edition(Set::Icd10CmIndex, "FY2026", date(2025, 10, 1), None);
    let terms = builder.terms(Set::Icd10CmIndex, "FY2026");
    let angina = terms.term(0, "Angina");
    for _ in 0..201 {
        terms.code(angina, "I20.9");
    }
    assert_eq!(builder.finish().unwrap_err(), BuildError::TooLarge { what: "codes and references of one term" });
}
