//! Ready-made meetings for the tests of later stages.

use super::{
    acts::{self, NewMeeting},
    model::{Meeting, Status},
    store,
};
use crate::{
    body::{fixtures::PanelWorld, model::PanelKind},
    draw::model::Draw,
    platform::ids::{CaseId, SeatId},
    testing::House,
};

/// A world with two adult cases and a youth case drawn and their packs released.
pub async fn ready(house: &House) -> (PanelWorld, Draw, Vec<CaseId>) {
    let world = house.panel_world(PanelKind::JointOocr).await;
    let draw = house.drawn(&world, 2, 1).await;
    house.released(&world, &draw).await;
    let cases = house.heard(&draw).await;
    (world, draw, cases)
}

/// Every seat of the world with its holder present.
#[must_use]
pub fn everybody(world: &PanelWorld) -> Vec<(SeatId, String)> {
    world
        .seats
        .iter()
        .map(|seat| (seat.id, Status::Present.to_string()))
        .collect()
}

impl House {
    /// A planned meeting on the cases of a draw, on 28 March 2024 at 2pm.
    pub async fn planned(&self, world: &PanelWorld, draw: &Draw) -> Meeting {
        let new = NewMeeting {
            held_on: Some(jiff::civil::date(2024, 3, 28)),
            time: "2pm",
            place: "Committee room 1",
        };
        acts::plan(&self.app, &world.coordinator, draw.id, &new)
            .await
            .unwrap()
    }

    /// An open meeting on the cases of a draw, with everybody present.
    pub async fn open_meeting(&self, world: &PanelWorld, draw: &Draw) -> Meeting {
        let meeting = self.planned(world, draw).await;
        acts::attend(&self.app, &world.coordinator, meeting.id, &everybody(world))
            .await
            .unwrap();
        acts::open(&self.app, &world.chair, meeting.id).await.unwrap();
        let mut tx = self.app.db.read("test.meeting").await.unwrap();
        store::meeting(&mut tx, meeting.id).await.unwrap().unwrap()
    }
}
