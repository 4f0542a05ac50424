//! Names in a text: words that are a form of a name, joined to runs of one person.

use std::borrow::Cow;

use super::forms::{Form, Forms, forms};
use super::misspelt::{with_one_out, within_one};
use super::{Name, Names};
use crate::folded::Folded;
use crate::kind::Kind;
use crate::lexicon::Lexicon;
use crate::quick::{Sieve, WordMap};
use crate::span::{Confidence, Span};
use crate::words::{Word, between};

/// Letters beyond which a word is no misspelt name.
const LONGEST: usize = 40;

/// A form and whose it is.
#[derive(Clone, Copy)]
struct Whose {
    name: usize,
    form: usize,
}

/// A word of the text that may be part of a name: words of the text from `first` to before `after`.
#[derive(Clone, Debug)]
struct Hit {
    first: usize,
    after: usize,
    /// The names it may be of.
    of: Vec<usize>,
    /// A find by itself.
    alone: bool,
    exact: bool,
}

/// The case's names, ready to be looked for.
pub(crate) struct People {
    names: Vec<Name>,
    forms: Vec<Forms>,
    exact: WordMap<Vec<Whose>>,
    sieve: Sieve,
    bent: WordMap<Vec<Whose>>,
}

impl People {
    pub(crate) fn new(names: &Names, lexicon: &Lexicon) -> Self {
        let forms: Vec<Forms> = names.all().iter().map(|name| forms(name, lexicon)).collect();
        let (mut exact, mut bent): (WordMap<Vec<_>>, WordMap<Vec<_>>) = Default::default();
        for (name, known) in forms.iter().enumerate() {
            for (form, known) in known.each.iter().enumerate() {
                exact
                    .entry(known.text.clone())
                    .or_default()
                    .push(Whose { name, form });
                if known.bendable {
                    for out in with_one_out(&known.text) {
                        bent.entry(out).or_default().push(Whose { name, form });
                    }
                }
            }
        }
        Self {
            names: names.all().to_vec(),
            forms,
            sieve: Sieve::of(exact.keys()),
            exact,
            bent,
        }
    }

