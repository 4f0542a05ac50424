//! What a changed rule would flag, before anybody changes the pack: the rule as it is and as it would be, over the same records.
//! Nothing is kept.

use rules::{Fault, Pack, RuleSet, prove};

use super::unusable;
use crate::{
    access::{Action, Actor},
    flags::model::{Flag, Looking, Switch, Waiting, rules_for},
    platform::{
        app::App,
        db::Tx,
        ids::BodyId,
        packs::{Kind, RulePacks},
        refusal::{Answer, Refusal},
    },
    register::store::{self, InPeriod},
};

/// Where one rule begins in the text of a pack.
const RULE: &str = "[[rule]]";

/// What the changed rule is called in what is said of it.
const CHANGED: &str = "the changed rule";

/// The most records looked at: the newest by month.
pub const MOST_RECORDS: usize = 20_000;

/// A month of twelve that are looked at at most.
const MONTHS: i16 = 12;

/// The longest text of a rule, in characters.
const MOST_TEXT: usize = 20_000;

/// What a changed rule would flag.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Preview {
    /// Records looked at.
    pub records: usize,
    /// First and last month of them; blank when there are none.
    pub months: (String, String),
    /// Flagged by the rule as it is.
    pub now: usize,
    /// Flagged by the rule as it would be.
    pub then: usize,
    /// Of these, not flagged now.
    pub added: usize,
    /// Flagged now and then no longer.
    pub dropped: usize,
    /// What the rule's own cases say against it.
    pub failed: Vec<String>,
    /// How many cases it has.
    pub cases: usize,
}

/// The text of a rule in its pack, for whoever would change it.
///
/// # Errors
/// [`Refusal::NotFound`] for a rule that is not there and those who may not switch rules.
pub fn rule_text(actor: &Actor, kind: &str, rule: &str) -> Answer<String> {
    actor.allow(Action::RuleSwitch, actor.facts(actor.body))?;
    let (_, text) = pack_with(kind, rule)?;
    let (_, rules) = parts(text);
    let own = rules.into_iter().find(|block| id_of(block) == Some(rule));
    own.map(|block| block.trim().to_owned()).ok_or(Refusal::NotFound)
}

fn pack_with(kind: &str, rule: &str) -> Answer<(&'static Pack, &'static str)> {
    let packs = RulePacks::of_program().map_err(unusable)?;
    let pack = packs.for_records(kind).ok_or(Refusal::NotFound)?;
    let known = pack.rule_ids().any(|id| id == rule);
    let text = packs.text(&pack.id).filter(|_| known);
    text.map(|text| (pack, text)).ok_or(Refusal::NotFound)
}

/// What stands before the rules of a pack, and each rule with what belongs to it.
fn parts(text: &str) -> (&str, Vec<&str>) {
    let starts: Vec<usize> = text
        .match_indices(RULE)
        .map(|(at, _)| at)
        .filter(|at| text[..*at].ends_with('\n'))
        .collect();
    let head = &text[..starts.first().copied().unwrap_or(text.len())];
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    let rules = starts.iter().zip(ends).map(|(start, end)| &text[*start..end]);
    (head, rules.collect())
}

fn id_of(block: &str) -> Option<&str> {
    let line = block.lines().find_map(|line| line.strip_prefix("id = \""))?;
    line.split('"').next()
}

