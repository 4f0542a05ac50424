//! Provisional classes come back from a pack that was taken away: as drafts, never as seals, and never over what was written
//! here meanwhile. The same file brought back twice changes nothing.

use super::{
    keep_draft,
    taking::{own, owner},
    to_class,
};
use crate::{
    access::Actor,
    audit::{Act, Note},
    pack,
    platform::{
        app::App,
        ids::{CaseId, OfflineId},
        refusal::{Answer, Refusal},
    },
    review::{
        model::{MOST_REASONS, Review, View},
        offline::{
            content::{Classed, Classes, FORM},
            model::{OfflineCase, OfflinePack, Outcome, mark},
            sealing,
        },
        store,
    },
};

/// What came back of a pack.
pub struct Back {
    /// The pack.
    pub pack: OfflinePack,
    /// Its cases in words, those first that wait for the member.
    pub cases: Vec<Returned>,
}

/// A case of a pack, and what became of its class.
pub struct Returned {
    /// The case.
    pub case: OfflineCase,
    /// What it is called.
    pub title: String,
    /// The draft that is here, where the class that came back waits.
    pub here: View,
    /// Whether the papers are not those of the file any more.
    pub papers_changed: bool,
}

/// Takes the file of classes of one of the person's packs.
///
/// # Errors
/// [`Refusal::Invalid`] on `file` for a file that belongs to none of them.
pub async fn bring_back(app: &App, actor: &Actor, file: &[u8]) -> Answer<OfflineId> {
    let mut act = actor.begin(app, "review.bring_back").await?;
    let (taken, classes) = opened(&mut act, actor, file).await?;
    let cases = store::offline_cases(&mut act.tx, taken.id).await?;
    let mut counts = [0_usize; Outcome::ALL.len()];
    for (mut case, _) in cases {
        let Some(classed) = classes.cases.iter().find(|one| one.case == case.case) else {
            continue;
        };
        let outcome = settle(&mut act, actor, (taken.id, &mut case), classed).await?;
        counts[outcome as usize] += 1;
        store::keep_outcome(&mut act.tx, taken.id, &case).await?;
    }
    let mut note = Note::collected("offline_pack", taken.id);
    for (outcome, count) in Outcome::ALL.iter().zip(counts).filter(|(_, count)| *count > 0) {
        note = note.with(outcome.as_str(), count);
    }
    act.log(note).await?;
    act.commit().await?;
    Ok(taken.id)
}

/// The pack whose classes a file holds, and the classes.
async fn opened(act: &mut Act<'_>, actor: &Actor, file: &[u8]) -> Answer<(OfflinePack, Classes)> {
    let packs = store::offline_of(&mut act.tx, actor.person).await?;
    let app = act.app;
    for taken in packs.into_iter().filter(|taken| taken.body == actor.body) {
        let Some(sealed) = &taken.key else { continue };
        let key = app.vault.open(&owner(taken.id), sealed)?;
        let key = String::from_utf8_lossy(&key);
        let Ok(plain) = sealing::open_with(&key, file) else {
            continue;
        };
        let classes = serde_json::from_slice::<Classes>(&plain).ok();
        let classes = classes.filter(|classes| classes.form == FORM && classes.pack == taken.id);
        let classes = classes.ok_or_else(|| {
            let words = "The file holds no classes that this version of Scrutineer can read; save it again with the program that opened your pack";
            Refusal::field("file", words)
        })?;
        return Ok((taken, classes));
    }
    Err(Refusal::field(
        "file",
        "The file is not the classes of a pack that you took away, or that pack is over; choose the file that ends in classes.age beside your pack",
    ))
}

/// Decides what becomes of one class, and keeps it as a draft where nothing stands against it.
async fn settle(
    act: &mut Act<'_>,
    actor: &Actor,
    (pack, case): (OfflineId, &mut OfflineCase),
    classed: &Classed,
) -> Answer<Outcome> {
    let brought = tidied(act.app, &classed.view);
    let outcome = outcome(act, actor, (pack, case), &brought).await?;
    case.outcome = Some(outcome);
    case.brought = (outcome == Outcome::Waits).then(|| brought.clone());
    if matches!(outcome, Outcome::Taken | Outcome::Same) {
        case.known = mark(pack, &brought);
        case.settled = Some(mark(pack, &brought));
    }
    if outcome == Outcome::Taken {
        keep_draft(act, actor, case.case, brought).await?;
    }
    Ok(outcome)
}

/// The view as a draft would keep it.
fn tidied(app: &App, view: &View) -> View {
    let known = |code: &&String| app.packs.observations.theme(code).is_some();
    View {
        reasons: view.reasons.trim().replace('\0', ""),
        themes: view.themes.iter().filter(known).cloned().collect(),
        ..view.clone()
    }
}

