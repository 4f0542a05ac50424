//! Names of files as strangers give them.

/// Most characters of a name.
const LONGEST: usize = 120;

/// A file's name as it can be shown: without folders, without signs that are not seen or that turn the writing round, not
/// too long. Never a path.
#[must_use]
pub fn plain_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let seen: String = last.chars().filter(|sign| !is_unseen(*sign)).collect();
    let seen = seen.trim().trim_matches('.').trim();
    if seen.is_empty() {
        return "document".to_owned();
    }
    match seen.char_indices().nth(LONGEST) {
        Some((end, _)) => seen.get(..end).unwrap_or(seen).to_owned(),
        None => seen.to_owned(),
    }
}

/// Signs that take no room or change how others are read.
pub(crate) fn is_unseen(sign: char) -> bool {
    sign.is_control() || is_invisible(sign) || is_turning(sign)
}

/// Signs without width: zero-width spaces and joiners, soft hyphens, fillers, variation selectors, tags.
pub(crate) fn is_invisible(sign: char) -> bool {
    matches!(sign,
        '\u{ad}' | '\u{34f}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}' |
        '\u{200b}'..='\u{200d}' | '\u{2060}'..='\u{2065}' | '\u{206a}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' |
        '\u{feff}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' |
        '\u{e0000}'..='\u{e0fff}')
}

/// Signs that turn the writing round (Unicode annex 9).
pub(crate) fn is_turning(sign: char) -> bool {
    matches!(sign, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_neither_a_path_nor_turned_round() {
        assert_eq!(plain_name("../../etc/passwd"), "passwd");
        assert_eq!(plain_name("C:\\cases\\MG5.docx"), "MG5.docx");
        assert_eq!(plain_name("state\u{202e}fdp.exe"), "statefdp.exe");
        assert_eq!(plain_name("a\0b.txt"), "ab.txt");
        assert_eq!(plain_name(".."), "document");
        assert_eq!(plain_name(&"x".repeat(500)).len(), LONGEST);
    }
}
