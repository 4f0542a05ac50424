//! Bank details: cards (Luhn, ISO/IEC 7812), IBAN (ISO 13616), sort code and account number.

use super::Rule;
use crate::check_digit;
use crate::kind::Kind;
use crate::seen::{Seen, Verdict};
use crate::span::Confidence::{Certain, Likely, Possible};

const ACCOUNT: &[&str] = &[
    "account",
    "acc",
    "a/c",
    "acct",
    "sort code",
    "sort",
    "bank",
    "cyfrif",
];

pub(super) fn rules() -> Vec<Rule> {
    vec![
        Rule::new(
            "card-number",
            Kind::Card,
            r"[2-6]\d{3}(?:[ -]?\d{4}){2}[ -]?\d{1,7}|3[47]\d{2}[ -]?\d{6}[ -]?\d{5}",
            card,
        ),
        Rule::new(
            "iban",
            Kind::Iban,
            r"[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?",
            iban,
        ),
        Rule::new("sort-code", Kind::Bank, r"\d{2}([ -]?)\d{2}[ -]?\d{2}", sort_code),
        Rule::new("account-number", Kind::Bank, r"\d{4}[ -]?\d{4}", account),
        Rule::new(
            "sort-code-and-account",
            Kind::Bank,
            r"\d{2}-\d{2}-\d{2}[ ,/]{1,3}\d{8}",
            |seen| seen.as_sure_as(Likely),
        ),
    ]
}

fn card(seen: &Seen<'_>) -> Verdict {
    let named = seen.after_any(&["card", "visa", "mastercard", "amex", "debit", "credit", "cerdyn"]);
    match (check_digit::luhn(seen.text()), named) {
        (true, true) => seen.as_sure_as(Certain),
        (true, false) => seen.as_sure_as(Likely),
        (false, true) => seen.as_sure_as(Possible),
        (false, false) => None,
    }
}

/// The pattern may run on into the words after it: groups are taken away from the end until the check fits.
fn iban(seen: &Seen<'_>) -> Verdict {
    let mut text = seen.text();
    loop {
        if check_digit::iban(text) {
            return Some((Certain, seen.start + text.len()));
        }
        text = match text.rsplit_once(' ') {
            Some((front, _)) => front,
            None => {
                return (seen.after_any(&["iban"]) && seen.digit_count() > 9).then_some((Possible, seen.end));
            }
        };
    }
}

fn sort_code(seen: &Seen<'_>) -> Verdict {
    let named = seen.after_any(&["sort code", "sort-code", "s/c", "sortcode", "cod didoli"]);
    let hyphens = seen.text().bytes().filter(|byte| *byte == b'-').count() == 2;
    let banked = hyphens && seen.after_any(ACCOUNT);
    match (named, banked) {
        (true, _) => seen.as_sure_as(if hyphens { Certain } else { Likely }),
        (false, true) => seen.as_sure_as(Likely),
        _ => None,
    }
}

fn account(seen: &Seen<'_>) -> Verdict {
    let named = seen.after_any(ACCOUNT) && !seen.is_amount();
    named.then_some((Likely, seen.end))
}
