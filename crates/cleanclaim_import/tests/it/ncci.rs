//! NCCI files: the publisher's own when they are beside the repository, and small ones in the publisher's layout.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use cleanclaim_codes::{
    AnyCode, CodeSets, EitherAnswer, Image, ModifierIndicator, PairAnswer, PairEdit, PairTable, Set,
};
use cleanclaim_import::fuzzing;
use cleanclaim_import::official::{FlawKind, Imported, Options, container, import};
use jiff::civil::{Date, date};

const TODAY: Date = date(2024, 5, 1);

fn import_text(files: &[(&str, &str)]) -> Imported {
    import(files.iter().map(|(name, text)| (*name, text.as_bytes())), &Options::on(TODAY))
}

fn flaws(imported: &Imported) -> Vec<String> {
    imported.flaws.iter().map(ToString::to_string).collect()
}

/// A file of the publisher's, in the folder beside the repository.
fn reference(name: &str) -> Option<(PathBuf, Vec<u8>)> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/reference/ncci").join(name);
    let Ok(bytes) = std::fs::read(&path) else {
        eprintln!("skipped: no {name} beside the repository");
        return None;
    };
    Some((path, bytes))
}

fn code(text: &str) -> AnyCode {
    AnyCode::parse(text).unwrap()
}

const HEAD: &str = "CPT only copyright American Medical Association. All rights reserved.\r\n\
    Column1/Column2 Edits\r\n\
    Column 1\tColumn 2\t*=in existence\tEffective\tDeletion\tModifier\tPTP Edit Rationale\r\n\
    \t\tprior to 1996\tDate\tDate\t0=not allowed\r\n\
    \t\t\t\t*=no data\t1=allowed\r\n\
    \t\t\t\t\t9=not applicable\r\n";

fn parts(bodies: [&str; 4]) -> Vec<(String, String)> {
    bodies.iter().zip(1..).map(|(body, part)| (format!("ccipra-v301r0-f{part}.TXT"), format!("{HEAD}{body}"))).collect()
}

fn import_parts(parts: &[(String, String)]) -> Imported {
    import_text(&parts.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect::<Vec<_>>())
}

const PARTS: [&str; 4] = [
    "G0101\tG0102\t*\t19960101\t*\t1\tMore extensive procedure\r\n",
    "G0103\tG0102\t\t20200101\t20221231\t0\tSequential procedure\r\nG0103\tG0102\t\t20230401\t\t1\tSequential procedure\r\n",
    "G0104\tG0102\t\t20130101\t20130101\t9\tMisuse of Column Two code with Column One code\r\n\r\n",
    "G0105\tG0102\t\t20240101\t99991231\t0\tStandards of medical/surgical practice\r\n",
];

#[test]
fn four_parts_are_one_edition() {
    let imported = import_parts(&parts(PARTS));
    assert_eq!(flaws(&imported), [""; 0]);
    let [edition] = imported.editions.as_slice() else { panic!("{:?}", imported.members) };
    assert_eq!((edition.set, edition.edition.name.as_str(), edition.rows), (Set::PtpPractitioner, "2024-04", 5));
    assert_eq!((edition.edition.from, edition.edition.to), (date(2024, 4, 1), Some(date(2024, 6, 30))));
    let sets = CodeSets::new(&[Image::from_bytes(&edition.image).unwrap()]);
    let table = sets.pairs(Set::PtpPractitioner, TODAY).unwrap();
    let edit = |one, two, on| match table.pair(code(one), code(two), on) {
        PairAnswer::Edit(edit) => Some((edit.modifier, edit.rationale.unwrap(), edit.before_1996)),
        _ => None,
    };
    assert_eq!(
        edit("G0101", "G0102", TODAY),
        Some((ModifierIndicator::Allowed, "More extensive procedure", true)),
        "* in the third column marks edits older than 1996, * as a deletion date is no date"
    );
    let sequential = |modifier| Some((modifier, "Sequential procedure", false));
    assert_eq!(edit("G0103", "G0102", date(2022, 12, 31)), sequential(ModifierIndicator::NotAllowed));
    assert_eq!(edit("G0103", "G0102", date(2023, 1, 1)), None);
    assert_eq!(edit("G0103", "G0102", TODAY), sequential(ModifierIndicator::Allowed));
    assert_eq!(edit("G0104", "G0102", date(2013, 1, 1)), None);
    assert_eq!(edit("G0105", "G0102", TODAY).map(|edit| edit.0), Some(ModifierIndicator::NotAllowed));
    assert!(matches!(table.either(code("G0102"), code("G0105"), TODAY), EitherAnswer::Edit { .. }));
}

