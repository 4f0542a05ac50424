//! Workbooks (XLSX and ODS) as rows.
//!
//! A workbook is a zip of XML written by a stranger. It is taken apart by the same program run once more, which gets the
//! bytes and nothing else: no settings, no environment, no file, and limits on memory and time set before it looks at
//! the first byte. It answers with rows in CSV on its standard output and one line of JSON on its standard error. What
//! it does wrong costs that file and nothing beside it.
//!
//! Formulas give the value that was saved with them. Macros, links to other workbooks and hidden sheets are named in
//! the notes, and nothing follows them.

mod cells;
mod choice;
mod fault;
pub mod inside;
mod ods;
mod package;
mod process;
mod sheet;
mod told;
mod xlsx;

use std::io::{Cursor, Read, Write};

pub use fault::WorkbookFault;
pub(super) use process::open;

use super::detected::Detected;
use crate::register::fault::FileFault;
use package::Package;
use told::Told;

/// How far a workbook may unpack.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bounds {
    /// Most bytes of all its parts together.
    pub(super) unpacked: u64,
    /// Most bytes for each byte of the file, above [`Bounds::small`].
    pub(super) ratio: u64,
    /// What may be unpacked whatever the ratio.
    pub(super) small: u64,
}

impl Default for Bounds {
    /// 4 GiB, 250 to 1. A full sheet of a million rows and twenty columns unpacks to half a gigabyte, twenty to one;
    /// the most a zip can do is about a thousand to one.
    fn default() -> Self {
        Self {
            unpacked: 4 << 30,
            ratio: 250,
            small: 64 << 20,
        }
    }
}

/// The rows of a workbook, and at their end what was found.
pub(super) struct Rows(From);

enum From {
    Process(process::Process),
    /// In this process, for tests of this crate: the program that runs them is another.
    Here(Cursor<Vec<u8>>, Told),
}

impl Rows {
    /// Adds what was found.
    pub(super) fn tell(&self, detected: &mut Detected) {
        let told = match &self.0 {
            From::Process(process) => process.told(),
            From::Here(_, told) => Some(told),
        };
        if let Some(told) = told {
            detected.format = told.format;
            detected.sheet = Some(told.sheet.clone());
            detected.notes.extend(told.notes.iter().cloned());
        }
    }
}

impl Read for Rows {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        match &mut self.0 {
            From::Process(process) => process.read(buffer),
            From::Here(rows, _) => rows.read(buffer),
        }
    }
}

/// Takes a workbook apart: rows to `out`, and what was found. Runs where nothing else can be harmed.
pub(super) fn read(
    file: &[u8],
    wanted: Option<&str>,
    bounds: Bounds,
    out: &mut dyn Write,
) -> Result<Told, WorkbookFault> {
    let package = Package::open(file, bounds)?;
    let mut told = match package.format {
        super::Format::Ods => ods::read(file, wanted, out)?,
        _ => xlsx::read(file, wanted, out)?,
    };
    told.format = package.format;
    told.notes.extend(package.notes());
    out.flush().map_err(|_| WorkbookFault::Stopped)?;
    Ok(told)
}

/// Why a compound file cannot be read: it is an old workbook, or a new one that is encrypted.
pub(super) fn old(input: &mut dyn Read) -> FileFault {
    /// The name of the part that holds an encrypted workbook, as it stands in such a file.
    const ENCRYPTED: &str = "EncryptedPackage";
    let name: Vec<u8> = ENCRYPTED.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let mut file = Vec::new();
    if let Err(error) = input.take(256 << 20).read_to_end(&mut file) {
        return FileFault::of_io(error, 1);
    }
    let encrypted = file.windows(name.len()).any(|place| place == name);
    FileFault::Workbook(if encrypted {
        WorkbookFault::Password
    } else {
        WorkbookFault::Old
    })
}
