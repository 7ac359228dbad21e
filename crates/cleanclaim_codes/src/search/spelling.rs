//! Words close to a misspelt one.

use super::index::Index;
use super::text;

/// Below this many letters, every other word is close.
const LETTERS_MIN: usize = 4;
/// From this many letters on, two edits are still the same word.
const LETTERS_FOR_TWO: usize = 8;
/// Words that one misspelt word may stand for.
const NEAR_MAX: usize = 4;
/// Distances computed for one word: the bound that a hostile vocabulary meets.
const COMPARED_MAX: usize = 20_000;

/// The stems of the words within one edit (two in a long word) of this one, with their distance, nearest first; an edit adds,
/// drops or changes a letter or swaps two neighbours. Only the smallest distance found counts.
pub(crate) fn near(word: &str, indexes: &[Index<'_>]) -> Vec<(String, usize)> {
    let length = word.chars().count();
    if length < LETTERS_MIN || word.bytes().any(|byte| byte.is_ascii_digit()) {
        return Vec::new();
    }
    let limit = if length < LETTERS_FOR_TWO { 1 } else { 2 };
    let letters = text::letters(word);
    let first = word.as_bytes().first().copied();
    let mut found: Vec<(usize, bool, core::cmp::Reverse<u32>, String)> = Vec::new();
    let mut compared = 0;
    for index in indexes {
        for candidate in 0..u32::try_from(index.word_count()).unwrap_or(u32::MAX) {
            let Some((other_letters, other_length)) = index.shape(candidate) else { break };
            // An edit changes at most two letters of the set.
            let apart = (letters ^ other_letters).count_ones() as usize;
            if limit < other_length.abs_diff(length) || 2 * limit < apart {
                continue;
            }
            compared += 1;
            if COMPARED_MAX < compared {
                break;
            }
            let display = index.display(candidate);
            let distance = strsim::osa_distance(word, display);
            if distance <= limit && !display.starts_with(text::DENIED) {
                let frequency = index.codes_with(candidate).len().saturating_add(index.phrases_with(candidate).len());
                let other_begin = display.as_bytes().first().copied() != first;
                let stem = String::from_utf8_lossy(index.stem(candidate)).into_owned();
                found.push((distance, other_begin, core::cmp::Reverse(frequency), stem));
            }
        }
    }
    found.sort_unstable();
    let nearest = found.first().map_or(0, |(distance, ..)| *distance);
    let mut stems: Vec<(String, usize)> = Vec::new();
    for (distance, _, _, stem) in found {
        if distance == nearest && !stem.starts_with(text::DENIED) && !stems.iter().any(|(known, _)| *known == stem) {
            stems.push((stem, distance));
        }
    }
    stems.truncate(NEAR_MAX);
    stems
}
