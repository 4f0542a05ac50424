//! The largest and smallest whole number that a quantity can be where the sums are no network: exact linear programmes,
//! and where these end between whole numbers, one case below and one above (Land and Doig 1960).

use super::simplex::{Equation, Extreme, Stuck, Tableau};

/// How many linear programmes one question may take.
const MOST_BRANCHES: usize = 400;

/// The sums and bounds of some quantities, ready for questions.
pub(super) struct Whole {
    tableau: Tableau,
}

impl Whole {
    pub(super) fn new(bounds: &[(i64, Option<i64>)], equations: &[Equation]) -> Result<Self, Stuck> {
        Ok(Self {
            tableau: Tableau::new(bounds, equations)?,
        })
    }

    /// The smallest and the largest whole number that a quantity can be; no largest where nothing bounds it.
    pub(super) fn range(&mut self, quantity: usize) -> Result<(i128, Option<i128>), Stuck> {
        let low = self.end(quantity, false)?.ok_or(Stuck::TooHard)?;
        Ok((low, self.end(quantity, true)?))
    }

    fn end(&mut self, quantity: usize, rises: bool) -> Result<Option<i128>, Stuck> {
        // Warm for the next question: the tableau stays where it ends.
        match self.tableau.extreme(quantity, rises)? {
            // The sums have whole coefficients: what can grow without end in fractions can in whole numbers, from any whole
            // solution, and there is one: the truth.
            Extreme::Endless => return Ok(None),
            Extreme::At(value) if self.tableau.broken().is_none() => return Ok(value.as_whole()),
            Extreme::At(_) => {}
        }
        let mut search = Search {
            quantity,
            rises,
            best: None,
            left: MOST_BRANCHES,
        };
        search.branch(self.tableau.clone())?;
        search.best.map(Some).ok_or(Stuck::Impossible)
    }
}

struct Search {
    quantity: usize,
    rises: bool,
    best: Option<i128>,
    left: usize,
}

impl Search {
    fn branch(&mut self, mut tableau: Tableau) -> Result<(), Stuck> {
        self.left = self.left.checked_sub(1).ok_or(Stuck::TooHard)?;
        let Extreme::At(value) = tableau.extreme(self.quantity, self.rises)? else {
            return Err(Stuck::TooHard);
        };
        let floor = value.floor();
        let reached = if self.rises || value.as_whole().is_some() {
            floor
        } else {
            floor + 1
        };
        let better = |best: i128| {
            if self.rises {
                reached > best
            } else {
                reached < best
            }
        };
        if !self.best.is_none_or(better) {
            return Ok(());
        }
        let Some((broken, at)) = tableau.broken() else {
            self.best = Some(reached);
            return Ok(());
        };
        for (low, high) in [(Some(at.floor() + 1), None), (None, Some(at.floor()))] {
            let mut side = tableau.clone();
            side.narrow(broken, low, high);
            match side.mend() {
                Ok(()) => self.branch(side)?,
                Err(Stuck::Impossible) => {}
                Err(stuck) => return Err(stuck),
            }
        }
        Ok(())
    }
}
