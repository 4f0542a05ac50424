//! Output files that appear whole or not at all: the one way in which commands write a file.

use anyhow::Context;
use serde::Serialize;
use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;

/// Writes beside `path`, makes sure that it is on the disk, and moves it into place, so that a reader never meets half a
/// file and a file that was there stays until the new one is complete.
///
/// # Errors
/// What `fill` says, or that the file cannot be written; nothing is left of it then.
pub fn whole_file(
    path: &Path,
    fill: impl FnOnce(&mut BufWriter<File>) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let mut name = path.file_name().map_or_else(OsString::new, OsString::from);
    // Two that write the same file at once do not share the part.
    name.push(format!(".{}.part", std::process::id()));
    let part = path.with_file_name(name);
    let written = File::create(&part).map_err(anyhow::Error::from).and_then(|file| {
        let mut file = BufWriter::new(file);
        fill(&mut file)?;
        file.flush()?;
        file.get_ref().sync_all()?;
        fs::rename(&part, path)?;
        Ok(())
    });
    if written.is_err() {
        // Nothing more can be done when even this fails: the error already being told matters more.
        drop(fs::remove_file(&part));
    }
    written.with_context(|| format!("cannot write {}", path.display()))
}

/// Rows as a CSV file with a heading line, whole or not at all.
///
/// # Errors
/// As [`whole_file`].
pub fn whole_csv(path: &Path, rows: &[impl Serialize]) -> anyhow::Result<()> {
    whole_file(path, |file| {
        let mut writer = csv::Writer::from_writer(file);
        rows.iter().try_for_each(|row| writer.serialize(row))?;
        Ok(writer.flush()?)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use anyhow::anyhow;

    #[test]
    fn a_file_that_was_there_stays_until_the_new_one_is_whole() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("rates.csv");
        whole_file(&path, |file| file.write_all(b"first").map_err(Into::into)).unwrap();
        let failed = whole_file(&path, |file| {
            file.write_all(b"half")?;
            Err(anyhow!("the disk is full"))
        });
        let says = format!("{:#}", failed.unwrap_err());
        assert_eq!(says, format!("cannot write {}: the disk is full", path.display()));
        assert_eq!(fs::read(&path).unwrap(), b"first");
        whole_file(&path, |file| file.write_all(b"second").map_err(Into::into)).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"second");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "a part is left");
    }
}
