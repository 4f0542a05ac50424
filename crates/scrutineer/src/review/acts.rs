//! Reading, declaring, drafting, sealing. Each asks anew whether this person may, on this case, now.

mod bringing;
mod taking;

pub use bringing::{Back, Returned, bring_back, brought_back, decide};
pub use taking::{ERASE_OFFLINE, Made, Shelf, erase_offline, offline_file, shelf, take_offline};

use ledger::Operation;

use super::{
    model::{Interest, MOST_REASONS, Part, Pile, Review, ReviewState, View},
    store,
};
use crate::{
    access::{Action, Actor},
    audit::{Act, Note},
    body, draw, flags,
    pack::{self, model::Pack},
    platform::{
        app::App,
        chance::bytes,
        clock::{Moment, date_words},
        db::Tx,
        ids::{CaseId, DrawId},
        packs::Scale,
        refusal::{Answer, Refusal},
    },
};

/// A page of a person's reading list.
pub struct ReadingList {
    /// The piles that have a case on this page.
    pub piles: Vec<Pile>,
    /// The page, counted from one.
    pub page: usize,
    /// The last page.
    pub last: usize,
    /// Whether some of the cases can be taken away.
    pub offline: bool,
}

/// The given page of the person's reading list, or the last when there are fewer.
///
/// # Errors
/// As every act.
pub async fn reading(app: &App, actor: &Actor, page: usize) -> Answer<ReadingList> {
    let mut act = actor.begin(app, "review.tasks").await?;
    let now = act.now;
    let mut piles = readable(&mut act.tx, actor, now).await?;
    let sizes: Vec<i64> = piles.iter().map(|pile| pile.cases).collect();
    let part = Part::of(&sizes, page);
    for (pile, share) in piles.iter_mut().zip(&part.shares) {
        if share.most > 0 {
            pile.tasks = store::tasks(&mut act.tx, actor.person, pile, *share).await?;
        }
    }
    let offline = taking::may_take(&mut act.tx, &piles).await?;
    piles.retain(|pile| !pile.tasks.is_empty());
    act.log(Note::consulted("task_list", actor.person).with("cases", sizes.iter().sum::<i64>()))
        .await?;
    act.commit().await?;
    Ok(ReadingList {
        piles,
        page: part.page,
        last: part.last,
        offline,
    })
}

/// The piles of which the person can read the papers now.
async fn readable(tx: &mut Tx, actor: &Actor, now: Moment) -> Answer<Vec<Pile>> {
    let mut open = Vec::new();
    for pile in store::piles(tx, actor.person, now).await? {
        if pack::acts::may_be_read(tx, (pile.draw, pile.again_on), now).await? {
            open.push(pile);
        }
    }
    Ok(open)
}

/// What a member sees of a case: the pack, the scale, and their own review so far.
pub struct Desk {
    /// The case.
    pub case: draw::model::Case,
    /// The draw's reference.
    pub reference: String,
    /// The released pack.
    pub pack: Pack,
    /// What stands on every page of it.
    pub papers: pack::acts::Papers,
    /// The last day of reading.
    pub ends: Option<String>,
    /// The panel's scale.
    pub scale: Scale,
    /// Their own review.
    pub review: Option<Review>,
    /// Whether the window is still open.
    pub open: bool,
    /// When it closes.
    pub closes: Option<String>,
    /// Whether the chair has opened the sealed classes of the case.
    pub opened: bool,
    /// Whether they have it in a file that they took away.
    pub away: bool,
    /// What rules flag of the record: name and what is looked at. Nothing before the member has sealed a class or the chair
    /// has opened the case, for a flag sways.
    pub flags: Vec<(String, String)>,
}

/// Opens a case for a member; the opening is logged before anything is shown.
///
/// # Errors
/// Not found: unreleased, withdrawn, not seated, an interest declared.
pub async fn open(app: &App, actor: &Actor, case: CaseId) -> Answer<Desk> {
    let read = pack::acts::read(app, actor, case).await?;
    let mut tx = app.db.read("review.desk").await?;
    let draw = draw::store::draw(&mut tx, read.case.draw)
        .await?
        .ok_or(Refusal::NotFound)?;
    let scale = scale_of(app, &mut tx, &read.case).await?;
    let review = store::review_of(&mut tx, case, actor.person).await?;
    let closes = store::reading_closes(&mut tx, case).await?;
    let opened = draw::store::opened(&mut tx, case).await?;
    let away = store::has_away(&mut tx, case, actor.person, app.now()).await?;
    let sealed = review.as_ref().is_some_and(Review::sealed);
    let flags = if sealed || opened {
        flags::acts::of_record(&mut tx, read.case.record).await?
    } else {
        Vec::new()
    };
    Ok(Desk {
        flags,
        reference: draw.reference.clone(),
        open: !opened && closes.is_none_or(|closes| app.now() < closes),
        closes: closes.map(|closes| closes.words()),
        opened,
        away,
        case: read.case,
        pack: read.pack,
        papers: read.papers,
        ends: read.ends.map(|ends| date_words(Moment(ends.0 - 1).london_date())),
        scale,
        review,
    })
}

