//! Setting up organisations, panels, terms of reference and seats, and looking at them. Each change is one transaction
//! with its log entry.

mod seats;

pub use seats::{NewSeat, add_seat, add_substitute, change_holder, eligible, end_seat, end_substitute, seat};

use jiff::civil::Date;

use super::{
    model::{DecisionMode, Organisation, Panel, PanelKind, Quorum, Seat, Sector, Terms, panel_code},
    store,
};
use crate::{
    access::{Action, Actor},
    audit::{Act, Note},
    platform::{
        app::App,
        clock::date_words,
        db::{DbError, Tx},
        form::FieldError,
        ids::{OrganisationId, PanelId, TermsId},
        refusal::{Answer, Refusal},
    },
};

/// The longest name of an organisation, panel or seat, in characters.
const LONGEST_NAME: usize = 100;

/// What is wrong with a form, collected before anything is said.
#[derive(Default)]
struct Faults(Vec<FieldError>);

impl Faults {
    fn add(&mut self, field: &str, message: impl Into<String>) {
        self.0.push(FieldError {
            field: field.to_owned(),
            message: message.into(),
        });
    }

    /// The value, or a note that the field is wrong.
    fn need<T>(&mut self, value: Option<T>, field: &str, message: &str) -> Option<T> {
        if value.is_none() {
            self.add(field, message);
        }
        value
    }

    /// A name of 1 to 100 characters.
    fn name(&mut self, text: &str, message: &str) -> Option<String> {
        let text = text.trim();
        let fits = !text.is_empty() && text.chars().count() <= LONGEST_NAME;
        self.need(fits.then(|| text.to_owned()), "name", message)
    }

    fn refuse<T>(self) -> Answer<T> {
        Err(Refusal::Invalid(self.0))
    }
}

/// A broken unique rule as an error of the field that repeats something.
fn taken(result: Result<(), DbError>, field: &str, message: &str) -> Answer<()> {
    match result {
        Err(DbError::Duplicate) => Err(Refusal::field(field, message)),
        other => Ok(other?),
    }
}

/// Loads a panel the person may manage; anything else looks absent.
async fn managed(tx: &mut Tx, actor: &Actor, panel: PanelId) -> Answer<Panel> {
    let panel = store::panel(tx, panel).await?.ok_or(Refusal::NotFound)?;
    actor.allow(Action::PanelManage, actor.facts(panel.body))?;
    Ok(panel)
}

/// The organisations of the person's body, by name.
///
/// # Errors
/// As every act.
pub async fn organisations(app: &App, actor: &Actor) -> Answer<Vec<Organisation>> {
    actor.allow(Action::PanelManage, actor.facts(actor.body))?;
    let mut tx = app.db.read("body.organisations").await?;
    Ok(store::organisations_of(&mut tx, actor.body).await?)
}

/// Adds an organisation to the person's body.
///
/// # Errors
/// A name that is missing, too long or taken; a sector that is none.
pub async fn add_organisation(app: &App, actor: &Actor, name: &str, sector: &str) -> Answer<Organisation> {
    actor.allow(Action::PanelManage, actor.facts(actor.body))?;
    let mut faults = Faults::default();
    let name = faults.name(name, "Enter the organisation's name, up to 100 characters");
    let sector = faults.need(
        sector.parse::<Sector>().ok(),
        "sector",
        "Choose the sector it comes from",
    );
    let (Some(name), Some(sector)) = (name, sector) else {
        return faults.refuse();
    };
    let id = OrganisationId::new(app.clock.as_ref(), app.chance.as_ref())?;
    let organisation = Organisation {
        id,
        body: actor.body,
        name,
        sector,
    };
    let mut act = actor.begin(app, "organisation.add").await?;
    let now = act.now;
    let added = store::add_organisation(&mut act.tx, &organisation, now).await;
    taken(added, "name", "There is an organisation of this name already")?;
    act.log(Note::collected("organisation", id).with("sector", sector))
        .await?;
    act.commit().await?;
    Ok(organisation)
}

/// A panel in a list.
pub struct Listed {
    /// The panel.
    pub panel: Panel,
    /// Its newest terms, if it has any.
    pub terms: Option<Terms>,
    /// Its seats.
    pub seats: Vec<Seat>,
}

/// The panels of the person's body that they may see, by code.
///
/// # Errors
/// As every act.
pub async fn panels(app: &App, actor: &Actor) -> Answer<Vec<Listed>> {
    let mut tx = app.db.read("body.panels").await?;
    let mut listed = Vec::new();
    for panel in store::panels_of(&mut tx, actor.body).await? {
        let seats = store::seats(&mut tx, panel.id).await?;
        let seated = seats.iter().any(|seat| seat.is_for(actor.person));
        if actor.may(Action::PanelRead, actor.facts(panel.body).seated(seated)) {
            let terms = store::terms(&mut tx, panel.id).await?;
            listed.push(Listed { panel, terms, seats });
        }
    }
    Ok(listed)
}

/// A panel with every version of its terms, newest first, and its seats.
pub struct Whole {
    /// The panel.
    pub panel: Panel,
    /// Its terms, newest version first.
    pub terms: Vec<Terms>,
    /// Its seats.
    pub seats: Vec<Seat>,
}

