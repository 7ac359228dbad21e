//! The publishers' own files. Counts, sums and single values were taken from them by other programs.

use cleanclaim_codes::Decimal;
use cleanclaim_import::official::{Content, container};

use super::*;

/// Imports a file without an error and gives its editions.
fn check(path: &str, expected: &[&str]) -> Option<Imported> {
    let bytes = published(path)?;
    let found = imported(&[(path, &bytes)]);
    assert_eq!(errors(&found), Vec::<String>::new());
    assert_eq!(found.refused, []);
    assert_eq!(editions(&found), expected);
    for member in &found.members {
        let is_copy = member.note.as_deref().is_some_and(|note| note.starts_with("the same table as"));
        assert!(member.kind.is_some() && (0 < member.rows || is_copy), "{member:?}");
    }
    Some(found)
}

/// The sum of a column of numbers, as published.
fn sum(imported: &Imported, set: Set, edition: &str, column: &str) -> String {
    let image = imported.editions.iter().find(|new| new.set == set && new.edition.name == edition).unwrap();
    let sets = CodeSets::new(&[Image::from_bytes(&image.image).unwrap()]);
    let table = sets.record_editions(set).next().unwrap();
    let column = table.column(column).unwrap();
    let numbers: Vec<Decimal> = table.iter().filter_map(|row| row.number(column)).collect();
    let mantissa = numbers.iter().map(|number| number.mantissa).sum();
    Decimal { mantissa, scale: numbers.first().unwrap().scale }.to_string()
}

/// The rows under a key, without the publisher's descriptors.
fn facts(imported: &Imported, set: Set, on: Date, key: &str) -> Vec<String> {
    let rows = rows_under(imported, set, on, key);
    let is_fact = |cell: &&str| !cell.starts_with("description=") && !cell.starts_with("title=");
    rows.iter().map(|row| row.split('|').filter(is_fact).collect::<Vec<_>>().join("|")).collect()
}

#[test]
fn the_fee_schedule_of_october_2025() {
    let expected = [
        "mpfs 2025-10 2025-10-01..2025-12-31 19090",
        "gpci 2025 2025-01-01..2025-12-31 109",
        "localities 2025 2025-01-01..2025-12-31 110",
        "anesthesia-cf 2025 2025-01-01..2025-12-31 109",
        "opps-cap 2025-10 2025-10-01..2025-12-31 16100",
    ];
    let Some(found) = check("mpfs/rvu25d.zip", &expected) else { return };
    let sum = |column| sum(&found, Set::Mpfs, "2025-10", column);
    assert_eq!(sum("work_rvu"), "71745.11");
    assert_eq!(sum("nonfacility_pe_rvu"), "74991.05");
    assert_eq!(sum("facility_pe_rvu"), "56718.70");
    assert_eq!(sum("mp_rvu"), "15121.37");
    assert_eq!(sum("nonfacility_total"), "161857.53");
    assert_eq!(sum("facility_total"), "143585.18");
    assert_eq!(sum("opps_nonfacility_pe"), "17186.37");
    assert_eq!(sum("opps_mp"), "134.60");
    let on = date(2025, 11, 1);
    assert_eq!(
        facts(&found, Set::Mpfs, on, "99213"),
        ["hcpcs=99213|status=A|work_rvu=1.30|nonfacility_pe_rvu=1.35|facility_pe_rvu=0.57|mp_rvu=0.10|\
          nonfacility_total=2.75|facility_total=1.97|pctc=0|global_days=XXX|pre_op=0.00|intra_op=0.00|post_op=0.00|\
          multiple_procedures=0|bilateral=0|assistant=0|co_surgeons=0|team=0|conversion_factor=32.3465|supervision=09|\
          calculation=0|imaging_family=99|opps_nonfacility_pe=0.00|opps_facility_pe=0.00|opps_mp=0.00"]
    );
    let technical = &facts(&found, Set::Mpfs, on, "70450-TC")[0];
    for cell in
        ["modifier=TC", "nonfacility_total=2.05", "facility_na=NA", "supervision=01", "opps_nonfacility_pe=3.27"]
    {
        assert!(technical.split('|').any(|found| found == cell), "{cell} in {technical}");
    }
    let images = [Image::from_bytes(&found.editions[0].image).unwrap()];
    let sets = CodeSets::new(&images);
    let table = sets.records(Set::Mpfs, on).unwrap();
    let marked = |name: &str| table.iter().filter(|row| row.text(table.column(name).unwrap()).is_some()).count();
    assert_eq!(["not_used", "nonfacility_na", "facility_na", "endoscopic_base"].map(marked), [148, 4064, 2530, 370]);
    assert_eq!(
        rows_under(&found, Set::Gpci, on, "02102-01"),
        ["contractor=02102|locality=01|state=AK|name=ALASKA*|work=1.500|practice_expense=1.081|malpractice=0.592"]
    );
    assert_eq!(
        rows_under(&found, Set::AnesthesiaFactors, on, "10112-00")[0].split('|').nth(3),
        Some("conversion_factor=19.3100")
    );
    // The text of fixed columns names no state for California; this table carries it down.
    assert!(rows_under(&found, Set::Localities, on, "01112-05")[0].contains("state=CALIFORNIA|"));
    assert_eq!(rows_under(&found, Set::OppsCap, on, "0633T-TC").len(), 115);
}

