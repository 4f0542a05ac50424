//! Fetching sets of places for a view, and the ids of the records of a page.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use crate::{
    browse::{
        finding::{Page, Spread, at_least, at_most},
        model::{Filter, Order, View, bound, choices, shelved},
        places::Places,
        shelves::{
            BLANK, DIGITS, KEPT, MONTH, PAST, REPEAT, RULE, STRATUM, Shelf, YES, digit, kept, of_field,
        },
        store::{self, Kept, PIECE, Segment},
    },
    platform::{
        app::App,
        db::{DbError, Tx},
        ids::{BatchId, BodyId, RecordId},
        packs::{Field, Kind},
        refusal::Answer,
        remembered::Remembered,
    },
};

/// A look at the segments of a body and kind.
pub(super) struct Looking<'t> {
    tx: &'t mut Tx,
    remembered: &'t Remembered,
    body: BodyId,
    kind: &'t Kind,
    /// The segments, newest file first.
    pub segments: Vec<Segment>,
    /// What all sets of the body and kind were made of.
    mark: String,
    at: HashMap<(BatchId, i64), usize>,
    records: Vec<usize>,
}

/// Sets as they are kept.
type Sets = Arc<Vec<Kept>>;

impl<'t> Looking<'t> {
    pub async fn begin(at: (&'t App, &'t mut Tx), body: BodyId, kind: &'t Kind, view: &View) -> Answer<Self> {
        let of_file = |segment: &Segment| view.filter.batch.is_none_or(|batch| segment.batch == batch);
        Self::over(at, body, kind, of_file).await
    }