#[test]
fn a_part_that_is_missing_refuses_the_edition_or_is_told() {
    let all = parts(PARTS);
    let gap = import_parts(&[all[0].clone(), all[3].clone()]);
    assert_eq!(flaws(&gap), ["ptp-practitioner 2024-04: the edition lacks f2, f3: give all parts in one import"]);
    assert_eq!((gap.editions.len(), gap.refused.len()), (0, 1));
    let short = import_parts(&all[..3]);
    assert_eq!(flaws(&short), ["ptp-practitioner 2024-04: the edition lacks f4, unless it came in 3 only"]);
    assert_eq!((short.editions.len(), short.flaws[0].kind), (1, FlawKind::Warning));
}

#[test]
fn flaws_of_pairs_name_row_and_column() {
    let message = |row: &str| {
        let imported = import_text(&[("ccioph-v301r0-f1.TXT", &format!("{HEAD}{row}\r\n"))]);
        assert!(imported.editions.is_empty(), "{row}");
        flaws(&imported)[0].clone()
    };
    for (row, expected) in [
        ("G0101\tG01O\t\t20240101\t*\t1\tx", "row 7, column 2: found \"G01O\", expected a code of 5 characters"),
        ("G0101\tG0102\t\t\t*\t1\tx", "row 7, column 4: expected a day, found none"),
        ("G0101\tG0102\t\t20241301\t*\t1\tx", "row 7, column 4: found \"20241301\", expected a day like 20240401 or *"),
        (
            "G0101\tG0102\t\t20240101\tnever\t1\tx",
            "row 7, column 5: found \"never\", expected a day like 20240401 or *",
        ),
        (
            "G0101\tG0102\t\t20240101\t20230101\t1\tx",
            "row 7, column 5: the edit is deleted before its effective date 2024-01-01",
        ),
        (
            "G0101\tG0102\t\t20240101\t*\t2\tx",
            "row 7, column 6: found the modifier indicator \"2\", expected 0, 1 or 9",
        ),
        ("G0101", "row 7, column 2: found \"\", expected a code of 5 characters"),
        (
            "G0101\tG0102\tx\t20240101\t*\t1\tx",
            "row 7, column 3: found \"x\", expected * for an edit older than 1996, or nothing",
        ),
    ] {
        assert_eq!(message(row), format!("ccioph-v301r0-f1.TXT, {expected}"));
    }
    let nameless = import_text(&[("edits.txt", &format!("{HEAD}{}", PARTS[0]))]);
    assert_eq!(
        flaws(&nameless),
        [
            "edits.txt: the name does not say for which claims the edits are: expected ccipra or ccioph, or MCD_PTP_PRA, _OPH or _DME"
        ]
    );
}

#[test]
fn medicaid_has_its_own_pairs_and_days_of_the_year() {
    let text = "Column 1\tColumn 2\tEffective Date\tDeletion Date\tModifier Indicator\tPTP Edit Rationale\n\
                G0101\tG0102\t2013001\t2020366\t0\tSequential procedure\n\
                G0101\tG0103\t20130101\t*\t1\tSequential procedure\n";
    let imported = import_text(&[("MCD_PTP_DME_EDITS_2024Q2.txt", text)]);
    assert_eq!(flaws(&imported), [""; 0]);
    let edition = &imported.editions[0];
    assert_eq!((edition.set, edition.rows), (Set::PtpMedicaidDme, 2));
    let sets = CodeSets::new(&[Image::from_bytes(&edition.image).unwrap()]);
    let table = sets.pairs(Set::PtpMedicaidDme, TODAY).unwrap();
    let edits: Vec<_> = table.iter().flat_map(|pair| pair.edits().map(|edit| edit.to).collect::<Vec<_>>()).collect();
    assert_eq!(edits, [Some(date(2020, 12, 31)), None]);
}

