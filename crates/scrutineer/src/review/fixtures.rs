//! Ready-made states for the tests of later stages.

use super::{
    acts,
    model::{Interest, View},
};
use crate::{
    body::fixtures::PanelWorld,
    draw::{
        self,
        model::{Draw, Standing},
    },
    platform::ids::{CaseId, PersonId},
    testing::House,
};

/// A complete view that fits the LEIC-4 scale.
#[must_use]
pub fn view(class: &str) -> View {
    let (appropriate, consistent) = match class {
        "1" => ("yes", "yes"),
        "2" => ("yes", "unknown"),
        "3" => ("no", "no"),
        _ => ("undetermined", "unknown"),
    };
    View {
        class: class.into(),
        appropriate: appropriate.into(),
        consistent: consistent.into(),
        reasons: format!("Reasons for class {class}"),
        themes: vec!["R1".into()],
    }
}

/// An interest that a member declares themselves.
#[must_use]
pub fn interest(case: CaseId, person: PersonId) -> Interest<'static> {
    Interest {
        case,
        person,
        nature: "knows",
        note: "",
        recorded_by: None,
    }
}

impl House {
    /// Every member seals a class on every drawn case of a draw whose packs are released: 2, but for the first member 3.
    pub async fn sealed(&self, world: &PanelWorld, draw: &Draw) {
        let mut tx = self.app.db.read("test.cases").await.unwrap();
        let cases = draw::store::cases_of(&mut tx, draw.id).await.unwrap();
        drop(tx);
        for case in cases.iter().filter(|case| case.standing == Standing::Drawn) {
            for (number, member) in world.members.iter().enumerate() {
                let class = if number == 0 { "3" } else { "2" };
                acts::keep(&self.app, member, case.id, view(class)).await.unwrap();
                acts::seal(&self.app, member, case.id).await.unwrap();
            }
        }
    }
}
