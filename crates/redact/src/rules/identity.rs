//! Numbers that the state gives a person, and where they live: NHS, National Insurance, PNC, CRO, postcode.

use super::Rule;
use crate::check_digit;
use crate::kind::Kind;
use crate::seen::{Seen, Verdict};
use crate::span::Confidence::{Certain, Likely, Possible};

/// Prefixes that are not given (HMRC, NIM39110).
const NINO_BARRED: &[&str] = &["BG", "GB", "KN", "NK", "NT", "TN", "ZZ"];

/// Postcode areas in use (Royal Mail, PAF), and ZZ for made-up ones.
const AREAS: &str = " AB AL B BA BB BD BH BL BN BR BS BT BX CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC \
    EH EN EX FK FY G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML N NE \
    NG NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW \
    UB W WA WC WD WF WN WR WS WV YO ZE ZZ ";

pub(super) fn rules() -> Vec<Rule> {
    vec![
        Rule::new("nhs-number", Kind::Nhs, r"\d{3}[ -]?\d{3}[ -]?\d{4}", nhs),
        Rule::new(
            "national-insurance",
            Kind::Nino,
            r"[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z][ -]?\d{2}[ -]?\d{2}[ -]?\d{2}(?:[ -]?[A-D])?",
            nino,
        ),
        Rule::new("pnc-id", Kind::Pnc, r"(?:19|20)?\d{2}/\d{1,7}[A-Z]", pnc),
        Rule::new("cro-number", Kind::Cro, r"\d{1,6}/\d{2}[A-Z]", cro),
        // DVLA: five letters of the surname, birth and sex in digits, initials, check.
        Rule::new(
            "driver-number",
            Kind::Reference,
            r"[A-Z][A-Z9]{4}\d[0156]\d[0-3]\d\d[A-Z9]{2}[A-Z0-9][A-Z]{2}",
            |seen| seen.as_sure_as(Likely),
        ),
        Rule::new("cro-file", Kind::Cro, r"SF ?\d{2}/\d{1,6}[A-Z]", cro_file),
        Rule::new(
            "postcode",
            Kind::Postcode,
            r"(?:GIR ?0AA|[A-PR-UWYZ](?:\d{1,2}|[A-HK-Y]\d{1,2}|\d[A-HJKPSTUW]|[A-HK-Y]\d[ABEHMNPRVWXY]) ?\d[A-Z]{2}|ZZ\d{2} ?\d[A-Z]{2})",
            postcode,
        ),
    ]
}

fn nhs(seen: &Seen<'_>) -> Verdict {
    let apart = seen.digit_count() < seen.text().len();
    let named = seen.after_any(&["nhs", "patient", "hospital", "gig"]);
    match check_digit::nhs(seen.text()) && !seen.is_amount() {
        true if apart || named => seen.as_sure_as(Certain),
        // One number in eleven has the right digit by chance; a telephone number begins with 0.
        true if !seen.text().starts_with('0') => seen.as_sure_as(Likely),
        _ => None,
    }
}

fn nino(seen: &Seen<'_>) -> Verdict {
    let text = seen.text().to_ascii_uppercase();
    let barred = NINO_BARRED.iter().any(|prefix| text.starts_with(prefix));
    let whole = text.ends_with(|last: char| last.is_ascii_alphabetic());
    let named = seen.after_any(&["ni", "nino", "national insurance", "insurance", "yg"]);
    match (barred, whole) {
        (true, _) => None,
        (false, true) => seen.as_sure_as(Certain),
        (false, false) => named.then_some((Likely, seen.end)),
    }
}

/// Year, serial and letter of `14/123W`; `None` where the text is not so.
fn parts(text: &str) -> Option<(&str, &str, u8)> {
    let (front, letter) = text.split_at_checked(text.len().checked_sub(1)?)?;
    let (first, second) = front.split_once('/')?;
    Some((first, second, *letter.as_bytes().first()?))
}

fn pnc(seen: &Seen<'_>) -> Verdict {
    let (year, serial, letter) = parts(seen.text())?;
    let named = seen.after_any(&["pnc", "pncid"]);
    let right = check_digit::pnc(year, serial, letter) && (named || serial.len() >= 3);
    right.then_some((Certain, seen.end))
}

fn cro(seen: &Seen<'_>) -> Verdict {
    let (serial, year, letter) = parts(seen.text())?;
    let named = seen.after_any(&["cro", "criminal record", "criminal records"]);
    let right = check_digit::cro(year, serial, letter) && (named || serial.len() >= 4);
    right.then_some((Certain, seen.end))
}

fn cro_file(seen: &Seen<'_>) -> Verdict {
    let text = seen.text().get(2..)?.trim_start();
    let (year, serial, letter) = parts(text)?;
    let sure = if check_digit::cro_file(year, serial, letter) {
        Certain
    } else {
        Likely
    };
    seen.as_sure_as(sure)
}

/// Whether the last two letters are among those that are given out: C, I, K, M, O and V are not.
fn given_letters(postcode: &str) -> bool {
    let mut last = postcode.chars().rev().take(2);
    last.all(|letter| !"CIKMOV".contains(letter.to_ascii_uppercase()))
}

fn postcode(seen: &Seen<'_>) -> Verdict {
    let text = seen.text();
    let area: String = text.chars().take_while(char::is_ascii_alphabetic).collect();
    let known = AREAS.contains(&format!(" {} ", area.to_ascii_uppercase()));
    let capitals = !text.bytes().any(|byte| byte.is_ascii_lowercase());
    let named = seen.after_any(&["postcode", "post code", "cod post"]);
    if !given_letters(text) && !area.eq_ignore_ascii_case("zz") {
        // Nobody has it, but somebody wrote it: a slip of the pen hides no address. The 3PM of "M1 3PM" is a time.
        let time = text.ends_with("AM") || text.ends_with("PM");
        let likely = (known && capitals && text.contains(' ') && !time) || named;
        return likely.then(|| seen.as_sure_as(Possible)).flatten();
    }
    match (known || text.starts_with("GIR"), capitals, text.contains(' ')) {
        (true, true, true) => seen.as_sure_as(Certain),
        (true, true, false) | (true, false, true) => seen.as_sure_as(Likely),
        _ if named => seen.as_sure_as(Possible),
        (true, false, false) if text.len() >= 6 => seen.as_sure_as(Possible),
        _ => None,
    }
}
