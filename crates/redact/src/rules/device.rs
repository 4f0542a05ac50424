//! Telephones and handsets: numbers of the national plan (Ofcom) and abroad (ITU E.164), IMEI (3GPP TS 23.003), IPv4.

use super::Rule;
use crate::check_digit;
use crate::kind::Kind;
use crate::seen::{Seen, Verdict};
use crate::span::Confidence::{Certain, Likely, Possible};

pub(super) fn rules() -> Vec<Rule> {
    vec![
        Rule::new(
            "phone-uk",
            Kind::Phone,
            r"\(?0\d(?:[ .()-]{0,2}\d){7,9}",
            national,
        ),
        Rule::new(
            "phone-uk-abroad",
            Kind::Phone,
            r"(?:\+|00) ?44[ .-]?(?:\(0\)|0)?(?:[ .()-]{0,2}\d){9,10}",
            |seen| seen.as_sure_as(Certain),
        ),
        Rule::new(
            "phone-abroad",
            Kind::Phone,
            r"(?:\+|00)[1-9]\d{0,2}(?:[ .()-]{0,2}\d){6,12}",
            |seen| (seen.text().starts_with('+') || seen.text().contains(' ')).then_some((Likely, seen.end)),
        ),
        Rule::new(
            "phone-without-zero",
            Kind::Phone,
            r"7\d{3}[ -]?\d{3}[ -]?\d{3}",
            mobile,
        ),
        Rule::new("imei", Kind::Imei, r"\d{2}[ -]?\d{6}[ -]?\d{6}[ -]?\d", imei),
        Rule::new(
            "ip-4",
            Kind::Ip,
            r"\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}(?:[:/]\d{1,5})?",
            ip,
        ),
    ]
}

fn national(seen: &Seen<'_>) -> Verdict {
    // A bracket that is not closed inside is not part of the number, which is tried from its 0 as well.
    if seen.text().starts_with('(') && !seen.text().contains(')') {
        return None;
    }
    let digits = check_digit::digits(seen.text());
    let named = seen.after_any(&[
        "tel",
        "phone",
        "telephone",
        "mobile",
        "mob",
        "rang",
        "called",
        "landline",
        "text",
        "ffon",
    ]);
    let ranged = matches!(digits.get(1), Some(1..=3 | 5 | 7..=9));
    // Without a label, 0 and eight digits more may be anything else; 0 and nine or ten is a number of the plan.
    match (ranged, digits.len()) {
        (true, 11) => seen.as_sure_as(if named { Certain } else { Likely }),
        (true, 10) if named || seen.text().contains(' ') => seen.as_sure_as(Likely),
        (true, 10) => seen.as_sure_as(Possible),
        (_, 9..) if named => seen.as_sure_as(Possible),
        _ => None,
    }
}

fn mobile(seen: &Seen<'_>) -> Verdict {
    let named = seen.after_any(&[
        "tel",
        "phone",
        "telephone",
        "mobile",
        "mob",
        "rang",
        "called",
        "whatsapp",
        "text",
        "texted",
    ]);
    named.then_some((Possible, seen.end))
}

fn imei(seen: &Seen<'_>) -> Verdict {
    let named = seen.after_any(&["imei", "handset", "phone", "iphone", "samsung", "device"]);
    match (check_digit::luhn(seen.text()), named) {
        (true, true) => seen.as_sure_as(Certain),
        (true, false) if !seen.text().starts_with("34") && !seen.text().starts_with("37") => {
            seen.as_sure_as(Likely)
        }
        (false, true) => seen.as_sure_as(Possible),
        _ => None,
    }
}

fn ip(seen: &Seen<'_>) -> Verdict {
    let address = seen.text().split([':', '/']).next().unwrap_or_default();
    let octets: Vec<u16> = address
        .split('.')
        .filter_map(|octet| octet.parse().ok())
        .collect();
    let valid = octets.len() == 4 && octets.iter().all(|octet| *octet <= 255);
    let named = seen.after_any(&["ip", "router", "login", "logged"]);
    let paragraph = seen.after_any(&["rule", "version", "paragraph", "para", "section", "clause", "v"]);
    let wide = octets.iter().filter(|octet| **octet >= 10).count() >= 2;
    // Four small numbers may be a paragraph.
    match valid && (wide || !paragraph) && seen.last_before() != Some(b'.') && seen.next() != Some(b'.') {
        true if named => seen.as_sure_as(Certain),
        true if wide => seen.as_sure_as(Likely),
        _ if valid && (named || wide) && seen.next() == Some(b'.') => seen.as_sure_as(Possible),
        _ => None,
    }
}
