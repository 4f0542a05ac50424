//! Taking a list away as a file. The file is written beside the database, without a name, so that nothing of it is left
//! whatever happens; its hash goes into the log before its first byte goes to the reader.

use std::{
    fs::File as OsFile,
    io::{BufWriter, Read, Seek, Write},
};

use documents::{Ods, csv_line};
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::{
    fields_of, log,
    looking::{Looking, id_at},
    reader,
};
use crate::{
    access::Actor,
    audit::Note,
    browse::{
        finding::Spread,
        model::{Reader, View, by_month},
        store::{self, Found, PIECE},
    },
    platform::{
        app::App,
        db::Tx,
        ids::RecordId,
        packs::{Field, FieldType, Kind},
        refusal::{Answer, Refusal},
    },
};

/// Records a spreadsheet holds, at most: programs that open one keep it all in memory. A CSV file has no limit.
pub const MOST_ODS: usize = 100_000;

/// The longest reason, in characters.
const LONGEST: usize = 300;

/// From so many records of a piece on, the whole piece is fetched at once.
const MANY: usize = 16;

/// Why records are taken away: code and words.
pub const REASONS: [(&str, &str); 6] = [
    ("panel", "To prepare a panel or a meeting"),
    ("quality", "To check or mend the force's data"),
    ("analysis", "To analyse outcomes for the panel or its body"),
    ("oversight", "Asked for by an inspectorate, auditor or regulator"),
    ("rights", "A request by the person a record is about"),
    ("other", "Another reason, said below"),
];

/// What the file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Comma-separated values.
    Csv,
    /// OpenDocument spreadsheet.
    Ods,
}

impl Format {
    /// Its code, which ends the file's name.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Ods => "ods",
        }
    }

    /// The type of its content.
    #[must_use]
    pub fn media(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::Ods => "application/vnd.oasis.opendocument.spreadsheet",
        }
    }
}

/// What is asked for.
#[derive(Clone, Debug)]
pub struct Export {
    /// As what.
    pub format: Format,
    /// Code of the reason.
    pub reason: String,
    /// The reason in words.
    pub why: String,
}

/// How many records an export would hold, and the headings of its columns.
///
/// # Errors
/// [`Refusal::NotFound`] for those who may not browse.
pub async fn about_export(
    app: &App,
    actor: &Actor,
    (kind, view): (&Kind, &View),
) -> Answer<(usize, Vec<String>)> {
    let reader = reader(actor)?;
    let mut tx = app.db.read("records.about_export").await?;
    let mut looking = Looking::begin((app, &mut tx), actor.body, kind, view).await?;
    let records = looking.hits(view).await?.count();
    Ok((records, Columns::of(kind, reader).head))
}

/// A file that was written and logged.
pub struct Written {
    /// The file, at its beginning.
    pub file: OsFile,
    /// Its name for the reader.
    pub name: String,
    /// Records in it.
    pub records: usize,
}

/// Where rows go.
enum File {
    /// Lines of text.
    Csv(BufWriter<OsFile>),
    /// A sheet.
    Ods(Box<Ods<BufWriter<OsFile>>>),
}

fn unwritten(error: impl std::fmt::Display) -> Refusal {
    Refusal::Unavailable(format!("an export could not be written: {error}"))
}

impl File {
    fn begin(app: &App, format: Format, columns: &Columns<'_>) -> Answer<Self> {
        let file = tempfile::tempfile_in(app.directory()).map_err(unwritten)?;
        let out = BufWriter::new(file);
        Ok(match format {
            Format::Csv => {
                let mut csv = Self::Csv(out);
                csv.row(&columns.head)?;
                csv
            }
            Format::Ods => {
                let sheet = Ods::begin(out, "Records", &columns.head, &columns.numeric);
                Self::Ods(Box::new(sheet.map_err(unwritten)?))
            }
        })
    }

    fn row(&mut self, cells: &[String]) -> Answer<()> {
        match self {
            Self::Csv(out) => {
                let mut line = String::new();
                csv_line(&mut line, cells);
                out.write_all(line.as_bytes())
            }
            Self::Ods(sheet) => sheet.row(cells),
        }
        .map_err(unwritten)
    }

    /// The file at its beginning, and its SHA-256.
    fn finish(self) -> Answer<(OsFile, [u8; 32])> {
        let out = match self {
            Self::Csv(out) => out,
            Self::Ods(sheet) => sheet.finish().map_err(unwritten)?,
        };
        let mut file = out.into_inner().map_err(unwritten)?;
        file.rewind().map_err(unwritten)?;
        let mut hash = Sha256::new();
        let mut bytes = vec![0; 1 << 16];
        loop {
            match file.read(&mut bytes).map_err(unwritten)? {
                0 => break,
                read => hash.update(&bytes[..read]),
            }
        }
        file.rewind().map_err(unwritten)?;
        Ok((file, hash.finalize().into()))
    }
}

/// The columns of an export: what the reader sees in lists, nothing else.
struct Columns<'k> {
    head: Vec<String>,
    numeric: Vec<bool>,
    fields: Vec<&'k Field>,
    reference: bool,
    reader: Reader,
}

