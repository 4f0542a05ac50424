//! The draw itself: the smallest tickets of each stratum, then its reserves.

use super::ticket::{Holder, smallest};
use super::{Frame, Hash, Method, Plan, SamplingError, systematic::chosen};
use serde::Serialize;
use std::collections::BTreeMap;

/// What was drawn from one stratum. References are in ticket order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StratumDraw {
    /// Records of the frame in the stratum.
    pub population: usize,
    /// The sample.
    pub drawn: Vec<String>,
    /// Who comes in, in this order, when a drawn case has to leave.
    pub reserves: Vec<String>,
}

/// What was drawn from each stratum of the plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Drawn {
    /// By stratum.
    pub strata: BTreeMap<String, StratumDraw>,
}

/// Draws. In a stratum drawn by `srs`, a larger n keeps every record a smaller n would have drawn; the draw does not
/// depend on the order in which the frame was given, and another stratum's records change nothing.
///
/// # Errors
/// As [`Plan::check`].
pub fn draw(frame: &Frame, plan: &Plan, seed: &Hash) -> Result<Drawn, SamplingError> {
    let listed = frame.records().iter().map(|record| Listed {
        ref_: record.ref_(),
        stratum: record.stratum(),
        size: record.size(),
    });
    draw_listed(listed, plan, seed)
}

/// A record as a published frame lists it: without its salt.
#[derive(Debug, Clone, Copy)]
pub(super) struct Listed<'a> {
    pub(super) ref_: &'a str,
    pub(super) stratum: &'a str,
    pub(super) size: u32,
}

pub(super) fn draw_listed<'a>(
    listed: impl Iterator<Item = Listed<'a>>,
    plan: &Plan,
    seed: &Hash,
) -> Result<Drawn, SamplingError> {
    let mut holders: BTreeMap<&str, Vec<Holder<'a>>> = BTreeMap::new();
    for record in listed {
        holders
            .entry(record.stratum)
            .or_default()
            .push(Holder::new(seed, record.ref_, record.size));
    }
    let sizes = holders
        .iter()
        .map(|(&stratum, holders)| (stratum.to_owned(), holders.len()))
        .collect();
    plan.check(&sizes)?;
    let mut strata = BTreeMap::new();
    for (stratum, &n) in plan.n() {
        let holders = holders.remove(stratum.as_str()).unwrap_or_default();
        let drawn = match plan.method() {
            Method::Simple => simple(
                holders,
                n,
                plan.reserves()
                    .and_then(|reserves| reserves.get(stratum))
                    .copied(),
            ),
            Method::Systematic => StratumDraw {
                population: holders.len(),
                drawn: chosen(holders, n, stratum, seed),
                reserves: Vec::new(),
            },
        };
        strata.insert(stratum.clone(), drawn);
    }
    Ok(Drawn { strata })
}

/// The `n` smallest tickets and the next `reserves` (all the others when not given).
fn simple(mut holders: Vec<Holder<'_>>, n: usize, reserves: Option<usize>) -> StratumDraw {
    let population = holders.len();
    smallest(&mut holders, reserves.map_or(population, |reserves| n + reserves));
    let mut refs = holders.iter().map(|holder| holder.ref_.to_owned());
    let drawn = refs.by_ref().take(n).collect();
    StratumDraw {
        population,
        drawn,
        reserves: refs.collect(),
    }
}
