//! Documents that a force hands over for a case, taken apart: their text, a list of what was left out of it, and whether the
//! text can be relied upon.
//!
//! ```text
//! bytes -> Form (by what they are, never by their name)
//!       -> text: paragraphs, tables row by row, notes and boxes; runs joined, hidden signs gone
//!       -> left out: comments, deleted words, hidden text, headers, embedded files, macros, forms, links, metadata
//!       -> Verdict: read, or held until a person has typed or confirmed the text
//! ```
//!
//! What cannot be read is refused in one sentence ([`Fault`]). Nothing outside the bytes is ever opened: no entity, no link,
//! no file. A document type declaration is refused, for only it can define entities.
//!
//! Source: terms of reference of panels (papers are redacted before members get them); the forms are those of ECMA-376
//! (DOCX), ISO/IEC 26300 (ODT), ISO 32000-1 (PDF), RFC 5322 and 2045 (mail). Pure: no files, no clock, no chance.

#![warn(clippy::indexing_slicing, clippy::string_slice)]
#![cfg_attr(test, allow(clippy::indexing_slicing, clippy::string_slice))]

mod bounds;
mod bundle;
mod clean;
mod docx;
mod fault;
mod flow;
mod form;
mod mail;
mod name;
mod odt;
mod package;
mod paper;
mod pdf;
mod picture;
mod plain;
mod styles;
mod xml;

pub use bounds::Bounds;
pub use bundle::{Entry, unpack};
pub use fault::Fault;
pub use form::Form;
pub use name::plain_name;
pub use paper::{Drop, Dropped, Hold, Paper, Verdict};

/// The EICAR test string, by which a scanner for malware is tried out: whoever sends it wants to see it refused.
const EICAR: &[u8] = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*";

/// Takes a document apart. `name` is only compared with what the document is.
///
/// # Errors
/// One sentence: what is wrong with the document and what to do.
pub fn read(file: &[u8], name: &str, bounds: &Bounds) -> Result<Paper, Fault> {
    if file.is_empty() {
        return Err(Fault::Empty);
    }
    if file.len() as u64 > bounds.file {
        return Err(Fault::Large {
            most: bounds.file >> 20,
        });
    }
    no_malware(file)?;
    let form = form::of(file)?;
    let mut paper = match form {
        Form::Text => plain::read(file)?,
        Form::Docx => docx::read(file, bounds)?,
        Form::Odt => odt::read(file, bounds)?,
        Form::Pdf => pdf::read(file, bounds)?,
        Form::Mail => mail::read(file)?,
        Form::Png | Form::Jpeg => picture::read(file, form, bounds)?,
    };
    paper.form = form;
    let seen = clean::clean(&paper.text);
    paper.text = seen.text;
    paper.drop(Drop::Invisible, seen.invisible);
    paper.drop(Drop::Turning, seen.turning);
    if seen.mixed > 0 {
        paper.notes.push(clean::mixed_words(seen.mixed));
    }
    if let Some(said) = form::said_by(name).filter(|said| *said != form) {
        paper.notes.push(format!(
            "the name of the file says that it is {}, but it is {}; it was read as what it is",
            said.words(),
            form.words()
        ));
    }
    if paper.text.chars().count() > bounds.text {
        return Err(Fault::Long { most: bounds.text });
    }
    if paper.text.is_empty() && paper.verdict == Verdict::Read {
        if paper.count(Drop::Picture) == 0 {
            return Err(Fault::Blank);
        }
        paper.verdict = Verdict::Held(Hold::Pictures);
    }
    Ok(paper)
}

/// Refuses bytes that hold the test string.
pub(crate) fn no_malware(bytes: &[u8]) -> Result<(), Fault> {
    match memchr::memmem::find(bytes, EICAR) {
        Some(_) => Err(Fault::Malware),
        None => Ok(()),
    }
}
