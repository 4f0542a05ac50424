//! Who may know whom, read from the code's own `use` lines, paths and string literals.
//! The rules are those of ARCHITECTURE.md; each broken one is a fault with a file, a line and one sentence.

mod crates;
mod names;
mod reading;
mod rooms;
mod sql;
#[cfg(test)]
mod tests;

use crate::summary::Outcome;
use crate::test::Choice;
use crate::workshop::Workshop;
use anyhow::{Context, Result, bail};
use reading::Source;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

/// One broken rule.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// The file, from the repository's root.
    pub file: PathBuf,
    /// The line, counted from one; 0 for the file as a whole.
    pub line: usize,
    /// What is wrong and what to do.
    pub sentence: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            out,
            "{}:{}: {}",
            self.file.display(),
            self.line.max(1),
            self.sentence
        )
    }
}

/// The step: prints every fault.
pub fn check(shop: &Workshop, _: &Choice) -> Result<Outcome> {
    let (faults, read) = survey(&shop.root)?;
    for fault in &faults {
        println!("   {fault}");
    }
    match faults.len() {
        0 => Ok(Outcome::Passed(format!("{read} files read"))),
        count => bail!("{count} broken rules about who may know whom"),
    }
}

/// Reads every crate under `root` and returns the faults in order, with the number of files read.
pub fn survey(root: &Path) -> Result<(Vec<Fault>, usize)> {
    let mut faults = Vec::new();
    let mut read = 0;
    let grounds = crates::read(root)?;
    for ground in &grounds {
        faults.extend(crates::check_manifest(ground, &grounds));
        let files = rust_files(&root.join(&ground.folder))?;
        faults.extend(
            files
                .iter()
                .filter_map(|file| names::check(file.strip_prefix(root).unwrap_or(file))),
        );
        let sources = sources(root, &ground.folder, &files)?;
        let for_tests: Vec<_> = sources
            .iter()
            .flat_map(|(_, source)| source.test_modules.clone())
            .collect();
        for (file, source) in &sources {
            if for_tests.iter().any(|tests| source.module.starts_with(tests)) {
                continue;
            }
            let said = if ground.is_product() {
                rooms::check(source)
            } else {
                crates::check_source(ground, source, &grounds)
            };
            let said = said.into_iter().chain(names::check_modules(source));
            faults.extend(said.map(|(line, sentence)| Fault {
                file: file.clone(),
                line,
                sentence,
            }));
        }
        read += sources.len();
    }
    faults.sort();
    faults.dedup();
    Ok((faults, read))
}

/// The files in a crate's `src`, read, each with its path from the root.
fn sources(root: &Path, folder: &Path, files: &[PathBuf]) -> Result<Vec<(PathBuf, Source)>> {
    let src = root.join(folder).join("src");
    let inside = files
        .iter()
        .filter_map(|file| Some((file, file.strip_prefix(&src).ok()?)));
    inside
        .map(|(file, inside)| {
            let relative = file.strip_prefix(root).unwrap_or(file).to_owned();
            let code = fs::read_to_string(file).with_context(|| format!("reading {}", relative.display()))?;
            let source =
                Source::read(&code, inside).with_context(|| format!("parsing {}", relative.display()))?;
            Ok((relative, source))
        })
        .collect()
}

/// Every Rust file below a folder, in order of name.
pub fn rust_files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let entries = fs::read_dir(folder).with_context(|| format!("listing {}", folder.display()))?;
    for entry in entries {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(rust_files(&path)?);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}
