//! Where the paragraphs of a text begin: what stands between two empty lines is read by itself.

use std::ops::Range;

/// The beginning of a paragraph, by character and by byte.
type Beginning = (usize, usize);

/// The paragraphs of a text.
pub(crate) struct Paragraphs {
    /// In order; the end of the text comes last.
    beginnings: Vec<Beginning>,
}

/// Paragraphs that follow each other.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Part {
    /// The first character.
    pub(crate) start: usize,
    /// The character after the last.
    pub(crate) end: usize,
    /// The same in bytes.
    pub(crate) bytes: Range<usize>,
}

impl Paragraphs {
    /// A paragraph begins with the first character after white space in which two lines or more end.
    pub(crate) fn of(text: &str) -> Self {
        let mut beginnings = vec![(0, 0)];
        let (mut lines, mut chars) = (0, 0);
        for (byte, seen) in text.char_indices() {
            if matches!(seen, '\n' | '\u{2028}' | '\u{2029}') {
                lines += 1;
            } else if !seen.is_whitespace() {
                if lines > 1 {
                    beginnings.push((chars, byte));
                }
                lines = 0;
            }
            chars += 1;
        }
        beginnings.push((chars, text.len()));
        Self { beginnings }
    }

    /// The paragraphs in which some ranges of characters stand, each with one before and one after, as few parts as may be.
    pub(crate) fn around(&self, ranges: impl Iterator<Item = (usize, usize)>) -> Vec<Part> {
        let last = self.beginnings.len().saturating_sub(1);
        let mut runs: Vec<(usize, usize)> = Vec::new();
        for (start, end) in ranges {
            let first = self.beginnings.partition_point(|(chars, _)| *chars <= start);
            let after = self.beginnings.partition_point(|(chars, _)| *chars < end);
            let (from, to) = (first.saturating_sub(2), (after + 1).min(last));
            match runs.last_mut() {
                Some((_, until)) if from <= *until => *until = to.max(*until),
                _ => runs.push((from, to)),
            }
        }
        let part = |(from, to): (usize, usize)| {
            let (start, begins) = *self.beginnings.get(from)?;
            let (end, ends) = *self.beginnings.get(to)?;
            Some(Part {
                start,
                end,
                bytes: begins..ends,
            })
        };
        runs.into_iter().filter_map(part).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_has_its_paragraph_and_those_beside_it() {
        let text = "a\u{e9}\nb\n\nc\n \nd\r\n\r\ne\n\nf";
        let paragraphs = Paragraphs::of(text);
        let at = |letter: char| {
            let at = text.chars().position(|one| one == letter).unwrap();
            (at, at + 1)
        };
        let around = |letters: &str| {
            let parts = paragraphs.around(letters.chars().map(at));
            parts
                .into_iter()
                .map(|part| text[part.bytes].split_whitespace().collect::<String>())
                .collect::<Vec<_>>()
        };
        assert_eq!(around("a"), ["a\u{e9}bc"]);
        assert_eq!(around("d"), ["cde"]);
        assert_eq!(around("f"), ["ef"]);
        assert_eq!(around("af"), ["a\u{e9}bc", "ef"]);
        assert_eq!(around("ad"), ["a\u{e9}bcde"]);
        assert_eq!(Paragraphs::of("").around([(0, 0)].into_iter()).len(), 1);
    }
}
