//! Instants and where they come from. Nothing in the product asks the machine for the time: a [`Clock`] is passed in, so
//! that a test, a replay and a 2028 rehearsal all run on the time they were given.

use std::sync::atomic::{AtomicI64, Ordering};

use jiff::{Timestamp, civil::Date, tz::TimeZone};
use serde::{Deserialize, Serialize};

/// An instant: microseconds since 1970-01-01T00:00:00Z. Stored as a whole number, shown in London time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Moment(pub i64);

impl Moment {
    const MINUTE: i64 = 60_000_000;

    /// This instant moved by whole minutes (negative: earlier).
    #[must_use]
    pub fn plus_minutes(self, minutes: i64) -> Self {
        Self(self.0.saturating_add(minutes.saturating_mul(Self::MINUTE)))
    }

    /// This instant moved by whole days of 24 hours.
    #[must_use]
    pub fn plus_days(self, days: i64) -> Self {
        self.plus_minutes(days.saturating_mul(24 * 60))
    }

    /// The instant as a `jiff` timestamp; an instant out of its range becomes the nearest end.
    #[must_use]
    pub fn timestamp(self) -> Timestamp {
        Timestamp::from_microsecond(self.0).unwrap_or(if self.0 < 0 {
            Timestamp::MIN
        } else {
            Timestamp::MAX
        })
    }

    /// RFC 3339 in UTC, to the second: `2024-03-07T10:00:00Z`. For files and machines.
    #[must_use]
    pub fn rfc3339(self) -> String {
        self.timestamp().strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
    }

    /// The civil date in London.
    #[must_use]
    pub fn london_date(self) -> Date {
        self.london().date()
    }

    /// `7 March 2024 at 10:00am`, in London time, as the GOV.UK style guide writes it.
    #[must_use]
    pub fn words(self) -> String {
        let when = self.london();
        let half = if when.hour() < 12 { "am" } else { "pm" };
        let hour = match when.hour() % 12 {
            0 => 12,
            hour => hour,
        };
        format!("{} at {hour}:{:02}{half}", date_words(when.date()), when.minute())
    }

    /// The start of a civil day in London, with the hour and minute given; clock changes take the later offset's rule.
    #[must_use]
    pub fn in_london(date: Date, hour: i8, minute: i8) -> Self {
        let zone = TimeZone::get("Europe/London").unwrap_or(TimeZone::UTC);
        let at = date.at(hour, minute, 0, 0).to_zoned(zone);
        Self(
            at.map(|zoned| zoned.timestamp().as_microsecond())
                .unwrap_or_default(),
        )
    }

    fn london(self) -> jiff::Zoned {
        self.timestamp()
            .to_zoned(TimeZone::get("Europe/London").unwrap_or(TimeZone::UTC))
    }
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// `7 March 2024`.
#[must_use]
pub fn date_words(date: Date) -> String {
    format!("{} {}", date.day(), month_of(date))
}

/// `2024-03` as `March 2024`; anything else as it is.
#[must_use]
pub fn month_words(month: &str) -> String {
    let first = format!("{month}-01").parse::<Date>();
    first.map_or_else(|_| month.to_owned(), month_of)
}

fn month_of(date: Date) -> String {
    let month = usize::try_from(date.month() - 1)
        .ok()
        .and_then(|index| MONTHS.get(index))
        .unwrap_or(&"");
    format!("{month} {}", date.year())
}

/// Where the present instant comes from: the machine in production, a fixed instant in tests.
pub trait Clock: Send + Sync {
    /// The present instant.
    fn now(&self) -> Moment;
}

/// The machine's clock.
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place that reads the machine's clock"
    )]
    fn now(&self) -> Moment {
        Moment(Timestamp::now().as_microsecond())
    }
}

/// A clock that stands still until it is moved. For tests and for filling the demonstration.
pub struct SetClock(AtomicI64);

impl SetClock {
    /// A clock that shows `at`.
    #[must_use]
    pub fn at(at: Moment) -> Self {
        Self(AtomicI64::new(at.0))
    }

    /// Moves the clock to `at`.
    pub fn set(&self, at: Moment) {
        self.0.store(at.0, Ordering::SeqCst);
    }
}

impl Clock for SetClock {
    fn now(&self) -> Moment {
        // One microsecond a reading keeps ids made in the same test in the order they were made.
        Moment(self.0.fetch_add(1, Ordering::SeqCst))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn london_time_follows_the_clock_changes() {
        let winter = Moment::in_london(jiff::civil::date(2024, 3, 7), 10, 0);
        assert_eq!(winter.rfc3339(), "2024-03-07T10:00:00Z");
        assert_eq!(winter.words(), "7 March 2024 at 10:00am");
        let summer = Moment::in_london(jiff::civil::date(2024, 7, 1), 12, 5);
        assert_eq!(summer.rfc3339(), "2024-07-01T11:05:00Z");
        assert_eq!(summer.words(), "1 July 2024 at 12:05pm");
    }

    #[test]
    fn a_month_is_read_only_as_year_and_month() {
        assert_eq!(month_words("2024-03"), "March 2024");
        assert_eq!(month_words("2024-12"), "December 2024");
        for other in ["", "2024-13", "2024-3", "2024-03-01", "March 2024"] {
            assert_eq!(month_words(other), other);
        }
    }
}
