//! How complete the records are: by field, month and body, what is blank and what says that it is not stated.

use std::collections::BTreeMap;

use super::kind_of;
use crate::{
    access::{self, Action, Actor},
    browse::store::{self, Blanks},
    platform::{
        app::App,
        packs::{Field, Kind},
        refusal::{Answer, Refusal},
    },
};

/// Counts of records.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Count {
    /// Records that stand.
    pub records: i64,
    /// Those with nothing in the field.
    pub blank: i64,
    /// Those that say that it is not stated.
    pub not_stated: i64,
}

impl Count {
    fn add(&mut self, blanks: &Blanks) {
        self.records += blanks.records;
        self.blank += blanks.blank;
        self.not_stated += blanks.not_stated;
    }
}

/// A field with its counts.
#[derive(Debug, Clone)]
pub struct FieldLine {
    /// Its name.
    pub name: String,
    /// What it is called.
    pub label: String,
    /// Its counts.
    pub count: Count,
}

/// How complete the records of a kind are.
#[derive(Debug)]
pub struct Completeness {
    /// Every field of the kind that a row may leave blank, over all months asked for, in the body acted for.
    pub fields: Vec<FieldLine>,
    /// The one field asked for, by month, in the body acted for.
    pub months: Vec<(String, Count)>,
    /// The same field by the force each body holds to account, for those who may see the counts of several.
    pub forces: Vec<(String, Count)>,
    /// The months there are records of.
    pub known: Vec<String>,
}

/// What is asked.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// Id of the kind.
    pub kind: &'a str,
    /// Name of a field, or empty.
    pub field: &'a str,
    /// First and last month, or empty.
    pub months: (&'a str, &'a str),
}

/// Counts of blanks, for those who may see counts of the register.
///
/// # Errors
/// [`Refusal::NotFound`] for those who may not, and for a kind or a field there is not.
pub async fn completeness(app: &App, actor: &Actor, asked: Asked<'_>) -> Answer<Completeness> {
    actor.allow(Action::RegisterRead, actor.facts(actor.body))?;
    let kind = kind_of(app, asked.kind)?;
    if !asked.field.is_empty() && kind.field(asked.field).is_none() {
        return Err(Refusal::NotFound);
    }
    let (from, to) = asked.months;
    let months = (from, if to.is_empty() { "9999-99" } else { to });
    let mut tx = app.db.read("records.completeness").await?;
    let blanks = store::blanks(&mut tx, actor.body, asked.kind, months).await?;
    let known = store::months(&mut tx, actor.body, asked.kind).await?;
    let bodies = access::acts::bodies_where(&mut tx, actor, Action::RegisterRead).await?;
    let mut forces: BTreeMap<String, Count> = BTreeMap::new();
    if bodies.len() > 1 && !asked.field.is_empty() {
        for body in &bodies {
            let theirs = store::blanks(&mut tx, body.id, asked.kind, months).await?;
            let count = forces.entry(body.force_name.clone()).or_default();
            of_field(&theirs, asked.field).for_each(|blanks| count.add(blanks));
        }
    }
    Ok(Completeness {
        fields: lines(kind, &blanks),
        months: by_month(&blanks, asked.field),
        forces: forces.into_iter().collect(),
        known,
    })
}

fn of_field<'b>(blanks: &'b [Blanks], field: &'b str) -> impl Iterator<Item = &'b Blanks> {
    blanks.iter().filter(move |blanks| blanks.field == field)
}

fn lines(kind: &Kind, blanks: &[Blanks]) -> Vec<FieldLine> {
    let mut counts: BTreeMap<&str, Count> = BTreeMap::new();
    for one in blanks {
        counts.entry(&one.field).or_default().add(one);
    }
    let may_be_blank = |field: &&Field| {
        let says_so = field
            .vocabulary()
            .is_some_and(|list| list.entries.iter().any(|entry| entry.not_stated));
        !field.required || says_so
    };
    let line = |field: &Field| FieldLine {
        name: field.name.clone(),
        label: field.label.clone(),
        count: counts.get(field.name.as_str()).copied().unwrap_or_default(),
    };
    kind.fields.iter().filter(may_be_blank).map(line).collect()
}

fn by_month(blanks: &[Blanks], field: &str) -> Vec<(String, Count)> {
    let mut months: BTreeMap<String, Count> = BTreeMap::new();
    for one in of_field(blanks, field) {
        months.entry(one.month.clone()).or_default().add(one);
    }
    months.into_iter().collect()
}

/// The first kind of which the body has records, or the first there is.
///
/// # Errors
/// [`Refusal::NotFound`] for those who may not see counts of the register.
pub async fn first_kind(app: &App, actor: &Actor) -> Answer<String> {
    actor.allow(Action::RegisterRead, actor.facts(actor.body))?;
    let mut tx = app.db.read("records.kinds").await?;
    let held = store::held(&mut tx, actor.body).await?;
    let known = held
        .into_iter()
        .map(|(kind, _)| kind)
        .find(|id| app.packs.newest_kind(id).is_some());
    let first = || app.packs.kinds.first().map(|kind| kind.id.clone());
    known.or_else(first).ok_or(Refusal::NotFound)
}
