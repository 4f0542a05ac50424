//! Reads the words of a pack for what identifies somebody: by the rules, the case's own names and the record's own numbers;
//! and looks once more at what is to be released.

use redact::{
    Ages, Confidence, Detector, Fault, Found, Identifiers, Kind, Names, Span, Tokens, apply, resolve,
};
use serde_json::{Map, Value};

use super::{
    cover::Wider,
    model::{Pack, Shown},
    redaction::{Anew, Decision, Mark, Source, always_hidden, kind_words},
    summary,
};
use crate::platform::{
    clock::Moment,
    ids::PersonId,
    packs::{self, FieldType, Sensitivity, redaction_packs},
};

/// The rule of what stands in the record itself.
pub const RECORD: &str = "record";
/// The rule of what a person added.
pub const BY_HAND: &str = "by-hand";
/// Letters and digits from which a number of the record is looked for.
const ENOUGH: usize = 5;
/// Words of the longest field that is taken for a reference.
const WORDS: usize = 3;

/// Something that would be released and must not be: never what it says.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{} is left in {place}; it must be hidden before anybody else reads this pack", kind_words(*.kind))]
pub struct Left {
    /// Where it is.
    pub place: String,
    /// What it is.
    pub kind: Kind,
}

/// Who decides, and when.
pub type By = (PersonId, Moment);

/// Reads the texts of one case.
pub struct Reader<'a> {
    detector: Detector,
    record: Identifiers,
    /// What never leaves the force: no reason lets it stay.
    never: Identifiers,
    kind: &'a packs::Kind,
    fields: &'a Map<String, Value>,
    /// Where the case is about a child, or may be.
    ages: Option<Ages>,
}

impl<'a> Reader<'a> {
    /// Makes ready the rules, the names and the record's numbers.
    ///
    /// # Errors
    /// A line of the names that is none.
    pub fn new(kind: &'a packs::Kind, fields: &'a Map<String, Value>, names: &str) -> Result<Self, Fault> {
        let lexicon = redaction_packs()?;
        let force = fields.get("force_code").and_then(Value::as_str);
        let force = force.filter(|code| lexicon.forces().contains(code));
        let names = match names.trim() {
            "" => None,
            listed => Some(Names::read(listed)?),
        };
        let numbers = |kept: &[Sensitivity]| {
            let all = kind
                .fields
                .iter()
                .filter(|field| kept.contains(&field.sensitivity));
            let all = all.filter_map(|field| fields.get(&field.name)?.as_str());
            Identifiers::new(all.filter(|value| is_reference(value)))
        };
        Ok(Self {
            detector: Detector::new(lexicon, names.as_ref(), force)?,
            record: numbers(&[Sensitivity::Restricted, Sensitivity::NeverLeavesForce]),
            never: numbers(&[Sensitivity::NeverLeavesForce]),
            ages: kind.about_child(fields).then(Ages::new).transpose()?,
            kind,
            fields,
        })
    }

    /// What identifies somebody, and the capitals that nobody explained.
    #[must_use]
    pub fn find(&self, text: &str) -> Found {
        let found = self.detector.find(text);
        let recorded = self
            .record
            .residual(text.as_bytes())
            .into_iter()
            .map(|left| span(Kind::Reference, RECORD, (left.start, left.end)));
        let ages = self.ages.iter().flat_map(|ages| ages.find(text));
        Found {
            spans: resolve(found.spans.into_iter().chain(recorded).chain(ages).collect()),
            queue: found.queue,
        }
    }

