//! Addresses of the internet: e-mail, links, hosts, social names, IPv6, and three words of what3words.
//! Source: RFC 5321 and 3986 in the forms people write; what3words' own notation `///filled.count.soap`.

use regex::bytes::{Regex, RegexBuilder};

use crate::fault::Fault;
use crate::folded::{Folded, REMOVED, is_word};
use crate::kind::Kind;
use crate::lexicon::Lexicon;
use crate::seen::{Seen, after_label};
use crate::span::{Confidence, Span};

/// Ends of host names that count without `www` or `https`.
const ENDS: &str =
    "com|uk|org|net|gov|edu|info|io|me|tv|wales|cymru|london|co|biz|app|dev|online|site|eu|ie|onion|ly|gg";

/// What a piece of text without a space has in it, so that most pieces need no pattern.
#[derive(Default)]
struct Signs {
    /// The sign of an address of the internet; the full stop after the last word of a sentence is none.
    link: bool,
    bracket: bool,
    /// A sign or digit as in social names.
    name: bool,
}

impl Signs {
    fn of(piece: &[u8]) -> Self {
        let mut has = Self::default();
        for (at, byte) in piece.iter().enumerate() {
            match byte {
                b'.' => {
                    has.link |= at + 1 < piece.len();
                    has.name = true;
                }
                b'@' | b':' | b'/' => has.link = true,
                b'[' | b'(' => has.bracket = true,
                b'0'..=b'9' | b'_' | b'"' | b'\'' => has.name = true,
                _ => {}
            }
        }
        has
    }
}

/// Patterns for pieces of text without a space.
pub(crate) struct Links {
    email: Regex,
    url: Regex,
    host: Regex,
    handle: Regex,
    words: Regex,
    six: Regex,
    spelt: Regex,
    user: Regex,
    social: Vec<String>,
}

