//! Days: when a rule holds, and what lies so many days, months or working days away.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use serde::Deserialize;

use crate::truth::Truth;

/// From when until when something holds, both days included; open where no day is given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Window {
    /// First day.
    pub from: Option<Date>,
    /// Last day.
    pub until: Option<Date>,
}

impl Window {
    /// Whether a day lies within. Without a day it is not known, unless the window is open on both sides.
    #[must_use]
    pub fn holds(&self, day: Option<Date>) -> Truth {
        if self.from.is_none() && self.until.is_none() {
            return Truth::True;
        }
        let within =
            |day| self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day <= until);
        day.map(within).into()
    }

    /// What lies within both.
    #[must_use]
    pub fn meet(self, other: Self) -> Self {
        Self {
            from: self.from.max(other.from),
            until: match (self.until, other.until) {
                (Some(one), Some(two)) => Some(one.min(two)),
                (one, two) => one.or(two),
            },
        }
    }
}

/// A unit in which a condition counts time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unit {
    Days,
    Weeks,
    Months,
    Years,
    WorkingDays,
}

/// Which days are not worked, for a span of years: outside it, working days cannot be counted.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WorkingDays {
    /// First day for which the holidays are listed.
    pub from: Date,
    /// Last day for which they are.
    pub until: Date,
    /// Where the list comes from.
    pub citation: String,
    /// Bank holidays, in order. Saturdays and Sundays need not be listed.
    pub holidays: Vec<Date>,
}

impl WorkingDays {
    fn is_worked(&self, day: Date) -> bool {
        !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
            && self.holidays.binary_search(&day).is_err()
    }

    /// The `count`th working day after `day` (before it, where `count` is below 0).
    pub(crate) fn shift(&self, day: Date, count: i64) -> Option<Date> {
        let mut day = day;
        let mut left = count.unsigned_abs();
        while left > 0 {
            day = if count < 0 {
                day.yesterday()
            } else {
                day.tomorrow()
            }
            .ok()?;
            if day < self.from || day > self.until {
                return None;
            }
            left -= u64::from(self.is_worked(day));
        }
        Some(day)
    }
}

/// `day` moved by so many units; none where that leaves the calendar, or where working days are not listed. A month
/// later than the 31st is the last day of a shorter month.
pub(crate) fn shift(day: Date, count: i64, unit: Unit, worked: Option<&WorkingDays>) -> Option<Date> {
    // Within this, no span is longer than jiff allows (119,988 months).
    let count = i32::try_from(count).ok().filter(|count| count.abs() <= 9_000)?;
    let span = match unit {
        Unit::Days => count.days(),
        Unit::Weeks => count.weeks(),
        Unit::Months => count.months(),
        Unit::Years => i64::from(count).checked_mul(12)?.months(),
        Unit::WorkingDays => return worked?.shift(day, count.into()),
    };
    day.checked_add(span).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn easter_2024() -> WorkingDays {
        WorkingDays {
            from: date(2024, 1, 1),
            until: date(2024, 12, 31),
            citation: String::new(),
            holidays: vec![date(2024, 3, 29), date(2024, 4, 1)],
        }
    }

    #[test]
    fn a_window_includes_both_its_days() {
        let window = Window {
            from: Some(date(2013, 4, 8)),
            until: Some(date(2015, 4, 12)),
        };
        let holds = |y, m, d| window.holds(Some(date(y, m, d)));
        assert_eq!(holds(2013, 4, 7), Truth::False);
        assert_eq!(holds(2013, 4, 8), Truth::True);
        assert_eq!(holds(2015, 4, 12), Truth::True);
        assert_eq!(holds(2015, 4, 13), Truth::False);
        assert_eq!(window.holds(None), Truth::Unknown);
        assert_eq!(Window::default().holds(None), Truth::True);
    }

    #[test]
    fn windows_meet_where_both_hold() {
        let (legal, local) = (date(2015, 4, 13), date(2021, 4, 1));
        let from = |day| Window {
            from: Some(day),
            until: None,
        };
        let until = Window {
            from: None,
            until: Some(local),
        };
        assert_eq!(from(legal).meet(from(local)), from(local));
        assert_eq!(
            from(legal).meet(until),
            Window {
                from: Some(legal),
                until: Some(local)
            }
        );
        assert_eq!(
            until
                .meet(Window {
                    from: None,
                    until: Some(legal)
                })
                .until,
            Some(legal)
        );
    }

    /// Good Friday and Easter Monday of 2024 are bank holidays (Banking and Financial Dealings Act 1971).
    #[test]
    fn working_days_pass_over_week_ends_and_holidays() {
        let worked = easter_2024();
        assert_eq!(worked.shift(date(2024, 3, 28), 1), Some(date(2024, 4, 2)));
        assert_eq!(worked.shift(date(2024, 3, 30), 1), Some(date(2024, 4, 2)));
        assert_eq!(worked.shift(date(2024, 4, 2), -1), Some(date(2024, 3, 28)));
        assert_eq!(worked.shift(date(2024, 3, 28), 0), Some(date(2024, 3, 28)));
        assert_eq!(
            worked.shift(date(2024, 12, 30), 2),
            None,
            "the list ends with the year"
        );
    }

    #[test]
    fn months_end_with_the_month_and_nothing_overflows() {
        assert_eq!(
            shift(date(2024, 8, 31), 6, Unit::Months, None),
            Some(date(2025, 2, 28))
        );
        assert_eq!(
            shift(date(2024, 2, 29), -1, Unit::Years, None),
            Some(date(2023, 2, 28))
        );
        assert_eq!(shift(date(9999, 12, 31), 1, Unit::Days, None), None);
        assert_eq!(shift(date(2024, 1, 1), i64::MAX, Unit::Weeks, None), None);
        assert_eq!(shift(date(2024, 1, 1), 1, Unit::WorkingDays, None), None);
    }
}
