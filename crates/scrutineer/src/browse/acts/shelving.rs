//! The duty that puts loaded batches on the shelves, and puts right what has changed since.

use std::collections::BTreeMap;

use ledger::Operation;
use sha2::{Digest, Sha256};

use crate::{
    audit::{Act, Note, Who},
    browse::{
        places::{MOST, Places},
        shelves::{self, About, BLANK, MONTH, NOT_STATED, PAST, RULE, Shelves, YES},
        store::{self, Counted, Look, Segment, ToShelve, Waiting},
    },
    platform::{
        app::App,
        db::{DbError, Tx},
        ids::{BatchId, RecordId},
        packs::Kind,
        refusal::Answer,
    },
};

/// Records fetched at a time.
const AT_A_TIME: i64 = 4_096;

/// Puts on the shelves every batch that is not there, or not as it is now; each in one act. How many there were.
///
/// # Errors
/// What the database says; then the job is tried again.
pub async fn shelve_waiting(app: &App) -> Answer<usize> {
    let mut tx = app.db.read("records.waiting").await?;
    let batches = store::batches_waiting(&mut tx).await?;
    let flags = flags_told(store::rules_counted(&mut tx).await?);
    drop(tx);
    let mut done = 0;
    for batch in batches {
        let Some(kind) = app.packs.newest_kind(&batch.kind) else {
            continue;
        };
        let now = Look {
            fields: shelves::plan_mark(kind),
            edition: batch.edition,
            flags: flags.get(&batch.batch).cloned().unwrap_or_default(),
        };
        if batch.look.as_ref() != Some(&now) {
            shelve(app, kind, &batch, &now).await?;
            done += 1;
        }
    }
    Ok(done)
}

/// What the rules counted of each batch as one hash: it changes when they find something else.
fn flags_told(counted: Vec<(BatchId, String, i64)>) -> BTreeMap<BatchId, String> {
    let mut hashes: BTreeMap<BatchId, Sha256> = BTreeMap::new();
    for (batch, rule, flagged) in counted {
        let hash = hashes.entry(batch).or_default();
        hash.update(format!("{rule} {flagged}\n"));
    }
    hashes
        .into_iter()
        .map(|(batch, hash)| (batch, hex::encode(hash.finalize())))
        .collect()
}

/// A segment of a batch while it is worked on.
struct Part {
    ids: Vec<RecordId>,
    months: BTreeMap<String, Places>,
    blank: BTreeMap<String, Places>,
    not_stated: BTreeMap<String, Places>,
}

impl Part {
    fn of(ids: Vec<RecordId>) -> Self {
        Self {
            ids,
            months: BTreeMap::new(),
            blank: BTreeMap::new(),
            not_stated: BTreeMap::new(),
        }
    }

    /// Keeps a set if blanks are counted from it.
    fn keep(&mut self, shelf: &str, value: &str, places: &Places) {
        let into = match (shelf, value) {
            (MONTH, month) => {
                self.months.insert(month.to_owned(), places.clone());
                return;
            }
            (_, BLANK) => &mut self.blank,
            (_, NOT_STATED) => &mut self.not_stated,
            _ => return,
        };
        into.insert(shelf.to_owned(), places.clone());
    }

    fn place_of(&self, id: RecordId) -> Option<usize> {
        self.ids.binary_search(&id).ok()
    }
}

/// A set to keep: field, value, part, places.
type Set = (String, String, i64, Vec<u8>);

/// What is made of a batch before anything is written.
#[derive(Default)]
struct Made {
    parts: Vec<Part>,
    sets: Vec<Set>,
    whole: bool,
}

async fn shelve(app: &App, kind: &Kind, batch: &Waiting, now: &Look) -> Answer<()> {
    let same_fields = batch.look.as_ref().is_some_and(|look| look.fields == now.fields);
    let mut tx = app.db.read("records.shelve").await?;
    let mut made = if same_fields {
        again(&mut tx, batch).await?
    } else {
        anew(&mut tx, kind, batch).await?
    };
    let past = past(&mut tx, batch, &made.parts).await?;
    for (part, places) in (0_i64..).zip(&past).filter(|(_, places)| !places.is_empty()) {
        made.sets
            .push((PAST.to_owned(), YES.to_owned(), part, places.to_bytes()));
    }
    flagged(&mut tx, batch.batch, &mut made).await?;
    drop(tx);
    let counts = counts(kind, &made.parts, &past);
    keep(app, batch, now, (made, counts)).await
}

/// Reads every record of a batch and puts it on every shelf.
async fn anew(tx: &mut Tx, kind: &Kind, batch: &Waiting) -> Answer<Made> {
    let mut made = Made {
        whole: true,
        ..Made::default()
    };
    let mut after = None;
    loop {
        let mut records: Vec<ToShelve> = Vec::new();
        while records.len() < MOST {
            let left = i64::try_from(MOST - records.len()).unwrap_or(AT_A_TIME);
            let of = (batch.batch, batch.loaded_at);
            let next = store::records_after(tx, of, after, left.min(AT_A_TIME)).await?;
            let Some(last) = next.last() else { break };
            after = Some(last.id);
            records.extend(next);
        }
        if records.is_empty() {
            return Ok(made);
        }
        segment(kind, records, &mut made)?;
    }
}

