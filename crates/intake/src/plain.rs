//! Plain text, in the codings a force's systems write.

use encoding_rs::{UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::{Fault, Paper};

pub(crate) fn read(file: &[u8]) -> Result<Paper, Fault> {
    let (coding, text) = if let Some(rest) = file.strip_prefix(b"\xef\xbb\xbf") {
        (UTF_8, rest)
    } else if let Some(rest) = file.strip_prefix(b"\xff\xfe") {
        (UTF_16LE, rest)
    } else if let Some(rest) = file.strip_prefix(b"\xfe\xff") {
        (UTF_16BE, rest)
    } else if std::str::from_utf8(file).is_ok() {
        (UTF_8, file)
    } else {
        (WINDOWS_1252, file)
    };
    let (text, wrong) = coding.decode_without_bom_handling(text);
    let odd = |sign: char| sign.is_control() && !matches!(sign, '\n' | '\r' | '\t' | '\u{c}' | '\u{85}');
    if wrong || text.contains(odd) {
        return Err(Fault::NotText);
    }
    let mut paper = Paper {
        text: text.into_owned(),
        ..Paper::default()
    };
    if coding == WINDOWS_1252 {
        paper
            .notes
            .push("the text is in an old coding; look at letters with accents".to_owned());
    }
    Ok(paper)
}
