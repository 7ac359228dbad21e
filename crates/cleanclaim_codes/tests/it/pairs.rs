use std::collections::BTreeMap;

use cleanclaim_codes::{
    AnyCode, BuildError, Builder, CodeSets, EitherAnswer, Image, ModifierIndicator, PairAnswer, PairEdit, PairRow, Set,
    fuzzing,
};
use jiff::civil::{Date, date};
use proptest::prelude::*;

const SET: Set = Set::PtpPractitioner;
const IN_FORCE: (Date, Option<Date>) = (date(2024, 4, 1), Some(date(2024, 6, 30)));

fn code(text: &str) -> AnyCode {
    AnyCode::parse(text).unwrap()
}

fn row<'t>(column_one: &'t str, column_two: &'t str, from: Date, to: Option<Date>, digit: u8) -> PairRow<'t> {
    let modifier = ModifierIndicator::from_digit(digit).unwrap();
    PairRow { column_one, column_two, from, to, modifier, rationale: "More extensive procedure", before_1996: false }
}

fn image(rows: &[PairRow<'_>]) -> Result<Vec<u8>, BuildError> {
    let mut builder = Builder::new();
    builder.edition(SET, "2024-04", IN_FORCE.0, IN_FORCE.1);
    for row in rows {
        builder.pairs(SET, "2024-04").row(*row);
    }
    builder.finish()
}

#[test]
fn an_edit_counts_from_its_effective_date_to_its_deletion_date_and_a_tombstone_never() {
    let rows = [
        row("A0001", "A0002", date(1996, 1, 1), Some(date(2019, 12, 31)), 0),
        row("A0001", "A0002", date(2020, 10, 1), None, 1),
        row("A0001", "A0003", date(2013, 1, 1), Some(date(2013, 1, 1)), 9),
        row("A0003", "A0001", date(2015, 1, 1), None, 1),
    ];
    let bytes = image(&rows).unwrap();
    let sets = CodeSets::new(&[Image::from_bytes(&bytes).unwrap()]);
    let table = sets.pairs(SET, date(2024, 5, 1)).unwrap();
    let modifier = |a, b, on| match table.pair(code(a), code(b), on) {
        PairAnswer::Edit(edit) => Some(edit.modifier),
        PairAnswer::NoEdit => None,
        PairAnswer::NoEdition => panic!("not checked on {on}"),
    };
    assert_eq!(modifier("A0001", "A0002", date(2019, 12, 31)), Some(ModifierIndicator::NotAllowed));
    assert_eq!(modifier("A0001", "A0002", date(2020, 1, 1)), None);
    assert_eq!(modifier("A0001", "A0002", date(2020, 9, 30)), None);
    assert_eq!(modifier("A0001", "A0002", date(2020, 10, 1)), Some(ModifierIndicator::Allowed));
    assert_eq!(modifier("A0002", "A0001", date(2024, 5, 1)), None, "the other order is another pair");
    assert_eq!(modifier("A0001", "A0003", date(2013, 1, 1)), None, "deleted as if it had never been");
    assert_eq!(modifier("A0001", "A0009", date(2024, 5, 1)), None);
    assert_eq!(modifier("A0009", "A0001", date(2024, 5, 1)), None);
    assert_eq!(table.pair(code("A0001"), code("A0002"), date(2024, 7, 1)), PairAnswer::NoEdition);
    assert_eq!(table.pair(code("A0001"), code("A0002"), date(1995, 12, 31)), PairAnswer::NoEdition);
    assert_eq!(table.history(code("A0001"), code("A0002")).count(), 2);
    let tombstone = table.history(code("A0001"), code("A0003")).next().unwrap();
    assert_eq!((tombstone.modifier, tombstone.to), (ModifierIndicator::NotApplicable, Some(date(2013, 1, 1))));
    let either = |a, b| match table.either(code(a), code(b), date(2024, 5, 1)) {
        EitherAnswer::Edit { column_one, column_two, .. } => format!("{column_one}/{column_two}"),
        other => format!("{other:?}"),
    };
    assert_eq!((either("A0001", "A0003"), either("A0003", "A0001")), ("A0003/A0001".into(), "A0003/A0001".into()));
    assert_eq!(either("A0002", "A0003"), "NoEdit");
    assert_eq!((table.len(), table.edition().rows), (3, 4));
    let all: Vec<String> = table.iter().map(|pair| format!("{}/{}", pair.column_one, pair.column_two)).collect();
    assert_eq!(all, ["A0001/A0002", "A0001/A0003", "A0003/A0001"]);
    assert_eq!(table.under(code("A0001")).count(), 2);
    let against: Vec<AnyCode> = table.against(code("A0001")).map(|pair| pair.column_one).collect();
    assert_eq!(against, [code("A0003")]);
}

#[test]
fn rows_in_force_at_once_answer_by_their_latest_first_day_then_by_their_earliest_end() {
    let rows = [
        row("A0001", "A0002", date(1996, 1, 1), None, 1),
        row("A0001", "A0002", date(1996, 1, 1), Some(date(2019, 12, 31)), 0),
        row("A0001", "A0002", date(2001, 1, 1), Some(date(2001, 3, 31)), 1),
    ];
    let mut answers = Vec::new();
    for order in [[0, 1, 2], [2, 1, 0], [1, 2, 0]] {
        let bytes = image(&order.map(|at| rows[at])).unwrap();
        let sets = CodeSets::new(&[Image::from_bytes(&bytes).unwrap()]);
        let table = sets.pairs(SET, date(2024, 5, 1)).unwrap();
        for on in [date(2000, 1, 1), date(2001, 2, 1), date(2020, 1, 1)] {
            let PairAnswer::Edit(edit) = table.pair(code("A0001"), code("A0002"), on) else {
                panic!("no edit on {on}")
            };
            answers.push((edit.from.year(), edit.to.map(Date::year)));
        }
        assert_eq!(bytes, image(&rows).unwrap(), "the order of rows does not matter");
    }
    assert_eq!(answers, [(1996, Some(2019)), (2001, Some(2001)), (1996, None)].repeat(3));
}

#[test]
fn an_edition_answers_for_its_days_a_later_one_for_the_days_before_and_none_for_the_days_after() {
    let mut images = Vec::new();
    for (name, from, to) in
        [("2024-04", date(2024, 4, 1), date(2024, 6, 30)), ("2024-07", date(2024, 7, 1), date(2024, 9, 30))]
    {
        let mut builder = Builder::new();
        builder.edition(SET, name, from, Some(to));
        builder.pairs(SET, name).row(row("A0001", "A0002", date(2010, 1, 1), None, 1));
        images.push(builder.finish().unwrap());
    }
    let images: Vec<Image<'_>> = images.iter().map(|bytes| Image::from_bytes(bytes).unwrap()).collect();
    let sets = CodeSets::new(&images);
    let name = |on| sets.pairs(SET, on).map(|table| table.edition().edition.to_owned());
    assert_eq!(name(date(2024, 5, 1)).as_deref(), Some("2024-04"));
    assert_eq!(name(date(2024, 7, 1)).as_deref(), Some("2024-07"));
    assert_eq!(name(date(2018, 7, 1)).as_deref(), Some("2024-04"), "its history");
    assert_eq!((name(date(2024, 10, 1)), name(date(2009, 12, 31))), (None, None));
    assert!(sets.pairs(Set::PtpHospital, date(2024, 5, 1)).is_none());
    assert_eq!(sets.pair_editions(SET).count(), 2);
}

#[test]
fn rows_that_cannot_be_are_refused() {
    let error = |row: PairRow<'_>| image(&[row]).unwrap_err();
    let from = date(2020, 1, 1);
    assert!(matches!(error(row("a0001", "A0002", from, None, 1)), BuildError::Code { text, .. } if text == "a0001"));
    assert!(matches!(error(row("A0001", "", from, None, 1)), BuildError::Code { .. }));
    assert!(matches!(error(row("A0001", "A0002", from, Some(date(2019, 1, 1)), 1)), BuildError::Dates { .. }));
    let many: Vec<PairRow<'_>> =
        (0..300).map(|at| row("A0001", "A0002", from.saturating_add(jiff::Span::new().days(at)), None, 1)).collect();
    assert_eq!(image(&many).unwrap_err().to_string(), "A0001 with A0002 of ptp-practitioner: more than 256 rows");
    assert_eq!(image(&many[..256]).map(|_| ()), Ok(()));
    let mut builder = Builder::new();
    builder.pairs(SET, "x").row(many[0]);
    assert_eq!(builder.finish().unwrap_err().to_string(), "ptp-practitioner has no edition \"x\"");
}

#[test]
fn more_codes_than_two_bytes_count() {
    let names: Vec<String> = (0..70_000).map(|number| format!("A{number:06}")).collect();
    let rows: Vec<PairRow<'_>> = names.windows(2).map(|n| row(&n[0], &n[1], date(2020, 1, 1), None, 1)).collect();
    let bytes = image(&rows).unwrap();
    let sets = CodeSets::new(&[Image::from_bytes(&bytes).unwrap()]);
    let table = sets.pairs(SET, date(2024, 5, 1)).unwrap();
    assert_eq!(table.len(), 69_999);
    for at in (0..69_999).step_by(997) {
        let (a, b) = (code(&names[at]), code(&names[at + 1]));
        assert!(matches!(table.pair(a, b, date(2024, 5, 1)), PairAnswer::Edit(_)), "{a} {b}");
        assert_eq!(table.pair(b, a, date(2024, 5, 1)), PairAnswer::NoEdit);
    }
}

/// Numbers that are the same every time.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % end
    }
}

