//! The other process, seen from outside: bytes in, rows out.

use std::io::{Cursor, Error, ErrorKind, Read, Write};
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, ExitStatus, Stdio};

use rustix::process::Signal;

use super::inside::OUT_OF_TIME;
use super::told::{Said, Told};
use super::{Bounds, From, Rows, WorkbookFault, read};
use crate::register::fault::FileFault;

/// The most that is read of what the other process says at its end.
const MOST_SAID: u64 = 1 << 16;

/// Hands a workbook to another process. That reads all of it before it writes, so that neither waits for the other.
pub(in crate::register::source) fn open(
    input: &mut dyn Read,
    sheet: Option<&str>,
) -> Result<Rows, FileFault> {
    // The program that runs the tests of this crate is not the product.
    if cfg!(test) {
        return here(input, sheet);
    }
    let mut process = Process::start(sheet).map_err(|_| FileFault::Workbook(WorkbookFault::Stopped))?;
    process.hand_over(input)?;
    Ok(Rows(From::Process(process)))
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
    out: Option<ChildStdout>,
    told: Option<Told>,
}

impl Process {
    fn start(sheet: Option<&str>) -> std::io::Result<Self> {
        let mut command = Command::new(program()?);
        command.arg("sheet").env_clear().current_dir("/");
        if let Some(sheet) = sheet {
            command.arg(format!("--name={sheet}"));
        }
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()?;
        let out = child.stdout.take();
        Ok(Self {
            child,
            out,
            told: None,
        })
    }

    /// Gives it the whole file. It may have heard enough before the end.
    fn hand_over(&mut self, input: &mut dyn Read) -> Result<(), FileFault> {
        let mut to = self.child.stdin.take();
        let mut piece = vec![0; 1 << 16];
        loop {
            let read = match input.read(&mut piece) {
                Ok(0) => return Ok(()),
                Ok(read) => read,
                Err(error) => return Err(FileFault::of_io(error, 1)),
            };
            // What it will not take is still read to the end, for the hash of the file.
            if let Some(pipe) = &mut to
                && pipe.write_all(piece.get(..read).unwrap_or_default()).is_err()
            {
                to = None;
            }
        }
    }

    /// What was found, once the last row has been read.
    pub(super) fn told(&self) -> Option<&Told> {
        self.told.as_ref()
    }

    /// Hears how it ended.
    fn finish(&mut self) -> Result<(), WorkbookFault> {
        let mut said = Vec::new();
        if let Some(from) = self.child.stderr.take() {
            // What cannot be read was not said.
            drop(from.take(MOST_SAID).read_to_end(&mut said));
        }
        let status = self.child.wait().map_err(|_| WorkbookFault::Stopped)?;
        let last = said.split(|byte| *byte == b'\n').rfind(|line| !line.is_empty());
        match last.and_then(|line| serde_json::from_slice(line).ok()) {
            Some(Said::Told(told)) if status.success() => {
                self.told = Some(told);
                Ok(())
            }
            Some(Said::Fault(fault)) => Err(fault),
            _ => Err(ended_by(status)),
        }
    }
}

impl Read for Process {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let Some(out) = &mut self.out else {
            return Ok(0);
        };
        match out.read(buffer) {
            Ok(0) => {
                self.out = None;
                self.finish()
                    .map_err(|fault| Error::other(FileFault::Workbook(fault)))?;
                Ok(0)
            }
            Err(error) if error.kind() == ErrorKind::Interrupted => self.read(buffer),
            other => other,
        }
    }
}

impl Drop for Process {
    /// Ends it if its rows are no longer wanted, and lets the system forget it.
    fn drop(&mut self) {
        if self.told.is_none() {
            drop(self.child.kill());
            drop(self.child.wait());
        }
    }
}

/// This very program, also when its file has been replaced since it was started.
fn program() -> std::io::Result<PathBuf> {
    let running = Path::new("/proc/self/exe");
    if running.exists() {
        return Ok(running.to_owned());
    }
    std::env::current_exe()
}

/// Why it ended without a word.
fn ended_by(status: ExitStatus) -> WorkbookFault {
    let by = |signal: Signal| status.signal() == Some(signal.as_raw());
    if status.code() == Some(i32::from(OUT_OF_TIME)) || by(Signal::XCPU) || by(Signal::KILL) {
        WorkbookFault::Time
    } else if by(Signal::ABORT) || by(Signal::SEGV) {
        WorkbookFault::Memory
    } else {
        WorkbookFault::Damaged
    }
}
