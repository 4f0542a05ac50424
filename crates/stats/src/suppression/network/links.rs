//! The linked arcs at each node, those that can fall in front: a search that goes against the arcs looks at no others. In a large
//! column nearly all counts may be at their lowest.

/// The arcs that leave each node and those that enter it.
#[derive(Clone)]
pub(super) struct Links {
    lists: Vec<List>,
    /// Where each arc stands in the list of its tail and in that of its head.
    places: Vec<[u32; 2]>,
}

#[derive(Clone, Default)]
struct List {
    arcs: Vec<u32>,
    /// How many in front can fall.
    falling: usize,
}

/// The list of arcs that leave a node.
const LEAVE: usize = 0;
/// The list of arcs that enter it.
const ENTER: usize = 1;

impl Links {
    pub(super) fn new(nodes: usize, arcs: usize) -> Self {
        Self {
            lists: vec![List::default(); 2 * nodes],
            places: vec![[0; 2]; arcs],
        }
    }

    pub(super) fn add(&mut self, arc: u32, (tail, head): (u32, u32), falls: bool) {
        for (list, node) in [(LEAVE, tail), (ENTER, head)] {
            let arcs = &mut self.lists[2 * node as usize + list].arcs;
            self.places[arc as usize][list] = arcs.len() as u32;
            arcs.push(arc);
        }
        if falls {
            self.falls(arc, (tail, head), true);
        }
    }

    pub(super) fn remove(&mut self, arc: u32, ends: (u32, u32), falls: bool) {
        if falls {
            self.falls(arc, ends, false);
        }
        for (list, node) in [(LEAVE, ends.0), (ENTER, ends.1)] {
            let at = 2 * node as usize + list;
            let last = self.lists[at].arcs.len() - 1;
            self.swap(at, self.places[arc as usize][list] as usize, last);
            self.lists[at].arcs.pop();
        }
    }

    /// Takes note that an arc can fall now, or no longer can.
    pub(super) fn falls(&mut self, arc: u32, (tail, head): (u32, u32), can: bool) {
        for (list, node) in [(LEAVE, tail), (ENTER, head)] {
            let at = 2 * node as usize + list;
            let place = self.places[arc as usize][list] as usize;
            if can {
                self.swap(at, place, self.lists[at].falling);
                self.lists[at].falling += 1;
            } else {
                self.lists[at].falling -= 1;
                self.swap(at, place, self.lists[at].falling);
            }
        }
    }

    fn swap(&mut self, list: usize, one: usize, other: usize) {
        let arcs = &mut self.lists[list].arcs;
        arcs.swap(one, other);
        for place in [one, other] {
            self.places[arcs[place] as usize][list % 2] = place as u32;
        }
    }

    /// The arcs that may lead on from a node: those that can rise, in one direction, and those that can fall, in the other.
    /// Backwards, those that may lead to it.
    pub(super) fn ways(&self, node: u32, backwards: bool) -> [&[u32]; 2] {
        let list = |which: usize| &self.lists[2 * node as usize + which];
        let (rise, fall) = if backwards {
            (list(ENTER), list(LEAVE))
        } else {
            (list(LEAVE), list(ENTER))
        };
        [&rise.arcs, &fall.arcs[..fall.falling]]
    }

    /// How many arcs these are.
    pub(super) fn count(&self, node: u32, backwards: bool) -> usize {
        self.ways(node, backwards).iter().map(|arcs| arcs.len()).sum()
    }

    /// One of all arcs at a node.
    pub(super) fn get(&self, node: usize, at: usize) -> Option<u32> {
        let [leave, enter] = [&self.lists[2 * node].arcs, &self.lists[2 * node + 1].arcs];
        leave.get(at).or_else(|| enter.get(at - leave.len())).copied()
    }
}