    /// Looks at some of the segments alone.
    pub async fn over(
        (app, tx): (&'t App, &'t mut Tx),
        body: BodyId,
        kind: &'t Kind,
        looked_at: impl Fn(&Segment) -> bool,
    ) -> Answer<Self> {
        let (mut segments, mark) = store::segments(tx, body, &kind.id).await?;
        segments.retain(looked_at);
        let at = segments.iter().enumerate();
        Ok(Self {
            tx,
            remembered: &app.remembered,
            body,
            kind,
            mark,
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

    /// The records of some months whose kept facts have one of these numbers.
    pub async fn alike(&mut self, numbers: &BTreeSet<u16>, months: (&str, &str)) -> Answer<Vec<RecordId>> {
        let mut hits = Spread::none(&self.records);
        for number in numbers {
            hits = hits.or(&self.value(KEPT, &kept(*number)).await?);
        }
        let hits = hits.and(&self.values(MONTH, months).await?);
        let places = hits.0.iter().enumerate();
        let places: Vec<(usize, usize)> = places
            .flat_map(|(segment, places)| places.iter().map(move |place| (segment, place)))
            .collect();
        self.ids(&places).await
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
        if hits.is_empty() {
            return Ok(());
        }
        let kind = self.kind;
        let Some(field) = kind.listed_field(&order.by) else {
            let months = self.sets(MONTH, ("", "9999-99")).await?;
            let mut by_month: BTreeMap<&str, Vec<&Kept>> = BTreeMap::new();
            for kept in months.iter() {
                by_month.entry(&kept.value).or_default().push(kept);
            }
            let mut months: Vec<Vec<&Kept>> = by_month.into_values().collect();
            if order.falling {
                months.reverse();
            }
            for month in months {
                self.offer(&month, &hits, page)?;
            }
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
                let mut codes: Vec<&str> = choices(field)
                    .into_iter()
                    .map(|(code, _)| shelved(code))
                    .collect();
                if order.falling {
                    codes.reverse();
                }
                for code in codes.into_iter().filter(|code| *code != BLANK) {
                    if page.is_full() {
                        break;
                    }
                    let sets = self.sets(&field.name, (code, code)).await?;
                    self.offer(&sets.iter().collect::<Vec<_>>(), &known, page)?;
                }
            }
        }
        page.offer(&hits.and(&blank));
        Ok(())
    }

    /// Offers those of `hits` that are in sets of one value. They are counted as they are kept, and read where the page needs them.
    fn offer(&self, sets: &[&Kept], hits: &Spread, page: &mut Page) -> Answer<()> {
        if page.is_full() {
            return Ok(());
        }
        let mut count = 0;
        for kept in sets {
            if let Some(at) = self.at.get(&(kept.batch, kept.part)) {
                let shared = hits.0[*at].shared_with_bytes(&kept.places);
                count += shared.ok_or_else(|| damaged(kept))?;
            }
        }
        if !page.passes(count) {
            let with = self.spread(sets.iter().copied())?;
            page.offer(&hits.clone().and(&with));
        }
        Ok(())
    }

    /// The ids of the records at these places, in their order.
    pub async fn ids(&mut self, found: &[(usize, usize)]) -> Answer<Vec<RecordId>> {
        let mut wanted: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
        for (segment, place) in found {
            wanted.entry(*segment).or_default().insert(place / PIECE);
        }
        let mut pieces: HashMap<(usize, usize), Vec<u8>> = HashMap::new();
        for (segment, of_segment) in wanted {
            let of_segment: Vec<usize> = of_segment.into_iter().collect();
            for (piece, ids) in self.pieces(segment, &of_segment).await? {
                pieces.insert((segment, piece), ids);
            }
        }
        let id = |(segment, place): &(usize, usize)| {
            let piece = pieces.get(&(*segment, place / PIECE))?;
            id_at(piece, place % PIECE)
        };
        let ids: Option<Vec<RecordId>> = found.iter().map(id).collect();
        Ok(ids.ok_or_else(|| DbError::inconsistent("segment_piece", "an id is missing"))?)
    }

    /// The ids of pieces of a segment as bytes, with the number of each.
    pub async fn pieces(&mut self, segment: usize, wanted: &[usize]) -> Answer<Vec<(usize, Vec<u8>)>> {
        let wanted: Vec<i64> = wanted
            .iter()
            .filter_map(|piece| i64::try_from(*piece).ok())
            .collect();
        let found = store::pieces(self.tx, &self.segments[segment], &wanted).await?;
        let numbered = found
            .into_iter()
            .filter_map(|(piece, ids)| Some((usize::try_from(piece).ok()?, ids)));
        Ok(numbered.collect())
    }

    async fn value(&mut self, shelf: &str, value: &str) -> Answer<Spread> {
        self.values(shelf, (value, value)).await
    }

    async fn values(&mut self, shelf: &str, between: (&str, &str)) -> Answer<Spread> {
        let sets = self.sets(shelf, between).await?;
        self.spread(sets.iter())
    }

    /// The sets of a shelf whose values lie between two, remembered from one look to the next.
    async fn sets(&mut self, shelf: &str, (from, to): (&str, &str)) -> Answer<Sets> {
        let key = format!("shelf {} {} {shelf} {from} {to}", self.body, self.kind.id);
        if let Some(known) = self.remembered.get::<Vec<Kept>>(&key, &self.mark) {
            return Ok(known);
        }
        let sets = store::sets(self.tx, (self.body, &self.kind.id), shelf, (from, to)).await?;
        let bytes = sets.iter().map(Kept::bytes).sum();
        let sets = Arc::new(sets);
        self.remembered.keep(key, &self.mark, bytes, Arc::clone(&sets));
        Ok(sets)
    }

    /// Sets of one or several values put together.
    fn spread<'s>(&self, sets: impl Iterator<Item = &'s Kept>) -> Answer<Spread> {
        let mut all: Vec<Option<Places>> = self.records.iter().map(|_| None).collect();
        for kept in sets {
            if let Some((at, places)) = self.read(kept)? {
                all[at] = Some(match all[at].take() {
                    Some(so_far) => so_far.or(&places),
                    None => places,
                });
            }
        }
        let whole = all.into_iter().zip(&self.records);
        let whole = whole.map(|(places, records)| places.unwrap_or_else(|| Places::none(*records)));
        Ok(Spread(whole.collect()))
    }

    async fn digits(&mut self, field: &Field) -> Answer<Vec<Spread>> {
        let last = digit(DIGITS - 1);
        let sets = self.sets(&field.name, ("00", &last)).await?;
        (0..DIGITS)
            .map(|place| {
                let name = digit(place);
                self.spread(sets.iter().filter(|kept| kept.value == name))
            })
            .collect()
    }

    /// A set and its segment; nothing for a segment that is not looked at.
    fn read(&self, kept: &Kept) -> Answer<Option<(usize, Places)>> {
        let Some(at) = self.at.get(&(kept.batch, kept.part)) else {
            return Ok(None);
        };
        let places = Places::of_bytes(&kept.places, self.records[*at]).ok_or_else(|| damaged(kept))?;
        Ok(Some((*at, places)))
    }
}

fn damaged(kept: &Kept) -> DbError {
    let place = format!("segment_value of batch {}", kept.batch);
    DbError::inconsistent(place, "not a set of places")
}

/// The id at a place of a piece.
pub(super) fn id_at(bytes: &[u8], place: usize) -> Option<RecordId> {
    let sixteen = bytes.get(place * 16..place * 16 + 16)?;
    let id: [u8; 16] = sixteen.try_into().ok()?;
    Some(RecordId(uuid::Uuid::from_bytes(id)))
}
