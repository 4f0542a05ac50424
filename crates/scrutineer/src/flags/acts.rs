//! Looking at records by rules, and switching rules.

use std::collections::BTreeMap;

use ledger::Operation;
use rules::{Count, Pack, RuleSet};

use super::{
    model::{Looking, Switch, Waiting, pack_for, rules_for},
    store,
};
use crate::{
    access::{Action, Actor},
    audit::{Act, Note, Who},
    platform::{
        app::App,
        clock::Moment,
        db::Tx,
        ids::{BatchId, BodyId, RecordId},
        jobs,
        packs::{Kind, RulePacks},
        refusal::{Answer, Refusal},
    },
    register::acts::LOADED,
};

/// Records looked at before the next are fetched.
const AT_A_TIME: i64 = 5_000;

/// The longest reason for a switch, in characters.
const MOST_WHY: usize = 500;

fn unusable(fault: impl std::fmt::Display) -> Refusal {
    Refusal::Unavailable(fault.to_string())
}

/// Looks at every batch that no rule has looked at yet, each in one act; how many there were.
///
/// # Errors
/// What the database says; then the job is tried again.
pub async fn look_at_waiting(app: &App) -> Answer<usize> {
    let packs = RulePacks::of_program().map_err(unusable)?;
    let mut done = 0;
    for kind in &app.packs.kinds {
        let Some(pack) = pack_for(packs, &kind.id) else {
            continue;
        };
        let mut tx = app.db.read("flags.waiting").await?;
        let waiting = store::batches_waiting(&mut tx, &kind.id).await?;
        drop(tx);
        for (batch, body, loaded_at) in waiting {
            look_at(app, (pack, kind), body, (batch, loaded_at)).await?;
            done += 1;
        }
    }
    Ok(done)
}

async fn look_at(
    app: &App,
    (pack, kind): (&Pack, &Kind),
    body: BodyId,
    batch: (BatchId, Moment),
) -> Answer<()> {
    let mut act = Act::begin(app, "flags.look", Who::default()).await?;
    act.belongs_to(Some(body));
    let switches = store::switches(&mut act.tx, body).await?;
    let set = rules_for(pack, kind, &switches).map_err(unusable)?;
    let mut looking = Looking::new(&set);
    if looking.repeats() {
        let mut after = None;
        while let Some(records) = next(&mut act.tx, batch, &mut after).await? {
            for record in &records {
                looking.note(record).map_err(unusable)?;
            }
        }
    }
    let (mut after, mut seen, mut flagged) = (None, 0, 0);
    while let Some(records) = next(&mut act.tx, batch, &mut after).await? {
        seen += records.len();
        let mut flags = Vec::new();
        for record in &records {
            looking.look(record, &mut flags).map_err(unusable)?;
        }
        flagged += flags.len();
        store::add_flags(&mut act.tx, batch.0, flags).await?;
    }
    let version = i64::from(pack.version);
    store::add_counts(&mut act.tx, batch.0, (&pack.id, version), looking.counts).await?;
    let note = Note::new(Operation::Combination, "batch", batch.0)
        .with("pack", &pack.id)
        .with("version", version)
        .with("records", seen)
        .with("flags", flagged);
    act.log(note).await?;
    act.commit().await
}

/// The next records of a batch; none when there are no more.
async fn next(
    tx: &mut Tx,
    batch: (BatchId, Moment),
    after: &mut Option<RecordId>,
) -> Answer<Option<Vec<Waiting>>> {
    let records = store::records_after(tx, batch, *after, AT_A_TIME).await?;
    let Some(last) = records.last() else {
        return Ok(None);
    };
    *after = Some(last.id);
    Ok(Some(records))
}

/// A rule with what it answered.
pub struct Line {
    /// Its id.
    pub id: String,
    /// Its name.
    pub title: String,
    /// What is looked at and what a flag does not say.
    pub explains: String,
    /// Where it is written.
    pub citation: String,
    /// What it answered.
    pub count: Count,
}

/// What the rules found in the records of a kind.
pub struct Found {
    /// The pack's title.
    pub pack: String,
    /// Its version.
    pub version: u32,
    /// The months there are counts of, newest first.
    pub months: Vec<String>,
    /// The rules that are on.
    pub lines: Vec<Line>,
}

/// Counts by rule over the months asked for (all of them when none is), for those who may see counts of the register.
///
/// # Errors
/// [`Refusal::NotFound`] for those who may not, and for a kind without rules.
pub async fn found(app: &App, actor: &Actor, kind: &str, month: &str) -> Answer<Found> {
    actor.allow(Action::RegisterRead, actor.facts(actor.body))?;
    let kind = app.packs.newest_kind(kind).ok_or(Refusal::NotFound)?;
    let packs = RulePacks::of_program().map_err(unusable)?;
    let pack = pack_for(packs, &kind.id).ok_or(Refusal::NotFound)?;
    let mut tx = app.db.read("flags.found").await?;
    let switches = store::switches(&mut tx, actor.body).await?;
    let set = rules_for(pack, kind, &switches).map_err(unusable)?;
    let months = store::months(&mut tx, actor.body, &kind.id).await?;
    let span = if month.is_empty() {
        ("0000-00", "9999-99")
    } else {
        (month, month)
    };
    let counts = store::counts(&mut tx, actor.body, &kind.id, span).await?;
    Ok(Found {
        pack: pack.title.clone(),
        version: pack.version,
        months,
        lines: lines(&set, &counts),
    })
}

