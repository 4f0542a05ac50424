//! A dense grid of counts that grows as values come.

use super::{MOST_CELLS, RatesError};

/// Counts by by, group and outcome, each numbered from 0, with room for more of each.
#[derive(Debug)]
pub(super) struct Cells {
    counts: Vec<u64>,
    /// Room for by, groups and outcomes.
    room: [usize; 3],
    /// How many of them there are.
    used: [usize; 3],
}

impl Cells {
    pub(super) fn new() -> Self {
        Self {
            counts: Vec::new(),
            room: [0; 3],
            used: [0; 3],
        }
    }

    /// The count of a by, a group and an outcome.
    pub(super) fn get(&self, at: [usize; 3]) -> u64 {
        self.counts.get(place(self.room, at)).copied().unwrap_or(0)
    }

    /// Counts one case more.
    #[inline]
    pub(super) fn add(&mut self, at: [usize; 3]) -> Result<(), RatesError> {
        if (0..3).any(|side| at[side] >= self.used[side]) {
            self.grow(at)?;
        }
        if let Some(count) = self.counts.get_mut(place(self.room, at)) {
            *count += 1;
        }
        Ok(())
    }

    #[cold]
    fn grow(&mut self, at: [usize; 3]) -> Result<(), RatesError> {
        let used = [0, 1, 2].map(|side| self.used[side].max(at[side] + 1));
        if used.iter().product::<usize>() > MOST_CELLS {
            return Err(RatesError::TooManyCells);
        }
        if (0..3).any(|side| used[side] > self.room[side]) {
            let room = [0, 1, 2].map(|side| match self.room[side] {
                enough if used[side] <= enough => enough,
                _ => used[side] + used[side] / 4 + 1,
            });
            let mut counts = vec![0; room.iter().product()];
            for by in 0..self.used[0] {
                for group in 0..self.used[1] {
                    let from = place(self.room, [by, group, 0]);
                    let to = place(room, [by, group, 0]);
                    let old = &self.counts[from..from + self.used[2]];
                    counts[to..to + self.used[2]].copy_from_slice(old);
                }
            }
            (self.counts, self.room) = (counts, room);
        }
        self.used = used;
        Ok(())
    }
}

fn place([_, groups, outcomes]: [usize; 3], [by, group, outcome]: [usize; 3]) -> usize {
    (by * groups + group) * outcomes + outcome
}
