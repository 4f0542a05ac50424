//! The cheapest way around an arc.

use super::{FEW, Network};
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// The cost of an arc that must not be used.
pub(in crate::suppression) const FORBIDDEN: u64 = u64::MAX;

/// A way around an arc and its cost.
pub(in crate::suppression) struct Way {
    pub(in crate::suppression) arcs: Vec<u32>,
    pub(in crate::suppression) cost: u64,
}

/// A search in progress.
struct Dijkstra<'a> {
    costs: &'a [u64],
    need: u64,
    backwards: bool,
    /// The arc that is to move; no way leads over itself.
    around: u32,
    goal: u32,
    best: Vec<u64>,
    came: Vec<u32>,
    queue: BinaryHeap<Reverse<(u64, u32)>>,
}

impl Network {
    /// Cheap arcs that let `arc` rise by `need`, or fall by it: the cheapest path on which every arc has that much room
    /// (Dijkstra 1959), or cheapest paths one after the other that have it together, whichever costs less.
    pub(in crate::suppression) fn cheapest(
        &mut self,
        arc: usize,
        rises: bool,
        need: u64,
        costs: &mut [u64],
    ) -> Option<Way> {
        let (tail, head) = self.ends[arc];
        let ends = if rises { (head, tail) } else { (tail, head) };
        let whole = self.cheapest_path(ends, arc as u32, need, costs);
        let whole = whole.map(|(path, cost)| Way {
            arcs: path.iter().map(|(arc, _)| *arc).collect(),
            cost,
        });
        if need <= 1 || whole.as_ref().is_some_and(|way| way.cost == 0) {
            return whole;
        }
        let limit = whole.as_ref().map_or(u64::MAX, |way| way.cost);
        let parts = self.without(|network| network.cheapest_paths(ends, arc as u32, (need, limit), costs));
        parts.or(whole)
    }

    /// Cheapest paths one after the other, where they cost less than the limit.
    fn cheapest_paths(
        &mut self,
        ends: (u32, u32),
        arc: u32,
        (need, limit): (u64, u64),
        costs: &mut [u64],
    ) -> Option<Way> {
        let mut used = Vec::new();
        let mut way = Way {
            arcs: Vec::new(),
            cost: 0,
        };
        let mut left = need;
        while left > 0 && way.cost < limit {
            let Some((path, cost)) = self.cheapest_path(ends, arc, 1, costs) else {
                break;
            };
            let widths = path.iter().map(|&(arc, rises)| self.width(arc, rises));
            let step = widths.min().unwrap_or(0).min(left);
            for (arc, rises) in path {
                self.move_by(arc, rises, step);
                used.push((arc, std::mem::replace(&mut costs[arc as usize], 0)));
            }
            way.cost = way.cost.saturating_add(cost);
            left -= step;
        }
        for &(arc, cost) in used.iter().rev() {
            costs[arc as usize] = cost;
        }
        way.arcs = used.into_iter().map(|(arc, _)| arc).collect();
        way.arcs.sort_unstable();
        way.arcs.dedup();
        (left == 0 && way.cost < limit).then_some(way)
    }

    /// A cheapest path on which every arc has room for `need`: its arcs, each with whether it rises, and its cost.
    fn cheapest_path(
        &self,
        (from, to): (u32, u32),
        around: u32,
        need: u64,
        costs: &[u64],
    ) -> Option<(Vec<(u32, bool)>, u64)> {
        let backwards = self.links.count(to, true) < self.links.count(from, false);
        let (start, goal) = if backwards { (to, from) } else { (from, to) };
        let mut search = Dijkstra {
            costs,
            need,
            backwards,
            around,
            goal,
            best: vec![u64::MAX; self.nodes],
            came: vec![0; self.nodes],
            queue: BinaryHeap::from([Reverse((0, start))]),
        };
        search.best[start as usize] = 0;
        let cost = search.run(self)?;
        Some((search.walk(self, start), cost))
    }
}

impl Dijkstra<'_> {
    /// Searches; the cost of the path to the goal.
    fn run(&mut self, network: &Network) -> Option<u64> {
        while let Some(Reverse((so_far, node))) = self.queue.pop() {
            if node == self.goal {
                return Some(so_far);
            }
            if so_far > self.best[node as usize] {
                continue;
            }
            for &arc in network.links.ways(node, self.backwards).into_iter().flatten() {
                let Some((next, cost)) = self.step(network, arc, node) else {
                    continue;
                };
                let total = so_far.saturating_add(cost);
                if !self.improve(next, arc, total) {
                    continue;
                }
                self.look_ahead(network, next, total);
                // Nothing can be cheaper than what costs no more than the node at hand.
                if self.best[self.goal as usize] == so_far {
                    return Some(so_far);
                }
            }
        }
        None
    }

    /// Where an arc leads from a node and what it costs, if it may be used.
    fn step(&self, network: &Network, arc: u32, node: u32) -> Option<(u32, u64)> {
        let cost = self.costs[arc as usize];
        let (tail, head) = network.ends[arc as usize];
        let rises = (tail == node) != self.backwards;
        let open = cost < FORBIDDEN && arc != self.around && network.width(arc, rises) >= self.need;
        open.then_some((if tail == node { head } else { tail }, cost))
    }

    /// Remembers a better way to a node, unless the goal is known to be cheaper to reach.
    fn improve(&mut self, node: u32, arc: u32, total: u64) -> bool {
        let better = total < self.best[node as usize] && total < self.best[self.goal as usize];
        if better {
            self.best[node as usize] = total;
            self.came[node as usize] = arc;
            self.queue.push(Reverse((total, node)));
        }
        better
    }

    /// Whether the goal is one arc away from a node with few arcs: then nothing dearer need be looked at.
    fn look_ahead(&mut self, network: &Network, node: u32, total: u64) {
        if network.links.count(node, self.backwards) > FEW {
            return;
        }
        for &arc in network.links.ways(node, self.backwards).into_iter().flatten() {
            if let Some((next, cost)) = self.step(network, arc, node)
                && next == self.goal
            {
                self.improve(next, arc, total.saturating_add(cost));
            }
        }
    }

    /// The arcs of the path that was found, each with whether it rises.
    fn walk(&self, network: &Network, start: u32) -> Vec<(u32, bool)> {
        let mut path = Vec::new();
        let mut node = self.goal;
        while node != start {
            let arc = self.came[node as usize];
            let (tail, head) = network.ends[arc as usize];
            path.push((arc, (head == node) != self.backwards));
            node = if head == node { tail } else { head };
        }
        path
    }
}
