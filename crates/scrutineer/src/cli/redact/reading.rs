//! Reads a text, and refuses what is none: empty, too long, no UTF-8, with NUL, or written against its own direction.

use std::fs::File;
use std::io::{Read, stdin};
use std::path::Path;

use anyhow::{Context, bail};

/// Longest text, in bytes. Papers of a case are a few hundred kB.
const LONGEST: u64 = 64 * 1024 * 1024;

/// How messages call the input.
pub(super) fn name(path: &Path) -> String {
    match path.to_str() {
        Some("-") => "standard input".to_owned(),
        _ => path.display().to_string(),
    }
}

/// The text of a file, or of standard input.
pub(super) fn text(path: &Path) -> anyhow::Result<String> {
    let name = name(path);
    let cannot = || format!("{name}: cannot be read");
    let bytes = if path.as_os_str() == "-" {
        limited(stdin().lock()).with_context(cannot)?
    } else {
        let file = File::open(path).with_context(cannot)?;
        if file.metadata().with_context(cannot)?.len() > LONGEST {
            bail!("{}", too_long(&name));
        }
        limited(file).with_context(cannot)?
    };
    if bytes.len() as u64 > LONGEST {
        bail!("{}", too_long(&name));
    }
    checked(bytes).with_context(|| name.clone())
}

fn too_long(name: &str) -> String {
    format!(
        "{name}: it is longer than {} MB; give it in parts",
        LONGEST / 1024 / 1024
    )
}

fn limited(from: impl Read) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    from.take(LONGEST + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn checked(bytes: Vec<u8>) -> anyhow::Result<String> {
    let text = match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let byte = error.as_bytes().get(at).copied().unwrap_or_default();
            bail!("byte {at} ({byte:#04x}) is not UTF-8; save the text as UTF-8");
        }
    };
    if text
        .trim_matches(|sign: char| sign.is_whitespace() || sign == '\u{feff}')
        .is_empty()
    {
        bail!("there is no text in it");
    }
    for (at, sign) in text.chars().enumerate() {
        match sign {
            '\0' => bail!("character {at} is NUL: this is not text"),
            '\u{202d}' | '\u{202e}' => bail!(
                "character {at} turns the direction of writing round (U+{:04X}), which can hide a number; take it out",
                u32::from(sign)
            ),
            _ => {}
        }
    }
    Ok(text)
}
