//! What a PDF does or carries beside its pages: none of it is followed.

use lopdf::{Dictionary, Document, Object};

use super::STREAM;
use crate::{Drop, Fault, Paper, no_malware};

/// Counts what is left out, over every object of the file, also those no page leads to.
pub(super) fn count(document: &Document, paper: &mut Paper) -> Result<(), Fault> {
    for object in document.objects.values() {
        let dictionary = match object {
            Object::Dictionary(dictionary) => dictionary,
            Object::Stream(stream) => {
                if named(&stream.dict, b"Type") == Some(b"EmbeddedFile") {
                    paper.drop(Drop::Embedded, 1);
                    // What cannot be unpacked is looked at as it is.
                    let inside = stream.decompressed_content_with_limit(STREAM);
                    no_malware(&inside.unwrap_or_else(|_| stream.content.clone()))?;
                }
                &stream.dict
            }
            _ => continue,
        };
        one(dictionary, paper, 0);
    }
    paper.drop(Drop::Metadata, usize::from(document.trailer.has(b"Info")));
    Ok(())
}

/// What a dictionary is, and the dictionaries written directly into it.
fn one(dictionary: &Dictionary, paper: &mut Paper, depth: usize) {
    /// Most dictionaries within each other.
    const DEEPEST: usize = 16;
    match named(dictionary, b"S") {
        Some(b"JavaScript" | b"Launch" | b"SubmitForm" | b"ImportData" | b"Rendition" | b"GoToE") => {
            paper.drop(Drop::Script, 1);
        }
        Some(b"URI" | b"GoToR") => paper.drop(Drop::Link, 1),
        _ => {}
    }
    match named(dictionary, b"Subtype") {
        Some(
            b"Text" | b"FreeText" | b"Highlight" | b"Underline" | b"StrikeOut" | b"Squiggly" | b"Ink"
            | b"Stamp" | b"Caret" | b"Popup" | b"Line" | b"Square" | b"Circle" | b"Polygon" | b"PolyLine"
            | b"Redact",
        ) if dictionary.has(b"Rect") => paper.drop(Drop::Comment, 1),
        Some(b"FileAttachment" | b"RichMedia" | b"Movie" | b"Sound" | b"Screen" | b"3D")
            if dictionary.has(b"Rect") =>
        {
            paper.drop(Drop::Embedded, 1);
        }
        Some(b"XML") if named(dictionary, b"Type") == Some(b"Metadata") => paper.drop(Drop::Metadata, 1),
        _ => {}
    }
    if matches!(named(dictionary, b"FT"), Some(b"Tx" | b"Btn" | b"Ch" | b"Sig")) {
        paper.drop(Drop::Form, 1);
    }
    if dictionary.has(b"XFA") {
        paper.drop(Drop::Form, 1);
    }
    if depth < DEEPEST {
        for (_, value) in dictionary {
            within(value, paper, depth + 1);
        }
    }
}

fn within(object: &Object, paper: &mut Paper, depth: usize) {
    match object {
        Object::Dictionary(inner) => one(inner, paper, depth),
        Object::Array(all) if depth < 16 => {
            for object in all {
                within(object, paper, depth + 1);
            }
        }
        _ => {}
    }
}

fn named<'a>(dictionary: &'a Dictionary, key: &[u8]) -> Option<&'a [u8]> {
    dictionary.get(key).ok()?.as_name().ok()
}