/// Tries the changed rule on the newest records of the body.
///
/// # Errors
/// [`Refusal::Invalid`] on `text` for a rule that cannot be read; as [`rule_text`].
pub async fn preview(app: &App, actor: &Actor, kind: &str, rule: &str, text: &str) -> Answer<Preview> {
    let own = rule_text(actor, kind, rule)?;
    let of_kind = app.packs.newest_kind(kind).ok_or(Refusal::NotFound)?;
    let (_, pack) = pack_with(kind, rule)?;
    let (head, _) = parts(pack);
    if text.chars().count() > MOST_TEXT {
        return Err(wrong(format!(
            "The rule is longer than {MOST_TEXT} characters; shorten it"
        )));
    }
    if id_of(text) != Some(rule) {
        return Err(wrong(format!(
            "Keep the line id = \"{rule}\", and change the other lines only"
        )));
    }
    let read = |text: &str| Pack::read(CHANGED, &format!("{head}{text}\n"));
    let lines_before = head.lines().count();
    let changed = read(text).map_err(|fault| at_fault(&fault, lines_before))?;
    let now = set(&read(&own).map_err(unusable)?, of_kind, rule).map_err(unusable)?;
    let then = set(&changed, of_kind, rule).map_err(|fault| at_fault(&fault, lines_before))?;
    let proof = prove(&changed, &of_kind.asked()).map_err(|fault| at_fault(&fault, lines_before))?;
    let mut tx = app.db.read("flags.preview").await?;
    let (records, months) = newest(&mut tx, actor.body, &of_kind.id).await?;
    drop(tx);
    let (now, then) = (flagged(&now, &records)?, flagged(&then, &records)?);
    Ok(Preview {
        records: records.len(),
        months,
        now: now.len(),
        then: then.len(),
        added: then.iter().filter(|id| !now.contains(id)).count(),
        dropped: now.iter().filter(|id| !then.contains(id)).count(),
        failed: proof.failed,
        cases: proof.cases,
    })
}

fn wrong(sentence: String) -> Refusal {
    Refusal::field("text", sentence)
}

/// A fault of the changed rule, its lines counted from the rule's first.
fn at_fault(fault: &Fault, lines_before: usize) -> Refusal {
    let line = fault
        .place
        .strip_prefix("line ")
        .and_then(|line| line.parse::<usize>().ok());
    let place = line.map_or_else(
        || fault.place.clone(),
        |line| format!("line {}", line.saturating_sub(lines_before)),
    );
    wrong(format!("The rule cannot be used, {place}: {}", fault.says))
}

/// The one rule, on whatever its class and mark.
fn set(pack: &Pack, kind: &Kind, rule: &str) -> Result<RuleSet, Fault> {
    let on = Switch {
        rule: rule.to_owned(),
        on: true,
        why: String::new(),
    };
    rules_for(pack, kind, &[on])
}

/// The newest records of a body that stand, of twelve months at most, and the months they are of.
async fn newest(tx: &mut Tx, body: BodyId, kind: &str) -> Answer<(Vec<Waiting>, (String, String))> {
    let held = store::held(tx, body).await?;
    let months = held
        .iter()
        .filter(|held| held.kind == kind)
        .map(|held| held.month.as_str());
    let Some(last) = months.max() else {
        return Ok((Vec::new(), Default::default()));
    };
    let month = last.parse::<crate::register::Month>();
    let first = month.map_or_else(|_| last.to_owned(), |month| month.after(1 - MONTHS).to_string());
    let mut period = InPeriod::of(tx, (body, kind), (&first, last)).await?;
    let mut records = Vec::new();
    while records.len() < MOST_RECORDS {
        let most = i64::try_from(MOST_RECORDS - records.len()).unwrap_or(i64::MAX);
        let part = period.next(tx, most).await?;
        if part.is_empty() {
            break;
        }
        records.extend(part.into_iter().map(|record| Waiting {
            id: record.id,
            month: last.to_owned(),
            stands: true,
            fields: record.data,
        }));
    }
    Ok((records, (first, last.to_owned())))
}

fn flagged(
    set: &RuleSet,
    records: &[Waiting],
) -> Answer<std::collections::BTreeSet<crate::platform::ids::RecordId>> {
    let mut looking = Looking::new(set);
    if looking.repeats() {
        for record in records {
            looking.note(record).map_err(unusable)?;
        }
    }
    let mut flags: Vec<Flag> = Vec::new();
    for record in records {
        looking.look(record, &mut flags).map_err(unusable)?;
    }
    Ok(flags.into_iter().map(|flag| flag.record).collect())
}
