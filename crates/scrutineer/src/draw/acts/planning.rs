//! From a panel and a period to a committed frame.

use std::collections::BTreeSet;

use stats::sampling::{Frame, Plan, Record, commitment};

use super::{
    draw_for,
    grouping::{grouped, populations, themes},
    plan_of, showing,
};
use crate::{
    access::{self, Action, Actor},
    audit::Note,
    body::{self, model::Panel},
    draw::{
        beacon::Beacon,
        model::{Draw, DrawState, Frozen, ordinal, period_words},
        plan::{self, Stratum, Theme, Wanted},
        store,
    },
    platform::{
        app::App,
        chance,
        db::Tx,
        ids::{DrawId, PanelId, RecordId},
        packs::{
            UNKNOWN_STRATUM,
            strata::{OTHERS, THEME},
        },
        refusal::{Answer, Refusal},
    },
};

/// What a coordinator chooses from.
#[derive(Debug)]
pub struct Choices {
    /// The panel.
    pub panel: Panel,
    /// The themes that may be drawn apart.
    pub themes: Vec<Theme>,
    /// The strata of the period; none before a period is chosen.
    pub strata: Vec<Stratum>,
}

/// What there is to draw from in a period; no strata for a blank one.
///
/// # Errors
/// A panel that is not theirs; a period that is none.
pub async fn choices(
    app: &App,
    actor: &Actor,
    panel: PanelId,
    (from, to): (&str, &str),
    chosen: &[String],
) -> Answer<Choices> {
    let mut tx = app.db.read("draw.choices").await?;
    let panel = panel_for(&mut tx, actor, panel).await?;
    let themes = themes(&mut tx, &panel).await?;
    if from.is_empty() && to.is_empty() {
        return Ok(Choices {
            panel,
            themes,
            strata: Vec::new(),
        });
    }
    check_period(from, to)?;
    let strata = strata(app, &mut tx, &panel, (from, to), chosen).await?;
    Ok(Choices {
        panel,
        themes,
        strata,
    })
}

async fn panel_for(tx: &mut Tx, actor: &Actor, id: PanelId) -> Answer<Panel> {
    let panel = body::store::panel(tx, id).await?.ok_or(Refusal::NotFound)?;
    actor.allow(Action::DrawCommit, actor.facts(panel.body))?;
    Ok(panel)
}

fn check_period(from: &str, to: &str) -> Answer<()> {
    for (field, text) in [("from", from), ("to", to)] {
        if plan::month(text).is_none() {
            return Err(Refusal::field(
                field,
                "Enter a month as year and month, like 2024-03",
            ));
        }
    }
    if from > to {
        return Err(Refusal::field(
            "to",
            "The last month must be the same as or after the first month",
        ));
    }
    Ok(())
}

/// Every stratum of the kind, empty ones too: an empty stratum can be planned for and the report then says so. With themes, each
/// stratum in its parts.
async fn strata(
    app: &App,
    tx: &mut Tx,
    panel: &Panel,
    months: (&str, &str),
    chosen: &[String],
) -> Answer<Vec<Stratum>> {
    let held = populations(app, tx, panel, months, chosen).await?;
    let kind = app.packs.newest_kind(&panel.record_kind);
    let known = kind.iter().flat_map(|kind| kind.strata());
    let mut codes: Vec<String> = known
        .filter(|(code, _)| *code != UNKNOWN_STRATUM)
        .flat_map(|(code, _)| parts(code, chosen))
        .collect();
    let others: Vec<String> = held
        .keys()
        .filter(|code| !codes.contains(code))
        .cloned()
        .collect();
    codes.extend(others);
    let stratum = |code: String| Stratum {
        label: app.packs.stratum_label(&panel.record_kind, &code),
        population: held.get(&code).copied().unwrap_or_default(),
        code,
    };
    Ok(codes.into_iter().map(stratum).collect())
}

/// The groups a stratum is drawn in: itself, or one for each theme and one for all others.
fn parts(stratum: &str, themes: &[String]) -> Vec<String> {
    if themes.is_empty() {
        return vec![stratum.to_owned()];
    }
    let others = OTHERS.to_owned();
    let all = themes.iter().chain(std::iter::once(&others));
    all.map(|theme| format!("{stratum}{THEME}{theme}")).collect()
}