/// The scale of the panel that a case is before.
///
/// # Errors
/// A panel without terms, or a scale no pack holds.
pub async fn scale_of(app: &App, tx: &mut Tx, case: &draw::model::Case) -> Answer<Scale> {
    let terms = body::store::terms(tx, case.panel)
        .await?
        .ok_or(Refusal::NotFound)?;
    let version = u32::try_from(terms.scale_version).unwrap_or_default();
    let scale = app.packs.scale(&terms.scale_id, version).cloned();
    scale.ok_or_else(|| {
        Refusal::Unavailable(format!(
            "no pack holds the scale {} version {version}",
            terms.scale_id
        ))
    })
}

/// As [`scale_of`], for a page that has the case's id alone.
///
/// # Errors
/// As [`scale_of`].
pub async fn scale_of_case(app: &App, case: CaseId) -> Answer<Scale> {
    let mut tx = app.db.read("review.scale").await?;
    let case = draw::store::case(&mut tx, case).await?.ok_or(Refusal::NotFound)?;
    scale_of(app, &mut tx, &case).await
}

/// A released case that is the person's to review and that the chair has not opened; `instead` ends the sentence that says so.
async fn before_opening(
    act: &mut Act<'_>,
    actor: &Actor,
    case: CaseId,
    instead: &str,
) -> Answer<draw::model::Case> {
    let case = draw::store::case(&mut act.tx, case)
        .await?
        .ok_or(Refusal::NotFound)?;
    let facts = actor
        .facts(case.body)
        .seated(body::store::is_seated(&mut act.tx, case.panel, actor.person).await?)
        .conflicted(pack::store::declared(&mut act.tx, case.id, actor.person).await?);
    actor.allow(Action::ReviewWrite, facts)?;
    if case.standing != draw::model::Standing::Drawn
        || pack::store::released(&mut act.tx, case.id).await?.is_none()
    {
        return Err(Refusal::NotFound);
    }
    if draw::store::opened(&mut act.tx, case.id).await? {
        return Err(Refusal::conflict(format!(
            "the chair has opened the sealed classes of this case; {instead}"
        )));
    }
    Ok(case)
}

/// A case that the person may class now; refuses what is over, closed or not theirs.
async fn to_class(act: &mut Act<'_>, actor: &Actor, case: CaseId) -> Answer<draw::model::Case> {
    const INSTEAD: &str = "you can still say what you think in the meeting";
    let case = before_opening(act, actor, case, INSTEAD).await?;
    let closes = store::reading_closes(&mut act.tx, case.id).await?;
    if closes.is_some_and(|closes| act.now >= closes) {
        return Err(Refusal::conflict(format!(
            "the reading window has closed; {INSTEAD}"
        )));
    }
    Ok(case)
}

/// Takes the case from the person for good: no pack, no class, no vote. It can be done until the chair opens the case, after
/// the reading window too; a class that was sealed is taken out, seen and counted by nobody.
///
/// # Errors
/// [`Refusal::Invalid`] on `nature` or `note`; [`Refusal::Conflict`] once the chair has opened the case.
pub async fn declare(app: &App, actor: &Actor, case: CaseId, nature: &str, note: &str) -> Answer<()> {
    let instead = "tell the chair, who records your interest in the meeting";
    let mut act = actor.begin(app, "review.declare_interest").await?;
    let case = before_opening(&mut act, actor, case, instead).await?;
    let interest = Interest {
        case: case.id,
        person: actor.person,
        nature,
        note: note.trim(),
        recorded_by: None,
    };
    take_away(&mut act, &interest, false).await?;
    act.commit().await
}

/// Keeps an interest within an act and takes out what the member wrote of the case. What was sealed stays where the chair has
/// opened it: it has been shown without a name, and taking one away would tell whose it was.
///
/// # Errors
/// [`Refusal::Invalid`] on `nature` or `note`; [`Refusal::Conflict`] when the interest is declared already.
pub async fn take_away(act: &mut Act<'_>, interest: &Interest<'_>, opened: bool) -> Answer<()> {
    let faults = interest.faults();
    if !faults.is_empty() {
        return Err(Refusal::Invalid(faults));
    }
    let now = act.now;
    if !store::declare(&mut act.tx, interest, now).await? {
        return Err(Refusal::conflict("this interest has been declared already"));
    }
    let note = Note::altered("case", interest.case)
        .with("interest", interest.nature)
        .with("person", interest.person);
    act.log(note).await?;
    store::forget_brought(&mut act.tx, interest.case, interest.person).await?;
    if opened {
        return Ok(());
    }
    if let Some(hash) = store::take_out(&mut act.tx, interest.case, interest.person).await? {
        let note = Note::new(Operation::Erasure, "review", interest.case)
            .because("an interest was declared after sealing")
            .with("sealed_sha256", hex::encode(hash));
        act.log_as("review.take_out", note).await?;
    }
    Ok(())
}