fn segment(kind: &Kind, records: Vec<ToShelve>, made: &mut Made) -> Answer<()> {
    let number = i64::try_from(made.parts.len()).unwrap_or(i64::MAX);
    let mut on = Shelves::new(kind, records.len());
    for (place, record) in records.iter().enumerate() {
        let fields = serde_json::from_str(&record.data)
            .map_err(|_| DbError::inconsistent(format!("record {} data", record.id), "not a JSON object"))?;
        let about = About {
            month: &record.month,
            stratum: &record.stratum,
            repeat: record.repeat,
        };
        on.put(place, about, &fields);
    }
    let mut part = Part::of(records.iter().map(|record| record.id).collect());
    for (shelf, value, places) in on.sets() {
        part.keep(shelf, value, places);
        made.sets
            .push((shelf.to_owned(), value.to_owned(), number, places.to_bytes()));
    }
    made.parts.push(part);
    Ok(())
}

/// Takes a batch as it is on the shelves.
async fn again(tx: &mut Tx, batch: &Waiting) -> Answer<Made> {
    let mut made = Made::default();
    for (_, bytes) in store::ids_of_batch(tx, batch.batch).await? {
        let ids = (0..bytes.len() / 16).filter_map(|place| super::looking::id_at(&bytes, place));
        made.parts.push(Part::of(ids.collect()));
    }
    for (part, shelf, value, bytes) in store::sets_of_batch(tx, (batch.body, batch.batch)).await? {
        let part = usize::try_from(part)
            .ok()
            .and_then(|part| made.parts.get_mut(part));
        if let Some(part) = part
            && let Some(places) = Places::of_bytes(&bytes, part.ids.len())
        {
            part.keep(&shelf, &value, &places);
        }
    }
    Ok(made)
}

/// The places, by part, of records that have a newer version.
async fn past(tx: &mut Tx, batch: &Waiting, parts: &[Part]) -> Answer<Vec<Places>> {
    let mut past: Vec<Places> = parts.iter().map(|part| Places::none(part.ids.len())).collect();
    for id in store::past_of_batch(tx, (batch.batch, batch.loaded_at)).await? {
        if let Some((part, place)) = place_in(parts, id) {
            past[part].add(place);
        }
    }
    Ok(past)
}

fn place_in(parts: &[Part], id: RecordId) -> Option<(usize, usize)> {
    let part = parts.partition_point(|part| part.ids.last().is_some_and(|last| *last < id));
    Some((part, parts.get(part)?.place_of(id)?))
}

async fn flagged(tx: &mut Tx, batch: BatchId, made: &mut Made) -> Answer<()> {
    let mut sets: BTreeMap<(String, usize), Places> = BTreeMap::new();
    for (rule, record) in store::flags_of_batch(tx, batch).await? {
        if let Some((part, place)) = place_in(&made.parts, record) {
            let records = made.parts[part].ids.len();
            sets.entry((rule, part))
                .or_insert_with(|| Places::none(records))
                .add(place);
        }
    }
    for ((rule, part), places) in sets {
        let part = i64::try_from(part).unwrap_or(i64::MAX);
        made.sets.push((RULE.to_owned(), rule, part, places.to_bytes()));
    }
    Ok(())
}

/// By month and field: how many records stand, how many are blank, how many say that it is not stated.
fn counts(kind: &Kind, parts: &[Part], past: &[Places]) -> Vec<Counted> {
    let mut counts: BTreeMap<(String, &str), (usize, usize, usize)> = BTreeMap::new();
    for (part, past) in parts.iter().zip(past) {
        for (month, places) in &part.months {
            let standing = places.clone().without(past);
            let records = standing.count();
            let of = |sets: &BTreeMap<String, Places>, field: &str| {
                sets.get(field).map_or(0, |places| places.shared(&standing))
            };
            for field in &kind.fields {
                let count = counts.entry((month.clone(), field.name.as_str())).or_default();
                count.0 += records;
                count.1 += of(&part.blank, &field.name);
                count.2 += of(&part.not_stated, &field.name);
            }
        }
    }
    counts
        .into_iter()
        .map(|((month, field), (records, blank, not_stated))| {
            (month, field.to_owned(), records, blank, not_stated)
        })
        .collect()
}

async fn keep(app: &App, batch: &Waiting, now: &Look, (made, counts): (Made, Vec<Counted>)) -> Answer<()> {
    let mut act = Act::begin(app, "records.shelve", Who::default()).await?;
    act.belongs_to(Some(batch.body));
    let of = (batch.body, batch.kind.as_str());
    let records: usize = made.parts.iter().map(|part| part.ids.len()).sum();
    if made.whole {
        store::forget_batch(&mut act.tx, batch.batch).await?;
        for (part, number) in made.parts.iter().zip(0_i64..) {
            let segment = Segment {
                batch: batch.batch,
                part: number,
                records: part.ids.len(),
            };
            store::add_segment(&mut act.tx, of, &segment, &part.ids).await?;
        }
    } else {
        store::forget_sets(&mut act.tx, batch.batch, PAST).await?;
        store::forget_sets(&mut act.tx, batch.batch, RULE).await?;
    }
    store::add_sets(&mut act.tx, of, batch.batch, made.sets).await?;
    store::add_counts(&mut act.tx, batch.batch, counts).await?;
    let at = act.now;
    store::mark(&mut act.tx, batch.batch, now, at).await?;
    let note = Note::new(Operation::Combination, "batch", batch.batch).with("records", records);
    act.log(note).await?;
    act.commit().await
}
