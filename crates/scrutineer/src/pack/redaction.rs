//! What of the preparer's words members are not shown: stretches of the original, each with what was decided about it.

use redact::{Confidence, Fault, Kind, Span, Tokens, apply, resolve};

use super::parts::Looked;
use crate::{
    codes,
    platform::{clock::Moment, ids::PersonId},
};

codes! {
    /// What becomes of a stretch.
    Decision {
        /// Suggested by a rule, and hidden.
        Hidden = "hidden", "Hidden";
        /// Suggested by a rule, and left in for a reason.
        Kept = "kept", "Left in";
        /// Hidden by hand.
        Added = "added", "Hidden by hand";
    }
}

codes! {
    /// Why a suggestion is left in.
    Because {
        /// Nobody is meant.
        Nobody = "nobody", "It points to nobody";
        /// No name.
        Ordinary = "ordinary", "It is an ordinary word or number";
        /// A county or a large town.
        Wide = "wide", "The place is too large to point to anybody";
        /// A law, a court, a service.
        Public = "public", "It is a law, a public body or a service";
        /// The case cannot be understood without it.
        Needed = "needed", "Members need it, and nobody can be recognised by it";
    }
}

/// One stretch of the original, counted in characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// Its first character.
    pub begins: usize,
    /// The character after its last.
    pub ends: usize,
    /// What it identifies.
    pub kind: Kind,
    /// The rule that found it.
    pub rule: String,
    /// The name on the case's list, by its place there.
    pub named: Option<usize>,
    /// What becomes of it.
    pub decision: Decision,
    /// Why it is left in.
    pub because: Option<Because>,
    /// Who decided.
    pub by: PersonId,
    /// When.
    pub at: Moment,
}

impl Mark {
    fn span(&self) -> Span {
        Span {
            start: self.begins,
            end: self.ends,
            kind: self.kind,
            rule: self.rule.as_str().into(),
            confidence: Confidence::Likely,
            named: self.named,
        }
    }

    /// Whether members do not see it.
    #[must_use]
    pub fn hides(&self) -> bool {
        self.decision != Decision::Kept
    }
}

/// A pack's text before anything was hidden, with the decisions about it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Source {
    /// Goes up with each save, so that nobody decides about words that have changed.
    pub edition: i64,
    /// What the preparer wrote.
    pub original: String,
    /// The case's own names, one a line.
    pub names: String,
    /// The decisions, in order; none overlaps another.
    pub marks: Vec<Mark>,
    /// What of the original a person has looked at in the workbench.
    pub looked: Looked,
}

/// The text made anew, and where things came to stand.
#[derive(Debug)]
pub struct Anew {
    /// What members read.
    pub text: String,
    /// The tokens given out.
    pub tokens: Tokens,
    /// The token of each mark, in order; none for one left in.
    pub given: Vec<Option<String>>,
    /// For each hidden stretch its end in the original and how much later or earlier the text goes on.
    shifts: Vec<(usize, isize)>,
}

impl Anew {
    /// Where a character of the original stands now; one inside a hidden stretch has no place of its own.
    #[must_use]
    pub fn place(&self, original: usize) -> usize {
        let before = self.shifts.iter().take_while(|(end, _)| *end <= original);
        let shift = before.last().map_or(0, |(_, shift)| *shift);
        original.saturating_add_signed(shift)
    }
}

impl Source {
    /// The stretches that are hidden.
    #[must_use]
    pub fn hidden(&self) -> Vec<Span> {
        let hidden = self.marks.iter().filter(|mark| mark.hides());
        resolve(hidden.map(Mark::span).collect())
    }

    /// The text with a token in the place of each hidden stretch.
    ///
    /// # Errors
    /// Stretches that do not fit the text.
    pub fn anew(&self) -> Result<Anew, Fault> {
        let mut tokens = Tokens::new();
        let text = apply(&self.original, &self.hidden(), &mut tokens)?;
        let (mut given, mut shifts, mut shift) = (Vec::new(), Vec::new(), 0_isize);
        for mark in &self.marks {
            let token = mark
                .hides()
                .then(|| tokens.token(&mark.span(), &self.words(mark)));
            if let Some(token) = &token {
                shift = shift
                    .saturating_add_unsigned(token.chars().count())
                    .saturating_sub_unsigned(mark.ends - mark.begins);
                shifts.push((mark.ends, shift));
            }
            given.push(token);
        }
        Ok(Anew {
            text,
            tokens,
            given,
            shifts,
        })
    }

    /// The words of a stretch.
    #[must_use]
    pub fn words(&self, mark: &Mark) -> String {
        stretch(&self.original, mark.begins, mark.ends)
    }