/// The value of a column of the only record under a key.
fn value(sets: &CodeSets<'_>, set: Set, key: &str, column: &str) -> Option<String> {
    let table = sets.records(set, TODAY).unwrap();
    let column = table.column(column).unwrap();
    let mut rows = table.under(key);
    let found = rows.next().unwrap().value(column).map(|value| value.to_string());
    assert_eq!(rows.count(), 0, "{key}");
    found
}

#[test]
fn unlikely_edits_are_recognised_by_their_value_column() {
    let practitioner = "\"CPT only copyright, all rights reserved\",,,\r\n\
        HCPCS/CPT Code,Practitioner Services MUE Values,MUE Adjudication Indicator,MUE Rationale\r\n\
        G0101,1,2 Date of Service Edit: Policy,CMS Policy\r\nG0102,0,3 Date of Service Edit: Clinical,Nature of Service/Procedure\r\n";
    let dme = practitioner.replace("Practitioner Services", "DME Supplier Services");
    let medicaid = "MUE Table, Effective 04/01/2024,,\nHCPCS/CPT Code,Outpatient Hospital Services MUE Values,MUE Rationale\nG0101,3,CMS Policy\n";
    let imported = import_text(&[
        ("MCR_MUE_PractitionerServices_Eff_04-01-2024.csv", practitioner),
        ("MCR_MUE_DMESupplierServices_Eff_04-01-2024.csv", &dme),
        ("mue.csv", medicaid),
    ]);
    assert_eq!(flaws(&imported), [""; 0]);
    let found: Vec<_> =
        imported.editions.iter().map(|edition| (edition.set, edition.edition.name.as_str(), edition.rows)).collect();
    assert_eq!(
        found,
        [(Set::MuePractitioner, "2024-04", 2), (Set::MueDme, "2024-04", 2), (Set::MueMedicaidHospital, "2024-04", 1)]
    );
    let images: Vec<_> = imported.editions.iter().map(|edition| Image::from_bytes(&edition.image).unwrap()).collect();
    let sets = CodeSets::new(&images);
    assert_eq!(value(&sets, Set::MuePractitioner, "G0102", "value").as_deref(), Some("0"), "not payable");
    assert_eq!(value(&sets, Set::MuePractitioner, "G0101", "mai").as_deref(), Some("2"));
    assert_eq!(
        value(&sets, Set::MuePractitioner, "G0101", "mai_text").as_deref(),
        Some("Date of Service Edit: Policy")
    );
    assert_eq!(value(&sets, Set::MueMedicaidHospital, "G0101", "mai"), None);
    let wrong = practitioner.replace("G0102,0,3 Date", "G0102,many,3 Date").replace("G0101,1,2 Date", "G0101,1,4 Date");
    assert_eq!(
        flaws(&import_text(&[("mue.csv", &wrong)]))[1..],
        [
            "mue.csv, row 3, column 3: found \"4 Date of Service Edit: Policy\", expected an adjudication indicator from 1 to 3",
            "mue.csv, row 4, column 2: found \"many\", expected a number of units"
        ]
    );
}

