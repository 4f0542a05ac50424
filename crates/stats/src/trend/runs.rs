//! Many meetings in a row on one side of the centre line: no single one need be outside its limits.

use super::counted::Counted;
use std::cmp::Ordering;

/// Meetings in a row on one side that are a signal (the Western Electric rules of 1956). By chance alone each
/// meeting begins such a run about once in 256.
pub const RUN: usize = 8;

/// Meetings there must be before runs are looked for: a shorter series moves its own centre line.
pub const RUNS_FROM: usize = 12;

/// For each meeting, whether it belongs to a run; `None` with too few meetings. A meeting exactly on the
/// centre line is on neither side and ends a run. Sides are told by whole numbers, so no rounding decides.
pub(super) fn runs(meetings: &[Counted], found: u64, reviewed: u64) -> Option<Vec<bool>> {
    if meetings.len() < RUNS_FROM {
        return None;
    }
    let side = |meeting: &Counted| {
        let own = u128::from(meeting.x()) * u128::from(reviewed);
        own.cmp(&(u128::from(found) * u128::from(meeting.n())))
    };
    let same = |one: &Counted, other: &Counted| side(one) == side(other);
    let runs = meetings.chunk_by(same).flat_map(|chunk| {
        let long = chunk.len() >= RUN && side(&chunk[0]) != Ordering::Equal;
        std::iter::repeat_n(long, chunk.len())
    });
    Some(runs.collect())
}
