//! Reading a CSV in blocks of whole rows, and handing them to workers.

use crate::cli::progress::Progress;
use stats::rates::{Counter, Cutter, Fault, Heading, MOST_ROW, Names, RatesError, Roles};
use std::io::{self, ErrorKind, Read};
use std::sync::{Mutex, PoisonError};
use std::thread;

/// Bytes read at a time: few enough to stay in a core's own memory until they are counted.
const BLOCK: usize = 512 << 10;
/// More workers than this wait for the file.
const MOST_WORKERS: usize = 8;

/// Why a file was not counted.
#[derive(Debug, thiserror::Error)]
pub(super) enum FeedError {
    /// The file itself.
    #[error("cannot be read")]
    Read(#[from] io::Error),
    /// Something on a line.
    #[error("line {line}: {error}")]
    Line { line: u64, error: RatesError },
    /// Something about the whole file.
    #[error(transparent)]
    File(#[from] RatesError),
    /// A worker that ended early.
    #[error("counting has stopped for a reason that is not known; please report it")]
    Worker,
}

/// What was counted, and by whom.
pub(super) struct Counted {
    pub(super) counters: Vec<Counter>,
    /// The line on which the first row stands.
    pub(super) first_line: u64,
}

/// A file being read.
struct Feed<'a, R> {
    input: R,
    cutter: Cutter,
    /// What was read after the last whole row.
    carry: Vec<u8>,
    /// How much of it the cutter has seen.
    seen: usize,
    /// The next block's number.
    number: u64,
    /// The input has nothing more.
    exhausted: bool,
    /// There is no next block.
    ended: bool,
    read: u64,
    progress: &'a mut Progress,
}

/// Counts the rows of a file.
pub(super) fn count(
    input: impl Read + Send,
    roles: Roles,
    progress: &mut Progress,
) -> Result<Counted, FeedError> {
    let mut feed = Feed::new(input, progress);
    let names = feed.heading()?;
    let heading = Heading::find(&names.names, roles)?;
    let first_line = 1 + names.lines;
    let workers = thread::available_parallelism().map_or(1, |many| many.get().min(MOST_WORKERS));
    let feed = Mutex::new(feed);
    let done: Vec<_> = thread::scope(|scope| {
        let workers: Vec<_> = (0..workers)
            .map(|_| scope.spawn(|| work(&feed, &heading)))
            .collect();
        workers.into_iter().map(thread::ScopedJoinHandle::join).collect()
    });
    let mut counters = Vec::new();
    let mut faults = Vec::new();
    for worker in done {
        let (counter, outcome) = worker.map_err(|_| FeedError::Worker)?;
        counters.push(counter);
        match outcome {
            Ok(()) => (),
            Err(Stop::Read(why)) => return Err(why.into()),
            Err(Stop::Fault(fault)) => faults.push(fault),
        }
    }
    match faults.into_iter().min_by_key(|fault| fault.block) {
        None => Ok(Counted { counters, first_line }),
        Some(Fault {
            line: None, error, ..
        }) => Err(error.into()),
        Some(Fault {
            block,
            line: Some(line),
            error,
        }) => {
            let line = Counter::line(&counters, first_line, block, line);
            Err(FeedError::Line { line, error })
        }
    }
}

enum Stop {
    Read(io::Error),
    Fault(Fault),
}

/// Counts block after block until the file ends or something is wrong; then the others stop as well.
fn work<R: Read>(feed: &Mutex<Feed<R>>, heading: &Heading) -> (Counter, Result<(), Stop>) {
    let mut counter = Counter::new(heading);
    let mut buffer = Vec::new();
    loop {
        let next = feed
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .next(&mut buffer);
        let outcome = match next {
            Ok(None) => return (counter, Ok(())),
            Ok(Some((number, length))) => counter.count(number, &buffer[..length]).map_err(Stop::Fault),
            Err(stop) => Err(stop),
        };
        if outcome.is_err() {
            feed.lock().unwrap_or_else(PoisonError::into_inner).ended = true;
            return (counter, outcome);
        }
    }
}

impl<'a, R: Read> Feed<'a, R> {
    fn new(input: R, progress: &'a mut Progress) -> Self {
        Self {
            input,
            cutter: Cutter::new(),
            carry: Vec::new(),
            seen: 0,
            number: 0,
            exhausted: false,
            ended: false,
            read: 0,
            progress,
        }
    }