impl<'k> Columns<'k> {
    fn of(kind: &'k Kind, reader: Reader) -> Self {
        let reference = reader.refers(kind);
        let fields: Vec<&Field> = reader.fields(kind).collect();
        let first = ["Record", "Month", "Stratum"].map(str::to_owned);
        let reference_head = kind
            .reference
            .filter(|_| reference)
            .map(|at| kind.fields[at].label.clone());
        let mut head: Vec<String> = first.into_iter().chain(reference_head).collect();
        let mut numeric = vec![false; head.len()];
        head.extend(fields.iter().map(|field| field.label.clone()));
        numeric.extend(
            fields
                .iter()
                .map(|field| matches!(field.holds, FieldType::Integer { .. } | FieldType::Decimal { .. })),
        );
        Self {
            head,
            numeric,
            fields,
            reference,
            reader,
        }
    }

    fn cells(&self, kind: &Kind, found: &Found) -> Answer<Vec<String>> {
        let fields = fields_of(found)?;
        let mut cells = vec![
            found.id.to_string(),
            found.month.clone(),
            kind.stratum_label(&found.stratum).to_owned(),
        ];
        if self.reference {
            cells.push(found.source_ref.clone().unwrap_or_default());
        }
        cells.extend(
            self.fields
                .iter()
                .map(|field| plain(self.reader, field, kind.value(&field.name, &fields).as_deref())),
        );
        Ok(cells)
    }
}

/// A value for a machine to read: days and numbers as they are kept, codes in words; of a day only its month, where the reader
/// has no right to identified records.
fn plain(reader: Reader, field: &Field, value: Option<&Value>) -> String {
    match value {
        Some(Value::String(day)) if by_month(field) && !reader.identify => {
            day.get(..7).unwrap_or_default().to_owned()
        }
        Some(Value::String(text)) if !matches!(field.holds, FieldType::Code(_)) => text.clone(),
        other => field.words(other),
    }
}

fn check(wanted: &Export) -> Answer<()> {
    if !REASONS.iter().any(|(code, _)| *code == wanted.reason) {
        return Err(Refusal::field("reason", "Choose why the records are taken away"));
    }
    if wanted.why.is_empty() || wanted.why.chars().count() > LONGEST {
        let says = format!("Say in at most {LONGEST} characters what the file is for");
        return Err(Refusal::field("why", says));
    }
    Ok(())
}

/// Writes every record that a view finds into a file, in the order of the files they came with, and logs one disclosure: to
/// whom, why, how many records, and the SHA-256 of the file.
///
/// # Errors
/// [`Refusal::Invalid`] on `reason`, `why`, or on `format` for more records than a spreadsheet holds;
/// [`Refusal::NotFound`] for those who may not browse.
pub async fn export(
    app: &App,
    actor: &Actor,
    (kind, view): (&Kind, &View),
    wanted: Export,
) -> Answer<Written> {
    let reader = reader(actor)?;
    check(&wanted)?;
    let columns = Columns::of(kind, reader);
    let mut tx = app.db.read("records.export").await?;
    let mut looking = Looking::begin((app, &mut tx), actor.body, kind, view).await?;
    let hits = looking.hits(view).await?;
    let total = hits.count();
    if wanted.format == Format::Ods && total > MOST_ODS {
        let says =
            format!("A spreadsheet holds at most {MOST_ODS} records; choose CSV, or narrow the filter");
        return Err(Refusal::field("format", says));
    }
    let groups = groups(&mut looking, &hits).await?;
    let mut file = File::begin(app, wanted.format, &columns)?;
    let mut records = 0;
    for ids in groups {
        for found in fetch(&mut tx, ids).await? {
            file.row(&columns.cells(kind, &found)?)?;
            records += 1;
        }
    }
    drop(tx);
    let (file, hash) = file.finish()?;
    let note = Note::disclosed("register", &kind.id)
        .because(wanted.why)
        .with("reason", wanted.reason)
        .with("recipient", actor.person)
        .with("format", wanted.format.code())
        .with("filter", view.filter_codes())
        .with("records", records)
        .with("columns", columns.head.len())
        .with("sha256", hex::encode(hash));
    log(app, actor, "records.export", note).await?;
    Ok(Written {
        file,
        name: format!("{}-records.{}", kind.id.replace('_', "-"), wanted.format.code()),
        records,
    })
}

/// The ids of a piece that are asked for.
type Ids = Vec<RecordId>;

/// What the filter finds, piece by piece.
async fn groups(looking: &mut Looking<'_>, hits: &Spread) -> Answer<Vec<Ids>> {
    let mut groups = Vec::new();
    for (segment, places) in hits.0.iter().enumerate() {
        let mut places = places.iter().peekable();
        while let Some(first) = places.peek().copied() {
            let piece = first / PIECE;
            let bytes = looking.pieces(segment, &[piece]).await?;
            let bytes = bytes.first().map_or(&[][..], |(_, ids)| ids);
            let mut ids = Vec::new();
            while let Some(place) = places.next_if(|place| place / PIECE == piece) {
                ids.extend(id_at(bytes, place % PIECE));
            }
            groups.push(ids);
        }
    }
    Ok(groups)
}

/// The records of these ids, which rise.
async fn fetch(tx: &mut Tx, ids: Ids) -> Answer<Vec<Found>> {
    if let (MANY.., Some(first), Some(last)) = (ids.len(), ids.first(), ids.last()) {
        let mut found = store::between(tx, (*first, *last)).await?;
        found.retain(|found| ids.binary_search(&found.id).is_ok());
        return Ok(found);
    }
    let mut found = store::found_among(tx, &ids).await?;
    found.sort_by_key(|found| found.id);
    Ok(found)
}
