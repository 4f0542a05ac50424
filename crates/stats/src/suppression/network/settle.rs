//! Counts that fulfil every sum.

use super::{ENDLESS, Network, Room};

/// The smallest and the largest number that a count may be; no largest where nothing bounds it.
pub(in crate::suppression) type Bounds = (i64, Option<i64>);

/// A network whose arcs have counts within their bounds that fulfil every sum.
pub(in crate::suppression) struct Settled {
    network: Network,
    counts: Vec<i64>,
    bounds: Vec<Bounds>,
    bridges: Vec<bool>,
}

impl Settled {
    /// Finds counts for the arcs, such that at each node what leaves it less what enters it is `sums`; nothing where there are
    /// none. Counts begin at their lowest, rounded ones in the middle, and what is missing at a node then flows to it. So few counts
    /// are far from their lowest: that leaves the later searches few and wide ways, where the true table has many narrow ones.
    pub(in crate::suppression) fn find(
        ends: &[(u32, u32)],
        bounds: Vec<Bounds>,
        sums: &[i128],
    ) -> Option<Self> {
        let begin = |&(low, high): &Bounds| high.map_or(low, |high| low + (high - low) / 2);
        let mut counts: Vec<i64> = bounds.iter().map(begin).collect();
        let mut missing = sums.to_vec();
        for (&(tail, head), &count) in ends.iter().zip(&counts) {
            missing[tail as usize] -= i128::from(count);
            missing[head as usize] += i128::from(count);
        }
        let (arcs, sink) = (ends.len(), sums.len());
        let short: Vec<usize> = (0..sink).filter(|&node| missing[node] < 0).collect();
        let mut ends = ends.to_vec();
        ends.extend(short.iter().map(|&node| (node as u32, sink as u32)));
        let mut network = Network::new(sink + 1, ends);
        for (arc, &(low, high)) in bounds.iter().enumerate() {
            let up = high.map_or(ENDLESS, |high| high.abs_diff(counts[arc]));
            network.link(
                arc,
                Room {
                    up,
                    down: counts[arc].abs_diff(low),
                },
            );
        }
        for (extra, &node) in short.iter().enumerate() {
            network.link(
                arcs + extra,
                Room {
                    up: size(missing[node])?,
                    down: 0,
                },
            );
        }
        for node in (0..sink).filter(|&node| missing[node] > 0) {
            let needed = size(missing[node])?;
            if network.send(node, sink, needed) < needed {
                return None;
            }
        }
        (arcs..arcs + short.len()).for_each(|arc| network.unlink(arc));
        for (arc, count) in counts.iter_mut().enumerate() {
            // What is left of the room says where the count has gone.
            *count = bounds[arc]
                .0
                .checked_add(i64::try_from(network.room(arc).down).ok()?)?;
        }
        let bridges = network.bridges();
        Some(Self {
            network,
            counts,
            bounds,
            bridges,
        })
    }

    /// The smallest and the largest number that a count can be, all sums considered.
    pub(in crate::suppression) fn range(&mut self, arc: usize) -> Bounds {
        let at = self.counts[arc];
        if self.network.is_loop(arc) {
            return self.bounds[arc];
        }
        if self.bridges[arc] {
            return (at, Some(at));
        }
        let reach = self.network.reach(arc);
        let up = i64::try_from(reach.up).ok().filter(|_| reach.up < ENDLESS);
        (
            at - i64::try_from(reach.down).unwrap_or(i64::MAX),
            up.map(|up| at.saturating_add(up)),
        )
    }
}

/// A gap as room; nothing where it is too large to be told from no limit.
fn size(gap: i128) -> Option<u64> {
    u64::try_from(gap.unsigned_abs())
        .ok()
        .filter(|size| *size < ENDLESS)
}
