//! The largest and smallest value of a quantity under sums and bounds, in exact fractions (Dantzig 1951, with the rule of
//! Bland 1977 against circles).

use super::rational::Rational;
use std::cmp::Ordering;

/// A sum that must hold: coefficients of quantities, and what they add up to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Equation {
    pub(super) terms: Vec<(usize, i64)>,
    pub(super) total: i128,
}

/// How far a quantity can go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Extreme {
    /// No further than this.
    At(Rational),
    /// As far as one likes.
    Endless,
}

/// Why there is no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stuck {
    /// No quantities fulfil the sums.
    Impossible,
    /// A number that no longer fits, or too many steps.
    TooHard,
}

const MOST_STEPS: usize = 20_000;

/// Some quantities are written as sums of the others; the others stand at one of their bounds.
#[derive(Clone)]
pub(super) struct Tableau {
    /// The quantity that each line gives.
    basic: Vec<usize>,
    /// The line that gives a quantity.
    line_of: Vec<Option<usize>>,
    /// Coefficient of every quantity in every line; 0 for those that have a line.
    lines: Vec<Vec<Rational>>,
    /// Where every quantity stands.
    value: Vec<Rational>,
    low: Vec<Rational>,
    high: Vec<Option<Rational>>,
}

impl Tableau {
    /// Quantities from `low` to `high` that fulfil the sums.
    pub(super) fn new(bounds: &[(i64, Option<i64>)], equations: &[Equation]) -> Result<Self, Stuck> {
        let fits = |number: i64| Rational::whole(i128::from(number));
        let mut tableau = Self {
            basic: Vec::new(),
            line_of: vec![None; bounds.len()],
            lines: Vec::new(),
            value: bounds.iter().map(|(low, _)| fits(*low)).collect(),
            low: bounds.iter().map(|(low, _)| fits(*low)).collect(),
            high: bounds.iter().map(|(_, high)| high.map(fits)).collect(),
        };
        let mut totals = Vec::new();
        for equation in equations {
            tableau.enter(equation, &mut totals).ok_or(Stuck::TooHard)??;
        }
        for (line, total) in totals.into_iter().enumerate() {
            let value = tableau.sum(line, total).ok_or(Stuck::TooHard)?;
            tableau.value[tableau.basic[line]] = value;
        }
        tableau.mend()?;
        Ok(tableau)
    }

    /// Solves one more sum for one of its quantities.
    fn enter(&mut self, equation: &Equation, totals: &mut Vec<Rational>) -> Option<Result<(), Stuck>> {
        let mut line = vec![Rational::ZERO; self.value.len()];
        let mut total = Rational::whole(equation.total);
        for &(quantity, by) in &equation.terms {
            let by = Rational::whole(i128::from(by));
            match self.line_of[quantity] {
                None => line[quantity] = line[quantity].plus(by)?,
                Some(known) => {
                    total = total.minus(by.times(totals[known])?)?;
                    add(&mut line, &self.lines[known], by)?;
                }
            }
        }
        let Some(solved) = line.iter().position(|by| !by.is_zero()) else {
            return Some(if total.is_zero() {
                Ok(())
            } else {
                Err(Stuck::Impossible)
            });
        };
        let by = line[solved];
        line[solved] = Rational::ZERO;
        for other in &mut line {
            if !other.is_zero() {
                *other = other.over(by)?.negative()?;
            }
        }
        total = total.over(by)?;
        for (known, known_total) in self.lines.iter_mut().zip(totals.iter_mut()) {
            let by = std::mem::replace(&mut known[solved], Rational::ZERO);
            if !by.is_zero() {
                *known_total = known_total.plus(by.times(total)?)?;
                add(known, &line, by)?;
            }
        }
        self.line_of[solved] = Some(self.lines.len());
        self.basic.push(solved);
        self.lines.push(line);
        totals.push(total);
        Some(Ok(()))
    }

    fn sum(&self, line: usize, total: Rational) -> Option<Rational> {
        let mut sum = total;
        for (by, value) in self.lines[line].iter().zip(&self.value) {
            if !by.is_zero() {
                sum = sum.plus(by.times(*value)?)?;
            }
        }
        Some(sum)
    }

