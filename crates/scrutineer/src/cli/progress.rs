//! How far long work has come: one line on standard error, on a terminal only, and gone when the work is done.

use std::io::{IsTerminal, Write, stderr};

/// Work smaller than this is done before a line could be read.
const WORTH_SHOWING: u64 = 32 << 20;
/// Where the end is not known, the line changes once in this much.
const STEP: u64 = 16 << 20;

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Bytes, told in megabytes.
    Bytes,
    /// Rows of a file, and anything else that comes one by one.
    Rows,
}

/// A line that tells how far the work has come.
pub struct Progress {
    out: Option<Box<dyn Write + Send>>,
    unit: Unit,
    /// How much there is, where that is known.
    total: Option<u64>,
    /// What the line shows: a percentage, or a step.
    shown: Option<u64>,
}

impl Progress {
    /// Shows work on standard error when that is a terminal, and nothing otherwise.
    #[must_use]
    pub fn on_terminal(unit: Unit, total: Option<u64>) -> Self {
        let terminal = stderr().is_terminal();
        let out = terminal.then(|| Box::new(stderr()) as Box<dyn Write + Send>);
        Self::new(out, unit, total)
    }

    /// Shows nothing.
    #[must_use]
    pub fn none() -> Self {
        Self::new(None, Unit::Rows, None)
    }

    fn new(out: Option<Box<dyn Write + Send>>, unit: Unit, total: Option<u64>) -> Self {
        Self {
            out,
            unit,
            total: total.filter(|total| *total > 0),
            shown: None,
        }
    }

    /// Tells that so much is done. The line is written anew only when it would say something else.
    pub fn show(&mut self, done: u64) {
        let (unit, total) = (self.unit, self.total);
        let Some(out) = &mut self.out else { return };
        let step = match (total, unit) {
            (Some(total), Unit::Bytes) if total < WORTH_SHOWING => return,
            (Some(total), _) => percent(done, total),
            (None, Unit::Bytes) => done / STEP,
            (None, Unit::Rows) => done,
        };
        if self.shown == Some(step) {
            return;
        }
        self.shown = Some(step);
        // A line that cannot be written is no reason to stop the work.
        drop(write!(out, "\r{}", line(unit, done, total)).and_then(|()| out.flush()));
    }
}

impl Drop for Progress {
    /// Clears the line, so that what is said next stands alone.
    fn drop(&mut self) {
        if let (Some(out), Some(_)) = (&mut self.out, self.shown) {
            drop(write!(out, "\r\x1b[K").and_then(|()| out.flush()));
        }
    }
}

fn percent(done: u64, total: u64) -> u64 {
    // A file that grew while it was read is done, and no more than done.
    (u128::from(done) * 100 / u128::from(total)).min(100) as u64
}

fn line(unit: Unit, done: u64, total: Option<u64>) -> String {
    let amount = match unit {
        Unit::Bytes => format!("{} MB", done >> 20),
        Unit::Rows => format!("{done} rows"),
    };
    let Some(total) = total else { return amount };
    let percent = percent(done, total);
    let full = (percent / 5) as usize;
    format!(
        "[{}{}] {percent:>3}%  {amount}",
        "#".repeat(full),
        "-".repeat(20 - full)
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::{Arc, Mutex};

    #[derive(Clone, Default)]
    struct Screen(Arc<Mutex<Vec<u8>>>);

    impl Write for Screen {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.lock().unwrap().write(bytes)
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    /// Everything written while the work came to each of `steps`.
    fn written(unit: Unit, total: Option<u64>, steps: &[u64]) -> String {
        let screen = Screen::default();
        let mut progress = Progress::new(Some(Box::new(screen.clone())), unit, total);
        for &done in steps {
            progress.show(done);
        }
        drop(progress);
        String::from_utf8(screen.0.lock().unwrap().clone()).unwrap()
    }

    #[test]
    fn a_line_that_says_the_same_is_not_written_again_and_is_cleared_at_the_end() {
        let total = 200 << 20;
        let said = written(
            Unit::Bytes,
            Some(total),
            &[total / 2, total / 2 + 1, total, 2 * total],
        );
        let half = "\r[##########----------]  50%  100 MB";
        let whole = "\r[####################] 100%  200 MB";
        assert_eq!(said, format!("{half}{whole}\r\x1b[K"));
    }

    #[test]
    fn small_work_and_no_terminal_show_nothing() {
        assert_eq!(written(Unit::Bytes, Some(1 << 20), &[1 << 19, 1 << 20]), "");
        Progress::none().show(7);
    }

    #[test]
    fn without_an_end_the_amount_is_told() {
        let said = written(Unit::Bytes, None, &[1, 2, STEP, STEP + 1]);
        assert_eq!(said, "\r0 MB\r16 MB\r\x1b[K");
        assert_eq!(written(Unit::Rows, None, &[5000]), "\r5000 rows\r\x1b[K");
        assert_eq!(written(Unit::Rows, Some(0), &[0]), "\r0 rows\r\x1b[K");
    }
}
