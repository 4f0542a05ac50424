//! Putting a meeting's report together.

use std::collections::BTreeSet;

use stats::sampling::Plan;

use super::{
    model::{Attended, Decision, MeetingReport, Proof, Stratum, ThemeCount, Withdrawn, class_counts},
    store,
};
use crate::{
    access::{self, Action, Actor, Role},
    body,
    draw::{
        self,
        model::{Case, Draw, Standing},
    },
    meeting::{
        self,
        model::{Meeting, MeetingState},
    },
    platform::{
        app::App,
        db::{DbError, Tx},
        ids::MeetingId,
        packs::{Packs, Scale, strata::CHOSEN},
        refusal::{Answer, Refusal},
    },
};

/// The report of a meeting. While the meeting is open only its chair and coordinator see it, as a draft.
///
/// # Errors
/// [`Refusal::NotFound`] for a meeting that is not there or not theirs; a conflict for one that is not over yet.
pub async fn meeting_report(app: &App, actor: &Actor, id: MeetingId) -> Answer<MeetingReport> {
    let mut tx = app.db.read("report.meeting").await?;
    let meeting = meeting::store::meeting(&mut tx, id)
        .await?
        .ok_or(Refusal::NotFound)?;
    let seated = body::store::is_seated(&mut tx, meeting.panel, actor.person).await?;
    actor.allow(Action::ReportRead, actor.facts(meeting.body).seated(seated))?;
    let runs = actor.is(Role::Coordinator) || actor.is(Role::Chair);
    match meeting.state {
        MeetingState::Closed => {}
        MeetingState::Open if runs => {}
        MeetingState::Open => {
            return Err(Refusal::conflict(
                "the meeting is still open; its report is made when the chair closes it",
            ));
        }
        MeetingState::Planned => {
            return Err(Refusal::conflict(
                "the meeting has not been held yet; there is nothing to report",
            ));
        }
    }
    gather(app, &mut tx, &meeting).await
}

/// The report of a meeting, without asking who reads it.
///
/// # Errors
/// What the database says, or rows that do not fit together.
pub async fn gather(app: &App, tx: &mut Tx, meeting: &Meeting) -> Answer<MeetingReport> {
    let missing = |what: &str| DbError::inconsistent(format!("meeting {}", meeting.id), what);
    let panel = body::store::panel(tx, meeting.panel)
        .await?
        .ok_or_else(|| missing("its panel is gone"))?;
    let owner = access::store::body(tx, meeting.body)
        .await?
        .ok_or_else(|| missing("its body is gone"))?;
    let drawn = draw::store::draw(tx, meeting.draw)
        .await?
        .ok_or_else(|| missing("its draw is gone"))?;
    let scale = scale(app, tx, meeting).await?;
    let (own, again): (Vec<_>, Vec<_>) = store::decisions(tx, meeting.id)
        .await?
        .into_iter()
        .partition(|(draw, _)| *draw == drawn.id);
    let decisions: Vec<Decision> = own.into_iter().map(|(_, decision)| decision).collect();
    let cases = draw::store::cases_of(tx, drawn.id).await?;
    let named = Named {
        packs: &app.packs,
        kind: &panel.record_kind,
    };
    let seen = Seen {
        scale: &scale,
        decisions: &decisions,
        cases: &cases,
        named: &named,
    };
    let strata = strata(tx, &drawn, &seen).await?;
    let chosen = chosen(&seen);
    Ok(MeetingReport {
        body_name: owner.name,
        marking: owner.marking,
        panel_code: panel.code,
        panel_name: panel.name,
        panel_kind: panel.kind,
        reference: drawn.reference.clone(),
        period_from: drawn.period_from.clone(),
        period_to: drawn.period_to.clone(),
        held_on: meeting.held_on,
        place: meeting.place.clone(),
        draft: meeting.state != MeetingState::Closed,
        strata,
        chosen,
        decisions,
        listed_again: again.into_iter().map(|(_, decision)| decision).collect(),
        themes: themes(app, tx, meeting.id).await?,
        attendance: attendance(tx, meeting.id).await?,
        withdrawals: withdrawals(&cases, &named),
        proof: proof(tx, &drawn).await?,
        supplements: store::supplements(tx, meeting.id).await?,
        scale,
    })
}

/// The scale of the terms the meeting was held under.
async fn scale(app: &App, tx: &mut Tx, meeting: &Meeting) -> Answer<Scale> {
    let place = format!("meeting {}", meeting.id);
    let terms = body::store::terms_by_id(tx, meeting.terms).await?;
    let terms = terms.ok_or_else(|| DbError::inconsistent(&place, "its terms are gone"))?;
    let same = |scale: &&Scale| scale.id == terms.scale_id && i64::from(scale.version) == terms.scale_version;
    let scale = app.packs.scales.iter().find(same).cloned();
    Ok(scale
        .ok_or_else(|| DbError::inconsistent(place, format!("no pack holds its scale {}", terms.scale_id)))?)
}

