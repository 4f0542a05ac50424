//! `/draws/{draw}/commit`: what committing fixes, and the commitment.

use askama::Template;
use axum::{extract::State, response::Response};

use crate::{
    access::{Action, Actor, Posted, gate::At},
    draw::{
        acts::{self, Seen},
        model::{Draw, ordinal, period_words},
        plan,
    },
    platform::{app::App, form::Fact, frame::Frame, ids::DrawId, page, refusal::Answer},
};

#[derive(Template)]
#[template(path = "draw/pages/commit.html")]
struct Commit {
    frame: Frame,
    draw: Draw,
    facts: Vec<Fact>,
    again: Option<String>,
}

/// What will be fixed.
///
/// # Errors
/// As every page; a draw that is no draft.
pub async fn get(State(app): State<App>, actor: Actor, At(id): At<DrawId>) -> Answer<Response> {
    let seen = acts::look(&app, &actor, id).await?;
    actor.allow(Action::DrawCommit, actor.facts(seen.draw.body))?;
    seen.draw.must_be_draft()?;
    let period = period_words(&seen.draw.period_from, &seen.draw.period_to);
    let again = (!seen.frames.is_empty()).then(|| {
        let word = ordinal(seen.frames.len() + 1);
        format!("This will be the {word} frame committed for {period}. The log and both draws will say so.")
    });
    page::show(&Commit {
        frame: actor.frame("/panels"),
        facts: facts(&app, &seen, &period),
        draw: seen.draw,
        again,
    })
}

fn facts(app: &App, seen: &Seen, period: &str) -> Vec<Fact> {
    let planned = plan::planned(&seen.plan);
    let mut facts = vec![
        Fact::new("Period", period),
        Fact::new("Records", seen.populations.values().sum::<i64>().to_string()),
    ];
    for stratum in plan::strata(&seen.plan) {
        let size = Planned {
            asked: planned.get(stratum).copied().unwrap_or_default(),
            drawn: seen.plan.n().get(stratum).map_or(0, |count| *count as u64),
            reserves: seen
                .plan
                .reserves()
                .and_then(|all| all.get(stratum))
                .map_or(0, |count| *count as u64),
            records: seen.populations.get(stratum).copied().unwrap_or_default(),
        };
        let label = app.packs.stratum_label(&seen.panel.record_kind, stratum);
        facts.push(Fact::new(label, size.words()));
    }
    let sources = plan::first_up(&plan::sources_words(&seen.plan));
    facts.push(Fact::new("Seed made from", sources));
    facts
}

/// What is planned of one group of records.
struct Planned {
    asked: u64,
    drawn: u64,
    reserves: u64,
    records: i64,
}

impl Planned {
    /// `15 of 120 records, and 3 in reserve`.
    fn words(&self) -> String {
        let held = plan::records(self.records);
        if self.asked > self.drawn {
            return format!("{} planned; there are no records, so none is drawn", self.asked);
        }
        if self.drawn == 0 {
            return format!("None of {held}");
        }
        let spare = match self.reserves {
            0 => "none in reserve".to_owned(),
            spare => format!("{spare} in reserve"),
        };
        format!("{} of {held}, and {spare}", self.drawn)
    }
}

/// Commits.
///
/// # Errors
/// As every page.
pub async fn post(
    State(app): State<App>,
    actor: Actor,
    At(id): At<DrawId>,
    posted: Posted,
) -> Answer<Response> {
    drop(posted);
    acts::commit(&app, &actor, id).await?;
    page::see_other(&format!("/draws/{id}"))
}
