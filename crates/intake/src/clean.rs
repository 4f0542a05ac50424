//! Text as it can be seen: signs without width and signs that turn the writing round are taken out, wide and joined forms
//! folded to plain ones, and words that mix alphabets counted.

use unicode_normalization::UnicodeNormalization;

use crate::name::{is_invisible, is_turning};

/// A text made plain.
pub(crate) struct Clean {
    pub(crate) text: String,
    pub(crate) invisible: usize,
    pub(crate) turning: usize,
    /// Words in which letters of two alphabets stand beside each other.
    pub(crate) mixed: usize,
}

pub(crate) fn clean(text: &str) -> Clean {
    let (mut invisible, mut turning) = (0, 0);
    let mut seen = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            '\u{fffd}' => seen.push('?'),
            '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => seen.push('\n'),
            '\n' | '\t' => seen.push(sign),
            _ if is_turning(sign) => turning += 1,
            _ if is_invisible(sign) => invisible += 1,
            _ if sign.is_control() => invisible += 1,
            _ if sign.is_whitespace() => seen.push(' '),
            _ => folded(sign, &mut seen),
        }
    }
    let mixed = seen.split_whitespace().filter(|word| is_mixed(word)).count();
    Clean {
        text: lines(&seen),
        invisible,
        turning,
        mixed,
    }
}

/// Wide letters and figures, letters of mathematics and joined letters as the plain ones they look like.
fn folded(sign: char, to: &mut String) {
    let plain = matches!(sign, '\u{ff01}'..='\u{ff5e}' | '\u{1d400}'..='\u{1d7ff}' | '\u{fb00}'..='\u{fb06}' | '\u{2460}'..='\u{24ff}');
    if plain {
        to.extend(std::iter::once(sign).nfkc());
    } else {
        to.push(sign);
    }
}

/// Without space at the ends of lines, and at most one empty line between others.
fn lines(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut empty = 0;
    for line in text.split('\n') {
        let line = line.trim_matches([' ', '\t']);
        if line.is_empty() {
            empty += 1;
            continue;
        }
        if !out.is_empty() {
            out.push_str(if empty > 0 { "\n\n" } else { "\n" });
        }
        empty = 0;
        out.push_str(line);
    }
    out
}

fn is_mixed(word: &str) -> bool {
    let latin = word.chars().any(|sign| sign.is_ascii_alphabetic());
    let other = word
        .chars()
        .any(|sign| matches!(sign, '\u{370}'..='\u{3ff}' | '\u{400}'..='\u{52f}' | '\u{530}'..='\u{58f}' | '\u{13a0}'..='\u{13ff}'));
    latin && other
}

pub(crate) fn mixed_words(count: usize) -> String {
    let words = if count == 1 {
        "1 word mixes"
    } else {
        return format!(
            "{count} words mix letters of two alphabets that look alike; compare them with the document"
        );
    };
    format!("{words} letters of two alphabets that look alike; compare it with the document")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_seen_is_taken_out() {
        let seen = clean("07700\u{200b} 900\u{ad}123 \u{202e}abc\u{202c}\r\n\r\n\r\n\r\nＭared ﬁne");
        assert_eq!(seen.text, "07700 900123 abc\n\nMared fine");
        assert_eq!((seen.invisible, seen.turning, seen.mixed), (2, 2, 0));
    }

    #[test]
    fn words_of_two_alphabets_are_told() {
        let seen = clean("M\u{430}red went to \u{41a}\u{438}\u{457}\u{432}");
        assert_eq!(seen.mixed, 1);
    }
}
