//! Letters of other scripts that look like ours, and characters that cannot be seen: neither may hide an identifier.
//! Source of the look-alikes: Unicode Technical Standard 39, confusables, the single letters of Greek and Cyrillic.

/// Greek and Cyrillic letters, each beside the letter it looks like.
const LETTERS: &[(&str, &str)] = &[
    ("АВЕЅІЈКМНОРСТУХЗЬҮԌԚԜ", "ABESIJKMHOPCTYX3bYGQW"),
    ("аеѕіјорсухһԁԛԝѵгпт", "aesijopcyxhdqwvrnt"),
    ("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧϹ", "ABEZHIKMNOPTYXC"),
    ("αικνορτυχϲϳγ", "aiknoptuxcjy"),
    ("ıɑɡʏʀᴏ", "iagyro"),
];

/// First digit of scripts whose digits are decimal.
const ZEROS: &[u32] = &[0x0660, 0x06f0, 0x0966, 0x09e6, 0x0a66, 0x07c0];

/// The ASCII character that a character looks like.
pub(crate) fn ascii(seen: char) -> Option<char> {
    let place = |(theirs, ours): &(&str, &str)| {
        let place = theirs.chars().position(|letter| letter == seen)?;
        ours.chars().nth(place)
    };
    LETTERS.iter().find_map(place).or_else(|| digit(seen))
}

fn digit(seen: char) -> Option<char> {
    let code = u32::from(seen);
    let zero = ZEROS.iter().find(|zero| (**zero..**zero + 10).contains(&code))?;
    char::from_digit(code - zero, 10)
}

/// Signs that people type for one another.
pub(crate) fn sign(seen: char) -> Option<char> {
    Some(match seen {
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe63}' | '\u{2043}' | '\u{30fc}' => '-',
        '\u{2018}' | '\u{2019}' | '\u{201b}' | '\u{2032}' | '\u{02bc}' | '\u{b4}' => '\'',
        '\u{201c}' | '\u{201d}' | '\u{2033}' => '"',
        '\u{2044}' | '\u{2215}' => '/',
        '\u{2217}' | '\u{00d7}' => '*',
        '\u{00b7}' | '\u{2024}' | '\u{3002}' => '.',
        '£' | '€' => '$',
        _ => return None,
    })
}

/// Characters without width: spaces of no width, joiners, soft hyphens, marks and turns of direction, selectors, tags.
pub(crate) fn is_unseen(seen: char) -> bool {
    matches!(seen,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{e0000}'..='\u{e0fff}')
        || (seen.is_control() && !seen.is_whitespace())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_as_long_as_each_other() {
        for (theirs, ours) in LETTERS {
            assert_eq!(theirs.chars().count(), ours.chars().count(), "{theirs}");
        }
        assert_eq!((ascii('А'), ascii('٣'), ascii('Ж')), (Some('A'), Some('3'), None));
    }
}
