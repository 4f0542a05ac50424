//! The refused lines as a CSV file for the person who made the extract: places and reasons, never the content of a cell.

use std::io::Write;

use super::record::Refused;

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
