//! A list of records in JSON, as rows: `[{...}, ...]` or `{"records": [{...}, ...]}`. The headings are the keys in the
//! order in which they first appear; a record without a key has a blank cell there.

use std::collections::HashMap;
use std::fmt;
use std::io::Read;

use serde::Deserialize;
use serde::de::{Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::NO_VALUE;
use crate::register::fault::FileFault;

/// The most bytes of a file of records, which is held in memory.
const MOST_BYTES: u64 = 64 << 20;
/// The most different keys, as many as there may be headings.
const MOST_KEYS: usize = 1000;
/// From here on a number that is not whole, or longer than 64 bits, has lost digits.
const MOST_EXACT: f64 = 9_007_199_254_740_992.0;

/// The records as CSV in UTF-8, and what people should know of them.
pub(super) fn rows(input: &mut dyn Read) -> Result<(Vec<u8>, Vec<String>), FileFault> {
    let mut text = Vec::new();
    input
        .take(MOST_BYTES + 1)
        .read_to_end(&mut text)
        .map_err(|error| FileFault::of_io(error, 1))?;
    if text.len() as u64 > MOST_BYTES {
        return Err(FileFault::JsonTooLarge);
    }
    let file: File = serde_json::from_slice(&text).map_err(|error| FileFault::Json {
        line: error.line(),
        says: said(&error),
    })?;
    let mut notes = Vec::new();
    if file.beside > 0 {
        notes.push("the file holds more than its records; that was passed over".to_owned());
    }
    Ok((file.table.csv(), notes))
}

/// What serde says, without the place, which is told beside it, and without what stands in the file.
fn said(error: &serde_json::Error) -> &'static str {
    match error.classify() {
        serde_json::error::Category::Eof => "the list ends in the middle; the file was cut off",
        serde_json::error::Category::Data => {
            "this is no list of records; write [{\"heading\": \"value\"}] or {\"records\": [...]}"
        }
        _ => "this is not JSON; a comma, bracket or quotation mark is missing or too many",
    }
}

/// The cells of every record by the number of its key.
#[derive(Default)]
struct Table {
    keys: Vec<String>,
    numbers: HashMap<String, usize>,
    records: Vec<Vec<(usize, Cell)>>,
}

impl Table {
    fn number(&mut self, key: String) -> Option<usize> {
        if let Some(number) = self.numbers.get(&key) {
            return Some(*number);
        }
        let number = self.keys.len();
        if number >= MOST_KEYS {
            return None;
        }
        self.numbers.insert(key.clone(), number);
        self.keys.push(key);
        Some(number)
    }

    fn csv(self) -> Vec<u8> {
        let mut out = Vec::new();
        if self.keys.is_empty() {
            return out;
        }
        write_row(&mut out, self.keys.iter().map(String::as_str));
        for record in self.records {
            let mut cells = vec![String::new(); self.keys.len()];
            for (number, cell) in record {
                if let Some(place) = cells.get_mut(number) {
                    // A key twice in one record: neither value is more right than the other.
                    *place = if place.is_empty() {
                        cell.0
                    } else {
                        format!("{NO_VALUE}the record has this key twice; give one value")
                    };
                }
            }
            write_row(&mut out, cells.iter().map(String::as_str));
        }
        out
    }
}

/// Writes every cell in quotation marks, so that a blank record is a row as well.
fn write_row<'a>(out: &mut Vec<u8>, cells: impl Iterator<Item = &'a str>) {
    for (number, cell) in cells.enumerate() {
        if number > 0 {
            out.push(b',');
        }
        out.push(b'"');
        out.extend_from_slice(cell.replace('"', "\"\"").as_bytes());
        out.push(b'"');
    }
    out.push(b'\n');
}

/// The whole file.
struct File {
    table: Table,
    /// Keys beside `records`.
    beside: usize,
}

impl<'de> Deserialize<'de> for File {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(OfFile)
    }
}

struct OfFile;

impl<'de> Visitor<'de> for OfFile {
    type Value = File;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of records")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<File, A::Error> {
        let mut table = Table::default();
        while let Some(Record(record)) = list.next_element()? {
            let mut cells = Vec::with_capacity(record.len());
            for (key, cell) in record {
                let number = table
                    .number(key)
                    .ok_or_else(|| A::Error::custom("too many keys"))?;
                cells.push((number, cell));
            }
            table.records.push(cells);
        }
        Ok(File { table, beside: 0 })
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<File, A::Error> {
        let mut found: Option<File> = None;
        let mut beside = 0;
        while let Some(key) = map.next_key::<String>()? {
            if key == "records" && found.is_none() {
                found = Some(map.next_value()?);
            } else {
                map.next_value::<IgnoredAny>()?;
                beside += 1;
            }
        }
        let found = found.ok_or_else(|| A::Error::custom("no records"))?;
        Ok(File { beside, ..found })
    }
}

/// Keys and values in the order of the file.
struct Record(Vec<(String, Cell)>);

impl<'de> Deserialize<'de> for Record {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_map(OfRecord)
    }
}

struct OfRecord;

impl<'de> Visitor<'de> for OfRecord {
    type Value = Record;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a record")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Record, A::Error> {
        let mut record = Vec::new();
        while let Some(entry) = map.next_entry()? {
            record.push(entry);
        }
        Ok(Record(record))
    }
}

/// One value as the text of a cell.
struct Cell(String);

impl<'de> Deserialize<'de> for Cell {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(OfCell)
    }
}

struct OfCell;

impl<'de> Visitor<'de> for OfCell {
    type Value = Cell;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Cell, E> {
        Ok(Cell(text.trim_start_matches(NO_VALUE).to_owned()))
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Cell, E> {
        Ok(Cell(if value { "True" } else { "False" }.to_owned()))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Cell, E> {
        Ok(Cell(value.to_string()))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Cell, E> {
        Ok(Cell(value.to_string()))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Cell, E> {
        if value.abs() >= MOST_EXACT {
            let says = "the number has too many digits to be kept exactly; put it in quotation marks";
            return Ok(Cell(format!("{NO_VALUE}{says}")));
        }
        Ok(Cell(value.to_string()))
    }

    fn visit_unit<E: Error>(self) -> Result<Cell, E> {
        Ok(Cell(String::new()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Cell, A::Error> {
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Cell(format!("{NO_VALUE}the value is a list; give one value")))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Cell, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Cell(format!(
            "{NO_VALUE}the value is a record within the record; give one value"
        )))
    }
}