/// Makes a draft of a draw.
///
/// # Errors
/// Fields that cannot be used, a draw larger than its stratum among them (it is named).
pub async fn draft(app: &App, actor: &Actor, panel: PanelId, wanted: &Wanted) -> Answer<Draw> {
    let mut act = actor.begin(app, "draw.draft").await?;
    let panel = panel_for(&mut act.tx, actor, panel).await?;
    if body::store::terms(&mut act.tx, panel.id).await?.is_none() {
        return Err(Refusal::conflict(
            "this panel has no terms of reference yet; agree them before planning a draw",
        ));
    }
    check_period(&wanted.from, &wanted.to)?;
    known_themes(&mut act.tx, &panel, &wanted.themes).await?;
    let months = (wanted.from.as_str(), wanted.to.as_str());
    let strata = strata(app, &mut act.tx, &panel, months, &wanted.themes).await?;
    let codes: Vec<String> = app
        .packs
        .withdrawal
        .reasons
        .iter()
        .map(|reason| reason.code.clone())
        .collect();
    let plan = plan::make(&panel, wanted, &strata, &codes).map_err(Refusal::Invalid)?;
    let ahead = Beacon::of(app)?.is_ahead(&plan, act.now);
    ahead.map_err(|sentence| Refusal::field("round", sentence))?;
    let draw = Draw {
        id: DrawId::new(app.clock.as_ref(), app.chance.as_ref())?,
        body: panel.body,
        panel: panel.id,
        reference: reference(&mut act.tx, &panel, &wanted.to).await?,
        period_from: wanted.from.clone(),
        period_to: wanted.to.clone(),
        state: DrawState::Draft,
        plan: plan.canonical().to_owned(),
        frame_size: 0,
        root: None,
        commitment: None,
        committed_at: None,
        checkpoint: None,
        seed: None,
        drawn_at: None,
        reading_closes_at: None,
    };
    let now = act.now;
    store::add_draw(&mut act.tx, &draw, actor.person, now).await?;
    let note = Note::collected("draw", draw.id).with("reference", &draw.reference);
    act.log(note.with("plan", hex::encode(plan::hash(&plan)))).await?;
    act.commit().await?;
    Ok(draw)
}

/// Refuses a theme that cannot be chosen.
async fn known_themes(tx: &mut Tx, panel: &Panel, chosen: &[String]) -> Answer<()> {
    let known = themes(tx, panel).await?;
    let unknown = |code: &&String| !known.iter().any(|theme| theme.code == **code);
    match chosen.iter().find(unknown) {
        Some(_) => Err(Refusal::field("themes", "Choose themes from the list only")),
        None => Ok(()),
    }
}

/// Body, panel and last month, such as `WM-OOCR-2024-03`; a second draw of the same gets `-2`.
async fn reference(tx: &mut Tx, panel: &Panel, to: &str) -> Answer<String> {
    let body = access::store::body(tx, panel.body)
        .await?
        .ok_or(Refusal::NotFound)?;
    let begins = panel.code.starts_with(&format!("{}-", body.short_name));
    let stem = if begins {
        panel.code.clone()
    } else {
        format!("{}-{}", body.short_name, panel.code)
    };
    let mut reference = format!("{stem}-{to}");
    let mut number = 1;
    while store::reference_taken(tx, panel.body, &reference).await? {
        number += 1;
        reference = format!("{stem}-{to}-{number}");
    }
    Ok(reference)
}

/// Freezes the frame and the plan, logs root, plan hash and commitment, and signs the log as it then stands.
///
/// # Errors
/// A draw that is no draft, a register that no longer fits the plan, a beacon round too near.
pub async fn commit(app: &App, actor: &Actor, id: DrawId) -> Answer<Draw> {
    let mut act = actor.begin(app, "draw.commit").await?;
    let draft = draw_for(&mut act.tx, actor, Action::DrawCommit, id).await?;
    draft.must_be_draft()?;
    let plan = plan_of(&draft)?;
    let ahead = Beacon::of(app)?.is_ahead(&plan, act.now);
    ahead.map_err(Refusal::conflict)?;
    let panel = body::store::panel(&mut act.tx, draft.panel)
        .await?
        .ok_or(Refusal::NotFound)?;
    let (from, to) = (&draft.period_from, &draft.period_to);
    let themes = plan::themes(&plan);
    let mut records = grouped(app, &mut act.tx, &panel, (from, to), &themes).await?;
    let chosen = store::chosen(&mut act.tx, id).await?;
    records.retain(|(record, _)| !chosen.iter().any(|one| one.record == *record));
    let taken = chosen.iter().map(|one| one.ref_.clone()).collect();
    let records = with_refs(app, &records, taken)?;
    let frame = Frame::new(records.iter().map(|(record, _)| record.clone()).collect());
    let frame = frame.map_err(|fault| Refusal::conflict(fault.to_string()))?;
    still_fits(&plan, &frame, |code| {
        app.packs.stratum_label(&panel.record_kind, code)
    })?;
    let frozen = Frozen {
        size: i64::try_from(frame.len()).unwrap_or(i64::MAX),
        root: frame.root(),
        commitment: commitment(&frame, &plan),
    };
    let mut draw = draft.commit(&frozen, act.now)?;
    store::freeze(&mut act.tx, &draw, actor.person).await?;
    store::add_frame(&mut act.tx, draw.id, &records).await?;
    let number = store::committed_for(&mut act.tx, &draw).await?.len();
    let note = committed_note(&draw, &frozen, &plan, number).with("chosen", chosen.len());
    act.log(note).await?;
    showing::commitment(&mut act, &draw, number).await?;
    let checkpoint = act.checkpoint().await?;
    store::keep_checkpoint(&mut act.tx, draw.id, &checkpoint).await?;
    draw.checkpoint = Some(checkpoint);
    act.commit().await?;
    Ok(draw)
}

