//! Small files in the publishers' layouts, with words and codes of our own.

use super::*;

fn text(path: &str, text: &str) -> Imported {
    let found = imported(&[(path, text.as_bytes())]);
    assert_eq!(errors(&found), Vec::<String>::new());
    found
}

const RELATIVE_VALUES: &str = "\
,,2025 National Physician Fee Schedule Relative Value File October Release,,,,,,,,,,,,\r
,,CPT codes and descriptions only are copyright 2024 American Medical Association.,,,,,,,,,,,,,\r
,,RELEASED 09/11/2025,,,,,,,,,,,,,\r
,,,,NOT USED,,,,,,,,,,,PHYSICIAN\r
,,,,FOR,,,NON-FAC,,FACILITY ,,,,,,SUPERVISION OF\r
,,,STATUS,MEDICARE ,WORK,NON-FAC,NA,FACILITY,NA,MP,GLOB,CONV,ENDO,MULT,DIAGNOSTIC\r
HCPCS,MOD,DESCRIPTION,CODE,PAYMENT,RVU,PE RVU,INDICATOR,PE RVU,INDICATOR,RVU,DAYS,FACTOR,BASE,PROC,PROCEDURES\r
G9901,,\"Made up, small\",A,,1.30,1.35,,0.57,,0.10,XXX,32.3465,,0,\r
G9902,26,Made up reading,A,+,0.85,0.31,NA,0.31,NA,.04,010,32.3465,G9901,2,09\r
";

#[test]
fn words_of_a_header_stand_under_each_other() {
    let found = text("values.csv", RELATIVE_VALUES);
    assert_eq!(editions(&found), ["mpfs 2025-10 2025-10-01..2025-12-31 2"]);
    let on = date(2025, 10, 1);
    assert_eq!(
        rows_under(&found, Set::Mpfs, on, "G9901"),
        ["hcpcs=G9901|description=Made up, small|status=A|work_rvu=1.30|nonfacility_pe_rvu=1.35|facility_pe_rvu=0.57|\
          mp_rvu=0.10|global_days=XXX|multiple_procedures=0|conversion_factor=32.3465"]
    );
    assert_eq!(
        rows_under(&found, Set::Mpfs, on, "G9902-26"),
        [
            "hcpcs=G9902|modifier=26|description=Made up reading|status=A|not_used=+|work_rvu=0.85|nonfacility_pe_rvu=0.31|\
          nonfacility_na=NA|facility_pe_rvu=0.31|facility_na=NA|mp_rvu=0.04|global_days=010|multiple_procedures=2|\
          endoscopic_base=G9901|conversion_factor=32.3465|supervision=09"
        ]
    );
}

#[test]
fn two_pathways_of_2026_stand_side_by_side() {
    let later = RELATIVE_VALUES.replace("2025 National", "2026 National").replace("October", "January");
    let files = [("PPRRVU2026_Jan_nonQPP.csv", later.as_bytes()), ("PPRRVU2026_Jan_QPP.csv", later.as_bytes())];
    let found = imported(&files);
    assert_eq!(editions(&found), ["mpfs 2026-01 2026-01-01..2026-03-31 4"]);
    let rows = rows_under(&found, Set::Mpfs, date(2026, 2, 1), "G9901");
    let pathway = |row: &String| row.rsplit('|').next().unwrap().to_owned();
    assert_eq!(rows.iter().map(pathway).collect::<Vec<_>>(), ["pathway=non-qualifying", "pathway=qualifying"]);
}

#[test]
fn fixed_columns_are_read_by_their_places() {
    let row = |code: &str, rest: &str| {
        let mut line = vec![b' '; 171];
        line[..5].copy_from_slice(code.as_bytes());
        for (at, cell) in [
            (57, "A"),
            (59, "  1.30"),
            (65, "   1.35"),
            (74, "   0.57"),
            (83, "  0.10"),
            (103, "XXX"),
            (132, " 32.3465"),
            (7, rest),
        ] {
            line[at..at + cell.len()].copy_from_slice(cell.as_bytes());
        }
        String::from_utf8(line).unwrap()
    };
    let file = format!("HDR COPYRIGHT\r\n{}\r\n{}\r\n", row("G9901", "Made up"), row("G9903", "Other"));
    let found = text("PPRRVU2025_Oct.txt", &file);
    assert_eq!(editions(&found), ["mpfs 2025-10 2025-10-01..2025-12-31 2"]);
    assert_eq!(
        rows_under(&found, Set::Mpfs, date(2025, 10, 1), "G9903"),
        [
            "hcpcs=G9903|description=Other|status=A|work_rvu=1.30|nonfacility_pe_rvu=1.35|facility_pe_rvu=0.57|mp_rvu=0.10|\
          global_days=XXX|conversion_factor=32.3465"
        ]
    );
}

