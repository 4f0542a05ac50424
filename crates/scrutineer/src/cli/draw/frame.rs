//! Reading FRAME.csv. A refusal names the file and the line.

use anyhow::{Context, bail};
use stats::sampling::{Frame, Record, SamplingError};
use std::path::Path;

const WITH_SIZE: [&str; 4] = ["ref", "stratum", "size", "salt"];
const WITHOUT_SIZE: [&str; 3] = ["ref", "stratum", "salt"];

/// Reads the frame. A byte order mark and either line end are accepted; a blank size is 1.
pub(super) fn read_frame(path: &Path) -> anyhow::Result<Frame> {
    let name = path.display();
    let bytes = std::fs::read(path).with_context(|| format!("{name}: cannot be read"))?;
    let text = match std::str::from_utf8(&bytes) {
        Ok(text) => text.strip_prefix('\u{feff}').unwrap_or(text),
        Err(error) => {
            let line = 1 + bytes[..error.valid_up_to()]
                .iter()
                .filter(|&&byte| byte == b'\n')
                .count();
            bail!("{name} line {line}: this is not UTF-8 text; save the file as UTF-8");
        }
    };
    if text.trim().is_empty() {
        bail!(
            "{name}: the file is empty; it needs the header ref,stratum,size,salt and a line for each record"
        );
    }
    let mut records = Vec::new();
    each_record(text, |_, record| records.push(record)).with_context(|| name.to_string())?;
    match Frame::new(records) {
        Ok(frame) => Ok(frame),
        Err(SamplingError::DuplicateRef(twice)) => {
            let mut lines = Vec::new();
            each_record(text, |line, record| {
                if record.ref_() == twice {
                    lines.push(line.to_string());
                }
            })?;
            bail!(
                "{name} lines {}: ref {twice} appears more than once; give each ref once",
                lines.join(" and ")
            )
        }
        Err(why) => Err(why).with_context(|| name.to_string()),
    }
}

/// Calls `each` with every record and the line on which it starts.
fn each_record(text: &str, mut each: impl FnMut(u64, Record)) -> anyhow::Result<()> {
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .from_reader(text.as_bytes());
    let header = reader.headers()?.clone();
    if header != WITH_SIZE[..] && header != WITHOUT_SIZE[..] {
        bail!("line 1: the header must be ref,stratum,size,salt or ref,stratum,salt");
    }
    let mut row = csv::StringRecord::new();
    while reader.read_record(&mut row)? {
        let line = row.position().map_or(0, csv::Position::line);
        each(
            line,
            read_record(&row, header.len()).with_context(|| format!("line {line}"))?,
        );
    }
    Ok(())
}

fn read_record(row: &csv::StringRecord, columns: usize) -> anyhow::Result<Record> {
    if row.len() != columns {
        bail!("{} fields where the header has {columns}", row.len());
    }
    let size = match &row[2] {
        _ if columns == WITHOUT_SIZE.len() => 1,
        "" => 1,
        digits => match digits.parse() {
            Ok(size) => size,
            Err(_) => bail!("the size is not a whole number from 1 to 4294967295"),
        },
    };
    let mut salt = [0; 16];
    if hex::decode_to_slice(&row[columns - 1], &mut salt).is_err() {
        bail!("the salt is not 32 hex digits");
    }
    Ok(Record::new(&row[0], &row[1], size, salt)?)
}
