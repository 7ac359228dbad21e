//! Measures what the shipped image costs: opening it, and looking codes up. `cargo run --release --example measure`.

use std::error::Error;
use std::hint::black_box;
use std::time::Instant;

use cleanclaim_codes::CodeSets;
use cleanclaim_model::{Icd10, Icd10Pcs};
use jiff::civil::date;

/// How often each question is asked.
const ROUNDS: u32 = 10;

fn main() -> Result<(), Box<dyn Error>> {
    let start = Instant::now();
    let sets = cleanclaim_data::code_sets()?;
    println!("open            {:>9.1} us", start.elapsed().as_secs_f64() * 1e6);
    println!("image           {:>9} bytes", cleanclaim_data::image_bytes().len());
    let on = date(2026, 6, 1);
    let codes: Vec<Icd10> = shuffled(
        sets.icd10cm().codes().iter().filter_map(|index| sets.icd10cm().entry_at(index).map(|entry| entry.code)),
    );
    let few: Vec<Icd10> = codes.iter().copied().take(500).cycle().take(codes.len()).collect();
    per_call("of 500 codes", &few, |code| sets.icd10cm().lookup(*code, on));
    per_call("of all CM", &codes, |code| sets.icd10cm().lookup(*code, on));
    let procedures: Vec<Icd10Pcs> =
        shuffled(sets.icd10pcs().iter().filter_map(|index| sets.icd10pcs().entry_at(index).map(|entry| entry.code)));
    per_call("of all PCS", &procedures, |code| sets.icd10pcs().lookup(*code, on));
    measure_notes(&sets, &codes)?;
    let start = Instant::now();
    let terms = sets.icd10cm().terms().count();
    println!("all {terms} terms {:>7.1} ms", start.elapsed().as_secs_f64() * 1e3);
    Ok(())
}

fn measure_notes(sets: &CodeSets<'_>, codes: &[Icd10]) -> Result<(), Box<dyn Error>> {
    let tabular = sets.icd10cm().tabular(date(2026, 6, 1)).ok_or("no tabular list")?;
    let pairs: Vec<(Icd10, Icd10)> = codes.windows(2).map(|pair| (pair[0], pair[1])).collect();
    per_call("excludes1 pair", &pairs, |(a, b)| tabular.excludes1(*a, *b));
    per_call("notes of a code", codes, |code| tabular.notes(*code).count());
    Ok(())
}

/// Nanoseconds that this program was on a processor, so that others on the machine do not count; wall time off Linux.
fn on_processor(start: Instant) -> f64 {
    let schedstat = std::fs::read_to_string("/proc/self/schedstat").ok();
    let nanoseconds = schedstat.and_then(|text| text.split(' ').next()?.parse().ok());
    nanoseconds.unwrap_or_else(|| start.elapsed().as_secs_f64() * 1e9)
}

fn per_call<T, R>(name: &str, inputs: &[T], call: impl Fn(&T) -> R) {
    let start = Instant::now();
    let before = on_processor(start);
    for _ in 0..ROUNDS {
        for input in inputs {
            black_box(call(black_box(input)));
        }
    }
    let calls = f64::from(ROUNDS) * inputs.len() as f64;
    println!("{name:<15} {:>9.0} ns", (on_processor(start) - before) / calls);
}

/// The same order every time, and no order that a cache could guess.
fn shuffled<T>(values: impl Iterator<Item = T>) -> Vec<T> {
    let mut values: Vec<T> = values.collect();
    let mut state: u64 = 1;
    for index in (1..values.len()).rev() {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        values.swap(index, (state >> 33) as usize % (index + 1));
    }
    values
}
