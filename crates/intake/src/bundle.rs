//! A zip with the documents of many cases, handed over at once.

use crate::package::Package;
use crate::{Bounds, Fault, form};

/// One document of a bundle.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Its folders and name, as the bundle has them.
    pub path: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Names that systems leave in zips.
fn is_litter(path: &str) -> bool {
    let last = path.rsplit('/').next().unwrap_or_default();
    path.starts_with("__MACOSX/")
        || matches!(last, ".DS_Store" | "Thumbs.db" | "desktop.ini")
        || last.starts_with("~$")
}

/// Takes a bundle apart, in the order of names. Each document is read by itself afterwards.
///
/// # Errors
/// One sentence, for the bundle as a whole: damage, a password, links, names that lead outside, too much of anything, and
/// an archive inside that is no document.
pub fn unpack(file: &[u8], bounds: &Bounds) -> Result<Vec<Entry>, Fault> {
    if !form::is_archive(file) || !file.starts_with(b"PK\x03\x04") {
        return Err(Fault::Unknown);
    }
    let mut package = Package::open(file, bounds)?;
    let mut names: Vec<String> = package
        .names
        .iter()
        .filter(|name| !is_litter(name))
        .cloned()
        .collect();
    names.sort();
    let mut entries = Vec::with_capacity(names.len());
    for path in names {
        let bytes = package.part(&path)?.ok_or(Fault::Damaged)?;
        // A document of a word processor is a zip too; any other has no place here.
        if form::is_archive(&bytes) && matches!(form::of(&bytes), Err(Fault::Zip | Fault::Nested)) {
            return Err(Fault::Nested);
        }
        entries.push(Entry { path, bytes });
    }
    if entries.is_empty() {
        return Err(Fault::Empty);
    }
    Ok(entries)
}
