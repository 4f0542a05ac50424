//! Paths with few arcs, looked for from both ends.

use super::{FEW, Network};

/// By which arc each node was reached, from either end, in the present round.
#[derive(Clone)]
pub(super) struct Search {
    round: u32,
    sides: [Side; 2],
}

#[derive(Clone)]
struct Side {
    /// The round in which a node was last reached, and the arc.
    came: Vec<(u32, u32)>,
    queue: Vec<u32>,
    /// How many of the queue were looked at.
    done: usize,
}

/// The side of the search that begins where the flow does.
const FROM: usize = 0;
/// The side that begins where it ends.
const TO: usize = 1;

impl Search {
    pub(super) fn new(nodes: usize) -> Self {
        let side = Side {
            came: vec![(0, 0); nodes],
            queue: Vec::new(),
            done: 0,
        };
        Self {
            round: 0,
            sides: [side.clone(), side],
        }
    }

    fn begin(&mut self, ends: [u32; 2]) {
        self.round = match self.round.checked_add(1) {
            Some(round) => round,
            None => {
                self.sides.iter_mut().for_each(|side| side.came.fill((0, 0)));
                1
            }
        };
        for (side, end) in self.sides.iter_mut().zip(ends) {
            side.queue.clear();
            side.queue.push(end);
            side.done = 0;
            side.came[end as usize] = (self.round, u32::MAX);
        }
    }

    fn was_met(&self, side: usize, node: u32) -> bool {
        self.sides[side].came[node as usize].0 == self.round
    }

    /// Remembers how a node was reached; whether it is the first time.
    fn reach(&mut self, side: usize, node: u32, arc: u32) -> bool {
        let first = !self.was_met(side, node);
        if first {
            self.sides[side].came[node as usize] = (self.round, arc);
            self.sides[side].queue.push(node);
        }
        first
    }

    /// The node to look at next on a side.
    fn next(&self, side: usize) -> Option<u32> {
        self.sides[side].queue.get(self.sides[side].done).copied()
    }
}

impl Network {
    /// A path along which something can flow, each arc with whether it rises. On each side the search goes on where the next
    /// node has fewer arcs; a side that is exhausted means that there is no path.
    pub(super) fn find(&mut self, from: u32, to: u32) -> Option<Vec<(u32, bool)>> {
        self.search.begin([from, to]);
        if from == to {
            return None;
        }
        loop {
            let (one, other) = (self.search.next(FROM)?, self.search.next(TO)?);
            let less = self.links.count(one, false) <= self.links.count(other, true);
            let (side, node) = if less { (FROM, one) } else { (TO, other) };
            self.search.sides[side].done += 1;
            if let Some(meeting) = self.look_around(side, node) {
                return Some(self.path(meeting, from, to));
            }
        }
    }

    /// Reaches what is one arc from a node; where that meets the other side, if it does.
    fn look_around(&mut self, side: usize, node: u32) -> Option<u32> {
        for arcs in self.links.ways(node, side == TO) {
            for &arc in arcs {
                let (next, open) = self.step(side, arc, node);
                if !open || !self.search.reach(side, next, arc) {
                    continue;
                }
                if self.search.was_met(1 - side, next) {
                    return Some(next);
                }
                if let Some((last, meeting)) = self.look_ahead(side, next) {
                    self.search.reach(side, meeting, last);
                    return Some(meeting);
                }
            }
        }
        None
    }

    /// The arc by which a node with few arcs meets the other side, and where.
    fn look_ahead(&self, side: usize, node: u32) -> Option<(u32, u32)> {
        if self.links.count(node, side == TO) > FEW {
            return None;
        }
        self.links
            .ways(node, side == TO)
            .into_iter()
            .flatten()
            .find_map(|&arc| {
                let (next, open) = self.step(side, arc, node);
                (open && self.search.was_met(1 - side, next)).then_some((arc, next))
            })
    }

    /// Where an arc leads from a node, and whether something can flow that way: from the node on the side where the flow
    /// begins, towards it on the other.
    fn step(&self, side: usize, arc: u32, node: u32) -> (u32, bool) {
        let (tail, head) = self.ends[arc as usize];
        let next = if tail == node { head } else { tail };
        (next, self.width(arc, (tail == node) == (side == FROM)) > 0)
    }

    fn path(&self, meeting: u32, from: u32, to: u32) -> Vec<(u32, bool)> {
        let mut path = Vec::new();
        for (side, end) in [(FROM, from), (TO, to)] {
            let mut node = meeting;
            while node != end {
                let (_, arc) = self.search.sides[side].came[node as usize];
                let (tail, head) = self.ends[arc as usize];
                path.push((arc, (head == node) == (side == FROM)));
                node = if head == node { tail } else { head };
            }
        }
        path
    }
}