#[test]
fn localities_carry_their_state_up_to_a_blank_row() {
    let file = "COUNTIES INCLUDED IN 2025 LOCALITIES.,,,,\n,,,,\n\
                Medicare Adminstrative Contractor,Locality Number,State ,Fee Schedule Area ,Counties\n\
                1182,18,NORTHLAND,CITY,ONE\n1112,5,,COAST,TWO\n,,,,\n1112,7,,ISLAND,THREE\n\
                *  Payment locality is serviced by two carriers.,,,,\n";
    let found = text("25LOCCO.csv", file);
    assert_eq!(editions(&found), ["localities 2025 2025-01-01..2025-12-31 3"]);
    let row = |key| rows_under(&found, Set::Localities, date(2025, 1, 1), key);
    assert_eq!(row("01112-05"), ["contractor=01112|locality=05|state=NORTHLAND|area=COAST|counties=TWO"]);
    assert_eq!(row("01112-07"), ["contractor=01112|locality=07|area=ISLAND|counties=THREE"]);
}

#[test]
fn drug_prices_of_a_quarter() {
    let file = "\"Payment Allowance Limits for Medicare Part B Drugs\",,,,,,,,,,\n\
                \"Effective October 1, 2025 through December 31, 2025\",,,,,,,,,,\n\
                \"Note 1: Payment limits are based on earlier sales.\",,,,,,,,,,\n\
                HCPCS Code,Short Description,HCPCS Code Dosage,Payment Limit,Co-insurance Percentage,Vaccine AWP%,Vaccine Limit,Blood AWP%,Blood limit,Clotting Factor,Notes\n\
                J9991,Made up drug,10 MG,\"1,234.567\",18.5,,,,,,\n\
                Q9992,Made up vaccine,0.5 ML,45.600,,95,45.600,,,,new\n";
    let found = text("October 2025 ASP Pricing File 090225.csv", file);
    assert_eq!(editions(&found), ["asp 2025-10 2025-10-01..2025-12-31 2"]);
    let on = date(2025, 12, 31);
    assert_eq!(
        rows_under(&found, Set::AspPrices, on, "J9991"),
        ["description=Made up drug|dosage=10 MG|payment_limit=1234.567|coinsurance_percent=18.500"]
    );
    assert_eq!(
        rows_under(&found, Set::AspPrices, on, "Q9992"),
        [
            "description=Made up vaccine|dosage=0.5 ML|payment_limit=45.600|vaccine_awp_percent=95.000|vaccine_limit=45.600|notes=new"
        ]
    );
}

#[test]
fn drug_codes_become_eleven_digits_and_lists_keep_apart() {
    let header = "_2025_CODE,Short Description,LABELER NAME,NDC2,Drug Name,HCPCS dosage,PKG SIZE,PKG QTY,BILLUNITS,BILLUNITSPKG\n";
    let title = "Effective October 1, 2025 through December 31, 2025,,,,,,,,,\n";
    let asp = format!("{title}{header}J9991,Made up,Our Labs,99999-0123-01,Madeupine,10 MG,2.5,1,4,4\n");
    let awp = format!(
        "{title}{header}J9993,Made up,Our Labs,99999-123-1,Madeupine,5 MG,2.5,1,0.25,0.25\n\
                       J9994,Made up,Our Labs,089122072412X,Device,1 ML,3,1,1,1\n"
    );
    let files = [("ASP NDC-HCPCS Crosswalk.csv", asp.as_bytes()), ("AWP NDC-HCPCS Crosswalk.csv", awp.as_bytes())];
    let found = imported(&files);
    assert_eq!(editions(&found), ["ndc-hcpcs 2025-10 2025-10-01..2025-12-31 3"]);
    let on = date(2025, 10, 1);
    assert_eq!(
        rows_under(&found, Set::NdcHcpcs, on, "99999012301"),
        [
            "list=ASP|hcpcs=J9991|ndc=99999-0123-01|description=Made up|labeler=Our Labs|drug=Madeupine|dosage=10 MG|\
             package_size=2.5000|package_quantity=1.0000|units=4.0000|units_per_package=4.0000",
            "list=AWP|hcpcs=J9993|ndc=99999-123-1|description=Made up|labeler=Our Labs|drug=Madeupine|dosage=5 MG|\
             package_size=2.5000|package_quantity=1.0000|units=0.2500|units_per_package=0.2500"
        ]
    );
    assert_eq!(rows_under(&found, Set::NdcHcpcs, on, "089122072412X").len(), 1, "no drug code: as published");
}

