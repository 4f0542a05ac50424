//! Fetching sets of places for a view, and the ids of the records of a page.

use std::collections::{BTreeMap, HashMap, hash_map::Entry};

use crate::{
    browse::{
        finding::{Page, Spread, at_least, at_most},
        model::{Filter, Order, View, bound, choices, shelved},
        places::Places,
        shelves::{BLANK, DIGITS, MONTH, PAST, REPEAT, RULE, STRATUM, Shelf, YES, digit, of_field},
        store::{self, Kept, PIECE, Segment},
    },
    platform::{
        db::{DbError, Tx},
        ids::{BatchId, BodyId, RecordId},
        packs::{Field, Kind},
        refusal::Answer,
    },
};

/// A look at the segments of a body and kind.
pub(super) struct Looking<'t> {
    tx: &'t mut Tx,
    body: BodyId,
    kind: &'t Kind,
    /// The segments, newest file first.
    pub segments: Vec<Segment>,
    at: HashMap<(BatchId, i64), usize>,
    records: Vec<usize>,
}

impl<'t> Looking<'t> {
    pub async fn begin(tx: &'t mut Tx, body: BodyId, kind: &'t Kind, view: &View) -> Answer<Self> {
        let mut segments = store::segments(tx, body, &kind.id).await?;
        if let Some(batch) = view.filter.batch {
            segments.retain(|segment| segment.batch == batch);
        }
        let at = segments.iter().enumerate();
        Ok(Self {
            tx,
            body,
            kind,
            at: at
                .map(|(at, segment)| ((segment.batch, segment.part), at))
                .collect(),
            records: segments.iter().map(|segment| segment.records).collect(),
            segments,
        })
    }

    /// The records that the filter of a view finds.
    pub async fn hits(&mut self, view: &View) -> Answer<Spread> {
        let filter = &view.filter;
        let past = self.value(PAST, YES).await?;
        let mut hits = Spread::all(&self.records).without(&past);
        for (shelf, code) in [(STRATUM, &filter.stratum), (RULE, &filter.rule)] {
            if !code.is_empty() {
                hits = hits.and(&self.value(shelf, code).await?);
            }
        }
        if !filter.from.is_empty() || !filter.to.is_empty() {
            let to = if filter.to.is_empty() {
                "9999-99"
            } else {
                &filter.to
            };
            hits = hits.and(&self.values(MONTH, (&filter.from, to)).await?);
        }
        if let Some(repeat) = filter.repeat {
            let repeats = self.value(REPEAT, YES).await?;
            hits = if repeat {
                hits.and(&repeats)
            } else {
                hits.without(&repeats)
            };
        }
        self.by_fields(filter, hits).await
    }

    async fn by_fields(&mut self, filter: &Filter, mut hits: Spread) -> Answer<Spread> {
        for (field, codes) in &filter.codes {
            let mut any = Spread::none(&self.records);
            for code in codes {
                any = any.or(&self.value(field, shelved(code)).await?);
            }
            hits = hits.and(&any);
        }
        let kind = self.kind;
        for (name, bounds) in &filter.bounds {
            let Some(field) = kind.listed_field(name) else {
                continue;
            };
            let digits = self.digits(field).await?;
            hits = hits.without(&self.value(name, BLANK).await?);
            if let Some(least) = bound(field, &bounds.from, false) {
                hits = at_least(&digits, hits, least);
            }
            if let Some(most) = bound(field, &bounds.to, true) {
                hits = at_most(&digits, hits, most);
            }
        }
        Ok(hits)
    }

    /// Fills a page with records in an order; those that are blank in what they are ordered by come last.
    pub async fn put_in_order(&mut self, order: &Order, hits: Spread, page: &mut Page) -> Answer<()> {
        let kind = self.kind;
        let Some(field) = kind.listed_field(&order.by) else {
            let months = self.by_value(MONTH, ("", "9999-99")).await?;
            offer_each(order.falling, months.values(), &hits, page);
            return Ok(());
        };
        let blank = self.value(&field.name, BLANK).await?;
        let known = hits.clone().without(&blank);
        match of_field(field) {
            Shelf::Digits { .. } => {
                let digits = self.digits(field).await?;
                page.offer_by(&digits, known, order.falling);
            }
            _ => {
                let mut sets = Vec::new();
                for (code, _) in choices(field) {
                    if shelved(code) != BLANK {
                        sets.push(self.value(&field.name, code).await?);
                    }
                }
                offer_each(order.falling, sets.iter(), &known, page);
            }
        }
        page.offer(&hits.and(&blank));
        Ok(())
    }

