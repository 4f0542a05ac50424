//! The other process, seen from inside: limits first, then the file.

use std::io::{BufWriter, Read, Write};
use std::time::Duration;

use super::told::Said;
use super::{Bounds, WorkbookFault, read};
use crate::platform::child::{
    Limits,
    inside::{limit, say},
};

/// What a workbook may take. A full sheet of a million rows takes some twenty seconds; whoever takes the rows may be slow.
pub const LIMITS: Limits = Limits {
    memory: 2 << 30,
    processor_seconds: 180,
    wall: Duration::from_secs(15 * 60),
};

/// Reads a workbook from `input`, writes its rows to `rows` and at the end one line to `says`.
///
/// # Errors
/// When the limits cannot be set or nothing can be said; what is wrong with the workbook is said and is no error here.
pub fn run(
    input: &mut dyn Read,
    sheet: Option<&str>,
    limits: Limits,
    rows: &mut dyn Write,
    says: &mut dyn Write,
) -> std::io::Result<()> {
    limit(limits)?;
    let mut file = Vec::new();
    input.read_to_end(&mut file)?;
    let mut rows = BufWriter::with_capacity(1 << 16, rows);
    let said = match read(&file, sheet, Bounds::default(), &mut rows) {
        Ok(told) => Said::Told(told),
        Err(fault) => Said::Fault(fault),
    };
    // Rows after a fault are thrown away by whoever reads them.
    if rows.flush().is_err() {
        say(says, &Said::Fault(WorkbookFault::Stopped))
    } else {
        say(says, &said)
    }
}
