//! A panel with everybody around it, for the tests of later stages.

use crate::{
    access::{Actor, Role},
    body::{
        acts::{self, NewSeat, NewTerms},
        model::{Panel, PanelKind, Seat, Sector, Terms},
        store,
    },
    platform::ids::PanelId,
    testing::House,
};

/// A panel and its people.
pub struct PanelWorld {
    /// The panel.
    pub panel: Panel,
    /// Its terms: LEIC-4, consensus, a quorum of three.
    pub terms: Terms,
    /// Runs the cycle.
    pub coordinator: Actor,
    /// Holds the first seat (community).
    pub chair: Actor,
    /// Hold the other seats: magistracy, CPS, victims' service, police.
    pub members: Vec<Actor>,
    /// Named for the seat of `members[0]`.
    pub substitute: Actor,
    /// Leads for the force.
    pub force_lead: Actor,
    /// Clear and publish.
    pub publisher: [Actor; 2],
    /// Takes feedback to officers.
    pub feedback_owner: Actor,
    /// Reads the log.
    pub auditor: Actor,
    /// The seats: the chair's, then the members' in order.
    pub seats: Vec<Seat>,
}

/// The quorum of the panel in a [`PanelWorld`].
pub const QUORUM: &str = "at least 3; one of magistracy or cps; one victim_service; police at most half";

const SEATS: [(&str, Sector, &str); 5] = [
    ("Westmarch Community Trust", Sector::Community, "Chair"),
    ("Westmarch Magistrates", Sector::Magistracy, "Bench chair"),
    ("Crown Prosecution Service", Sector::Cps, "District prosecutor"),
    (
        "Westmarch Victim Support",
        Sector::VictimService,
        "Service manager",
    ),
    ("Westmarch Police", Sector::Police, "Senior officer"),
];

impl House {
    /// A panel of this kind, with its terms, seats and everybody around it. One of each kind in a house.
    pub async fn panel_world(&self, kind: PanelKind) -> PanelWorld {
        let app = &self.app;
        let word = match kind {
            PanelKind::AdultOocr => "Adult",
            PanelKind::YouthOocr => "Youth",
            PanelKind::JointOocr => "Joint",
            PanelKind::StopSearch => "Street",
        };
        let person = async |name: &str, role: Role| self.person(&format!("{name} {word}"), &[role]).await;
        let coordinator = person("Cora", Role::Coordinator).await;
        let chair = person("Ada", Role::Chair).await;
        let mut members = Vec::new();
        for name in ["Ben", "Cyn", "Dev", "Eve"] {
            members.push(person(name, Role::Member).await);
        }
        let substitute = person("Sam", Role::Substitute).await;
        let code = format!("WM-{}", word.to_uppercase());
        let panel = acts::add_panel(app, &coordinator, &code, &format!("{word} panel"), kind.as_str())
            .await
            .unwrap();
        let terms = NewTerms {
            scale_id: "LEIC-4".to_owned(),
            decision_mode: "consensus".to_owned(),
            quorum: QUORUM.to_owned(),
            effective_from: Some(jiff::civil::date(2024, 1, 1)),
        };
        let terms = acts::add_terms(app, &coordinator, panel.id, &terms)
            .await
            .unwrap();
        let sitters: Vec<&Actor> = std::iter::once(&chair).chain(&members).collect();
        let seats = self.seated(&coordinator, panel.id, &sitters, &substitute).await;
        PanelWorld {
            coordinator,
            chair,
            members,
            substitute,
            force_lead: person("Frank", Role::ForceLead).await,
            publisher: [
                person("Pat", Role::Publisher).await,
                person("Quinn", Role::Publisher).await,
            ],
            feedback_owner: person("Finn", Role::FeedbackOwner).await,
            auditor: person("Gwen", Role::Auditor).await,
            panel,
            terms,
            seats,
        }
    }

    /// Gives each a seat in the order of [`SEATS`], and the second seat the substitute.
    async fn seated(&self, by: &Actor, panel: PanelId, sitters: &[&Actor], substitute: &Actor) -> Vec<Seat> {
        let app = &self.app;
        for ((name, sector, title), sitter) in SEATS.into_iter().zip(sitters) {
            let known = acts::organisations(app, by).await.unwrap();
            let organisation = match known.into_iter().find(|one| one.name == name) {
                Some(one) => one,
                None => acts::add_organisation(app, by, name, sector.as_str())
                    .await
                    .unwrap(),
            };
            let (organisation, holder) = (organisation.id.to_string(), sitter.person.to_string());
            let new = NewSeat {
                organisation: &organisation,
                title,
                voting: "yes",
                holder: &holder,
            };
            let seat = acts::add_seat(app, by, panel, new).await.unwrap();
            if title == SEATS[1].2 {
                acts::add_substitute(app, by, seat.id, &substitute.person.to_string())
                    .await
                    .unwrap();
            }
        }
        let mut tx = app.db.read("test.seats").await.unwrap();
        store::seats(&mut tx, panel).await.unwrap()
    }
}
