//! Text as our fonts can print it. PDF/UA-1 forbids a character without a drawing (ISO 14289-1, 7.21.8), and a word
//! longer than the line would run off the page.

use serde_json::Value;

use super::desk::can_draw;
use crate::check::DocumentError;
use crate::model::Document;

/// Stands for a character no font can draw.
const UNSHOWN: char = '□';

/// Longest run of letters left whole, and how often a longer one may be broken.
const WHOLE: usize = 20;
const PIECE: usize = 10;

/// Lets a line end here, invisibly.
const BREAK: char = '\u{200b}';

/// The document with every text made printable, and how many characters had to be replaced.
pub(super) fn document(document: &Document) -> Result<(Document, usize), DocumentError> {
    let fault = |fault: serde_json::Error| DocumentError::Typeset(fault.to_string());
    let mut value = serde_json::to_value(document).map_err(fault)?;
    let unshown = print_all(&mut value);
    Ok((serde_json::from_value(value).map_err(fault)?, unshown))
}

fn print_all(value: &mut Value) -> usize {
    match value {
        Value::String(text) => {
            let (printed, unshown) = print(text);
            *text = printed;
            unshown
        }
        Value::Array(values) => values.iter_mut().map(print_all).sum(),
        Value::Object(fields) => fields.values_mut().map(print_all).sum(),
        Value::Null | Value::Bool(_) | Value::Number(_) => 0,
    }
}

/// One text made printable, and how many characters had to be replaced.
fn print(text: &str) -> (String, usize) {
    let mut unshown = 0;
    let letters = text.replace("\r\n", "\n");
    let letters = letters.chars().filter_map(|letter| match letter {
        '\n' | '\u{2028}' | '\u{2029}' => Some('\n'),
        '\t' | '\r' => Some(' '),
        _ if is_invisible(letter) => None,
        _ if can_draw(letter) => Some(letter),
        _ => {
            unshown += 1;
            Some(UNSHOWN)
        }
    });
    let printed = with_breaks(letters);
    (printed, unshown)
}

/// Control characters, joiners, marks of direction and variation selectors: nothing to see, nothing to draw.
fn is_invisible(letter: char) -> bool {
    letter.is_control()
        || matches!(letter, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0000}'..='\u{e0fff}')
}

/// Adds places to break in runs longer than [`WHOLE`] without a space.
fn with_breaks(letters: impl Iterator<Item = char>) -> String {
    let mut out = String::new();
    let mut run: Vec<char> = Vec::new();
    for letter in letters {
        if letter.is_whitespace() {
            push_run(&mut out, &mut run);
            out.push(letter);
        } else {
            run.push(letter);
        }
    }
    push_run(&mut out, &mut run);
    out
}

fn push_run(out: &mut String, run: &mut Vec<char>) {
    let piece = if run.len() > WHOLE { PIECE } else { WHOLE };
    for (number, letters) in run.chunks(piece).enumerate() {
        if number > 0 {
            out.push(BREAK);
        }
        out.extend(letters);
    }
    run.clear();
}

#[cfg(test)]
mod tests {
    use super::*;

    fn printed(text: &str) -> String {
        print(text).0
    }

    #[test]
    fn the_languages_of_our_readers_are_printed_as_they_are() {
        let readers = "Cyngor Ŵŷn: tŷ, dŵr – £12 ‘so’ “so” … ½ · Łódź Gdańsk · Kyjiv Київ · Ἀθῆναι? Αθήνα · Việt Nam · ≥ × −1";
        let known: String = readers.replace("Ἀθῆναι? ", "");
        assert_eq!(print(&known), (known.clone(), 0));
    }

    #[test]
    fn what_cannot_be_drawn_is_a_box_and_is_counted() {
        assert_eq!(print("a שלום b"), ("a □□□□ b".to_owned(), 4));
        // A woman judge is four code points: two to see, a joiner and a selector.
        assert_eq!(print("👩\u{200d}⚖\u{fe0f}"), ("□□".to_owned(), 2));
    }

    #[test]
    fn marks_of_direction_cannot_turn_the_text_round() {
        assert_eq!(printed("abc\u{202e}def\u{2066}\u{feff}\u{0}"), "abcdef");
    }

    #[test]
    fn line_ends_are_one_kind() {
        assert_eq!(printed("a\r\nb\u{2028}c\td\re"), "a\nb\nc d e");
    }

    #[test]
    fn long_runs_may_be_broken_and_words_may_not() {
        assert_eq!(printed("counterrevolutionary"), "counterrevolutionary");
        assert_eq!(printed(&"0123456789".repeat(2)), "0123456789".repeat(2));
        assert_eq!(
            printed("0123456789012345678901"),
            "0123456789\u{200b}0123456789\u{200b}01"
        );
    }
}