fn lines(set: &RuleSet, counts: &BTreeMap<String, Count>) -> Vec<Line> {
    let line = |rule: &rules::Rule| Line {
        id: rule.id.clone(),
        title: rule.title.clone(),
        explains: rule.explains.clone(),
        citation: rule.citation.clone(),
        count: counts.get(&rule.id).copied().unwrap_or_default(),
    };
    set.rules().iter().map(line).collect()
}

/// A rule and whether it is used.
pub struct Stance {
    /// Its id.
    pub id: String,
    /// Its name.
    pub title: String,
    /// What is looked at and what a flag does not say.
    pub explains: String,
    /// Where it is written.
    pub citation: String,
    /// Whether it is used.
    pub on: bool,
    /// Why not, or why somebody switched it.
    pub why: String,
}

/// Every rule for a kind, used or not.
///
/// # Errors
/// As [`found`].
pub async fn stances(app: &App, actor: &Actor, kind: &str) -> Answer<Vec<Stance>> {
    actor.allow(Action::RegisterRead, actor.facts(actor.body))?;
    let kind = app.packs.newest_kind(kind).ok_or(Refusal::NotFound)?;
    let packs = RulePacks::of_program().map_err(unusable)?;
    let pack = pack_for(packs, &kind.id).ok_or(Refusal::NotFound)?;
    let mut tx = app.db.read("flags.rules").await?;
    let switches = store::switches(&mut tx, actor.body).await?;
    let set = rules_for(pack, kind, &switches).map_err(unusable)?;
    let stance = |rule: rules::Outline<'_>| {
        let switched = switches.iter().find(|one| one.rule == rule.id);
        let off = set.off().iter().find(|off| off.rule == rule.id);
        Stance {
            id: rule.id.to_owned(),
            title: rule.title.to_owned(),
            explains: rule.explains.to_owned(),
            citation: rule.citation.to_owned(),
            on: set.rules().iter().any(|one| one.id == rule.id),
            why: match (switched, off) {
                (Some(switch), _) => switch.why.clone(),
                (None, Some(off)) => off.why.to_string(),
                (None, None) => String::new(),
            },
        }
    };
    Ok(pack.outlines().map(stance).collect())
}

/// What rules flag of a record, in words: the rule's name, and what is looked at. The caller has decided who may know.
///
/// # Errors
/// What the database says.
pub async fn of_record(tx: &mut Tx, record: RecordId) -> Answer<Vec<(String, String)>> {
    let packs = RulePacks::of_program().map_err(unusable)?;
    let flags = store::flags_of(tx, record).await?;
    let outline = |id: &str| {
        packs
            .packs
            .iter()
            .flat_map(Pack::outlines)
            .find(|rule| rule.id == id)
    };
    let words = |(id, _): &(String, String)| {
        outline(id).map(|rule| (format!("{id}: {}", rule.title), rule.explains.to_owned()))
    };
    Ok(flags.iter().filter_map(words).collect())
}

/// Switches a rule on or off for the records of the body; they are looked at anew.
///
/// # Errors
/// [`Refusal::Invalid`] on `why` without a reason; [`Refusal::NotFound`] for a rule that is not there.
pub async fn switch(app: &App, actor: &Actor, kind: &str, switch: Switch) -> Answer<()> {
    actor.allow(Action::RuleSwitch, actor.facts(actor.body))?;
    let packs = RulePacks::of_program().map_err(unusable)?;
    let pack = pack_for(packs, kind).ok_or(Refusal::NotFound)?;
    if !pack.rule_ids().any(|id| id == switch.rule) {
        return Err(Refusal::NotFound);
    }
    if switch.why.is_empty() || switch.why.chars().count() > MOST_WHY {
        return Err(Refusal::field(
            "why",
            format!("Say why, in at most {MOST_WHY} characters: it is kept with the rule"),
        ));
    }
    let mut act = actor.begin(app, "rule.switch").await?;
    let now = act.now;
    store::add_switch(&mut act.tx, actor.body, &switch, actor.person, now).await?;
    store::forget(&mut act.tx, actor.body).await?;
    jobs::queue(app, &mut act.tx, LOADED, now).await?;
    let turned = if switch.on { "on" } else { "off" };
    let note = Note::altered("rule", &switch.rule)
        .because(switch.why)
        .with("pack", &pack.id)
        .with("version", pack.version)
        .with("turned", turned);
    act.log(note).await?;
    act.commit().await
}
