//! Lines of fixed columns.

/// The characters in columns `first` to `last`, counted from 1 as publishers do, without white space around them. Columns count
/// characters, not bytes: titles carry accents. Empty where the line is shorter.
pub(crate) fn columns(line: &str, first: usize, last: usize) -> &str {
    raw_columns(line, first, last).trim()
}

/// [`columns`] with their white space.
pub(crate) fn raw_columns(line: &str, first: usize, last: usize) -> &str {
    let at = |column: usize| line.char_indices().nth(column).map_or(line.len(), |(offset, _)| offset);
    let start = if line.is_ascii() { first.saturating_sub(1).min(line.len()) } else { at(first.saturating_sub(1)) };
    let end = if line.is_ascii() { last.min(line.len()) } else { at(last) };
    line.get(start..end).unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::{columns, raw_columns};

    #[test]
    fn columns_count_characters() {
        let line = "H8101 Ménière  x";
        assert_eq!(columns(line, 1, 5), "H8101");
        assert_eq!(columns(line, 7, 15), "Ménière");
        assert_eq!(raw_columns(line, 14, 16), "  x");
        assert_eq!(columns(line, 16, usize::MAX), "x");
        assert_eq!(columns("abc", 3, 9), "c");
        assert_eq!((columns("abc", 9, 12), columns("", 1, 1), columns("abc", 3, 1)), ("", "", ""));
    }
}
