//! Reading FRAME.csv, a line at a time. A refusal names the file and the line.

use anyhow::{Context, bail};
use stats::sampling::{Frame, FrameBuilder, SamplingError};
use std::fs::File;
use std::path::Path;

const WITH_SIZE: [&str; 4] = ["ref", "stratum", "size", "salt"];
const WITHOUT_SIZE: [&str; 3] = ["ref", "stratum", "salt"];

/// Reads the frame. A byte order mark and either line end are accepted; a blank size is 1.
pub(super) fn read_frame(path: &Path) -> anyhow::Result<Frame> {
    let name = path.display();
    let mut builder = FrameBuilder::new();
    each_row(path, |row| {
        Ok(builder.add(row.ref_, row.stratum, row.size, row.salt)?)
    })
    .with_context(|| name.to_string())?;
    match builder.finish() {
        Ok(frame) => Ok(frame),
        Err(SamplingError::DuplicateRef(twice)) => {
            let lines = lines_of(path, &twice)?;
            bail!("{name} lines {lines}: ref {twice} appears more than once; give each ref once")
        }
        Err(why) => Err(why).with_context(|| name.to_string()),
    }
}

/// One line of the file.
struct Row<'a> {
    line: u64,
    ref_: &'a str,
    stratum: &'a str,
    size: u32,
    salt: [u8; 16],
}

/// Calls `each` with every row; what it refuses is said with the line.
fn each_row(path: &Path, mut each: impl FnMut(&Row<'_>) -> anyhow::Result<()>) -> anyhow::Result<()> {
    let file = File::open(path).context("cannot be read")?;
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .buffer_capacity(1 << 16)
        .from_reader(file);
    let header = reader.headers().map_err(refusal)?.clone();
    if header.iter().all(|cell| cell.trim().is_empty()) {
        bail!("the file is empty; it needs the header ref,stratum,size,salt and a line for each record");
    }
    if header != WITH_SIZE[..] && header != WITHOUT_SIZE[..] {
        bail!("line 1: the header must be ref,stratum,size,salt or ref,stratum,salt");
    }
    let mut cells = csv::StringRecord::new();
    while reader.read_record(&mut cells).map_err(refusal)? {
        let line = cells.position().map_or(0, csv::Position::line);
        let read = read_row(line, &cells, header.len()).and_then(|row| each(&row));
        read.with_context(|| format!("line {line}"))?;
    }
    Ok(())
}

/// The CSV reader's error as one of ours.
fn refusal(why: csv::Error) -> anyhow::Error {
    match why.kind() {
        csv::ErrorKind::Utf8 { pos, .. } => {
            let line = pos.as_ref().map_or(1, csv::Position::line);
            anyhow::anyhow!("line {line}: this is not UTF-8 text; save the file as UTF-8")
        }
        csv::ErrorKind::Io(_) => anyhow::Error::from(why).context("cannot be read"),
        _ => why.into(),
    }
}

fn read_row(line: u64, cells: &csv::StringRecord, columns: usize) -> anyhow::Result<Row<'_>> {
    if cells.len() != columns {
        bail!("{} fields where the header has {columns}", cells.len());
    }
    let size = match &cells[2] {
        _ if columns == WITHOUT_SIZE.len() => 1,
        "" => 1,
        digits => match digits.parse() {
            Ok(size) => size,
            Err(_) => bail!("the size is not a whole number from 1 to 4294967295"),
        },
    };
    let Some(salt) = read_salt(cells[columns - 1].as_bytes()) else {
        bail!("the salt is not 32 hex digits");
    };
    Ok(Row {
        line,
        ref_: &cells[0],
        stratum: &cells[1],
        size,
        salt,
    })
}

/// 16 bytes from 32 hex digits. By a table: salts are chance, and a machine that has to guess each digit's kind guesses
/// wrong half the time.
fn read_salt(digits: &[u8]) -> Option<[u8; 16]> {
    const NONE: u8 = 0xff;
    const VALUES: [u8; 256] = {
        let mut values = [NONE; 256];
        let (mut digit, all) = (0, b"0123456789abcdefABCDEF");
        while digit < all.len() {
            values[all[digit] as usize] = if digit < 16 { digit as u8 } else { digit as u8 - 6 };
            digit += 1;
        }
        values
    };
    let digits: &[u8; 32] = digits.try_into().ok()?;
    let (mut salt, mut seen) = ([0; 16], 0);
    for (byte, pair) in salt.iter_mut().zip(digits.chunks_exact(2)) {
        let (high, low) = (VALUES[usize::from(pair[0])], VALUES[usize::from(pair[1])]);
        seen |= high | low;
        *byte = (high << 4) | low;
    }
    (seen < 16).then_some(salt)
}

/// The lines on which a ref stands, however it is composed: `2 and 9`.
fn lines_of(path: &Path, ref_: &str) -> anyhow::Result<String> {
    let mut lines = Vec::new();
    each_row(path, |row| {
        let record = stats::sampling::Record::new(row.ref_, row.stratum, row.size, row.salt)?;
        if record.ref_() == ref_ {
            lines.push(row.line.to_string());
        }
        Ok(())
    })?;
    Ok(lines.join(" and "))
}
