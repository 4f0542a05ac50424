//! Fonts: which letters codes stand for, and how wide they are.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document, Encoding, Object};

use super::{STREAM, at, matrix::number};

/// A font as a page uses it.
pub(super) struct Font<'a> {
    letters: Option<Encoding<'a>>,
    /// Whether codes have two bytes.
    pub(super) double: bool,
    widths: BTreeMap<u32, f64>,
    usual: f64,
}

impl<'a> Font<'a> {
    pub(super) fn of(document: &'a Document, dictionary: &'a Dictionary, anew: &'a Dictionary) -> Self {
        let double = dictionary.get(b"Subtype").and_then(Object::as_name).ok() == Some(b"Type0");
        let mapped = dictionary.get(b"ToUnicode").is_ok();
        let letters = if !mapped && (double || has_own_codes(document, dictionary)) {
            None
        } else {
            let found = anew.get_font_encoding_with_limit(document, STREAM).ok();
            // The library falls back to plain letters where it cannot read the table: letters that are not there.
            found.filter(|found| !mapped || matches!(found, Encoding::UnicodeMapEncoding(_)))
        };
        let (widths, usual) = if double {
            of_descendant(document, dictionary)
        } else {
            of_simple(document, dictionary)
        };
        Self {
            letters,
            double,
            widths,
            usual,
        }
    }

    /// The letters of a string, unless they cannot be told.
    pub(super) fn text(&self, bytes: &[u8]) -> Option<String> {
        let letters = self.letters.as_ref()?;
        let text = Document::decode_text(letters, bytes).ok()?;
        let odd = |sign: char| sign == '\u{fffd}' || matches!(sign, '\u{e000}'..='\u{f8ff}');
        (!text.contains(odd) && (!text.is_empty() || bytes.is_empty())).then_some(text)
    }

    /// How wide a string is, in units of the text, and how many codes it has.
    pub(super) fn width(&self, bytes: &[u8]) -> (f64, usize) {
        let codes: Vec<u32> = if self.double {
            let pairs = bytes.chunks(2);
            pairs
                .map(|pair| pair.iter().fold(0, |code, byte| code << 8 | u32::from(*byte)))
                .collect()
        } else {
            bytes.iter().map(|byte| u32::from(*byte)).collect()
        };
        let of = |code: &u32| self.widths.get(code).copied().unwrap_or(self.usual);
        (codes.iter().map(of).sum::<f64>() / 1000.0, codes.len())
    }
}

/// Whether the codes of a font are numbers of its own drawings, for which no table says what letters they are: a font of
/// drawings, or part of a font with no encoding or with names of its own.
fn has_own_codes(document: &Document, dictionary: &Dictionary) -> bool {
    let named = |key: &[u8]| dictionary.get(key).ok().and_then(|name| name.as_name().ok());
    let part = named(b"BaseFont").is_some_and(|name| name.get(6) == Some(&b'+'));
    let encoding = dictionary
        .get(b"Encoding")
        .ok()
        .and_then(|found| at(document, found));
    let Some(Object::Dictionary(encoding)) = encoding else {
        return named(b"Subtype") == Some(b"Type3") || part && encoding.is_none();
    };
    let names = encoding
        .get(b"Differences")
        .ok()
        .and_then(|all| at(document, all));
    let names = names.and_then(|all| all.as_array().ok()).into_iter().flatten();
    // Letters have names of letters; `g12`, `c7` or `cid33` is the number of a drawing.
    let numbered = |name: &&[u8]| {
        let digits = name.iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
        digits > 0 && digits + 3 >= name.len() && !name.starts_with(b"uni") && !name.starts_with(b"u")
    };
    names
        .filter_map(|name| name.as_name().ok())
        .any(|name| numbered(&name))
}

/// The dictionary by which the letters are found: the table of what codes stand for goes before every other encoding.
pub(super) fn anew(dictionary: &Dictionary) -> Dictionary {
    let mut anew = dictionary.clone();
    if anew.has(b"ToUnicode") {
        anew.remove(b"Encoding");
    }
    anew.set("Type", Object::Name(b"Font".to_vec()));
    anew
}

fn of_simple(document: &Document, dictionary: &Dictionary) -> (BTreeMap<u32, f64>, f64) {
    /// Of the fonts that every reader has, about the middle.
    const USUAL: f64 = 520.0;
    let first = dictionary.get(b"FirstChar").map_or(0.0, number) as u32;
    let widths = dictionary
        .get(b"Widths")
        .ok()
        .and_then(|widths| at(document, widths));
    let widths = widths.and_then(|widths| widths.as_array().ok());
    let all = widths.into_iter().flatten().take(256);
    let all = all.zip(0_u32..).filter_map(|(width, place)| {
        let width = at(document, width).map(number)?;
        Some((first.saturating_add(place), width))
    });
    (all.collect(), USUAL)
}

/// ISO 32000-1, 9.7.4.3: `first [w w w]` or `first last w`.
fn of_descendant(document: &Document, dictionary: &Dictionary) -> (BTreeMap<u32, f64>, f64) {
    /// Most codes of one range.
    const MOST: u32 = 65_536;
    let mut widths = BTreeMap::new();
    let inner = || {
        let all = at(document, dictionary.get(b"DescendantFonts").ok()?)?;
        at(document, all.as_array().ok()?.first()?)?.as_dict().ok()
    };
    let Some(inner) = inner() else {
        return (widths, 1000.0);
    };
    let usual = inner.get(b"DW").map_or(1000.0, number);
    let list = inner.get(b"W").ok().and_then(|list| at(document, list));
    let mut list = list.and_then(|list| list.as_array().ok()).into_iter().flatten();
    while let (Some(first), Some(next)) = (list.next(), list.next()) {
        let first = number(first) as u32;
        match at(document, next) {
            Some(Object::Array(all)) => {
                widths.extend((first..).zip(all.iter().map(number)).take(MOST as usize));
            }
            Some(last) => {
                let last = (number(last) as u32).min(first.saturating_add(MOST));
                let width = list.next().map_or(usual, number);
                widths.extend((first..=last).map(|code| (code, width)));
            }
            None => break,
        }
    }
    (widths, usual)
}
