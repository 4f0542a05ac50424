//! The organisations and panels of the example.

use jiff::civil::date;

use super::{Stage, people::Cast};
use crate::{
    body::{
        acts::{self, NewSeat, NewTerms},
        model::{Panel, PanelKind, Sector},
    },
    platform::refusal::Answer,
};

/// The panels.
pub struct Panels {
    /// Adult and youth out-of-court resolutions.
    pub oocr: Panel,
    /// Stop and search.
    pub stop_search: Panel,
}

/// Organisation, sector, seat, first name of the holder, whether the seat has a vote.
const SEATS: [(&str, Sector, &str, &str, bool); 7] = [
    (
        "Westmarch Community Trust",
        Sector::Community,
        "Independent chair",
        "Daniel",
        true,
    ),
    (
        "Westmarch Magistrates",
        Sector::Magistracy,
        "Bench chair",
        "Margaret",
        true,
    ),
    (
        "Crown Prosecution Service",
        Sector::Cps,
        "District prosecutor",
        "Tom",
        true,
    ),
    (
        "Westmarch Victim Support",
        Sector::VictimService,
        "Service manager",
        "Sofia",
        true,
    ),
    (
        "Westmarch Youth Justice Service",
        Sector::YouthJustice,
        "Operations manager",
        "Grace",
        true,
    ),
    (
        "Westmarch County Council",
        Sector::LocalAuthority,
        "Community safety manager",
        "Bryn",
        true,
    ),
    ("Westmarch Police", Sector::Police, "Senior officer", "Ruth", true),
];

const QUORUM: &str = "at least 5; one of magistracy or cps; one victim_service; police at most half";

/// Sets both panels up with terms, seats and a substitute.
///
/// # Errors
/// What the acts say.
pub async fn set_up(stage: &Stage<'_>, cast: &Cast) -> Answer<Panels> {
    stage.at(date(2024, 1, 9), 10, 0);
    let coordinator = cast.get("Helen")?;
    for (name, sector, _, _, _) in SEATS {
        acts::add_organisation(stage.app, coordinator, name, sector.as_str()).await?;
    }
    let oocr = panel(
        stage,
        cast,
        ("OOCR", "Out-of-court resolutions panel", PanelKind::JointOocr),
        "LEIC-4",
    )
    .await?;
    let named = ("SS", "Stop and search panel", PanelKind::StopSearch);
    let stop_search = panel(stage, cast, named, "DC-RAG").await?;
    Ok(Panels { oocr, stop_search })
}

async fn panel(
    stage: &Stage<'_>,
    cast: &Cast,
    (code, name, kind): (&str, &str, PanelKind),
    scale: &str,
) -> Answer<Panel> {
    let (app, coordinator) = (stage.app, cast.get("Helen")?);
    let panel = acts::add_panel(app, coordinator, code, name, kind.as_str()).await?;
    let terms = NewTerms {
        scale_id: scale.to_owned(),
        decision_mode: "consensus".to_owned(),
        quorum: QUORUM.to_owned(),
        effective_from: Some(date(2024, 1, 9)),
    };
    acts::add_terms(app, coordinator, panel.id, &terms).await?;
    let organisations = acts::organisations(app, coordinator).await?;
    for (organisation, _, title, holder, votes) in SEATS {
        let organisation = organisations.iter().find(|one| one.name == organisation);
        let organisation = organisation.map(|one| one.id.to_string()).unwrap_or_default();
        let holder = cast.get(holder)?.person.to_string();
        let voting = if votes { "yes" } else { "no" };
        let seat = NewSeat {
            organisation: &organisation,
            title,
            voting,
            holder: &holder,
        };
        let seat = acts::add_seat(app, coordinator, panel.id, seat).await?;
        if title == "Bench chair" {
            let substitute = cast.get("Neil")?.person.to_string();
            acts::add_substitute(app, coordinator, seat.id, &substitute).await?;
        }
    }
    Ok(panel)
}
