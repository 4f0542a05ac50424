//! XML as word processors write it, pulled piece by piece. No entity is ever expanded but the five of XML itself, and no
//! document type declaration is taken.

use encoding_rs::{UTF_16BE, UTF_16LE};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::Fault;

/// Most elements within each other.
const DEEPEST: usize = 200;

/// One piece, by local names.
pub(crate) enum Piece<'a> {
    Open(&'a str, &'a Attributes<'a>),
    Close(&'a str),
    Text(&'a str),
}

/// The attributes of an element, by local name.
pub(crate) struct Attributes<'a>(&'a BytesStart<'a>);

impl Attributes<'_> {
    /// The value, with the five entities of XML undone.
    pub(crate) fn get(&self, name: &str) -> Option<String> {
        let mut all = self.0.attributes();
        let all = all.with_checks(false).flatten();
        let mut found = all.filter(|one| one.key.local_name().as_ref() == name);
        let value = found.next()?.value;
        Some(match quick_xml::escape::unescape(&value) {
            Ok(plain) => plain.into_owned(),
            Err(_) => value.into_owned(),
        })
    }

    /// Whether a switch of WordprocessingML is on: there without a value, or with any but these (ECMA-376, 17.17.4).
    pub(crate) fn is_on(&self) -> bool {
        !matches!(self.get("val").as_deref(), Some("0" | "false" | "off" | "none"))
    }
}

/// The bytes of a part as text.
pub(crate) fn text(bytes: &[u8]) -> Result<String, Fault> {
    let (coding, rest) = match bytes {
        [0xff, 0xfe, rest @ ..] => (UTF_16LE, rest),
        [0xfe, 0xff, rest @ ..] => (UTF_16BE, rest),
        [0xef, 0xbb, 0xbf, rest @ ..] => return utf8(rest),
        _ => return utf8(bytes),
    };
    let (text, wrong) = coding.decode_without_bom_handling(rest);
    if wrong {
        Err(Fault::Damaged)
    } else {
        Ok(text.into_owned())
    }
}

fn utf8(bytes: &[u8]) -> Result<String, Fault> {
    std::str::from_utf8(bytes)
        .map(str::to_owned)
        .map_err(|_| Fault::Damaged)
}

/// Goes through a part from beginning to end.
pub(crate) fn walk(part: &[u8], mut each: impl FnMut(Piece<'_>) -> Result<(), Fault>) -> Result<(), Fault> {
    let text = text(part)?;
    let mut reader = Reader::from_str(&text);
    let mut depth = 0_usize;
    loop {
        match reader.read_event().map_err(|_| Fault::Damaged)? {
            Event::Start(start) => {
                depth += 1;
                if depth > DEEPEST {
                    return Err(Fault::Deep);
                }
                each(Piece::Open(start.local_name().as_ref(), &Attributes(&start)))?;
            }
            Event::Empty(start) => {
                let name = start.local_name();
                each(Piece::Open(name.as_ref(), &Attributes(&start)))?;
                each(Piece::Close(name.as_ref()))?;
            }
            Event::End(end) => {
                depth = depth.saturating_sub(1);
                each(Piece::Close(end.local_name().as_ref()))?;
            }
            Event::Text(text) => each(Piece::Text(&text.xml10_content()))?,
            Event::CData(text) => each(Piece::Text(&text.xml10_content()))?,
            Event::GeneralRef(sign) => {
                let sign = character(&sign.xml10_content(), sign.resolve_char_ref().ok().flatten())?;
                each(Piece::Text(sign.encode_utf8(&mut [0; 4])))?;
            }
            Event::DocType(_) => return Err(Fault::Doctype),
            // The end too early is damage, not an end.
            Event::Eof if depth > 0 => return Err(Fault::Damaged),
            Event::Eof => return Ok(()),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
        }
    }
}

fn character(name: &str, number: Option<char>) -> Result<char, Fault> {
    Ok(match (name, number) {
        (_, Some(sign)) => sign,
        ("amp", _) => '&',
        ("lt", _) => '<',
        ("gt", _) => '>',
        ("quot", _) => '"',
        ("apos", _) => '\'',
        _ => return Err(Fault::Entity),
    })
}
