//! Looking through records: as a list, one by one, by a reference. Each is logged before anything is shown.

mod alike;
mod counting;
mod exporting;
mod looking;
mod saving;
mod shelving;
mod sourcing;

pub use alike::{OnShelves, alike};
pub use counting::{Asked, Completeness, Count, FieldLine, completeness, first_kind};
pub use exporting::{Export, Format, MOST_ODS, REASONS, Written, about_export, export};
pub use saving::{delete, save, views};
pub use shelving::shelve_waiting;
pub use sourcing::{Dataset, datasets};

use std::collections::{BTreeSet, HashMap};

use serde_json::{Map, Value};

use self::looking::Looking;
use super::{
    finding::Page,
    model::{Reader, View},
    store::{self, Found},
};
use crate::{
    access::{Action, Actor},
    audit::Note,
    flags,
    platform::{
        app::App,
        db::DbError,
        form::Form,
        ids::{BatchId, RecordId},
        packs::{Kind, RulePacks},
        refusal::{Answer, Refusal},
    },
    register,
};

/// Records on a page.
pub const PAGE: usize = 50;

/// Records a search by reference shows, at most.
const MOST_FOUND: usize = 50;

/// The shortest beginning of a reference that is searched for, in characters.
const SHORTEST: usize = 3;

/// What somebody may see of records.
///
/// # Errors
/// [`Refusal::NotFound`] for those who may not browse.
pub fn reader(actor: &Actor) -> Answer<Reader> {
    let facts = actor.facts(actor.body);
    actor.allow(Action::RecordBrowse, facts)?;
    Ok(Reader {
        identify: actor.may(Action::RecordIdentify, facts),
        flags: actor.may(Action::RecordFlags, facts),
    })
}

/// A kind by its id.
///
/// # Errors
/// [`Refusal::NotFound`] where there is none.
pub fn kind_of<'a>(app: &'a App, id: &str) -> Answer<&'a Kind> {
    app.packs.newest_kind(id).ok_or(Refusal::NotFound)
}

/// Id and name of every rule for a kind.
#[must_use]
pub fn rules_of(kind: &Kind) -> Vec<(String, String)> {
    let packs = RulePacks::of_program().ok();
    let pack = packs.and_then(|packs| packs.for_records(&kind.id));
    pack.map(|pack| {
        pack.outlines()
            .map(|rule| (rule.id.to_owned(), rule.title.to_owned()))
            .collect()
    })
    .unwrap_or_default()
}

/// Reads the view that an address or a form asks for; what is wrong with it is noted in the form.
///
/// # Errors
/// [`Refusal::NotFound`] for a kind there is not.
pub fn view_of<'a>(app: &'a App, reader: Reader, form: &mut Form) -> Answer<(&'a Kind, View)> {
    let kind = kind_of(app, form.value("kind"))?;
    let rules: BTreeSet<String> = rules_of(kind).into_iter().map(|(id, _)| id).collect();
    let view = View::read(form, kind, reader, &rules);
    Ok((kind, view))
}

/// The kinds a body has records of, with how many stand.
///
/// # Errors
/// [`Refusal::NotFound`] for those who may not browse.
pub async fn held(app: &App, actor: &Actor) -> Answer<Vec<(String, i64)>> {
    reader(actor)?;
    let mut tx = app.db.read("records.held").await?;
    Ok(store::held(&mut tx, actor.body).await?)
}

/// The files that records of a kind came with: id and name, newest first.
///
/// # Errors
/// [`Refusal::NotFound`] for those who may not browse.
pub async fn files(app: &App, actor: &Actor, kind: &Kind) -> Answer<Vec<(BatchId, String)>> {
    reader(actor)?;
    let mut tx = app.db.read("records.files").await?;
    Ok(store::files(&mut tx, actor.body, &kind.id).await?)
}

/// A record of a list.
#[derive(Debug)]
pub struct Line {
    /// Its id.
    pub id: RecordId,
    /// The force's own reference, for those who may see it.
    pub reference: Option<String>,
    /// Its month, `YYYY-MM`.
    pub month: String,
    /// What its stratum is called.
    pub stratum: String,
    /// The columns of the view in words.
    pub cells: Vec<String>,
}

/// A page of a list.
#[derive(Debug)]
pub struct Listed {
    /// How many records the filter finds.
    pub total: usize,
    /// The page shown, from 1.
    pub page: usize,
    /// The last page there is; 1 where nothing is found.
    pub last: usize,
    /// The records.
    pub lines: Vec<Line>,
    /// Files that have been loaded but cannot be searched yet.
    pub waiting: i64,
}

/// A page of the records that a view finds, from 1; beyond the last, the last. Logged as one consultation.
///
/// # Errors
/// [`Refusal::NotFound`] for those who may not browse.
pub async fn list(app: &App, actor: &Actor, (kind, view): (&Kind, &View), page: usize) -> Answer<Listed> {
    let reader = reader(actor)?;
    let mut tx = app.db.read("records.list").await?;
    let mut looking = Looking::begin((app, &mut tx), actor.body, kind, view).await?;
    let hits = looking.hits(view).await?;
    let total = hits.count();
    let last = total.div_ceil(PAGE).max(1);
    let page = page.clamp(1, last);
    let mut places = Page::new((page - 1) * PAGE, PAGE);
    looking.put_in_order(&view.order, hits, &mut places).await?;
    let ids = looking.ids(&places.found).await?;
    // A record that got a newer version a moment ago is on the shelves still; it is not shown.
    let found = store::found_among(&mut tx, &ids).await?;
    let mut found: HashMap<RecordId, Found> = found.into_iter().map(|found| (found.id, found)).collect();
    let lines = ids
        .iter()
        .filter_map(|id| found.remove(id))
        .map(|found| line(kind, reader, &view.columns, found))
        .collect::<Answer<_>>()?;
    let waiting = store::files_waiting(&mut tx, actor.body, &kind.id).await?;
    drop(tx);
    let note = Note::consulted("register", &kind.id)
        .with("filter", view.filter_codes())
        .with("hits", total)
        .with("page", page);
    log(app, actor, "records.list", note).await?;
    Ok(Listed {
        total,
        page,
        last,
        lines,
        waiting,
    })
}