#[test]
fn telehealth_services() {
    let file = "LIST OF MEDICARE TELEHEALTH SERVICES FOR CY 2026,,,\n\
                Code,Short Descriptor,Status,Can Audio-only Interaction Meet the Requirements?\n\
                G9901,Made up visit,Permanent,Yes\nG9904,Made up test,Provisional,No\n";
    let found = text("telehealth.csv", file);
    assert_eq!(editions(&found), ["telehealth 2026 2026-01-01..2026-12-31 2"]);
    assert_eq!(
        rows_under(&found, Set::Telehealth, date(2026, 5, 1), "G9901"),
        ["description=Made up visit|status=Permanent|audio_only=Yes"]
    );
}

#[test]
fn providers_of_a_week() {
    let mut header: Vec<String> = [
        "NPI",
        "Entity Type Code",
        "Replacement NPI",
        "Provider Organization Name (Legal Business Name)",
        "Provider Last Name (Legal Name)",
        "Provider First Name",
        "Provider Credential Text",
        "Provider First Line Business Practice Location Address",
        "Provider Business Practice Location Address Country Code (If outside U.S.)",
        "Last Update Date",
        "NPI Deactivation Date",
    ]
    .map(str::to_owned)
    .to_vec();
    for number in 1..=15 {
        header.push(format!("Healthcare Provider Taxonomy Code_{number}"));
        header.push(format!("Healthcare Provider Primary Taxonomy Switch_{number}"));
    }
    let quoted = |cells: &[&str]| cells.iter().map(|cell| format!("\"{cell}\"")).collect::<Vec<_>>().join(",");
    let mut person =
        vec!["1234567893", "1", "", "", "SAMPLE", "ANN", "M.D.", "1 MAIN ST, SUITE 2", "US", "11/12/2025", ""];
    person.extend(["207Q00000X", "N", "208D00000X", "Y"]);
    person.resize(header.len(), "");
    let mut withdrawn = vec!["1245319599"];
    withdrawn.resize(header.len(), "");
    withdrawn[10] = "11/14/2025";
    let header: Vec<&str> = header.iter().map(String::as_str).collect();
    let file = [quoted(&header), quoted(&person), quoted(&withdrawn)].join("\n");
    let found = text("npidata_pfile_20251110-20251116.csv", &file);
    assert_eq!(editions(&found), ["npi 2025-11-16 2025-11-16..open 2"]);
    let row = |key| rows_under(&found, Set::Npi, date(2025, 11, 16), key);
    assert_eq!(
        row("1234567893"),
        [
            "entity=1|last_name=SAMPLE|first_name=ANN|credentials=M.D.|practice_line_1=1 MAIN ST, SUITE 2|practice_country=US|\
          taxonomies=207Q00000X 208D00000X|primary_taxonomy=208D00000X|updated=2025-11-12"
        ]
    );
    assert_eq!(row("1245319599"), ["deactivated=2025-11-14"]);
}

