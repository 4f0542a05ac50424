//! Collar, shoulder and warrant numbers: `PC 1234`, `1234AB`, `P/123456`.
//! Source: forces' own use in papers to panels; none publishes a form (not verified).

use super::Rule;
use crate::kind::Kind;
use crate::lexicon::Lexicon;
use crate::seen::Seen;
use crate::span::Confidence::{Likely, Possible};

/// Words that stand before an officer's number.
const OFFICER: &[&str] = &[
    "collar",
    "shoulder",
    "officer",
    "oic",
    "pc",
    "dc",
    "ps",
    "pcso",
    "sgt",
    "constable",
    "epaulette",
];
const WARRANT: &[&str] = &[
    "warrant card",
    "warrant no",
    "warrant number",
    "warrant id",
    "warrant",
];

pub(super) fn rules(lexicon: &Lexicon) -> Vec<Rule> {
    let ranked = format!(
        r"(?:{})(?: ?\.? ?| (?:no|number|num)\.?:? ?)(?:\d{{3,6}}[A-Z]{{0,2}}|[A-Z]{{1,2}}\d{{3,5}}|\d{{2,5}}[A-Z]{{2}})",
        lexicon.words.ranks.join("|")
    );
    vec![
        Rule::new("rank-and-number", Kind::Collar, ranked, |seen| {
            seen.as_sure_as(Likely)
        }),
        Rule::new(
            "ranks-and-numbers",
            Kind::Collar,
            r"(?:pc|dc|ps|pcso|sgt|officer|constable|sergeant)s \d{3,6}(?:(?:, ?| and | & |, and )\d{3,6}\b)*",
            |seen| seen.as_sure_as(Likely),
        ),
        Rule::new(
            "rank-and-short-number",
            Kind::Collar,
            r"(?:pc|wpc|ps|sgt|pcso|dc|ds) \d{2}",
            |seen| {
                let capital = seen.text().starts_with(|first: char| first.is_ascii_uppercase());
                capital.then_some((Possible, seen.end))
            },
        ),
        Rule::new("collar-with-division", Kind::Collar, r"\d{3,5}[A-Z]{2}", |seen| {
            let ordinary = seen.text().to_ascii_lowercase();
            let measure = [
                "am", "pm", "kg", "ml", "mg", "km", "cm", "mm", "th", "st", "nd", "rd", "gb", "mb", "hz",
            ];
            let counted = measure.iter().any(|unit| ordinary.ends_with(unit));
            (seen.after_any(OFFICER) && !counted).then_some((Likely, seen.end))
        }),
        Rule::new(
            "collar-after-label",
            Kind::Collar,
            r"[A-Z]{0,2}\d{2,6}[A-Z]{0,2}",
            |seen| {
                let labels = ["collar", "shoulder", "epaulette"].map(str::to_owned);
                let ended = crate::seen::after_label(seen.before(), &labels);
                ended.then_some((Likely, seen.end))
            },
        ),
        Rule::new("warrant-slash", Kind::Warrant, r"P/\d{4,6}", |seen: &Seen<'_>| {
            seen.as_sure_as(Likely)
        }),
        Rule::new(
            "warrant-after-label",
            Kind::Warrant,
            r"[A-Z]?\d{4,6}",
            |seen: &Seen<'_>| {
                let labels = WARRANT
                    .iter()
                    .map(|label| (*label).to_owned())
                    .collect::<Vec<_>>();
                let ended = crate::seen::after_label(seen.before(), &labels);
                ended.then_some((Possible, seen.end))
            },
        ),
    ]
}
