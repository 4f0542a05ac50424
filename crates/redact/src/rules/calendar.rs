//! Days: dates of birth, and every other exact date. A month with its year is no day and stays.

use super::Rule;
use crate::kind::Kind;
use crate::lexicon::Lexicon;
use crate::seen::{Seen, Verdict};
use crate::span::Confidence::{Certain, Likely, Possible};

const BIRTH: &[&str] = &[
    "dob",
    "d.o.b",
    "date of birth",
    "born",
    "birthday",
    "birth",
    "dyddiad geni",
    "d o b",
];

pub(super) fn rules(lexicon: &Lexicon) -> Vec<Rule> {
    let months = lexicon.words.months.join("|");
    let year = r"(?:,? ?(?:(?:19|20)\d{2}|'?\d{2}))?";
    let day = r"(?:0?[1-9]|[12]\d|3[01])";
    let worded = format!(
        r"(?:{day}(?:st|nd|rd|th)?(?: ?- ?| to | and | & )){{0,3}}{day}(?: ?(?:st|nd|rd|th|ain|af|fed|eg))?(?: of)?[ /.-]?(?:{months})\b\.?(?:[ /.,'-]{{0,2}}(?:(?:19|20)\d{{2}}|\d{{2}}\b))?"
    );
    let american = format!(r"(?:{months})\.? {day}(?:st|nd|rd|th)?\b{year}");
    let numeric = [
        (r"\d{1,2} ?/ ?\d{1,2} ?/ ?(?:(?:19|20)\d{2}|\d{2})", '/'),
        (r"\d{1,2} ?- ?\d{1,2} ?- ?(?:(?:19|20)\d{2}|\d{2})", '-'),
        (r"\d{1,2}\. ?\d{1,2}\. ?(?:(?:19|20)\d{2}|\d{2})", '.'),
        (
            r"(?:19|20)\d{2}[-/.]\d{2}[-/.]\d{2}(?:T\d{2}:?\d{2}(?::?\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?",
            '-',
        ),
        (
            r"(?:\d{2} \d{2} (?:19|20)\d{2}|\d{2} \d{2} \d{2}|\d{8}|\d{6})",
            ' ',
        ),
    ];
    let mut rules = Vec::new();
    for kind in [Kind::Dob, Kind::Date] {
        let id = |form: &str| {
            if kind == Kind::Dob {
                format!("birth-{form}")
            } else {
                format!("date-{form}")
            }
        };
        for (form, pattern) in [("worded", &worded), ("month-first", &american)] {
            rules.push(Rule::new(&id(form), kind, pattern.clone(), move |seen| {
                worded_day(seen, kind)
            }));
        }
        for (pattern, sign) in numeric {
            rules.push(Rule::new(&id("numeric"), kind, pattern, move |seen| {
                numeric_day(seen, kind, sign)
            }));
        }
    }
    rules
}

/// A birth where the words before say so and no other date stands between; any other day otherwise.
fn is_birth(seen: &Seen<'_>) -> bool {
    let near = seen.before();
    let near = near.get(near.len().saturating_sub(24)..).unwrap_or(near);
    BIRTH.iter().any(|word| {
        let after = near.rfind(word).and_then(|at| near.get(at + word.len()..));
        let another = |after: &str| after.bytes().filter(u8::is_ascii_digit).count() >= 4;
        crate::seen::has_word(near, word) && !after.is_some_and(another)
    })
}

fn worded_day(seen: &Seen<'_>, kind: Kind) -> Verdict {
    // "may" and "mar" are words too: "by 12 may be" has no year and no capital.
    let text = seen.text();
    let capital = text.bytes().any(|byte| byte.is_ascii_uppercase());
    let lower = text.to_ascii_lowercase();
    let month = lower.trim_end_matches(|last: char| !last.is_ascii_alphabetic());
    let ambiguous = ["may", "mar", "mai", "dec", "sep"]
        .iter()
        .any(|word| month.ends_with(word) || lower.starts_with(word));
    let year = lower
        .trim_end_matches('.')
        .ends_with(|last: char| last.is_ascii_digit())
        && seen.digit_count() > 2;
    let clear = capital || !ambiguous || year;
    // "in May 12 people came": a month and a number alone are a day only where the month is no other word.
    let first = lower.starts_with(|first: char| first.is_ascii_alphabetic());
    let counted = ["st", "nd", "rd", "th"]
        .iter()
        .any(|ending| lower.ends_with(ending));
    let lone = first && ambiguous && !year && !counted;
    let clear = clear && !lone;
    (clear && is_birth(seen) == (kind == Kind::Dob))
        .then_some((if year { Certain } else { Likely }, seen.end))
}

fn numeric_day(seen: &Seen<'_>, kind: Kind, sign: char) -> Verdict {
    let birth = is_birth(seen);
    if birth != (kind == Kind::Dob) || !is_day(seen.text()) {
        return None;
    }
    let long = seen.digit_count() > 6;
    let paragraph =
        matches!(seen.last_before(), Some(b'.' | b'/' | b'-' | b'*')) || seen.next() == Some(b'/');
    match sign {
        ' ' => birth.then_some((Possible, seen.end)),
        _ if paragraph => None,
        // 3.2.14 is a paragraph, 03.02.14 a day; 12-13-14 could be a sort code.
        '.' if !long && seen.digit_count() < 6 => None,
        '-' if !long && seen.after_any(&["sort code", "sort", "account"]) => None,
        _ => seen.as_sure_as(if birth { Certain } else { Likely }),
    }
}

/// The numbers are a day and a month in some order of the three.
fn is_day(text: &str) -> bool {
    let mut runs: Vec<String> = text
        .split(|sign: char| !sign.is_ascii_digit())
        .filter(|run| !run.is_empty())
        .map(str::to_owned)
        .collect();
    if let [run] = runs.as_slice() {
        let cut = |from: usize, to: usize| run.get(from..to).unwrap_or_default().to_owned();
        runs = if run.starts_with("19") || run.starts_with("20") && run.len() == 8 {
            vec![cut(0, 4), cut(4, 6), cut(6, 8)]
        } else {
            vec![cut(0, 2), cut(2, 4), cut(4, run.len())]
        };
    }
    let numbers: Vec<u32> = runs.iter().filter_map(|run| run.parse().ok()).collect();
    let fits = |day: u32, month: u32| (1..=31).contains(&day) && (1..=12).contains(&month);
    match *numbers.as_slice() {
        [year, month, day, ..] if year > 999 => fits(day, month),
        [first, second, _, ..] => fits(first, second) || fits(second, first),
        _ => false,
    }
}
