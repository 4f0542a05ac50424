//! Making a component smaller: counts that follow from another one, and sums that follow from others, are taken out.

use super::component::Settled;
use super::rational::Rational;
use super::recognise::Component;
use super::simplex::Equation;
use std::collections::HashSet;

/// Sums, sums and counts multiplied: the most work that is spent on finding sums that follow from others.
const MOST_WORK: usize = 100_000_000;

/// A component in which each count stands for all that differ from it by a known number only, or add up to one with it.
pub(super) struct Merged {
    pub(super) component: Component,
    /// Where each of the former counts is now.
    pub(super) places: Vec<Place>,
}

/// A count as another one, times 1 or -1, plus a known number.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    pub(super) at: usize,
    sign: i64,
    plus: i64,
}

impl Place {
    /// The range of the former count, from that of the one it follows.
    pub(super) fn range(&self, found: Settled) -> Settled {
        let (low, high) = found?;
        let moved = |end: i64| self.sign.checked_mul(end)?.checked_add(self.plus);
        match (self.sign > 0, high) {
            (true, None) => Some((moved(low)?, None)),
            (true, Some(high)) => Some((moved(low)?, Some(moved(high)?))),
            // Counts are bounded below, so what falls with them is bounded above.
            (false, None) => None,
            (false, Some(high)) => Some((moved(high)?, Some(moved(low)?))),
        }
    }
}

impl Component {
    /// The component with every sum of two counts used to write one as the other; nothing where no counts fulfil the sums.
    pub(super) fn merged(&self) -> Option<Merged> {
        let own = |at| Place { at, sign: 1, plus: 0 };
        let mut places: Vec<Place> = (0..self.bounds.len()).map(own).collect();
        let mut equations = self.equations.clone();
        loop {
            let mut seen = HashSet::new();
            let mut merged = false;
            let mut left = Vec::new();
            for equation in &equations {
                let equation = rewritten(equation, &places)?;
                if equation.terms.is_empty() {
                    if equation.total != 0 {
                        return None;
                    }
                    continue;
                }
                if let [(one, by), (other, with)] = equation.terms[..]
                    && by.abs() == 1
                    && with.abs() == 1
                {
                    // by * one + with * other = total
                    let plus = i64::try_from(equation.total).ok()?.checked_mul(by)?;
                    let follows = Place {
                        at: other,
                        sign: -by * with,
                        plus,
                    };
                    for place in places.iter_mut().filter(|place| place.at == one) {
                        *place = Place {
                            at: other,
                            sign: place.sign * follows.sign,
                            plus: place.sign.checked_mul(follows.plus)?.checked_add(place.plus)?,
                        };
                    }
                    merged = true;
                    continue;
                }
                if seen.insert((equation.terms.clone(), equation.total)) {
                    left.push(equation);
                }
            }
            equations = left;
            if !merged {
                break;
            }
        }
        self.renumbered(places, equations)
    }

    /// Leaves the counts out that follow from others, and gives the rest the bounds of all they stand for.
    fn renumbered(&self, mut places: Vec<Place>, mut equations: Vec<Equation>) -> Option<Merged> {
        let mut number: Vec<Option<usize>> = vec![None; places.len()];
        let mut bounds: Vec<(i64, Option<i64>)> = Vec::new();
        for (count, place) in places.iter().enumerate() {
            if place.at == count {
                number[count] = Some(bounds.len());
                bounds.push(self.bounds[count]);
            }
        }
        for (count, place) in places.iter_mut().enumerate() {
            let at = number[place.at]?;
            place.at = at;
            let (low, high) = self.bounds[count];
            let back = |end: i64| end.checked_sub(place.plus)?.checked_mul(place.sign);
            let (least, most) = match place.sign > 0 {
                true => (Some(back(low)?), high.and_then(back)),
                false => (high.and_then(back), Some(back(low)?)),
            };
            let bound = &mut bounds[at];
            bound.0 = least.map_or(bound.0, |least| bound.0.max(least));
            bound.1 = match (bound.1, most) {
                (Some(one), Some(other)) => Some(one.min(other)),
                (one, other) => one.or(other),
            };
            if bound.1.is_some_and(|high| high < bound.0) {
                return None;
            }
        }
        for equation in &mut equations {
            for (count, _) in &mut equation.terms {
                *count = number[*count]?;
            }
        }
        Some(Merged {
            component: Component { bounds, equations },
            places,
        })
    }

    /// The sums that do not follow from others, those with many counts of few sums first: so that what is left is a network
    /// where it can be. Nothing where no counts fulfil the sums; all of them where finding out would take too long.
    pub(super) fn independent(&self) -> Option<Vec<Equation>> {
        let (sums, counts) = (self.equations.len(), self.bounds.len());
        if sums.saturating_mul(sums).saturating_mul(counts) > MOST_WORK {
            return Some(self.equations.clone());
        }
        let mut times = vec![0_usize; counts];
        for (count, _) in self.equations.iter().flat_map(|equation| &equation.terms) {
            times[*count] += 1;
        }
        let crowded = |equation: &Equation| {
            let many = equation
                .terms
                .iter()
                .filter(|(count, _)| times[*count] > 2)
                .count();
            many * 1000 / equation.terms.len().max(1)
        };
        let mut order: Vec<&Equation> = self.equations.iter().collect();
        order.sort_by_key(|equation| (crowded(equation), std::cmp::Reverse(equation.terms.len())));
        let mut solved: Vec<(usize, Vec<Rational>)> = Vec::new();
        let mut kept = Vec::new();
        for equation in order {
            let mut line = vec![Rational::ZERO; counts + 1];
            for &(count, by) in &equation.terms {
                line[count] = Rational::whole(i128::from(by));
            }
            line[counts] = Rational::whole(equation.total);
            let Some(left) = less_known(line, &solved) else {
                return Some(self.equations.clone());
            };
            match left[..counts].iter().position(|by| !by.is_zero()) {
                Some(first) => {
                    solved.push((first, left));
                    kept.push(equation.clone());
                }
                None if !left[counts].is_zero() => return None,
                None => {}
            }
        }
        Some(kept)
    }
}

/// A line less what the solved ones say; nothing where the numbers no longer fit.
fn less_known(mut line: Vec<Rational>, solved: &[(usize, Vec<Rational>)]) -> Option<Vec<Rational>> {
    for (first, known) in solved {
        if line[*first].is_zero() {
            continue;
        }
        let by = line[*first].over(known[*first])?;
        for (to, other) in line.iter_mut().zip(known) {
            if !other.is_zero() {
                *to = to.minus(other.times(by)?)?;
            }
        }
    }
    Some(line)
}

/// A sum written with the counts that stand for others, in order, beginning with a plus; nothing where a number no longer fits.
fn rewritten(equation: &Equation, places: &[Place]) -> Option<Equation> {
    let mut terms: Vec<(usize, i64)> = Vec::new();
    let mut total = equation.total;
    for &(count, by) in &equation.terms {
        let place = places[count];
        total = total.checked_sub(i128::from(by).checked_mul(i128::from(place.plus))?)?;
        terms.push((place.at, by.checked_mul(place.sign)?));
    }
    terms.sort_unstable();
    terms.dedup_by(|later, first| {
        let same = later.0 == first.0;
        if same {
            first.1 += later.1;
        }
        same
    });
    terms.retain(|(_, by)| *by != 0);
    if terms.first().is_some_and(|(_, by)| *by < 0) {
        terms.iter_mut().for_each(|(_, by)| *by = -*by);
        total = -total;
    }
    Some(Equation { terms, total })
}
