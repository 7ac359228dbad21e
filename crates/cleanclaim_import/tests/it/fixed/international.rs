use cleanclaim_codes::Set;
use jiff::civil::date;

use super::{check_broken, counts, editions, errors, imported, published, shown, with_sets};

const GERMAN: &str = "\
3;N;X;01;A00;A00.-;A00;A00;Seuche;Seuche;;;V;V;1-002;2-001;3-003;4-002;001;9;9;999;9999;999;9999;9;J;J;J;J\r
4;T;X;01;A00;A00.0;A00.0;A000;Seuche durch Erreger ä;Seuche;Seuche durch Erreger ä;;P;P;1-002;2-001;3-003;4-002;001;9;9;999;9999;999;9999;9;J;J;J;J\r
5;T;S;19;S00;S00.01;S00.01;S0001;Wunde am Kopf;Wunde;;Wunde am Kopf;P;P;1-002;2-001;3-003;4-002;001;9;9;999;9999;999;9999;9;N;J;N;N\r
";

#[test]
fn the_german_text_files() {
    let chapters = ("Klassifikationsdateien/icd10gm2017syst_kapitel.txt", b"01;Ansteckendes\r\n".as_slice());
    with_sets(&[("icd10gm2017syst_kodes.txt", GERMAN.as_bytes()), chapters], |imported, sets| {
        assert_eq!(editions(imported), ["icd10gm 2017 2017-01-01..2017-12-31 3"]);
        assert_eq!(imported.members[1].kind, Some("ICD-10-GM chapters, groups and lists for statistics"));
        let on = date(2017, 6, 1);
        assert_eq!(shown(sets, Set::Icd10Gm, "A00", on), "header 2017-01-01..2017-12-31 Seuche");
        assert_eq!(shown(sets, Set::Icd10Gm, "A00.0", on), "billable 2017-01-01..2017-12-31 Seuche durch Erreger ä");
        assert_eq!(shown(sets, Set::Icd10Gm, "A00.0", date(2018, 1, 1)), "not checked");
    });
    check_broken(
        "icd10gm2017syst_kodes.txt",
        &GERMAN.replace(";A000;", ";A0O0;").replace("5;T;S", "4;T;S").replace("3;N;X", "3;U;X"),
        &[
            "icd10gm2017syst_kodes.txt, row 1, column 2: found \"U\", expected T or N",
            "icd10gm2017syst_kodes.txt, row 2, column 8: found \"A0O0\", expected a letter and two to four digits",
            "icd10gm2017syst_kodes.txt, row 3, column 1: found level \"4\" of \"S0001\", expected its number of characters",
        ],
    );
    check_broken(
        "icd10gm2017syst_kodes.txt",
        &GERMAN.replace(";9;J;J;J;J", ";9;J;J;J"),
        &[
            "icd10gm2017syst_kodes.txt, row 1, column 30: found 29 fields, expected 30 or 28",
            "icd10gm2017syst_kodes.txt, row 2, column 30: found 29 fields, expected 30 or 28",
        ],
    );
}

#[test]
fn the_published_german_files() {
    let Some(bytes) = published("intl/x1gmt2017.zip") else { return };
    with_sets(&[("x1gmt2017.zip", &bytes)], |imported, sets| {
        assert_eq!(editions(imported), ["icd10gm 2017 2017-01-01..2017-12-31 15930"]);
        assert_eq!(imported.flaws, []);
        // Lines with T and N in the second field, counted with another program.
        assert_eq!(counts(sets, Set::Icd10Gm), (13_574, 2_356));
        let on = date(2017, 6, 1);
        assert_eq!(shown(sets, Set::Icd10Gm, "A02.1", on), "billable 2017-01-01..2017-12-31 Salmonellensepsis");
        assert_eq!(
            shown(sets, Set::Icd10Gm, "A04", on),
            "header 2017-01-01..2017-12-31 Sonstige bakterielle Darminfektionen"
        );
        let codes = sets.codes(Set::Icd10Gm).unwrap();
        let child = codes.index_of(cleanclaim_codes::AnyCode::parse("A02.1").unwrap()).unwrap();
        assert_eq!(codes.entry_at(codes.parent(child).unwrap()).unwrap().code.as_str(), "A02");
    });
}

