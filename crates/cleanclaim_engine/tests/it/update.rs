//! `codes update` against a publisher on the loopback: what comes whole is taken, whatever else comes changes nothing.

use std::fmt::Write as _;

use cleanclaim_codes::{AnyCode, CodeSets, Image, Lookup, Set};
use cleanclaim_engine::reference::{
    Consent, DataFolder, DownloadError, ImportOptions, Publishers, UpdateOutcome, update,
};
use jiff::civil::{Date, date};

use crate::publisher::{Page, Publisher};

const TODAY: Date = date(2026, 11, 23);

/// An ICD-10-CM order file of a fiscal year with so many codes.
fn order_file(codes: usize) -> Vec<u8> {
    let mut text = String::new();
    let mut line = |number: usize, code: &str, billable: u8, title: &str| {
        let _ = writeln!(text, "{number:05} {code:<7} {billable} {title:<60} {title}");
    };
    line(1, "A00", 0, "A made-up category");
    for number in 0..codes {
        line(number + 2, &format!("A00{number}"), 1, &format!("Made-up illness number {number}"));
    }
    text.into_bytes()
}

struct House {
    publisher: Publisher,
    folder: DataFolder,
    _disk: tempfile::TempDir,
}

impl House {
    fn new() -> Self {
        let disk = tempfile::tempdir().unwrap();
        Self { publisher: Publisher::start(), folder: DataFolder::at(disk.path()), _disk: disk }
    }

    fn update_with(&self, accept: &str, consent: Consent) -> UpdateOutcome {
        let text = format!(
            "[[publication]]\nname = \"icd10cm\"\ntitle = \"codes\"\npublisher = \"nobody\"\nsets = [\"icd10cm\"]\n\
             rhythm = \"fiscal-year\"\naddresses = [\"{}/icd10cm-order-{{fy}}.txt\"]\nlicence = \"none\"\n{accept}",
            self.publisher.base
        );
        let publishers = Publishers::parse("test.toml", &text).unwrap();
        let known = CodeSets::new(&[]);
        let options = ImportOptions::on(TODAY);
        let asked = &mut |_: &_| consent;
        update(&self.folder, &known, &publishers.publications[0], &options, asked, &mut |_| {}).unwrap()
    }

    fn update(&self) -> UpdateOutcome {
        self.update_with("", Consent::Refused)
    }

    fn editions(&self) -> Vec<String> {
        self.folder.images().unwrap().into_iter().map(|image| image.edition).collect()
    }

    fn is_billable(&self, code: &str, on: Date) -> bool {
        let images: Vec<Image<'_>> = self.folder.images().unwrap().iter().map(|image| image.open().unwrap()).collect();
        let sets = CodeSets::new(&images);
        let table = sets.codes(Set::Icd10Cm).unwrap();
        matches!(table.lookup(AnyCode::parse(code).unwrap(), on), Lookup::Billable(_))
    }
}

#[test]
fn the_newest_edition_that_is_there_is_taken() {
    let house = House::new();
    house.publisher.put("/icd10cm-order-2027.txt", Page::Redirect("/moved/icd10cm-order-2027.txt".to_owned()));
    house.publisher.put("/moved/icd10cm-order-2027.txt", Page::File(order_file(9)));
    house.publisher.put("/icd10cm-order-2026.txt", Page::File(order_file(5)));
    let UpdateOutcome::Imported { report, file, .. } = house.update() else { panic!("not imported") };
    assert!(report.is_clean(), "{:?}", report.flaws);
    assert_eq!((report.taken.len(), report.taken[0].rows, file.resumed_from), (1, 10, 0));
    assert_eq!(report.taken[0].from, date(2026, 10, 1));
    // The edition of 2028 was asked for first; the one of 2026 was not needed.
    assert_eq!(
        house.publisher.asked(),
        ["/icd10cm-order-2028.txt", "/icd10cm-order-2027.txt", "/moved/icd10cm-order-2027.txt"]
    );
    assert_eq!(house.editions(), ["FY2027"]);
    assert!(house.is_billable("A008", TODAY) && !house.is_billable("A009", TODAY));
    assert!(!file.path.exists(), "what was imported is not kept twice");
}

