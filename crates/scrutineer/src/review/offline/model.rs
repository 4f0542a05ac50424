//! A pack that was taken away, and what becomes of the classes that come back.

use crate::{
    codes,
    platform::{
        clock::Moment,
        ids::{BlobId, BodyId, CaseId, OfflineId, PersonId},
        vault::Sealed,
    },
    review::model::View,
};

/// Days after a pack expired in which its classes are still taken: what was written on the last day is not lost.
pub const DAYS_OF_GRACE: i64 = 7;

codes! {
    /// What became of a class that came back.
    Outcome {
        /// It is the draft now.
        Taken = "taken", "Saved as your draft";
        /// The draft says the same.
        Same = "same", "Already here";
        /// There is another draft: the member decides.
        Waits = "waits", "Waits for you";
        /// What the file says was dealt with before; the draft that is here stands.
        Kept = "kept", "Nothing new: the class that is here stands";
        /// The member had sealed the case.
        Sealed = "sealed", "Not taken: you have sealed this case";
        /// The window has closed, or the chair has opened the case.
        Late = "late", "Not taken: the time to class this case is over";
        /// The case is not theirs to class any more.
        Gone = "gone", "Not taken: this case is no longer yours to class";
        /// The reasons are too long.
        Long = "long", "Not taken: the reasons are too long";
    }
}

/// A pack that a member took away.
#[derive(Debug, Clone)]
pub struct OfflinePack {
    /// Its id.
    pub id: OfflineId,
    /// Whose.
    pub person: PersonId,
    /// The body whose panels its cases are before.
    pub body: BodyId,
    /// The file.
    pub blob: BlobId,
    /// SHA-256 of the file.
    pub sha256: [u8; 32],
    /// Opens what comes back; nothing once nothing more is taken.
    pub key: Option<Sealed>,
    /// When it was made.
    pub made_at: Moment,
    /// When it can no longer be read.
    pub expires_at: Moment,
}

impl OfflinePack {
    /// Whether it can still be read.
    #[must_use]
    pub fn stands(&self, now: Moment) -> bool {
        self.key.is_some() && now < self.expires_at
    }
}

/// A case of a pack that was taken away.
#[derive(Debug, Clone)]
pub struct OfflineCase {
    /// The case.
    pub case: CaseId,
    /// The version of its papers in the file.
    pub version: i64,
    /// The hash of the draft on which the file builds.
    pub known: [u8; 32],
    /// The hash of the class that came back last and was dealt with.
    pub settled: Option<[u8; 32]>,
    /// What became of it.
    pub outcome: Option<Outcome>,
    /// The class that waits for the member to decide.
    pub brought: Option<View>,
}

/// The hash by which a pack knows a draft: salted with the pack, as there are few classes.
#[must_use]
pub fn mark(pack: OfflineId, view: &View) -> [u8; 32] {
    view.hash(pack.0.as_bytes())
}

impl OfflineCase {
    /// What is to become of a class that came back for a case that can still be classed: `here` is the draft as it stands,
    /// `current` whether the papers are still those of the file. A draft that was written since, and papers that have changed,
    /// are for the member to weigh.
    #[must_use]
    pub fn fate(&self, pack: OfflineId, brought: &View, here: &View, current: bool) -> Outcome {
        if brought == here {
            Outcome::Same
        } else if self.settled == Some(mark(pack, brought)) {
            Outcome::Kept
        } else if current && self.known == mark(pack, here) {
            Outcome::Taken
        } else {
            Outcome::Waits
        }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::review::fixtures::view;

    #[test]
    fn a_class_that_came_back_never_overwrites_another() {
        let pack = OfflineId(Uuid::from_u128(1));
        let case = OfflineCase {
            case: CaseId(Uuid::from_u128(2)),
            version: 1,
            known: mark(pack, &view("1")),
            settled: Some(mark(pack, &view("4"))),
            outcome: None,
            brought: None,
        };
        let fate = |brought: &str, here: &str| case.fate(pack, &view(brought), &view(here), true);
        assert_eq!(fate("3", "1"), Outcome::Taken);
        assert_eq!(fate("3", "3"), Outcome::Same);
        assert_eq!(fate("3", "2"), Outcome::Waits);
        assert_eq!(fate("4", "2"), Outcome::Kept);
        let papers_changed = case.fate(pack, &view("3"), &view("1"), false);
        assert_eq!(papers_changed, Outcome::Waits);
        // Another pack has other marks.
        assert_ne!(
            mark(pack, &view("1")),
            mark(OfflineId(Uuid::from_u128(3)), &view("1"))
        );
    }
}
