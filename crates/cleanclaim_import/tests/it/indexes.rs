//! Indexes and tables of ICD-10-CM and ICD-10-PCS: small files in the publishers' layout, and broken ones.

use cleanclaim_codes::{Behavior, CodeSets, Destination, Image, Intent, ReferenceKind, Set, TermColumn};
use cleanclaim_import::official::{Imported, Options, import};
use cleanclaim_model::Icd10Pcs;
use jiff::civil::{Date, date};

const INDEX: &str = include_str!("../../../../fixtures/codes/index.xml");
const EXTERNAL: &str = include_str!("../../../../fixtures/codes/eindex.xml");
const DRUGS: &str = include_str!("../../../../fixtures/codes/drug.xml");
const NEOPLASMS: &str = include_str!("../../../../fixtures/codes/neoplasm.xml");
const PCS_INDEX: &str = include_str!("../../../../fixtures/codes/pcs_index.xml");
const PCS_TABLES: &str = include_str!("../../../../fixtures/codes/pcs_tables.xml");
const PCS_DEFINITIONS: &str = include_str!("../../../../fixtures/codes/pcs_definitions.xml");
const ON: Date = date(2026, 1, 15);

fn imported(files: &[(&str, &str)]) -> Imported {
    import(files.iter().map(|(name, text)| (*name, text.as_bytes())), &Options::on(date(2026, 11, 23)))
}