#[test]
fn a_transfer_that_is_cut_off_goes_on_where_it_stopped() {
    let house = House::new();
    let whole = order_file(9);
    let half = whole.len() / 2 + 1;
    house.publisher.put("/icd10cm-order-2027.txt", Page::CutOff(whole, half));
    let UpdateOutcome::Imported { report, .. } = house.update() else { panic!("not imported") };
    assert_eq!(report.taken[0].rows, 10);
    assert_eq!(
        house.publisher.asked()[1..],
        ["/icd10cm-order-2027.txt".to_owned(), format!("/icd10cm-order-2027.txt from {half}")]
    );
}

#[test]
fn what_an_earlier_run_left_is_gone_on_with_unless_the_file_changed() {
    let house = House::new();
    let whole = order_file(9);
    house.publisher.put("/icd10cm-order-2027.txt", Page::CutOff(whole.clone(), 10));
    let UpdateOutcome::Failed(DownloadError::CutOff { got, expected, .. }) = house.update() else {
        panic!("not cut off")
    };
    assert_eq!((got, expected), (40, whole.len() as u64));
    assert!(house.editions().is_empty(), "half a file is no edition");
    house.publisher.put("/icd10cm-order-2027.txt", Page::File(whole));
    let UpdateOutcome::Imported { file, report, .. } = house.update() else { panic!("not imported") };
    assert_eq!((file.resumed_from, report.taken[0].rows), (40, 10));
}

#[test]
fn a_server_without_ranges_that_cuts_off_is_given_up() {
    let house = House::new();
    house.publisher.put("/icd10cm-order-2027.txt", Page::CutOffAlways(order_file(9), 100));
    let UpdateOutcome::Failed(error) = house.update() else { panic!("not given up") };
    assert!(matches!(error, DownloadError::CutOff { got: 100, .. }), "{error}");
    assert!(house.editions().is_empty());
}

#[test]
fn other_answers_leave_the_edition_in_force() {
    let house = House::new();
    house.publisher.put("/icd10cm-order-2026.txt", Page::File(order_file(5)));
    assert!(house.update().is_success());
    for (page, expected) in [
        (Page::Html("<html>Please accept</html>"), "a web page came instead of the file"),
        (Page::Status(500), "answered with status 500"),
    ] {
        house.publisher.put("/icd10cm-order-2027.txt", page);
        let UpdateOutcome::Failed(error) = house.update() else { panic!("{expected}: not a failure") };
        assert!(error.to_string().contains(expected), "{error}");
        assert!(error.to_string().contains("/icd10cm-order-2027.txt"), "{error}");
    }
    for wrong in [&b"PK\x03\x04 no zip file"[..], b"00001 A00     7 A line without a billable flag\n"] {
        house.publisher.put("/icd10cm-order-2027.txt", Page::File(wrong.to_vec()));
        let outcome = house.update();
        let UpdateOutcome::Imported { report, file, .. } = &outcome else { panic!("not read: {outcome:?}") };
        assert!(!outcome.is_success() && report.taken.is_empty() && file.path.exists());
    }
    assert_eq!(house.editions(), ["FY2026"]);
    assert!(house.is_billable("A004", date(2026, 1, 1)));
}

#[test]
fn a_publisher_that_has_nothing_is_told_with_what_was_asked() {
    let house = House::new();
    let UpdateOutcome::NothingFound { asked } = house.update() else { panic!("found something") };
    assert_eq!(asked.len(), 6);
    assert!(asked[0].ends_with("/icd10cm-order-2028.txt"), "{asked:?}");
}

#[test]
fn a_licence_must_be_accepted_before_anything_is_fetched() {
    let house = House::new();
    house.publisher.put("/icd10cm-order-2027.txt", Page::File(order_file(3)));
    let accept = "accept = \"the licence page\"\n";
    let outcome = house.update_with(accept, Consent::Refused);
    assert!(matches!(&outcome, UpdateOutcome::LicenceNotAccepted { licence } if licence == "the licence page"));
    assert!(house.publisher.asked().is_empty());
    assert!(house.update_with(accept, Consent::Given).is_success());
}
