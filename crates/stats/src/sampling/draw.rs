//! The draw itself: the smallest tickets of each stratum, then its reserves.

use super::ticket::{Holder, Smallest};
use super::{Frame, Hash, Inclusion, Method, Plan, SamplingError, pareto, systematic};
use serde::Serialize;
use std::collections::BTreeMap;

/// What was drawn from one stratum. References are in ticket order (those of a Pareto draw by rank, certainties first).
/// They are text of their own, or borrowed from the frame.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StratumDraw<R = String> {
    /// Records of the frame in the stratum.
    pub population: usize,
    /// The sample.
    pub drawn: Vec<R>,
    /// Who comes in, in this order, when a drawn case has to leave.
    pub reserves: Vec<R>,
    /// The chance each drawn record had, in the order of `drawn`. A simple draw's reserves have the same chance as its
    /// sample.
    pub inclusion: Vec<Inclusion>,
    /// Whether those chances are exact. Those of a Pareto draw are targets, met nearly.
    pub inclusion_exact: bool,
}

/// What was drawn from each stratum of the plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Drawn<R = String> {
    /// By stratum.
    pub strata: BTreeMap<String, StratumDraw<R>>,
}

/// Draws. In a stratum drawn by `srs`, a larger n keeps every record a smaller n would have drawn; the draw does not
/// depend on the order in which the frame was given, and another stratum's records change nothing.
///
/// # Errors
/// As [`Plan::check`].
pub fn draw(frame: &Frame, plan: &Plan, seed: &Hash) -> Result<Drawn, SamplingError> {
    draw_borrowed(frame, plan, seed).map(Drawn::into_owned)
}

/// As [`draw`], with references borrowed from the frame: for a plan that makes reserves of a million records.
///
/// # Errors
/// As [`Plan::check`].
pub fn draw_borrowed<'a>(
    frame: &'a Frame,
    plan: &Plan,
    seed: &'a Hash,
) -> Result<Drawn<&'a str>, SamplingError> {
    draw_listed(frame.numbered_strata(), frame.listed(), plan, seed)
}

impl Drawn<&str> {
    /// The same with references of its own.
    pub fn into_owned(self) -> Drawn {
        let owned = |refs: Vec<&str>| refs.into_iter().map(str::to_owned).collect();
        let strata = self.strata.into_iter().map(|(name, stratum)| {
            let stratum = StratumDraw {
                population: stratum.population,
                drawn: owned(stratum.drawn),
                reserves: owned(stratum.reserves),
                inclusion: stratum.inclusion,
                inclusion_exact: stratum.inclusion_exact,
            };
            (name, stratum)
        });
        Drawn {
            strata: strata.collect(),
        }
    }
}

/// A record as a published frame lists it: without its salt, its stratum by number.
#[derive(Debug, Clone, Copy)]
pub(super) struct Listed<'a> {
    pub(super) ref_: &'a str,
    pub(super) stratum: usize,
    pub(super) size: u32,
}

/// Draws from records whose strata are numbered as in `strata`, which says how many records each has.
pub(super) fn draw_listed<'a>(
    strata: &[(String, usize)],
    listed: impl Iterator<Item = Listed<'a>>,
    plan: &Plan,
    seed: &'a Hash,
) -> Result<Drawn<&'a str>, SamplingError> {
    let populations: BTreeMap<String, usize> = strata.iter().cloned().collect();
    plan.check(&populations)?;
    let wanted = |(stratum, population): &(String, usize)| {
        let n = plan.n().get(stratum).copied().unwrap_or(0);
        match plan.method() {
            Method::Simple => Smallest::new(n + reserves_of(plan, stratum, *population, n), *population),
            Method::Systematic | Method::Pareto => Smallest::new(*population, *population),
        }
    };
    let mut held: Vec<Smallest<'a>> = strata.iter().map(wanted).collect();
    for record in listed {
        held[record.stratum].offer(Holder::new(seed, record.ref_, record.size));
    }
    let mut by_name: BTreeMap<&str, Vec<Holder<'a>>> = BTreeMap::new();
    for ((stratum, _), held) in strata.iter().zip(held) {
        by_name.insert(stratum, held.sorted());
    }
    let mut drawn = BTreeMap::new();
    for (stratum, &n) in plan.n() {
        let holders = by_name.remove(stratum.as_str()).unwrap_or_default();
        let population = populations.get(stratum).copied().unwrap_or(0);
        let reserves = reserves_of(plan, stratum, population, n);
        let of_stratum = match plan.method() {
            Method::Simple => simple(&holders, population, n),
            Method::Systematic => {
                let drawn = systematic::chosen(holders, n, stratum, seed);
                StratumDraw::of(population, &drawn, &[], true)
            }
            Method::Pareto => {
                let (drawn, reserves) = pareto::ranked(holders, n, reserves);
                StratumDraw::of(population, &drawn, &reserves, false)
            }
        };
        drawn.insert(stratum.clone(), of_stratum);
    }
    Ok(Drawn { strata: drawn })
}

/// The reserves the plan asks for; everybody who is left when it says nothing of them.
fn reserves_of(plan: &Plan, stratum: &str, population: usize, n: usize) -> usize {
    let given = plan.reserves().and_then(|given| given.get(stratum));
    given.copied().unwrap_or(population - n)
}

/// The `n` smallest tickets, and the others as reserves.
fn simple<'a>(holders: &[Holder<'a>], population: usize, n: usize) -> StratumDraw<&'a str> {
    let chance = Inclusion::new(n as u128, population as u128);
    let mut refs = holders.iter().map(|holder| holder.ref_);
    StratumDraw {
        population,
        drawn: refs.by_ref().take(n).collect(),
        reserves: refs.collect(),
        inclusion: chance.into_iter().cycle().take(n).collect(),
        inclusion_exact: true,
    }
}

impl<'a> StratumDraw<&'a str> {
    fn of(
        population: usize,
        drawn: &[(Holder<'a>, Inclusion)],
        reserves: &[Holder<'a>],
        inclusion_exact: bool,
    ) -> Self {
        Self {
            population,
            drawn: drawn.iter().map(|(holder, _)| holder.ref_).collect(),
            reserves: reserves.iter().map(|holder| holder.ref_).collect(),
            inclusion: drawn.iter().map(|(_, chance)| *chance).collect(),
            inclusion_exact,
        }
    }
}
