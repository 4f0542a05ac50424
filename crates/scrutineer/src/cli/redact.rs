//! `scrutineer redact`: what identifies somebody is taken out of a text, and the result is looked at once more. No database.

mod reading;
mod tell;

use std::io::Write;
use std::path::PathBuf;

use ::redact::{Detector, Names, Tokens, apply};
use anyhow::{Context, bail};
use clap::Args;

use super::whole_file::whole_file;
use crate::platform::packs::redaction_packs;

/// Take what identifies somebody out of a text: numbers, addresses, days, and the names of the case.
///
/// Each find becomes a typed token such as [PHONE 1], the same for the same identifier. Only names on the list are taken for
/// names; capitalised words that nobody explained are listed for a person to look at. No rule sees whom a story gives away:
/// read the text before it goes out. If anything found is left in the result in any spelling, nothing is printed.
#[derive(Debug, Args)]
pub struct RedactCommand {
    /// The text in UTF-8; `-` for standard input.
    #[arg(value_name = "FILE|-", default_value = "-")]
    file: PathBuf,
    /// The case's own names: one on each line, with "victim:", "suspect:", "witness:", "officer:", "person:" or "place:"
    /// before it.
    #[arg(long, value_name = "NAMES.txt")]
    names: Option<PathBuf>,
    /// The force whose references stand in the text, such as `leicestershire`: they then count without a label.
    #[arg(long, value_name = "CODE")]
    force: Option<String>,
    /// Write the text to this file, whole or not at all, and not into the answer.
    #[arg(long, value_name = "OUT.txt")]
    out: Option<PathBuf>,
    /// Print one JSON object and nothing else.
    #[arg(long)]
    json: bool,
}

/// Runs `scrutineer redact`.
///
/// # Errors
/// A text or list of names that cannot be read or used, a force that no pack knows, or an identifier that is left in the
/// result: one sentence.
pub fn run(command: &RedactCommand, out: &mut dyn Write) -> anyhow::Result<()> {
    let lexicon = redaction_packs()?;
    let packs = lexicon.about.clone();
    let names = match &command.names {
        Some(path) => {
            let listed = reading::text(path)?;
            Some(Names::read(&listed).with_context(|| path.display().to_string())?)
        }
        None => None,
    };
    let detector = Detector::new(lexicon, names.as_ref(), command.force.as_deref())?;
    let text = reading::text(&command.file)?;
    let found = detector.find(&text);
    let mut tokens = Tokens::new();
    let released = apply(&text, &found.spans, &mut tokens)?;
    let left = detector
        .identifiers(&text, &found.spans)
        .residual(released.as_bytes());
    if let Some(first) = left.first() {
        bail!(
            "{}: {} identifiers are left in the result, the first at character {}; nothing is released",
            reading::name(&command.file),
            left.len(),
            first.start
        );
    }
    if let Some(path) = &command.out {
        whole_file(path, |file| {
            file.write_all(released.as_bytes()).map_err(Into::into)
        })?;
    }
    let said = tell::Said {
        text: &text,
        released: command.out.is_none().then_some(released.as_str()),
        found: &found,
        packs: &packs,
    };
    if command.json {
        said.as_json(&mut tokens, out)
    } else {
        said.as_text(out)
    }
}

#[cfg(test)]
mod tests;
