//! Reads an extract line by line: each gives a record to keep or a reason why not.

use std::io::Read;

use rules::{Layout, Record};

use crate::platform::packs::{Kind, NOT_KNOWN, UNKNOWN_STRATUM};

use super::checking::{Broken, Rule};
use super::column::{Column, columns};
use super::fault::{At, FileFault};
use super::layout::Plan;
use super::lines::{Limits, Lines};
use super::mapping::Mapping;
use super::record::{Line, Month, NewRecord, Notice, Refused};
use super::repeats::{Repeats, Seen};
use super::row::{Cells, Row};
use super::source::{Detected, Format, How, NO_VALUE, Separator, Source};

/// The most cells a heading line may have: far more than any kind.
pub(super) const MOST_HEADINGS: usize = 1000;

/// Reads an extract from any source of bytes, one line at a time; what it holds grows only by what is needed to
/// recognise repeats (some 40 bytes a row).
pub struct Reading<'k, R> {
    kind: &'k Kind,
    lines: Lines<Source<R>>,
    row: Row,
    mapping: Mapping,
    columns: Vec<Column<'k>>,
    rows: u64,
    ended: bool,
    repeats: Repeats,
    widest: usize,
    /// The record read last, as rules see it; nothing of it where no rules were given.
    for_rules: Record,
}

impl<'k, R: Read> Reading<'k, R> {
    /// Finds out what `input` is, reads its headings and maps its columns to the fields of `kind` by one of its profiles.
    ///
    /// # Errors
    /// [`FileFault`] when the file is empty, is none that can be read, or its headings are not those of the profile.
    pub fn open(input: R, kind: &'k Kind, profile: &str, limits: Limits) -> Result<Self, FileFault> {
        Self::open_as(input, kind, profile, &How::default(), limits)
    }

    /// The same, where somebody said how to read the file.
    ///
    /// # Errors
    /// As [`Reading::open`].
    pub fn open_as(
        input: R,
        kind: &'k Kind,
        profile: &str,
        how: &How,
        limits: Limits,
    ) -> Result<Self, FileFault> {
        let Some(profile) = kind.profile(profile) else {
            let known = kind
                .profiles
                .iter()
                .map(|profile| profile.id.as_str())
                .collect::<Vec<_>>()
                .join(", ");
            return Err(FileFault::NoProfile {
                kind: kind.id.clone(),
                profile: profile.to_owned(),
                known,
            });
        };
        let Headed { lines, headings, at } = headed(input, how, limits)?;
        let headings: Vec<&str> = headings.iter().map(String::as_str).collect();
        let mapping =
            Mapping::of_headings(kind, profile, &headings).map_err(|fault| fault.with_headings_at(at))?;
        let columns = columns(kind, &mapping, None);
        Ok(Self::of(lines, limits, kind, mapping, columns))
    }

    /// Reads the heading line of a file of its own layout.
    ///
    /// # Errors
    /// [`FileFault`] when the file is empty, cannot be read, or its headings are not those of the plan.
    pub fn laid_out(
        input: R,
        kind: &'k Kind,
        plan: &Plan,
        how: &How,
        limits: Limits,
    ) -> Result<Self, FileFault> {
        let Headed { lines, headings, at } = headed(input, how, limits)?;
        let headings: Vec<&str> = headings.iter().map(String::as_str).collect();
        let mapping = plan
            .mapping(kind, &headings)
            .map_err(|fault| fault.with_headings_at(at))?;
        let columns = columns(kind, &mapping, Some(plan));
        Ok(Self::of(lines, limits, kind, mapping, columns))
    }

    fn of(
        lines: Lines<Source<R>>,
        limits: Limits,
        kind: &'k Kind,
        mapping: Mapping,
        columns: Vec<Column<'k>>,
    ) -> Self {
        Self {
            kind,
            lines,
            row: Row::new(mapping.columns.len(), limits),
            mapping,
            columns,
            rows: 0,
            ended: false,
            repeats: Repeats::default(),
            widest: 256,
            for_rules: Record::default(),
        }
    }

    /// Has each row told to rules as it is read, so that nobody need read its JSON again: see [`Reading::for_rules`].
    #[must_use]
    pub fn with_rules(mut self, layout: &'k Layout) -> Self {
        for column in &mut self.columns {
            column.tell_rules(layout);
        }
        let missing = self.mapping.missing.iter().map(String::as_str);
        self.for_rules = layout.record(missing);
        self
    }