    /// The decisions about a text: those of `before` where it still stands, and else that what was found is hidden.
    #[must_use]
    pub fn decide(&self, text: &str, before: &Source, by: By) -> Vec<Mark> {
        let added: Vec<Span> = before
            .marks
            .iter()
            .filter(|mark| mark.decision == Decision::Added)
            .flat_map(|mark| {
                let stand = occurrences(text, &before.words(mark));
                stand.into_iter().map(|at| span(mark.kind, BY_HAND, at))
            })
            .collect();
        let found = self.find(text).spans;
        let all = resolve(found.into_iter().chain(added.iter().cloned()).collect());
        let old = Old {
            same: before.original == text,
            words: before.marks.iter().map(|mark| before.words(mark)).collect(),
            before,
        };
        let mark = |one: Span| {
            let by_hand = added
                .iter()
                .any(|hand| hand.start < one.end && one.start < hand.end);
            decided(text, one, by_hand, &old, by)
        };
        all.into_iter().map(mark).collect()
    }

    /// The facts members see: fields of free words are made anew like the text, the others are words of the kind itself.
    ///
    /// # Errors
    /// Stretches that do not fit the text.
    pub fn summary(&self, source: &Source, wider: &Wider, tokens: &mut Tokens) -> Result<Vec<Shown>, Fault> {
        let (identifiers, kinds) = self
            .detector
            .identifiers_by_kind(&source.original, &source.hidden());
        let mut lines = summary::shown(self.kind, self.fields, wider);
        for line in lines.iter_mut().filter(|line| self.is_free(line)) {
            let known = identifiers.residual(line.value.as_bytes()).into_iter();
            let known = known.filter_map(|left| {
                let kind = kinds.get(left.identifier)?;
                Some(span(*kind, "again", (left.start, left.end)))
            });
            let spans = resolve(self.find(&line.value).spans.into_iter().chain(known).collect());
            line.value = apply(&line.value, &spans, tokens)?;
        }
        Ok(lines)
    }

    /// Whether a find of this type may be left in for a reason. Of a child's case more is always hidden.
    #[must_use]
    pub fn may_stay(&self, kind: Kind) -> bool {
        self.ages.is_none() || !always_hidden(kind)
    }

    /// Whether the words of a line are somebody's own, and not the kind's.
    fn is_free(&self, line: &Shown) -> bool {
        if line.value == super::crowd::LEFT_OUT {
            return false;
        }
        if self.kind.derived.iter().any(|fact| fact.label == line.label) {
            return false;
        }
        let field = self.kind.fields.iter().find(|field| field.label == line.label);
        field.is_none_or(|field| matches!(field.holds, FieldType::Text { .. }))
    }

    /// The first thing that is left in what is to be released: title, facts and circumstances. What was left in for a
    /// reason is no fault where it stands, but for what never leaves the force.
    ///
    /// # Errors
    /// Stretches that do not fit the text.
    pub fn left(&self, title: &str, pack: &Pack, source: &Source) -> Result<Option<Left>, Fault> {
        let (identifiers, kinds) = self
            .detector
            .identifiers_by_kind(&source.original, &source.hidden());
        let hits = |text: &str| {
            let known = identifiers.residual(text.as_bytes()).into_iter();
            let known = known.filter_map(|left| Some((*kinds.get(left.identifier)?, left.start, left.end)));
            let recorded = self.record.residual(text.as_bytes()).into_iter();
            let recorded = recorded.map(|left| (Kind::Reference, left.start, left.end));
            known.chain(recorded).collect::<Vec<_>>()
        };
        let found = |text: &str| {
            let spans = self.detector.find(text).spans.into_iter();
            spans
                .map(|span| (span.kind, span.start, span.end))
                .collect::<Vec<_>>()
        };
        if let Some((kind, ..)) = hits(title).first() {
            return Ok(Some(at("the title".to_owned(), *kind)));
        }
        for line in pack.summary.iter().filter(|line| self.is_free(line)) {
            let all = [hits(&line.value), found(&line.value)].concat();
            if let Some((kind, ..)) = all.first() {
                return Ok(Some(at(format!("the fact \"{}\"", line.label), *kind)));
            }
        }
        let anew = source.anew()?;
        let all = [hits(&pack.circumstances), found(&pack.circumstances)].concat();
        let never = self.never.residual(pack.circumstances.as_bytes());
        let first = all.into_iter().find(|(_, start, end)| {
            let leaves = never.iter().any(|left| left.start < *end && *start < left.end);
            leaves
                || !source
                    .marks
                    .iter()
                    .any(|mark| self.may_stay(mark.kind) && excuses(mark, &anew, (*start, *end)))
        });
        Ok(first.map(|(kind, start, _)| {
            let sentences = source.sentences();
            let before = sentences
                .iter()
                .take_while(|(_, end)| anew.place(*end) <= start)
                .count();
            at(format!("sentence {} of the circumstances", before + 1), kind)
        }))
    }
}

