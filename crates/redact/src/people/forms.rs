//! The forms in which the words of a name may stand in a text.

use crate::folded::Folded;
use crate::kind::Kind;
use crate::lexicon::Lexicon;
use crate::people::Name;
use crate::words::{Word, between, words};

/// One form of one word of a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Form {
    /// Lower case, folded, without apostrophes and hyphens.
    pub(crate) text: String,
    /// Found by itself; otherwise only beside another word of the name.
    pub(crate) alone: bool,
    /// May be misspelt.
    pub(crate) bendable: bool,
}

/// What is known of a name.
#[derive(Clone, Debug, Default)]
pub(crate) struct Forms {
    pub(crate) each: Vec<Form>,
    /// First letters, in order.
    pub(crate) initials: String,
    /// For a place: how many of its words must be there.
    pub(crate) least: usize,
}

/// The forms of a name.
pub(crate) fn forms(name: &Name, lexicon: &Lexicon) -> Forms {
    let folded = Folded::of(&name.written, std::iter::empty());
    let units = units(&folded);
    let place = name.role == Kind::Place;
    let mut forms = Forms {
        least: if place { units.len() } else { 1 },
        ..Forms::default()
    };
    let own = units.iter().filter(|unit| place || !is_rank(unit, lexicon));
    let own: Vec<&str> = own.map(|(joined, _)| joined.as_str()).collect();
    let is_particle = |word: &&str| lexicon.words.particles.contains(word);
    for (joined, parts) in units.iter().filter(|unit| place || !is_rank(unit, lexicon)) {
        let particle = is_particle(&joined.as_str());
        let alone = !particle && (!place || units.len() == 1);
        push(&mut forms, joined, alone);
        if parts.len() > 1 {
            for part in parts.iter().filter(|part| part.len() > 2) {
                push(&mut forms, part, alone);
            }
        }
        if !place && !particle {
            forms.initials.extend(joined.chars().next());
            for short in lexicon.nicknames.get(joined).into_iter().flatten() {
                push(&mut forms, &short.replace('-', ""), true);
            }
        }
    }
    // Run together, as in the name of a file: with and without particles, and the surname first.
    let plain: Vec<&str> = own.iter().filter(|word| !is_particle(word)).copied().collect();
    for run in [
        own.concat(),
        plain.concat(),
        plain.iter().rev().copied().collect(),
    ] {
        if plain.len() > 1 {
            push(&mut forms, &run, true);
        }
    }
    forms
}

fn push(forms: &mut Forms, text: &str, alone: bool) {
    let known = forms.each.iter().any(|form| form.text == text);
    let lettered = text.bytes().all(|byte| byte.is_ascii_alphabetic());
    if !known && text.len() > 1 {
        forms.each.push(Form {
            text: text.to_owned(),
            alone: alone && (lettered || text.len() >= 3),
            bendable: lettered && text.len() >= 4,
        });
    }
}

/// A rank or a title is no part of the name.
fn is_rank((joined, _): &(String, Vec<String>), lexicon: &Lexicon) -> bool {
    lexicon.words.titles.contains(joined.as_str())
}

/// The words of a name: each joined over its hyphens and apostrophes, and the parts.
fn units(folded: &Folded) -> Vec<(String, Vec<String>)> {
    let mut units: Vec<(String, Vec<String>)> = Vec::new();
    let mut last: Option<Word<'_>> = None;
    for word in words(folded) {
        let joined = last.is_some_and(|last| matches!(between(folded, &last, &word), "-" | "'"));
        match units.last_mut().filter(|_| joined) {
            Some((whole, parts)) => {
                whole.push_str(word.lower);
                parts.push(word.lower.to_owned());
            }
            None => units.push((word.lower.to_owned(), vec![word.lower.to_owned()])),
        }
        last = Some(word);
    }
    units
}