async fn outcome(
    act: &mut Act<'_>,
    actor: &Actor,
    (pack, case): (OfflineId, &OfflineCase),
    brought: &View,
) -> Answer<Outcome> {
    let here = match here(act, actor, case.case).await? {
        Ok(here) => here,
        Err(barred) => return Ok(barred),
    };
    if brought.reasons.chars().count() > MOST_REASONS {
        return Ok(Outcome::Long);
    }
    let current = papers_stand(act, case).await?;
    Ok(case.fate(pack, brought, &here, current))
}

/// The person's draft of a case that they may still class, or what stands in the way.
async fn here(act: &mut Act<'_>, actor: &Actor, case: CaseId) -> Answer<Result<View, Outcome>> {
    match to_class(act, actor, case).await {
        Ok(_) => {}
        Err(Refusal::NotFound) => return Ok(Err(Outcome::Gone)),
        Err(Refusal::Conflict(_)) => return Ok(Err(Outcome::Late)),
        Err(other) => return Err(other),
    }
    let review = store::review_of(&mut act.tx, case, actor.person).await?;
    if review.as_ref().is_some_and(Review::sealed) {
        return Ok(Err(Outcome::Sealed));
    }
    Ok(Ok(review.map(|review| review.view).unwrap_or_default()))
}

async fn papers_stand(act: &mut Act<'_>, case: &OfflineCase) -> Answer<bool> {
    let released = pack::store::released(&mut act.tx, case.case).await?;
    Ok(released.is_some_and(|pack| pack.version == case.version))
}

/// What came back of one of the person's packs. Looking at it is logged.
///
/// # Errors
/// [`Refusal::NotFound`] for a pack that is not theirs.
pub async fn brought_back(app: &App, actor: &Actor, id: OfflineId) -> Answer<Back> {
    let mut act = actor.begin(app, "review.offline").await?;
    let pack = own(&mut act, actor, id).await?;
    let mut cases = Vec::new();
    for (case, title) in store::offline_cases(&mut act.tx, id).await? {
        cases.push(returned(&mut act, actor, case, title).await?);
    }
    cases.sort_by_key(|one| one.case.brought.is_none());
    act.log(Note::consulted("offline_pack", id)).await?;
    act.commit().await?;
    Ok(Back { pack, cases })
}

async fn returned(
    act: &mut Act<'_>,
    actor: &Actor,
    mut case: OfflineCase,
    title: String,
) -> Answer<Returned> {
    let mut draft = View::default();
    let mut papers_changed = false;
    if case.brought.is_some() {
        match here(act, actor, case.case).await? {
            Ok(here) => draft = here,
            Err(barred) => (case.brought, case.outcome) = (None, Some(barred)),
        }
        papers_changed = !papers_stand(act, &case).await?;
    }
    Ok(Returned {
        case,
        title,
        here: draft,
        papers_changed,
    })
}

/// The member decides between the class that came back and the one that is here: `stands` is the mark of the one they saw
/// here.
///
/// # Errors
/// [`Refusal::NotFound`] where nothing waits; [`Refusal::Conflict`] where the class here is another by now, or can no longer
/// be changed.
pub async fn decide(
    app: &App,
    actor: &Actor,
    (id, case): (OfflineId, CaseId),
    take: bool,
    stands: &str,
) -> Answer<()> {
    let mut act = actor.begin(app, "review.weigh_classes").await?;
    let pack = own(&mut act, actor, id).await?;
    let cases = store::offline_cases(&mut act.tx, pack.id).await?;
    let case = cases.into_iter().find(|(one, _)| one.case == case);
    let (mut case, _) = case.ok_or(Refusal::NotFound)?;
    let brought = case.brought.take().ok_or(Refusal::NotFound)?;
    let here = here(&mut act, actor, case.case)
        .await?
        .map_err(|barred| Refusal::conflict(barred.title()))?;
    if hex::encode(mark(id, &here)) != stands {
        return Err(Refusal::conflict(
            "the class that is here has changed since you opened the page; go back, reload it and decide again",
        ));
    }
    case.settled = Some(mark(id, &brought));
    case.outcome = Some(if take { Outcome::Taken } else { Outcome::Kept });
    let note = Note::altered("case", case.case).with("offline_pack", id);
    act.log(note.with("took", take)).await?;
    if take {
        case.known = mark(id, &brought);
        keep_draft(&mut act, actor, case.case, brought).await?;
    }
    store::keep_outcome(&mut act.tx, id, &case).await?;
    act.commit().await
}
