//! A file in a folder of its own, and a method run on it.

use super::{AnalyseCommand, run};
use clap::Parser;
use serde_json::Value;
use std::path::PathBuf;
use tempfile::TempDir;

#[derive(Parser)]
pub(super) struct Line {
    #[command(flatten)]
    command: AnalyseCommand,
}

/// A file for one method of `analyse`.
pub(super) struct Given {
    method: &'static str,
    pub(super) folder: TempDir,
    pub(super) file: PathBuf,
}

/// Writes the file, called `name`.
pub(super) fn given(method: &'static str, name: &str, bytes: impl AsRef<[u8]>) -> Given {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(name);
    std::fs::write(&file, bytes).unwrap();
    Given { method, folder, file }
}

impl Given {
    /// The command line, with `more` after the file; refused where it is wrong usage.
    pub(super) fn parsed(&self, more: &str) -> Result<Line, clap::Error> {
        let words = ["analyse", self.method, self.file.to_str().unwrap()].into_iter();
        Line::try_parse_from(words.chain(more.split_whitespace()))
    }

    /// What is said, with the folder taken off a refusal.
    pub(super) fn answer(&self, more: &str) -> Result<String, String> {
        let mut out = Vec::new();
        let said = run(&self.parsed(more).unwrap().command, &mut out);
        let folder = format!("{}/", self.folder.path().display());
        said.map_err(|why| format!("{why:#}").replace(&folder, ""))?;
        Ok(String::from_utf8(out).unwrap())
    }

    /// The one JSON object that is said.
    pub(super) fn json(&self, more: &str) -> Value {
        serde_json::from_str(&self.answer(&format!("{more} --json")).unwrap()).unwrap()
    }
}