    /// The sentences of the original, by character. None ends inside a mark.
    #[must_use]
    pub fn sentences(&self) -> Vec<(usize, usize)> {
        let inside = |at: usize| self.marks.iter().any(|mark| mark.begins < at && at < mark.ends);
        sentences(&self.original, inside)
    }

    /// The number of the sentence in which a character stands, from 1. For many, take the sentences once: [`sentence_of`].
    #[must_use]
    pub fn sentence_of(&self, at: usize) -> usize {
        sentence_of(&self.sentences(), at)
    }

    /// How many marks came to this.
    #[must_use]
    pub fn count(&self, decision: Decision) -> usize {
        self.marks.iter().filter(|mark| mark.decision == decision).count()
    }
}

/// The number of the sentence in which a character stands, from 1.
#[must_use]
pub fn sentence_of(sentences: &[(usize, usize)], at: usize) -> usize {
    let before = sentences.partition_point(|(_, end)| *end <= at);
    before.min(sentences.len().saturating_sub(1)) + 1
}

/// Part of a text, by character.
#[must_use]
pub fn stretch(text: &str, begins: usize, ends: usize) -> String {
    text.chars()
        .skip(begins)
        .take(ends.saturating_sub(begins))
        .collect()
}

/// Short forms that end with a full stop and no sentence.
const SHORT: [&str; 12] = [
    "mr", "mrs", "ms", "dr", "st", "no", "sgt", "insp", "det", "rd", "ave", "approx",
];

fn sentences(text: &str, inside: impl Fn(usize) -> bool) -> Vec<(usize, usize)> {
    let letters: Vec<char> = text.chars().collect();
    let (mut all, mut begins) = (Vec::new(), 0);
    for (at, letter) in letters.iter().enumerate() {
        let ends = at + 1;
        if (*letter == '\n' || is_stop(&letters, at)) && !inside(ends) {
            all.push((begins, ends));
            begins = ends;
        }
    }
    all.push((begins, letters.len()));
    let said = |(begins, ends): &(usize, usize)| {
        let part = letters.get(*begins..*ends).unwrap_or_default();
        part.iter().any(|letter| !letter.is_whitespace())
    };
    all.into_iter().filter(said).collect()
}

fn is_stop(letters: &[char], at: usize) -> bool {
    let letter = letters.get(at);
    let spaced = letters.get(at + 1).is_some_and(|next| next.is_whitespace());
    let word: String = letters
        .get(..at)
        .unwrap_or_default()
        .iter()
        .rev()
        .take_while(|one| one.is_alphanumeric())
        .collect();
    let word: String = word.chars().rev().collect::<String>().to_lowercase();
    let short = SHORT.contains(&word.as_str()) || word.chars().count() == 1;
    spaced && matches!(letter, Some('.' | '!' | '?')) && !(letter == Some(&'.') && short)
}

/// What is hidden in a case about a child whatever the reason: it says which child.
#[must_use]
pub fn always_hidden(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Age | Kind::School | Kind::Dob | Kind::Date | Kind::Address | Kind::Postcode
    )
}

/// The type with this word.
#[must_use]
pub fn kind_of(word: &str) -> Option<Kind> {
    Kind::ALL.iter().copied().find(|kind| kind.word() == word)
}

/// The type in words that follow "this is" or begin a sentence.
#[must_use]
pub fn kind_words(kind: Kind) -> &'static str {
    match kind {
        Kind::Victim => "a victim",
        Kind::Suspect => "a suspect",
        Kind::Witness => "a witness",
        Kind::Officer => "an officer",
        Kind::Person => "a person",
        Kind::Place => "a place",
        Kind::Email => "an email address",
        Kind::Url => "a web address",
        Kind::Handle => "a social media name",
        Kind::Ip => "an internet address",
        Kind::ThreeWords => "a what3words place",
        Kind::Iban => "an international account number",
        Kind::Card => "a card number",
        Kind::Imei => "the number of a telephone set",
        Kind::Nhs => "an NHS number",
        Kind::Nino => "a National Insurance number",
        Kind::Pnc => "a PNC number",
        Kind::Cro => "a CRO number",
        Kind::Custody => "a custody number",
        Kind::Warrant => "a warrant number",
        Kind::Collar => "a collar number",
        Kind::CrimeRef => "a crime reference",
        Kind::Bank => "a bank account",
        Kind::Phone => "a phone number",
        Kind::Vrn => "a vehicle mark",
        Kind::Postcode => "a postcode",
        Kind::Dob => "a date of birth",
        Kind::Date => "a date",
        Kind::Address => "an address",
        Kind::School => "a school",
        Kind::Workplace => "a place of work",
        Kind::Reference => "a reference",
        Kind::Age => "the age of a child",
    }
}