    /// Sets a narrower bound; [`Tableau::mend`] must follow.
    pub(super) fn narrow(&mut self, quantity: usize, low: Option<i128>, high: Option<i128>) {
        if let Some(low) = low {
            self.low[quantity] = Rational::whole(low);
        }
        if let Some(high) = high {
            self.high[quantity] = Some(Rational::whole(high));
        }
    }

    /// Brings every quantity within its bounds, one after the other. One that is outside may, while it waits, go anywhere
    /// between there and its far bound: so that where the first one cannot come in, no quantities fulfil the sums.
    pub(super) fn mend(&mut self) -> Result<(), Stuck> {
        self.mend_free().ok_or(Stuck::TooHard)?;
        let mut outside = Vec::new();
        for quantity in 0..self.value.len() {
            let (value, low, high) = (self.value[quantity], self.low[quantity], self.high[quantity]);
            if value.order(low).ok_or(Stuck::TooHard)? == Ordering::Less {
                outside.push((quantity, low, true));
                self.low[quantity] = value;
            } else if let Some(high) = high
                && value.order(high).ok_or(Stuck::TooHard)? == Ordering::Greater
            {
                outside.push((quantity, high, false));
                self.high[quantity] = Some(value);
            }
        }
        for (quantity, bound, rises) in outside {
            self.bring_in(quantity, bound, rises)?;
        }
        Ok(())
    }

    /// Brings one quantity to its bound, unless it has come in meanwhile.
    fn bring_in(&mut self, quantity: usize, bound: Rational, rises: bool) -> Result<(), Stuck> {
        let wrong = if rises { Ordering::Less } else { Ordering::Greater };
        if self.value[quantity].order(bound).ok_or(Stuck::TooHard)? == wrong {
            let far = (self.low[quantity], self.high[quantity]);
            if rises {
                self.high[quantity] = Some(bound);
            } else {
                self.low[quantity] = bound;
            }
            self.move_to_end(quantity, rises)?;
            if self.value[quantity] != bound {
                return Err(Stuck::Impossible);
            }
            (self.low[quantity], self.high[quantity]) = far;
        }
        if rises {
            self.low[quantity] = bound;
        } else {
            self.high[quantity] = Some(bound);
        }
        Ok(())
    }

    /// Brings the quantities that have no line to their bounds, wherever that puts the others.
    fn mend_free(&mut self) -> Option<()> {
        for quantity in 0..self.value.len() {
            if self.line_of[quantity].is_some() {
                continue;
            }
            let value = self.value[quantity];
            let bound = match self.high[quantity] {
                _ if value.order(self.low[quantity])? == Ordering::Less => self.low[quantity],
                Some(high) if value.order(high)? == Ordering::Greater => high,
                _ => continue,
            };
            self.shift(quantity, bound.minus(value)?)?;
        }
        Some(())
    }

    /// Moves a quantity that has no line, and with it those that depend on it.
    fn shift(&mut self, quantity: usize, by: Rational) -> Option<()> {
        self.value[quantity] = self.value[quantity].plus(by)?;
        for line in 0..self.lines.len() {
            let rate = self.lines[line][quantity];
            if !rate.is_zero() {
                let basic = self.basic[line];
                self.value[basic] = self.value[basic].plus(rate.times(by)?)?;
            }
        }
        Some(())
    }

    /// The largest (or smallest) value that a quantity can have; the tableau then stands there.
    pub(super) fn extreme(&mut self, quantity: usize, rises: bool) -> Result<Extreme, Stuck> {
        match self.move_to_end(quantity, rises)? {
            true => Ok(Extreme::At(self.value[quantity])),
            false => Ok(Extreme::Endless),
        }
    }

    /// A quantity whose value is not whole.
    pub(super) fn broken(&self) -> Option<(usize, Rational)> {
        let broken = |(_, value): &(usize, &Rational)| value.as_whole().is_none();
        self.value
            .iter()
            .enumerate()
            .find(broken)
            .map(|(quantity, value)| (quantity, *value))
    }