#[test]
fn coverage_documents_and_their_codes() {
    let files: [(&str, &[u8]); 8] = [
        (
            "lcd.csv",
            b"lcd_id,lcd_version,title,determination_number,orig_det_eff_date,ent_det_end_date,rev_eff_date,rev_end_date,indication,status,last_updated,date_retired\n\
              90001,12,\"Made up, local\",,2015-10-01 00:00:00,,2024-01-15 00:00:00,,\"<p>long\ntext</p>\",A,2024-01-10 08:00:00.123,\n\
              90002,1,Never,,2020-02-01 00:00:00,2020-01-01 00:00:00,,,,R,,\n",
        ),
        ("lcd_x_contractor.csv", b"lcd_id,lcd_version,contractor_id,contractor_type_id,contractor_version,last_updated\n90001,12,77,9,1,2024-01-10\n"),
        ("contractor.csv", b"contractor_id,contractor_type_id,contractor_version,contractor_bus_name,contractor_number\n77,9,1,Made Up Services,99102\n"),
        ("article.csv", b"article_id,article_version,article_type,title,article_pub_date,article_eff_date,article_end_date,description,status,last_updated,date_retired\n80001,3,6,Made up billing,2023-12-01,2024-01-15 00:00:00,,<p/>,A,2024-01-10,\n"),
        ("article_x_hcpc_code.csv", b"article_id,article_version,hcpc_code_id,hcpc_code_version,hcpc_code_group,range,last_updated,long_description,short_description\n80001,3,G9901,80,1,N,2024-01-10,Longer words,Made up visit\n"),
        ("article_x_icd10_covered.csv", b"article_id,article_version,icd10_code_id,icd10_code_version,icd10_covered_group,range,last_updated,sort_order,description,asterisk\n80001,3,E11.9,34,1,N,2024-01-10,1,Made up,*\n"),
        ("article_related_documents.csv", b"article_id,article_version,r_article_id,r_article_version,r_lcd_id,r_lcd_version,last_updated\n80001,3,,,90001,12,2024-01-10\n"),
        ("ncd_trkg.csv", b"NCD_id,NCD_vrsn_num,natl_cvrg_type,cvrg_lvl_cd,NCD_mnl_sect,NCD_mnl_sect_title,NCD_efctv_dt,NCD_impltn_dt,NCD_trmntn_dt,itm_srvc_desc,under_rvw\n1,3,True,2,310.1,Made up trials,2024-05-27 00:00:00,,,<p/>,False\n"),
    ];
    let found = imported(&files);
    assert_eq!(errors(&found), Vec::<String>::new());
    assert_eq!(
        editions(&found),
        [
            "mcd-lcd 2026-11 2026-11-23..open 3",
            "mcd-article 2026-11 2026-11-23..open 2",
            "mcd-ncd 2026-11 2026-11-23..open 1",
            "mcd-codes 2026-11 2026-11-23..open 2"
        ]
    );
    let never = found.flaws.iter().find(|flaw| flaw.message.contains("never in force")).unwrap();
    assert_eq!((never.file.as_str(), never.row), ("lcd.csv", 4));
    let row = |set, key| rows_under(&found, set, TODAY, key);
    assert_eq!(
        row(Set::McdLcd, "L90001"),
        [
            "table=lcd_x_contractor|version=12|updated=2024-01-10|contractor=C77|contractor_type=9|contractor_version=1",
            "table=lcd|version=12|title=Made up, local|status=A|effective=2015-10-01|revised=2024-01-15|updated=2024-01-10"
        ]
    );
    assert_eq!(
        row(Set::McdCodes, "E119"),
        ["table=article_x_icd10_covered|document=A80001|version=3|group=1|mark=*|description=Made up"]
    );
    assert_eq!(row(Set::McdCodes, "G9901")[0].split('|').nth(1), Some("document=A80001"));
    assert!(row(Set::McdArticle, "A80001").iter().any(|row| row.contains("related=L90001")));
    assert!(
        row(Set::McdNcd, "310.1")[0].starts_with("id=1|version=3|title=Made up trials|national=True|coverage_level=2|")
    );
}