    /// The ids of the records at these places, in their order.
    pub async fn ids(&mut self, found: &[(usize, usize)]) -> Answer<Vec<RecordId>> {
        let mut pieces: HashMap<(usize, usize), Vec<u8>> = HashMap::new();
        let mut ids = Vec::with_capacity(found.len());
        for (segment, place) in found {
            let key = (*segment, place / PIECE);
            let bytes = match pieces.entry(key) {
                Entry::Occupied(known) => known.into_mut(),
                Entry::Vacant(new) => new.insert(self.piece(key).await?),
            };
            let id = id_at(bytes, place % PIECE);
            ids.push(id.ok_or_else(|| DbError::inconsistent("segment_piece", "an id is missing"))?);
        }
        Ok(ids)
    }

    /// The ids of one piece of a segment as bytes.
    pub async fn piece(&mut self, (segment, piece): (usize, usize)) -> Answer<Vec<u8>> {
        let piece = i64::try_from(piece).unwrap_or(i64::MAX);
        Ok(store::piece(self.tx, &self.segments[segment], piece).await?)
    }

    async fn value(&mut self, shelf: &str, value: &str) -> Answer<Spread> {
        self.values(shelf, (value, value)).await
    }

    async fn values(&mut self, shelf: &str, between: (&str, &str)) -> Answer<Spread> {
        let mut all = Spread::none(&self.records);
        for kept in store::sets(self.tx, (self.body, &self.kind.id), shelf, between).await? {
            if let Some((at, places)) = self.read(&kept)? {
                let so_far = std::mem::replace(&mut all.0[at], Places::none(0));
                all.0[at] = so_far.or(&places);
            }
        }
        Ok(all)
    }

    async fn by_value(&mut self, shelf: &str, between: (&str, &str)) -> Answer<BTreeMap<String, Spread>> {
        let mut all = BTreeMap::new();
        for kept in store::sets(self.tx, (self.body, &self.kind.id), shelf, between).await? {
            if let Some((at, places)) = self.read(&kept)? {
                let spread = all
                    .entry(kept.value)
                    .or_insert_with(|| Spread::none(&self.records));
                spread.0[at] = places;
            }
        }
        Ok(all)
    }

    async fn digits(&mut self, field: &Field) -> Answer<Vec<Spread>> {
        let last = digit(DIGITS - 1);
        let mut sets = self.by_value(&field.name, ("00", &last)).await?;
        let none = || Spread::none(&self.records);
        Ok((0..DIGITS)
            .map(|place| sets.remove(&digit(place)).unwrap_or_else(none))
            .collect())
    }

    /// A set and its segment; nothing for a segment that is not looked at.
    fn read(&self, kept: &Kept) -> Answer<Option<(usize, Places)>> {
        let Some(at) = self.at.get(&(kept.batch, kept.part)) else {
            return Ok(None);
        };
        let places = Places::of_bytes(&kept.places, self.records[*at]).ok_or_else(|| {
            DbError::inconsistent(
                format!("segment_value of batch {}", kept.batch),
                "not a set of places",
            )
        })?;
        Ok(Some((*at, places)))
    }
}

fn offer_each<'s>(
    falling: bool,
    sets: impl DoubleEndedIterator<Item = &'s Spread>,
    hits: &Spread,
    page: &mut Page,
) {
    let sets: Vec<&Spread> = if falling {
        sets.rev().collect()
    } else {
        sets.collect()
    };
    for set in sets {
        if page.is_full() {
            return;
        }
        page.offer(&hits.clone().and(set));
    }
}

/// The id at a place of a piece.
pub(super) fn id_at(bytes: &[u8], place: usize) -> Option<RecordId> {
    let sixteen = bytes.get(place * 16..place * 16 + 16)?;
    let id: [u8; 16] = sixteen.try_into().ok()?;
    Some(RecordId(uuid::Uuid::from_bytes(id)))
}