/// The words of the packs for what a draw keeps as codes.
struct Named<'a> {
    packs: &'a Packs,
    kind: &'a str,
}

impl Named<'_> {
    fn stratum(&self, code: &str) -> String {
        self.packs.stratum_label(self.kind, code)
    }

    fn reason(&self, code: &str) -> String {
        let reason = self.packs.withdrawal.reason(code);
        reason.map_or(code, |reason| &reason.label).to_owned()
    }
}

/// The cases that left, in the order in which they did.
fn withdrawals(cases: &[Case], named: &Named<'_>) -> Vec<Withdrawn> {
    let name = |case: &Case| (case.label.clone(), case.ref_.clone());
    let mut left: Vec<&Case> = cases
        .iter()
        .filter(|case| case.standing == Standing::Withdrawn)
        .collect();
    left.sort_by_key(|case| (case.withdrawn_at, case.id));
    left.into_iter()
        .map(|case| Withdrawn {
            case: name(case),
            group: named.stratum(&case.stratum),
            reason: named.reason(case.withdrawal_code.as_deref().unwrap_or_default()),
            authorised_by: case.withdrawn_as.clone().unwrap_or_default(),
            replaced_by: cases
                .iter()
                .find(|other| other.brought_in_for == Some(case.id))
                .map(name),
        })
        .collect()
}

/// What was drawn and decided, to be counted by stratum.
struct Seen<'a> {
    scale: &'a Scale,
    decisions: &'a [Decision],
    cases: &'a [Case],
    named: &'a Named<'a>,
}

impl Seen<'_> {
    /// The cases of a stratum: so many records, so many planned.
    fn stratum(&self, code: &str, population: u64, planned: u64) -> Stratum {
        let found: Vec<&str> = self
            .decisions
            .iter()
            .filter(|one| one.stratum == code)
            .map(|one| one.class.as_str())
            .collect();
        let standing = |standing: Standing| {
            let here = |case: &&Case| case.stratum == code && case.standing == standing;
            self.cases.iter().filter(here).count() as u64
        };
        let heard = found.len() as u64;
        Stratum {
            code: code.to_owned(),
            label: self.named.stratum(code),
            population,
            planned,
            heard,
            not_heard: standing(Standing::Drawn).saturating_sub(heard),
            withdrawn: standing(Standing::Withdrawn),
            classes: class_counts(self.scale, &found),
        }
    }
}

async fn strata(tx: &mut Tx, drawn: &Draw, seen: &Seen<'_>) -> Answer<Vec<Stratum>> {
    let plan = Plan::parse(&drawn.plan)
        .map_err(|fault| DbError::inconsistent(format!("draw {} plan", drawn.id), fault))?;
    let planned = draw::plan::planned(&plan);
    let populations = draw::store::frame_strata(tx, drawn.id).await?;
    let codes: BTreeSet<&String> = planned.keys().chain(populations.keys()).collect();
    let stratum = |code: &String| {
        let size = populations.get(code).copied().unwrap_or_default();
        let planned = planned.get(code).copied().unwrap_or_default();
        seen.stratum(code, u64::try_from(size).unwrap_or_default(), planned)
    };
    Ok(codes.into_iter().map(stratum).collect())
}

/// The cases that somebody chose, where there are any.
fn chosen(seen: &Seen<'_>) -> Option<Stratum> {
    let chosen = seen.cases.iter().filter(|case| case.stratum == CHOSEN).count() as u64;
    (chosen > 0).then(|| seen.stratum(CHOSEN, chosen, chosen))
}

async fn themes(app: &App, tx: &mut Tx, id: MeetingId) -> Answer<Vec<ThemeCount>> {
    let label = |code: &str| {
        let theme = app.packs.observations.theme(code);
        theme.map_or_else(|| code.to_owned(), |theme| theme.label.clone())
    };
    let counted = store::themes(tx, id).await?.into_iter();
    Ok(counted
        .map(|(code, polarity, cases)| ThemeCount {
            label: label(&code),
            code,
            polarity,
            cases,
        })
        .collect())
}

async fn attendance(tx: &mut Tx, id: MeetingId) -> Answer<Vec<Attended>> {
    let sittings = meeting::store::sittings(tx, id).await?.into_iter();
    Ok(sittings
        .map(|one| Attended {
            organisation: one.organisation,
            seat: one.title,
            status: one.attendance.status.title().to_owned(),
            voting: one.voting,
        })
        .collect())
}

async fn proof(tx: &mut Tx, drawn: &Draw) -> Answer<Proof> {
    let sources = draw::store::sources_of(tx, drawn.id).await?;
    Ok(Proof {
        commitment: drawn.commitment.map(hex::encode).unwrap_or_default(),
        committed_at: drawn.committed_at,
        seed: drawn.seed.map(hex::encode).unwrap_or_default(),
        sources: sources.iter().map(|source| source.label().to_owned()).collect(),
        checkpoint: drawn.checkpoint.clone(),
    })
}