#[test]
fn the_fee_schedule_as_text_of_fixed_columns_is_the_same_table() {
    let Some(bytes) = published("mpfs/rvu25d.zip") else { return };
    let mut texts = Vec::new();
    container::open("rvu25d.zip", &bytes, &mut |member| {
        if let Content::Text(text) = member.content {
            texts.push((member.path, text));
        }
    })
    .unwrap();
    let one = |name: &str| {
        let (path, text) = texts.iter().find(|(path, _)| path.ends_with(name)).unwrap();
        let found = imported(&[(path.as_str(), text.as_bytes())]);
        assert_eq!(errors(&found), Vec::<String>::new());
        assert_eq!(found.editions.len(), 1, "{name}");
        found
    };
    let (csv, text) = (one("PPRRVU2025_Oct.csv"), one("PPRRVU2025_Oct.txt"));
    assert_eq!(editions(&csv), editions(&text));
    assert!(csv.editions[0].image == text.editions[0].image, "every cell is the same");
    let (csv, text) = (one("25LOCCO.csv"), one("25LOCCO.txt"));
    assert_eq!(editions(&csv), editions(&text));
    let on = date(2025, 1, 1);
    assert!(rows_under(&text, Set::Localities, on, "01112-05")[0].starts_with("contractor=01112|locality=05|area="));
    assert_eq!(rows_under(&text, Set::Localities, on, "10112-00"), rows_under(&csv, Set::Localities, on, "10112-00"));
}

#[test]
fn the_flattened_fee_schedule_of_2024_is_four_releases() {
    let expected = [
        "mpfs 2024-01 2024-01-01..2024-03-08 18499",
        "mpfs 2024-03 2024-03-09..2024-03-31 18499",
        "mpfs 2024-04 2024-04-01..2024-06-30 18534",
        "mpfs 2024-07 2024-07-01..2024-09-30 18664",
    ];
    let Some(found) = check("mpfs/pprrvu_2024.tsv.zst", &expected) else { return };
    assert_eq!(sum(&found, Set::Mpfs, "2024-01", "work_rvu"), "71689.89");
    assert_eq!(sum(&found, Set::Mpfs, "2024-07", "work_rvu"), "71691.17");
    for (on, factor) in [(date(2024, 3, 8), "32.7442"), (date(2024, 3, 9), "33.2875"), (date(2024, 8, 1), "33.2875")] {
        let row = &facts(&found, Set::Mpfs, on, "99213")[0];
        assert!(row.contains("work_rvu=1.30|nonfacility_pe_rvu=1.33|facility_pe_rvu=0.56|mp_rvu=0.10|"), "{row}");
        assert!(row.contains(&format!("conversion_factor={factor}|")), "{row}");
    }
}

