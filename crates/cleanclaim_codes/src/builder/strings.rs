//! The texts of an image, each once.

use std::collections::HashMap;

use super::BuildError;
use crate::image::NO_TEXT;

/// Strings, each once.
#[derive(Debug, Default)]
pub(crate) struct Strings {
    texts: Vec<String>,
    numbers: HashMap<String, u32>,
}

impl Strings {
    pub(crate) fn number(&mut self, text: &str) -> u32 {
        if let Some(number) = self.numbers.get(text) {
            return *number;
        }
        // Past u32::MAX strings the heap is far past its own limit, which `place` reports.
        let number = u32::try_from(self.texts.len()).unwrap_or(u32::MAX);
        self.texts.push(text.to_owned());
        self.numbers.insert(text.to_owned(), number);
        number
    }

    /// A text by its number; empty for a number that was never given.
    pub(crate) fn at(&self, number: u32) -> &str {
        self.texts.get(number as usize).map_or("", String::as_str)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &str> {
        self.texts.iter().map(String::as_str)
    }

    /// The number of a text that has one.
    pub(crate) fn known(&self, text: &str) -> Option<u32> {
        self.numbers.get(text).copied()
    }

    /// Puts these texts, of one table, among those of the image.
    pub(super) fn intern(&self, all: &mut Self) {
        for text in &self.texts {
            all.number(text);
        }
    }

    /// Where each of these texts, of one table, stands in the image's heap.
    pub(super) fn places(&self, all: &mut Self, placed: &Placed) -> Vec<(u32, u16)> {
        self.texts.iter().map(|text| placed.at(Some(all.number(text)))).collect()
    }

    pub(super) fn place(&self) -> Result<Placed, BuildError> {
        let mut heap = Vec::new();
        let mut places = Vec::with_capacity(self.texts.len());
        for text in &self.texts {
            let offset = u32::try_from(heap.len()).map_err(|_| BuildError::TooLarge { what: "text" })?;
            let length = u16::try_from(text.len()).map_err(|_| BuildError::TooLarge { what: "one text" })?;
            heap.extend_from_slice(text.as_bytes());
            places.push((offset, length));
        }
        Ok(Placed { heap, places })
    }
}

/// Where each text stands in the heap.
pub(crate) struct Placed {
    pub(super) heap: Vec<u8>,
    places: Vec<(u32, u16)>,
}

impl Placed {
    pub(crate) fn at(&self, number: Option<u32>) -> (u32, u16) {
        number.and_then(|number| self.places.get(number as usize)).copied().unwrap_or((NO_TEXT, 0))
    }
}
