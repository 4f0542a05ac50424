//! Refs that tell something. A ref is published and stands on a case's papers, so it must be an opaque number made for the
//! draw; one that follows the size or gives the stratum away lets a reader guess what the frame was to hide.
//!
//! What can be seen in a frame alone is tested: whether the order of the refs is that of the sizes (Spearman's rank
//! correlation), whether the records of a stratum lie together in it (the runs of Wald and Wolfowitz, 1940), and whether
//! refs hold the name of their stratum. Each is refused only when chance would do it less than once in a million frames,
//! so that refs made by chance pass, and when it tells something worth knowing. That a ref is a crime number or a date
//! cannot be seen here.

use super::Frame;
use super::draw::Listed;
use std::fmt;

/// What the refs of a frame tell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Telling {
    /// The order of the refs is that of the sizes, or its reverse.
    Size,
    /// The records of a stratum lie together in the order of the refs.
    Order,
    /// The refs of this stratum hold its name.
    Stratum(String),
}

impl fmt::Display for Telling {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Size => f.write_str("the refs go up or down with the sizes")?,
            Self::Order => f.write_str("the refs of each stratum lie together in their order")?,
            Self::Stratum(name) => write!(f, "the refs of stratum {name} hold its name")?,
        }
        f.write_str(
            ", so a ref tells more than it may; give every record a new ref made by chance, and begin again",
        )
    }
}

/// So many standard deviations are passed by chance less than once in a million (5.0: twice 2.9 in ten million).
const FAR: f64 = 5.0;

/// A correlation below this, or runs above the complement of this share of what chance makes, tell a reader next to nothing
/// of one record, however surely they are there in a large frame.
const WORTH_KNOWING: f64 = 0.2;

/// Once in a million, as a logarithm.
const MILLIONTH: f64 = -13.815_510_557_964_274;

impl Frame {
    /// What the refs tell of their records, if anything: ask before committing.
    pub fn telling(&self) -> Option<Telling> {
        if let Some(name) = self.named_stratum() {
            return Some(Telling::Stratum(name));
        }
        if self.tells_stratum() {
            return Some(Telling::Order);
        }
        self.tells_size().then_some(Telling::Size)
    }

    /// A stratum whose name stands in all of its own refs and not in all the others: two letters may do so by chance, three
    /// may not.
    fn named_stratum(&self) -> Option<String> {
        let strata = self.numbered_strata();
        let names: Vec<String> = strata.iter().map(|(name, _)| name.to_lowercase()).collect();
        let mut told: Vec<bool> = names.iter().map(|name| name.chars().count() >= 3).collect();
        let holds =
            |record: &Listed<'_>, stratum: usize| record.ref_.to_lowercase().contains(&names[stratum]);
        for record in self.listed() {
            let own = record.stratum;
            told[own] = told[own] && holds(&record, own);
        }
        let tells = |stratum: &usize| {
            let mut others = self.listed().filter(|record| record.stratum != *stratum);
            told[*stratum] && others.any(|record| !holds(&record, *stratum))
        };
        let told = (0..strata.len()).filter(tells).map(|stratum| &strata[stratum].0);
        told.min().cloned()
    }

    /// Whether there are far fewer runs of one stratum than chance would make.
    fn tells_stratum(&self) -> bool {
        let counts: Vec<f64> = self
            .numbered_strata()
            .iter()
            .map(|(_, count)| *count as f64)
            .collect();
        if counts.len() < 2 {
            return false;
        }
        let mut runs = 0_usize;
        let mut last = None;
        for record in self.listed() {
            runs += usize::from(last != Some(record.stratum));
            last = Some(record.stratum);
        }
        let n = self.len() as f64;
        if runs == counts.len() {
            // As few as can be: counts.len()! of the n! / (n1! n2! ...) orders are so.
            let orders = ln_factorial(n) - counts.iter().map(|&count| ln_factorial(count)).sum::<f64>();
            return ln_factorial(counts.len() as f64) - orders < MILLIONTH;
        }
        let squares: f64 = counts.iter().map(|count| count * count).sum();
        let cubes: f64 = counts.iter().map(|count| count * count * count).sum();
        let mean = n + 1.0 - squares / n;
        let variance =
            (squares * (squares + n * (n + 1.0)) - 2.0 * n * cubes - n * n * n) / (n * n * (n - 1.0));
        let runs = runs as f64;
        n >= 40.0
            && variance > 0.0
            && (runs - mean) / variance.sqrt() < -FAR
            && runs < mean * (1.0 - WORTH_KNOWING)
    }

    /// Whether ref and size are in one order, or in reverse.
    fn tells_size(&self) -> bool {
        let sizes: Vec<u32> = self.listed().map(|record| record.size).collect();
        if sizes.iter().all(|&size| size == sizes[0]) {
            return false;
        }
        let (rising, falling) = (sizes.is_sorted(), sizes.iter().rev().is_sorted());
        let n = sizes.len() as f64;
        if rising || falling {
            let mut sorted = sizes;
            sorted.sort_unstable();
            let same = sorted.chunk_by(|one, other| one == other);
            let ties: f64 = same.map(|run| ln_factorial(run.len() as f64)).sum();
            return 2_f64.ln() + ties - ln_factorial(n) < MILLIONTH;
        }
        let correlation = rank_correlation(&sizes).abs();
        n >= 40.0 && correlation > WORTH_KNOWING && correlation * (n - 1.0).sqrt() > FAR
    }
}

/// Spearman's correlation between the values and their places, equal values sharing the mean of their ranks.
fn rank_correlation(values: &[u32]) -> f64 {
    let mut order: Vec<(u32, usize)> = values.iter().copied().zip(0..).collect();
    order.sort_unstable();
    let middle = (values.len() as f64 - 1.0) / 2.0;
    let (mut both, mut ranks, mut places, mut before) = (0.0, 0.0, 0.0, 0);
    for run in order.chunk_by(|one, other| one.0 == other.0) {
        let rank = before as f64 + (run.len() as f64 - 1.0) / 2.0 - middle;
        for &(_, place) in run {
            let place = place as f64 - middle;
            both += rank * place;
            ranks += rank * rank;
            places += place * place;
        }
        before += run.len();
    }
    both / (ranks * places).sqrt()
}

/// ln(n!) for whole n, by Stirling's series (relative error below 1e-6 from n = 2 on, which is all that is asked of it).
fn ln_factorial(n: f64) -> f64 {
    if n < 2.0 {
        return 0.0;
    }
    n * n.ln() - n + 0.5 * (2.0 * std::f64::consts::PI * n).ln() + 1.0 / (12.0 * n)
        - 1.0 / (360.0 * n * n * n)
}
