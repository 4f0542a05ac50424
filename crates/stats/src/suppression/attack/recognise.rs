//! Sums as a network: when every count stands in at most two of them, and signs can be turned so that it enters one and
//! leaves the other.

use super::super::network::{Bounds, Settled};
use super::simplex::Equation;

/// Some counts and the sums between them.
pub(super) struct Component {
    /// Bounds of each count.
    pub(super) bounds: Vec<Bounds>,
    pub(super) equations: Vec<Equation>,
}

impl Component {
    /// The component as a network, if it is one; `Err` where no counts fulfil the sums.
    pub(super) fn flow(&self) -> Option<Result<Settled, ()>> {
        let ends = self.ends()?;
        let mut sums: Vec<i128> = self.equations.iter().map(|equation| equation.total).collect();
        // The network's own direction decides the sign of a sum: it was turned when its counts point the other way.
        for (at, equation) in self.equations.iter().enumerate() {
            if let Some(&(count, by)) = equation.terms.first()
                && (ends[count].0 == at as u32) != (by > 0)
            {
                sums[at] = -sums[at];
            }
        }
        sums.push(-sums.iter().sum::<i128>());
        Some(Settled::find(&ends, self.bounds.clone(), &sums).ok_or(()))
    }

    /// The two sums of each count, with its sign in them; the place behind the last sum is the ground, where counts go that
    /// stand in one sum only.
    fn ends(&self) -> Option<Vec<(u32, u32)>> {
        let mut stands: Vec<Vec<(usize, i64)>> = vec![Vec::new(); self.bounds.len()];
        for (at, equation) in self.equations.iter().enumerate() {
            for &(count, by) in &equation.terms {
                if by.abs() != 1 || stands[count].len() == 2 {
                    return None;
                }
                stands[count].push((at, by));
            }
        }
        let turned = self.turned(&stands)?;
        let ground = self.equations.len() as u32;
        let end = |&(at, by): &(usize, i64)| (at as u32, (by > 0) != turned[at]);
        let arc = |stands: &Vec<(usize, i64)>| match (stands.first().map(end), stands.get(1).map(end)) {
            (Some((one, true)), Some((other, _))) => (one, other),
            (Some((one, false)), Some((other, _))) => (other, one),
            (Some((one, true)), None) => (one, ground),
            (Some((one, false)), None) => (ground, one),
            (None, _) => (ground, ground),
        };
        Some(stands.iter().map(arc).collect())
    }

    /// Which sums have their signs turned, so that each count has one sign of each kind; nothing where that cannot be.
    fn turned(&self, stands: &[Vec<(usize, i64)>]) -> Option<Vec<bool>> {
        let mut turned: Vec<Option<bool>> = vec![None; self.equations.len()];
        for start in 0..turned.len() {
            if turned[start].is_some() {
                continue;
            }
            turned[start] = Some(false);
            let mut waiting = vec![start];
            while let Some(at) = waiting.pop() {
                for (count, _) in &self.equations[at].terms {
                    let [(one, by), (other, with)] = stands[*count][..] else {
                        continue;
                    };
                    let next = if one == at { other } else { one };
                    // Equal signs in the two sums: one of them must be turned.
                    let should = turned[at].map(|turned| turned == (by != with));
                    match turned[next] {
                        None => {
                            turned[next] = should;
                            waiting.push(next);
                        }
                        known if known != should => return None,
                        _ => {}
                    }
                }
            }
        }
        turned.into_iter().collect()
    }
}