/// The first day of a quarter, counted from 1996.
fn quarter(number: usize) -> Date {
    Date::new(1996 + i16::try_from(number / 4).unwrap(), i8::try_from(number % 4 * 3 + 1).unwrap(), 1).unwrap()
}

type Rows = BTreeMap<(usize, usize), Vec<(Date, Option<Date>, u8, usize)>>;

/// 200,000 pairs whose edits begin in sixty quarters. `spread`: every pair with days of its own, as no publisher has them;
/// otherwise an edit begins with the younger code and ends with the code that ends first, or, one in fifty, on its own.
fn many_pairs(spread: bool) -> Rows {
    let mut numbers = Numbers(7);
    let mut rows = Rows::new();
    let born: Vec<usize> = (0..1_000).map(|at| if at % 3 == 0 { numbers.below(60) } else { 0 }).collect();
    let dead: Vec<usize> = (0..1_000).map(|at| if at % 5 == 0 { 60 + numbers.below(12) } else { 999 }).collect();
    while rows.len() < 200_000 {
        let (a, b) = (numbers.below(1_000), numbers.below(1_000));
        let of_codes = (born[a].max(born[b]), dead[a].min(dead[b]));
        let (first, end) = match numbers.below(50) {
            _ if spread => (numbers.below(60), 60 + numbers.below(50)),
            0 => (of_codes.0, 60 + numbers.below(12)),
            _ => of_codes,
        };
        let rationale = if spread { numbers.below(12) } else { a % 5 + b % 2 };
        let digit = [1, 1, 0, 1, 9, 1, 0, 1][if spread { numbers.below(8) } else { a % 8 }];
        let from = quarter(first);
        let end = (end < 999).then(|| quarter(end).yesterday().unwrap());
        let spans = rows.entry((a, b)).or_default();
        let touches = spans.last().is_some_and(|(_, to, ..)| to.is_none_or(|to| from <= to));
        if !touches {
            spans.push((from, end, digit, rationale));
        }
    }
    rows
}

