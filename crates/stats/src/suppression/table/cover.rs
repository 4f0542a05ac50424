//! Choosing what to hide besides the small counts.

use super::super::network::{ENDLESS, FORBIDDEN, Network, Room};
use super::super::{Cell, Total};
use super::{Price, Protected, Table, TableRelease, Terms, Zeros};

/// What is hidden and why it is safe, to come back to.
pub(super) struct Kept {
    hidden: Vec<bool>,
    costs: Vec<u64>,
    live: Network,
    proofs: Vec<Vec<u32>>,
    used_by: Vec<Vec<u32>>,
}

/// A choice in progress. For each hidden cell it keeps a proof that nobody can narrow it down: the cells that can move
/// with it. A proof stays good as long as its cells are hidden, so that what is shown again puts only those cells in
/// question whose proof it was part of.
pub(super) struct Cover<'a> {
    pub(super) table: &'a Table,
    pub(super) terms: &'a Terms,
    zeros: Zeros,
    pub(super) primary: Vec<bool>,
    forced: Vec<bool>,
    pub(super) hidden: Vec<bool>,
    known: Vec<bool>,
    /// Of hiding each cell: 0 where it is hidden, `FORBIDDEN` where it must not be.
    pub(super) costs: Vec<u64>,
    /// What is hidden, as a reader sees it.
    pub(super) live: Network,
    /// What could be hidden.
    pub(super) possible: Network,
    pub(super) proofs: Vec<Vec<u32>>,
    /// The cells whose proof a cell is, or once was, part of.
    pub(super) used_by: Vec<Vec<u32>>,
}

impl<'a> Cover<'a> {
    /// The small counts hidden, and what the terms force, and nothing else.
    pub(super) fn new(table: &'a Table, terms: &'a Terms, zeros: Zeros) -> Self {
        let mut cover = Self::bare(table, terms, zeros);
        for cell in 0..table.counts.len() {
            if (cover.primary[cell] || cover.forced[cell]) && !cover.must_show(cell) {
                cover.hide(cell);
            }
        }
        cover
    }

    /// Everything hidden, zeros and all.
    pub(super) fn whole(table: &'a Table, terms: &'a Terms) -> Self {
        let mut cover = Self::bare(table, terms, Zeros::MayHide);
        for cell in 0..table.counts.len() {
            if !cover.must_show(cell) {
                cover.hide(cell);
            }
        }
        cover
    }

    fn bare(table: &'a Table, terms: &'a Terms, zeros: Zeros) -> Self {
        let cells = table.counts.len();
        let marked = |places: &[(usize, usize)]| {
            let mut marks = vec![false; cells];
            for &(row, column) in places {
                if let Some(mark) = marks.get_mut(row * table.columns + column) {
                    *mark = true;
                }
            }
            marks
        };
        let mut cover = Self {
            table,
            terms,
            zeros,
            primary: table
                .counts
                .iter()
                .map(|&count| terms.rule.is_small(count))
                .collect(),
            forced: marked(&terms.forced),
            known: marked(&terms.known),
            hidden: vec![false; cells],
            costs: vec![FORBIDDEN; cells],
            live: table.network(),
            possible: table.network(),
            proofs: vec![Vec::new(); cells],
            used_by: vec![Vec::new(); cells],
        };
        for cell in 0..cells {
            cover.costs[cell] = cover.price(cell);
            if cover.costs[cell] < FORBIDDEN {
                cover.possible.link(cell, cover.hidden_room(cell));
            }
        }
        cover
    }

    /// Whether a cell cannot be hidden: the grand total where everybody knows it.
    fn must_show(&self, cell: usize) -> bool {
        cell == self.table.grand() && self.terms.total == Total::Public
    }

    /// Hides what it takes to free every hidden cell; whether that is possible. What is hidden later only widens what
    /// was possible before.
    pub(super) fn hide_enough(&mut self) -> bool {
        let mut waiting: Vec<usize> = (0..self.hidden.len())
            .rev()
            .filter(|&cell| self.hidden[cell])
            .collect();
        while let Some(cell) = waiting.pop() {
            let Some(others) = self.free(cell) else {
                return false;
            };
            waiting.extend(others);
        }
        true
    }

    /// Frees a hidden cell by the cheapest cells there are for it; those that are newly hidden, unless there are none.
    pub(super) fn free(&mut self, cell: usize) -> Option<Vec<usize>> {
        if self.known[cell] || self.prove(cell) {
            return Some(Vec::new());
        }
        let way = self
            .needs(cell)
            .into_iter()
            .filter_map(|(rises, need)| self.possible.cheapest(cell, rises, need, &mut self.costs))
            .min_by_key(|way| way.cost)?;
        let mut others: Vec<usize> = way.arcs.into_iter().map(|arc| arc as usize).collect();
        others.retain(|&other| !self.hidden[other]);
        for &other in &others {
            self.hide(other);
        }
        self.prove(cell).then_some(others)
    }

