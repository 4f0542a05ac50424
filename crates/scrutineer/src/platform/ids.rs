//! Typed ids, all in one register. An id is a UUIDv7 made from the clock and chance passed in; people see references such
//! as `LLR-OOCR-2024-03/A07` instead.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use uuid::{Builder, Uuid};

use super::{
    chance::{Chance, NoChance, bytes},
    clock::{Clock, Moment},
};

/// A new UUIDv7 for the instant given.
///
/// # Errors
/// When there is no randomness.
pub fn new_uuid(at: Moment, chance: &dyn Chance) -> Result<Uuid, NoChance> {
    let millis = u64::try_from(at.0 / 1000).unwrap_or_default();
    Ok(Builder::from_unix_timestamp_millis(millis, &bytes::<10>(chance)?).into_uuid())
}

/// A new UUIDv7 for one of many things made at the same instant, of which this is the `place`th: ids rise with it, as in RFC
/// 9562, 6.2, method 1, so that an index takes them at its end. The counter has 26 bits; after them 56 stay random.
///
/// # Errors
/// When there is no randomness.
pub fn new_uuid_at_place(at: Moment, place: u64, chance: &dyn Chance) -> Result<Uuid, NoChance> {
    let millis = u64::try_from(at.0 / 1000).unwrap_or_default();
    let mut rest = bytes::<10>(chance)?;
    // Version and variant take the upper bits of the first and the third byte.
    for (byte, shift) in rest.iter_mut().zip([22, 14, 8, 0]) {
        let [.., low] = (place >> shift).to_be_bytes();
        *byte = low;
    }
    Ok(Builder::from_unix_timestamp_millis(millis, &rest).into_uuid())
}

/// The least and the greatest UUIDv7 of an instant.
#[must_use]
pub fn ids_of_instant(at: Moment) -> (Uuid, Uuid) {
    let millis = u64::try_from(at.0 / 1000).unwrap_or_default();
    [[0; 10], [0xff; 10]]
        .map(|rest| Builder::from_unix_timestamp_millis(millis, &rest).into_uuid())
        .into()
}

/// The words for an id that does not parse.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("this is not an id")]
pub struct NotAnId;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl $name {
            /// A new id.
            ///
            /// # Errors
            /// When there is no randomness.
            pub fn new(clock: &dyn Clock, chance: &dyn Chance) -> Result<Self, NoChance> {
                new_uuid(clock.now(), chance).map(Self)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = NotAnId;
            fn from_str(text: &str) -> Result<Self, NotAnId> {
                Uuid::parse_str(text).map(Self).map_err(|_| NotAnId)
            }
        }

        impl From<$name> for super::db::Value {
            fn from(id: $name) -> Self {
                Self::Uuid(Some(id.0))
            }
        }

        impl From<Option<$name>> for super::db::Value {
            fn from(id: Option<$name>) -> Self {
                Self::Uuid(id.map(|id| id.0))
            }
        }

        impl super::db::FromColumn for $name {
            fn from_column(row: &super::db::Row, column: &str) -> Result<Self, super::db::DbError> {
                Uuid::from_column(row, column).map(Self)
            }
        }

        impl super::db::FromColumn for Option<$name> {
            fn from_column(row: &super::db::Row, column: &str) -> Result<Self, super::db::DbError> {
                Option::<Uuid>::from_column(row, column).map(|id| id.map($name))
            }
        }
    )*};
}

ids! {
    /// A local policing body: the office that owns panels and for which roles are held.
    BodyId,
    /// A person with an account.
    PersonId,
    /// A role held by a person in a body.
    GrantId,
    /// An invitation sent by mail.
    InvitationId,
    /// An organisation that sends people to panels.
    OrganisationId,
    /// A panel.
    PanelId,
    /// One version of a panel's terms of reference.
    TermsId,
    /// A seat on a panel.
    SeatId,
    /// A file uploaded and previewed, not yet loaded.
    UploadId,
    /// How a force lays out its extract, from a day on.
    LayoutId,
    /// A file loaded into the register.
    BatchId,
    /// One record of the register.
    RecordId,
    /// A filter of the register that somebody saved.
    ViewId,
    /// A draw: frame, commitment, seed and cases of one panel and period.
    DrawId,
    /// A case before a panel: one drawn or reserve record of a draw.
    CaseId,
    /// A member's cases in one encrypted file.
    OfflineId,
    /// One opening of a pack by one person.
    OpeningId,
    /// A document that a pack is made from.
    DocumentId,
    /// The documents of many cases handed over at once.
    HandoverId,
    /// Bytes kept outside the database under a key of their own.
    BlobId,
    /// A copy of a pack in the hands of one person.
    CopyId,
    /// A meeting of a panel.
    MeetingId,
    /// The panel's finding on a case.
    FindingId,
    /// An observation of a finding.
    ObservationId,
    /// A later fact added to a finding.
    SupplementId,
    /// A message for an officer that follows from a finding.
    FeedbackId,
    /// One step of a feedback item.
    FeedbackEventId,
    /// One version of a meeting's sanitised results.
    PublicationId,
    /// A job to be done in the background.
    JobId,
    /// A failed attempt to sign in.
    FailureId,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::{chance::SetChance, clock::SetClock};

    #[test]
    fn ids_sort_by_time_and_read_back() {
        let clock = SetClock::at(Moment(1_700_000_000_000_000));
        let chance = SetChance::from_seed("ids");
        let first = PanelId::new(&clock, &chance).unwrap();
        clock.set(Moment(1_700_000_001_000_000));
        let second = PanelId::new(&clock, &chance).unwrap();
        assert!(first < second);
        assert_eq!(first.to_string().parse(), Ok(first));
        assert_eq!(first.0.get_version_num(), 7);
        assert_eq!("x".parse::<PanelId>(), Err(NotAnId));
    }

    #[test]
    fn ids_of_one_instant_rise_with_their_place() {
        let chance = SetChance::from_seed("places");
        let at = Moment(1_700_000_000_000_000);
        let places = [
            0,
            1,
            255,
            256,
            16_383,
            16_384,
            (1 << 22) - 1,
            1 << 22,
            (1 << 26) - 1,
        ];
        let ids = places.map(|place| new_uuid_at_place(at, place, &chance).unwrap());
        assert!(ids.is_sorted() && ids.iter().all(|id| id.get_version_num() == 7));
        assert_ne!(ids[0], new_uuid_at_place(at, 0, &chance).unwrap());
        assert!(ids[8] < new_uuid(Moment(at.0 + 1000), &chance).unwrap());
    }
}
