//! The attacker: what can be worked out from all releases of a population together.
//!
//! Every count that a release shows, hides or rounds is a quantity with bounds; a quantity is known by the values that single
//! its cases out (see `quantities`), so that two tables with the same margin speak of the same quantity. Sums tie them
//! together: rows and columns to their totals, areas to the force they lie in, a part of the population and the rest of it
//! to the whole (see `sums`). A quantity that nobody published, such as 17 of all ages less 16 adults, is attacked like the
//! others.
//!
//! The quantities that are not known fall into components without a sum in common. Where a component is a network its
//! ranges are maximum flows, exact in whole numbers whatever its size. Where it is not, they are exact linear programmes in
//! fractions with branching, up to a size. What is beyond that, or takes too many steps, is reported as undecided, and a
//! release with an undecided cell must not go out: nothing is ever claimed to be safe that was not proved to be.

mod beside;
mod component;
mod error;
mod findings;
mod merge;
mod published;
mod quantities;
mod rational;
mod recognise;
mod rings;
mod simplex;
mod sums;
mod whole;

pub use beside::{Beside, BesideError, protect_beside};
pub use error::{AttackError, ReleaseError};
pub use findings::{CellRange, Findings};
pub use published::{As, FORMAT, Labels, Nested, Published, PublishedCell, Sum};

use component::Split;
use sums::Statements;

/// A release and the name to call it by, such as that of its file.
#[derive(Debug, Clone, Copy)]
pub struct Handed<'a> {
    /// The name.
    pub name: &'a str,
    /// The release.
    pub release: &'a Published,
}

/// The exact range of every count that the releases keep back, given all of them together, and of every count that follows
/// from them and is small.
///
/// # Errors
/// Releases of different populations, by name or because they contradict each other; sums that do not hold; a release that
/// cannot be read; parts of the population of which nobody says whether they are all; tables that cross each other in a ring.
pub fn attack(releases: &[Handed<'_>]) -> Result<Findings, AttackError> {
    same_population(releases)?;
    rings::refuse_rings(releases)?;
    let statements = Statements::of(releases)?;
    let ranges = Split::of(&statements, releases)?.ranges(&statements, releases)?;
    Ok(Findings::of(&statements, releases, ranges))
}

fn same_population(releases: &[Handed<'_>]) -> Result<(), AttackError> {
    let mut named = releases
        .iter()
        .filter_map(|handed| Some((handed.name, handed.release.population.as_ref()?)));
    let Some((first, one)) = named.next() else {
        return Ok(());
    };
    match named.find(|(_, other)| *other != one) {
        None => Ok(()),
        Some((second, other)) => Err(AttackError::Population {
            first: first.to_owned(),
            one: one.clone(),
            second: second.to_owned(),
            other: other.clone(),
        }),
    }
}

#[cfg(test)]
mod tests;
