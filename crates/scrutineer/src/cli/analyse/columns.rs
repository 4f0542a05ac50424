//! Reading a CSV file row by row, by the names of its columns. A refusal names the file and the line.

use anyhow::{Context, anyhow, bail};
use std::fs::File;
use std::path::Path;

/// An open file whose heading has the columns that are wanted; others are passed over.
pub(in crate::cli) struct Columns<'a> {
    name: String,
    reader: csv::Reader<File>,
    wanted: &'a [&'a str],
    places: Vec<usize>,
    width: usize,
}

impl<'a> Columns<'a> {
    /// Opens a file and reads its heading.
    pub(in crate::cli) fn open(path: &Path, wanted: &'a [&'a str]) -> anyhow::Result<Self> {
        let name = path.display().to_string();
        let file = File::open(path).with_context(|| format!("{name}: cannot be read"))?;
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(file);
        let heading = reader.headers().map_err(|why| told(&name, &why))?.clone();
        if heading.iter().all(|column| column.trim().is_empty()) {
            bail!(
                "{name}: the file is empty; it needs the heading {}",
                wanted.join(",")
            );
        }
        let mut places = Vec::new();
        for column in wanted {
            let mut found = (0..heading.len()).filter(|&place| heading[place].trim() == *column);
            match (found.next(), found.next()) {
                (Some(place), None) => places.push(place),
                (Some(_), Some(_)) => bail!("{name} line 1: the heading has the column {column} twice"),
                (None, _) => bail!(
                    "{name} line 1: the heading has no column {column}; it needs {}",
                    wanted.join(",")
                ),
            }
        }
        let width = heading.len();
        Ok(Self {
            name,
            reader,
            wanted,
            places,
            width,
        })
    }

    /// Calls `each` with the line of every row and its wanted cells, in the order in which they were wanted
    /// and without blanks around them. What `each` refuses is told with the file and the line.
    pub(in crate::cli) fn each(
        mut self,
        mut each: impl FnMut(u64, &[&str]) -> anyhow::Result<()>,
    ) -> anyhow::Result<()> {
        let name = &self.name;
        let mut row = csv::StringRecord::new();
        let mut rows = 0_u64;
        while self
            .reader
            .read_record(&mut row)
            .map_err(|why| told(name, &why))?
        {
            let line = row.position().map_or(0, csv::Position::line);
            if row.len() != self.width {
                bail!(
                    "{name} line {line}: {} fields where the heading has {}",
                    row.len(),
                    self.width
                );
            }
            let cells: Vec<&str> = self.places.iter().map(|&place| row[place].trim()).collect();
            each(line, &cells).with_context(|| format!("{name} line {line}"))?;
            rows += 1;
        }
        if rows == 0 {
            bail!(
                "{name}: there is no row below the heading {}",
                self.wanted.join(",")
            );
        }
        Ok(())
    }
}

/// The count in a cell: digits and nothing else.
pub(in crate::cli) fn whole(column: &str, cell: &str) -> anyhow::Result<u64> {
    let digits = !cell.is_empty() && cell.bytes().all(|byte| byte.is_ascii_digit());
    match cell.parse() {
        Ok(count) if digits => Ok(count),
        _ if cell.is_empty() => bail!("{column} is blank; it must be a whole number from 0 upwards"),
        _ if digits => bail!("{column} is {cell}, which is more than can be held; check it"),
        _ => bail!("{column} is {cell}; it must be a whole number from 0 upwards"),
    }
}

/// What the reader says, with the place.
fn told(name: &str, why: &csv::Error) -> anyhow::Error {
    match why.kind() {
        csv::ErrorKind::Utf8 { pos, .. } => {
            let line = pos.as_ref().map_or(1, csv::Position::line);
            anyhow!("{name} line {line}: this is not UTF-8 text; save the file as UTF-8")
        }
        csv::ErrorKind::Io(why) => anyhow!("{name}: cannot be read: {why}"),
        _ => anyhow!("{name}: {why}"),
    }
}

/// Refuses to write over the file that is being read.
pub(in crate::cli) fn refuse_overwriting(file: &Path, out: Option<&Path>) -> anyhow::Result<()> {
    if let Some(out) = out
        && let (Ok(from), Ok(to)) = (file.canonicalize(), out.canonicalize())
        && from == to
    {
        bail!(
            "--out {}: this is the file that is read; name another",
            out.display()
        );
    }
    Ok(())
}