    /// Moves a quantity as far as it goes; whether there is an end.
    fn move_to_end(&mut self, quantity: usize, rises: bool) -> Result<bool, Stuck> {
        for _ in 0..MOST_STEPS {
            let Some((free, up)) = self.mover(quantity, rises).ok_or(Stuck::TooHard)? else {
                return Ok(true);
            };
            if !self.advance(free, up).ok_or(Stuck::TooHard)? {
                return Ok(false);
            }
        }
        Err(Stuck::TooHard)
    }

    /// The first quantity without a line whose move helps, and which way.
    fn mover(&self, quantity: usize, rises: bool) -> Option<Option<(usize, bool)>> {
        let Some(line) = self.line_of[quantity] else {
            return Some(self.may_move(quantity, rises)?.then_some((quantity, rises)));
        };
        for (free, by) in self.lines[line].iter().enumerate() {
            let up = (by.sign() > 0) == rises;
            if !by.is_zero() && self.may_move(free, up)? {
                return Some(Some((free, up)));
            }
        }
        Some(None)
    }

    fn may_move(&self, quantity: usize, up: bool) -> Option<bool> {
        Some(match (up, self.high[quantity]) {
            (true, None) => true,
            (true, Some(high)) => self.value[quantity].order(high)? == Ordering::Less,
            (false, _) => self.value[quantity].order(self.low[quantity])? == Ordering::Greater,
        })
    }

    /// Moves a quantity without a line until it or one that depends on it meets a bound; whether one does.
    fn advance(&mut self, free: usize, up: bool) -> Option<bool> {
        let direction = if up { Rational::ONE } else { Rational::whole(-1) };
        let mut nearest: Option<(Rational, usize)> = None;
        let mut meets = |distance: Option<Rational>, quantity: usize| -> Option<()> {
            let Some(distance) = distance else { return Some(()) };
            let nearer = match nearest {
                None => true,
                Some((least, who)) => match distance.order(least)? {
                    Ordering::Less => true,
                    Ordering::Equal => quantity < who,
                    Ordering::Greater => false,
                },
            };
            if nearer {
                nearest = Some((distance, quantity));
            }
            Some(())
        };
        meets(self.distance(free, up, Rational::ONE)?, free)?;
        for (line, &basic) in self.basic.iter().enumerate() {
            let rate = self.lines[line][free].times(direction)?;
            if !rate.is_zero() {
                let size = if rate.sign() > 0 { rate } else { rate.negative()? };
                meets(self.distance(basic, rate.sign() > 0, size)?, basic)?;
            }
        }
        let Some((distance, first)) = nearest else {
            return Some(false);
        };
        self.shift(free, distance.times(direction)?)?;
        if first != free {
            self.exchange(free, first)?;
        }
        Some(true)
    }

    /// How long a quantity that moves at a speed takes to its bound; nothing where there is none.
    fn distance(&self, quantity: usize, up: bool, speed: Rational) -> Option<Option<Rational>> {
        let way = match (up, self.high[quantity]) {
            (true, None) => return Some(None),
            (true, Some(high)) => high.minus(self.value[quantity])?,
            (false, _) => self.value[quantity].minus(self.low[quantity])?,
        };
        way.over(speed).map(Some)
    }

    /// Gives `free` the line of `basic`.
    fn exchange(&mut self, free: usize, basic: usize) -> Option<()> {
        let at = self.line_of[basic].take()?;
        let by = std::mem::replace(&mut self.lines[at][free], Rational::ZERO);
        let mut line = std::mem::take(&mut self.lines[at]);
        for other in &mut line {
            if !other.is_zero() {
                *other = other.over(by)?.negative()?;
            }
        }
        line[basic] = Rational::ONE.over(by)?;
        for known in 0..self.lines.len() {
            if known != at {
                let by = std::mem::replace(&mut self.lines[known][free], Rational::ZERO);
                if !by.is_zero() {
                    add(&mut self.lines[known], &line, by)?;
                }
            }
        }
        self.lines[at] = line;
        self.basic[at] = free;
        self.line_of[free] = Some(at);
        Some(())
    }
}

/// Adds a multiple of a line to another.
fn add(to: &mut [Rational], line: &[Rational], by: Rational) -> Option<()> {
    for (to, other) in to.iter_mut().zip(line) {
        if !other.is_zero() {
            *to = to.plus(other.times(by)?)?;
        }
    }
    Some(())
}
