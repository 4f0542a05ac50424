//! Names that say nothing about what is inside.

use super::Fault;
use super::reading::Source;
use std::path::Path;

const EMPTY: &[&str] = &[
    "common", "core", "helper", "helpers", "manager", "managers", "service", "services", "shared", "util",
    "utils",
];

fn says_nothing(name: &str) -> bool {
    let last = name.rsplit(['_', '-']).next().unwrap_or(name);
    EMPTY.contains(&name) || matches!(last, "util" | "utils" | "helper" | "helpers")
}

fn sentence(name: &str) -> String {
    format!("`{name}` says nothing about what is inside: name it by the field's words")
}

/// A file, folder or crate with an empty name.
pub fn check(file: &Path) -> Option<Fault> {
    let stem = file.with_extension("");
    let name = stem
        .iter()
        .map(|part| part.to_string_lossy())
        .find(|part| says_nothing(part))?;
    Some(Fault {
        file: file.to_owned(),
        line: 0,
        sentence: sentence(&name),
    })
}

/// An inline module with an empty name (a module in a file of its own is met as a file too).
pub fn check_modules(source: &Source) -> Vec<(usize, String)> {
    let empty = source.modules.iter().filter(|(_, name)| says_nothing(name));
    empty.map(|(line, name)| (*line, sentence(name))).collect()
}
