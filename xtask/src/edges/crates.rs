//! The crates: every one but the product is pure, so it knows none of ours, does no I/O and is handed the time.

use super::Fault;
use super::reading::{Named, Source};
use anyhow::{Context, Result};
use std::fs;
use std::path::{Path, PathBuf};

/// The one crate that puts the others together.
const PRODUCT: &str = "scrutineer";

/// Crates that do I/O or belong to the web and the database.
const BUSY: &[&str] = &["axum", "reqwest", "sqlx", "tokio"];

/// Parts of the standard library that do I/O or read the clock.
const OUTSIDE: &[&[&str]] = &[
    &["std", "env"],
    &["std", "fs"],
    &["std", "net"],
    &["std", "process"],
    &["std", "time", "Instant"],
    &["std", "time", "SystemTime"],
];

/// One crate of the workspace.
pub struct Ground {
    /// Its folder, from the repository's root.
    pub folder: PathBuf,
    name: String,
    manifest: toml::Table,
}

impl Ground {
    /// True for the crate `scrutineer`.
    pub fn is_product(&self) -> bool {
        self.name == PRODUCT
    }
}

/// Every folder in `crates/`, in order of name.
pub fn read(root: &Path) -> Result<Vec<Ground>> {
    let mut grounds = Vec::new();
    for entry in fs::read_dir(root.join("crates")).context("listing crates/")? {
        let entry = entry?;
        let manifest = entry.path().join("Cargo.toml");
        let Ok(text) = fs::read_to_string(&manifest) else {
            continue;
        };
        let manifest = text
            .parse()
            .with_context(|| format!("reading {}", manifest.display()))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        grounds.push(Ground {
            folder: Path::new("crates").join(&name),
            name,
            manifest,
        });
    }
    grounds.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(grounds)
}

/// A pure crate whose manifest asks for one of ours, or for a crate that does I/O.
pub fn check_manifest(ground: &Ground, all: &[Ground]) -> Vec<Fault> {
    let asked = ground
        .manifest
        .get("dependencies")
        .and_then(toml::Value::as_table);
    let asked = asked
        .into_iter()
        .flat_map(|table| table.keys())
        .filter(|_| !ground.is_product());
    let faults = asked.filter_map(|name| verdict(ground, name, all));
    faults
        .map(|sentence| Fault {
            file: ground.folder.join("Cargo.toml"),
            line: 0,
            sentence,
        })
        .collect()
}

/// A pure crate whose code names one of ours, a crate that does I/O, or the busy parts of the standard library.
pub fn check_source(ground: &Ground, source: &Source, all: &[Ground]) -> Vec<(usize, String)> {
    let said = |named: &Named| {
        let standard = OUTSIDE.iter().find(|path| starts(&named.segments, path));
        let standard = standard.map(|path| {
            format!(
                "a pure crate may not name {}: it is handed what it needs",
                path.join("::")
            )
        });
        // One segment alone may be a local name; `use` lines and calls into a crate have two.
        let foreign = (named.segments.len() > 1)
            .then(|| verdict(ground, &named.segments[0], all))
            .flatten();
        Some((named.line, standard.or(foreign)?))
    };
    source.named.iter().filter_map(said).collect()
}

fn verdict(ground: &Ground, name: &str, all: &[Ground]) -> Option<String> {
    if BUSY.contains(&name) {
        Some(format!(
            "a pure crate may not use {name}: the product does what needs the world outside"
        ))
    } else if name != ground.name && all.iter().any(|other| other.name == name) {
        Some(format!(
            "a pure crate may not use {name}: only the product knows our other crates"
        ))
    } else {
        None
    }
}

fn starts(segments: &[String], path: &[&str]) -> bool {
    segments.len() >= path.len() && segments.iter().zip(path).all(|(segment, part)| segment == part)
}