/// Asks the code sets that small files make; the files have no flaw.
fn with_all(check: impl FnOnce(&CodeSets<'_>)) {
    let files = [
        ("a.xml", INDEX),
        ("b.xml", EXTERNAL),
        ("c.xml", DRUGS),
        ("d.xml", NEOPLASMS),
        ("e.xml", PCS_INDEX),
        ("f.xml", PCS_TABLES),
        ("g.xml", PCS_DEFINITIONS),
    ];
    let imported = imported(&files);
    assert!(imported.flaws.is_empty(), "{:?}", imported.flaws);
    assert_eq!(imported.editions.len(), files.len());
    let images: Vec<Image<'_>> =
        imported.editions.iter().map(|edition| Image::from_bytes(&edition.image).unwrap()).collect();
    check(&CodeSets::new(&images));
}

#[test]
fn every_file_is_known_by_its_content_and_its_edition_by_its_version() {
    with_all(|sets| {
        let shown: Vec<String> = sets
            .editions()
            .map(|edition| {
                format!(
                    "{} {} {} {} {}",
                    edition.set.name(),
                    edition.edition,
                    edition.from,
                    edition.to.unwrap(),
                    edition.rows
                )
            })
            .collect();
        assert_eq!(
            shown,
            [
                "icd10cm-index FY2026 2025-10-01 2026-09-30 14",
                "icd10cm-external FY2026 2025-10-01 2026-09-30 3",
                "icd10cm-drugs FY2026 2025-10-01 2026-09-30 3",
                "icd10cm-neoplasms FY2026 2025-10-01 2026-09-30 3",
                "icd10pcs-index FY2026 2025-10-01 2026-09-30 6",
                "icd10pcs-tables FY2026 2025-10-01 2026-09-30 3",
                "icd10pcs-definitions FY2026 2025-10-01 2026-09-30 2",
            ]
        );
    });
}

#[test]
fn terms_keep_their_titles_modifiers_and_codes() {
    with_all(|sets| {
        let index = sets.terms(Set::Icd10CmIndex, ON).unwrap();
        let shown: Vec<String> = index
            .iter()
            .map(|term| {
                let codes: Vec<String> = term
                    .codes()
                    .map(|code| format!("{}{}", code.code, code.manifestation.unwrap_or_default()))
                    .collect();
                let references: Vec<&str> = term.references().map(|reference| reference.text).collect();
                format!("{} {term} = {} > {}", term.level(), codes.join(" "), references.join("; "))
            })
            .collect();
        assert_eq!(
            shown,
            [
                "0 Ache (dull) (of) NEC = R52 > Soreness",
                "1 belly, bellied = R10.9 > ",
                "2 upper = R10.1- > ",
                "1 with =  > ",
                "2 sugar sickness = E11.42G99.0 > ",
                "0 Appearance at work =  > category Z57",
                "0 Bellyache =  > Ache, belly",
                "0 Belly =  > condition",
                "0 Break of limb =  > Fracture, by site",
                "0 Bump of Müller =  > Neoplasm, belly, benign",
                "0 Fracture (closed) = T14.8 > ",
                "1 thigh & hip = S72.00- > ",
                "0 Poisoned by sleeping drops =  > Table of Drugs and Chemicals, drops, sleeping, adverse effect",
                "0 Puzzle =  > Nowhere, at all",
            ]
        );
        let slip: Vec<&str> = sets
            .terms(Set::Icd10CmExternalIndex, ON)
            .unwrap()
            .iter()
            .flat_map(|term| term.references())
            .map(|reference| reference.text)
            .collect();
        assert_eq!(slip, ["subcategory T75.0", "category T71"]);
    });
}

#[test]
fn references_lead_from_file_to_file() {
    with_all(|sets| {
        let indexes = sets.indexes(ON);
        let follow = |words: &str| {
            let term = indexes.diseases.unwrap().find(words).unwrap().term;
            indexes.follow(term, &term.references().next().unwrap())
        };
        let Destination::Term { term, .. } = follow("bump of müller") else { panic!("the table of neoplasms") };
        assert_eq!(term.cell(TermColumn::Behavior(Behavior::Benign)), Some("D36.7"));
        let Destination::Term { term, column, .. } = follow("poisoned sleeping drops") else {
            panic!("the table of drugs")
        };
        assert_eq!(column.and_then(|column| term.cell(column)), Some("T42.6X5"));
        let Destination::Term { term, rest: None, .. } = follow("bellyache") else { panic!("a term") };
        assert_eq!(term.code().unwrap().code, "R10.9");
        assert!(matches!(follow("break of limb"), Destination::Term { rest: Some("by site"), .. }));
        assert!(matches!(follow("puzzle"), Destination::Unresolved));
        assert!(matches!(follow("belly"), Destination::Instruction("condition")));
    });
}

#[test]
fn tables_have_a_cell_only_where_there_is_a_code() {
    with_all(|sets| {
        let drugs = sets.terms(Set::Icd10CmDrugs, ON).unwrap();
        let cleaner = drugs.find("drain cleaner").unwrap().term;
        assert_eq!((cleaner.cells().count(), cleaner.cell(TermColumn::Intent(Intent::AdverseEffect))), (4, None));
        let button = sets.indexes(ON).neoplasm_of("bellied button").unwrap();
        assert_eq!(button.to_string(), "button (old) [rim and floor]");
        assert_eq!(button.cells().count(), 1);
    });
}

#[test]
fn procedures_have_an_index_tables_and_definitions() {
    with_all(|sets| {
        let index = sets.terms(Set::Icd10PcsIndex, ON).unwrap();
        let removal = index.find("appendix removal").unwrap().term;
        let reference = removal.references().next().unwrap();
        assert_eq!((reference.text, reference.code), ("Taking out, Appendix", Some("0DTJ")));
        let Destination::Term { term, .. } = sets.indexes(ON).follow(removal, &reference) else { panic!("a term") };
        assert_eq!(term.code().unwrap().code, "0DTJ");
        // A value without a title of its own belongs to the term above.
        let out = index.find("taking out").unwrap().term;
        let uses: Vec<_> = out.references().map(|reference| (reference.kind, reference.text)).collect();
        assert_eq!(uses, [(ReferenceKind::Use, "Any other part")]);
        let axes = sets.axes(ON).unwrap();
        let approaches: Vec<&str> = axes.values("0DT6").map(|value| value.label).collect();
        assert_eq!(approaches, ["Open", "Through a scope", "Natural opening"]);
        assert!(
            axes.is_valid(Icd10Pcs::parse("0DT67Z3").unwrap()) && !axes.is_valid(Icd10Pcs::parse("0DT60Z3").unwrap())
        );
        assert_eq!(axes.code_count(), 7);
        let definitions = sets.records(Set::Icd10PcsDefinitions, ON).unwrap();
        let row = definitions.under("0.3.TAKING OUT").next().unwrap();
        assert_eq!(
            row.text(definitions.column("includes").unwrap()),
            Some("Removal of the appendix; Removal of the stomach")
        );
        assert_eq!(definitions.starting_with("0.4.").count(), 1);
    });
}

/// The first flaw of a file that was changed in one place, and that its edition is refused.
fn check(file: &str, (old, new): (&str, &str), expected: &str) {
    assert!(file.contains(old), "{old}");
    let imported = imported(&[("file.xml", &file.replacen(old, new, 1))]);
    assert_eq!(imported.flaws.first().map(ToString::to_string).as_deref(), Some(expected));
    assert_eq!((imported.editions.len(), imported.refused.len()), (0, 1));
}

#[test]
fn a_broken_index_is_refused_with_its_place() {
    check(
        INDEX,
        ("<code>R10.9</code>", "<code>R10,9</code>"),
        "file.xml, row 13, column 9: \"R10,9\": expected a code such as E11.9 or S72.00-",
    );
    check(INDEX, ("<title>upper</title>", ""), "file.xml, row 14, column 25: expected a title before it");
    check(
        INDEX,
        ("<mainTerm><title>Puzzle", "<term><title>Puzzle"),
        "file.xml, row 39, column 5: a term inside of \"letter\": expected mainTerm or term",
    );
    check(INDEX, ("</ICD10CM.index>", ""), "file.xml, row 42, column 1: the file ends inside an element");
    check(
        DRUGS,
        ("<head col=\"3\">Poisoning", "<head col=\"9\">Poisoning"),
        "file.xml, row 20, column 9: a cell of column \"3\", which has no heading",
    );
    check(
        NEOPLASMS,
        ("Uncertain Behavior", "Funny Behavior"),
        "file.xml, row 10, column 5: the heading \"funny behavior\": expected one of a table of drugs or neoplasms",
    );
    check(
        PCS_INDEX,
        ("<codes>0DTJ</codes></see>", "<codes>0DT?</codes></see>"),
        "file.xml, row 7, column 46: \"0DT?\": expected one to seven letters and digits",
    );
}

#[test]
fn broken_tables_and_definitions_are_refused_with_their_place() {
    check(
        PCS_TABLES,
        ("<pcsRow codes=\"4\">", "<pcsRow codes=\"5\">"),
        "file.xml, row 9, column 5: the row says 5 codes: its values make 4",
    );
    check(
        PCS_TABLES,
        ("<label code=\"J\">", "<label code=\"6\">"),
        "file.xml, row 10, column 87: a second label for '6' in one axis",
    );
    check(
        PCS_TABLES,
        ("<axis pos=\"5\" values=\"2\">", "<axis pos=\"8\" values=\"2\">"),
        "file.xml, row 11, column 7: the attribute pos \"8\" of an axis: expected 4 to 7",
    );
    check(
        PCS_DEFINITIONS,
        ("<section code=\"0\">", "<section>"),
        "file.xml, row 9, column 7: expected the attributes code of the section and pos of the axis, one character each",
    );
}

#[test]
fn a_level_that_contradicts_the_nesting_is_a_warning() {
    let imported = imported(&[("file.xml", &INDEX.replace("level=\"2\"><title>upper", "level=\"3\"><title>upper"))]);
    let flaws: Vec<String> = imported.flaws.iter().map(ToString::to_string).collect();
    assert_eq!(flaws, ["file.xml, row 14, column 9: the term says level 3: it stands at level 2, which counts"]);
    assert_eq!(imported.editions.len(), 1);
}

#[test]
fn a_second_copy_is_passed_over() {
    let imported = imported(&[("a.xml", EXTERNAL), ("b.xml", EXTERNAL)]);
    assert_eq!(imported.editions.len(), 1);
    assert_eq!(imported.members[1].note.as_deref(), Some("the same table as a.xml"));
}
