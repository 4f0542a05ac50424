//! What a file is, by its first bytes. Its name says nothing: a workbook may be called `.csv`.

use super::Encoding;

/// What the first bytes look like.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Looks {
    /// A zip file, as workbooks are.
    Workbook,
    /// A compound file: an old workbook, or a new one behind a password.
    OldWorkbook,
    /// Something that holds no rows we can read.
    Unreadable(&'static str),
    /// Text.
    Text {
        /// A list of records in JSON.
        json: bool,
        /// Its encoding where the bytes show it from the first.
        encoding: Option<Encoding>,
        /// Length of the byte order mark.
        mark: usize,
    },
}

impl Looks {
    pub(super) fn of(head: &[u8]) -> Self {
        match head {
            [b'P', b'K', 3, 4, ..] => return Self::Workbook,
            [0xd0, 0xcf, 0x11, 0xe0, ..] => return Self::OldWorkbook,
            [b'%', b'P', b'D', b'F', ..] => return Self::Unreadable("a PDF"),
            [0x1f, 0x8b, ..] | [b'7', b'z', 0xbc, 0xaf, ..] | [b'R', b'a', b'r', b'!', ..] => {
                return Self::Unreadable("a compressed file");
            }
            _ => {}
        }
        let (encoding, mark) = match head {
            [0xef, 0xbb, 0xbf, ..] => (Some(Encoding::Utf8), 3),
            [0xff, 0xfe, ..] => (Some(Encoding::Utf16Le), 2),
            [0xfe, 0xff, ..] => (Some(Encoding::Utf16Be), 2),
            _ => (utf16_without_mark(head), 0),
        };
        let starts = beginning(head.get(mark..).unwrap_or_default());
        match starts.as_slice() {
            [b'<', b'?', b'x' | b'X', ..] => Self::Unreadable("an XML file"),
            [b'<', b'!' | b'h' | b'H' | b't' | b'T', ..] => {
                Self::Unreadable("a web page, though it may be called a workbook")
            }
            starts => Self::Text {
                json: is_json(starts),
                encoding,
                mark,
            },
        }
    }
}

/// The first few bytes of text that are neither blank nor half of a character.
fn beginning(text: &[u8]) -> Vec<u8> {
    let shown = text
        .iter()
        .filter(|byte| **byte != 0 && !byte.is_ascii_whitespace());
    shown.copied().take(3).collect()
}

/// `[{`, `[]` or `{"`: a heading may begin with one bracket, hardly with two.
fn is_json(starts: &[u8]) -> bool {
    matches!(starts, [b'[', b'{' | b']', ..] | [b'{', b'"' | b'}', ..])
}

/// UTF-16 shows itself: nearly every other byte of a heading line is zero.
fn utf16_without_mark(head: &[u8]) -> Option<Encoding> {
    let sample = head.get(..head.len().min(4096)).unwrap_or_default();
    let (mut first, mut second) = (0, 0);
    for pair in sample.chunks_exact(2) {
        first += usize::from(pair.first() == Some(&0));
        second += usize::from(pair.last() == Some(&0));
    }
    let pairs = sample.len() / 2;
    if pairs < 2 {
        None
    } else if second * 2 > pairs && first * 50 < pairs {
        Some(Encoding::Utf16Le)
    } else if first * 2 > pairs && second * 50 < pairs {
        Some(Encoding::Utf16Be)
    } else {
        None
    }
}
