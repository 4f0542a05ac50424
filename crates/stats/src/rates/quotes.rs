//! Which bytes lie within quoted fields.

use super::chunks::{CHUNK, bits};

/// What matters in a chunk of any CSV.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bits {
    /// Ends of rows, outside of quoted fields.
    pub(super) lines: u64,
    /// Ends of fields, those of rows among them, outside of quoted fields.
    pub(super) ends: u64,
}

/// Follows the quotation marks of a CSV from chunk to chunk. A mark at the start of a field opens it; a mark within a quoted
/// field closes it, and one right after that opens it again (a doubled mark); any other mark is a letter.
#[derive(Debug, Clone)]
pub(super) struct Quotes {
    /// Within a quoted field.
    inside: bool,
    /// A mark at the next byte would open: a field starts there, or one has just been closed.
    opens: bool,
}

impl Quotes {
    /// At the start of a row.
    pub(super) fn new() -> Self {
        Self {
            inside: false,
            opens: true,
        }
    }

    /// Whether a quoted field is still open.
    pub(super) fn inside(&self) -> bool {
        self.inside
    }

    /// Passes a chunk, of which `length` bytes are there.
    #[inline(always)]
    pub(super) fn pass(&mut self, chunk: &[u8; CHUNK], length: usize) -> Bits {
        let marks = bits(chunk, |byte| byte == b'"');
        let lines = bits(chunk, |byte| byte == b'\n' || byte == b'\r');
        let ends = lines | bits(chunk, |byte| byte == b',');
        let start = if self.inside { u64::MAX } else { 0 };
        // As if every mark opened or closed.
        let mut turns = marks;
        let mut within = through(turns) ^ start;
        let before = (marks | ends) << 1 | u64::from(self.opens);
        if marks & within & !before != 0 {
            turns = self.turning(marks, ends);
            within = through(turns) ^ start;
        }
        let last = length - 1;
        self.inside = within >> last & 1 == 1;
        self.opens = !self.inside && (ends | turns) >> last & 1 == 1;
        Bits {
            lines: lines & !within,
            ends: ends & !within,
        }
    }

    /// Those of the marks that open or close, where some are letters.
    #[cold]
    fn turning(&self, marks: u64, ends: u64) -> u64 {
        let (mut inside, mut turns, mut left) = (self.inside, 0, marks);
        while left != 0 {
            let bit = left & left.wrapping_neg();
            let opens = match bit {
                1 => self.opens,
                _ => (ends | turns) & bit >> 1 != 0,
            };
            if inside || opens {
                turns |= bit;
                inside = !inside;
            }
            left ^= bit;
        }
        turns
    }

    /// Passes bytes without quotation marks.
    pub(super) fn pass_plain(&mut self, bytes: &[u8]) {
        if let Some(last) = bytes.last() {
            self.opens = !self.inside && matches!(last, b',' | b'\n' | b'\r');
        }
    }
}

/// Bit `i` says whether the number of set bits up to and with bit `i` is odd.
fn through(mut bits: u64) -> u64 {
    for distance in [1, 2, 4, 8, 16, 32] {
        bits ^= bits << distance;
    }
    bits
}
