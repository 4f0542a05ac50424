//! Sums as a network: when every count stands in at most two of them, and signs can be turned so that it enters one and
//! leaves the other.

use super::super::network::{ENDLESS, Network, Room};
use super::simplex::Equation;

/// Some counts and the sums between them.
pub(super) struct Component {
    /// Bounds of each count.
    pub(super) bounds: Vec<(i64, Option<i64>)>,
    pub(super) equations: Vec<Equation>,
}

/// A component as a network, with counts that fulfil every sum.
pub(super) struct Flow {
    network: Network,
    counts: Vec<i64>,
    bridges: Vec<bool>,
    /// The bounds of each count that stands in no sum.
    free: Vec<Option<(i64, Option<i64>)>>,
}

impl Component {
    /// The component as a network, if it is one; `Err` where no counts fulfil the sums.
    pub(super) fn flow(&self) -> Option<Result<Flow, ()>> {
        let ends = self.ends()?;
        Some(self.start(ends))
    }

    /// The two sums of each count, with its sign in them; the place behind the last sum is the ground, where counts go that
    /// stand in one sum only.
    fn ends(&self) -> Option<Vec<(u32, u32)>> {
        let mut stands: Vec<Vec<(usize, i64)>> = vec![Vec::new(); self.bounds.len()];
        for (at, equation) in self.equations.iter().enumerate() {
            for &(count, by) in &equation.terms {
                if by.abs() != 1 || stands[count].len() == 2 {
                    return None;
                }
                stands[count].push((at, by));
            }
        }
        let turned = self.turned(&stands)?;
        let ground = self.equations.len() as u32;
        let end = |&(at, by): &(usize, i64)| (at as u32, (by > 0) != turned[at]);
        let arc = |stands: &Vec<(usize, i64)>| match (stands.first().map(end), stands.get(1).map(end)) {
            (Some((one, true)), Some((other, _))) => (one, other),
            (Some((one, false)), Some((other, _))) => (other, one),
            (Some((one, true)), None) => (one, ground),
            (Some((one, false)), None) => (ground, one),
            (None, _) => (ground, ground),
        };
        Some(stands.iter().map(arc).collect())
    }

    /// Which sums have their signs turned, so that each count has one sign of each kind; nothing where that cannot be.
    fn turned(&self, stands: &[Vec<(usize, i64)>]) -> Option<Vec<bool>> {
        let mut turned: Vec<Option<bool>> = vec![None; self.equations.len()];
        for start in 0..turned.len() {
            if turned[start].is_some() {
                continue;
            }
            turned[start] = Some(false);
            let mut waiting = vec![start];
            while let Some(at) = waiting.pop() {
                for (count, _) in &self.equations[at].terms {
                    let [(one, by), (other, with)] = stands[*count][..] else {
                        continue;
                    };
                    let next = if one == at { other } else { one };
                    // Equal signs in the two sums: one of them must be turned.
                    let should = turned[at].map(|turned| turned == (by != with));
                    match turned[next] {
                        None => {
                            turned[next] = should;
                            waiting.push(next);
                        }
                        known if known != should => return None,
                        _ => {}
                    }
                }
            }
        }
        turned.into_iter().collect()
    }

    fn free(&self) -> Vec<Option<(i64, Option<i64>)>> {
        let mut free: Vec<Option<(i64, Option<i64>)>> = self.bounds.iter().copied().map(Some).collect();
        for (count, _) in self.equations.iter().flat_map(|equation| &equation.terms) {
            free[*count] = None;
        }
        free
    }

    /// Finds counts that fulfil every sum: from the lowest, what is missing in some sums flows in from where there is too
    /// much.
    fn start(&self, mut ends: Vec<(u32, u32)>) -> Result<Flow, ()> {
        let arcs = ends.len();
        let sums = self.equations.len();
        let mut counts: Vec<i64> = self
            .bounds
            .iter()
            .map(|&(low, high)| first_guess(low, high))
            .collect();
        let mut missing = vec![0_i128; sums + 1];
        for (at, equation) in self.equations.iter().enumerate() {
            let of = |&(count, by): &(usize, i64)| i128::from(by) * i128::from(counts[count]);
            missing[at] = equation.total - equation.terms.iter().map(of).sum::<i128>();
        }
        // The network's own direction decides the sign of a sum: it was turned when its counts point the other way.
        for (at, equation) in self.equations.iter().enumerate() {
            if let Some(&(count, by)) = equation.terms.first()
                && (ends[count].0 == at as u32) != (by > 0)
            {
                missing[at] = -missing[at];
            }
        }
        missing[sums] = -missing[..sums].iter().sum::<i128>();
        let (source, sink) = (sums + 1, sums + 2);
        for (at, &gap) in missing.iter().enumerate().filter(|(_, gap)| **gap != 0) {
            ends.push(if gap > 0 {
                (source as u32, at as u32)
            } else {
                (at as u32, sink as u32)
            });
        }
        let mut network = Network::new(sums + 3, ends);
        for (arc, &(low, high)) in self.bounds.iter().enumerate() {
            network.link(arc, room(counts[arc], low, high));
        }
        let mut needed = 0_u64;
        for (extra, &gap) in missing.iter().filter(|gap| **gap != 0).enumerate() {
            let size = u64::try_from(gap.unsigned_abs()).map_err(|_| ())?;
            network.link(arcs + extra, Room { up: size, down: 0 });
            needed = if gap > 0 {
                needed.checked_add(size).ok_or(())?
            } else {
                needed
            };
        }
        if needed >= ENDLESS || network.send(source, sink, needed) < needed {
            return Err(());
        }
        for arc in arcs..arcs + missing.iter().filter(|gap| **gap != 0).count() {
            network.unlink(arc);
        }
        for (arc, count) in counts.iter_mut().enumerate() {
            let (low, high) = self.bounds[arc];
            // What is left of the room says where the count has gone.
            *count = low.saturating_add(i64::try_from(network.room(arc).down).map_err(|_| ())?);
            if high.is_some_and(|high| *count > high) {
                return Err(());
            }
        }
        let bridges = network.bridges();
        Ok(Flow {
            network,
            counts,
            bridges,
            free: self.free(),
        })
    }
}

impl Flow {
    /// The smallest and the largest number that a count can be.
    pub(super) fn range(&mut self, count: usize) -> (i64, Option<i64>) {
        if let Some(bounds) = self.free[count] {
            return bounds;
        }
        let at = self.counts[count];
        if self.bridges[count] {
            return (at, Some(at));
        }
        let reach = self.network.reach(count);
        let down = i64::try_from(reach.down).unwrap_or(i64::MAX);
        let up = i64::try_from(reach.up).ok().filter(|_| reach.up < ENDLESS);
        (at - down, up.map(|up| at.saturating_add(up)))
    }
}

/// Where the search for counts begins: a rounded one in the middle, others at their lowest.
fn first_guess(low: i64, high: Option<i64>) -> i64 {
    high.map_or(low, |high| low + (high - low) / 2)
}

fn room(count: i64, low: i64, high: Option<i64>) -> Room {
    Room {
        up: high.map_or(ENDLESS, |high| high.abs_diff(count)),
        down: count.abs_diff(low),
    }
}