impl Links {
    pub(crate) fn new(lexicon: &Lexicon) -> Result<Self, Fault> {
        Ok(Self {
            email: built(r"[a-z0-9][a-z0-9._%+'-]*@[a-z0-9-]+(?:\.[a-z0-9-]+)+")?,
            url: built(r"(?:(?:https?|ftp|hxxps?|tel|sms|mailto|geo):(?://)?|www\.)[^\s\x1d]+")?,
            host: built(&format!(
                r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+(?:{ENDS})\b(?::\d+)?(?:[/?#][^\s\x1d]*)?"
            ))?,
            handle: built(r"@[a-z0-9_](?:[a-z0-9_.]*[a-z0-9_])?")?,
            words: built(r"(?:///?)?[a-z]{2,20}\.[a-z]{2,20}\.[a-z]{2,20}\b")?,
            six: built(r"[0-9a-f:]*:[0-9a-f:]*:[0-9a-f:.]*(?:/\d{1,3})?")?,
            spelt: built(
                r"[a-z0-9][a-z0-9._%+-]* ?(?:\[at\]|\(at\)| at ) ?[a-z0-9-]+(?:(?: ?(?:\[dot\]|\(dot\)| dot ) ?|\.)[a-z0-9-]+)+",
            )?,
            user: built(r#"["']?[a-z0-9_][a-z0-9_.-]{2,29}["']?"#)?,
            social: lexicon.words.social.clone(),
        })
    }

    /// Every find, also those that overlap.
    pub(crate) fn find(&self, text: &Folded, found: &mut impl FnMut(Span)) {
        let bytes = text.plain.as_bytes();
        let mut at = 0;
        for piece in bytes.split(|byte| matches!(byte, b' ' | b'\n' | b'<' | b'>' | b'"' | b'|' | &REMOVED)) {
            let start = at;
            at += piece.len() + 1;
            let has = Signs::of(piece);
            if has.link {
                self.piece(text, start, piece, found);
            }
            let sign = |four: &[u8]| matches!(four, b"[at]" | b"(at)");
            if piece == b"at" || has.bracket && piece.windows(4).any(sign) {
                self.spelt_out(text, start, found);
            }
            if piece.len() >= 3 && has.name {
                self.social(text, start, piece, found);
            }
        }
    }

    fn piece(&self, text: &Folded, start: usize, piece: &[u8], found: &mut impl FnMut(Span)) {
        let mut tell = |hit: regex::bytes::Match<'_>, kind, rule: &str, confidence| {
            let cut = hit
                .as_bytes()
                .iter()
                .rev()
                .take_while(|byte| b".,;:!?)]}'".contains(byte))
                .count();
            let (from, to) = (start + hit.start(), start + hit.end() - cut);
            found(span(text, from, to, kind, rule, confidence));
        };
        let first = |pattern: &Regex| pattern.find(piece);
        if piece.contains(&b'@') {
            for hit in self.email.find_iter(piece) {
                tell(hit, Kind::Email, "e-mail", Confidence::Certain);
            }
            for hit in self.handle.find_iter(piece) {
                let inside = hit
                    .start()
                    .checked_sub(1)
                    .and_then(|before| piece.get(before))
                    .is_some_and(|byte| is_word(*byte));
                if !inside && hit.len() >= 3 {
                    tell(hit, Kind::Handle, "social-name", Confidence::Likely);
                }
            }
        }
        let linked = piece.contains(&b':') || piece.windows(4).any(|four| four.eq_ignore_ascii_case(b"www."));
        if let Some(hit) = linked.then(|| first(&self.url)).flatten() {
            tell(hit, Kind::Url, "link", Confidence::Certain);
        } else if let Some(hit) = piece.contains(&b'.').then(|| first(&self.host)).flatten() {
            tell(hit, Kind::Url, "host", Confidence::Likely);
        }
        if let Some(hit) = piece.contains(&b'.').then(|| first(&self.words)).flatten() {
            let seen = Seen {
                all: text,
                start: start + hit.start(),
                end: start + hit.end(),
            };
            let named = seen.after_any(&["what3words", "w3w", "what three words", "three words", "location"]);
            if hit.as_bytes().starts_with(b"//") || named {
                tell(
                    hit,
                    Kind::ThreeWords,
                    "three-words",
                    if named {
                        Confidence::Certain
                    } else {
                        Confidence::Likely
                    },
                );
            }
        }
        if let Some(hit) = piece.contains(&b':').then(|| first(&self.six)).flatten() {
            let address = hit
                .as_bytes()
                .split(|byte| *byte == b'/')
                .next()
                .unwrap_or_default();
            if is_six(address) {
                tell(hit, Kind::Ip, "ip-6", Confidence::Certain);
            }
        }
    }

    /// An address whose signs are written as words: `name [at] host [dot] example`.
    fn spelt_out(&self, text: &Folded, at: usize, found: &mut impl FnMut(Span)) {
        let from = at.saturating_sub(40);
        let to = text.plain.len().min(at + 80);
        let window = text.plain.as_bytes().get(from..to).unwrap_or_default();
        for hit in self.spelt.find_iter(window) {
            let said = String::from_utf8_lossy(hit.as_bytes()).to_ascii_lowercase();
            let sign = said.contains("[at]") || said.contains("(at)") || said.contains(" dot ");
            if sign && text.is_edge(from + hit.start()) {
                let (start, end) = (from + hit.start(), from + hit.end());
                found(span(
                    text,
                    start,
                    end,
                    Kind::Email,
                    "e-mail-in-words",
                    Confidence::Likely,
                ));
            }
        }
    }

    /// A name after the word for a social service: `on Snapchat as night_owl7`.
    fn social(&self, text: &Folded, start: usize, piece: &[u8], found: &mut impl FnMut(Span)) {
        let Some(hit) = self.user.find(piece).filter(|hit| hit.start() == 0) else {
            return;
        };
        let quotes = |byte: &u8| matches!(byte, b'"' | b'\'' | b'.' | b'-');
        let front = hit.as_bytes().iter().take_while(|byte| quotes(byte)).count();
        let back = hit
            .as_bytes()
            .iter()
            .rev()
            .take_while(|byte| quotes(byte))
            .count();
        let name = hit
            .as_bytes()
            .get(front..hit.len().saturating_sub(back))
            .unwrap_or_default();
        let marked = name
            .iter()
            .any(|byte| byte.is_ascii_digit() || matches!(byte, b'_' | b'.'));
        let lettered = name.iter().any(u8::is_ascii_alphabetic);
        let seen = Seen {
            all: text,
            start: start + front,
            end: start + front + name.len(),
        };
        let before = seen.before().trim_end_matches(['"', '\'']);
        if lettered && name.len() >= 3 && (marked || front > 0) && said_before(before, &self.social) {
            found(span(
                text,
                seen.start,
                seen.end,
                Kind::Handle,
                "social-name-after-label",
                Confidence::Likely,
            ));
        }
    }
}

fn said_before(before: &str, social: &[String]) -> bool {
    let mut rest = before.trim_end();
    for filler in [
        "as", "name", "account", "user", "called", "username", "profile", "handle",
    ]
    .iter()
    .cycle()
    .take(16)
    {
        rest = rest
            .strip_suffix(filler)
            .filter(|front| front.ends_with(' '))
            .unwrap_or(rest)
            .trim_end();
    }
    after_label(before, social) || after_label(rest, social)
}

fn span(text: &Folded, from: usize, to: usize, kind: Kind, rule: &str, confidence: Confidence) -> Span {
    Span {
        start: text.start(from),
        end: text.end(to),
        kind,
        rule: rule.into(),
        confidence,
        named: None,
    }
}

/// At least four groups: a time of day has fewer, and is no address.
fn is_six(text: &[u8]) -> bool {
    let text = String::from_utf8_lossy(text);
    let text = text.trim_end_matches('.');
    let groups = text.split(':').filter(|group| !group.is_empty()).count();
    let letters = text.bytes().any(|byte| byte.is_ascii_alphabetic());
    (groups >= 3 && letters || groups >= 4) && text.parse::<core::net::Ipv6Addr>().is_ok()
}

fn built(pattern: &str) -> Result<Regex, Fault> {
    let built = RegexBuilder::new(pattern)
        .unicode(false)
        .case_insensitive(true)
        .build();
    built.map_err(|error| Fault::Pack {
        file: "links".to_owned(),
        place: pattern.to_owned(),
        says: error.to_string(),
    })
}
