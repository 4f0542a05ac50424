//! The shape of a published draw: `draw.json` and `frame.csv`. Written by `publish`, read back by `verify`.

use super::record::name;
use super::{FORMAT, Hash, Plan, RecordRef, SamplingError, Source, SourceValue, StratumDraw, Withdrawal};
use crate::json;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;

/// `draw.json`. Keys appear in this order; unknown ones are refused.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DrawJson {
    pub(super) format: String,
    pub(super) reference: String,
    pub(super) n: usize,
    pub(super) root: String,
    pub(super) plan: Value,
    pub(super) commitment: String,
    pub(super) committed_at: String,
    pub(super) sources: Vec<SourceJson>,
    pub(super) seed: String,
    pub(super) strata: BTreeMap<String, StratumJson>,
    pub(super) withdrawals: Vec<Withdrawal>,
    pub(super) heard: BTreeMap<String, Vec<String>>,
}

/// A seed source: `value` when it was typed text, `hex` when it was bytes.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SourceJson {
    label: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    hex: Option<String>,
}

/// What was drawn from a stratum, beside what was asked for.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StratumJson {
    pub(super) population: usize,
    pub(super) n: usize,
    pub(super) drawn: Vec<String>,
    pub(super) reserves: Vec<String>,
}

impl StratumJson {
    pub(super) fn new(n: usize, draw: StratumDraw) -> Self {
        Self {
            population: draw.population,
            n,
            drawn: draw.drawn,
            reserves: draw.reserves,
        }
    }
}

impl SourceJson {
    pub(super) fn new(source: &Source) -> Self {
        let (value, hex) = match source.value() {
            SourceValue::Text(text) => (Some(text.clone()), None),
            SourceValue::Bytes(bytes) => (None, Some(hex::encode(bytes))),
        };
        Self {
            label: source.label().to_owned(),
            value,
            hex,
        }
    }

    fn read(&self) -> Result<Source, String> {
        let source = match (&self.value, &self.hex) {
            (Some(text), None) => Source::text(&self.label, text),
            (None, Some(digits)) => Source::bytes(&self.label, bytes(digits)?),
            _ => return Err(format!("source {} needs either value or hex", self.label)),
        };
        source.map_err(|why| why.to_string())
    }
}

impl DrawJson {
    /// Reads `draw.json` and what in it can be read on its own.
    pub(super) fn read(text: &str) -> Result<(Self, Plan, Vec<Source>), String> {
        let published: Self = serde_json::from_value(json::strict(text)?).map_err(|why| why.to_string())?;
        if published.format != FORMAT {
            return Err(format!(
                "the format is {:?} where {FORMAT:?} is known",
                published.format
            ));
        }
        name("reference", &published.reference).map_err(|why| why.to_string())?;
        check_instant("committed_at", &published.committed_at)?;
        for withdrawal in &published.withdrawals {
            check_instant(
                &format!("at of the withdrawal of {}", withdrawal.ref_),
                &withdrawal.at,
            )?;
        }
        let plan = Plan::from_value(&published.plan).map_err(|why| why.to_string())?;
        let sources = published
            .sources
            .iter()
            .map(SourceJson::read)
            .collect::<Result<_, _>>()?;
        Ok((published, plan, sources))
    }
}

/// What a `draw.json` states of its seed: nothing of it is checked here.
#[derive(Debug, Clone, PartialEq)]
pub struct PublishedSeed {
    /// What was to be drawn.
    pub plan: Plan,
    /// What entered the seed, in the plan's order.
    pub sources: Vec<Source>,
    /// When the commitment was published, RFC 3339 in UTC.
    pub committed_at: String,
    /// The commitment.
    pub commitment: Hash,
}

/// Reads what a `draw.json` states of its seed.
///
/// # Errors
/// A file that is none, in one sentence.
pub fn published_seed(draw_json: &str) -> Result<PublishedSeed, String> {
    let (published, plan, sources) = DrawJson::read(draw_json)?;
    Ok(PublishedSeed {
        plan,
        sources,
        committed_at: published.committed_at,
        commitment: fixed("commitment", &published.commitment)?,
    })
}

/// A line of `frame.csv`.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) ref_: String,
    pub(super) stratum: String,
    pub(super) size: u32,
    pub(super) leaf: Hash,
    /// Empty where the record's salt is not disclosed.
    pub(super) salt: Option<[u8; 16]>,
}

const COLUMNS: [&str; 5] = ["ref", "stratum", "size", "leaf", "salt"];

