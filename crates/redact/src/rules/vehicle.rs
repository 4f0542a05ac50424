//! Vehicle registration marks of Great Britain: current (2001), prefix (1983) and suffix (1963).
//! Source: DVLA, INF104, vehicle registration numbers and number plates.

use super::Rule;
use crate::kind::Kind;
use crate::seen::{Seen, Verdict};
use crate::span::Confidence::{Certain, Likely, Possible};

/// Words that stand before the mark of a vehicle.
const VEHICLE: &[&str] = &[
    "vrn",
    "vrm",
    "reg",
    "registration",
    "registered",
    "index",
    "plate",
    "plates",
    "mark",
    "marks",
    "vehicle",
    "car",
    "van",
    "lorry",
    "motorcycle",
    "motorbike",
    "moped",
    "scooter",
    "driving",
    "drove",
    "driver",
    "ford",
    "vauxhall",
    "audi",
    "bmw",
    "volkswagen",
    "vw",
    "golf",
    "corsa",
    "fiesta",
    "toyota",
    "nissan",
    "peugeot",
    "renault",
    "mercedes",
    "honda",
    "kia",
    "hyundai",
    "citroen",
    "fiat",
    "mini",
    "skoda",
    "seat",
    "volvo",
    "mazda",
    "land rover",
    "cerbyd",
    "parked",
    "number plate",
];

/// Three letters that are an offence, a statute or an office, and no part of a mark.
const NO_MARK: &[&str] = &[
    "GBH", "ABH", "POA", "MHA", "RTA", "RTC", "CJA", "MDA", "CDA", "PND", "PNC", "CRO", "URN", "REF", "OIC",
    "SGT", "DCI", "CPS", "NFA", "VPS", "TIC", "CAD", "LOG", "ACT", "THE", "AND", "FOR", "PCS", "TWO", "CCT",
    "NOS", "HRS", "MPH", "AGE", "DVP", "ASB", "CBO", "SOA", "TEL", "FLA", "MAY", "MAR", "JAN", "FEB", "APR",
    "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC",
];

pub(super) fn rules() -> Vec<Rule> {
    vec![
        Rule::new(
            "vrn-current",
            Kind::Vrn,
            r"[A-HJ-PR-Y][A-HJ-PR-Y](?:0[2-9]|[1-4]\d|5[1-9]|[6-9]\d)[ -]?[A-HJ-PR-Z]{3}",
            current,
        ),
        Rule::new(
            "vrn-prefix",
            Kind::Vrn,
            r"[A-HJ-NP-TV-Y]\d{1,3}[ -]?[A-HJ-PR-Y][A-HJ-PR-Z]{2}",
            older,
        ),
        Rule::new(
            "vrn-suffix",
            Kind::Vrn,
            r"[A-HJ-PR-Y][A-HJ-PR-Z]{2}[ -]?\d{1,3}[A-HJ-NP-TV-Y]",
            older,
        ),
    ]
}

fn current(seen: &Seen<'_>) -> Verdict {
    let text = seen.text();
    let capitals = !text.bytes().any(|byte| byte.is_ascii_lowercase());
    if !capitals && text.bytes().any(|byte| byte.is_ascii_uppercase()) {
        return None;
    }
    match (capitals, seen.after_any(VEHICLE)) {
        (true, true) => seen.as_sure_as(Certain),
        (true, false) => seen.as_sure_as(Likely),
        (false, named) => {
            let word = text
                .rsplit([' ', '-'])
                .next()
                .is_some_and(|last| last.len() == 3 && text.contains(' '));
            (named || !word).then_some((Possible, seen.end))
        }
    }
}

fn older(seen: &Seen<'_>) -> Verdict {
    let text = seen.text().to_ascii_uppercase();
    let letters = text
        .split(|part: char| !part.is_ascii_alphabetic())
        .find(|run| run.len() == 3);
    let labelled = seen.after_any(&["vrn", "vrm", "reg", "registration", "index", "plate"]);
    if !labelled && letters.is_some_and(|run| NO_MARK.contains(&run)) {
        return None;
    }
    let capitals = text == seen.text();
    // "A47 and" is a road.
    if !capitals && seen.text() != text.to_ascii_lowercase() {
        return None;
    }
    match (capitals, seen.digit_count(), seen.after_any(VEHICLE)) {
        (true, _, true) => seen.as_sure_as(Likely),
        (true, 3, false) => seen.as_sure_as(Possible),
        (false, 2.., true) => seen.as_sure_as(Possible),
        _ => None,
    }
}
