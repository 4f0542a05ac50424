//! One version of a meeting's results on its way to the public.

use crate::{
    codes,
    platform::{
        clock::Moment,
        ids::{BodyId, MeetingId, PersonId, PublicationId},
    },
};

/// How many people clear results before they can be published, neither of them the preparer.
pub const CLEARANCES: usize = 2;

codes! {
    /// How far a version has come.
    State {
        /// Waits for clearance.
        Prepared = "prepared", "Waiting for clearance";
        /// Two people have cleared it.
        Cleared = "cleared", "Cleared, not published";
        /// The public can see it.
        Published = "published", "Published";
        /// Somebody refused it; a new version is needed.
        Returned = "returned", "Sent back";
        /// Taken down, or given up.
        Withdrawn = "withdrawn", "Withdrawn";
    }
}

codes! {
    /// What somebody who read a version decided.
    Decision {
        /// It may be published.
        Cleared = "cleared", "Cleared";
        /// It may not.
        Refused = "refused", "Refused";
    }
}

/// One person's decision on a version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clearance {
    /// Who.
    pub person: PersonId,
    /// What they decided.
    pub decision: Decision,
    /// Why; a refusal has a reason.
    pub note: String,
    /// When.
    pub at: Moment,
}

/// Why a version cannot do the step asked of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// It is not waiting for clearance.
    #[error("this version is not waiting for clearance any more; reload the page to see where it stands")]
    NotWaiting,
    /// The preparer cannot clear.
    #[error("you prepared this version; two others have to clear it")]
    OwnWork,
    /// The same person cannot clear twice.
    #[error("you have decided on this version already; somebody else has to clear it as well")]
    Twice,
    /// Not cleared by two.
    #[error("this version is not cleared; two people who did not prepare it have to clear it first")]
    NotCleared,
    /// Not to be seen by the public.
    #[error("this version is not published")]
    NotPublished,
    /// A version is still on its way or out.
    #[error("there is a version on its way or published already; withdraw it before you prepare another")]
    OnItsWay,
}

/// One version of a meeting's results.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Publication {
    /// Its id.
    pub id: PublicationId,
    /// The body it belongs to.
    pub body: BodyId,
    /// The meeting.
    pub meeting: MeetingId,
    /// Counted from 1 within the meeting.
    pub version: i64,
    /// How far it has come.
    pub state: State,
    /// What the public gets, as JSON; never changed within a version.
    pub content: String,
    /// SHA-256 of the content.
    pub content_hash: [u8; 32],
    /// Who prepared it.
    pub prepared_by: PersonId,
    /// When.
    pub prepared_at: Moment,
    /// When it was published.
    pub published_at: Option<Moment>,
}

impl Publication {
    /// Takes a decision of `by`, after those `given`. The second clearance clears it; one refusal sends it back.
    ///
    /// # Errors
    /// A version that does not wait, the preparer's own, a second decision of the same person.
    pub fn decide(self, given: &[Clearance], by: PersonId, decision: Decision) -> Result<Self, Fault> {
        if self.state != State::Prepared {
            return Err(Fault::NotWaiting);
        }
        if self.prepared_by == by {
            return Err(Fault::OwnWork);
        }
        if given.iter().any(|one| one.person == by) {
            return Err(Fault::Twice);
        }
        let cleared = given
            .iter()
            .filter(|one| one.decision == Decision::Cleared)
            .count();
        let state = match decision {
            Decision::Refused => State::Returned,
            Decision::Cleared if cleared + 1 >= CLEARANCES => State::Cleared,
            Decision::Cleared => State::Prepared,
        };
        Ok(Self { state, ..self })
    }

    /// Puts it before the public.
    ///
    /// # Errors
    /// Anything that is not cleared.
    pub fn publish(self, at: Moment) -> Result<Self, Fault> {
        match self.state {
            State::Cleared => Ok(Self {
                state: State::Published,
                published_at: Some(at),
                ..self
            }),
            _ => Err(Fault::NotCleared),
        }
    }

    /// Takes it down.
    ///
    /// # Errors
    /// Anything that is not published.
    pub fn withdraw(self) -> Result<Self, Fault> {
        match self.state {
            State::Published => Ok(Self {
                state: State::Withdrawn,
                ..self
            }),
            _ => Err(Fault::NotPublished),
        }
    }

    /// Whether another version may follow this one.
    ///
    /// # Errors
    /// While this one is on its way or published.
    pub fn may_be_followed(&self) -> Result<(), Fault> {
        match self.state {
            State::Returned | State::Withdrawn => Ok(()),
            State::Prepared | State::Cleared | State::Published => Err(Fault::OnItsWay),
        }
    }
}
