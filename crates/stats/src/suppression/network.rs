//! A table with its margins as a network, so that exact bounds come from maximum flows in whole numbers.
//!
//! Every row and every column, the total row and the total column included, is a node; every cell is an arc between its
//! row and its column. Because each line adds up to its total, a change of the table that leaves all shown cells as they
//! are is a circulation over the arcs of the hidden ones: each can rise without limit and fall to its least.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};

/// Above any real flow: an arc that can rise without limit.
pub(super) const ENDLESS: u64 = u64::MAX / 4;

/// A table whose last column holds the row totals and whose last row holds the column totals.
pub(super) struct Network {
    cells: Vec<Arc>,
    /// Cells at each node.
    at: Vec<Vec<usize>>,
}

/// A cell: from node `tail` to node `head`.
struct Arc {
    tail: usize,
    head: usize,
}

/// How far a cell may move: `up` from its count, `down` from it. A shown cell moves neither way.
#[derive(Debug, Clone, Copy)]
pub(super) struct Room {
    pub(super) up: u64,
    pub(super) down: u64,
}

impl Network {
    /// A network of `rows` by `columns` cells, totals included.
    pub(super) fn new(rows: usize, columns: usize) -> Self {
        let mut network = Self {
            cells: Vec::new(),
            at: vec![Vec::new(); rows + columns],
        };
        for row in 0..rows {
            for column in 0..columns {
                // A cell adds to its line and a total takes from it; turning the signs of the total row and column
                // leaves every arc with one end of each sign.
                let downwards = (row + 1 == rows) == (column + 1 == columns);
                let (tail, head) = if downwards {
                    (row, rows + column)
                } else {
                    (rows + column, row)
                };
                network.at[tail].push(network.cells.len());
                network.at[head].push(network.cells.len());
                network.cells.push(Arc { tail, head });
            }
        }
        network
    }

    /// How far cell `of` can rise and fall, given every cell's room. `ENDLESS` or more: without limit.
    pub(super) fn reach(&self, of: usize, rooms: &[Room]) -> Room {
        let Arc { tail, head } = self.cells[of];
        let mut others = rooms.to_vec();
        others[of] = Room { up: 0, down: 0 };
        let up = self.flow(head, tail, others.clone(), rooms[of].up);
        Room {
            up,
            down: self.flow(tail, head, others, rooms[of].down),
        }
    }

    /// Maximum flow between two nodes, at most `limit`, by shortest augmenting paths (Edmonds and Karp).
    fn flow(&self, from: usize, to: usize, mut rooms: Vec<Room>, limit: u64) -> u64 {
        let mut total = 0;
        while total < limit {
            let Some(path) = self.shortest(from, to, &rooms) else {
                break;
            };
            let least = path
                .iter()
                .map(|&(cell, rises)| width(rooms[cell], rises))
                .min()
                .unwrap_or(0);
            let step = least.min(limit - total);
            total += step;
            for (cell, rises) in path {
                let Room { up, down } = rooms[cell];
                rooms[cell] = match rises {
                    true => Room {
                        up: less(up, step),
                        down: down + step,
                    },
                    false => Room {
                        up: up.saturating_add(step).min(ENDLESS),
                        down: down - step,
                    },
                };
            }
        }
        total
    }

    /// The path with the fewest arcs; each with whether its cell rises.
    fn shortest(&self, from: usize, to: usize, rooms: &[Room]) -> Option<Vec<(usize, bool)>> {
        let mut came: Vec<Option<(usize, bool)>> = vec![None; self.at.len()];
        let mut queue = VecDeque::from([from]);
        while let Some(node) = queue.pop_front() {
            if node == to {
                return Some(self.back(from, to, &came));
            }
            for (cell, rises, next) in self.moves(node) {
                if next != from && came[next].is_none() && width(rooms[cell], rises) > 0 {
                    came[next] = Some((cell, rises));
                    queue.push_back(next);
                }
            }
        }
        None
    }

    /// The cells of the cheapest cycle that lets cell `of` rise by `need`; `cost` is `None` for a cell that must not
    /// take part.
    pub(super) fn cheapest(
        &self,
        of: usize,
        need: u64,
        rooms: &[Room],
        cost: &[Option<u64>],
    ) -> Option<Vec<usize>> {
        let Arc { tail, head } = self.cells[of];
        let mut came: Vec<Option<(usize, bool)>> = vec![None; self.at.len()];
        let mut best = vec![u64::MAX; self.at.len()];
        let mut queue = BinaryHeap::from([Reverse((0, head))]);
        best[head] = 0;
        while let Some(Reverse((so_far, node))) = queue.pop() {
            if node == tail {
                return Some(
                    self.back(head, tail, &came)
                        .into_iter()
                        .map(|(cell, _)| cell)
                        .collect(),
                );
            }
            if so_far > best[node] {
                continue;
            }
            for (cell, rises, next) in self.moves(node) {
                let Some(price) = cost[cell].filter(|_| cell != of && width(rooms[cell], rises) >= need)
                else {
                    continue;
                };
                let total = so_far.saturating_add(price);
                if total < best[next] {
                    best[next] = total;
                    came[next] = Some((cell, rises));
                    queue.push(Reverse((total, next)));
                }
            }
        }
        None
    }

    /// What leads away from a node: along an arc its cell rises, against it the cell falls.
    fn moves(&self, node: usize) -> impl Iterator<Item = (usize, bool, usize)> {
        self.at[node].iter().map(move |&cell| {
            let Arc { tail, head } = self.cells[cell];
            if tail == node {
                (cell, true, head)
            } else {
                (cell, false, tail)
            }
        })
    }

    /// The path that `came` remembers, in any order of its arcs.
    fn back(&self, from: usize, to: usize, came: &[Option<(usize, bool)>]) -> Vec<(usize, bool)> {
        let mut path = Vec::new();
        let mut node = to;
        while node != from {
            let Some((cell, rises)) = came[node] else { break };
            path.push((cell, rises));
            node = if rises {
                self.cells[cell].tail
            } else {
                self.cells[cell].head
            };
        }
        path
    }
}

fn width(room: Room, rises: bool) -> u64 {
    if rises { room.up } else { room.down }
}

fn less(up: u64, step: u64) -> u64 {
    if up >= ENDLESS { ENDLESS } else { up - step }
}
