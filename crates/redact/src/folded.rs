//! A text as rules read it: ASCII, no characters without width, one space for many, tokens and finds as one sign; with the way
//! back to the characters of the original.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::kind::token_length;
use crate::lookalike;

/// Stands for a token, or for a find of an earlier round: no rule matches it.
pub(crate) const REMOVED: u8 = 0x1d;
/// Stands for a letter of another script that looks like none of ours.
const LETTER: char = '\u{7f}';
/// Stands for any other sign.
const SIGN: char = '\u{1a}';

/// Where the folded bytes from `folded` on stand in the original: the first covers `width` characters from `chars`, those
/// after it one each.
#[derive(Clone, Copy, Debug)]
struct Mark {
    folded: usize,
    chars: usize,
    width: usize,
}

/// A folded text. Offsets into it are bytes, which are ASCII characters.
#[derive(Debug)]
pub(crate) struct Folded {
    pub(crate) plain: String,
    pub(crate) lower: String,
    marks: Vec<Mark>,
    /// The next byte does not follow the last in the original.
    apart: bool,
}

/// A letter, a digit or a letter of another script.
pub(crate) fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == 0x7f
}

/// How many bytes, at most `most`, stay as they are: signs of ASCII that can begin no token, and single spaces between them.
fn as_they_are(bytes: &[u8], most: usize) -> usize {
    let plain = |byte: &u8| byte.is_ascii_graphic() && *byte != b'[';
    let bytes = bytes.get(..most).unwrap_or(bytes);
    let mut after = bytes.iter().skip(1);
    let stays = |byte: &&u8| {
        let next = after.next();
        plain(byte) || **byte == b' ' && next.is_some_and(plain)
    };
    bytes.iter().take_while(stays).count()
}

impl Folded {
    /// Folds a text, with some character ranges of it, in order, as already removed.
    pub(crate) fn of(text: &str, removed: impl Iterator<Item = (usize, usize)>) -> Self {
        let mut folded = Self {
            plain: String::with_capacity(text.len()),
            lower: String::new(),
            marks: Vec::new(),
            apart: false,
        };
        let mut removed = removed.peekable();
        let mut rest = text.chars();
        let mut at = 0;
        loop {
            let ahead = rest.as_str();
            while removed
                .next_if(|(start, end)| *start < at || start >= end)
                .is_some()
            {}
            let taken = match removed.next_if(|(start, _)| *start == at) {
                Some((start, end)) => Some(end - start),
                None if ahead.starts_with('[') => token_length(ahead),
                None => None,
            };
            if let Some(taken) = taken {
                folded.push(char::from(REMOVED), at, taken);
                at += taken;
                rest.nth(taken - 1);
                continue;
            }
            let free = removed.peek().map_or(usize::MAX, |(start, _)| start - at);
            let run = as_they_are(ahead.as_bytes(), free);
            if let Some((run, after)) = ahead.split_at_checked(run).filter(|(run, _)| !run.is_empty()) {
                folded.run(run, at);
                at += run.len();
                rest = after.chars();
                continue;
            }
            let Some(seen) = rest.next() else { break };
            let width = if seen.is_whitespace() {
                folded.space(ahead, at)
            } else {
                folded.letter(seen, at);
                1
            };
            at += width;
            if width > 1 {
                rest.nth(width - 2);
            }
        }
        folded.lower = folded.plain.to_ascii_lowercase();
        folded
    }

    /// The original character at which a folded byte stands.
    pub(crate) fn start(&self, folded: usize) -> usize {
        self.place(folded).0
    }

    /// The original character after the folded byte before `folded`.
    pub(crate) fn end(&self, folded: usize) -> usize {
        folded.checked_sub(1).map_or(0, |last| self.place(last).1)
    }

    /// The folded byte at an offset; nothing beyond the ends.
    pub(crate) fn byte(&self, at: usize) -> Option<u8> {
        self.plain.as_bytes().get(at).copied()
    }

    /// True between a word and what is no part of it.
    pub(crate) fn is_edge(&self, at: usize) -> bool {
        let before = at.checked_sub(1).and_then(|before| self.byte(before));
        !(before.is_some_and(is_word) && self.byte(at).is_some_and(is_word))
    }

    fn place(&self, folded: usize) -> (usize, usize) {
        let after = self.marks.partition_point(|mark| mark.folded <= folded);
        let mark = after.checked_sub(1).and_then(|at| self.marks.get(at));
        match mark {
            None => (folded, folded + 1),
            Some(mark) if mark.folded == folded => (mark.chars, mark.chars + mark.width),
            Some(mark) => {
                let start = mark.chars + mark.width + (folded - mark.folded - 1);
                (start, start + 1)
            }
        }
    }