#[test]
fn add_on_codes_are_read_flattened_and_as_published() {
    let flat = "hcpcs\ttype\tcomplement\tedit_type\r\nG0101\tPrimary\tG2212\t1\r\nG2212\tAdd-On\tG0101\t1\r\nG0999\tAdd-On\tCCCCC\t2\r\n";
    let published = "Add-On Code\tAOC_DEL_DT (Julian)\tPrimary Code\tPRIMARY_CODE_DEL_DT (Julian)\tAOC_EDIT_TYPE\tAOC_EDIT_EFF_DT (Julian)\tAOC_EDIT_DEL_DT (Julian)\tSpecial Instruction/Notes\n\
        G2212\t\tG0101\t\t1\t2021001\t\t\nG2212\t\tG0102\t2023365\t1\t2021001\t2023365\tseen\n";
    let imported = import_text(&[("aoc.tsv", flat)]);
    assert_eq!(imported.editions[0].rows, 2);
    assert_eq!(
        flaws(&imported),
        ["aoc.tsv: the file does not say from which day on it counts: 2024-05-01 is taken, --from changes it"]
    );
    let imported = import_text(&[("AOC_V2024Q2-MCR.txt", published)]);
    assert_eq!(flaws(&imported), [""; 0]);
    assert_eq!((imported.editions[0].edition.from, imported.editions[0].edition.to), (date(2024, 4, 1), None));
    let sets = CodeSets::new(&[Image::from_bytes(&imported.editions[0].image).unwrap()]);
    let table = sets.records(Set::AddOn, TODAY).unwrap();
    let primary = table.column("primary").unwrap();
    let on = |day| table.on("G2212", day).map(|row| row.text(primary).unwrap()).collect::<Vec<_>>();
    assert_eq!(on(date(2023, 12, 31)), ["G0101", "G0102"]);
    assert_eq!(on(TODAY), ["G0101"]);
    let wrong = flat.replace("Primary", "Second").replace("CCCCC\t2", "CCCCC\t4");
    assert_eq!(
        flaws(&import_text(&[("aoc.tsv", &wrong)]))[1..],
        [
            "aoc.tsv, row 2, column 2: found \"Second\", expected Add-On or Primary",
            "aoc.tsv, row 4, column 4: found \"4\", expected an edit type from 1 to 3"
        ]
    );
}

#[test]
fn the_publishers_unlikely_edits_and_add_on_codes_import() {
    let names = [
        ("MCR_MUE_OutpatientHospitalServices_Eff_04-01-2024.csv", Set::MueHospital, 14_628),
        ("MCR_MUE_PractitionerServices_Eff_04-01-2024.csv", Set::MuePractitioner, 14_677),
        ("ncci_aoc.tsv", Set::AddOn, 7_465),
    ];
    for (name, set, rows) in names {
        let Some((_, bytes)) = reference(name) else { return };
        let imported = import([(name, bytes.as_slice())], &Options::on(TODAY));
        assert!(imported.flaws.iter().all(|flaw| flaw.kind == FlawKind::Warning), "{:?}", flaws(&imported));
        let edition = &imported.editions[0];
        assert_eq!((edition.set, edition.rows), (set, rows), "{name}");
        let sets = CodeSets::new(&[Image::from_bytes(&edition.image).unwrap()]);
        let table = sets.records(set, TODAY).unwrap();
        assert_eq!(table.len(), rows);
        if set == Set::MuePractitioner {
            assert_eq!(value(&sets, set, "V5364", "value").as_deref(), Some("0"));
            assert_eq!(value(&sets, set, "0002M", "mai").as_deref(), Some("3"));
            assert_eq!(value(&sets, set, "0002M", "rationale").as_deref(), Some("Nature of Analyte"));
        }
        if set == Set::AddOn {
            let edit_type = table.column("edit_type").unwrap();
            let of_type = |wanted| {
                table.iter().filter(|row| row.number(edit_type).is_some_and(|found| found.mantissa == wanted)).count()
            };
            assert_eq!([of_type(1), of_type(2), of_type(3)], [6_860, 36, 569]);
        }
    }
}

/// A row of the publisher's text, read here in the plainest way.
#[derive(Debug, Clone, PartialEq, Eq)]
struct PlainRow {
    from: Date,
    to: Option<Date>,
    digit: u8,
    rationale: String,
}

/// The codes of a row: two of five characters, with a tab between.
fn codes_of(line: &str) -> (&str, &str) {
    (&line[..5], &line[6..11])
}

fn plain(line: &str) -> PlainRow {
    let fields: Vec<&str> = line.split('\t').collect();
    let day = |text: &str| date(text[..4].parse().unwrap(), text[4..6].parse().unwrap(), text[6..].parse().unwrap());
    let to = if matches!(fields[4], "*" | "99991231") { None } else { Some(day(fields[4])) };
    PlainRow { from: day(fields[3]), to, digit: fields[5].parse().unwrap(), rationale: fields[6].to_owned() }
}

