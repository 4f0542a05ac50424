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
    /// The cheapest arcs that let `arc` rise by `need`, or fall by it: one path on which every arc has that much room
    /// (Dijkstra 1959), or, where no such path is, the cheapest paths one after the other that have it together.
    pub(in crate::suppression) fn cheapest(
        &mut self,
        arc: usize,
        rises: bool,
        need: u64,
        costs: &[u64],
    ) -> Option<Way> {
        let (tail, head) = self.ends[arc];
        let (from, to) = if rises { (head, tail) } else { (tail, head) };
        if let Some((path, cost)) = self.cheapest_path((from, to), arc as u32, need, costs) {
            return Some(Way {
                arcs: path.iter().map(|(arc, _)| *arc).collect(),
                cost,
            });
        }
        if need <= 1 {
            return None;
        }
        self.without(|network| network.cheapest_paths((from, to), arc as u32, need, costs))
    }

    fn cheapest_paths(&mut self, ends: (u32, u32), arc: u32, need: u64, costs: &[u64]) -> Option<Way> {
        let mut costs = costs.to_vec();
        let mut way = Way {
            arcs: Vec::new(),
            cost: 0,
        };
        let mut left = need;
        while left > 0 {
            let (path, cost) = self.cheapest_path(ends, arc, 1, &costs)?;
            let widths = path.iter().map(|&(arc, rises)| self.width(arc, rises));
            let step = widths.min().unwrap_or(0).min(left);
            for &(arc, rises) in &path {
                self.move_by(arc, rises, step);
                costs[arc as usize] = 0;
                way.arcs.push(arc);
            }
            way.cost = way.cost.saturating_add(cost);
            left -= step;
        }
        way.arcs.sort_unstable();
        way.arcs.dedup();
        Some(way)
    }

    /// A cheapest path on which every arc has room for `need`: its arcs, each with whether it rises, and its cost.
    fn cheapest_path(
        &self,
        (from, to): (u32, u32),
        around: u32,
        need: u64,
        costs: &[u64],
    ) -> Option<(Vec<(u32, bool)>, u64)> {
        let backwards = self.at[to as usize].len() < self.at[from as usize].len();
        let (start, goal) = if backwards { (to, from) } else { (from, to) };
        let mut search = Dijkstra {
            costs,
            need,
            backwards,
            around,
            goal,
            best: vec![u64::MAX; self.at.len()],
            came: vec![0; self.at.len()],
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
            for &arc in &network.at[node as usize] {
                let Some((next, cost)) = self.step(network, arc, node) else {
                    continue;
                };
                let total = so_far.saturating_add(cost);
                if !self.improve(next, arc, total) {
                    continue;
                }
                // Nothing can be cheaper than what costs no more than the node at hand.
                if cost == 0 && (next == self.goal || self.meets(network, next, total)) {
                    return Some(total);
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

    fn improve(&mut self, node: u32, arc: u32, total: u64) -> bool {
        let better = total < self.best[node as usize];
        if better {
            self.best[node as usize] = total;
            self.came[node as usize] = arc;
            self.queue.push(Reverse((total, node)));
        }
        better
    }

    /// Whether the goal is one free arc away from a node with few arcs.
    fn meets(&mut self, network: &Network, node: u32, total: u64) -> bool {
        let at = &network.at[node as usize];
        at.len() <= FEW
            && at.iter().any(|&arc| {
                self.step(network, arc, node) == Some((self.goal, 0)) && self.improve(self.goal, arc, total)
            })
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
