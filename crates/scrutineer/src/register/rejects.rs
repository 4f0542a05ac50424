//! The refused lines as a CSV file: for the person who made the extract places and reasons, never the content of a cell; for
//! whoever mends them the rows as they are.

use std::io::{Read, Write};

use super::{
    fault::FileFault,
    reading::Reading,
    record::{Line, Refused},
};

/// Headings of the columns that say why a row was refused: a mended file keeps them, and they are passed over when it is loaded.
pub const WHY_REFUSED: [&str; 3] = ["refused_line", "refused_column", "refused_because"];

/// Whether the column only says why a row was refused.
pub(super) fn says_why(heading: &str) -> bool {
    WHY_REFUSED.contains(&heading)
}

/// What keeps the refused rows from being written.
#[derive(Debug, thiserror::Error)]
pub enum MendFault {
    /// The file cannot be read to its end.
    #[error(transparent)]
    File(#[from] FileFault),
    /// The rows cannot be written.
    #[error("the refused rows cannot be written: {0}")]
    Write(#[from] csv::Error),
}

/// Writes the refused rows of a file whole, under its own headings, with where and why each was refused; how many. Mended, it
/// can be loaded as the file was: in UTF-8, with commas.
///
/// # Errors
/// [`MendFault`].
pub fn write_mendable<R: Read, W: Write>(reading: &mut Reading<'_, R>, out: W) -> Result<u64, MendFault> {
    let mut out = csv::WriterBuilder::new().flexible(true).from_writer(out);
    let headings: Vec<String> = reading
        .mapping()
        .columns
        .iter()
        .map(|column| column.heading.clone())
        .collect();
    let own: Vec<usize> = (0..headings.len())
        .filter(|at| !says_why(&headings[*at]))
        .collect();
    let heads = own.iter().map(|at| headings[*at].as_str());
    out.write_record(heads.chain(WHY_REFUSED))?;
    let mut rows = 0;
    while let Some(line) = reading.next() {
        let Line::Refused(refused) = line? else {
            continue;
        };
        let cells = own.iter().map(|at| reading.cell_read(*at).to_owned());
        let why = [refused.line.to_string(), refused.column, refused.message];
        out.write_record(cells.chain(why))?;
        rows += 1;
    }
    out.flush().map_err(csv::Error::from)?;
    Ok(rows)
}

/// Writes `line,column,rule,message`, one line for each refused row.
pub struct Rejects<W: Write> {
    out: csv::Writer<W>,
}

impl<W: Write> Rejects<W> {
    /// Starts the file with its heading line.
    ///
    /// # Errors
    /// When `out` cannot be written.
    pub fn new(out: W) -> Result<Self, csv::Error> {
        let mut out = csv::Writer::from_writer(out);
        out.write_record(["line", "column", "rule", "message"])?;
        Ok(Self { out })
    }

    /// Writes one refused line.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn write(&mut self, refused: &Refused) -> Result<(), csv::Error> {
        let line = refused.line.to_string();
        self.out.write_record([
            line.as_str(),
            &refused.column,
            refused.rule.code(),
            &refused.message,
        ])
    }

    /// Ends the file and gives back what it was written to.
    ///
    /// # Errors
    /// When the last lines cannot be written.
    pub fn finish(self) -> Result<W, csv::Error> {
        self.out
            .into_inner()
            .map_err(|error| csv::Error::from(std::io::Error::from(error.error().kind())))
    }
}