async fn log(app: &App, actor: &Actor, name: &'static str, note: Note) -> Answer<()> {
    let mut act = actor.begin(app, name).await?;
    act.log(note).await?;
    act.commit().await
}

fn fields_of(found: &Found) -> Answer<Map<String, Value>> {
    let fields = serde_json::from_str(&found.data).map_err(|error| {
        DbError::inconsistent(
            format!("record {} data", found.id),
            format_args!("not a JSON object ({:?})", error.classify()),
        )
    })?;
    Ok(fields)
}

fn line(kind: &Kind, reader: Reader, columns: &[String], found: Found) -> Answer<Line> {
    let fields = fields_of(&found)?;
    let shown = columns
        .iter()
        .filter_map(|name| kind.listed_field(name).filter(|field| reader.sees(field)));
    Ok(Line {
        id: found.id,
        month: found.month,
        stratum: kind.stratum_label(&found.stratum).to_owned(),
        cells: shown
            .map(|field| reader.words(field, kind.value(&field.name, &fields).as_deref()))
            .collect(),
        reference: found.source_ref.filter(|_| reader.refers(kind)),
    })
}

/// A record as somebody may see it.
#[derive(Debug)]
pub struct Shown {
    /// Its kind's title.
    pub title: String,
    /// Id of its kind.
    pub kind: String,
    /// Its month, `YYYY-MM`.
    pub month: String,
    /// What its stratum is called.
    pub stratum: String,
    /// The file it came with.
    pub batch: BatchId,
    /// Whether it is alike in every cell to an earlier row.
    pub repeat: bool,
    /// Whether a newer version stands in its place.
    pub past: bool,
    /// Label and words of every field the reader may see; blank ones too.
    pub facts: Vec<(String, String)>,
    /// What rules flag of it, for those who may know: name, explanation.
    pub flags: Option<Vec<(String, String)>>,
}

/// One record. Logged as a consultation.
///
/// # Errors
/// [`Refusal::NotFound`] for a record of another body, one that is not there, and those who may not browse.
pub async fn read(app: &App, actor: &Actor, id: RecordId) -> Answer<Shown> {
    let reader = reader(actor)?;
    let mut tx = app.db.read("records.read").await?;
    let record = register::store::record(&mut tx, id)
        .await?
        .ok_or(Refusal::NotFound)?;
    actor.allow(Action::RecordBrowse, actor.facts(record.body))?;
    let kind = kind_of(app, &record.kind)?;
    // Of one record, and for whoever prepares cases, everything: it is what the list leads to.
    let everything = if reader.identify {
        kind.fields.as_slice()
    } else {
        &[]
    };
    let listed = reader
        .fields(kind)
        .filter(|field| everything.is_empty() || kind.field(&field.name).is_none());
    let facts = everything.iter().chain(listed).map(|field| {
        let value = kind.value(&field.name, &record.fields);
        (field.label.clone(), reader.words(field, value.as_deref()))
    });
    let shown = Shown {
        title: kind.title.clone(),
        kind: kind.id.clone(),
        month: record.month.clone(),
        stratum: kind.stratum_label(&record.stratum).to_owned(),
        batch: record.batch,
        repeat: record.duplicate,
        past: store::found(&mut tx, id).await?.is_none(),
        facts: facts.collect(),
        flags: if reader.flags {
            Some(flags::acts::of_record(&mut tx, id).await?)
        } else {
            None
        },
    };
    drop(tx);
    log(app, actor, "records.read", Note::consulted("record", id)).await?;
    Ok(shown)
}

/// The records of a kind whose reference is, or begins with, some words: at most fifty, and whether there are more. Logged as
/// one consultation, without the words.
///
/// # Errors
/// [`Refusal::NotFound`] for those without a right to identified records, and for a kind without references;
/// [`Refusal::Invalid`] on `reference` for nothing, or too short a beginning.
pub async fn find(
    app: &App,
    actor: &Actor,
    kind: &Kind,
    (reference, begins): (&str, bool),
) -> Answer<(Vec<Line>, bool)> {
    let reader = reader(actor)?;
    if !reader.refers(kind) {
        return Err(Refusal::NotFound);
    }
    if reference.is_empty() {
        return Err(Refusal::field("reference", "Enter a reference"));
    }
    if begins && reference.chars().count() < SHORTEST {
        let says = format!("Enter at least the first {SHORTEST} characters of the reference");
        return Err(Refusal::field("reference", says));
    }
    let to = if begins {
        format!("{reference}{}", char::MAX)
    } else {
        reference.to_owned()
    };
    let mut tx = app.db.read("records.find").await?;
    let most = i64::try_from(MOST_FOUND).unwrap_or(i64::MAX);
    let mut found = store::by_reference(&mut tx, (actor.body, &kind.id), (reference, &to), most + 1).await?;
    drop(tx);
    let more = found.len() > MOST_FOUND;
    found.truncate(MOST_FOUND);
    let note = Note::consulted("register", &kind.id)
        .with("by", if begins { "reference begins" } else { "reference" })
        .with("hits", found.len())
        .with("more", more);
    log(app, actor, "records.find", note).await?;
    let lines = found
        .into_iter()
        .map(|found| line(kind, reader, &kind.columns, found));
    Ok((lines.collect::<Answer<_>>()?, more))
}
