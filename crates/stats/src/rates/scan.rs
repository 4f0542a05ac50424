//! The rows of a block, and where their fields end.

use super::chunks::{CHUNK, bits, chunks};
use super::quotes::{Bits, Quotes};
use memchr::{memchr, memchr2};

/// One row: where it starts, where each field ends.
#[derive(Debug)]
pub(super) struct Fields<'a> {
    /// `ends[0]` is the byte before the row (wrapping below 0), `ends[k]` the end of field `k`, counted from 1.
    ends: &'a [usize],
    /// How many fields the row has; may be more than `ends` has room for.
    pub(super) count: usize,
}

impl Fields<'_> {
    /// First byte of the row.
    pub(super) fn start(&self) -> usize {
        self.ends.first().map_or(0, |before| before.wrapping_add(1))
    }

    /// First byte and end of a field, counted from 0. Only for a row that has it.
    pub(super) fn field(&self, at: usize) -> (usize, usize) {
        match self.ends.get(at..at + 2) {
            Some(&[before, end]) => (before.wrapping_add(1), end),
            _ => (0, 0),
        }
    }
}

/// Room for the ends of the fields of one row.
#[derive(Debug)]
pub(super) struct Scanner {
    ends: Vec<usize>,
}

/// How a block ended.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum End {
    /// After a whole row.
    Whole,
    /// In a quoted field of the row that starts here.
    Inside(usize),
}

impl Scanner {
    pub(super) fn new(columns: usize) -> Self {
        Self {
            ends: vec![usize::MAX; columns + 1],
        }
    }

    /// Calls `each` with every row of a block that starts at the start of a row; the last row needs no line end.
    pub(super) fn rows(&mut self, block: &[u8], each: impl FnMut(&Fields)) -> End {
        if memchr2(b'"', b'\r', block).is_some() {
            self.with_marks(block, each)
        } else {
            self.plain(block, each);
            End::Whole
        }
    }

    /// A block without quotation marks and carriage returns.
    fn plain(&mut self, block: &[u8], mut each: impl FnMut(&Fields)) {
        let mut row = OpenRow::start(&mut self.ends);
        for (base, chunk) in chunks(block) {
            let lines = bits(&chunk, |byte| byte == b'\n');
            let ends = lines | bits(&chunk, |byte| byte == b',');
            row.pass(base, lines, ends, &mut each);
        }
        row.end_of_block(block.len(), &mut each);
    }

    /// Any block.
    fn with_marks(&mut self, block: &[u8], mut each: impl FnMut(&Fields)) -> End {
        let (mut row, mut quotes) = (OpenRow::start(&mut self.ends), Quotes::new());
        for (base, chunk) in chunks(block) {
            let Bits { lines, ends } = quotes.pass(&chunk, CHUNK.min(block.len() - base));
            row.pass(base, lines, ends, &mut each);
        }
        if quotes.inside() {
            return End::Inside(row.before.wrapping_add(1));
        }
        row.end_of_block(block.len(), &mut each);
        End::Whole
    }
}

/// A row whose end has not been met.
struct OpenRow<'a> {
    ends: &'a mut [usize],
    /// The byte before the row.
    before: usize,
    /// The last byte that ended a field or a row.
    last: usize,
    /// Fields ended so far.
    count: usize,
}

impl<'a> OpenRow<'a> {
    fn start(ends: &'a mut [usize]) -> Self {
        let before = usize::MAX;
        if let Some(first) = ends.first_mut() {
            *first = before;
        }
        Self {
            ends,
            before,
            last: before,
            count: 0,
        }
    }

    /// Takes the ends of rows and of fields in the chunk at `base`.
    #[inline(always)]
    fn pass(&mut self, base: usize, lines: u64, mut ends: u64, each: &mut impl FnMut(&Fields)) {
        while ends != 0 {
            let bit = ends.trailing_zeros();
            self.end_field(base + bit as usize);
            if lines >> bit & 1 == 1 {
                self.end(each);
            }
            ends &= ends - 1;
        }
    }

    #[inline(always)]
    fn end_field(&mut self, at: usize) {
        self.count += 1;
        if let Some(end) = self.ends.get_mut(self.count) {
            *end = at;
        }
        self.last = at;
    }

    /// The last field has ended, and the row with it. An empty line is no row.
    #[inline(always)]
    fn end(&mut self, each: &mut impl FnMut(&Fields)) {
        if self.count > 1 || self.last != self.before.wrapping_add(1) {
            each(&Fields {
                ends: self.ends,
                count: self.count,
            });
        }
        self.count = 0;
        self.before = self.last;
        if let Some(first) = self.ends.first_mut() {
            *first = self.last;
        }
    }

    /// The block has ended; a row may be left without its line end.
    fn end_of_block(&mut self, length: usize, each: &mut impl FnMut(&Fields)) {
        if self.count > 0 || self.last.wrapping_add(1) < length {
            self.end_field(length);
            self.end(each);
        }
    }
}

/// What a quoted field says; a field that does not begin with a quotation mark says itself. The bytes are in `field`, or
/// in `text` when marks had to be left out.
pub(super) fn unquoted<'a>(field: &'a [u8], text: &'a mut Vec<u8>) -> &'a [u8] {
    let Some((b'"', quoted)) = field.split_first() else {
        return field;
    };
    match memchr(b'"', quoted) {
        Some(close) if close + 1 == quoted.len() => return &quoted[..close],
        _ => text.clear(),
    }
    let (mut rest, mut inside) = (quoted, true);
    while let Some(mark) = memchr(b'"', rest).filter(|_| inside) {
        text.extend_from_slice(&rest[..mark]);
        rest = &rest[mark + 1..];
        match rest.split_first() {
            Some((b'"', after)) => {
                text.push(b'"');
                rest = after;
            }
            _ => inside = false,
        }
    }
    text.extend_from_slice(rest);
    text
}
