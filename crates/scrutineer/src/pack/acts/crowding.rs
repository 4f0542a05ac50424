//! Who could it be? Counts, before a pack is released, the records that share what it shows.

use std::collections::{BTreeMap, BTreeSet};

use super::{heard, record_of};
use crate::{
    access::{Action, Actor},
    browse::acts as browse,
    draw::{
        self,
        model::{Case, Draw},
    },
    pack::{
        crowd::{self, Alike, Among, StandsOut},
        model::{Pack, PackState},
        store,
    },
    platform::{
        app::App,
        db::{DbError, Tx},
        ids::{BodyId, CaseId, DrawId, RecordId},
        packs::Kind,
        refusal::{Answer, Refusal},
    },
    register::{self, Month, model::Record, store::InPeriod},
};

/// Records read at a time.
const PAGE: i64 = 5000;
/// Records taken off the shelves at a time.
const PAGE_ON_SHELVES: usize = 500;
/// Months before the first case and after the last in which its crowd is looked for: a longer register makes nobody safer
/// whom their own year gives away.
const AROUND: i16 = 12;

/// A case whose crowd is looked for.
struct Own<'a> {
    case: CaseId,
    kind: &'a Kind,
    /// Its record, or the one that stands in its place: the same thing is counted once.
    standing: RecordId,
    record: Record,
}

async fn own<'a>(tx: &mut Tx, case: CaseId, (record, kind): (Record, &'a Kind)) -> Answer<Own<'a>> {
    let standing = register::store::standing_instead(tx, record.id).await?;
    Ok(Own {
        case,
        kind,
        standing: standing.unwrap_or(record.id),
        record,
    })
}

/// The months of the cases, with a year to either side.
fn period(cases: &[Own<'_>]) -> Option<(String, String)> {
    let months = || {
        cases
            .iter()
            .filter_map(|own| own.record.month.parse::<Month>().ok())
    };
    let (first, last) = (months().min()?, months().max()?);
    Some((first.after(-AROUND).to_string(), last.after(AROUND).to_string()))
}

/// The records of a kind among which the cases could be, each case as its own record tells it.
async fn among<'a>(
    (app, tx): (&App, &mut Tx),
    kind: &'a Kind,
    body: BodyId,
    cases: &[Own<'_>],
) -> Answer<Among<'a>> {
    let own: Vec<_> = cases
        .iter()
        .filter(|own| std::ptr::eq(own.kind, kind))
        .map(|own| (own.standing, crowd::told(kind, &own.record.fields)))
        .collect();
    let facts: Vec<_> = own.iter().map(|(_, told)| told.clone()).collect();
    let alike = Alike::to(kind, &facts);
    let numbers = cases.iter().filter(|own| std::ptr::eq(own.kind, kind));
    let numbers: Option<BTreeSet<u16>> = numbers.map(|own| kind.kept_facts(&own.record.fields)).collect();
    let mut told = BTreeMap::new();
    if let Some((first, last)) = period(cases) {
        let mut period = InPeriod::of(tx, (body, &kind.id), (&first, &last)).await?;
        if let Some(numbers) = numbers {
            let mut shelved = browse::alike((app, tx), (body, kind), &numbers, (&first, &last)).await?;
            period = period.of_files(&shelved.elsewhere);
            while !shelved.is_empty() {
                let records = shelved.next(tx, PAGE_ON_SHELVES).await?;
                let records = records.into_iter().map(|found| (found.id, found.data));
                keep_alike(kind, &alike, records, &mut told)?;
            }
        }
        look_through(tx, kind, &mut period, &alike, &mut told).await?;
    }
    told.extend(own);
    Among::of(kind, told.into_iter().collect()).map_err(|fault| Refusal::Unavailable(fault.to_string()))
}

/// Facts told, by record.
type Told = BTreeMap<RecordId, Vec<(String, String)>>;

