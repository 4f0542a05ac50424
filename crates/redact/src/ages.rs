//! Ages of children: in a case about a child an age in years says more than the band that is shown beside it. Asked for by
//! those who know that the case is about a child; no age is an identifier of its own.
//!
//! Source: packs show children by age band only; ten to seventeen are the years of a child who can be dealt with out of court,
//! and a school year says an age as well.

use regex::Regex;

use crate::fault::Fault;
use crate::kind::Kind;
use crate::span::{Confidence, Span};

/// Finds ages under eighteen.
#[derive(Debug)]
pub struct Ages(Regex);

impl Ages {
    /// Makes the pattern ready.
    ///
    /// # Errors
    /// None that a test would not have met.
    pub fn new() -> Result<Self, Fault> {
        let number = r"(?:1[0-7]|[1-9]|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen)";
        let pattern = [
            format!(r"aged? (?:of |about |around |only |just )?{number}\b(?: years?)?(?: old)?"),
            format!(r"{number}[- ]?(?:years?|yrs?|yr)[- ]olds?"),
            format!(r"{number} ?(?:y/o|yo)\b"),
            r"\((?:aged? )?1[0-7]\)".to_owned(),
            r"(?:school )?year (?:7|8|9|10|11|12|13)\b".to_owned(),
        ]
        .join("|");
        let pattern = format!(r"(?i)(?:^|[^\w£/])({pattern})");
        Regex::new(&pattern).map(Self).map_err(|fault| Fault::Pack {
            file: "ages".to_owned(),
            place: "the pattern".to_owned(),
            says: fault.to_string(),
        })
    }

    /// Every age in a text.
    #[must_use]
    pub fn find(&self, text: &str) -> Vec<Span> {
        let characters = |end: usize| text.get(..end).map_or(0, |before| before.chars().count());
        self.0
            .captures_iter(text)
            .filter_map(|found| found.get(1))
            .map(|found| Span {
                start: characters(found.start()),
                end: characters(found.end()),
                kind: Kind::Age,
                rule: "age".into(),
                confidence: Confidence::Likely,
                named: None,
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ages_of_children_are_found_and_other_numbers_are_not() {
        let ages = Ages::new().unwrap();
        let words = |text: &str| -> Vec<String> {
            let found = ages.find(text);
            let cut = |span: &Span| {
                text.chars()
                    .skip(span.start)
                    .take(span.end - span.start)
                    .collect()
            };
            found.iter().map(cut).collect()
        };
        for (text, found) in [
            ("A 15-year-old boy", "15-year-old"),
            ("Café: she was aged 14 years old then", "aged 14 years old"),
            ("He is 16 years old.", "16 years old"),
            ("The boy (13) ran", "(13)"),
            ("a fifteen year old", "fifteen year old"),
            ("the age of 12.", "age of 12"),
            ("a 17yo girl", "17yo"),
            ("She is in Year 10 there", "Year 10"),
        ] {
            assert_eq!(words(text), [found], "{text}");
        }
        for text in [
            "aged 18",
            "a 31-year-old man",
            "15 years ago",
            "year 2024",
            "£15",
            "16 times",
            "He aged well",
            "aged 145",
            "115 years old",
            "in 14 days",
            "last year 14 cases",
        ] {
            assert_eq!(words(text), Vec::<String>::new(), "{text}");
        }
    }
}
