//! What NCCI's pairs cost: bytes a pair, and look-ups a second on one core. `cargo xtask bench ncci`.
//!
//! Reads the practitioner and hospital files beside the repository; without them, a table that is made up in their size. Beside
//! every figure stands what the machine can do at best: random reads of eight bytes from memory of the table's size, first all known
//! beforehand, then each known only from the one before.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    missing_docs,
    reason = "a measurement"
)]

use std::hint::black_box;
use std::path::Path;
use std::time::Instant;

use cleanclaim_codes::{AnyCode, Builder, CodeSets, Image, ModifierIndicator, PairAnswer, PairRow, PairTable, Set};
use cleanclaim_import::official::{Imported, Options, import};
use jiff::civil::{Date, date};

const ON: Date = date(2024, 5, 15);
const LOOKUPS: usize = 10_000_000;
const MADE_UP_PAIRS: usize = 2_500_000;
const MADE_UP_CODES: usize = 13_000;

fn main() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/reference/ncci");
    let files = [("ccipra-v301r0.zip", Set::PtpPractitioner), ("ccioph-v301r0.zip", Set::PtpHospital)];
    let mut measured = 0;
    for (name, set) in files {
        if let Ok(bytes) = std::fs::read(folder.join(name)) {
            let mut imported = Imported::default();
            let seconds = seconds_of(|| imported = import([(name, bytes.as_slice())], &Options::on(ON)));
            println!("{name}: read in {seconds:.2} s");
            measure(&imported.editions.first().expect("an edition").image, set);
            measured += 1;
        }
    }
    if measured == 0 {
        println!("no reference files beside the repository: a table made up in their size");
        measure(&made_up(), Set::PtpPractitioner);
    }
}

fn measure(image: &[u8], set: Set) {
    let sets = CodeSets::new(&[Image::from_bytes(image).unwrap()]);
    let table = sets.pairs(set, ON).expect("an edition in force");
    let (rows, pairs) = (table.edition().rows, table.len());
    println!("rows            {rows:>12}");
    println!("pairs           {pairs:>12}");
    println!("image           {:>12} bytes", image.len());
    println!("a pair          {:>12.2} bytes", image.len() as f64 / pairs as f64);
    println!("a row           {:>12.2} bytes", image.len() as f64 / f64::from(rows));
    let mut numbers = Numbers(1);
    let present: Vec<(AnyCode, AnyCode)> = {
        let all: Vec<_> = table.iter().map(|pair| (pair.column_one, pair.column_two)).collect();
        (0..LOOKUPS / 2).map(|_| all[numbers.below(all.len())]).collect()
    };
    let codes: Vec<AnyCode> = (0..100_000).map(|_| present[numbers.below(present.len())].0).collect();
    let mut code = || codes[numbers.below(codes.len())];
    let any: Vec<(AnyCode, AnyCode)> = (0..LOOKUPS / 2).map(|_| (code(), code())).collect();
    per_second("hits", &present, table);
    per_second("misses", &any, table);
    let mut both: Vec<_> = present.into_iter().chain(any).collect();
    numbers.shuffle(&mut both);
    per_second("hits and misses", &both, table);
    physical_limit(table.size_bytes());
}

/// Nanoseconds that this program was on a processor, so that others on the machine do not count; wall time off Linux.
fn on_processor(start: Instant) -> f64 {
    let schedstat = std::fs::read_to_string("/proc/self/schedstat").ok();
    let nanoseconds = schedstat.and_then(|text| text.split(' ').next()?.parse().ok());
    nanoseconds.unwrap_or_else(|| start.elapsed().as_secs_f64() * 1e9)
}

/// Seconds on the processor that a piece of work takes.
fn seconds_of(work: impl FnOnce()) -> f64 {
    let start = Instant::now();
    let before = on_processor(start);
    work();
    (on_processor(start) - before) / 1e9
}

fn per_second(what: &str, questions: &[(AnyCode, AnyCode)], table: &PairTable<'_>) {
    let mut edits = 0;
    let seconds = seconds_of(|| {
        for (one, two) in questions {
            edits += usize::from(matches!(black_box(table.pair(*one, *two, ON)), PairAnswer::Edit(_)));
        }
    });
    let each = seconds * 1e9 / questions.len() as f64;
    let millions = questions.len() as f64 / seconds / 1e6;
    println!("{what:<15} {millions:>12.2} million a second, {each:.0} ns each, {edits} edits in force");
}

/// Random reads of eight bytes: first of places that are known beforehand, then of places that only the read before tells.
fn physical_limit(size_bytes: usize) {
    let mut numbers = Numbers(3);
    // One cycle through all places (S. Sattolo, 1986): shorter ones would stay in the nearest cache.
    let mut table: Vec<u64> = (0..size_bytes as u64 / 8).collect();
    for index in (1..table.len()).rev() {
        table.swap(index, numbers.below(index));
    }
    let places: Vec<u32> = (0..LOOKUPS).map(|_| numbers.below(table.len()) as u32).collect();
    let seconds = seconds_of(|| {
        black_box(places.iter().fold(0_u64, |sum, place| sum.wrapping_add(table[*place as usize])));
    });
    println!("limit: any read {:>12.2} million a second", LOOKUPS as f64 / seconds / 1e6);
    let seconds = seconds_of(|| {
        black_box((0..LOOKUPS).fold(0, |place, _| table[place] as usize));
    });
    let each = seconds * 1e9 / LOOKUPS as f64;
    println!("limit: in turn  {:>12.2} million a second, {each:.1} ns each", LOOKUPS as f64 / seconds / 1e6);
}

/// As many codes and pairs as the practitioner file has, and as many kinds of edits.
fn made_up() -> Vec<u8> {
    let mut numbers = Numbers(5);
    let names: Vec<String> = (0..MADE_UP_CODES)
        .map(|number| format!("Z{number:04}"))
        .map(|name| name[name.len() - 5..].to_owned())
        .collect();
    let mut builder = Builder::new();
    builder.edition(Set::PtpPractitioner, "made up", date(2024, 4, 1), Some(date(2024, 6, 30)));
    let pairs = builder.pairs(Set::PtpPractitioner, "made up");
    let days: Vec<Date> = (0..100).map(|at| Date::new(1996 + at / 4, (at % 4 * 3 + 1) as i8, 1).unwrap()).collect();
    for _ in 0..MADE_UP_PAIRS {
        let (one, two) = (numbers.below(MADE_UP_CODES), numbers.below(MADE_UP_CODES));
        let ends = numbers.below(4) == 0;
        pairs.row(PairRow {
            column_one: &names[one],
            column_two: &names[two],
            from: days[(one % 70).max(two % 70)],
            to: ends.then(|| days[70 + one % 30].yesterday().unwrap()),
            modifier: if one % 3 == 0 { ModifierIndicator::NotAllowed } else { ModifierIndicator::Allowed },
            rationale: ["Misuse of column two code", "More extensive procedure"][two % 2],
            before_1996: false,
        });
    }
    builder.finish().unwrap()
}

/// Numbers that are the same every time.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % end
    }

    fn shuffle<T>(&mut self, values: &mut [T]) {
        for index in (1..values.len()).rev() {
            values.swap(index, self.below(index + 1));
        }
    }
}
