//! PDF (ISO 32000-1): the text of its pages, and everything else counted.

mod active;
mod font;
mod lines;
mod matrix;
mod page;
mod seen;

use lopdf::{Document, LoadOptions, Object};

use crate::{Bounds, Drop, Fault, Hold, Paper, Verdict};

/// Most bytes of one stream, unpacked.
const STREAM: usize = 32 << 20;
/// The end mark stands within so many bytes of the end.
const TAIL: usize = 2048;

pub(crate) fn read(file: &[u8], bounds: &Bounds) -> Result<Paper, Fault> {
    // A file that was cut off might still be pieced together; a part of it could be missing all the same.
    let tail = file.get(file.len().saturating_sub(TAIL)..).unwrap_or_default();
    if memchr::memmem::find(tail, b"%%EOF").is_none() {
        return Err(Fault::Damaged);
    }
    let options = LoadOptions::with_max_decompressed_size(STREAM);
    let locked = memchr::memmem::find(file, b"/Encrypt").is_some();
    let document = Document::load_mem_with_options(file, options).map_err(|error| match of(error) {
        Fault::Damaged if locked => Fault::Password,
        fault => fault,
    })?;
    if document.is_encrypted() || document.was_encrypted() {
        return Err(Fault::Password);
    }
    let pages: Vec<_> = document.page_iter().take(bounds.pages + 1).collect();
    if pages.is_empty() {
        return Err(if locked { Fault::Password } else { Fault::Damaged });
    }
    if pages.len() > bounds.pages {
        return Err(Fault::Pages { most: bounds.pages });
    }
    let mut paper = Paper::default();
    active::count(&document, &mut paper)?;
    let mut budget = page::Budget::new(bounds);
    let (mut texts, mut bare, mut unsure, mut hidden) = (Vec::new(), Vec::new(), false, 0);
    for (place, id) in pages.iter().enumerate() {
        let read = page::read(&document, *id, &mut budget)?;
        hidden += read.hidden;
        unsure |= read.unsure;
        if read.text.trim().is_empty() && read.pictures > 0 {
            bare.push(place + 1);
        }
        paper.drop(Drop::Picture, read.pictures);
        texts.push(read.text);
    }
    paper.drop(Drop::Hidden, hidden);
    paper.text = texts.join("\n\n");
    if bare.len() == pages.len() {
        paper.verdict = Verdict::Held(Hold::Scanned);
    } else if !bare.is_empty() {
        paper.verdict = Verdict::Held(Hold::SomePages);
        paper.notes.push(without_text(&bare));
    } else if unsure {
        paper.verdict = Verdict::Held(Hold::Letters);
    }
    Ok(paper)
}

fn without_text(pages: &[usize]) -> String {
    /// Most pages that are named.
    const NAMED: usize = 10;
    let named: Vec<String> = pages.iter().take(NAMED).map(ToString::to_string).collect();
    let more = if pages.len() > NAMED { " and more" } else { "" };
    format!("there is no text on page {}{more}", named.join(", "))
}

/// What the library says, as one of our sentences.
fn of(error: lopdf::Error) -> Fault {
    use lopdf::Error::{Decompress, Decryption, InvalidPassword, UnsupportedSecurityHandler};
    match error {
        Decryption(_) | InvalidPassword | UnsupportedSecurityHandler(_) => Fault::Password,
        Decompress(lopdf::DecompressError::MemoryLimitExceeded { .. }) => Fault::Unpacks,
        _ => Fault::Damaged,
    }
}

/// What an object refers to, if it refers to anything.
fn at<'a>(document: &'a Document, object: &'a Object) -> Option<&'a Object> {
    document.dereference(object).ok().map(|(_, object)| object)
}