    /// The record read last, as the rules of [`Reading::with_rules`] see it: what [`Layout::read`] gives of its JSON.
    pub fn for_rules(&mut self) -> &mut Record {
        &mut self.for_rules
    }

    /// Which column feeds which field.
    pub fn mapping(&self) -> &Mapping {
        &self.mapping
    }

    /// SHA-256 of the whole file, once the last line has been read: the same file is known by it.
    pub fn source_hash(&self) -> [u8; 32] {
        self.lines.input().hash()
    }

    /// Bytes read so far.
    pub fn bytes(&self) -> u64 {
        self.lines.input().bytes()
    }

    /// A cell of the row read last, as it is in the file; blank where it has no value or is no text.
    pub fn cell_read(&self, index: usize) -> &str {
        let cell = std::str::from_utf8(self.row.cell(index)).unwrap_or_default();
        if cell.starts_with(NO_VALUE) { "" } else { cell }
    }

    /// What the file was found to be: all of it once the last line has been read.
    pub fn detected(&self) -> Detected {
        let mut detected = self.lines.input().detected();
        if detected.format == Format::Text {
            detected.separator = Separator::of_byte(self.lines.separator());
        }
        detected
    }

    fn next_line(&mut self) -> Result<Option<Line<'k>>, FileFault> {
        if !self.lines.next_row(&mut self.row)? {
            return if self.rows == 0 {
                Err(FileFault::HeadingsOnly)
            } else {
                Ok(None)
            };
        }
        self.rows += 1;
        let cells = match self.row.utf8() {
            Ok(cells) => cells,
            Err((cell, place)) => {
                let column = self
                    .mapping
                    .columns
                    .get(cell)
                    .map_or_else(String::new, |column| column.heading.clone());
                return Err(not_utf8(&self.row, cell, place, column));
            }
        };
        let line = self.row.line;
        let source = self.lines.input();
        let refused = refuse_row(&self.row, &self.mapping, source.format()).or_else(|| {
            source
                .may_lack_values()
                .then(|| refuse_lack(cells, &self.mapping, line))
                .flatten()
        });
        if let Some(refused) = refused {
            return Ok(Some(Line::Refused(refused)));
        }
        let mut drafted = match Draft::of_cells(
            self.kind,
            &mut self.columns,
            (cells, self.widest),
            &mut self.for_rules,
        ) {
            Ok(drafted) => drafted,
            Err((index, (rule, message))) => {
                let column = index.and_then(|index| self.mapping.columns.get(index));
                let column = column.map_or_else(String::new, |column| column.heading.clone());
                return Ok(Some(Line::Refused(Refused {
                    line,
                    column,
                    rule,
                    message,
                })));
            }
        };
        self.widest = self.widest.max(drafted.fields.len());
        let row_hash = cells.hash();
        let seen = self.repeats.see(row_hash, drafted.source_ref.as_deref(), line);
        let duplicate_of_line = match seen {
            Seen::Alike(first) => Some(first),
            Seen::Reference(first) => {
                drafted.notices.push(Notice::ReferenceAgain(first));
                None
            }
            Seen::Never => None,
        };
        Ok(Some(Line::Accepted(NewRecord {
            line,
            source_ref: drafted.source_ref,
            month: drafted.month,
            stratum: drafted.stratum,
            fields: drafted.fields,
            row_hash,
            duplicate_of_line,
            notices: drafted.notices,
        })))
    }
}

impl<'k, R: Read> Iterator for Reading<'k, R> {
    type Item = Result<Line<'k>, FileFault>;

    /// The next line. After a fault or the end of the file there is none: a file at fault must not be loaded.
    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let next = self.next_line().transpose();
        self.ended = !matches!(next, Some(Ok(_)));
        next
    }
}

/// A file whose heading line has been read.
struct Headed<R> {
    /// The lines behind it.
    lines: Lines<Source<R>>,
    headings: Vec<String>,
    /// Where the headings stand.
    at: At,
}

