//! Days as spans: splitting, joining and subtracting them.

use jiff::civil::{Date, date};

/// The last day of what has no end.
pub(super) const FOREVER: Date = date(9999, 12, 31);

/// First and last day, and what holds on them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Span<T> {
    pub(super) from: Date,
    pub(super) to: Date,
    pub(super) value: T,
}

fn next(day: Date) -> Date {
    day.tomorrow().unwrap_or(FOREVER)
}

fn previous(day: Date) -> Date {
    day.yesterday().unwrap_or(day)
}

/// Joins neighbours that touch and say the same.
pub(super) fn join<T: PartialEq>(mut spans: Vec<Span<T>>) -> Vec<Span<T>> {
    spans.sort_by_key(|span| span.from);
    let mut joined: Vec<Span<T>> = Vec::new();
    for span in spans {
        match joined.last_mut() {
            Some(last) if last.value == span.value && span.from <= next(last.to) => last.to = last.to.max(span.to),
            _ => joined.push(span),
        }
    }
    joined
}

/// Cuts spans so that none reaches over the first day of another edition, and gives each piece its value.
pub(super) fn cut<T, U>(spans: &[Span<T>], first_days: &[Date], value: impl Fn(&T, Date) -> U) -> Vec<Span<U>> {
    let mut pieces = Vec::new();
    for span in spans {
        let mut from = span.from;
        for first in first_days.iter().filter(|first| span.from < **first && **first <= span.to) {
            pieces.push(Span { from, to: previous(*first), value: value(&span.value, from) });
            from = *first;
        }
        pieces.push(Span { from, to: span.to, value: value(&span.value, from) });
    }
    pieces
}

/// The days of `spans` that are in none of `taken`.
pub(super) fn subtract(spans: Vec<Span<()>>, taken: &[Span<()>]) -> Vec<Span<()>> {
    taken.iter().fold(spans, |left, gone| {
        let mut rest = Vec::new();
        for span in left {
            if span.to < gone.from || gone.to < span.from {
                rest.push(span);
                continue;
            }
            if span.from < gone.from {
                rest.push(Span { from: span.from, to: previous(gone.from), value: () });
            }
            if gone.to < span.to {
                rest.push(Span { from: next(gone.to), to: span.to, value: () });
            }
        }
        rest
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(from: i16, to: i16) -> Span<()> {
        Span { from: date(from, 10, 1), to: date(to, 9, 30), value: () }
    }

    #[test]
    fn spans_join_and_subtract() {
        assert_eq!(
            join(vec![span(2017, 2018), span(2016, 2017), span(2020, 2021)]),
            [span(2016, 2018), span(2020, 2021)]
        );
        assert_eq!(subtract(vec![span(2016, 2020)], &[span(2017, 2018)]), [span(2016, 2017), span(2018, 2020)]);
        assert_eq!(subtract(vec![span(2016, 2018)], &[span(2016, 2018)]), []);
    }

    #[test]
    fn pieces_begin_with_editions() {
        let pieces = cut(&[span(2016, 2018)], &[date(2017, 10, 1), date(2018, 10, 1)], |(), from| from.year());
        let found: Vec<_> = pieces.iter().map(|piece| (piece.from.year(), piece.to.year(), piece.value)).collect();
        assert_eq!(found, [(2016, 2017, 2016), (2017, 2018, 2017)]);
    }
}
