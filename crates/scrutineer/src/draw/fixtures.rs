//! A draw for the tests of later stages.

use std::collections::BTreeMap;

use super::{
    acts,
    model::Draw,
    plan::{Size, Wanted},
};
use crate::{body::fixtures::PanelWorld, testing::House};

/// Twenty digits, as if rolled.
pub const DICE: &str = "71840263915520487316";

/// What the draws of the tests ask for: January and February 2024, dice alone.
pub fn wanted(adult: u32, youth: u32, reserves: u32) -> Wanted {
    let size = |planned| Size { planned, reserves };
    Wanted {
        from: "2024-01".into(),
        to: "2024-02".into(),
        themes: Vec::new(),
        sizes: BTreeMap::from([
            ("adult".to_owned(), size(adult)),
            ("youth".to_owned(), size(youth)),
        ]),
        dice: true,
        round: None,
    }
}

impl House {
    /// So many adult and youth cases drawn for the world's panel, with two reserves in each stratum, out of records
    /// loaded for it.
    pub async fn drawn(&self, world: &PanelWorld, adult: u32, youth: u32) -> Draw {
        let app = &self.app;
        let per_stratum = usize::try_from(adult.max(youth)).unwrap() + 2;
        self.records(&world.panel.record_kind, &["2024-01", "2024-02"], per_stratum)
            .await;
        let draft = acts::draft(app, &world.coordinator, world.panel.id, &wanted(adult, youth, 2))
            .await
            .unwrap();
        acts::commit(app, &world.coordinator, draft.id).await.unwrap();
        acts::seed(app, &world.coordinator, draft.id, &[DICE.to_owned()])
            .await
            .unwrap()
    }
}
