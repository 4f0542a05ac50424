//! Ready-made findings for the tests of later stages.

use super::{
    acts,
    model::{Observed, Said},
};
use crate::{
    body::fixtures::PanelWorld,
    draw::{
        self,
        model::{Draw, Standing},
    },
    meeting::{self, model::Meeting},
    testing::House,
};

/// What five people with a vote say by consensus, in a class of LEIC-4.
#[must_use]
pub fn said(class: &str) -> Said {
    let (appropriate, consistent) = match class {
        "1" => ("yes", "yes"),
        "2" => ("yes", "unknown"),
        "3" => ("no", "no"),
        _ => ("undetermined", "unknown"),
    };
    let observed = Observed {
        theme: "R1".into(),
        severity: "minor_learning".into(),
        destination: "officer".into(),
        note: "The log gives one line".into(),
        ..Observed::default()
    };
    Said {
        class: class.into(),
        appropriate: appropriate.into(),
        consistent: consistent.into(),
        votes_for: "5".into(),
        votes_against: "0".into(),
        abstained: "0".into(),
        reasons: format!("The panel agrees class {class}"),
        observations: if class == "1" { vec![] } else { vec![observed] },
    }
}

impl House {
    /// An open meeting with everybody present in which every drawn case has been opened and found on: the first case in
    /// class 1, the second in class 3, every other in class 2.
    pub async fn found(&self, world: &PanelWorld, draw: &Draw) -> Meeting {
        let meeting = self.open_meeting(world, draw).await;
        let mut tx = self.app.db.read("test.cases").await.unwrap();
        let cases = draw::store::cases_of(&mut tx, draw.id).await.unwrap();
        drop(tx);
        for (number, case) in cases
            .iter()
            .filter(|case| case.standing == Standing::Drawn)
            .enumerate()
        {
            meeting::acts::open_case(&self.app, &world.chair, meeting.id, case.id)
                .await
                .unwrap();
            let class = ["1", "3"].get(number).copied().unwrap_or("2");
            acts::record(&self.app, &world.chair, meeting.id, case.id, &said(class))
                .await
                .unwrap();
        }
        meeting
    }
}
