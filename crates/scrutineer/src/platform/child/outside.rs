//! A child, seen from outside: bytes in, what was read out.

use std::io::{ErrorKind, Read, Write};
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};

use rustix::process::Signal;
use serde::de::DeserializeOwned;

use super::inside::OUT_OF_TIME;
use super::turns::{self, Turn};
use super::{Ended, Limits};

/// The most that is read of what a child says at its end.
const MOST_SAID: u64 = 1 << 16;

/// Why there is no child.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotStarted {
    /// As many as may be are at work, and went on for as long as anybody waits.
    Busy,
    /// The program could not be run.
    Failed,
}

/// A process that takes one file apart. It ends with this, and its turn with it.
pub struct Child {
    process: std::process::Child,
    out: Option<std::process::ChildStdout>,
    ended: bool,
    _turn: Turn<'static>,
}

impl Child {
    /// Runs this program once more with a hidden command, once it is its turn.
    ///
    /// # Errors
    /// [`NotStarted`].
    pub fn start(command: &str, arguments: &[String], limits: Limits) -> Result<Self, NotStarted> {
        let program = program().map_err(|_| NotStarted::Failed)?;
        let limits = [
            format!("--memory={}", limits.memory),
            format!("--processor-seconds={}", limits.processor_seconds),
            format!("--wall-seconds={}", limits.wall.as_secs()),
        ];
        let all = std::iter::once(command.to_owned())
            .chain(limits)
            .chain(arguments.iter().cloned());
        Self::run(&program, &all.collect::<Vec<_>>())
    }

    fn run(program: &Path, arguments: &[String]) -> Result<Self, NotStarted> {
        let turn = turns::take().ok_or(NotStarted::Busy)?;
        let mut command = Command::new(program);
        command.args(arguments).env_clear().current_dir("/");
        let mut process = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(|_| NotStarted::Failed)?;
        let out = process.stdout.take();
        Ok(Self {
            process,
            out,
            ended: false,
            _turn: turn,
        })
    }

    /// Gives it the whole file. It may have heard enough before the end. It reads all before it writes, so that neither
    /// waits for the other.
    ///
    /// # Errors
    /// What the file's own reader says.
    pub fn hand_over(&mut self, input: &mut dyn Read) -> std::io::Result<()> {
        let mut to = self.process.stdin.take();
        let mut piece = vec![0; 1 << 16];
        loop {
            let read = match input.read(&mut piece) {
                Ok(0) => return Ok(()),
                Ok(read) => read,
                Err(error) => return Err(error),
            };
            // What it will not take is still read to the end, for the hash of the file.
            if let Some(pipe) = &mut to
                && pipe.write_all(piece.get(..read).unwrap_or_default()).is_err()
            {
                to = None;
            }
        }
    }

    /// Hears how it ended, once all that it wrote has been read.
    ///
    /// # Errors
    /// It ended without a word.
    pub fn finish<Said: DeserializeOwned>(&mut self) -> Result<(Said, bool), Ended> {
        let mut said = Vec::new();
        if let Some(from) = self.process.stderr.take() {
            // What cannot be read was not said.
            drop(from.take(MOST_SAID).read_to_end(&mut said));
        }
        let status = self.process.wait().map_err(|_| Ended::Fault)?;
        self.ended = true;
        let last = said.split(|byte| *byte == b'\n').rfind(|line| !line.is_empty());
        last.and_then(|line| serde_json::from_slice(line).ok())
            .map(|said| (said, status.success()))
            .ok_or_else(|| ended_by(status))
    }
}

impl Read for Child {
    /// What it wrote; nothing more once it has closed its output.
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let Some(out) = &mut self.out else {
            return Ok(0);
        };
        match out.read(buffer) {
            Ok(0) if !buffer.is_empty() => {
                self.out = None;
                Ok(0)
            }
            Err(error) if error.kind() == ErrorKind::Interrupted => self.read(buffer),
            other => other,
        }
    }
}

impl Drop for Child {
    /// Ends it if what it reads is no longer wanted, and lets the system forget it.
    fn drop(&mut self) {
        if !self.ended {
            drop(self.process.kill());
            drop(self.process.wait());
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
fn ended_by(status: ExitStatus) -> Ended {
    let by = |signal: Signal| status.signal() == Some(signal.as_raw());
    if status.code() == Some(i32::from(OUT_OF_TIME)) || by(Signal::XCPU) || by(Signal::KILL) {
        Ended::Time
    } else if by(Signal::ABORT) || by(Signal::SEGV) {
        Ended::Memory
    } else {
        Ended::Fault
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shell(script: &str) -> Result<(String, bool), Ended> {
        let arguments = ["-c".to_owned(), script.to_owned()];
        let mut child = Child::run(Path::new("/bin/sh"), &arguments).unwrap();
        child.hand_over(&mut std::io::empty()).unwrap();
        let mut out = String::new();
        child.read_to_string(&mut out).unwrap();
        child.finish()
    }

    #[test]
    fn how_a_child_ended_is_told() {
        assert_eq!(shell("echo '\"well\"' >&2"), Ok(("well".to_owned(), true)));
        assert_eq!(shell("echo '\"ill\"' >&2; exit 1"), Ok(("ill".to_owned(), false)));
        assert_eq!(shell("kill -XCPU $$"), Err(Ended::Time));
        assert_eq!(shell("kill -KILL $$"), Err(Ended::Time));
        assert_eq!(shell("exit 3"), Err(Ended::Time));
        assert_eq!(shell("kill -ABRT $$"), Err(Ended::Memory));
        assert_eq!(shell("echo no json >&2; exit 101"), Err(Ended::Fault));
    }

    #[test]
    fn a_child_that_is_no_longer_wanted_is_ended() {
        let arguments = ["-c".to_owned(), "cat >/dev/null; exec sleep 600".to_owned()];
        let child = Child::run(Path::new("/bin/sh"), &arguments).unwrap();
        let id = child.process.id();
        drop(child);
        assert!(!Path::new(&format!("/proc/{id}")).exists());
    }

    #[test]
    fn a_child_has_no_environment() {
        assert_eq!(
            shell("printf '\"%s\"' \"$HOME$CARGO_MANIFEST_DIR\" >&2"),
            Ok((String::new(), true))
        );
    }
}
