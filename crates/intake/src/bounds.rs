//! How much a document may be.

/// The most of everything. The process that reads it has limits of its own on time and memory.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// Bytes of the file.
    pub file: u64,
    /// Bytes of all parts of a package together, unpacked.
    pub unpacked: u64,
    /// Parts of a package, or documents of a bundle.
    pub parts: usize,
    /// Pages.
    pub pages: usize,
    /// Points of a picture along one edge.
    pub edge: u32,
    /// Points of a picture.
    pub points: u64,
    /// Characters of text.
    pub text: usize,
}

impl Default for Bounds {
    /// 50 MB as a file and 200 MB unpacked; 500 pages; a picture of 40 million points; some 80 pages of text. A pack is read
    /// by volunteers: what is longer is no summary of a case.
    fn default() -> Self {
        Self {
            file: 50 << 20,
            unpacked: 200 << 20,
            parts: 2000,
            pages: 500,
            edge: 20_000,
            points: 40_000_000,
            text: 200_000,
        }
    }
}
