//! Tables that cross each other in a ring. Two tables that share a margin tell no more of each other than the margin does,
//! for any two that agree on it are margins of some table of both (Vorob'ev 1962); so it is for any number of tables that
//! can be taken off one by one. But area by offence, offence by age and age by area in a ring can together rule out what
//! each of them allows, in ways that only the whole three-way table shows.

use super::{AttackError, Handed};
use std::collections::{BTreeMap, BTreeSet};

/// Refuses releases whose kinds form a ring (Graham, Yu and Ozsoyoglu 1979: take away what occurs once, and what is part of
/// another, until nothing is left).
///
/// # Errors
/// The kinds of the ring.
pub(super) fn refuse_rings(releases: &[Handed<'_>]) -> Result<(), AttackError> {
    let mut family: BTreeMap<&str, &str> = BTreeMap::new();
    for handed in releases {
        for kind in &handed.release.rows {
            let first = *family
                .get(handed.release.rows[0].as_str())
                .unwrap_or(&handed.release.rows[0].as_str());
            family.entry(kind).or_insert(first);
        }
    }
    let mut tables: Vec<BTreeSet<&str>> = releases
        .iter()
        .map(|handed| {
            let release = handed.release;
            let kinds = release
                .rows
                .iter()
                .chain([&release.cols])
                .chain(release.within.keys());
            kinds
                .map(|kind| *family.get(kind.as_str()).unwrap_or(&kind.as_str()))
                .collect()
        })
        .collect();
    loop {
        let before = tables.clone();
        let mut times: BTreeMap<&str, usize> = BTreeMap::new();
        for kind in tables.iter().flatten() {
            *times.entry(kind).or_default() += 1;
        }
        for table in &mut tables {
            table.retain(|kind| times[kind] > 1);
        }
        tables.sort_by_key(BTreeSet::len);
        let part = |at: usize| tables[at + 1..].iter().any(|other| tables[at].is_subset(other));
        let left: Vec<BTreeSet<&str>> = (0..tables.len())
            .filter(|&at| !tables[at].is_empty() && !part(at))
            .map(|at| tables[at].clone())
            .collect();
        tables = left;
        if tables.is_empty() {
            return Ok(());
        }
        if tables == before {
            let kinds: BTreeSet<&str> = tables.into_iter().flatten().collect();
            return Err(AttackError::Ring(
                kinds.into_iter().collect::<Vec<_>>().join(", "),
            ));
        }
    }
}