    /// Reads the heading; rows read along with it wait for the first block.
    fn heading(&mut self) -> Result<Names, FeedError> {
        let on_first = |error| FeedError::Line { line: 1, error };
        let (mut buffer, mut filled) = (vec![0; BLOCK], 0);
        loop {
            filled = self.fill(&mut buffer, filled)?;
            if self.exhausted || Cutter::new().feed(&buffer[..filled]).is_some() {
                break;
            }
            if filled > MOST_ROW {
                return Err(on_first(RatesError::LongRow));
            }
            buffer.resize((2 * filled).min(MOST_ROW + 1), 0);
        }
        buffer.truncate(filled);
        let names = Names::read(&buffer).map_err(|error| match error {
            RatesError::Empty => FeedError::File(error),
            error => on_first(error),
        })?;
        self.carry = buffer.split_off(names.bytes);
        Ok(names)
    }

    /// Puts the next block at the start of `buffer`: its number and length. After a fault there is none: what a worker that waited
    /// would read then begins in the middle of a row.
    fn next(&mut self, buffer: &mut Vec<u8>) -> Result<Option<(u64, usize)>, Stop> {
        if self.ended {
            return Ok(None);
        }
        let block = self.block(buffer);
        self.ended |= block.is_err();
        block
    }

    fn block(&mut self, buffer: &mut Vec<u8>) -> Result<Option<(u64, usize)>, Stop> {
        let mut filled = self.carry.len();
        buffer.resize(buffer.len().max(BLOCK + filled), 0);
        buffer[..filled].copy_from_slice(&self.carry);
        let mut seen = self.seen;
        loop {
            filled = self.fill(buffer, filled).map_err(Stop::Read)?;
            let cut = self.cutter.feed(&buffer[seen..filled]).map(|cut| seen + cut);
            self.ended = self.exhausted;
            if let Some(length) = cut.filter(|_| !self.ended).or(self.ended.then_some(filled)) {
                return Ok(self.cut(buffer, length, filled));
            }
            if filled > MOST_ROW {
                return Err(Stop::Fault(Fault {
                    block: self.number,
                    line: Some(0),
                    error: RatesError::LongRow,
                }));
            }
            seen = filled;
            buffer.resize((2 * filled).min(MOST_ROW + 1), 0);
        }
    }

    /// Ends a block and keeps what follows it for the next.
    fn cut(&mut self, buffer: &[u8], length: usize, filled: usize) -> Option<(u64, usize)> {
        self.carry.clear();
        self.carry.extend_from_slice(&buffer[length..filled]);
        self.seen = self.carry.len();
        let number = self.number;
        self.number += 1;
        (length > 0).then_some((number, length))
    }

    /// Reads until the buffer is full or the file has ended: how much of the buffer is filled.
    fn fill(&mut self, buffer: &mut [u8], mut filled: usize) -> io::Result<usize> {
        while filled < buffer.len() {
            match self.input.read(&mut buffer[filled..]) {
                Ok(0) => {
                    self.exhausted = true;
                    break;
                }
                Ok(more) => {
                    filled += more;
                    self.read += more as u64;
                }
                Err(why) if why.kind() == ErrorKind::Interrupted => (),
                Err(why) => return Err(why),
            }
        }
        self.progress.show(self.read);
        Ok(filled)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn after_a_row_without_end_there_is_no_block() {
        let file = format!("a,b\n1,\"{}", "x\n".repeat(MOST_ROW));
        let mut progress = Progress::none();
        let (mut feed, mut buffer) = (Feed::new(file.as_bytes(), &mut progress), Vec::new());
        feed.heading().unwrap();
        let Err(Stop::Fault(fault)) = feed.next(&mut buffer) else {
            panic!("the row has no end");
        };
        assert_eq!(fault.error, RatesError::LongRow);
        assert!(matches!(feed.next(&mut buffer), Ok(None)));
    }
}
