//! A member takes their cases away in one encrypted file, and fetches it. Each is a disclosure (DPA 2018 s.62(2)); what is
//! left of it is erased when nothing more can come back.

use ledger::Operation;
use sha2::{Digest, Sha256};

use super::{readable, scale_of};
use crate::{
    access::{Action, Actor},
    audit::{Act, Note, Who},
    body,
    draw::{self, model::Draw},
    pack::{self, papers::Rules},
    platform::{
        app::App,
        blobs,
        clock::Moment,
        db::Tx,
        ids::{CaseId, OfflineId},
        jobs,
        packs::{Observations, Scale},
        refusal::{Answer, Refusal},
    },
    review::{
        model::{Pile, Progress, Review, Share, Task},
        offline::{
            content::{Content, FORM, Family, Papers},
            document,
            model::{DAYS_OF_GRACE, OfflineCase, OfflinePack, mark},
            sealing,
        },
        store,
    },
};

/// The word of the duty that erases what is left of packs; each pack queues one for the end of its time.
pub const ERASE_OFFLINE: &str = "review.erase_offline";

/// What a member has taken away and can take away.
pub struct Shelf {
    /// Their packs whose classes are still taken, the newest first.
    pub packs: Vec<OfflinePack>,
    /// Whether there are cases that can be taken away.
    pub may_take: bool,
    /// Whether every panel that has cases for them keeps its papers here.
    pub switched_off: bool,
}

/// A pack that was made. The passphrase is here and nowhere else.
pub struct Made {
    /// The pack.
    pub id: OfflineId,
    /// What opens it.
    pub passphrase: String,
    /// Cases in it.
    pub cases: usize,
    /// When it can no longer be read.
    pub expires_at: Moment,
}

/// A refusal to let papers go that the panel keeps on the site.
fn kept_here() -> Refusal {
    Refusal::SwitchedOff(
        "your panel does not let its papers be taken away; read the cases on this site".to_owned(),
    )
}

async fn draw_and_rules(tx: &mut Tx, pile: &Pile) -> Answer<(Draw, Rules)> {
    let draw = draw::store::draw(tx, pile.draw).await?.ok_or(Refusal::NotFound)?;
    let rules = pack::store::rules(tx, draw.panel).await?;
    Ok((draw, rules))
}

/// Whether some panel that has cases for the person lets them be taken away.
///
/// # Errors
/// As every act.
pub(super) async fn may_take(tx: &mut Tx, piles: &[Pile]) -> Answer<bool> {
    for pile in piles {
        if draw_and_rules(tx, pile).await?.1.offline {
            return Ok(true);
        }
    }
    Ok(false)
}

/// What the person has taken away and can take away.
///
/// # Errors
/// As every act.
pub async fn shelf(app: &App, actor: &Actor) -> Answer<Shelf> {
    let mut tx = app.db.read("review.offline").await?;
    let piles = readable(&mut tx, actor, app.now()).await?;
    let may_take = may_take(&mut tx, &piles).await?;
    Ok(Shelf {
        packs: store::offline_of(&mut tx, actor.person).await?,
        may_take,
        switched_off: !may_take && !piles.is_empty(),
    })
}

/// The cases that go into a pack, as they are found.
struct Gathered {
    papers: Vec<Papers>,
    cases: Vec<OfflineCase>,
    scales: Vec<Scale>,
}

impl Gathered {
    /// The place of a scale among those of the pack.
    fn scale(&mut self, scale: Scale) -> usize {
        let known = self
            .scales
            .iter()
            .position(|one| (&one.id, one.version) == (&scale.id, scale.version));
        known.unwrap_or_else(|| {
            self.scales.push(scale);
            self.scales.len() - 1
        })
    }
}

/// A case that may be taken away: with the draw, the rules of its panel and the pack it goes into.
struct Going<'a> {
    draw: &'a Draw,
    rules: &'a Rules,
    pack: OfflineId,
    case: CaseId,
}