/// One panel.
///
/// # Errors
/// [`Refusal::NotFound`] for a panel the person may not see.
pub async fn panel(app: &App, actor: &Actor, panel: PanelId) -> Answer<Whole> {
    let mut tx = app.db.read("body.panel").await?;
    let panel = store::panel(&mut tx, panel).await?.ok_or(Refusal::NotFound)?;
    let seats = store::seats(&mut tx, panel.id).await?;
    let seated = seats.iter().any(|seat| seat.is_for(actor.person));
    actor.allow(Action::PanelRead, actor.facts(panel.body).seated(seated))?;
    let terms = store::terms_history(&mut tx, panel.id).await?;
    Ok(Whole { panel, terms, seats })
}

/// Sets up a panel: `code` is what its references begin with, `kind` a [`PanelKind`] as stored.
///
/// # Errors
/// A code that cannot be used or is taken; a name that is missing; a kind that is none.
pub async fn add_panel(app: &App, actor: &Actor, code: &str, name: &str, kind: &str) -> Answer<Panel> {
    actor.allow(Action::PanelManage, actor.facts(actor.body))?;
    let mut faults = Faults::default();
    let kind = faults.need(
        kind.parse::<PanelKind>().ok(),
        "kind",
        "Choose what the panel looks at",
    );
    let name = faults.name(name, "Enter the panel's name, up to 100 characters");
    let wrong = "Enter a code of 2 to 24 letters, digits and hyphens, such as LLR-OOCR-A";
    let code = faults.need(panel_code(code), "code", wrong);
    let (Some(kind), Some(name), Some(code)) = (kind, name, code) else {
        return faults.refuse();
    };
    let id = PanelId::new(app.clock.as_ref(), app.chance.as_ref())?;
    let record_kind = kind.record_kind().to_owned();
    let panel = Panel {
        id,
        body: actor.body,
        code,
        name,
        kind,
        record_kind,
    };
    let mut act = actor.begin(app, "panel.add").await?;
    let now = act.now;
    let added = store::add_panel(&mut act.tx, &panel, now).await;
    taken(added, "code", "There is a panel with this code already")?;
    act.log(
        Note::collected("panel", id)
            .with("kind", kind)
            .with("code", &panel.code),
    )
    .await?;
    act.commit().await?;
    Ok(panel)
}

/// What a panel agrees to, as a form gives it.
#[derive(Debug, Clone)]
pub struct NewTerms {
    /// The id of a scale in `packs/`; its newest version is taken.
    pub scale_id: String,
    /// A [`DecisionMode`] as stored.
    pub decision_mode: String,
    /// The quorum in words.
    pub quorum: String,
    /// The day from which they hold; none when the form had no date, which it has said itself.
    pub effective_from: Option<Date>,
}

/// Agrees new terms of reference: the next version. Earlier versions stay as they were.
///
/// # Errors
/// A scale, a decision mode or a quorum that cannot be read; a day before that of the version before.
pub async fn add_terms(app: &App, actor: &Actor, panel: PanelId, new: &NewTerms) -> Answer<Terms> {
    let mut act = actor.begin(app, "panel.terms").await?;
    let panel = managed(&mut act.tx, actor, panel).await?;
    let before = store::terms(&mut act.tx, panel.id).await?;
    let terms = check_terms(&act, &panel, before.as_ref(), new)?;
    let now = act.now;
    store::add_terms(&mut act.tx, &terms, Some(actor.person), now).await?;
    let scale = format!("{} version {}", terms.scale_id, terms.scale_version);
    let note = Note::altered("panel", panel.id)
        .with("terms", terms.id)
        .with("version", terms.version);
    act.log(
        note.with("scale", scale)
            .with("quorum", &terms.quorum)
            .with("decision_mode", terms.decision_mode),
    )
    .await?;
    act.commit().await?;
    Ok(terms)
}

fn check_terms(act: &Act<'_>, panel: &Panel, before: Option<&Terms>, new: &NewTerms) -> Answer<Terms> {
    let mut faults = Faults::default();
    let scale = act.app.packs.newest_scale(&new.scale_id);
    let scale = faults.need(scale, "scale", "Choose the scale the panel classes cases on");
    let mode = faults.need(
        new.decision_mode.parse::<DecisionMode>().ok(),
        "decision_mode",
        "Choose how the panel decides",
    );
    let quorum = new.quorum.parse::<Quorum>().map_err(|fault| {
        let words = if new.quorum.trim().is_empty() {
            "Enter who must be there, or none".to_owned()
        } else {
            format!("Quorum: {fault}")
        };
        faults.add("quorum", words);
    });
    if let (Some(before), Some(from)) = (before, new.effective_from)
        && from < before.effective_from
    {
        let since = date_words(before.effective_from);
        let words = format!(
            "The date must be {since} or later: version {} took effect then",
            before.version
        );
        faults.add("effective_from", words);
    }
    let from = new.effective_from;
    let (Some(scale), Some(decision_mode), Ok(quorum), Some(effective_from), true) =
        (scale, mode, quorum, from, faults.0.is_empty())
    else {
        return faults.refuse();
    };
    Ok(Terms {
        id: TermsId::new(act.app.clock.as_ref(), act.app.chance.as_ref())?,
        panel: panel.id,
        version: before.map_or(0, |before| before.version) + 1,
        scale_id: scale.id.clone(),
        scale_version: i64::from(scale.version),
        decision_mode,
        quorum,
        effective_from,
    })
}
