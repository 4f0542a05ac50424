//! The quantities that are not known, taken apart and solved piece by piece.

use super::quantities::Quantity;
use super::recognise::Component;
use super::simplex::{Equation, Stuck};
use super::sums::Statements;
use super::whole::Whole;
use super::{AttackError, Handed};

/// Quantities times sums of a component that is no network: the most that linear programmes are tried on.
const MOST_WITHOUT_NETWORK: usize = 60_000;

/// What is known of a quantity: its range, or that it could not be settled.
pub(super) type Settled = Option<(i64, Option<i64>)>;

/// What is known at once, and the rest in pieces that have no sum in common.
pub(super) struct Split {
    fixed: Vec<Option<i64>>,
    pieces: Vec<Piece>,
}

/// The quantities of a component and the sums between them.
struct Piece {
    quantities: Vec<usize>,
    equations: Vec<Equation>,
}

impl Split {
    /// Takes out what is known, again and again, for a sum with one unknown makes it known; then splits the rest.
    pub(super) fn of(statements: &Statements, releases: &[Handed<'_>]) -> Result<Self, AttackError> {
        let all = &statements.quantities.all;
        let mut fixed: Vec<Option<i64>> = all.iter().map(Quantity::fixed).collect();
        let mut stands: Vec<Vec<usize>> = vec![Vec::new(); all.len()];
        let mut unknown = vec![0_usize; statements.equations.len()];
        for (at, equation) in statements.equations.iter().enumerate() {
            for &(quantity, _) in &equation.terms {
                if fixed[quantity].is_none() {
                    stands[quantity].push(at);
                    unknown[at] += 1;
                }
            }
        }
        let wrong = |equation: &Equation| does_not_add_up(statements, releases, equation);
        let mut waiting: Vec<usize> = (0..unknown.len()).filter(|&at| unknown[at] <= 1).collect();
        while let Some(at) = waiting.pop() {
            let left = reduced(&statements.equations[at], &fixed);
            match left.terms[..] {
                [] if left.total == 0 => {}
                [(quantity, by)] => {
                    let value = i64::try_from(left.total * i128::from(by)).ok();
                    let value = value.filter(|value| within(&all[quantity], *value));
                    fixed[quantity] = Some(value.ok_or_else(|| wrong(&statements.equations[at]))?);
                    for &other in &stands[quantity] {
                        unknown[other] -= 1;
                        if unknown[other] <= 1 {
                            waiting.push(other);
                        }
                    }
                }
                _ => return Err(wrong(&statements.equations[at])),
            }
        }
        let pieces = pieces(statements, &fixed);
        Ok(Self { fixed, pieces })
    }

    /// The range of every quantity.
    pub(super) fn ranges(
        self,
        statements: &Statements,
        releases: &[Handed<'_>],
    ) -> Result<Vec<Settled>, AttackError> {
        let all = &statements.quantities.all;
        let mut ranges: Vec<Settled> = self
            .fixed
            .iter()
            .zip(all)
            .map(|(fixed, quantity)| {
                Some(fixed.map_or((quantity.low, quantity.high), |value| (value, Some(value))))
            })
            .collect();
        for piece in self.pieces {
            let found = piece.solve(all);
            let Some(found) = found else {
                return Err(does_not_add_up(statements, releases, &piece.in_full()));
            };
            for (quantity, range) in piece.quantities.iter().zip(found) {
                ranges[*quantity] = range;
            }
        }
        Ok(ranges)
    }
}

impl Component {
    /// The range of each count; nothing where no counts fulfil the sums.
    pub(super) fn solve(&self) -> Option<Vec<Settled>> {
        if let Some(found) = by_flow(self) {
            return found;
        }
        let merged = self.merged()?;
        let found = by_flow(&merged.component).or_else(|| {
            let lean = Component {
                bounds: merged.component.bounds.clone(),
                equations: merged.component.independent()?,
            };
            by_flow(&lean)
        });
        let found = found.unwrap_or_else(|| by_programme(&merged.component))?;
        Some(
            merged
                .places
                .iter()
                .map(|place| place.range(found[place.at]))
                .collect(),
        )
    }
}

impl Piece {
    fn solve(&self, all: &[Quantity]) -> Option<Vec<Settled>> {
        let whole = Component {
            bounds: self
                .quantities
                .iter()
                .map(|&quantity| (all[quantity].low, all[quantity].high))
                .collect(),
            equations: self.equations.clone(),
        };
        whole.solve()
    }

    fn in_full(&self) -> Equation {
        Equation {
            terms: self.quantities.iter().map(|&quantity| (quantity, 1)).collect(),
            total: 0,
        }
    }
}

/// By maximum flows. Nothing where the component is no network; inside, nothing where no counts fulfil the sums.
pub(super) fn by_flow(component: &Component) -> Option<Option<Vec<Settled>>> {
    Some(component.flow()?.ok().map(|mut flow| {
        (0..component.bounds.len())
            .map(|count| Some(flow.range(count)))
            .collect()
    }))
}

/// By linear programmes; nothing where no counts fulfil the sums.
pub(super) fn by_programme(component: &Component) -> Option<Vec<Settled>> {
    let unsettled = vec![None; component.bounds.len()];
    let size = component.bounds.len().saturating_mul(component.equations.len());
    if size > MOST_WITHOUT_NETWORK {
        return Some(unsettled);
    }
    let mut whole = match Whole::new(&component.bounds, &component.equations) {
        Ok(whole) => whole,
        Err(Stuck::Impossible) => return None,
        Err(Stuck::TooHard) => return Some(unsettled),
    };
    let mut ranges = Vec::new();
    for count in 0..component.bounds.len() {
        match whole.range(count) {
            Ok((low, high)) => {
                let counted = |number: i128| i64::try_from(number).ok();
                let high = high.map(counted);
                ranges.push(counted(low).and_then(|low| match high {
                    None => Some((low, None)),
                    Some(high) => Some((low, Some(high?))),
                }));
            }
            Err(Stuck::Impossible) => return None,
            Err(Stuck::TooHard) => ranges.push(None),
        }
    }
    Some(ranges)
}

/// An equation with what is known put in.
fn reduced(equation: &Equation, fixed: &[Option<i64>]) -> Equation {
    let mut left = Equation {
        terms: Vec::new(),
        total: equation.total,
    };
    for &(quantity, by) in &equation.terms {
        match fixed[quantity] {
            Some(value) => left.total -= i128::from(by) * i128::from(value),
            None => left.terms.push((quantity, by)),
        }
    }
    left
}

fn within(quantity: &Quantity, value: i64) -> bool {
    value >= quantity.low && quantity.high.is_none_or(|high| value <= high)
}

/// Splits the sums that still have unknowns.
fn pieces(statements: &Statements, fixed: &[Option<i64>]) -> Vec<Piece> {
    let mut above: Vec<usize> = (0..fixed.len()).collect();
    let left = statements
        .equations
        .iter()
        .map(|equation| reduced(equation, fixed));
    let left: Vec<Equation> = left.filter(|equation| !equation.terms.is_empty()).collect();
    for equation in &left {
        for pair in equation.terms.windows(2) {
            let (one, other) = (top(&mut above, pair[0].0), top(&mut above, pair[1].0));
            above[one] = other;
        }
    }
    let mut piece_of: Vec<Option<usize>> = vec![None; fixed.len()];
    let mut place: Vec<Option<usize>> = vec![None; fixed.len()];
    let mut pieces: Vec<Piece> = Vec::new();
    for mut equation in left {
        let first = top(&mut above, equation.terms[0].0);
        let number = *piece_of[first].get_or_insert(pieces.len());
        if number == pieces.len() {
            pieces.push(Piece {
                quantities: Vec::new(),
                equations: Vec::new(),
            });
        }
        let piece = &mut pieces[number];
        for (quantity, _) in &mut equation.terms {
            let members = &mut piece.quantities;
            let at = *place[*quantity].get_or_insert_with(|| {
                members.push(*quantity);
                members.len() - 1
            });
            *quantity = at;
        }
        piece.equations.push(equation);
    }
    pieces
}

/// The quantity that stands for all that are tied to this one.
fn top(above: &mut [usize], mut quantity: usize) -> usize {
    while above[quantity] != quantity {
        above[quantity] = above[above[quantity]];
        quantity = above[quantity];
    }
    quantity
}

fn does_not_add_up(statements: &Statements, releases: &[Handed<'_>], equation: &Equation) -> AttackError {
    let all = &statements.quantities.all;
    let said = equation
        .terms
        .iter()
        .filter_map(|&(quantity, _)| Some((quantity, all[quantity].said_by?)));
    let mut said: Vec<(usize, usize)> = said.collect();
    // The coarsest count of a sum is its total: the place to look.
    said.sort_by_key(|&(quantity, _)| all[quantity].key.len());
    let mut names: Vec<&str> = said.iter().map(|&(_, release)| releases[release].name).collect();
    names.sort_unstable();
    names.dedup();
    if names.is_empty() {
        names = releases.iter().map(|handed| handed.name).collect();
    }
    AttackError::DoesNotAddUp {
        releases: names.join(" and "),
        cell: said.first().map_or_else(
            || "a total".to_owned(),
            |&(quantity, _)| statements.name(quantity),
        ),
    }
}