/// Puts a case into a pack: the reader has a copy of it from now on.
async fn put_in(act: &mut Act<'_>, actor: &Actor, going: &Going<'_>, gathered: &mut Gathered) -> Answer<()> {
    let case = draw::store::case(&mut act.tx, going.case)
        .await?
        .ok_or(Refusal::NotFound)?;
    let seated = body::store::is_seated(&mut act.tx, case.panel, actor.person).await?;
    let released = pack::store::released(&mut act.tx, case.id).await?;
    let ends = pack::acts::access_ends(&mut act.tx, (&case, going.draw)).await?;
    let until = going.rules.offline_until(ends, act.now);
    let (Some(pack), Some(until), true) = (
        released,
        until.filter(|until| *until > act.now),
        actor.may(Action::PackRead, actor.facts(case.body).seated(seated)),
    ) else {
        return Ok(());
    };
    let copy = pack::acts::copy(act, actor, &pack).await?;
    let review = store::review_of(&mut act.tx, case.id, actor.person).await?;
    let closes_at = store::reading_closes(&mut act.tx, case.id).await?;
    let sealed = review.as_ref().is_some_and(Review::sealed);
    let view = review
        .filter(|_| !sealed)
        .map(|review| review.view)
        .unwrap_or_default();
    let app = act.app;
    let scale = gathered.scale(scale_of(app, &mut act.tx, &case).await?);
    act.log_as(
        "pack.offline",
        Note::disclosed("case", case.id)
            .with("label", &case.label)
            .with("pack_version", pack.version)
            .with("copy", copy.number)
            .with("recipient", actor.person)
            .with("offline_pack", going.pack),
    )
    .await?;
    gathered.cases.push(OfflineCase {
        case: case.id,
        version: pack.version,
        known: mark(going.pack, &view),
        settled: None,
        outcome: None,
        brought: None,
    });
    gathered.papers.push(Papers {
        case: case.id,
        version: pack.version,
        label: case.label,
        reference: going.draw.reference.clone(),
        marking: pack.cover().words(),
        copy: copy.words(&actor.name, pack.version),
        circumstances: pack.circumstances,
        facts: pack.summary,
        until,
        closes_at,
        scale,
        closed: sealed || closes_at.is_some_and(|closes| closes <= act.now),
        view,
    });
    Ok(())
}

async fn gather(act: &mut Act<'_>, actor: &Actor, pack: OfflineId) -> Answer<Gathered> {
    let mut gathered = Gathered {
        papers: Vec::new(),
        cases: Vec::new(),
        scales: Vec::new(),
    };
    let now = act.now;
    let piles = readable(&mut act.tx, actor, now).await?;
    for pile in &piles {
        let (draw, rules) = draw_and_rules(&mut act.tx, pile).await?;
        let all = Share {
            from: 0,
            most: pile.cases,
        };
        let tasks: Vec<Task> = store::tasks(&mut act.tx, actor.person, pile, all).await?;
        let own = tasks
            .into_iter()
            .filter(|task| task.progress != Progress::Interest);
        for task in own {
            let going = Going {
                draw: &draw,
                rules: &rules,
                pack,
                case: task.case,
            };
            put_in(act, actor, &going, &mut gathered).await?;
        }
    }
    if gathered.papers.is_empty() && !piles.is_empty() && !may_take(&mut act.tx, &piles).await? {
        return Err(kept_here());
    }
    Ok(gathered)
}

fn families(observations: &Observations) -> Vec<Family> {
    let family = |family: &crate::platform::packs::Coded| Family {
        label: family.label.clone(),
        themes: observations
            .themes_of(&family.code)
            .map(|theme| (theme.code.clone(), theme.label.clone()))
            .collect(),
    };
    observations.families.iter().map(family).collect()
}

/// Makes a pack of every case that the person can read and that its panel lets go.
///
/// # Errors
/// [`Refusal::SwitchedOff`] where every panel keeps its papers here; [`Refusal::Conflict`] where there is nothing to read.
pub async fn take_offline(app: &App, actor: &Actor) -> Answer<Made> {
    let mut act = actor.begin(app, "review.take_offline").await?;
    let id = OfflineId::new(app.clock.as_ref(), app.chance.as_ref())?;
    let gathered = gather(&mut act, actor, id).await?;
    let last = gathered.papers.iter().map(|papers| papers.until).max();
    let expires_at = last.ok_or_else(|| {
        Refusal::conflict("there is no case to take away at the moment; you can once packs are released")
    })?;
    let key = sealing::new_key();
    let content = Content {
        form: FORM,
        pack: id,
        reader: actor.name.clone(),
        body: actor.body_name.clone(),
        made_at: act.now,
        expires_at,
        key: key.clone(),
        scales: gathered.scales,
        families: families(&app.packs.observations),
        cases: gathered.papers,
    };
    let passphrase = sealing::passphrase(app.chance.as_ref())?;
    let file = sealed(&content, &passphrase).await?;
    let written = blobs::write(app, &file).await?;
    let taken = OfflinePack {
        id,
        person: actor.person,
        body: actor.body,
        blob: written.id,
        sha256: Sha256::digest(&file).into(),
        key: Some(app.vault.seal(&owner(id), key.as_bytes(), app.chance.as_ref())?),
        made_at: act.now,
        expires_at,
    };
    if let Err(refusal) = keep(act, &taken, (&written, &gathered.cases)).await {
        app.blobs.remove(written.id).await;
        return Err(refusal);
    }
    Ok(Made {
        id,
        passphrase,
        cases: content.cases.len(),
        expires_at,
    })
}

