//! Codes as numbers: up to eight characters, compared as they sort.

use cleanclaim_model::{Icd10, Icd10Pcs, PlaceOfService, Rarc};

/// A code as eight bytes, NUL-padded, read as a big-endian number: numbers sort as the codes do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Key(pub(crate) u64);

impl Key {
    /// The key of upper-case ASCII text without dot; `None` when longer than eight bytes.
    pub(crate) fn of(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        let mut padded = [0; 8];
        padded.get_mut(..bytes.len())?.copy_from_slice(bytes);
        Some(Self(u64::from_be_bytes(padded)))
    }

    pub(crate) fn bytes(self) -> [u8; 8] {
        self.0.to_be_bytes()
    }

    /// Characters before the padding.
    pub(crate) fn len(self) -> usize {
        8 - (self.0.trailing_zeros() / 8).min(8) as usize
    }

    /// The last key that begins with this one's characters.
    pub(crate) fn end_of_prefix(self) -> Self {
        let free_bits = 64 - 8 * u32::try_from(self.len()).unwrap_or(8);
        Self(self.0 | 1u64.checked_shl(free_bits).map_or(u64::MAX, |bit| bit - 1))
    }

    pub(crate) fn starts_with(self, prefix: Self) -> bool {
        (prefix.0..=prefix.end_of_prefix().0).contains(&self.0)
    }

    /// Where the search for the key begins in a hash table of `1 << bits` slots.
    pub(crate) fn slot(self, bits: u32) -> usize {
        // Fibonacci hashing: codes differ in their middle bytes, the product's high bits depend on all of them.
        let mixed = (self.0 ^ (self.0 >> 32)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        mixed.checked_shr(64 - bits.min(63)).unwrap_or(0) as usize
    }
}

mod sealed {
    pub trait Sealed {}
}

/// A code of any set, as its characters: upper case, without dot, at most eight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AnyCode {
    bytes: [u8; 8],
    length: u8,
}

impl AnyCode {
    /// The code that these characters spell: dots, spaces and case do not matter. `None` when nothing or too much is left.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (mut bytes, mut length) = ([0; 8], 0_u8);
        for byte in text.bytes().filter(|byte| !matches!(byte, b'.' | b' ')) {
            if !is_code_byte(byte.to_ascii_uppercase()) {
                return None;
            }
            *bytes.get_mut(usize::from(length))? = byte.to_ascii_uppercase();
            length += 1;
        }
        (0 < length).then_some(Self { bytes, length })
    }

    /// Its key, without a look at the characters: they are padded as keys are.
    pub(crate) const fn key(self) -> Key {
        Key(u64::from_be_bytes(self.bytes))
    }

    /// The characters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.bytes.get(..usize::from(self.length)).and_then(|code| core::str::from_utf8(code).ok()).unwrap_or_default()
    }
}

impl core::fmt::Display for AnyCode {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Characters of codes. French ICD-10 extends codes by `+`.
pub(crate) fn is_code_byte(byte: u8) -> bool {
    byte.is_ascii_digit() || byte.is_ascii_uppercase() || byte == b'+'
}

impl sealed::Sealed for AnyCode {}
impl Code for AnyCode {
    fn text(&self) -> &str {
        self.as_str()
    }
    fn from_text(text: &str) -> Option<Self> {
        Self::parse(text)
    }
}

/// A code type whose set can be kept in an image: at most eight upper-case characters.
pub trait Code: Copy + Eq + sealed::Sealed {
    /// The code's characters.
    fn text(&self) -> &str;
    /// The code that these characters spell, if they have its shape.
    fn from_text(text: &str) -> Option<Self>;
}

macro_rules! codes {
    ($($name:ty),*) => {$(
        impl sealed::Sealed for $name {}
        impl Code for $name {
            fn text(&self) -> &str {
                self.as_str()
            }
            fn from_text(text: &str) -> Option<Self> {
                <$name>::parse(text).ok()
            }
        }
    )*};
}

codes!(Icd10, Icd10Pcs, Rarc, PlaceOfService);

pub(crate) fn key_of<C: Code>(code: C) -> Key {
    // Every code type holds at most eight bytes, so the fallback is never met; it sorts before every code.
    Key::of(code.text()).unwrap_or(Key(0))
}

pub(crate) fn code_of<C: Code>(key: Key) -> Option<C> {
    let bytes = key.bytes();
    C::from_text(core::str::from_utf8(bytes.get(..key.len())?).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_sort_and_cut_like_text() {
        let (e11, e119, e12) = (Key::of("E11").unwrap(), Key::of("E119").unwrap(), Key::of("E12").unwrap());
        assert!(e11 < e119 && e119 < e12);
        assert!(e119.starts_with(e11) && !e12.starts_with(e11) && e11.starts_with(e11));
        assert_eq!(e119.len(), 4);
        assert_eq!(Key::of("ABCDEFGH").unwrap().end_of_prefix(), Key::of("ABCDEFGH").unwrap());
        assert_eq!(Key(0).end_of_prefix(), Key(u64::MAX));
        assert_eq!(Key::of("ABCDEFGHI"), None);
    }
}
