//! What waits for a person, by the roles they hold.

use crate::access::Role;

/// One thing to do, or to look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    /// What, as a link's words.
    pub text: &'static str,
    /// Where.
    pub href: String,
    /// How many wait; 0 means nothing does.
    pub waiting: i64,
}

/// The tasks of one role.
#[derive(Debug, Clone)]
pub struct Group {
    /// The role's code.
    pub code: &'static str,
    /// The role's name.
    pub heading: &'static str,
    /// Its tasks, in the order of a cycle.
    pub tasks: Vec<Task>,
}

/// A count the desk knows how to make.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Count {
    /// Uploads previewed and not loaded.
    Uploads,
    /// Frames not committed yet.
    Drafts,
    /// Frames committed whose seed has not been entered.
    Seeds,
    /// Drawn cases whose pack is not ready to check.
    ToPrepare,
    /// Packs ready to be checked by somebody else.
    ToCheck,
    /// Checked packs not released.
    ToRelease,
    /// Released cases of the person's panels that they have not sealed.
    ToRead,
    /// Meetings planned or open of the body.
    Meetings,
    /// Meetings planned or open of the person's panels.
    OwnMeetings,
    /// Closed meetings without prepared results.
    ToSanitise,
    /// Feedback items not closed.
    Feedback,
    /// Results waiting for a clearance.
    ToClear,
    /// Results cleared and not published.
    ToPublish,
    /// Seats without a holder.
    EmptySeats,
    /// Invitations not used.
    Invitations,
    /// Entries of the log.
    Entries,
}

/// The tasks of a role: words, path, what is counted.
#[must_use]
pub fn tasks_of(role: Role) -> &'static [(&'static str, &'static str, Count)] {
    match role {
        Role::Administrator => &[
            ("Invitations not used yet", "/people", Count::Invitations),
            ("Seats that nobody holds", "/panels", Count::EmptySeats),
        ],
        Role::Coordinator => &[
            ("Uploads to load or discard", "/register", Count::Uploads),
            ("Frames to commit", "/panels", Count::Drafts),
            ("Draws that wait for their dice", "/panels", Count::Seeds),
            ("Packs to check", "/panels", Count::ToCheck),
            ("Packs to release", "/panels", Count::ToRelease),
            ("Meetings to come", "/meetings", Count::Meetings),
            (
                "Meetings whose results can be prepared",
                "/meetings",
                Count::ToSanitise,
            ),
        ],
        Role::Chair => &[
            ("Cases to read and seal", "/reading", Count::ToRead),
            ("Meetings to come", "/meetings", Count::OwnMeetings),
            ("Results to clear", "/publications", Count::ToClear),
        ],
        Role::Member | Role::Substitute => &[
            ("Cases to read and seal", "/reading", Count::ToRead),
            ("Meetings to come", "/meetings", Count::OwnMeetings),
        ],
        Role::ForceLead => &[
            ("Packs to prepare", "/panels", Count::ToPrepare),
            ("Packs to check", "/panels", Count::ToCheck),
            ("Feedback under way", "/feedback", Count::Feedback),
        ],
        Role::FeedbackOwner => &[("Feedback under way", "/feedback", Count::Feedback)],
        Role::Publisher => &[
            ("Results to clear", "/publications", Count::ToClear),
            ("Results to publish", "/publications", Count::ToPublish),
        ],
        Role::Auditor => &[("Entries in the log", "/log", Count::Entries)],
    }
}
