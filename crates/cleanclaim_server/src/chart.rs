//! The geometry of charts, in whole pixels. Each chart stands beside a table that says the same.

use cleanclaim_engine::views::AgingBucket;
use cleanclaim_model::Cents;

use crate::text::money_short;

/// The chart's own coordinates; a page scales it.
pub(crate) const WIDTH: i64 = 640;
pub(crate) const HEIGHT: i64 = 250;
const LEFT: i64 = 64;
const RIGHT: i64 = 8;
const TOP: i64 = 24;
const BOTTOM: i64 = 30;
/// Lines of the grid above the base line.
const STEPS: i64 = 4;

/// Stacked columns: what insurers and patients owe, by age.
#[derive(Debug)]
pub(crate) struct AgingChart {
    pub(crate) grid: Vec<GridLine>,
    pub(crate) columns: Vec<Column>,
    pub(crate) left: i64,
    pub(crate) right: i64,
    pub(crate) label_y: i64,
}

#[derive(Debug)]
pub(crate) struct GridLine {
    pub(crate) y: i64,
    pub(crate) label: String,
}

#[derive(Debug)]
pub(crate) struct Column {
    pub(crate) x: i64,
    pub(crate) width: i64,
    pub(crate) center: i64,
    pub(crate) label: String,
    pub(crate) insurer: Bar,
    pub(crate) patient: Bar,
    pub(crate) total: String,
    pub(crate) total_y: i64,
}

#[derive(Debug)]
pub(crate) struct Bar {
    pub(crate) y: i64,
    pub(crate) height: i64,
}

impl AgingChart {
    /// `None` when nothing is open. A credit is no column; the table has it.
    pub(crate) fn of(aging: &[AgingBucket]) -> Option<Self> {
        let open = |amount: Cents| amount.get().max(0);
        let totals = aging.iter().map(|bucket| open(bucket.insurer).saturating_add(open(bucket.patient)));
        let highest = totals.max().filter(|highest| 0 < *highest)?;
        let top = round_up(highest);
        let base = HEIGHT - BOTTOM;
        let height_of = |amount: i64| scaled(amount, base - TOP, top);
        let grid = (0..=STEPS).map(|step| {
            let amount = scaled(top, step, STEPS);
            GridLine { y: base - height_of(amount), label: money_short(Cents::new(amount)) }
        });
        let slot = (WIDTH - LEFT - RIGHT) / i64::try_from(aging.len()).ok()?.max(1);
        let columns = aging.iter().zip(0_i64..).map(|(bucket, index)| {
            let width = slot * 3 / 5;
            let x = LEFT + index * slot + (slot - width) / 2;
            let (insurer, patient) = (height_of(open(bucket.insurer)), height_of(open(bucket.patient)));
            Column {
                x,
                width,
                center: x + width / 2,
                label: age(&bucket.days),
                insurer: Bar { y: base - insurer, height: insurer },
                patient: Bar { y: base - insurer - patient, height: patient },
                total: if insurer + patient == 0 {
                    String::new()
                } else {
                    money_short(bucket.insurer + bucket.patient)
                },
                total_y: base - insurer - patient - 6,
            }
        });
        Some(Self {
            grid: grid.collect(),
            columns: columns.collect(),
            left: LEFT,
            right: WIDTH - RIGHT,
            label_y: HEIGHT - 10,
        })
    }
}

/// A bucket's name for people: `0–30`, `over 120`.
pub(crate) fn age(days: &str) -> String {
    days.replace("over-", "over ").replace('-', "–")
}

/// What part of `highest` an amount is, of 100; something is at least 1.
pub(crate) fn share(amount: &Cents, highest: &Cents) -> i64 {
    match (amount.get().max(0), highest.get()) {
        (0, _) | (_, ..=0) => 0,
        (amount, highest) => scaled(amount, 100, highest).clamp(1, 100),
    }
}

/// `amount * numerator / denominator`, towards zero, for a positive denominator.
fn scaled(amount: i64, numerator: i64, denominator: i64) -> i64 {
    let exact = i128::from(amount) * i128::from(numerator) / i128::from(denominator.max(1));
    i64::try_from(exact).unwrap_or(i64::MAX)
}

/// The next amount whose quarters are round: a step of 1, 1.5, 2, 2.5, 3, 4, 5 or 8 times a power of ten, at least ten dollars.
fn round_up(cents: i64) -> i64 {
    let mut unit: i64 = 100;
    loop {
        for factor in [10, 15, 20, 25, 30, 40, 50, 80] {
            let top = unit.saturating_mul(factor).saturating_mul(STEPS);
            if cents <= top {
                return top;
            }
        }
        if unit.checked_mul(10).is_none() {
            return cents;
        }
        unit = unit.saturating_mul(10);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bucket(days: &str, insurer: i64, patient: i64) -> AgingBucket {
        AgingBucket { days: days.to_owned(), insurer: Cents::new(insurer), patient: Cents::new(patient) }
    }

    #[test]
    fn columns_stay_inside() {
        let chart = AgingChart::of(&[bucket("0-30", 999_999, 1), bucket("over-120", 0, -500)]).unwrap();
        assert_eq!(chart.columns[1].label, "over 120");
        assert_eq!(chart.columns[1].patient.height, 0);
        for column in &chart.columns {
            assert!(TOP <= column.patient.y && column.x + column.width <= WIDTH - RIGHT);
            assert_eq!(column.patient.y + column.patient.height, column.insurer.y);
        }
        assert_eq!(chart.grid.last().unwrap().y, TOP);
    }

    #[test]
    fn nothing_open_is_no_chart() {
        assert!(AgingChart::of(&[]).is_none());
        assert!(AgingChart::of(&[bucket("0-30", 0, -5)]).is_none());
    }

    #[test]
    fn the_scale_ends_on_a_round_amount() {
        let check = |cents: i64, expected: i64| assert_eq!(round_up(cents), expected);
        check(1, 4_000);
        check(4_001, 6_000);
        check(45_770_623, 60_000_000);
        assert!(i64::MAX / 2 <= round_up(i64::MAX));
    }

    #[test]
    fn the_least_share_can_be_seen() {
        let check = |amount: i64, highest: i64, expected: i64| {
            assert_eq!(share(&Cents::new(amount), &Cents::new(highest)), expected);
        };
        check(1, 1_000_000, 1);
        check(50, 100, 50);
        check(0, 100, 0);
        check(5, 0, 0);
        check(-5, 10, 0);
        check(i64::MAX, 10, 100);
    }
}
