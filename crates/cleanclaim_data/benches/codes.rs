//! Measures the shipped image: opening it, looking codes up, notes, searching; `cargo xtask bench codes`. Each figure stands beside
//! a peer measured in the same run: the standard library's hash map, one read from memory that no cache holds, and a plain scan of
//! all titles. The figures of the search go to `docs/measured/search.md`.

use std::collections::HashMap;
use std::error::Error;
use std::fmt::Write as _;
use std::hint::black_box;
use std::path::Path;
use std::time::{Instant, SystemTime};

use cleanclaim_codes::{CodeSets, Hit, Query, Set};
use cleanclaim_model::{Icd10, Icd10Pcs};
use jiff::civil::{Date, date};

/// How often each question is asked.
const ROUNDS: u32 = 10;
/// Hits that a person sees at once.
const FIRST: usize = 5;
const ON: Date = date(2026, 6, 1);

const TUNED: &str = include_str!("../tests/queries/tuned.tsv");
const HELD: &str = include_str!("../tests/queries/held.tsv");

fn main() -> Result<(), Box<dyn Error>> {
    // The test runner asks benches for their list, too.
    if std::env::args().any(|argument| argument == "--list") {
        return Ok(());
    }
    let start = Instant::now();
    let sets = cleanclaim_data::code_sets()?;
    println!("open                     {:>9.1} us", start.elapsed().as_secs_f64() * 1e6);
    println!("image                    {:>9} bytes", cleanclaim_data::image_bytes().len());
    measure_lookups(&sets);
    measure_notes(&sets)?;
    let report = measure_search(&sets)?;
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/measured/search.md");
    std::fs::write(path, report)?;
    Ok(())
}

fn measure_lookups(sets: &CodeSets<'_>) {
    let icd10cm = sets.icd10cm();
    let codes: Vec<Icd10> =
        shuffled(icd10cm.codes().iter().filter_map(|index| icd10cm.entry_at(index).map(|entry| entry.code)));
    let few: Vec<Icd10> = codes.iter().copied().take(500).cycle().take(codes.len()).collect();
    per_call("look up 500 CM codes", &few, |code| icd10cm.lookup(*code, ON));
    per_call("look up any CM code", &codes, |code| icd10cm.lookup(*code, ON));
    let procedures: Vec<Icd10Pcs> =
        shuffled(sets.icd10pcs().iter().filter_map(|index| sets.icd10pcs().entry_at(index).map(|entry| entry.code)));
    per_call("look up any PCS code", &procedures, |code| sets.icd10pcs().lookup(*code, ON));
    let map: HashMap<Icd10, [u8; 28]> = codes.iter().map(|code| (*code, [1; 28])).collect();
    per_call("peer: HashMap, any CM code", &codes, |code| map.get(code).copied());
    // Each step needs the one before it, over as much memory as the tables of a set have.
    let chain = ring(5 << 20);
    let mut at = 0;
    let start = processor_time();
    for _ in &codes {
        at = chain[at] as usize;
    }
    black_box(at);
    println!("limit: one read from 5 MB {:>8.0} ns", (processor_time() - start) / codes.len() as f64);
}

/// Numbers that lead through all of `bytes`, a cache line a step, in no order that a processor could guess.
fn ring(bytes: usize) -> Vec<u32> {
    const LINE: usize = 16;
    let lines = shuffled(0..(bytes / 64) as u32);
    let mut ring = vec![0; bytes / 4];
    for pair in lines.windows(2) {
        ring[pair[0] as usize * LINE] = pair[1] * LINE as u32;
    }
    if let (Some(first), Some(last)) = (lines.first(), lines.last()) {
        ring[*last as usize * LINE] = first * LINE as u32;
    }
    ring
}

fn measure_notes(sets: &CodeSets<'_>) -> Result<(), Box<dyn Error>> {
    let icd10cm = sets.icd10cm();
    let codes: Vec<Icd10> =
        shuffled(icd10cm.codes().iter().filter_map(|index| icd10cm.entry_at(index).map(|entry| entry.code)));
    let tabular = icd10cm.tabular(ON).ok_or("no tabular list")?;
    let pairs: Vec<(Icd10, Icd10)> = codes.windows(2).map(|pair| (pair[0], pair[1])).collect();
    per_call("excludes1 of a pair", &pairs, |(a, b)| tabular.excludes1(*a, *b));
    per_call("notes of a code", &codes, |code| tabular.notes(*code).count());
    let start = Instant::now();
    let terms = icd10cm.terms().count();
    println!("all {terms} terms       {:>9.1} ms", start.elapsed().as_secs_f64() * 1e3);
    Ok(())
}

/// A query that a person wrote, with the codes that answer it; a code that ends in `-` stands for all that begin so.
struct Asked {
    text: &'static str,
    codes: Vec<&'static str>,
    set: Option<Set>,
}

fn asked(table: &'static str) -> Vec<Asked> {
    let rows = table.lines().skip(1).filter_map(|row| {
        let mut fields = row.split('\t');
        let (text, codes, set) = (fields.next()?, fields.next()?, fields.next()?);
        Some(Asked { text, codes: codes.split(' ').collect(), set: Set::named(set) })
    });
    rows.collect()
}

impl Asked {
    fn is_answered_by(&self, hit: &Hit<'_>) -> bool {
        let is_code = |code: &&str| match code.strip_suffix('-') {
            Some(prefix) => hit.code.as_str().starts_with(prefix),
            None => hit.code.as_str() == *code,
        };
        Some(hit.set) == self.set && self.codes.iter().any(is_code)
    }
}