/// Keeps what the person has written so far.
///
/// # Errors
/// A sealed review, a closed window, a case that is not theirs.
pub async fn keep(app: &App, actor: &Actor, case: CaseId, view: View) -> Answer<()> {
    let mut act = actor.begin(app, "review.draft").await?;
    let case = to_class(&mut act, actor, case).await?;
    keep_draft(&mut act, actor, case.id, view).await?;
    act.commit().await
}

/// Keeps a draft within an act, and logs that it was.
async fn keep_draft(act: &mut Act<'_>, actor: &Actor, case: CaseId, view: View) -> Answer<()> {
    if view.reasons.chars().count() > MOST_REASONS * 4 {
        return Err(Refusal::field(
            "reasons",
            format!("Your reasons must be {MOST_REASONS} characters or fewer"),
        ));
    }
    let known = |code: &String| act.app.packs.observations.theme(code).is_some();
    let themes = view.themes.iter().filter(|code| known(code)).cloned().collect();
    let view = View { themes, ..view };
    let review = Review {
        case,
        person: actor.person,
        view,
        state: ReviewState::Draft,
    };
    let now = act.now;
    if !store::keep_draft(&mut act.tx, &review, now).await? {
        return Err(Refusal::conflict(
            "you have sealed this case already; what you sealed stands",
        ));
    }
    let note = Note::altered("case", case).with("review", "draft");
    act.log_as("review.draft", note).await.map(drop)
}

/// Seals the person's review of a case.
///
/// # Errors
/// [`Refusal::Invalid`] when something is missing, [`Refusal::Conflict`] when it was sealed before or the window has closed.
pub async fn seal(app: &App, actor: &Actor, case: CaseId) -> Answer<()> {
    let mut act = actor.begin(app, "review.seal").await?;
    let case = to_class(&mut act, actor, case).await?;
    let review = store::review_of(&mut act.tx, case.id, actor.person).await?;
    let review =
        review.ok_or_else(|| Refusal::conflict("there is nothing to seal yet; class the case first"))?;
    let faults = review.view.faults(&scale_of(app, &mut act.tx, &case).await?);
    if !faults.is_empty() && !review.sealed() {
        return Err(Refusal::Invalid(faults));
    }
    let salt = bytes::<16>(app.chance.as_ref())?;
    let review = review.seal(act.now, &salt).map_err(Refusal::conflict)?;
    let ReviewState::Sealed { hash, .. } = review.state else {
        return Err(Refusal::NotFound);
    };
    let now = act.now;
    if !store::seal(&mut act.tx, &review, salt, now).await? {
        return Err(Refusal::conflict(
            "you have sealed this case already; what you sealed stands",
        ));
    }
    act.log(Note::altered("case", case.id).with("sealed_sha256", hex::encode(hash)))
        .await?;
    act.commit().await
}

/// For chair and coordinator: how many cases each seated person has sealed, of how many. Never what.
pub struct SealedSoFar {
    /// Cases drawn and released.
    pub cases: usize,
    /// Name, organisation, cases sealed.
    pub people: Vec<(String, String, i64)>,
}

/// How far the members have come with a draw's cases.
///
/// # Errors
/// As every act.
pub async fn progress(app: &App, actor: &Actor, draw: DrawId) -> Answer<SealedSoFar> {
    let mut tx = app.db.read("review.progress").await?;
    let draw = draw::store::draw(&mut tx, draw).await?.ok_or(Refusal::NotFound)?;
    let seated = body::store::is_seated(&mut tx, draw.panel, actor.person).await?;
    actor.allow(Action::ReviewProgress, actor.facts(draw.body).seated(seated))?;
    let cases = draw::store::cases_of(&mut tx, draw.id).await?;
    let sealed = store::sealed_by_person(&mut tx, draw.id).await?;
    let people = body::store::seats(&mut tx, draw.panel)
        .await?
        .into_iter()
        .filter_map(|seat| {
            let (person, name) = seat.holder?;
            let count = sealed
                .iter()
                .find(|(one, _)| *one == person)
                .map_or(0, |(_, count)| *count);
            Some((name, seat.organisation_name, count))
        })
        .collect();
    let cases = cases
        .iter()
        .filter(|case| case.standing == draw::model::Standing::Drawn)
        .count();
    Ok(SealedSoFar { cases, people })
}