/// Seals a pack where waiting does no harm: the passphrase is made slow to try on purpose.
async fn sealed(content: &Content, passphrase: &str) -> Answer<Vec<u8>> {
    let page = document::of(content)?;
    let passphrase = passphrase.to_owned();
    let sealing = tokio::task::spawn_blocking(move || sealing::seal(&passphrase, page.as_bytes()));
    let unavailable = |fault: &dyn std::fmt::Display| Refusal::Unavailable(fault.to_string());
    sealing
        .await
        .map_err(|fault| unavailable(&fault))?
        .map_err(|fault| unavailable(&fault))
}

async fn keep(
    mut act: Act<'_>,
    taken: &OfflinePack,
    (written, cases): (&blobs::Written, &[OfflineCase]),
) -> Answer<()> {
    let now = act.now;
    blobs::add(&mut act.tx, written, now).await?;
    store::add_offline(&mut act.tx, taken).await?;
    for case in cases {
        store::add_offline_case(&mut act.tx, taken.id, case).await?;
    }
    let over = taken.expires_at.plus_days(DAYS_OF_GRACE);
    jobs::queue(act.app, &mut act.tx, ERASE_OFFLINE, over).await?;
    let note = Note::disclosed("offline_pack", taken.id)
        .with("cases", cases.len())
        .with("recipient", taken.person)
        .with("sha256", hex::encode(taken.sha256))
        .with("expires_at", taken.expires_at.rfc3339());
    act.log(note).await?;
    act.commit().await
}

/// What the vault calls the key of a pack.
pub(super) fn owner(id: OfflineId) -> String {
    format!("offline pack {id}")
}

/// The file of a pack, with the day it was made. Fetching it is logged.
///
/// # Errors
/// [`Refusal::NotFound`] for a pack that is not theirs or has expired; [`Refusal::SwitchedOff`] where a panel of it keeps
/// its papers here by now.
pub async fn offline_file(app: &App, actor: &Actor, id: OfflineId) -> Answer<(OfflinePack, Vec<u8>)> {
    let mut act = actor.begin(app, "review.fetch_offline").await?;
    let taken = own(&mut act, actor, id).await?;
    if !taken.stands(act.now) {
        return Err(Refusal::NotFound);
    }
    for (case, _) in store::offline_cases(&mut act.tx, id).await? {
        let case = draw::store::case(&mut act.tx, case.case).await?;
        let panel = case.ok_or(Refusal::NotFound)?.panel;
        if !pack::store::rules(&mut act.tx, panel).await?.offline {
            return Err(kept_here());
        }
    }
    let kept = blobs::kept(&mut act.tx, taken.blob)
        .await?
        .ok_or(Refusal::NotFound)?;
    let note = Note::disclosed("offline_pack", id).with("recipient", actor.person);
    act.log(note.with("sha256", hex::encode(taken.sha256))).await?;
    act.commit().await?;
    let file = blobs::read(app, taken.blob, kept.key.as_ref()).await?;
    Ok((taken, file))
}

/// A pack of the person's own.
pub(super) async fn own(act: &mut Act<'_>, actor: &Actor, id: OfflineId) -> Answer<OfflinePack> {
    let taken = store::offline(&mut act.tx, id).await?;
    let taken = taken.filter(|taken| taken.person == actor.person && taken.body == actor.body);
    taken.ok_or(Refusal::NotFound)
}

/// Erases the files and keys of packs that expired and whose classes are no longer taken; how many there were.
///
/// # Errors
/// What the database says; then nothing was erased, and the job is tried again.
pub async fn erase_offline(app: &App) -> Answer<usize> {
    let mut act = Act::begin(app, ERASE_OFFLINE, Who::default()).await?;
    let now = act.now;
    let overdue = store::offline_overdue(&mut act.tx, now.plus_days(-DAYS_OF_GRACE)).await?;
    if overdue.is_empty() {
        return Ok(0);
    }
    for taken in &overdue {
        blobs::forget(&mut act.tx, taken.blob, now).await?;
        store::forget_offline(&mut act.tx, taken.id).await?;
        act.belongs_to(Some(taken.body));
        let note = Note::new(Operation::Erasure, "offline_pack", taken.id);
        act.log(note.because("its time was over")).await?;
    }
    act.commit().await?;
    for taken in &overdue {
        app.blobs.remove(taken.blob).await;
    }
    Ok(overdue.len())
}
