//! Looking at records by rules, and switching rules.

mod comparing;
mod preview;

pub use comparing::{Compared, by_force};
pub use preview::{MOST_RECORDS, Preview, preview, rule_text};

use std::collections::BTreeMap;

use ledger::Operation;
use rules::{Count, Pack, RuleSet};

use super::{
    model::{Looking, Switch, Waiting, rules_for},
    store::{self, Look},
};
use crate::{
    access::{Action, Actor},
    audit::{Act, Note, Who},
    platform::{
        app::App,
        db::Tx,
        ids::RecordId,
        jobs,
        packs::{Kind, RulePacks},
        refusal::{Answer, Refusal},
    },
    register::acts::LOADED,
};

/// Records looked at before the next are fetched.
const AT_A_TIME: i64 = 10_000;

/// The longest reason for a switch, in characters.
const MOST_WHY: usize = 500;

fn unusable(fault: impl std::fmt::Display) -> Refusal {
    Refusal::Unavailable(fault.to_string())
}

/// Looks at every batch that the rules have not looked at to its end, some records at an act so that nobody waits long for the
/// database; how many batches there were.
///
/// # Errors
/// What the database says; then the job is tried again, and goes on where it was.
pub async fn look_at_waiting(app: &App) -> Answer<usize> {
    let packs = RulePacks::of_program().map_err(unusable)?;
    let mut done = 0;
    for kind in &app.packs.kinds {
        let Some(pack) = packs.for_records(&kind.id) else {
            continue;
        };
        while let Some(look) = next_look(app, &kind.id).await? {
            look_at(app, (pack, kind), look).await?;
            done += 1;
        }
    }
    Ok(done)
}

async fn next_look(app: &App, kind: &str) -> Answer<Option<Look>> {
    let mut tx = app.db.read("flags.waiting").await?;
    Ok(store::next_look(&mut tx, kind).await?)
}

/// Looks at a batch from where the rules were, until its end or until it is to be begun anew: a rule was switched, or some of
/// its records have changed.
async fn look_at(app: &App, (pack, kind): (&Pack, &Kind), mut look: Look) -> Answer<()> {
    let mut tx = app.db.read("flags.begin").await?;
    let switches = store::switches(&mut tx, look.body).await?;
    let set = rules_for(pack, kind, &switches).map_err(unusable)?;
    let mut looking = Looking::new(&set);
    if looking.repeats() {
        let mut all = Look {
            after: None,
            ..look.clone()
        };
        while let Some(records) = next(&mut tx, &mut all).await? {
            for record in &records {
                looking.note(record).map_err(unusable)?;
            }
        }
    }
    drop(tx);
    while look_at_some(app, pack, &mut look, &mut looking).await? {}
    Ok(())
}

/// Looks at the next records of a batch in one act; whether there may be more.
async fn look_at_some(app: &App, pack: &Pack, look: &mut Look, looking: &mut Looking<'_>) -> Answer<bool> {
    let mut act = Act::begin(app, "flags.look", Who::default()).await?;
    act.belongs_to(Some(look.body));
    if look.after.is_none() {
        store::begin_look(&mut act.tx, look).await?;
    } else if store::next_look(&mut act.tx, &pack.kind).await?.as_ref() != Some(&*look) {
        return Ok(false);
    }
    let (mut flags, mut seen) = (Vec::new(), 0);
    if let Some(records) = next(&mut act.tx, look).await? {
        seen = records.len();
        for record in &records {
            looking.look(record, &mut flags).map_err(unusable)?;
        }
    }
    let (flagged, more) = (flags.len(), seen > 0);
    store::add_flags(&mut act.tx, look.batch, flags).await?;
    let version = i64::from(pack.version);
    let counts = std::mem::take(&mut looking.counts);
    store::add_counts(&mut act.tx, look.batch, (&pack.id, version), counts).await?;
    store::keep_place(&mut act.tx, look, !more).await?;
    let note = Note::new(Operation::Combination, "batch", look.batch)
        .with("pack", &pack.id)
        .with("version", version)
        .with("records", seen)
        .with("flags", flagged);
    act.log(note).await?;
    act.commit().await?;
    Ok(more)
}

/// The next records of a batch; none when there are no more.
async fn next(tx: &mut Tx, look: &mut Look) -> Answer<Option<Vec<Waiting>>> {
    let records = store::records_after(tx, look, AT_A_TIME).await?;
    let Some(last) = records.last() else {
        return Ok(None);
    };
    look.after = Some(last.id);
    look.seen += i64::try_from(records.len()).unwrap_or_default();
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
    /// How many records have been looked at, and how many there are.
    pub looked_at: (i64, i64),
}

/// Counts by rule over the months asked for (all of them when none is), for those who may see counts of the register.
///
/// # Errors
/// [`Refusal::NotFound`] for those who may not, and for a kind without rules.
pub async fn found(app: &App, actor: &Actor, kind: &str, month: &str) -> Answer<Found> {
    actor.allow(Action::RegisterRead, actor.facts(actor.body))?;
    let kind = app.packs.newest_kind(kind).ok_or(Refusal::NotFound)?;
    let packs = RulePacks::of_program().map_err(unusable)?;
    let pack = packs.for_records(&kind.id).ok_or(Refusal::NotFound)?;
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
        looked_at: store::progress(&mut tx, actor.body, &kind.id).await?,
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
    let pack = packs.for_records(&kind.id).ok_or(Refusal::NotFound)?;
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
    let pack = packs.for_records(kind).ok_or(Refusal::NotFound)?;
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
