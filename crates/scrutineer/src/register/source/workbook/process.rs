//! The other process, seen from outside: bytes in, rows out.

use std::io::{Cursor, Error, Read};

use super::inside::LIMITS;
use super::told::{Said, Told};
use super::{Bounds, From, Rows, WorkbookFault, read};
use crate::platform::child::{Child, Ended, NotStarted};
use crate::register::fault::FileFault;

/// Hands a workbook to another process.
pub(in crate::register::source) fn open(
    input: &mut dyn Read,
    sheet: Option<&str>,
) -> Result<Rows, FileFault> {
    // The program that runs the tests of this crate is not the product.
    if cfg!(test) {
        return here(input, sheet);
    }
    let name: Vec<String> = sheet.map(|sheet| format!("--name={sheet}")).into_iter().collect();
    let mut child = Child::start("sheet", &name, LIMITS).map_err(|why| {
        FileFault::Workbook(match why {
            NotStarted::Busy => WorkbookFault::Busy,
            NotStarted::Failed => WorkbookFault::Stopped,
        })
    })?;
    child
        .hand_over(input)
        .map_err(|error| FileFault::of_io(error, 1))?;
    Ok(Rows(From::Process(Process { child, told: None })))
}

fn here(input: &mut dyn Read, sheet: Option<&str>) -> Result<Rows, FileFault> {
    let mut file = Vec::new();
    input
        .read_to_end(&mut file)
        .map_err(|error| FileFault::of_io(error, 1))?;
    let mut out = Vec::new();
    let told = read(&file, sheet, Bounds::default(), &mut out)?;
    Ok(Rows(From::Here(Cursor::new(out), told)))
}

/// A process that takes one workbook apart. It ends with this.
pub(super) struct Process {
    child: Child,
    told: Option<Told>,
}

impl Process {
    /// What was found, once the last row has been read.
    pub(super) fn told(&self) -> Option<&Told> {
        self.told.as_ref()
    }

    /// Hears how it ended.
    fn finish(&mut self) -> Result<(), WorkbookFault> {
        match self.child.finish() {
            Ok((Said::Told(told), true)) => {
                self.told = Some(told);
                Ok(())
            }
            Ok((Said::Fault(fault), _)) => Err(fault),
            Ok((Said::Told(_), false)) | Err(Ended::Fault) => Err(WorkbookFault::Damaged),
            Err(Ended::Time) => Err(WorkbookFault::Time),
            Err(Ended::Memory) => Err(WorkbookFault::Memory),
        }
    }
}

impl Read for Process {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        match self.child.read(buffer)? {
            0 if self.told.is_none() && !buffer.is_empty() => {
                self.finish()
                    .map_err(|fault| Error::other(FileFault::Workbook(fault)))?;
                Ok(0)
            }
            read => Ok(read),
        }
    }
}
