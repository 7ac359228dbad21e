//! Rust source without its comments and the insides of its literals, so that a word in them trips no test.

/// A line of Rust.
pub(crate) struct Line {
    /// From 1.
    pub(crate) number: usize,
    /// What is left without comments and the insides of string and character literals.
    pub(crate) code: String,
    /// Characters of the line that do not lie inside a string literal.
    pub(crate) width: usize,
    /// Belongs to an item under `#[cfg(test)]`.
    pub(crate) test: bool,
}

/// What a character belongs to.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Code,
    Comment,
    Text,
}

pub(crate) fn lines(source: &str) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut line = Line { number: 1, code: String::new(), width: 0, test: false };
    for (c, kind) in classify(source) {
        if c == '\n' {
            let number = line.number + 1;
            lines.push(std::mem::replace(&mut line, Line { number, code: String::new(), width: 0, test: false }));
            continue;
        }
        if kind == Kind::Code {
            line.code.push(c);
        }
        if kind != Kind::Text {
            line.width += 1;
        }
    }
    lines.push(line);
    mark_tests(&mut lines);
    lines
}

fn classify(source: &str) -> Vec<(char, Kind)> {
    let chars: Vec<char> = source.chars().collect();
    let mut out: Vec<(char, Kind)> = Vec::with_capacity(chars.len());
    let mut at = 0;
    while at < chars.len() {
        let inside = match chars[at] {
            '/' if chars.get(at + 1) == Some(&'/') => Some((line_comment(&chars, at), Kind::Comment)),
            '/' if chars.get(at + 1) == Some(&'*') => Some((block_comment(&chars, at), Kind::Comment)),
            '"' => Some((string(&chars, at, raw_hashes(&chars, at)), Kind::Text)),
            '\'' => character(&chars, at).map(|end| (end, Kind::Text)),
            _ => None,
        };
        let (end, kind) = inside.unwrap_or((at + 1, Kind::Code));
        for (offset, &c) in chars[at..end].iter().enumerate() {
            // The quotes stay code, so that an empty literal is left where one was.
            let quote = kind == Kind::Text && (offset == 0 || at + offset + 1 == end);
            out.push((c, if quote { Kind::Code } else { kind }));
        }
        at = end;
    }
    out
}

fn line_comment(chars: &[char], from: usize) -> usize {
    chars[from..].iter().position(|&c| c == '\n').map_or(chars.len(), |length| from + length)
}

/// Block comments nest in Rust.
fn block_comment(chars: &[char], from: usize) -> usize {
    let (mut at, mut depth) = (from, 0_usize);
    while at < chars.len() {
        match (chars[at], chars.get(at + 1)) {
            ('/', Some('*')) => (depth, at) = (depth + 1, at + 2),
            ('*', Some('/')) => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
        if depth == 0 {
            break;
        }
    }
    at.min(chars.len())
}

/// How many `#` stand between the `r` of a raw string and this quote; none if the string is not raw.
fn raw_hashes(chars: &[char], quote: usize) -> Option<usize> {
    let hashes = chars[..quote].iter().rev().take_while(|&&c| c == '#').count();
    let before = &chars[..quote - hashes];
    let raw = before.last() == Some(&'r');
    // In `br"` the letter before is a prefix, in `var"` it would be the end of a name.
    let prefix = before.iter().rev().take_while(|c| c.is_alphanumeric() || **c == '_').count();
    (raw && prefix <= 2).then_some(hashes)
}

/// The index after a string that begins at `from`.
fn string(chars: &[char], from: usize, raw: Option<usize>) -> usize {
    let mut at = from + 1;
    while at < chars.len() {
        match (chars[at], raw) {
            ('\\', None) => at += 2,
            ('"', None) => return at + 1,
            ('"', Some(hashes)) if chars[at + 1..].iter().take(hashes).filter(|&&c| c == '#').count() == hashes => {
                return at + 1;
            }
            _ => at += 1,
        }
    }
    chars.len()
}

/// The index after a character literal that begins at `from`; `None` for a lifetime.
fn character(chars: &[char], from: usize) -> Option<usize> {
    match chars.get(from + 1)? {
        '\\' => {
            let close = chars.iter().skip(from + 3).position(|&c| c == '\'')?;
            Some(from + 3 + close + 1)
        }
        _ => (chars.get(from + 2) == Some(&'\'')).then_some(from + 3),
    }
}

/// Marks each `#[cfg(test)]` item up to its closing brace or semicolon.
fn mark_tests(lines: &mut [Line]) {
    let mut at = 0;
    while at < lines.len() {
        let begins = lines[at].code.trim_start().starts_with("#[cfg(test)]");
        at = if begins { mark_item(lines, at) } else { at + 1 };
    }
}

fn mark_item(lines: &mut [Line], from: usize) -> usize {
    let mut depth = 0_usize;
    for (index, line) in lines.iter_mut().enumerate().skip(from) {
        line.test = true;
        for c in line.code.trim_start().trim_start_matches("#[cfg(test)]").chars() {
            match c {
                '{' => depth += 1,
                '}' if depth == 1 => return index + 1,
                '}' => depth = depth.saturating_sub(1),
                ';' if depth == 0 => return index + 1,
                _ => {}
            }
        }
    }
    lines.len()
}

#[test]
fn comments_and_literals_are_left_out() {
    let check = |source: &str, expected: &str| {
        let code: Vec<String> = lines(source).into_iter().map(|line| line.code).collect();
        assert_eq!(code.join("\n"), expected, "{source}");
    };
    check("let a = \"std::fs\"; // std::fs\nb", "let a = \"\"; \nb");
    check("/* a /* b */ c */ d", " d");
    check("r#\"a\"b\"# c \"\\\"\" d", "r#\"\"# c \"\" d");
    check("br\"a\\\" 'x' '\\'' '{' 'a: &'static str", "br\"\" '' '' '' 'a: &'static str");
    check("\"a\nb\" c", "\"\n\" c");
    check("b'\"' + b\"x\"", "b'' + b\"\"");
}

#[test]
fn items_of_tests_are_marked() {
    let source =
        "fn a() {}\n#[cfg(test)]\nmod tests {\n    fn b() { \"}\" }\n}\nfn c() {}\n#[cfg(test)]\nmod d;\nfn e() {}";
    let marked: Vec<usize> = lines(source).iter().filter(|line| line.test).map(|line| line.number).collect();
    assert_eq!(marked, [2, 3, 4, 5, 7, 8]);
}

#[test]
fn the_width_counts_no_string() {
    let widths: Vec<usize> = lines("f(\"aaaa\"); // bb\n/// cc").iter().map(|line| line.width).collect();
    assert_eq!(widths, [12, 6]);
}