fn check_against(rows: &Rows, bytes_per_pair_max: f64) {
    let names: Vec<String> = (0..1_000).map(|number| format!("A{number:04}")).collect();
    let rationales: Vec<String> = (0..12).map(|number| format!("rationale {number}")).collect();
    let mut builder = Builder::new();
    builder.edition(SET, "x", date(2024, 4, 1), None);
    let pairs = builder.pairs(SET, "x");
    for ((a, b), spans) in rows {
        for (from, to, digit, rationale) in spans {
            let rationale = rationales[*rationale].as_str();
            pairs.row(PairRow { rationale, ..row(&names[*a], &names[*b], *from, *to, *digit) });
        }
    }
    let bytes = builder.finish().unwrap();
    let sets = CodeSets::new(&[Image::from_bytes(&bytes).unwrap()]);
    let table = sets.pairs(SET, date(2024, 5, 1)).unwrap();
    assert_eq!(table.len(), rows.len());
    let per_pair = bytes.len() as f64 / rows.len() as f64;
    eprintln!("{per_pair:.2} bytes a pair");
    assert!(per_pair <= bytes_per_pair_max, "{per_pair:.2} bytes a pair");
    let mut numbers = Numbers(11);
    let keys: Vec<_> = rows.keys().collect();
    for at in 0..10_000 {
        let (a, b) =
            if at % 2 == 0 { *keys[numbers.below(keys.len())] } else { (numbers.below(1_000), numbers.below(1_000)) };
        let on = quarter(numbers.below(120));
        let spans = rows.get(&(a, b)).map_or(&[][..], Vec::as_slice);
        let expected = spans
            .iter()
            .find(|(from, to, digit, _)| *digit != 9 && *from <= on && to.is_none_or(|to| on <= to))
            .map(|(from, to, digit, rationale)| (*from, *to, *digit, rationales[*rationale].as_str()));
        let found = match table.pair(code(&names[a]), code(&names[b]), on) {
            PairAnswer::Edit(PairEdit { from, to, modifier, rationale, before_1996: false }) => {
                Some((from, to, modifier.digit(), rationale.unwrap()))
            }
            PairAnswer::NoEdit => None,
            other => panic!("{other:?}"),
        };
        assert_eq!(found, expected, "{a} {b} {on}");
    }
}

