//! How a text is counted, recognised and read as a day.

use jiff::civil::Date;

/// The day that is written here. Year, month and day as the register keeps them are read at once, all else as jiff reads it.
pub(crate) fn day(text: &str) -> Option<Date> {
    let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = *text.as_bytes() else {
        return text.parse().ok();
    };
    let digits = [y1, y2, y3, y4, m1, m2, d1, d2];
    if !digits.iter().all(u8::is_ascii_digit) {
        return text.parse().ok();
    }
    let [y1, y2, y3, y4, m1, m2, d1, d2] = digits.map(|digit| digit - b'0');
    let year = i16::from(y1) * 1000 + i16::from(y2) * 100 + i16::from(y3) * 10 + i16::from(y4);
    Date::new(year, (m1 * 10 + m2) as i8, (d1 * 10 + d2) as i8).ok()
}

/// How many words: runs of characters between white space that hold a letter or a digit.
pub(crate) fn words(text: &str) -> u32 {
    if text.is_ascii() {
        return ascii_words(text);
    }
    let words = text
        .split_whitespace()
        .filter(|word| word.chars().any(char::is_alphanumeric));
    u32::try_from(words.count()).unwrap_or(u32::MAX)
}

/// The same for the text most extracts hold, several times as fast: a word is counted at its first letter or digit.
fn ascii_words(text: &str) -> u32 {
    let (mut words, mut counted) = (0_u32, false);
    for byte in text.bytes() {
        if matches!(byte, b'\t'..=b'\r' | b' ') {
            counted = false;
        } else if !counted && byte.is_ascii_alphanumeric() {
            words = words.saturating_add(1);
            counted = true;
        }
    }
    words
}

/// A number by which texts alike but for capitals, spaces and punctuation are known: FNV-1a of 64 bits over the lower-cased
/// letters and digits (Fowler, Noll and Vo; `draft-eastlake-fnv`). Two other texts share one by chance once in 2^64 pairs.
pub(crate) fn fingerprint(text: &str) -> u64 {
    const START: u64 = 0xcbf2_9ce4_8422_2325;
    const PRIME: u64 = 0x0000_0100_0000_01b3;
    let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(PRIME);
    if text.is_ascii() {
        let plain = text.bytes().filter(u8::is_ascii_alphanumeric);
        return plain.fold(START, |hash, byte| step(hash, byte.to_ascii_lowercase()));
    }
    let mut bytes = [0; 4];
    let plain = text.chars().filter(|c| c.is_alphanumeric());
    plain.flat_map(char::to_lowercase).fold(START, |hash, c| {
        c.encode_utf8(&mut bytes).bytes().fold(hash, step)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_read_as_jiff_reads_it() {
        for text in [
            "2024-02-29",
            "2023-02-29",
            "1900-01-01",
            "2024-13-01",
            "2024-00-10",
            "2024-1-1",
            "20240301",
            "",
            "2024-03-3x",
            "\u{ff12}024-03-01",
        ] {
            assert_eq!(day(text), text.parse().ok(), "{text}");
        }
    }

    #[test]
    fn words_need_a_letter_or_a_digit() {
        assert_eq!(words(""), 0);
        assert_eq!(words("  - ... "), 0);
        assert_eq!(words("As per matrix.\nNo previous"), 5);
        assert_eq!(words("caff\u{e9} 22"), 2);
        for text in ["", " a ", "-- b-c\t\x0b,d\r\n7 .", "\x0c x", "one two"] {
            let beyond_ascii = format!("{text} \u{b7}");
            assert_eq!(words(text), words(&beyond_ascii), "{text:?}");
        }
    }

    /// The published test vector of FNV-1a for "foobar" is 85944171f73967e8.
    #[test]
    fn a_fingerprint_sees_letters_and_digits_alone() {
        assert_eq!(fingerprint("foobar"), 0x8594_4171_f739_67e8);
        assert_eq!(fingerprint("Foo, BAR!"), fingerprint("foobar"));
        assert_eq!(fingerprint("\u{c9}t\u{e9}"), fingerprint("\u{e9}T\u{c9}."));
        assert_ne!(fingerprint("foobar"), fingerprint("foobaz"));
    }
}