#[test]
fn the_other_flattened_tables_of_2024() {
    let Some(gpci) = check("mpfs/gpci-rvu24c.tsv.zst", &["gpci 2024 2024-01-01..2024-12-31 109"]) else { return };
    let row = &rows_under(&gpci, Set::Gpci, date(2024, 7, 1), "01112-54")[0];
    assert!(row.ends_with("work=1.017|practice_expense=1.093|malpractice=0.662"), "{row}");
    check("mpfs/locco-rvu24c.tsv.zst", &["localities 2024 2024-01-01..2024-12-31 110"]);
    let Some(factors) = check("mpfs/anes-rvu24c.tsv.zst", &["anesthesia-cf 2024 2024-01-01..2024-12-31 109"]) else {
        return;
    };
    let row = &rows_under(&factors, Set::AnesthesiaFactors, date(2024, 7, 1), "06302-00")[0];
    assert!(row.ends_with("conversion_factor=19.7400"), "{row}");
}

#[test]
fn anesthesia_factors_of_2025() {
    let expected = ["anesthesia-cf 2025 2025-01-01..2025-12-31 109"];
    let Some(found) = check("mpfs/anesthesia-cf-2025.txt", &expected) else { return };
    assert_eq!(
        rows_under(&found, Set::AnesthesiaFactors, date(2025, 7, 1), "02102-01"),
        [
            "contractor=02102|locality=01|name=ALASKA*|conversion_factor=27.8600|work=1.500|practice_expense=1.081|malpractice=0.592"
        ]
    );
}

#[test]
fn outpatient_addenda_of_the_final_rule_for_2025() {
    let expected = [
        "opps-a 2025 2025-01-01..2025-12-31 994",
        "opps-b 2025 2025-01-01..2025-12-31 18682",
        "opps-c 2025 2025-01-01..2025-12-31 7535",
        "opps-d1 2025 2025-01-01..2025-12-31 28",
        "opps-d2 2025 2025-01-01..2025-12-31 4",
        "opps-e 2025 2025-01-01..2025-12-31 1731",
        "opps-j 2025 2025-01-01..2025-12-31 3236",
        "opps-complexity 2025 2025-01-01..2025-12-31 432",
        "opps-exclusions 2025 2025-01-01..2025-12-31 14",
        // L 431, M 183, N 173, O 128, P 535 and 5,121, Q 368.
        "opps-other 2025 2025-01-01..2025-12-31 6939",
    ];
    let Some(found) = check("opps/2025-nfrm-addenda.zip", &expected) else { return };
    assert_eq!(found.members.len(), 16);
    for (set, column, expected) in [
        (Set::OppsAddendumA, "payment_rate", "28181844.947"),
        (Set::OppsAddendumA, "relative_weight", "8901.6037"),
        (Set::OppsAddendumB, "payment_rate", "43365564.337"),
        (Set::OppsAddendumB, "relative_weight", "201891.2532"),
        (Set::OppsAddendumB, "minimum_copayment", "8670053.97"),
        (Set::OppsAddendumB, "coinsurance_percent", "11709.624"),
        (Set::OppsAddendumB, "adjusted_copayment", "647685.53"),
        (Set::OppsAddendumC, "payment_rate", "26015503.950"),
        (Set::OppsAddendumJ, "geometric_mean_cost", "17802296.09"),
        (Set::OppsAddendumJ, "rank", "5237466"),
    ] {
        assert_eq!(sum(&found, set, "2025", column), expected, "{} {column}", set.name());
    }
    let on = date(2025, 5, 5);
    let drug = &facts(&found, Set::OppsAddendumA, on, "0702")[0];
    assert!(drug.contains("payment_rate=1.995|minimum_copayment=0.40|coinsurance_percent=20.000"), "{drug}");
    let clinic = &facts(&found, Set::OppsAddendumB, on, "G0463")[0];
    assert!(clinic.contains("apc=5012|status=J2|"), "{clinic}");
    assert!(
        rows_under(&found, Set::OppsAddendumB, on, "A4341")[0].contains("status=N"),
        "a stray letter beside the code"
    );
    let packaged = &rows_under(&found, Set::OppsAddendumD1, on, "Q1")[0];
    assert!(packaged.contains("\n(1)") && packaged.contains("\n(3)"), "rows that go on belong together: {packaged}");
    assert_eq!(
        facts(&found, Set::OppsOther, on, "0200T"),
        [
            "addendum=P offsets|status=J1|apc=5114|payment_rate=7143.730|offset_percent=33.86|offset_amount=2418.87",
            "addendum=P device-intensive|status=J1|apc=5114|apc_offset_percent=25.07|payment_rate=7143.730|offset_percent=33.86|\
             offset_amount=2418.87"
        ]
    );
    assert_eq!(
        rows_under(&found, Set::OppsOther, on, "010006"),
        ["addendum=L|cbsa=22520|reclassified=Y|out_migration_adjustment=0.0089|county=LAUDERDALE|fips=01077"]
    );
    assert_eq!(rows_under(&found, Set::OppsExclusions, on, "02"), ["services=Brachytherapy"]);
}