    /// Forms that identify somebody by themselves and are no word of the language: what may not be left anywhere. With the
    /// name and its place on the list where only one has the form.
    pub(crate) fn telling<'p>(
        &'p self,
        lexicon: &'p Lexicon,
    ) -> impl Iterator<Item = (&'p str, Option<(Kind, usize)>)> {
        let all = self.exact.iter().filter(|(text, whose)| {
            let alone = whose
                .iter()
                .any(|one| self.form(*one).is_some_and(|form| form.alone));
            alone && text.len() >= 4 && !lexicon.is_word(text)
        });
        all.map(|(text, whose)| {
            let one = match whose.as_slice() {
                [one] => self.names.get(one.name).map(|name| (name.role, one.name)),
                _ => None,
            };
            (text.as_str(), one)
        })
    }

    /// Every run of words that names somebody or some place of the case.
    pub(crate) fn find(
        &self,
        text: &Folded,
        words: &[Word<'_>],
        lexicon: &Lexicon,
        found: &mut impl FnMut(Span),
    ) {
        let mut run: Vec<Hit> = Vec::new();
        let mut at = 0;
        while at < words.len() {
            let after = unit_end(text, words, at);
            // Without a capital a misspelt word counts only beside a name, so it is looked for only there.
            let beside = run.last().is_some_and(|last| last.after == at)
                || words
                    .get(after)
                    .is_some_and(|next| self.whose(next.lower).is_some());
            let hit = self.hit(words, (at, after), beside, lexicon);
            at = after;
            let Some(hit) = hit else { continue };
            let follows = run.last().is_some_and(|last| joined(text, words, last, &hit));
            let shared = run
                .last()
                .map(|last| shared(&last.of, &hit.of))
                .unwrap_or_default();
            if follows && !shared.is_empty() {
                run.push(Hit { of: shared, ..hit });
            } else {
                self.tell(text, words, lexicon, &run, found);
                run = vec![hit];
            }
        }
        self.tell(text, words, lexicon, &run, found);
    }

    /// Whose form a word is as it stands.
    fn whose(&self, word: &str) -> Option<&Vec<Whose>> {
        let may = self.sieve.may_hold(word);
        may.then(|| self.exact.get(word)).flatten()
    }

    fn form(&self, whose: Whose) -> Option<&Form> {
        self.forms.get(whose.name)?.each.get(whose.form)
    }

    /// What the words of a unit, joined or one of them, may be.
    fn hit(
        &self,
        words: &[Word<'_>],
        (first, after): (usize, usize),
        beside: bool,
        lexicon: &Lexicon,
    ) -> Option<Hit> {
        let unit = words.get(first..after)?;
        let capital = unit.first()?.has_capital();
        if let [word] = unit
            && word.plain.len() == 1
        {
            return self.initial(word, (first, after));
        }
        let joined: Cow<'_, str> = match unit {
            [word] => Cow::Borrowed(word.lower),
            words => words.iter().map(|word| word.lower).collect(),
        };
        let mut texts = vec![&*joined];
        // The s of a possessive is a word of the unit.
        if let [front @ .., last] = unit
            && last.lower == "s"
            && let [only] = front
        {
            texts.insert(0, only.lower);
        }
        texts.extend(unit.iter().filter(|_| unit.len() > 1).map(|word| word.lower));
        let exact = texts
            .iter()
            .find_map(|text| self.exact_hit(text, capital, lexicon));
        let hit = exact.or_else(|| self.initials(unit, lexicon)).or_else(|| {
            let mut bent = texts.iter().filter(|_| capital || beside);
            bent.find_map(|text| self.bent_hit(text, capital, lexicon))
        });
        hit.map(|hit| Hit { first, after, ..hit })
    }

    fn exact_hit(&self, text: &str, capital: bool, lexicon: &Lexicon) -> Option<Hit> {
        let singular = || self.whose(text.strip_suffix('s')?);
        let whose = self.whose(text).or_else(singular)?;
        let alone = whose
            .iter()
            .any(|one| self.form(*one).is_some_and(|form| form.alone));
        let word = lexicon.is_word(text);
        let named = lexicon.also_words.contains(text) || !lexicon.explained.contains(text);
        let clear = !word || capital && named;
        Some(hit(whose.iter().copied(), alone && clear, true))
    }

    fn bent_hit(&self, text: &str, capital: bool, lexicon: &Lexicon) -> Option<Hit> {
        let length = (3..=LONGEST).contains(&text.len());
        let word = !length || lexicon.is_word(text) || !text.bytes().all(|byte| byte.is_ascii_alphabetic());
        if word {
            return None;
        }
        let near = |text: &str| {
            let candidates = with_one_out(text).filter_map(|out| self.bent.get(&out)).flatten();
            let near: Vec<Whose> = candidates
                .copied()
                .filter(|whose| self.form(*whose).is_some_and(|form| within_one(&form.text, text)))
                .collect();
            (!near.is_empty()).then_some(near)
        };
        let near = near(text).or_else(|| near(text.strip_suffix('s')?))?;
        let alone = capital
            && near
                .iter()
                .any(|whose| self.form(*whose).is_some_and(|form| form.alone));
        Some(hit(near.into_iter(), alone, false))
    }

    /// `J` or `J.` beside a name.
    fn initial(&self, word: &Word<'_>, (first, after): (usize, usize)) -> Option<Hit> {
        let of: Vec<usize> = (0..self.names.len())
            .filter(|name| {
                self.forms
                    .get(*name)
                    .is_some_and(|forms| forms.initials.contains(word.lower))
            })
            .collect();
        (word.has_capital() && !of.is_empty()).then_some(Hit {
            first,
            after,
            of,
            alone: false,
            exact: false,
        })
    }

    /// `JT` for Jordan Testwell.
    fn initials(&self, unit: &[Word<'_>], lexicon: &Lexicon) -> Option<Hit> {
        let [word] = unit else { return None };
        let capitals = word.plain.bytes().all(|byte| byte.is_ascii_uppercase());
        if !capitals || word.plain.len() > 4 || lexicon.explained.contains(word.lower) {
            return None;
        }
        let of = (0..self.names.len()).filter(|name| {
            let person = self.names.get(*name).is_some_and(|name| name.role != Kind::Place);
            person
                && self
                    .forms
                    .get(*name)
                    .is_some_and(|forms| forms.initials == word.lower)
        });
        let hit = hit(of.map(|name| Whose { name, form: 0 }), true, true);
        (!hit.of.is_empty()).then_some(hit)
    }

    fn tell(
        &self,
        text: &Folded,
        words: &[Word<'_>],
        lexicon: &Lexicon,
        run: &[Hit],
        found: &mut impl FnMut(Span),
    ) {
        let (Some(first), Some(last)) = (run.first(), run.last()) else {
            return;
        };
        // "J.T." for Jordan Testwell.
        let letters: String = words
            .get(first.first..last.after)
            .unwrap_or_default()
            .iter()
            .map(|word| word.lower)
            .collect();
        let whole = |name: &usize| {
            let least = self.forms.get(*name).map_or(1, |forms| forms.least);
            let person = self.names.get(*name).is_some_and(|name| name.role != Kind::Place);
            let fits = run.iter().all(|hit| hit.of.contains(name));
            let spelt = run.len() > 1
                && self
                    .forms
                    .get(*name)
                    .is_some_and(|forms| forms.initials == letters);
            fits && (person && (spelt || run.iter().any(|hit| hit.alone))
                || run.len() >= least && !person
                || run.iter().any(|hit| hit.alone && hit.exact))
        };
        let of: Vec<usize> = last.of.iter().copied().filter(whole).collect();
        let [one, others @ ..] = of.as_slice() else { return };
        let named = others.is_empty().then_some(*one);
        let role = self.names.get(*one).map_or(Kind::Person, |name| name.role);
        let start = titled(text, words, lexicon, first.first);
        let (Some(from), Some(to)) = (
            words.get(start),
            last.after.checked_sub(1).and_then(|at| words.get(at)),
        ) else {
            return;
        };
        // The s of a possessive stays, for the sentence's sake.
        let possessive = to.lower == "s" && text.byte(to.start.saturating_sub(1)) == Some(b'\'');
        let end = if possessive { to.start - 1 } else { to.end };
        let exact = run.iter().any(|hit| hit.exact);
        found(Span {
            start: text.start(from.start),
            end: text.end(end),
            kind: if named.is_some() { role } else { Kind::Person },
            rule: if exact { "case-name" } else { "case-name-misspelt" }.into(),
            confidence: if exact {
                Confidence::Certain
            } else {
                Confidence::Likely
            },
            named,
        });
    }
}

fn hit(whose: impl Iterator<Item = Whose>, alone: bool, exact: bool) -> Hit {
    let mut of: Vec<usize> = whose.map(|whose| whose.name).collect();
    of.sort_unstable();
    of.dedup();
    Hit {
        first: 0,
        after: 0,
        of,
        alone,
        exact,
    }
}

fn shared(first: &[usize], second: &[usize]) -> Vec<usize> {
    first
        .iter()
        .copied()
        .filter(|name| second.contains(name))
        .collect()
}

/// Words joined by hyphens and apostrophes are one.
fn unit_end(text: &Folded, words: &[Word<'_>], at: usize) -> usize {
    let mut after = at + 1;
    while let (Some(last), Some(next)) = (words.get(after - 1), words.get(after)) {
        if !matches!(between(text, last, next), "-" | "'") {
            break;
        }
        after += 1;
    }
    after
}

fn joined(text: &Folded, words: &[Word<'_>], last: &Hit, next: &Hit) -> bool {
    let ends = last
        .after
        .checked_sub(1)
        .and_then(|at| words.get(at))
        .zip(words.get(next.first));
    // "will Will go": a name does not follow itself.
    ends.is_some_and(|(last, next)| {
        (last.lower != next.lower || next.plain.len() == 1)
            && matches!(
                between(text, last, next),
                " " | ". " | "." | ", " | "_" | " '" | "' "
            )
    })
}

/// The title right before a name is part of it.
fn titled(text: &Folded, words: &[Word<'_>], lexicon: &Lexicon, first: usize) -> usize {
    let title = first.checked_sub(1).filter(|at| {
        words.get(*at).zip(words.get(first)).is_some_and(|(title, name)| {
            matches!(between(text, title, name), " " | ". " | ".")
                && lexicon.words.titles.contains(title.lower)
        })
    });
    title.unwrap_or(first)
}