fn at(place: String, kind: Kind) -> Left {
    Left { place, kind }
}

/// A stretch left in for a reason excuses what lies within it, and nothing beyond.
fn excuses(mark: &Mark, anew: &Anew, (start, end): (usize, usize)) -> bool {
    !mark.hides() && anew.place(mark.begins) <= start && end <= anew.place(mark.ends)
}

/// What was decided before, with the words of each stretch: taken out once, for a text has many.
struct Old<'a> {
    before: &'a Source,
    /// Whether it is the same text.
    same: bool,
    words: Vec<String>,
}

fn decided(text: &str, span: Span, by_hand: bool, old: &Old<'_>, (by, at): By) -> Mark {
    let mut mark = Mark {
        begins: span.start,
        ends: span.end,
        kind: span.kind,
        rule: span.rule.to_string(),
        named: span.named,
        decision: if by_hand {
            Decision::Added
        } else {
            Decision::Hidden
        },
        because: None,
        by,
        at,
    };
    let words = if old.same {
        String::new()
    } else {
        super::redaction::stretch(text, mark.begins, mark.ends)
    };
    let stood = |(one, stood): &(&Mark, &String)| {
        if old.same {
            (one.begins, one.ends) == (mark.begins, mark.ends)
        } else {
            **stood == words
        }
    };
    let marks = old.before.marks.iter().zip(&old.words);
    let alike: Vec<&Mark> = marks.filter(stood).map(|(one, _)| one).collect();
    // Only what was decided alike everywhere carries over to words that have moved.
    let Some(old) = alike
        .first()
        .filter(|old| alike.iter().all(|one| one.because == old.because))
    else {
        return mark;
    };
    if !by_hand && old.decision == Decision::Kept {
        (mark.decision, mark.because) = (Decision::Kept, old.because);
    }
    if mark.decision == old.decision {
        (mark.by, mark.at) = (old.by, old.at);
    }
    mark
}

fn span(kind: Kind, rule: &str, (start, end): (usize, usize)) -> Span {
    Span {
        start,
        end,
        kind,
        rule: rule.into(),
        confidence: Confidence::Certain,
        named: None,
    }
}

/// A field that holds a number or code by which a record can be found again, and not a sentence.
fn is_reference(value: &str) -> bool {
    let signs = value.chars().filter(char::is_ascii_alphanumeric).count();
    let numbered = value.chars().any(|sign| sign.is_ascii_digit());
    numbered && signs >= ENOUGH && value.split_whitespace().count() <= WORDS
}

/// Everywhere that words stand in a text, however they are spaced; words too short for that, as they are written.
#[must_use]
pub fn occurrences(text: &str, words: &str) -> Vec<(usize, usize)> {
    let anywhere = Identifiers::new([words]).residual(text.as_bytes());
    if !anywhere.is_empty() {
        return anywhere.into_iter().map(|left| (left.start, left.end)).collect();
    }
    let letters: Vec<char> = text.chars().collect();
    let wanted: Vec<char> = words.chars().collect();
    let edge = |at: Option<&char>| at.is_none_or(|letter| !letter.is_alphanumeric());
    let windows = letters.windows(wanted.len().max(1)).enumerate();
    windows
        .filter(|(_, window)| *window == wanted)
        .map(|(start, window)| (start, start + window.len()))
        .filter(|(start, end)| {
            edge(start.checked_sub(1).and_then(|before| letters.get(before))) && edge(letters.get(*end))
        })
        .collect()
}
