//! Arcs that no cycle uses: nothing can flow around them, so their counts are exactly known.

use super::{Network, Room};

/// A node on the way down of the search.
struct Visit {
    node: usize,
    /// The arc by which it was entered; none for a root.
    by: Option<u32>,
    /// How many of its arcs were looked at.
    looked: usize,
}

impl Network {
    /// Whether each arc is a bridge of the linked arcs that have room (Tarjan 1974): one walk over the network, and its
    /// count is known without any flow. Arcs without room are not bridges.
    pub(in crate::suppression) fn bridges(&self) -> Vec<bool> {
        let mut bridge = vec![false; self.ends.len()];
        let mut order = vec![0_u32; self.nodes];
        let mut lowest = vec![0_u32; self.nodes];
        let mut next = 1;
        for root in 0..self.nodes {
            if order[root] > 0 {
                continue;
            }
            let mut way = vec![Visit {
                node: root,
                by: None,
                looked: 0,
            }];
            while let Some(visit) = way.last_mut() {
                let node = visit.node;
                if visit.looked == 0 {
                    order[node] = next;
                    lowest[node] = next;
                    next += 1;
                }
                if let Some(arc) = self.links.get(node, visit.looked) {
                    visit.looked += 1;
                    if Some(arc) == visit.by || self.rooms[arc as usize] == Room::NONE {
                        continue;
                    }
                    let (tail, head) = self.ends[arc as usize];
                    let other = if tail as usize == node { head } else { tail } as usize;
                    if order[other] == 0 {
                        way.push(Visit {
                            node: other,
                            by: Some(arc),
                            looked: 0,
                        });
                    } else {
                        lowest[node] = lowest[node].min(order[other]);
                    }
                    continue;
                }
                let left = way.pop().and_then(|visit| visit.by);
                if let (Some(arc), Some(above)) = (left, way.last()) {
                    lowest[above.node] = lowest[above.node].min(lowest[node]);
                    bridge[arc as usize] = lowest[node] > order[above.node];
                }
            }
        }
        bridge
    }
}
