use cleanclaim_codes::{Lookup, MceFlags, Set};
use cleanclaim_model::{Icd10Pcs, PlaceOfService, Rarc};
use jiff::civil::date;

use crate::sets;

#[test]
fn procedures_by_date() {
    let sets = sets();
    let look = |text: &str, on| sets.icd10pcs().lookup(Icd10Pcs::parse(text).unwrap(), on);
    let on = date(2026, 1, 1);
    let appendix = look("0DTJ4ZZ", on).valid().unwrap();
    assert_eq!(appendix.title(), Some("Resection of Appendix, Percutaneous Endoscopic Approach"));
    assert!(look("10D00Z0", on).valid().unwrap().flags.contains(MceFlags::CESAREAN));
    assert!(look("5A1955Z", on).valid().unwrap().flags.contains(MceFlags::LENGTH_OF_STAY));
    assert!(matches!(look("0DTJ4ZX", on), Lookup::Unknown));
    assert!(matches!(look("XW033F3", date(2017, 9, 30)), Lookup::OtherDates(_)));
}

#[test]
fn places_of_service_by_date() {
    let sets = sets();
    let look = |text: &str, on| sets.place_of_service().lookup(PlaceOfService::parse(text).unwrap(), on);
    assert_eq!(look("11", date(2026, 1, 1)).valid().unwrap().title(), Some("Office"));
    assert!(look("10", date(2022, 1, 1)).is_billable());
    assert!(matches!(look("10", date(2021, 12, 31)), Lookup::OtherDates(_)));
    assert!(matches!(look("28", date(2026, 1, 1)), Lookup::Unknown));
}

#[test]
fn remark_codes_say_how_old_the_list_is() {
    let sets = sets();
    let on = date(2026, 1, 1);
    let look = |text: &str| sets.rarc().lookup(Rarc::parse(text).unwrap(), on);
    assert!(look("MA130").is_billable() && look("N1").is_billable() && look("N734").is_billable());
    assert!(matches!(look("N735"), Lookup::Unknown));
    assert_eq!(sets.edition_on(Set::Rarc, on).unwrap().edition, "2014-11-01");
}
