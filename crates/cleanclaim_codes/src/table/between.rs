//! Walks over a set's codes: as they are on two days, as they follow each other, as one took the place of another.

use jiff::civil::Date;

use super::{CodeIndex, CodeTable, Entry, NONE, date_of, day_number};
use crate::image::u32_at;
use crate::key::{Code, Key, code_of, key_of};

/// A code as it is on two days.
pub(crate) struct OnBoth<'a, C> {
    pub(crate) code: C,
    pub(crate) a: Option<Entry<'a, C>>,
    pub(crate) b: Option<Entry<'a, C>>,
    /// Whether one image answers for both days.
    pub(crate) one_image: bool,
}

impl<'a, C: Code> CodeTable<'a, C> {
    /// The rows behind [`CodeTable::history`], each with its own first and last day.
    pub(crate) fn spans(&self, index: CodeIndex) -> impl Iterator<Item = (Date, Option<Date>, Entry<'a, C>)> {
        let layer = self.layers.get(index.layer());
        layer.into_iter().flat_map(move |layer| {
            layer.spans_of(index.row()).iter().filter_map(move |span| {
                let to = if span.to() == NONE { None } else { Some(date_of(span.to())?) };
                Some((date_of(span.from())?, to, self.entry_of(index, layer, span)?))
            })
        })
    }

    /// The first code beginning with these characters, after one of them if it is given, that may be reported on a day.
    pub(crate) fn first_billable(&self, prefix: Key, after: Option<Key>, on: Date) -> Option<Entry<'a, C>> {
        let (number, layer) = self.layer_on(day_number(on))?;
        let first = layer.first_at_least(after.map_or(prefix, |after| Key(after.end_of_prefix().0.saturating_add(1))));
        (first..layer.keys.len())
            .take_while(|row| layer.key(*row).is_some_and(|key| key.starts_with(prefix)))
            .find_map(|row| self.entry_on(CodeIndex::new(number, row), on).filter(Entry::is_billable))
    }

    /// Every code that is valid on one of two days or on both, in order, as it is on each; `None` when no edition covers one of
    /// the days.
    pub(crate) fn on_both(&self, a: Date, b: Date) -> Option<impl Iterator<Item = OnBoth<'a, C>> + use<'a, '_, C>> {
        let days = [a, b];
        let layers = [self.layer_on(day_number(a))?, self.layer_on(day_number(b))?];
        let mut rows = [0, 0];
        Some(core::iter::from_fn(move || {
            loop {
                let keys = [layers[0].1.key(rows[0]), layers[1].1.key(rows[1])];
                let next = keys.into_iter().flatten().min()?;
                let mut found = [None, None];
                for side in [0, 1] {
                    if keys[side] == Some(next) {
                        found[side] = self.entry_on(CodeIndex::new(layers[side].0, rows[side]), days[side]);
                        rows[side] += 1;
                    }
                }
                if let (Some(code), true) = (code_of(next), found.iter().any(Option::is_some)) {
                    return Some(OnBoth { code, a: found[0], b: found[1], one_image: layers[0].0 == layers[1].0 });
                }
            }
        }))
    }

    /// The codes that this one took the place of, with the day from which it counts.
    pub fn replaced(&self, code: C) -> impl Iterator<Item = (C, Date)> {
        let key = key_of(code);
        let all = self.layers.iter().map(|layer| layer.replacements);
        all.flat_map(|rows| (0..rows.len()).filter_map(move |index| rows.get(index))).filter_map(move |row| {
            let at = |start: usize| Some(Key(u64::from_be_bytes(row.get(start..start + 8)?.try_into().ok()?)));
            if at(8)? == key { Some((code_of(at(0)?)?, date_of(u32_at(row, 16)?)?)) } else { None }
        })
    }
}