fn headed<R: Read>(input: R, how: &How, limits: Limits) -> Result<Headed<R>, FileFault> {
    let source = Source::open(input, how, limits)?;
    let cut = source.cut();
    let mut lines = Lines::open(source, cut)?;
    let mut row = Row::new(MOST_HEADINGS, limits);
    if !lines.next_row(&mut row)? {
        return Err(FileFault::Empty);
    }
    let cells = row
        .utf8()
        .map_err(|(cell, place)| not_utf8(&row, cell, place, (cell + 1).to_string()))?;
    let headings = (0..row.cells.min(MOST_HEADINGS))
        .map(|index| cells.get(index).to_owned())
        .collect();
    let at = At {
        format: lines.input().detected().format,
        number: row.line.max(1),
    };
    Ok(Headed { lines, headings, at })
}

pub(super) fn not_utf8(row: &Row, cell: usize, place: usize, column: String) -> FileFault {
    let byte = row.cell(cell).get(place).copied().unwrap_or_default();
    FileFault::NotUtf8 {
        line: row.line,
        column,
        place: place + 1,
        byte,
    }
}

/// Refuses a row as a whole: a cell too long to hold, or cells that do not match the headings.
fn refuse_row(row: &Row, mapping: &Mapping, format: Format) -> Option<Refused> {
    let expected = mapping.columns.len();
    if let Some(cell) = row.too_long {
        let column = mapping
            .columns
            .get(cell)
            .map_or_else(String::new, |column| column.heading.clone());
        let message = "the cell is longer than any cell may be; shorten it".to_owned();
        return Some(Refused {
            line: row.line,
            column,
            rule: Rule::TooLong,
            message,
        });
    }
    if row.cells != expected {
        let message = format!(
            "the {} has {} cells and the headings {expected}; make them the same",
            format.row(),
            row.cells
        );
        return Some(Refused {
            line: row.line,
            column: String::new(),
            rule: Rule::Columns,
            message,
        });
    }
    None
}

/// Refuses a row with a cell that has no value, such as an error of a formula.
fn refuse_lack(cells: Cells<'_>, mapping: &Mapping, line: u64) -> Option<Refused> {
    let mut columns = mapping.columns.iter().enumerate();
    columns.find_map(|(index, column)| {
        let message = cells.get(index).strip_prefix(NO_VALUE)?;
        Some(Refused {
            line,
            column: column.heading.clone(),
            rule: Rule::NoValue,
            message: message.to_owned(),
        })
    })
}

/// A record before its place among the other lines is known.
struct Draft<'k> {
    source_ref: Option<String>,
    month: Month,
    stratum: &'k str,
    fields: String,
    notices: Vec<Notice<'k>>,
}

impl<'k> Draft<'k> {
    /// Checks every cell in the order of the kind's fields; the first one at fault is told by its column.
    fn of_cells(
        kind: &'k Kind,
        columns: &mut [Column<'k>],
        (cells, widest): (Cells<'_>, usize),
        for_rules: &mut Record,
    ) -> Result<Self, (Option<usize>, Broken)> {
        for_rules.clear();
        let mut fields = String::with_capacity(widest + 64);
        let mut month = None;
        let mut stratum = UNKNOWN_STRATUM;
        let mut source_ref = None;
        let mut notices = Vec::new();
        let mut not_known: Vec<&str> = Vec::new();
        fields.push('{');
        for (position, column) in columns.iter_mut().enumerate() {
            let index = column.index;
            let cell = index.map_or("", |index| cells.get(index));
            let told = column.tell(cell, &mut fields).map_err(|broken| (index, broken))?;
            notices.extend(told.notice);
            not_known.extend(told.not_known);
            stratum = told.stratum.unwrap_or(stratum);
            month = told.month.or(month);
            if let Some(said) = told.said {
                for_rules.say(said);
            }
            let blank = told.blank;
            if kind.reference == Some(position) && !blank {
                source_ref = Some(column.worded(cell).trim().to_owned());
            }
        }
        if fields.ends_with(',') {
            fields.pop();
        }
        if !not_known.is_empty() {
            let names = not_known.join("\",\"");
            fields.push_str(&format!(",\"{NOT_KNOWN}\":[\"{names}\"]"));
        }
        fields.push('}');
        let Some(month) = month else {
            let index = columns.get(kind.month).and_then(|column| column.index);
            return Err((
                index,
                (
                    Rule::Required,
                    "the line has no date to tell its month".to_owned(),
                ),
            ));
        };
        Ok(Self {
            source_ref,
            month,
            stratum,
            fields,
            notices,
        })
    }
}
