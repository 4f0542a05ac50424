//! Counts that must add up, as a network: exact bounds then come from maximum flows in whole numbers.
//!
//! A node is a sum that must hold; an arc is a count that stands in two sums with opposite signs. A change of the counts
//! that leaves every sum as it is, is a circulation over the arcs that have room; so a count can rise by what can flow
//! from its head back to its tail without it, and fall by what can flow the other way. Flows between whole capacities
//! are whole (Ford and Fulkerson 1962), so every bound is reached by whole counts.
//!
//! Two habits make it fast on tables, where one node of an arc is a row with few arcs and the other a column with many:
//! a search begins at the end with fewer arcs, and looks for the other end at once from every node with few arcs.

mod bridges;
mod cheapest;

pub(super) use cheapest::FORBIDDEN;

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
pub(super) struct Network {
    /// Tail and head of each arc.
    ends: Vec<(u32, u32)>,
    /// The linked arcs at each node; arcs without room need not be linked.
    at: Vec<Vec<u32>>,
    rooms: Vec<Room>,
    /// What the rooms were before they were changed.
    undo: Vec<(u32, Room)>,
    search: Search,
}

/// By which arc each node was reached in the present round.
struct Search {
    round: u32,
    seen: Vec<u32>,
    came: Vec<u32>,
    queue: Vec<u32>,
}

/// A path that was found: from `start`, where the search began, to `goal`.
struct Found {
    start: u32,
    goal: u32,
    /// Whether the search began at the end of the flow and went against it.
    backwards: bool,
}

impl Network {
    /// A network of arcs from tail to head, none of which has room or is linked yet.
    pub(super) fn new(nodes: usize, ends: Vec<(u32, u32)>) -> Self {
        Self {
            at: vec![Vec::new(); nodes],
            rooms: vec![Room::NONE; ends.len()],
            ends,
            undo: Vec::new(),
            search: Search {
                round: 0,
                seen: vec![0; nodes],
                came: vec![0; nodes],
                queue: Vec::new(),
            },
        }
    }

    /// Gives an arc its room and links it.
    pub(super) fn link(&mut self, arc: usize, room: Room) {
        self.rooms[arc] = room;
        let (tail, head) = self.ends[arc];
        self.at[tail as usize].push(arc as u32);
        self.at[head as usize].push(arc as u32);
    }

    /// Takes an arc out.
    pub(super) fn unlink(&mut self, arc: usize) {
        self.rooms[arc] = Room::NONE;
        let (tail, head) = self.ends[arc];
        for node in [tail, head] {
            let at = &mut self.at[node as usize];
            if let Some(place) = at.iter().position(|&other| other == arc as u32) {
                at.swap_remove(place);
            }
        }
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
                self.rooms[arc as usize] = room;
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
        self.rooms[arc as usize] = room;
    }

    /// Maximum flow between two nodes, at most `limit`, by shortest augmenting paths (Edmonds and Karp 1972). The rooms
    /// keep what is left.
    fn flow(&mut self, from: u32, to: u32, limit: u64) -> u64 {
        let mut total = 0;
        while total < limit {
            let Some(found) = self.find(from, to) else { break };
            let step = self.narrowest(&found).min(limit - total);
            self.push(&found, step);
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

    /// A path with few arcs.
    fn find(&mut self, from: u32, to: u32) -> Option<Found> {
        let backwards = self.at[to as usize].len() < self.at[from as usize].len();
        let (start, goal) = if backwards { (to, from) } else { (from, to) };
        self.search.begin(start);
        let mut next_out = 0;
        while let Some(&node) = self.search.queue.get(next_out) {
            next_out += 1;
            for place in 0..self.at[node as usize].len() {
                let arc = self.at[node as usize][place];
                let (next, open) = self.step(arc, node, backwards);
                if !open || !self.search.reach(next, arc) {
                    continue;
                }
                if next == goal || self.meets(next, goal, backwards) {
                    return Some(Found {
                        start,
                        goal,
                        backwards,
                    });
                }
            }
        }
        None
    }

    /// Whether the goal is one arc away from a node with few arcs.
    fn meets(&mut self, node: u32, goal: u32, backwards: bool) -> bool {
        let at = &self.at[node as usize];
        if at.len() > FEW {
            return false;
        }
        let last = at.iter().copied().find(|&arc| {
            let (next, open) = self.step(arc, node, backwards);
            open && next == goal
        });
        last.is_some_and(|arc| self.search.reach(goal, arc))
    }

    /// Where an arc leads from a node, and whether it has room that way.
    fn step(&self, arc: u32, node: u32, backwards: bool) -> (u32, bool) {
        let (tail, head) = self.ends[arc as usize];
        let next = if tail == node { head } else { tail };
        (next, self.width(arc, (tail == node) != backwards) > 0)
    }

    fn width(&self, arc: u32, rises: bool) -> u64 {
        let room = self.rooms[arc as usize];
        if rises { room.up } else { room.down }
    }

    /// The arcs of a path, from its goal to its start, each with whether it rises.
    fn walk(&self, found: &Found) -> impl Iterator<Item = (u32, bool)> {
        let (start, backwards) = (found.start, found.backwards);
        let mut node = found.goal;
        std::iter::from_fn(move || {
            if node == start {
                return None;
            }
            let arc = self.search.came[node as usize];
            let (tail, head) = self.ends[arc as usize];
            let rises = (head == node) != backwards;
            node = if head == node { tail } else { head };
            Some((arc, rises))
        })
    }

    fn narrowest(&self, found: &Found) -> u64 {
        let widths = self.walk(found).map(|(arc, rises)| self.width(arc, rises));
        widths.min().unwrap_or(0)
    }

    fn push(&mut self, found: &Found, step: u64) {
        let path: Vec<(u32, bool)> = self.walk(found).collect();
        for (arc, rises) in path {
            self.move_by(arc, rises, step);
        }
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

impl Search {
    fn begin(&mut self, start: u32) {
        self.round = match self.round.checked_add(1) {
            Some(round) => round,
            None => {
                self.seen.fill(0);
                1
            }
        };
        self.queue.clear();
        self.queue.push(start);
        self.seen[start as usize] = self.round;
    }

    /// Remembers how a node was reached; whether it is the first time.
    fn reach(&mut self, node: u32, arc: u32) -> bool {
        if self.seen[node as usize] == self.round {
            return false;
        }
        self.seen[node as usize] = self.round;
        self.came[node as usize] = arc;
        self.queue.push(node);
        true
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
