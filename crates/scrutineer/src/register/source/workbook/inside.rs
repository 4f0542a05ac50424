//! The other process, seen from inside: limits first, then the file.

use std::io::{BufWriter, Read, Write};
use std::time::Duration;

use rustix::process::{Resource, Rlimit, setrlimit};

use super::told::Said;
use super::{Bounds, WorkbookFault, read};

/// The most memory.
const MEMORY: u64 = 2 << 30;
/// The most seconds of a processor. A full sheet of a million rows takes some twenty.
const PROCESSOR_SECONDS: u64 = 180;
/// The most time by the clock, for whoever takes the rows may be slow.
const WALL: Duration = Duration::from_secs(15 * 60);
/// The exit status when that is over.
pub(super) const OUT_OF_TIME: u8 = 3;

/// Reads a workbook from `input`, writes its rows to `rows` and at the end one line to `says`.
///
/// # Errors
/// When the limits cannot be set or nothing can be said; what is wrong with the workbook is said and is no error here.
pub fn run(
    input: &mut dyn Read,
    sheet: Option<&str>,
    rows: &mut dyn Write,
    says: &mut dyn Write,
) -> std::io::Result<()> {
    limit()?;
    let mut file = Vec::new();
    input.read_to_end(&mut file)?;
    let mut rows = BufWriter::with_capacity(1 << 16, rows);
    let said = match read(&file, sheet, Bounds::default(), &mut rows) {
        Ok(told) => Said::Told(told),
        Err(fault) => Said::Fault(fault),
    };
    // Rows after a fault are thrown away by whoever reads them.
    if rows.flush().is_err() {
        serde_json::to_writer(&mut *says, &Said::Fault(WorkbookFault::Stopped))?;
    } else {
        serde_json::to_writer(&mut *says, &said)?;
    }
    writeln!(says)
}

/// Sets every limit, also that nothing may be written to a disk: neither a file nor, should this fail, a dump of memory.
fn limit() -> std::io::Result<()> {
    let limits = [
        (Resource::As, MEMORY),
        (Resource::Cpu, PROCESSOR_SECONDS),
        (Resource::Fsize, 0),
        (Resource::Core, 0),
        (Resource::Nofile, 16),
    ];
    for (resource, most) in limits {
        setrlimit(
            resource,
            Rlimit {
                current: Some(most),
                maximum: Some(most),
            },
        )?;
    }
    std::thread::Builder::new().stack_size(1 << 16).spawn(|| {
        std::thread::sleep(WALL);
        std::process::exit(i32::from(OUT_OF_TIME));
    })?;
    Ok(())
}
