//! Counts that must add up, as a network: exact bounds then come from maximum flows in whole numbers.
//!
//! A node is a sum that must hold; an arc is a count that stands in two sums with opposite signs. A change of the counts
//! that leaves every sum as it is, is a circulation over the arcs that have room; so a count can rise by what can flow
//! from its head back to its tail without it, and fall by what can flow the other way. Flows between whole capacities
//! are whole (Ford and Fulkerson 1962), so every bound is reached by whole counts.
//!
//! Three habits make it fast on tables, where one node of an arc is a row with few arcs and the other a column with many: a
//! search goes on from both ends at once, on the side where there is less to look at, and looks for the other side from
//! every node with few arcs as soon as it is met.

mod bridges;
mod cheapest;
mod links;
mod search;
mod settle;

pub(super) use cheapest::FORBIDDEN;
use links::Links;
use search::Search;
pub(super) use settle::{Bounds, Settled};

/// Above any real flow: an arc that can rise without limit.
pub(super) const ENDLESS: u64 = u64::MAX / 4;

/// A node with at most so many arcs is searched for the goal as soon as it is met.
const FEW: usize = 32;

/// How far a count may move: `up` and `down` from where it is. A count that is shown moves neither way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Room {
    pub(super) up: u64,
    pub(super) down: u64,
}

impl Room {
    pub(super) const NONE: Self = Self { up: 0, down: 0 };
}

/// Nodes, arcs with their room, and the memory of the searches.
#[derive(Clone)]
pub(super) struct Network {
    nodes: usize,
    /// Tail and head of each arc.
    ends: Vec<(u32, u32)>,
    /// The linked arcs at each node; arcs without room need not be linked.
    links: Links,
    rooms: Vec<Room>,
    /// What the rooms were before they were changed.
    undo: Vec<(u32, Room)>,
    search: Search,
}

impl Network {
    /// A network of arcs from tail to head, none of which has room or is linked yet.
    pub(super) fn new(nodes: usize, ends: Vec<(u32, u32)>) -> Self {
        Self {
            links: Links::new(nodes, ends.len()),
            nodes,
            rooms: vec![Room::NONE; ends.len()],
            ends,
            undo: Vec::new(),
            search: Search::new(nodes),
        }
    }

    /// Gives an arc its room and links it.
    pub(super) fn link(&mut self, arc: usize, room: Room) {
        self.rooms[arc] = room;
        self.links.add(arc as u32, self.ends[arc], room.down > 0);
    }

    /// Takes an arc out.
    pub(super) fn unlink(&mut self, arc: usize) {
        self.links
            .remove(arc as u32, self.ends[arc], self.rooms[arc].down > 0);
        self.rooms[arc] = Room::NONE;
    }

    /// Whether an arc leads from a node to itself: it stands in no sum.
    fn is_loop(&self, arc: usize) -> bool {
        self.ends[arc].0 == self.ends[arc].1
    }

    /// How far an arc may move on its own.
    pub(super) fn room(&self, arc: usize) -> Room {
        self.rooms[arc]
    }

    /// How far an arc can rise and fall, given every arc's room. `ENDLESS` or more: without limit.
    pub(super) fn reach(&mut self, arc: usize) -> Room {
        let own = self.rooms[arc];
        Room {
            up: self.rise(arc, own.up),
            down: self.fall(arc, own.down),
        }
    }

    /// How far an arc can rise, at most `limit` and its own room.
    pub(super) fn rise(&mut self, arc: usize, limit: u64) -> u64 {
        self.without(|network| network.move_up(arc, limit.min(network.rooms[arc].up)))
    }

    /// How far an arc can fall, at most `limit` and its own room.
    pub(super) fn fall(&mut self, arc: usize, limit: u64) -> u64 {
        self.without(|network| network.move_down(arc, limit.min(network.rooms[arc].down)))
    }

