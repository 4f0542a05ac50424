//! Released packs for the tests of later stages.

use super::acts::{self, Releasing, Verdict, Writing};
use crate::{
    access::Actor,
    body::fixtures::PanelWorld,
    draw::model::{Draw, Standing},
    platform::{
        app::App,
        clock::Moment,
        ids::{CaseId, DrawId},
        refusal::Answer,
    },
    testing::House,
};

/// What the packs of the tests say happened.
pub const CIRCUMSTANCES: &str = "Two people argued outside a shop; one pushed the other, who was not hurt.";

impl House {
    /// The cases of a draw that are up to be heard, by stratum and place.
    pub async fn heard(&self, draw: &Draw) -> Vec<CaseId> {
        let mut tx = self.app.db.read("test.heard").await.unwrap();
        let cases = crate::draw::store::cases_of(&mut tx, draw.id).await.unwrap();
        cases
            .into_iter()
            .filter(|case| case.standing == Standing::Drawn)
            .map(|case| case.id)
            .collect()
    }

    /// The force lead prepares the pack of a case.
    pub async fn prepared(&self, world: &PanelWorld, case: CaseId) {
        let writing = Writing {
            version: 0,
            circumstances: CIRCUMSTANCES,
            ready: true,
            ..Writing::default()
        };
        acts::write(&self.app, &world.force_lead, case, writing)
            .await
            .unwrap();
    }

    /// Every drawn case prepared by the force lead, checked by the coordinator and released; reading ends in a fortnight.
    pub async fn released(&self, world: &PanelWorld, draw: &Draw) {
        for case in self.heard(draw).await {
            self.prepared(world, case).await;
            acts::check(&self.app, &world.coordinator, case, 1, Verdict::Passed)
                .await
                .unwrap();
        }
        let closes_at = self.app.now().plus_days(14);
        release(&self.app, &world.coordinator, draw.id, closes_at)
            .await
            .unwrap();
    }
}

/// Releases the checked packs of a draw, those too that stand out among the few records of a test.
///
/// # Errors
/// As [`acts::release`].
pub async fn release(app: &App, actor: &Actor, draw: DrawId, closes_at: Moment) -> Answer<usize> {
    let mut tx = app.db.read("test.cases").await.unwrap();
    let cases = crate::draw::store::cases_of(&mut tx, draw).await.unwrap();
    drop(tx);
    let releasing = Releasing {
        closes_at,
        all_the_same: cases.into_iter().map(|case| case.id).collect(),
        why: "The register of a test holds few records.".to_owned(),
    };
    acts::release(app, actor, draw, &releasing).await
}