#[test]
fn outpatient_addendum_b_of_april_2026_and_status_indicators() {
    let expected = ["opps-b 2026-04 2026-04-01..2026-06-30 19059"];
    let Some(found) = check("opps/addendum_b_2026_04.csv.zst", &expected) else { return };
    assert_eq!(sum(&found, Set::OppsAddendumB, "2026-04", "payment_rate"), "59105211.464");
    check("opps/status-indicators.csv", &["opps-d1 2026-11 2026-11-23..open 31"]);
}

#[test]
fn surgical_center_addenda_of_july_2020() {
    // AA 3,977, BB 1,823, DD1 18, DD2 4, EE 2,064.
    let expected = ["asc 2020-07 2020-07-01..2020-09-30 7886"];
    let Some(found) = check("asc/asc_addenda_2020_07.xlsx", &expected) else { return };
    let on = date(2020, 8, 1);
    assert_eq!(
        facts(&found, Set::AscAddendum, on, "10005"),
        ["addendum=AA|mark=*|multiple_procedures=Y|indicator=P3|payment_rate=75.07"]
    );
    assert_eq!(facts(&found, Set::AscAddendum, on, "70010"), ["addendum=BB|indicator=N1"]);
    assert_eq!(facts(&found, Set::AscAddendum, on, "00176"), ["addendum=EE"]);
    assert!(rows_under(&found, Set::AscAddendum, on, "B5")[0].starts_with("addendum=DD1|"));
    let rounded: Vec<_> = found.flaws.iter().map(|flaw| (flaw.row, flaw.column)).collect();
    assert_eq!(rounded, [(3843, 6), (669, 5), (940, 5), (941, 5)], "digits beyond the scale are told");
}

#[test]
fn provider_taxonomy_25_1() {
    let Some(found) = check("lists/nucc_taxonomy_251.csv", &["taxonomy 25.1 2025-10-01..open 883"]) else { return };
    let row = &rows_under(&found, Set::Taxonomy, date(2026, 1, 1), "207Q00000X")[0];
    assert!(row.starts_with("grouping=Allopathic & Osteopathic Physicians|classification=Family Medicine|"), "{row}");
}

#[test]
fn tables_of_others_are_left_to_others() {
    let kinds = [
        "Medicare physician fee schedule",
        "OPPS addenda",
        "ASC addenda",
        "ASP drug prices",
        "Medicare telehealth services",
        "NUCC provider taxonomy",
        "NPPES national provider identifiers",
        "Medicare coverage database",
        "IPPS table 5: MS-DRG weights",
    ];
    for path in [
        "ncci/ncci_aoc.tsv",
        "ncci/MCR_MUE_PractitionerServices_Eff_04-01-2024.csv",
        "lists/carc-rarc-2024-06.tsv",
        "lists/pos_codes.tsv",
        "hcpcs/hcpcs_lvl2.tsv.zst",
        "hcpcs/modifiers.tsv.zst",
        "hcpcs/two_descriptions.tsv.zst",
        "hcpcs/anweb_2020_10.xlsx",
        "terminology/HumanDO.tsv.zst",
    ] {
        let Some(bytes) = published(path) else { return };
        let found = imported(&[(path, &bytes)]);
        let is_ours = |kind: &str| kinds.contains(&kind);
        assert!(!found.members.iter().filter_map(|member| member.kind).any(is_ours), "{path}: {:?}", found.members);
    }
}
