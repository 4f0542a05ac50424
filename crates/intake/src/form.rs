//! What a file is, by its bytes.

use serde::{Deserialize, Serialize};

use crate::{Fault, package};

/// A form that can be read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// Plain text.
    #[default]
    Text,
    /// Word, from 2007 on.
    Docx,
    /// OpenDocument text.
    Odt,
    /// PDF.
    Pdf,
    /// A message.
    Mail,
    /// A picture.
    Png,
    /// A photograph.
    Jpeg,
}

impl Form {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Text,
        Self::Docx,
        Self::Odt,
        Self::Pdf,
        Self::Mail,
        Self::Png,
        Self::Jpeg,
    ];

    /// Its short name, as it is kept.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Docx => "docx",
            Self::Odt => "odt",
            Self::Pdf => "pdf",
            Self::Mail => "mail",
            Self::Png => "png",
            Self::Jpeg => "jpeg",
        }
    }

    /// What it is, in words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Text => "plain text",
            Self::Docx => "a Word document (DOCX)",
            Self::Odt => "an OpenDocument text (ODT)",
            Self::Pdf => "a PDF",
            Self::Mail => "an email (EML)",
            Self::Png => "a picture (PNG)",
            Self::Jpeg => "a photograph (JPEG)",
        }
    }
}

/// What the ending of a name says.
pub(crate) fn said_by(name: &str) -> Option<Form> {
    let (_, ending) = name.trim_end().rsplit_once('.')?;
    match ending.to_ascii_lowercase().as_str() {
        "txt" | "text" => Some(Form::Text),
        "docx" | "docm" => Some(Form::Docx),
        "odt" => Some(Form::Odt),
        "pdf" => Some(Form::Pdf),
        "eml" => Some(Form::Mail),
        "png" => Some(Form::Png),
        "jpg" | "jpeg" => Some(Form::Jpeg),
        _ => None,
    }
}

/// Beginnings of what is a document and cannot be read here.
const OTHER: &[(&[u8], &str)] = &[
    (b"{\\rtf", "a rich text document (RTF)"),
    (b"GIF8", "a picture that is neither PNG nor JPEG"),
    (b"II*\0", "a picture that is neither PNG nor JPEG"),
    (b"MM\0*", "a picture that is neither PNG nor JPEG"),
    (b"BM", "a picture that is neither PNG nor JPEG"),
];
/// Beginnings of archives other than zip.
const ARCHIVES: &[&[u8]] = &[
    b"7z\xbc\xaf\x27\x1c",
    b"Rar!",
    b"\x1f\x8b",
    b"BZh",
    b"\xfd7zXZ",
    b"MSCF",
];

/// What the file is.
pub(crate) fn of(file: &[u8]) -> Result<Form, Fault> {
    let start = |magic: &[u8]| file.starts_with(magic);
    if start(b"PK\x03\x04") || start(b"PK\x05\x06") {
        return package::form(file);
    }
    if start(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        return Err(package::compound(file));
    }
    if start(b"\x89PNG\r\n\x1a\n") {
        return Ok(Form::Png);
    }
    if start(b"\xff\xd8\xff") {
        return Ok(Form::Jpeg);
    }
    if is_pdf(file) {
        return Ok(Form::Pdf);
    }
    if is_archive(file) {
        return Err(Fault::Nested);
    }
    if start(b"MZ") || start(b"\x7fELF") {
        return Err(Fault::Unknown);
    }
    if let Some((_, what)) = OTHER.iter().find(|(magic, _)| start(magic)) {
        return Err(Fault::Markup {
            what: (*what).to_owned(),
        });
    }
    if let Some(what) = markup(file) {
        return Err(Fault::Markup {
            what: what.to_owned(),
        });
    }
    Ok(if is_mail(file) { Form::Mail } else { Form::Text })
}

/// Whether it is an archive of another sort, or a zip.
pub(crate) fn is_archive(bytes: &[u8]) -> bool {
    ARCHIVES.iter().any(|magic| bytes.starts_with(magic)) || bytes.starts_with(b"PK\x03\x04")
}

/// A PDF may begin a little late (ISO 32000-1, annex H, note 13).
fn is_pdf(file: &[u8]) -> bool {
    let head = file.get(..1024.min(file.len())).unwrap_or_default();
    memchr::memmem::find(head, b"%PDF-").is_some_and(|at| {
        // Not the middle of a sentence about PDFs.
        head.get(..at)
            .unwrap_or_default()
            .iter()
            .all(|byte| !byte.is_ascii_alphabetic())
    })
}

fn markup(file: &[u8]) -> Option<&'static str> {
    let head = file.get(..512.min(file.len())).unwrap_or_default();
    let head = String::from_utf8_lossy(head).to_lowercase();
    let head = head.trim_start_matches('\u{feff}').trim_start();
    if head.starts_with("<!doctype html") || head.starts_with("<html") {
        return Some("a web page (HTML)");
    }
    (head.starts_with("<?xml") || head.starts_with("<!doctype") || head.starts_with("<svg"))
        .then_some("an XML file")
}

/// Whether it begins with a mail's header: lines of a name, a colon and a value, one of them written by machines alone. An
/// account that begins "From: PC Example" is no mail.
fn is_mail(file: &[u8]) -> bool {
    let head = file.get(..16_384.min(file.len())).unwrap_or_default();
    let head = String::from_utf8_lossy(head);
    let (mut headers, mut machine) = (0, false);
    for line in head.lines() {
        if line.is_empty() {
            break;
        }
        if line.starts_with([' ', '\t']) {
            continue;
        }
        let Some((name, _)) = line.split_once(':') else {
            return false;
        };
        if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_graphic()) {
            return false;
        }
        headers += 1;
        machine |= ["mime-version", "message-id", "received"].contains(&name.to_ascii_lowercase().as_str());
    }
    headers >= 2 && machine
}