#[test]
fn many_dates_cost_three_bytes_a_pair_at_most() {
    check_against(&many_pairs(false), 3.0);
}

#[test]
fn dates_without_any_order_cost_more_and_answer_the_same() {
    check_against(&many_pairs(true), 8.0);
}

proptest! {
    #[test]
    fn what_was_written_is_read(rows in proptest::collection::vec((0..9_usize, 0..9_usize, 0..30_usize, 0..9_usize, 0..3_usize), 0..80)) {
        let names: Vec<String> = (0..9).map(|number| format!("Q000{number}")).collect();
        let rows: Vec<PairRow<'_>> = rows.iter().map(|(a, b, from, quarters, digit)| {
            let to = (*quarters < 8).then(|| quarter(from + quarters + 1).yesterday().unwrap());
            PairRow { before_1996: from % 7 == 0, ..row(&names[*a], &names[*b], quarter(*from), to, [0, 1, 9][*digit]) }
        }).collect();
        let bytes = image(&rows).unwrap();
        let sets = CodeSets::new(&[Image::from_bytes(&bytes).unwrap()]);
        let table = sets.pair_editions(SET).next().unwrap();
        let mut expected: Vec<_> = rows.iter().map(|row| {
            let to = row.to.unwrap_or(Date::MAX);
            (row.column_one.to_owned(), row.column_two.to_owned(), row.from, to, row.modifier, row.before_1996)
        }).collect();
        expected.sort_unstable();
        expected.dedup();
        let found: Vec<_> = table.iter().flat_map(|pair| {
            let name = |code: AnyCode| code.as_str().to_owned();
            let codes = (name(pair.column_one), name(pair.column_two));
            pair.edits().map(move |edit| {
                let to = edit.to.unwrap_or(Date::MAX);
                (codes.0.clone(), codes.1.clone(), edit.from, to, edit.modifier, edit.before_1996)
            }).collect::<Vec<_>>()
        }).collect();
        prop_assert_eq!(found, expected);
        for pair in table.iter() {
            prop_assert_eq!(table.history(pair.column_one, pair.column_two).count(), pair.edits().count());
            prop_assert!(table.under(pair.column_one).any(|other| other.column_two == pair.column_two));
            prop_assert!(table.against(pair.column_two).any(|other| other.column_one == pair.column_one));
        }
    }
}

fn some_pairs() -> Vec<u8> {
    let from = date(2020, 1, 1);
    let rows = [
        row("G0001", "G0002", from, None, 1),
        row("G0001", "G0003", from, None, 0),
        row("G0001", "G0003", from, Some(date(2020, 6, 30)), 1),
        row("G0002", "G0003", from, None, 9),
        row("G0003", "G0001", from, Some(date(2021, 6, 30)), 1),
    ];
    image(&rows).unwrap()
}

#[test]
fn overwritten_bytes_are_survived() {
    let good = some_pairs();
    for at in 0..good.len() {
        for value in [0x00, 0x01, 0x7f, 0xff] {
            let mut bad = good.clone();
            bad[at] = value;
            fuzzing::image(&bad);
        }
    }
}

proptest! {
    #[test]
    fn damaged_tables_are_survived(changes in proptest::collection::vec((any::<proptest::sample::Index>(), any::<u8>()), 1..12)) {
        let mut bytes = some_pairs();
        for (at, value) in changes {
            let at = at.index(bytes.len());
            bytes[at] = value;
        }
        fuzzing::image(&bytes);
    }
}
