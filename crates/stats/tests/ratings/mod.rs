//! Ratings by units and raters, for the tests of agreement.

use stats::agreement::{Metric, Ratings, RatingsBuilder};

/// Unit, rater, and what the rater said; nothing where they did not.
pub type Row = (u32, u32, Option<u32>);

/// Ratings of these rows.
pub fn read(metric: Metric, rows: &[Row]) -> Ratings {
    let mut builder = RatingsBuilder::new(metric, None).unwrap();
    for (line, (unit, rater, value)) in (2..).zip(rows) {
        let value = value.map_or_else(String::new, |value| value.to_string());
        builder
            .add(line, &unit.to_string(), &rater.to_string(), &value)
            .unwrap();
    }
    builder.finish().unwrap()
}
