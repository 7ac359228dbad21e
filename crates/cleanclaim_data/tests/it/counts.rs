use cleanclaim_codes::{Code, CodeTable, Image, Set};
use jiff::civil::{Date, date};

use crate::sets;

/// Valid codes on 1 October by fiscal year, as CMS and NCHS announced them: year, ICD-10-CM, ICD-10-PCS.
const ANNOUNCED: [(i16, usize, usize); 7] = [
    (2016, 69_823, 71_974),
    (2021, 72_616, 78_115),
    (2023, 73_639, 78_496),
    (2024, 74_044, 78_603),
    (2025, 74_260, 78_948),
    (2026, 74_719, 79_115),
    (2027, 74_879, 79_256),
];

fn billable<C: Code>(table: &CodeTable<'_, C>, on: Date) -> usize {
    table.iter().filter_map(|index| table.entry_on(index, on)).filter(cleanclaim_codes::Entry::is_billable).count()
}

#[test]
fn as_many_codes_are_valid_as_were_announced() {
    let sets = sets();
    for (year, icd10cm, icd10pcs) in ANNOUNCED {
        let on = date(year - 1, 10, 1);
        let found = (billable(sets.icd10cm().codes(), on), billable(sets.icd10pcs(), on));
        assert_eq!(found, (icd10cm, icd10pcs), "FY{year}");
    }
}

#[test]
fn editions_say_the_same() {
    let sets = sets();
    for (year, icd10cm, icd10pcs) in ANNOUNCED {
        let on = date(year - 1, 10, 1);
        for (set, expected) in [(Set::Icd10Cm, icd10cm), (Set::Icd10Pcs, icd10pcs)] {
            let edition = sets.edition_on(set, on).unwrap();
            assert_eq!((edition.edition, edition.from), (format!("FY{year}").as_str(), on));
            assert_eq!(edition.billable as usize, expected);
        }
    }
    let lists: Vec<_> = sets
        .editions()
        .filter(|edition| !matches!(edition.set, Set::Icd10Cm | Set::Icd10Pcs | Set::Glossary | Set::Usual))
        .map(|edition| (edition.set.name(), edition.edition, edition.rows))
        .collect();
    assert_eq!(
        lists,
        [
            ("rarc", "2014-11-01", 998),
            ("pos", "pyx12 4.0.0", 52),
            ("icd9cm", "v32", 17_553),
            ("icd9pcs", "v32", 4_651),
            ("carc", "2026-11", 130),
            ("claim-status", "2026-11", 70),
            ("claim-status-category", "2026-11", 34),
            ("modifier", "2026-11", 406),
            ("ccsr", "FY2023", 74_549),
            ("elixhauser", "v2026-1", 4_690),
            ("gems-10-9", "FY2016", 78_838),
            ("gems-9-10", "FY2016", 23_912),
            ("gems-9-10-pcs", "FY2018", 73_593),
            ("icd10cm-tabular", "FY2021-01", 25_183),
            ("icd10cm-tabular", "FY2025-04", 26_706),
            ("icd10cm-tabular", "FY2026-04", 26_960),
            ("pcs-characters", "FY2025", 14_725),
            ("pcs-characters", "2026-11", 447),
        ]
    );
}

#[test]
fn editions_follow_each_other_without_a_gap() {
    let sets = sets();
    for set in [Set::Icd10Cm, Set::Icd10Pcs] {
        let editions: Vec<_> = sets.editions().filter(|edition| edition.set == set).collect();
        assert_eq!(editions[0].from, date(2015, 10, 1));
        assert_eq!(editions.last().unwrap().to, Some(date(2027, 3, 31)));
        for pair in editions.windows(2) {
            assert_eq!(pair[0].to.unwrap().tomorrow().unwrap(), pair[1].from);
        }
    }
}

#[test]
fn titles_that_no_package_has_are_known_by_number() {
    let sets = sets();
    let on = date(2026, 10, 1);
    let icd10cm = sets.icd10cm().codes();
    let untitled = |entry: &cleanclaim_codes::Entry<'_, cleanclaim_model::Icd10>| entry.title().is_none();
    assert_eq!(icd10cm.iter().filter_map(|index| icd10cm.entry_on(index, on)).filter(untitled).count(), 190);
    let icd10pcs = sets.icd10pcs();
    let entries = icd10pcs.iter().filter_map(|index| icd10pcs.entry_on(index, on));
    assert_eq!(entries.filter(|entry| entry.title().is_none()).count(), 758);
}

#[test]
fn the_image_is_whole() {
    Image::from_bytes(cleanclaim_data::image_bytes()).unwrap().verify().unwrap();
    assert!(cleanclaim_data::image_bytes().len() < 56 << 20);
}
