//! Papers once they are out: how long they may be read, whose copy is whose, and what becomes of each.

use jiff::{ToSpan, civil::Date};

use crate::platform::{
    clock::Moment,
    ids::{CopyId, PersonId},
};

/// How a panel's papers are handled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rules {
    /// Days after the meeting on which members may still read.
    pub access_days: i64,
    /// Records that should share what a pack shows.
    pub least: i64,
    /// The same where the record is about a child.
    pub least_children: i64,
    /// Whether members may take their cases away in an encrypted file.
    pub offline: bool,
    /// Days for which such a file can be read, but never longer than the papers themselves.
    pub offline_days: i64,
}

/// The most days after a meeting.
pub const MOST_DAYS: i64 = 90;
/// The most days for which a file that was taken away can be read.
pub const MOST_OFFLINE_DAYS: i64 = 30;
/// The least crowd that may be asked for: below, one person could stand alone.
pub const LEAST_CROWD: i64 = 3;
/// The largest crowd that may be asked for.
pub const MOST_CROWD: i64 = 100;

impl Default for Rules {
    /// Fourteen days: time to agree the minutes and no longer than that needs (storage limitation, Data Protection Act 2018
    /// s.39). Five records, as counts of one to four are
    /// hidden in figures (Defence Statistics, 2009); ten for a child, the threshold of the ONS Longitudinal Study. A file to take
    /// away for fourteen days: our choice, no source sets a number.
    fn default() -> Self {
        Self {
            access_days: 14,
            least: 5,
            least_children: 10,
            offline: true,
            offline_days: 14,
        }
    }
}

impl Rules {
    /// How many records should share what a pack shows. A child's never fewer than anybody's.
    #[must_use]
    pub fn least(&self, child: bool) -> u64 {
        let least = if child {
            self.least.max(self.least_children)
        } else {
            self.least
        };
        least.unsigned_abs()
    }

    /// Until when a case can be read in a file that is taken away now; nothing where the panel does not let it be taken away.
    #[must_use]
    pub fn offline_until(&self, ends: Option<Moment>, now: Moment) -> Option<Moment> {
        let most = now.plus_days(self.offline_days);
        self.offline.then(|| ends.map_or(most, |ends| ends.min(most)))
    }

    /// When reading ends: at the end of the last day, counted from the meeting, or where none is planned from when sealing ends.
    #[must_use]
    pub fn access_ends(&self, met_on: Option<Date>, closes_at: Option<Moment>) -> Option<Moment> {
        let from = met_on.or_else(|| closes_at.map(Moment::london_date))?;
        let last = from.saturating_add(self.access_days.days());
        Some(Moment::in_london(last.saturating_add(1.days()), 0, 0))
    }
}

/// A copy of a released version in the hands of one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Copy {
    /// Its id.
    pub id: CopyId,
    /// Counted from 1 for each version.
    pub number: i64,
    /// Whose.
    pub person: PersonId,
    /// When it was issued.
    pub issued_at: Moment,
}

impl Copy {
    /// What every page of the case says of its reader.
    #[must_use]
    pub fn words(&self, reader: &str, version: i64) -> String {
        format!("Copy {} of version {version}, for {reader}", self.number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reading_ends_at_the_end_of_a_day_counted_from_the_meeting() {
        let rules = Rules::default();
        let day = |text: &str| text.parse::<Date>().unwrap();
        let ends = |met: Option<&str>, closes: Option<Moment>| {
            rules.access_ends(met.map(day), closes).map(Moment::rfc3339)
        };
        // Clocks go forward on 31 March 2024.
        assert_eq!(ends(Some("2024-03-07"), None).unwrap(), "2024-03-22T00:00:00Z");
        assert_eq!(ends(Some("2024-03-20"), None).unwrap(), "2024-04-03T23:00:00Z");
        let closes = Moment::in_london(day("2024-03-06"), 18, 0);
        assert_eq!(ends(None, Some(closes)).unwrap(), "2024-03-21T00:00:00Z");
        assert_eq!(ends(None, None), None);
    }

    #[test]
    fn a_file_taken_away_is_read_no_longer_than_the_papers() {
        let (rules, now) = (Rules::default(), Moment(0));
        let after = |days: i64| Some(now.plus_days(days));
        assert_eq!(rules.offline_until(None, now), after(14));
        assert_eq!(rules.offline_until(after(20), now), after(14));
        assert_eq!(rules.offline_until(after(3), now), after(3));
        let kept_here = Rules {
            offline: false,
            ..rules
        };
        assert_eq!(kept_here.offline_until(after(3), now), None);
    }

    #[test]
    fn a_child_stands_in_no_smaller_crowd_than_anybody() {
        let rules = Rules {
            least: 20,
            ..Rules::default()
        };
        assert_eq!((rules.least(true), Rules::default().least(true)), (20, 10));
        assert_eq!((rules.least(false), Rules::default().least(false)), (20, 5));
    }
}