    /// The arcs that let `arc` rise by `need`, if it can.
    pub(super) fn rise_by(&mut self, arc: usize, need: u64) -> Option<Vec<u32>> {
        if self.rooms[arc].up < need {
            return None;
        }
        self.without(|network| (network.move_up(arc, need) >= need).then(|| network.moved(arc)))
    }

    /// The arcs that let `arc` fall by `need`, if it can.
    pub(super) fn fall_by(&mut self, arc: usize, need: u64) -> Option<Vec<u32>> {
        if self.rooms[arc].down < need {
            return None;
        }
        self.without(|network| (network.move_down(arc, need) >= need).then(|| network.moved(arc)))
    }

    /// Runs `work` and puts every room back as it was.
    fn without<T>(&mut self, work: impl FnOnce(&mut Self) -> T) -> T {
        let before = self.undo.len();
        let answer = work(self);
        self.restore(before);
        answer
    }

    fn restore(&mut self, before: usize) {
        while self.undo.len() > before {
            if let Some((arc, room)) = self.undo.pop() {
                self.put(arc, room);
            }
        }
    }

    fn move_up(&mut self, arc: usize, limit: u64) -> u64 {
        let (tail, head) = self.ends[arc];
        self.set(arc as u32, Room::NONE);
        self.flow(head, tail, limit)
    }

    fn move_down(&mut self, arc: usize, limit: u64) -> u64 {
        let (tail, head) = self.ends[arc];
        self.set(arc as u32, Room::NONE);
        self.flow(tail, head, limit)
    }

    /// The arcs whose room was changed, `arc` itself left out.
    fn moved(&self, arc: usize) -> Vec<u32> {
        let mut arcs: Vec<u32> = self
            .undo
            .iter()
            .map(|(other, _)| *other)
            .filter(|&other| other != arc as u32)
            .collect();
        arcs.sort_unstable();
        arcs.dedup();
        arcs
    }

    fn set(&mut self, arc: u32, room: Room) {
        self.undo.push((arc, self.rooms[arc as usize]));
        self.put(arc, room);
    }

    fn put(&mut self, arc: u32, room: Room) {
        let before = std::mem::replace(&mut self.rooms[arc as usize], room);
        if (before.down > 0) != (room.down > 0) {
            self.links.falls(arc, self.ends[arc as usize], room.down > 0);
        }
    }

    /// Maximum flow between two nodes, at most `limit`, by shortest augmenting paths (Edmonds and Karp 1972). The rooms
    /// keep what is left.
    fn flow(&mut self, from: u32, to: u32, limit: u64) -> u64 {
        let mut total = 0;
        while total < limit {
            let Some(path) = self.find(from, to) else { break };
            let widths = path.iter().map(|&(arc, rises)| self.width(arc, rises));
            let step = widths.min().unwrap_or(0).min(limit - total);
            for (arc, rises) in path {
                self.move_by(arc, rises, step);
            }
            total += step;
        }
        total
    }

    /// Sends as much as can be sent from one node to another, for good: the rooms keep what is left, and the answer is
    /// what was sent.
    pub(super) fn send(&mut self, from: usize, to: usize, limit: u64) -> u64 {
        let sent = self.flow(from as u32, to as u32, limit);
        self.undo.clear();
        sent
    }

    fn width(&self, arc: u32, rises: bool) -> u64 {
        let room = self.rooms[arc as usize];
        if rises { room.up } else { room.down }
    }

    /// Moves an arc: what it loses of its room on one side it gains on the other.
    fn move_by(&mut self, arc: u32, rises: bool, step: u64) {
        let Room { up, down } = self.rooms[arc as usize];
        let room = if rises {
            Room {
                up: less(up, step),
                down: more(down, step),
            }
        } else {
            Room {
                up: more(up, step),
                down: less(down, step),
            }
        };
        self.set(arc, room);
    }
}

/// What is left of a room; one without limit stays so.
fn less(room: u64, step: u64) -> u64 {
    if room >= ENDLESS {
        ENDLESS
    } else {
        room.saturating_sub(step)
    }
}

fn more(room: u64, step: u64) -> u64 {
    room.saturating_add(step).min(ENDLESS)
}