    fn push(&mut self, letter: char, chars: usize, width: usize) {
        if width != 1 || std::mem::take(&mut self.apart) {
            self.apart = false;
            self.marks.push(Mark {
                folded: self.plain.len(),
                chars,
                width,
            });
        }
        self.plain.push(letter);
    }

    /// Characters that stay as they are.
    fn run(&mut self, run: &str, at: usize) {
        if std::mem::take(&mut self.apart) {
            self.marks.push(Mark {
                folded: self.plain.len(),
                chars: at,
                width: 1,
            });
        }
        self.plain.push_str(run);
    }

    /// Whitespace becomes one space, an empty line a line end. A line end after a hyphen goes: the word was broken there.
    fn space(&mut self, ahead: &str, at: usize) -> usize {
        let run = ahead.chars().take_while(|seen| seen.is_whitespace());
        let (width, lines) = run.fold((0, 0), |(width, lines), seen| {
            (
                width + 1,
                lines + usize::from(matches!(seen, '\n' | '\u{2028}' | '\u{2029}')),
            )
        });
        let hyphen = self.plain.ends_with('-') && self.plain.bytes().rev().nth(1).is_some_and(is_word);
        match lines {
            1 if hyphen => self.apart = true,
            0 | 1 => self.push(' ', at, width),
            _ => self.push('\n', at, width),
        }
        width
    }

    fn letter(&mut self, seen: char, at: usize) {
        if seen.is_ascii_graphic() {
            self.push(seen, at, 1);
        } else if is_combining_mark(seen) {
            self.widen(at);
        } else if lookalike::is_unseen(seen) {
            self.apart = true;
        } else if let Some(ours) = lookalike::sign(seen).or_else(|| lookalike::ascii(seen)) {
            self.push(ours, at, 1);
        } else {
            self.decomposed(seen, at);
        }
    }

    /// The mark on a letter is part of it.
    fn widen(&mut self, at: usize) {
        if let Some(last) = self.plain.len().checked_sub(1) {
            let chars = self.start(last);
            match self.marks.last_mut().filter(|mark| mark.folded == last) {
                Some(mark) => mark.width = at + 1 - mark.chars,
                None => self.marks.push(Mark {
                    folded: last,
                    chars,
                    width: at + 1 - chars,
                }),
            }
        }
        self.apart = true;
    }

    fn decomposed(&mut self, seen: char, at: usize) {
        let mut parts = 0;
        let letters = match seen {
            'ß' => "ss".to_owned(),
            'æ' | 'Æ' => "ae".to_owned(),
            'ø' | 'Ø' => "o".to_owned(),
            'ł' | 'Ł' => "l".to_owned(),
            'đ' | 'Đ' | 'ð' => "d".to_owned(),
            _ => seen.nfkd().filter(|part| !is_combining_mark(*part)).collect(),
        };
        let upper = seen.is_uppercase();
        for part in letters.chars() {
            let ours = match part {
                part if part.is_ascii_graphic() && upper => part.to_ascii_uppercase(),
                part if part.is_ascii_graphic() => part,
                part => lookalike::ascii(part).unwrap_or(if part.is_alphanumeric() { LETTER } else { SIGN }),
            };
            self.apart |= parts > 0;
            self.push(ours, at, 1);
            parts += 1;
        }
        // What was spelt out in several letters, or in none, is followed by the next character all the same.
        self.apart |= parts != 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(text: &str) -> String {
        Folded::of(text, std::iter::empty()).plain
    }

    #[test]
    fn what_looks_alike_reads_alike() {
        assert_eq!(plain("ＡＢ１２ СDЕ"), "AB12 CDE", "full width and Cyrillic");
        assert_eq!(plain("07\u{200b}700\u{ad} 900\u{2060}123"), "07700 900123");
        assert_eq!(plain("Siân e\u{301} Straße – ﬁ"), "Sian e Strasse - fi");
        assert_eq!(plain("a\r\n  b\n\nc [VRN 1] [VRX 1]"), "a b\nc \u{1d} [VRX 1]");
        assert_eq!(plain("Pen-\nrose شم"), "Pen-rose \u{7f}\u{7f}");
    }

    #[test]
    fn offsets_lead_back() {
        let text = "x\u{200b}e\u{301}ß  y[PHONE 12]z";
        let folded = Folded::of(text, std::iter::empty());
        assert_eq!(folded.plain, "xess y\u{1d}z");
        let places: Vec<_> = (0..8).map(|at| (folded.start(at), folded.end(at + 1))).collect();
        let expected = [(0, 1), (2, 4), (4, 5), (4, 5), (5, 7), (7, 8), (8, 18), (18, 19)];
        assert_eq!(places, expected);
    }

    #[test]
    fn a_find_folds_as_its_token() {
        let found = Folded::of("call 07700 900123 now", [(5, 17)].into_iter());
        assert_eq!(found.plain, plain("call [PHONE 1] now"));
    }
}