fn committed_note(draw: &Draw, frozen: &Frozen, plan: &Plan, number: usize) -> Note {
    let note = Note::collected("draw", draw.id)
        .with("reference", &draw.reference)
        .with("records", frozen.size)
        .with("root", hex::encode(frozen.root))
        .with("plan", hex::encode(plan::hash(plan)))
        .with("commitment", hex::encode(frozen.commitment))
        .with("frame_of_period", number);
    if number < 2 {
        return note;
    }
    let period = period_words(&draw.period_from, &draw.period_to);
    note.because(format!(
        "this is the {} frame committed for {period}",
        ordinal(number)
    ))
}

/// Gives each record an opaque ref and a salt out of chance: a ref says nothing, not even an order.
fn with_refs(
    app: &App,
    records: &[(RecordId, String)],
    mut taken: BTreeSet<String>,
) -> Answer<Vec<(Record, RecordId)>> {
    let mut out = Vec::with_capacity(records.len());
    for (id, stratum) in records {
        let mut ref_ = opaque(app)?;
        while !taken.insert(ref_.clone()) {
            ref_ = opaque(app)?;
        }
        let salt = chance::bytes::<16>(app.chance.as_ref())?;
        let record =
            Record::new(&ref_, stratum, 1, salt).map_err(|fault| Refusal::conflict(fault.to_string()))?;
        out.push((record, *id));
    }
    Ok(out)
}

/// `CR-` and 40 bits of chance in base 32 (RFC 4648 section 6).
pub(super) fn opaque(app: &App) -> Answer<String> {
    const LETTERS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let bits = chance::bytes::<5>(app.chance.as_ref())?
        .iter()
        .fold(0_u64, |bits, byte| bits << 8 | u64::from(*byte));
    let letters = (0..8)
        .rev()
        .map(|at| usize::try_from(bits >> (5 * at) & 31).unwrap_or_default());
    Ok(letters.fold("CR-".to_owned(), |mut text, at| {
        text.push(char::from(LETTERS[at]));
        text
    }))
}

/// Whether the frame is still one the plan was made for: a load since the draft may have filled an empty stratum.
fn still_fits<'a>(plan: &'a Plan, frame: &Frame, label: impl Fn(&'a str) -> String) -> Answer<()> {
    let strata = frame.strata();
    let again = "the register has changed since the draft; abandon it and make a new one";
    plan.check(&strata)
        .map_err(|fault| Refusal::conflict(format!("{fault}: {again}")))?;
    let planned = plan::planned(plan);
    let filled = plan.n().iter().find(|(stratum, n)| {
        let planned = planned.get(*stratum).copied().unwrap_or_default();
        planned > **n as u64 && strata.contains_key(*stratum)
    });
    match filled {
        Some((stratum, _)) => Err(Refusal::conflict(format!(
            "{}: there were no records and now there are some: {again}",
            label(stratum)
        ))),
        None => Ok(()),
    }
}

/// Gives a draw up before its seed. A commitment given up stays in the log and on the page of every later one.
///
/// # Errors
/// A draw that has its seed.
pub async fn abandon(app: &App, actor: &Actor, id: DrawId) -> Answer<Draw> {
    let mut act = actor.begin(app, "draw.abandon").await?;
    let draw = draw_for(&mut act.tx, actor, Action::DrawCommit, id)
        .await?
        .abandon()?;
    store::abandon(&mut act.tx, &draw).await?;
    act.log(Note::altered("draw", draw.id).with("reference", &draw.reference))
        .await?;
    act.commit().await?;
    Ok(draw)
}
