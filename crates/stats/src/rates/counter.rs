//! What one worker has counted.

use super::cells::Cells;
use super::keys::{Keys, Limits, TooMany};
use super::scan::{End, Fields, Scanner, unquoted};
use super::{Heading, MOST_CELLS, MOST_TEXT, MOST_VALUES, NAMED, RatesError, Roles};
use memchr::memchr_iter;

/// Why counting stopped, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The number of the block.
    pub block: u64,
    /// Line ends of the block before the place, or `None` when no line is to blame.
    pub line: Option<u64>,
    /// What is wrong.
    pub error: RatesError,
}

/// Counts rows by the values of the needed columns. Workers each have one; [`super::Grid::merge`] adds them up.
#[derive(Debug)]
pub struct Counter {
    scanner: Scanner,
    pub(super) tally: Tally,
    /// Number and line ends of each block.
    lines: Vec<(u64, u64)>,
    /// Block and line of the first rejected rows.
    named: Vec<(u64, u64)>,
}

/// Bytes of a link of the chain.
const PAIR: usize = size_of::<u64>();

/// The counts themselves.
#[derive(Debug)]
pub(super) struct Tally {
    columns: usize,
    needed: Vec<usize>,
    pub(super) roles: Roles,
    /// The values of each needed column.
    pub(super) keys: Vec<Keys>,
    /// For each by column after the first: the combinations of all up to it, each as two numbers, the combination
    /// before and the value.
    pub(super) chain: Vec<Keys>,
    pub(super) cells: Cells,
    pub(super) rows: u64,
    pub(super) rejected: u64,
    text: Vec<u8>,
}

impl Counter {
    /// Nothing counted yet.
    #[must_use]
    pub fn new(heading: &Heading) -> Self {
        let values = Limits {
            values: MOST_VALUES,
            text: MOST_TEXT,
        };
        let combinations = Limits {
            values: MOST_CELLS,
            text: PAIR * MOST_CELLS,
        };
        let links = heading.roles.by.len().saturating_sub(1);
        Self {
            scanner: Scanner::new(heading.columns),
            tally: Tally {
                columns: heading.columns,
                needed: heading.needed.clone(),
                roles: heading.roles.clone(),
                keys: heading.needed.iter().map(|_| Keys::new(values)).collect(),
                chain: (0..links).map(|_| Keys::new(combinations)).collect(),
                cells: Cells::new(),
                rows: 0,
                rejected: 0,
                text: Vec::new(),
            },
            lines: Vec::new(),
            named: Vec::new(),
        }
    }

    /// Counts the rows of a block: whole rows, the last of which needs no line end. Blocks are numbered from 0 in the
    /// order of the file.
    ///
    /// # Errors
    /// Bytes that are not UTF-8, a quotation mark that is not closed, more values or combinations than allowed.
    pub fn count(&mut self, number: u64, block: &[u8]) -> Result<(), Fault> {
        let line_of = |at: usize| memchr_iter(b'\n', block.get(..at).unwrap_or_default()).count() as u64;
        let fault = |line, error| Fault {
            block: number,
            line,
            error,
        };
        if let Err(why) = std::str::from_utf8(block) {
            return Err(fault(Some(line_of(why.valid_up_to())), RatesError::NotUtf8));
        }
        let (tally, named, mut stopped) = (&mut self.tally, &mut self.named, None);
        let end = self.scanner.rows(block, |fields| {
            if fields.count != tally.columns {
                tally.rejected += 1;
                if named.len() < NAMED {
                    named.push((number, line_of(fields.start())));
                }
            } else if stopped.is_none() {
                stopped = tally.row(block, fields).err();
            }
        });
        self.lines.push((number, line_of(block.len())));
        match (stopped, end) {
            (Some(error), _) => Err(fault(None, error)),
            (None, End::Inside(start)) => Err(fault(Some(line_of(start)), RatesError::Unclosed)),
            (None, End::Whole) => Ok(()),
        }
    }

    /// The line of the file, when the first block starts on line `first`, on which line `line` of a block is.
    #[must_use]
    pub fn line(counters: &[Self], first: u64, block: u64, line: u64) -> u64 {
        let before = counters.iter().flat_map(|counter| &counter.lines);
        let before = before.filter(|(number, _)| *number < block);
        first + before.map(|(_, lines)| lines).sum::<u64>() + line
    }

    /// The lines of the first rejected rows, in order.
    #[must_use]
    pub fn named(counters: &[Self], first: u64) -> Vec<u64> {
        let mut named: Vec<_> = counters.iter().flat_map(|counter| &counter.named).collect();
        named.sort_unstable();
        let named = named.into_iter().take(NAMED);
        named
            .map(|&(block, line)| Self::line(counters, first, block, line))
            .collect()
    }
}

impl Tally {
    #[inline]
    fn row(&mut self, block: &[u8], fields: &Fields) -> Result<(), RatesError> {
        let by = self.roles.by.len();
        let mut combination = 0;
        for column in 0..by {
            let value = self.value(column, block, fields)?;
            combination = match column.checked_sub(1) {
                None => value,
                Some(link) => self.linked(link, combination, value)?,
            };
        }
        let group = self.value(by, block, fields)?;
        let outcome = self.value(by + 1, block, fields)?;
        self.cells
            .add([combination, group, outcome].map(|number| number as usize))?;
        self.rows += 1;
        Ok(())
    }

    /// The number of the row's value in a needed column.
    #[inline]
    fn value(&mut self, column: usize, block: &[u8], fields: &Fields) -> Result<u32, RatesError> {
        let (Some(keys), Some(&at)) = (self.keys.get_mut(column), self.needed.get(column)) else {
            return Ok(0);
        };
        let (start, end) = fields.field(at);
        let found = if block.get(start) == Some(&b'"') && start < end {
            let value = unquoted(block.get(start..end).unwrap_or_default(), &mut self.text);
            keys.number(value, 0, value.len())
        } else {
            keys.number(block, start, end)
        };
        found.map_err(|TooMany| {
            let name = self.roles.names().nth(column).cloned();
            RatesError::TooManyValues(name.unwrap_or_default())
        })
    }

    /// The number of the combination that `value` makes with the combination before it.
    fn linked(&mut self, link: usize, before: u32, value: u32) -> Result<u32, RatesError> {
        let pair = u64::from(before) << 32 | u64::from(value);
        let Some(keys) = self.chain.get_mut(link) else {
            return Ok(0);
        };
        keys.number(&pair.to_be_bytes(), 0, PAIR)
            .map_err(|TooMany| RatesError::TooManyCells)
    }
}