    /// Which moves would keep a hidden cell safe: any one of them is enough. Each is whether it rises, and by how much.
    pub(super) fn needs(&self, cell: usize) -> Vec<(bool, u64)> {
        let (count, least) = (self.table.counts[cell], self.least());
        let missing = self.terms.rule.threshold().saturating_sub(count);
        let falls = |by: u64| (by > 0).then_some((false, by));
        let down = if missing == 0 {
            falls(1)
        } else if least == 0 {
            falls(count)
        } else {
            None
        };
        let up = if least == 0 && count == 0 {
            1
        } else {
            missing.max(1)
        };
        [Some((true, up)), down].into_iter().flatten().collect()
    }

    /// Whether what is hidden keeps a cell safe; remembers the proof.
    pub(super) fn prove(&mut self, cell: usize) -> bool {
        if self.known[cell] {
            return true;
        }
        let proof = self
            .needs(cell)
            .into_iter()
            .find_map(|(rises, need)| match rises {
                true => self.live.rise_by(cell, need),
                false => self.live.fall_by(cell, need),
            });
        let Some(proof) = proof else { return false };
        for &other in &proof {
            self.used_by[other as usize].push(cell as u32);
        }
        self.proofs[cell] = proof;
        true
    }

    pub(super) fn hide(&mut self, cell: usize) {
        self.hidden[cell] = true;
        self.live.link(cell, self.hidden_room(cell));
        self.costs[cell] = if self.known[cell] { FORBIDDEN } else { 0 };
    }

    pub(super) fn show(&mut self, cell: usize) {
        self.hidden[cell] = false;
        self.live.unlink(cell);
        self.costs[cell] = self.price(cell);
    }

    /// Whether a cell is hidden for the sake of others only.
    pub(super) fn is_secondary(&self, cell: usize) -> bool {
        self.hidden[cell] && !self.primary[cell] && !self.forced[cell]
    }

    /// The choice as it is.
    pub(super) fn kept(&self) -> Kept {
        Kept {
            hidden: self.hidden.clone(),
            costs: self.costs.clone(),
            live: self.live.clone(),
            proofs: self.proofs.clone(),
            used_by: self.used_by.clone(),
        }
    }

    /// The choice as it was.
    pub(super) fn restore(&mut self, kept: Kept) {
        self.hidden = kept.hidden;
        self.costs = kept.costs;
        self.live = kept.live;
        self.proofs = kept.proofs;
        self.used_by = kept.used_by;
    }

    fn least(&self) -> u64 {
        match self.zeros {
            Zeros::Shown => 1,
            Zeros::MayHide => 0,
        }
    }

    /// How far a reader must think that a hidden cell may be from its count.
    fn hidden_room(&self, cell: usize) -> Room {
        if self.known[cell] {
            return Room::NONE;
        }
        Room {
            up: ENDLESS,
            down: self.table.counts[cell].saturating_sub(self.least()),
        }
    }

    /// What hiding a cell costs, and for a total more than for any count.
    pub(super) fn price(&self, cell: usize) -> u64 {
        let count = self.table.counts[cell];
        if self.known[cell] || self.must_show(cell) || count < self.least() {
            return FORBIDDEN;
        }
        let priced = |count: u64| match self.terms.price {
            Price::Count => count.max(1),
            Price::Log => sixteenths(count.max(1)),
        };
        let (row, column) = self.table.place(cell);
        let totals = [row >= self.table.counted, self.table.is_total_column(column)];
        let more = totals.map(u64::from).iter().sum::<u64>();
        priced(count) + more * priced(self.table.counts[self.table.grand()])
    }

    pub(super) fn protected(&self) -> Protected {
        let shown = |cell: usize| match self.hidden[cell] {
            true => Cell::Hidden,
            false => Cell::Shown(self.table.counts[cell]),
        };
        let cells: Vec<Cell> = (0..self.hidden.len()).map(shown).collect();
        let hidden = || (0..self.hidden.len()).filter(|&cell| self.hidden[cell]);
        let places = |small: bool| {
            let of_kind = hidden().filter(|&cell| self.primary[cell] == small);
            of_kind.map(|cell| self.table.place(cell)).collect()
        };
        Protected {
            release: TableRelease {
                cells: cells.chunks(self.table.columns).map(<[Cell]>::to_vec).collect(),
                zeros_hidden: self.zeros == Zeros::MayHide,
            },
            primary: places(true),
            secondary: places(false),
            cost: hidden().map(|cell| self.table.counts[cell]).sum(),
            ranges: Vec::new(),
        }
    }
}

/// The logarithm to base 2 in sixteenths, rounded up so that 1 costs something: exact powers and straight lines between.
fn sixteenths(count: u64) -> u64 {
    let whole = u64::from(count.ilog2());
    let rest = count - (1 << whole);
    1 + 16 * whole + ((u128::from(rest) * 16) >> whole) as u64
}
