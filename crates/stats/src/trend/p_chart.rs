//! The rate from meeting to meeting, with limits of chance.

use super::counted::{Counted, Side, TrendError, total};
use super::runs::runs;
use crate::distribution::binomial::Binomial;
use serde::Serialize;

/// The share of a normal variable within three standard deviations, the level of Shewhart's limits.
pub const THREE_SIGMA: f64 = 0.9973;

/// A chart of one rate over meetings, in their order.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PChart {
    /// The centre line: found among reviewed over all meetings.
    pub rate: f64,
    /// The least share of meetings within exact limits, where nothing but chance is at work.
    pub level: f64,
    /// Whether there are enough meetings for the rule of runs ([`super::RUNS_FROM`]).
    pub run_rule: bool,
    /// One for each meeting.
    pub points: Vec<PChartPoint>,
}

/// One meeting on the chart.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct PChartPoint {
    /// Found among reviewed.
    pub rate: f64,
    /// Fewest found within limits.
    pub low_count: u64,
    /// Most found within limits.
    pub high_count: u64,
    /// Fewest as a rate.
    pub low: f64,
    /// Most as a rate.
    pub high: f64,
    /// Shewhart's lower limit, three standard deviations below; for comparison, for it may lie below 0.
    pub shewhart_low: f64,
    /// Shewhart's upper limit; it may lie above 1.
    pub shewhart_high: f64,
    /// On which side the meeting is outside the exact limits, if it is.
    pub outside: Option<Side>,
    /// Whether it belongs to a run of [`super::RUN`] or more meetings on one side of the centre line.
    pub run: bool,
}

/// A p-chart with exact limits: the binomial quantiles at `(1 - level) / 2` and at 1 less that, for each
/// meeting's own n and the rate of all meetings together. A meeting on a limit is within. Beside them
/// Shewhart's `p +- 3 sqrt(p (1 - p) / n)`. The rule of runs is left alone below [`super::RUNS_FROM`]
/// meetings.
///
/// # Errors
/// No meeting, a level that is not between 0 and 1, or sums beyond counting.
pub fn p_chart(meetings: &[Counted], level: f64) -> Result<PChart, TrendError> {
    if !(level > 0.0 && level < 1.0) {
        return Err(TrendError::Level(level));
    }
    let (found, reviewed) = total(meetings)?;
    let rate = found as f64 / reviewed as f64;
    let points = meetings
        .iter()
        .map(|meeting| point(*meeting, rate, level))
        .collect();
    let mut chart = PChart {
        rate,
        level,
        run_rule: false,
        points,
    };
    if let Some(runs) = runs(meetings, found, reviewed) {
        chart.run_rule = true;
        for (point, run) in chart.points.iter_mut().zip(runs) {
            point.run = run;
        }
    }
    Ok(chart)
}

fn point(meeting: Counted, rate: f64, level: f64) -> PChartPoint {
    let (x, n) = (meeting.x(), meeting.n());
    let chance = Binomial::new(n, rate);
    let tail = (1.0 - level) / 2.0;
    let (low_count, high_count) = (chance.quantile(tail), chance.quantile(1.0 - tail));
    let three = 3.0 * (rate * (1.0 - rate) / n as f64).sqrt();
    let outside = if x < low_count {
        Some(Side::Below)
    } else {
        (x > high_count).then_some(Side::Above)
    };
    PChartPoint {
        rate: meeting.rate(),
        low_count,
        high_count,
        low: low_count as f64 / n as f64,
        high: high_count as f64 / n as f64,
        shewhart_low: rate - three,
        shewhart_high: rate + three,
        outside,
        run: false,
    }
}
