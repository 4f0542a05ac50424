//! Crime and custody references by the patterns of the pack, and any number that a label calls somebody's.

use super::Rule;
use crate::fault::Fault;
use crate::kind::Kind;
use crate::lexicon::{Lexicon, Pattern, Refers};
use crate::seen::{Seen, Verdict, after_label, has_word};
use crate::span::Confidence::{Certain, Likely, Possible};

pub(super) fn rules(lexicon: &Lexicon, force: Option<&str>) -> Result<Vec<Rule>, Fault> {
    let forces = lexicon.forces();
    if let Some(given) = force.filter(|given| !forces.contains(given)) {
        return Err(Fault::Force {
            given: given.to_owned(),
            known: forces.join(", "),
        });
    }
    let references = lexicon.references.patterns.iter();
    let mut rules: Vec<Rule> = references
        .map(|pattern| of_pack(pattern, lexicon, force))
        .collect();
    let labels = lexicon.words.labels.clone();
    rules.push(Rule::new(
        "labelled-number",
        Kind::Reference,
        r"[A-Z]{2} \d{2} \d{2} \d{2} [A-Z]|[A-Z]*\d[A-Z0-9]*(?:[/*-][A-Z0-9]+|[ -]\d+)*",
        move |seen| labelled(seen, &labels),
    ));
    Ok(rules)
}

fn of_pack(pattern: &Pattern, lexicon: &Lexicon, force: Option<&str>) -> Rule {
    let (kind, labels) = match pattern.kind {
        Refers::Crime => (Kind::CrimeRef, lexicon.references.crime_labels.clone()),
        Refers::Custody => (Kind::Custody, lexicon.references.custody_labels.clone()),
    };
    let others = match pattern.kind {
        Refers::Crime => lexicon.references.custody_labels.clone(),
        Refers::Custody => Vec::new(),
    };
    let own = force.is_some_and(|force| pattern.force.iter().any(|one| one == force));
    let needs_label = pattern.needs_label && !own;
    Rule::new(&pattern.rule, kind, pattern.pattern.clone(), move |seen| {
        reference(seen, &labels, &others, needs_label)
    })
}

fn reference(seen: &Seen<'_>, labels: &[String], others: &[String], needs_label: bool) -> Verdict {
    let near = seen.before();
    let named = |labels: &[String]| labels.iter().any(|label| has_word(near, label));
    let (mine, other) = (after_label(near, labels), named(others));
    let letters = seen.text().bytes().take_while(u8::is_ascii_alphabetic).count() >= 2;
    match (mine, needs_label) {
        (true, _) => seen.as_sure_as(Certain),
        (false, false) if !seen.is_amount() => seen.as_sure_as(if !other && (named(labels) || letters) {
            Likely
        } else {
            Possible
        }),
        (false, true) if named(labels) && letters && !other => seen.as_sure_as(Possible),
        _ => None,
    }
}

/// Not one of the known forms, or with a wrong check digit; but a label says that it is somebody's number.
fn labelled(seen: &Seen<'_>, labels: &[String]) -> Verdict {
    let mut text = seen.text();
    // The pattern runs on over a number that begins the next sentence, or counts something.
    while let Some((front, last)) = text.rsplit_once(' ') {
        let grouped = last.len() >= 2 || front.ends_with(|sign: char| sign.is_ascii_digit());
        if grouped && front.bytes().filter(u8::is_ascii_digit).count() < 12 {
            break;
        }
        text = front;
    }
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let ended = digits >= 4 && !seen.is_amount() && after_label(seen.before(), labels);
    let year = digits == 4 && text.len() == 4 && (text.starts_with("20") || text.starts_with("19"));
    (ended && !year).then_some((Possible, seen.start + text.len()))
}
