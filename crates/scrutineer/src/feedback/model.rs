//! A feedback item and the one order of its steps.

use jiff::{ToSpan, civil::Date};

use crate::{
    codes,
    platform::{
        clock::Moment,
        ids::{BodyId, CaseId, FeedbackEventId, FeedbackId, FindingId, MeetingId, PanelId, PersonId},
    },
};

/// Days from the recording to the day by which an item is to be closed. A setting of this product: no source read so far
/// gives a period, so it is not confirmed by one.
pub const DUE_DAYS: i64 = 28;

/// The longest message, in characters.
pub const MOST_MESSAGE: u32 = 2000;

/// The longest note of a step, in characters.
pub const MOST_NOTE: u32 = 1000;

codes! {
    /// Praise or learning; both travel the same way.
    Kind {
        /// Work well done.
        Praise = "praise", "Praise";
        /// Something to do otherwise next time.
        Learning = "learning", "Learning";
    }
}

codes! {
    /// How far an item has come.
    Stage {
        /// The panel wrote it down.
        Recorded = "recorded", "Recorded at the panel";
        /// Somebody in the force has it.
        Allocated = "allocated", "Allocated";
        /// The officer's supervisor has it.
        WithSupervisor = "with_supervisor", "With the supervisor";
        /// The officer has it.
        Delivered = "delivered", "Delivered to the officer";
        /// The officer has answered.
        Responded = "responded", "Responded";
        /// Nothing more is to come.
        Closed = "closed", "Closed";
    }
}

codes! {
    /// What the officer answered.
    Response {
        /// They accept it.
        Accepted = "accepted", "Accepted";
        /// They dispute it.
        Disputed = "disputed", "Disputed";
        /// They give further facts.
        Clarified = "clarified", "Clarified with further facts";
    }
}

codes! {
    /// The step that takes an item to its next stage.
    NextStep {
        /// Give it to somebody in the force.
        Allocate = "allocate", "Allocate to somebody in the force";
        /// Send it to the officer's supervisor.
        SendToSupervisor = "send_to_supervisor", "Send to the supervisor";
        /// The officer has been told.
        Deliver = "deliver", "Record the delivery to the officer";
        /// The officer has answered.
        Respond = "respond", "Record the officer's response";
        /// Done.
        Close = "close", "Close";
    }
}

/// A step with what it brings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// To this person.
    Allocate(PersonId),
    /// To the supervisor.
    SendToSupervisor,
    /// To the officer.
    Deliver,
    /// Back from the officer.
    Respond(Response),
    /// Done.
    Close,
}

/// A step that is not the item's next one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this feedback has moved on: it is now at the stage \"{}\"; reload the page to see its next step", .0.title())]
pub struct OutOfOrder(pub Stage);

/// A message of a panel for the officer of one case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Its id.
    pub id: FeedbackId,
    /// The body it belongs to.
    pub body: BodyId,
    /// The panel whose message it is.
    pub panel: PanelId,
    /// The finding it follows from.
    pub finding: FindingId,
    /// Praise or learning.
    pub kind: Kind,
    /// What the officer is to be told.
    pub message: String,
    /// How far it has come.
    pub stage: Stage,
    /// What the officer answered.
    pub response: Option<Response>,
    /// Who in the force has it.
    pub owner: Option<PersonId>,
    /// The day by which it is to be closed.
    pub due_on: Date,
    /// When it was recorded.
    pub created_at: Moment,
}

impl Item {
    /// The step that comes next; none when it is closed.
    #[must_use]
    pub fn next(&self) -> Option<NextStep> {
        match self.stage {
            Stage::Recorded => Some(NextStep::Allocate),
            Stage::Allocated => Some(NextStep::SendToSupervisor),
            Stage::WithSupervisor => Some(NextStep::Deliver),
            Stage::Delivered => Some(NextStep::Respond),
            Stage::Responded => Some(NextStep::Close),
            Stage::Closed => None,
        }
    }

    /// Takes the next step.
    ///
    /// # Errors
    /// Any step but the next one.
    pub fn take(self, step: Step) -> Result<Self, OutOfOrder> {
        Ok(match (self.stage, step) {
            (Stage::Recorded, Step::Allocate(owner)) => Self {
                stage: Stage::Allocated,
                owner: Some(owner),
                ..self
            },
            (Stage::Allocated, Step::SendToSupervisor) => Self {
                stage: Stage::WithSupervisor,
                ..self
            },
            (Stage::WithSupervisor, Step::Deliver) => Self {
                stage: Stage::Delivered,
                ..self
            },
            (Stage::Delivered, Step::Respond(response)) => Self {
                stage: Stage::Responded,
                response: Some(response),
                ..self
            },
            (Stage::Responded, Step::Close) => Self {
                stage: Stage::Closed,
                ..self
            },
            (stage, _) => return Err(OutOfOrder(stage)),
        })
    }

    /// Whether it should have been closed before today.
    #[must_use]
    pub fn overdue(&self, today: Date) -> bool {
        self.stage != Stage::Closed && self.due_on < today
    }
}

/// The day by which an item recorded on `day` is to be closed.
#[must_use]
pub fn due_on(day: Date) -> Date {
    day.saturating_add(DUE_DAYS.days())
}

/// One step as it was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Its id.
    pub id: FeedbackEventId,
    /// Of which item.
    pub item: FeedbackId,
    /// The stage it led to.
    pub stage: Stage,
    /// What was noted.
    pub note: String,
    /// Who took it.
    pub by: PersonId,
    /// When.
    pub at: Moment,
}

/// The finding that a message follows from, without anything out of the case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    /// The finding.
    pub finding: FindingId,
    /// Its case.
    pub case: CaseId,
    /// The meeting that found.
    pub meeting: MeetingId,
    /// The body.
    pub body: BodyId,
    /// The panel.
    pub panel: PanelId,
    /// The panel's name.
    pub panel_name: String,
    /// What people call the case: the draw's reference and the case's label, `WM-2024-03/A07`.
    pub case_name: String,
    /// The class found.
    pub class: String,
    /// The scale it is a class of.
    pub scale_id: String,
}

/// An item with the case it belongs to, as the tracker shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tracked {
    /// The item.
    pub item: Item,
    /// What people call the case.
    pub case_name: String,
    /// The panel's name.
    pub panel_name: String,
    /// Who has it in the force.
    pub owner_name: Option<String>,
}

/// What the tracker is asked to show; absent means all.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Filter {
    /// Of this panel.
    pub panel: Option<PanelId>,
    /// At this stage.
    pub stage: Option<Stage>,
    /// Only what should have been closed.
    pub overdue: bool,
}

impl Filter {
    /// Whether it lets the item through.
    #[must_use]
    pub fn shows(&self, item: &Item, today: Date) -> bool {
        self.panel.is_none_or(|panel| panel == item.panel)
            && self.stage.is_none_or(|stage| stage == item.stage)
            && (!self.overdue || item.overdue(today))
    }
}
