//! The words before and after, sentence by sentence.

use crate::{
    pack::{
        reader::{BY_HAND, RECORD},
        redaction::{Mark, Source, stretch},
    },
    platform::refusal::Answer,
};

/// A run of words.
pub struct Piece {
    /// The words.
    pub text: String,
    /// The number of the suggestion, where it is one.
    pub number: Option<usize>,
    /// Whether members see it.
    pub kept: bool,
}

/// One sentence of the original, and as members read it.
pub struct Sentence {
    /// As it was written.
    pub before: Vec<Piece>,
    /// As members read it.
    pub after: Vec<Piece>,
}

/// The whole text.
pub struct Laid {
    /// By sentence.
    pub sentences: Vec<Sentence>,
    /// The token of each mark; none for one left in.
    pub given: Vec<Option<String>>,
}

impl Laid {
    /// Lays the words of a pack out.
    ///
    /// # Errors
    /// Stretches that do not fit the text.
    pub fn of(source: &Source) -> Answer<Self> {
        let given = source.anew()?.given;
        let marks: Vec<(usize, &Mark)> = source.marks.iter().enumerate().collect();
        let sentence = |(begins, ends): (usize, usize)| {
            let (mut before, mut after, mut at) = (Vec::new(), Vec::new(), begins);
            let inside = marks
                .iter()
                .filter(|(_, mark)| begins <= mark.begins && mark.begins < ends);
            for (place, mark) in inside {
                let plain = stretch(&source.original, at, mark.begins);
                before.push(plain_piece(plain.clone()));
                after.push(plain_piece(plain));
                let words = source.words(mark);
                let token = given.get(*place).cloned().flatten();
                let piece = |text: String| Piece {
                    text,
                    number: Some(place + 1),
                    kept: !mark.hides(),
                };
                after.push(piece(token.unwrap_or_else(|| words.clone())));
                before.push(piece(words));
                at = mark.ends;
            }
            let plain = stretch(&source.original, at, ends);
            before.push(plain_piece(plain.clone()));
            after.push(plain_piece(plain));
            Sentence { before, after }
        };
        let sentences = source.sentences().into_iter().map(sentence).collect();
        Ok(Self { sentences, given })
    }
}

fn plain_piece(text: String) -> Piece {
    Piece {
        text,
        number: None,
        kept: false,
    }
}

/// Why a rule says so, to go on after the type.
pub fn reason(rule: &str) -> &'static str {
    match rule {
        RECORD => "which stands in the record",
        BY_HAND => "hidden by hand",
        "again" => "which stands elsewhere as well",
        "case-name" => "on the list of names",
        "case-name-misspelt" => "close to one on the list of names",
        _ => "by its form or the words before it",
    }
}