#[test]
fn weights_of_a_fiscal_year_and_their_titles() {
    let file = "TABLE 5.-LIST OF MADE UP GROUPS FOR FY 2026\t\t\t\t\t\t\t\t\n\
                MS-DRG\tFY 2026 FINAL Post-Acute DRG\tFY 2026 FINAL Special Pay DRG\tMDC\tTYPE\tMS-DRG Title\tWeights\tGeometric mean LOS\tArithmetic mean LOS\n\
                1\tNo\tNo\tPRE\tSURG\tMADE UP TRANSPLANT\t26.1234\t28.9\t38.45\n\
                998\tNo\tNo\t**\t**\tMADE UP, NOT ONE\t0.0000\t0.0\t0.0\n\
                Note: made up.\t\t\t\t\t\t\t\t\n";
    let found = text("table5.txt", file);
    assert_eq!(
        editions(&found),
        ["msdrg FY2026 2025-10-01..2026-09-30 2", "msdrg-table5 FY2026 2025-10-01..2026-09-30 2"]
    );
    assert_eq!(
        rows_under(&found, Set::MsDrgWeights, date(2025, 10, 1), "001"),
        [
            "title=MADE UP TRANSPLANT|post_acute=No|special_pay=No|mdc=PRE|type=SURG|weight=26.1234|geometric_mean_days=28.9|\
          arithmetic_mean_days=38.5"
        ]
    );
    let rounded = &found.flaws[0];
    assert_eq!((rounded.kind, rounded.row, rounded.column), (FlawKind::Warning, 3, 9), "{rounded}");
    let images: Vec<Image<'_>> = found.editions.iter().map(|new| Image::from_bytes(&new.image).unwrap()).collect();
    let sets = CodeSets::new(&images);
    let groups = sets.codes(Set::MsDrg).unwrap();
    let found = groups.lookup(cleanclaim_codes::AnyCode::parse("998").unwrap(), date(2026, 1, 1));
    let cleanclaim_codes::Lookup::Billable(entry) = found else { panic!("{found:?}") };
    assert_eq!(entry.title(), Some("MADE UP, NOT ONE"));
}

#[test]
fn outpatient_tables_join_rows_that_go_on_and_skip_notes() {
    let file = "\tADDENDUM D1.- OPPS PAYMENT STATUS INDICATORS FOR CY 2025\t\r\n\
                Status Indicator\tItem/Code/Service\tOPPS Payment Status\r\n\
                A\tServices elsewhere:\tNot paid here.\r\n\
                \t-  Rides\t\r\n\
                \t\tSubject to nothing.\r\n\
                E1 \tThings\tNever.\r\n\
                \t\"* Note -- made up.\"\t\r\n";
    let found = text("d1.txt", file);
    assert_eq!(editions(&found), ["opps-d1 2025 2025-01-01..2025-12-31 2"]);
    let row = |key| rows_under(&found, Set::OppsAddendumD1, date(2025, 1, 1), key);
    assert_eq!(row("A"), ["item=Services elsewhere:\n-  Rides|payment=Not paid here.\nSubject to nothing."]);
    assert_eq!(row("E1"), ["item=Things|payment=Never."]);
}

#[test]
fn the_same_table_twice_is_read_once() {
    let files = [("a.csv", RELATIVE_VALUES.as_bytes()), ("b.csv", RELATIVE_VALUES.as_bytes())];
    let found = imported(&files);
    assert_eq!(editions(&found), ["mpfs 2025-10 2025-10-01..2025-12-31 2"]);
    assert_eq!(found.members[1].note.as_deref(), Some("the same table as a.csv"));
}

#[test]
fn a_header_without_rows_is_no_copy_of_the_table() {
    let header = RELATIVE_VALUES.split_inclusive("\r\n").take(7).collect::<String>();
    let found = imported(&[("header_only.csv", header.as_bytes()), ("values.csv", RELATIVE_VALUES.as_bytes())]);
    assert_eq!(editions(&found), ["mpfs 2025-10 2025-10-01..2025-12-31 2"]);
    assert_eq!(found.members[0].note.as_deref(), Some("a header without rows: nothing to import"));
    assert_eq!(found.members[1].rows, 2);
}

#[test]
fn percentages_of_workbooks_are_fractions() {
    let table = |offset: &str| {
        format!(
            "HCPCS\tShort Descriptor\tSI\tAPC\tFinal CY 2025 APC Payment Rate\tDevice Offset Percentage\tDevice Offset Amount\n\
             G9901\tMade up\tJ1\t5114\t\"$7,143.73\"\t{offset}\t\"$2,418.87\"\n"
        )
    };
    for offset in ["33.86%", "0.3386"] {
        let found = text("2025 offsets.txt", &table(offset));
        assert_eq!(
            rows_under(&found, Set::OppsOther, date(2025, 1, 1), "G9901"),
            [
                "addendum=P offsets|description=Made up|status=J1|apc=5114|payment_rate=7143.730|offset_percent=33.86|offset_amount=2418.87"
            ]
        );
    }
}
