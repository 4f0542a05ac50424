//! Where a stream of bytes may be cut so that every piece holds whole rows.

use super::chunks::{CHUNK, chunks};
use super::quotes::Quotes;
use memchr::{memchr, memrchr2};

/// Follows the quotation marks of a CSV from piece to piece, and so knows where a row ends: a line end inside a quoted
/// field is part of the field. A piece without any marks costs one search.
#[derive(Debug, Clone)]
pub struct Cutter {
    quotes: Quotes,
}

impl Default for Cutter {
    fn default() -> Self {
        Self::new()
    }
}

impl Cutter {
    /// At the start of a row.
    #[must_use]
    pub fn new() -> Self {
        Self {
            quotes: Quotes::new(),
        }
    }

    /// Whether a quoted field is still open.
    #[must_use]
    pub fn inside(&self) -> bool {
        self.quotes.inside()
    }

    /// Takes the next bytes of the stream: after how many of them the last row that ends in them has ended. `None` when
    /// no row ends in them.
    pub fn feed(&mut self, bytes: &[u8]) -> Option<usize> {
        if memchr(b'"', bytes).is_none() {
            self.quotes.pass_plain(bytes);
            let last = memrchr2(b'\n', b'\r', bytes).filter(|_| !self.inside());
            return last.map(|end| end + 1);
        }
        let mut cut = None;
        for (base, chunk) in chunks(bytes) {
            let lines = self.quotes.pass(&chunk, CHUNK.min(bytes.len() - base)).lines;
            if let Some(last) = lines.checked_ilog2() {
                cut = Some(base + last as usize + 1);
            }
        }
        cut
    }
}