fn measure_search(sets: &CodeSets<'_>) -> Result<String, Box<dyn Error>> {
    let search = sets.search();
    let (tuned, held) = (asked(TUNED), asked(HELD));
    let among = |asked: &[Asked], first: usize| {
        let right = asked.iter().filter(|asked| {
            let hits = search.find(&Query { limit: first, ..Query::new(asked.text, ON) });
            hits.iter().any(|hit| asked.is_answered_by(hit))
        });
        right.count()
    };
    let whole: Vec<&str> = tuned.iter().chain(&held).map(|asked| asked.text).collect();
    // What the search sees while a person types: every beginning of two letters or more.
    let typed: Vec<&str> = whole.iter().flat_map(|text| (2..=text.len()).filter_map(|end| text.get(..end))).collect();
    let beginnings: Vec<&str> = whole
        .iter()
        .flat_map(|text| text.split(' '))
        .flat_map(|word| (1..=word.len()).filter_map(|end| word.get(..end)))
        .collect();
    let find = |text: &&str| search.find(&Query::new(text, ON)).len();
    let titles = titles(sets);
    let bytes: usize = titles.iter().map(String::len).sum();
    let mut report = format!(
        "# Search\n\nMeasured on {} by `cargo xtask bench codes`: {} titles of all shipped sets, {:.1} MB of text, on 2026-06-01; \
         microseconds, the best of three. Compare ratios, not absolutes.\n\n| what | queries | median | p99 | longest |\n|---|---|---|---|---|\n",
        today()?,
        titles.len(),
        bytes as f64 / 1e6,
    );
    let mut row = |what: &str, mut micros: Vec<f64>| -> Result<(), std::fmt::Error> {
        micros.sort_by(f64::total_cmp);
        let at = |share: f64| micros.get(((micros.len() - 1) as f64 * share) as usize).copied().unwrap_or(0.0);
        println!("{what:<40} median {:>9.1} us, p99 {:>9.1} us, longest {:>9.1} us", at(0.5), at(0.99), at(1.0));
        writeln!(report, "| {what} | {} | {:.1} | {:.1} | {:.1} |", micros.len(), at(0.5), at(0.99), at(1.0))
    };
    row("search, whole query", times(&whole, find))?;
    row("search, at every letter typed", times(&typed, find))?;
    row("completion of a word", times(&beginnings, |text| search.complete(text, 10).len()))?;
    row("peer: plain scan of all titles", times(&whole, |text| scan(&titles, text)))?;
    writeln!(
        report,
        "\n| queries of everyday language | right code first | among the first {FIRST} | of |\n|---|---|---|---|"
    )?;
    for (what, asked) in [("tuned", &tuned), ("held back while tuning", &held)] {
        println!("{what}: {} of {} among the first {FIRST}", among(asked, FIRST), asked.len());
        writeln!(report, "| {what} | {} | {} | {} |", among(asked, 1), among(asked, FIRST), asked.len())?;
    }
    report.push_str(
        "\nThe queries are in `crates/cleanclaim_data/tests/queries`; the search runs over all sets at once. The peer looks for every \
         word of the query in every title, without order, spelling or synonyms.\n",
    );
    Ok(report)
}

/// Every title in force, in lower case.
fn titles(sets: &CodeSets<'_>) -> Vec<String> {
    let tables = Set::of_codes().filter_map(|set| sets.codes(set));
    let titles = tables.flat_map(|table| table.iter().filter_map(|index| table.entry_at(index)?.title()));
    titles.map(str::to_lowercase).collect()
}

fn scan(titles: &[String], query: &str) -> usize {
    let words: Vec<&str> = query.split(' ').collect();
    titles.iter().filter(|title| words.iter().all(|word| title.contains(word))).count()
}

fn today() -> Result<Date, Box<dyn Error>> {
    let seconds = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH)?.as_secs();
    let days = jiff::Span::new().try_days(i64::try_from(seconds / 86_400)?)?;
    Ok(date(1970, 1, 1).checked_add(days)?)
}

/// Nanoseconds that this program was on a processor, so that others on the machine do not count; wall time off Linux.
fn processor_time() -> f64 {
    let schedstat = std::fs::read_to_string("/proc/self/schedstat").ok();
    let nanoseconds = schedstat.and_then(|text| text.split(' ').next()?.parse().ok());
    let wall = || SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).map_or(0.0, |time| time.as_secs_f64() * 1e9);
    nanoseconds.unwrap_or_else(wall)
}

/// Microseconds of each call, the best of three.
fn times<R>(inputs: &[&str], call: impl Fn(&&str) -> R) -> Vec<f64> {
    let once = |input: &&str| {
        let start = Instant::now();
        black_box(call(black_box(input)));
        start.elapsed().as_secs_f64() * 1e6
    };
    inputs.iter().map(|input| (0..3).map(|_| once(input)).fold(f64::INFINITY, f64::min)).collect()
}

fn per_call<T, R>(name: &str, inputs: &[T], call: impl Fn(&T) -> R) {
    let before = processor_time();
    for _ in 0..ROUNDS {
        for input in inputs {
            black_box(call(black_box(input)));
        }
    }
    let calls = f64::from(ROUNDS) * inputs.len() as f64;
    println!("{name:<26} {:>7.0} ns", (processor_time() - before) / calls);
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