/// Adds the records of a period that tell the same as one of the cases could.
async fn look_through(
    tx: &mut Tx,
    kind: &Kind,
    period: &mut InPeriod,
    alike: &Alike,
    told: &mut Told,
) -> Answer<()> {
    loop {
        let part = period.next(tx, PAGE).await?;
        if part.is_empty() {
            return Ok(());
        }
        let records = part.into_iter().map(|record| (record.id, record.data));
        keep_alike(kind, alike, records, told)?;
    }
}

fn keep_alike(
    kind: &Kind,
    alike: &Alike,
    records: impl Iterator<Item = (RecordId, String)>,
    told: &mut Told,
) -> Answer<()> {
    for (id, data) in records.filter(|(_, data)| alike.may_be(data)) {
        let fields = serde_json::from_str(&data)
            .map_err(|_| DbError::inconsistent(format!("record {id} data"), "not a JSON object"))?;
        let facts = crowd::told(kind, &fields);
        if alike.is(&facts) {
            told.insert(id, facts);
        }
    }
    Ok(())
}

/// Whether a case stands out among the records of its body, told as its cover says.
pub(super) async fn stands_out(
    (app, tx): (&App, &mut Tx),
    (record, kind): (&Record, &Kind),
    case: &Case,
    pack: Option<&Pack>,
) -> Answer<Option<StandsOut>> {
    let rules = store::rules(tx, case.panel).await?;
    let least = rules.least(kind.about_child(&record.fields));
    let wider = pack.map(Pack::cover).unwrap_or_default().wider;
    let own = own(tx, case.id, (record.clone(), kind)).await?;
    let standing = own.standing;
    let among = among((app, tx), kind, case.body, &[own]).await?;
    Ok(among.look(standing, &wider, least))
}

/// The checked packs of a draw whose facts fit too few records.
pub(super) async fn of_checked(
    app: &App,
    tx: &mut Tx,
    draw: &Draw,
    packs: &BTreeMap<CaseId, Pack>,
) -> Answer<BTreeMap<CaseId, StandsOut>> {
    let rules = store::rules(tx, draw.panel).await?;
    let (mut cases, mut kinds): (Vec<Own<'_>>, Vec<&Kind>) = (Vec::new(), Vec::new());
    for id in packs
        .iter()
        .filter(|(_, pack)| pack.state == PackState::Checked)
        .map(|(id, _)| *id)
    {
        let (case, _) = heard(tx, id).await?;
        let (record, kind) = record_of(app, tx, &case).await?;
        if !kinds.iter().any(|known| std::ptr::eq(*known, kind)) {
            kinds.push(kind);
        }
        cases.push(own(tx, id, (record, kind)).await?);
    }
    let mut all = BTreeMap::new();
    for kind in kinds {
        let among = among((app, tx), kind, draw.body, &cases).await?;
        for own in cases.iter().filter(|own| std::ptr::eq(own.kind, kind)) {
            let least = rules.least(kind.about_child(&own.record.fields));
            let wider = packs.get(&own.case).map(Pack::cover).unwrap_or_default().wider;
            if let Some(out) = among.look(own.standing, &wider, least) {
                all.insert(own.case, out);
            }
        }
    }
    Ok(all)
}

/// The checked packs of a draw that stand out, for whoever releases them.
///
/// # Errors
/// A draw that is not theirs.
pub async fn standing_out(app: &App, actor: &Actor, id: DrawId) -> Answer<BTreeMap<CaseId, StandsOut>> {
    let mut tx = app.db.read("pack.standing_out").await?;
    let draw = draw::acts::draw_for(&mut tx, actor, Action::PackRelease, id).await?;
    let mut packs = store::of_draw(&mut tx, id).await?;
    let cases = draw::store::cases_of(&mut tx, id).await?;
    let drawn = |case: &CaseId| {
        let standing = draw::model::Standing::Drawn;
        cases
            .iter()
            .any(|one| one.id == *case && one.standing == standing)
    };
    packs.retain(|case, _| drawn(case));
    of_checked(app, &mut tx, &draw, &packs).await
}