/// A classification of three categories in ClaML.
fn claml(name: &str, version: &str, words: &str) -> String {
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE ClaML SYSTEM "ClaML.dtd">
<ClaML version="2.0.0">
  <Meta name="lang" value="en"/>
  <Identifier authority="X" uid="1.2.3"/>
  <Title name="{name}" version="{version}" date="2020-09-18">{words}</Title>
  <ClassKinds><ClassKind name="category"/></ClassKinds>
  <Modifier code="S00_4"><SubClass code="0"/></Modifier>
  <ModifierClass modifier="S00_4" code="0">
    <SuperClass code="S00_4"/>
    <Rubric kind="preferred"><Label>of a kind</Label></Rubric>
  </ModifierClass>
  <Class code="I" kind="chapter"><SubClass code="A00-A09"/><Rubric kind="preferred"><Label>One</Label></Rubric></Class>
  <Class code="A00-A09" kind="block"><SuperClass code="I"/><SubClass code="A00"/></Class>
  <Class code="A00" kind="category">
    <SuperClass code="A00-A09"/>
    <SubClass code="A00.0"/>
    <Rubric kind="preferred"><Label xml:lang="en">Plague &amp; <Term class="italics">more</Term></Label></Rubric>
    <Rubric kind="exclusion"><Label>fever <Reference>R50</Reference></Label></Rubric>
  </Class>
  <Class code="A00.0" kind="category" usage="dagger">
    <SuperClass code="A00"/>
    <Rubric kind="preferred"><Label>Plague
      of one kind</Label></Rubric>
    <Rubric kind="preferredLong"><Label>not this</Label></Rubric>
  </Class>
  <Class code="S00" kind="category">
    <SuperClass code="S00-S09"/>
    <ModifiedBy code="S00_4"/>
    <Rubric kind="preferred"><Label>Wound</Label></Rubric>
  </Class>
</ClaML>
"#
    )
}

#[test]
fn classifications_in_claml() {
    for (name, version, words, set, days) in [
        ("ICD-10-GM", "2021", "ICD-10-GM Version 2021", Set::Icd10Gm, "2021-01-01..2021-12-31"),
        ("CIM-10-FR 2021", "2021.1", "CIM-10-FR", Set::Cim10Fr, "2021-01-01..2021-12-31"),
        (
            "ICD-10-EN-2016",
            "May 01 2016",
            "International Statistical Classification",
            Set::Icd10Who,
            "2016-01-01..open",
        ),
    ] {
        let text = claml(name, version, words);
        with_sets(&[("classification.xml", text.as_bytes())], |imported, sets| {
            assert_eq!(editions(imported), [format!("{} {} {days} 3", set.name(), &days[..4])]);
            let on = if set == Set::Icd10Who { date(2020, 1, 1) } else { date(2021, 3, 1) };
            assert_eq!(shown(sets, set, "A00", on), format!("header {days} Plague & more"));
            assert_eq!(shown(sets, set, "A00.0", on), format!("billable {days} Plague of one kind"));
            assert_eq!(shown(sets, set, "S00", on), format!("header {days} Wound"));
            let warnings: Vec<String> = imported.flaws.iter().map(ToString::to_string).collect();
            let expected = "classification.xml: modifiers divide 1 categories further: those codes are not in the set";
            assert_eq!(warnings, [expected]);
        });
    }
}

#[test]
fn claml_that_is_wrong() {
    let good = claml("ICD-10-GM", "2021", "ICD-10-GM");
    check_broken(
        "c.xml",
        &good.replace("code=\"A00.0\" kind", "code=\"A00-0\" kind").replace("<Label>Wound</Label>", "<Label> </Label>"),
        &[
            "c.xml, row 21, column 3: found the category \"A00-0\", expected a code of up to eight characters",
            "c.xml, row 27, column 3: S00 has no preferred rubric",
        ],
    );
    check_broken(
        "c.xml",
        &good.replace("code=\"S00\" kind", "code=\"A00\" kind"),
        &["c.xml, row 27, column 3: A00 is defined again"],
    );
    for (text, expected) in [
        (
            good.replace("version=\"2.0.0\"", "version=\"3.0\""),
            "c.xml, row 3, column 1: expected the root element ClaML of version 2",
        ),
        (good.replace("</ClaML>\n", ""), "c.xml, row 32, column 1: the file ends inside an element"),
        (good.replace("&amp;", "&nbsp;"), "c.xml, row 18, column 58: an entity that XML does not define"),
        (
            good.replace("ICD-10-GM", "OPS"),
            "c.xml: found the title \"OPS 2021 OPS\", expected ICD-10, ICD-10-GM or CIM-10-FR",
        ),
    ] {
        let found = imported(&[("c.xml", text.as_bytes())]);
        assert_eq!(errors(&found), [expected]);
        assert!(found.editions.is_empty());
    }
}