/// Writes `frame.csv`; the column `salt` only when some salt is disclosed.
pub(super) fn write_frame(rows: &[Row]) -> Result<String, SamplingError> {
    let columns = if rows.iter().any(|row| row.salt.is_some()) {
        5
    } else {
        4
    };
    let mut writer = csv::Writer::from_writer(Vec::new());
    let mut write = |fields: &[&str]| writer.write_record(&fields[..columns]);
    let written = write(&COLUMNS).and_then(|()| {
        rows.iter().try_for_each(|row| {
            let (size, leaf) = (row.size.to_string(), hex::encode(row.leaf));
            let salt = row.salt.map(hex::encode).unwrap_or_default();
            write(&[&row.ref_, &row.stratum, &size, &leaf, &salt])
        })
    });
    let bytes = written.ok().and_then(|()| writer.into_inner().ok());
    bytes
        .and_then(|bytes| String::from_utf8(bytes).ok())
        .ok_or(SamplingError::Unwritable)
}

/// Reads `frame.csv`; a refusal names the line.
pub(super) fn read_frame(text: &str) -> Result<Vec<Row>, String> {
    if text.contains('\r') {
        return Err("it has carriage returns; it is published with plain LF line ends".into());
    }
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .from_reader(text.as_bytes());
    let header = reader.headers().map_err(|why| why.to_string())?.clone();
    if header != COLUMNS[..4] && header != COLUMNS[..] {
        return Err("line 1: the header must be ref,stratum,size,leaf and may end in salt".into());
    }
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|why| why.to_string())?;
        let line = record.position().map_or(0, csv::Position::line);
        rows.push(read_row(&record, header.len()).map_err(|why| format!("line {line}: {why}"))?);
    }
    Ok(rows)
}

fn read_row(record: &csv::StringRecord, columns: usize) -> Result<Row, String> {
    if record.len() != columns {
        return Err(format!("{} fields where the header has {columns}", record.len()));
    }
    let named = |field, text: &str| match name(field, text) {
        Ok(name) if name == text => Ok(name),
        Ok(_) => Err(format!("the {field} is not in Unicode form NFC")),
        Err(why) => Err(why.to_string()),
    };
    let size = record[2]
        .parse()
        .ok()
        .filter(|size: &u32| *size > 0 && size.to_string() == record[2]);
    let salt = match record.get(4) {
        None | Some("") => None,
        Some(digits) => Some(fixed("salt", digits)?),
    };
    Ok(Row {
        ref_: named("ref", &record[0])?,
        stratum: named("stratum", &record[1])?,
        size: size.ok_or("the size is not a whole number from 1 to 4294967295")?,
        leaf: fixed("leaf", &record[3])?,
        salt,
    })
}

impl Row {
    pub(super) fn new(record: RecordRef<'_>, disclosed: bool) -> Self {
        Self {
            ref_: record.ref_().to_owned(),
            stratum: record.stratum().to_owned(),
            size: record.size(),
            leaf: record.leaf(),
            salt: disclosed.then_some(*record.salt()),
        }
    }
}

/// Lower-case hex of exactly `N` bytes.
pub(super) fn fixed<const N: usize>(field: &str, digits: &str) -> Result<[u8; N], String> {
    bytes(digits)
        .ok()
        .and_then(|bytes| bytes.try_into().ok())
        .ok_or_else(|| format!("the {field} is not {} lower-case hex digits", 2 * N))
}

pub(super) fn bytes(digits: &str) -> Result<Vec<u8>, String> {
    let bytes = hex::decode(digits)
        .ok()
        .filter(|bytes| hex::encode(bytes) == digits);
    bytes.ok_or_else(|| format!("{digits:?} is not lower-case hex"))
}

/// `YYYY-MM-DDTHH:MM:SS[.fraction]Z`.
pub(super) fn check_instant(field: &str, text: &str) -> Result<(), String> {
    let digits = |from: usize, to: usize, least: u32, most: u32| {
        let part = text
            .get(from..to)
            .filter(|part| part.bytes().all(|byte| byte.is_ascii_digit()));
        part.and_then(|part| part.parse().ok())
            .is_some_and(|number: u32| (least..=most).contains(&number))
    };
    let marks = [(4, b'-'), (7, b'-'), (10, b'T'), (13, b':'), (16, b':')];
    let fraction = text
        .get(19..)
        .and_then(|rest| rest.strip_suffix('Z'))
        .is_some_and(|rest| {
            rest.is_empty()
                || rest
                    .strip_prefix('.')
                    .is_some_and(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
        });
    let good = digits(0, 4, 0, 9999)
        && digits(5, 7, 1, 12)
        && digits(8, 10, 1, 31)
        && digits(11, 13, 0, 23)
        && digits(14, 16, 0, 59)
        && digits(17, 19, 0, 60)
        && marks
            .iter()
            .all(|&(at, mark)| text.as_bytes().get(at) == Some(&mark))
        && fraction;
    if good {
        Ok(())
    } else {
        Err(format!(
            "{field} is {text:?}, not a time such as 2024-03-01T10:00:00Z"
        ))
    }
}