/// Numbers that are the same every time.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % end
    }
}

/// 10,000 pairs, half of them of the file and half of any two of its codes, asked on four days each.
fn check_sample(texts: &[String], table: &PairTable<'_>, rows: usize) {
    let mut numbers = Numbers(20_240_401);
    let lines: Vec<&str> = texts.iter().flat_map(|text| text.lines().skip(6)).collect();
    assert_eq!(lines.len(), rows);
    let mut sample: HashMap<(&str, &str), Vec<PlainRow>> =
        (0..5_000).map(|_| (codes_of(lines[numbers.below(rows)]), Vec::new())).collect();
    let codes: Vec<&str> = sample.keys().flat_map(|(one, two)| [*one, *two]).collect();
    while sample.len() < 10_000 {
        sample.insert((codes[numbers.below(codes.len())], codes[numbers.below(codes.len())]), Vec::new());
    }
    for line in lines {
        if let Some(known) = sample.get_mut(&codes_of(line)) {
            known.push(plain(line));
        }
    }
    let present = sample.values().filter(|rows| !rows.is_empty()).count();
    assert!(4_000 < present && present < 9_000, "{present} of the sample are in the file");
    for ((one, two), rows) in &sample {
        let mut days = vec![date(1999, 6, 1), date(2024, 6, 30)];
        days.extend(rows.iter().filter_map(|row| row.to).flat_map(|to| [to, to.tomorrow().unwrap()]));
        for on in days {
            let in_force = |row: &&PlainRow| row.digit != 9 && row.from <= on && row.to.is_none_or(|to| on <= to);
            let expected = rows
                .iter()
                .filter(in_force)
                .min_by_key(|row| (core::cmp::Reverse(row.from), row.to.unwrap_or(Date::MAX)));
            let found = match table.pair(code(one), code(two), on) {
                PairAnswer::Edit(PairEdit { from, to, modifier, rationale, .. }) => {
                    Some(PlainRow { from, to, digit: modifier.digit(), rationale: rationale.unwrap().to_owned() })
                }
                PairAnswer::NoEdit => None,
                PairAnswer::NoEdition => {
                    assert!(table.edition().to < Some(on), "{on} is checked");
                    continue;
                }
            };
            assert_eq!(found.as_ref(), expected, "{one} {two} {on}");
        }
        assert_eq!(table.history(code(one), code(two)).count(), rows.len(), "{one} {two}");
    }
}

fn check_reference(name: &str, set: Set, rows: usize) {
    let Some((_, bytes)) = reference(name) else { return };
    let imported = import([(name, bytes.as_slice())], &Options::on(TODAY));
    assert_eq!(flaws(&imported), [""; 0]);
    let edition = &imported.editions[0];
    assert_eq!((edition.set, edition.rows, edition.edition.name.as_str()), (set, rows, "2024-04"));
    let mut texts = Vec::new();
    container::open(name, &bytes, &mut |member| texts.push(member.text().unwrap().to_owned())).unwrap();
    let sets = CodeSets::new(&[Image::from_bytes(&edition.image).unwrap()]);
    let table = sets.pairs(set, TODAY).unwrap();
    assert_eq!(table.edition().rows as usize, rows);
    let per_pair = edition.image.len() as f64 / table.len() as f64;
    eprintln!("{name}: {} pairs in {rows} rows, {per_pair:.2} bytes a pair", table.len());
    assert!(per_pair <= 3.0, "{per_pair:.2} bytes a pair");
    check_sample(&texts, table, rows);
}

#[test]
fn the_publishers_practitioner_pairs_answer_as_the_file_says() {
    check_reference("ccipra-v301r0.zip", Set::PtpPractitioner, 2_546_017);
}

#[test]
fn the_publishers_hospital_pairs_answer_as_the_file_says() {
    check_reference("ccioph-v301r0.zip", Set::PtpHospital, 1_775_818);
}

#[test]
fn damaged_files_are_survived() {
    let text = parts(PARTS).remove(1).1;
    for cut in 0..text.len() {
        fuzzing::ncci(&text.as_bytes()[..cut]);
    }
}
