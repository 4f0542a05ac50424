//! The rules for identifiers that have a form: one pattern each, tried at the start of a word, and a judge.
//!
//! ```text
//! start of a word near a digit -> one automaton of all patterns (anchored) -> which may match
//!     -> each of those: its end -> its judge: check digit, ranges, words before -> find or nothing
//! ```
//!
//! Source: spec of methods, 5.4; each rule names its own.

mod calendar;
mod device;
mod identity;
mod money;
mod officer;
mod reference;
mod vehicle;

use std::sync::Arc;

use regex::bytes::{Regex, RegexBuilder, RegexSet, RegexSetBuilder};

use crate::fault::Fault;
use crate::folded::{Folded, is_word};
use crate::kind::Kind;
use crate::lexicon::Lexicon;
use crate::quick::WordSet;
use crate::seen::{Seen, Verdict};
use crate::span::Span;

/// How far a pattern may look, in bytes.
const WINDOW: usize = 96;
/// A pattern is tried only where a digit stands within so many bytes.
const DIGIT_WITHIN: usize = 26;
/// Letters with which a pattern may begin without being one of the words before numbers.
const SHORT: usize = 4;

/// Says what a candidate is.
pub(crate) type Judge = Arc<dyn Fn(&Seen<'_>) -> Verdict + Send + Sync>;

/// One rule.
#[derive(Clone)]
pub(crate) struct Rule {
    pub(crate) id: Arc<str>,
    pub(crate) kind: Kind,
    pub(crate) pattern: String,
    pub(crate) judge: Judge,
}

impl Rule {
    pub(crate) fn new(
        id: &str,
        kind: Kind,
        pattern: impl Into<String>,
        judge: impl Fn(&Seen<'_>) -> Verdict + Send + Sync + 'static,
    ) -> Self {
        Self {
            id: id.into(),
            kind,
            pattern: pattern.into(),
            judge: Arc::new(judge),
        }
    }
}

/// All rules, ready to be tried.
pub(crate) struct Rules {
    set: RegexSet,
    /// Words of more than a few letters with which a pattern may begin.
    fronts: WordSet,
    each: Vec<(Rule, Regex)>,
}

impl Rules {
    /// Every rule, those of packs included.
    pub(crate) fn new(lexicon: &Lexicon, force: Option<&str>) -> Result<Self, Fault> {
        let mut rules = identity::rules();
        rules.extend(vehicle::rules());
        rules.extend(device::rules());
        rules.extend(money::rules());
        rules.extend(officer::rules(lexicon));
        rules.extend(calendar::rules(lexicon));
        rules.extend(reference::rules(lexicon, force)?);
        let patterns = rules.iter().map(|rule| anchored(&rule.pattern));
        let set = RegexSetBuilder::new(patterns).unicode(false).build();
        let set = set.map_err(|error| fault("patterns", &error))?;
        let each = rules.into_iter().map(|rule| {
            let pattern = RegexBuilder::new(&anchored(&rule.pattern)).unicode(false).build();
            match pattern {
                Ok(pattern) => Ok((rule, pattern)),
                Err(error) => Err(fault(&rule.id, &error)),
            }
        });
        let first = |phrase: &String| phrase.split(' ').next().unwrap_or_default().to_owned();
        let fronts = [
            &lexicon.words.ranks,
            &lexicon.words.months,
            &lexicon.references.fronts,
        ];
        Ok(Self {
            set,
            fronts: fronts.into_iter().flatten().map(first).collect(),
            each: each.collect::<Result<_, _>>()?,
        })
    }

    /// Every find, also those that overlap.
    pub(crate) fn find(&self, text: &Folded, found: &mut impl FnMut(Span)) {
        let bytes = text.plain.as_bytes();
        let mut digit = 0;
        let mut before = false;
        for (at, byte) in bytes.iter().enumerate() {
            let word = is_word(*byte);
            let starts = !before && (word || matches!(byte, b'+' | b'('));
            before = word;
            if !starts {
                continue;
            }
            digit = digit.max(at);
            while bytes.get(digit).is_some_and(|byte| !byte.is_ascii_digit()) {
                digit += 1;
            }
            if digit < at + DIGIT_WITHIN && self.may_start(text, at, digit - at) {
                self.at(text, at, found);
            }
        }
    }

    /// A digit, a word with one in it, a few letters right before one, or one of the words before numbers.
    fn may_start(&self, text: &Folded, at: usize, digit: usize) -> bool {
        let rest = text.lower.as_bytes().get(at..).unwrap_or_default();
        let letters = rest.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
        let word = text.lower.get(at..at + letters).unwrap_or_default();
        let one = word.strip_suffix('s').unwrap_or(word);
        let front = || self.fronts.contains(word) || self.fronts.contains(one);
        digit <= letters + 1 && letters <= SHORT || digit == letters || front()
    }

    fn at(&self, text: &Folded, start: usize, found: &mut impl FnMut(Span)) {
        let end = text.plain.len().min(start + WINDOW);
        let window = text.plain.as_bytes().get(start..end).unwrap_or_default();
        for index in self.set.matches(window) {
            let Some((rule, pattern)) = self.each.get(index) else {
                continue;
            };
            let Some(end) = pattern.find(window).map(|found| start + found.end()) else {
                continue;
            };
            let seen = Seen {
                all: text,
                start,
                end,
            };
            if !text.is_edge(end) {
                continue;
            }
            if let Some((confidence, end)) = (rule.judge)(&seen) {
                let span = Span {
                    start: text.start(start),
                    end: text.end(end),
                    kind: rule.kind,
                    rule: Arc::clone(&rule.id),
                    confidence,
                    named: None,
                };
                found(span);
            }
        }
    }
}

fn anchored(pattern: &str) -> String {
    format!(r"(?i)^(?:{pattern})\b")
}

fn fault(place: &str, error: &regex::Error) -> Fault {
    Fault::Pack {
        file: "redaction".to_owned(),
        place: place.to_owned(),
        says: error.to_string().lines().last().unwrap_or_default().to_owned(),
    }
}
