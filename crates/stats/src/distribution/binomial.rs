//! The binomial distribution: how many of `n` are so, each with probability `p`.

/// A term this small beside the sum no longer changes it.
const NEGLIGIBLE: f64 = 1e-18;

/// Probabilities this close, as a share of the smaller, count as equal: a tie such as 1 - 0.975 against 0.025
/// must fall on the same side on every machine.
const TIE: f64 = 1e-11;

/// One binomial distribution, worked out once. Terms are taken relative to the most likely value and added
/// outwards from it by their ratios, so there is neither overflow nor the rounding of log-factorials, and
/// only as many terms as matter: some twenty standard deviations of them. Good to about 1e-13.
pub(crate) struct Binomial {
    /// The smallest value whose probability matters.
    first: u64,
    /// P(X <= first), P(X <= first + 1), ...; the last is 1.
    at_most: Vec<f64>,
}

impl Binomial {
    /// For `n` trials and `p` from 0 to 1.
    pub(crate) fn new(n: u64, p: f64) -> Self {
        let odds = p / (1.0 - p);
        if odds == 0.0 || !odds.is_finite() {
            return Self {
                first: if odds == 0.0 { 0 } else { n },
                at_most: vec![1.0],
            };
        }
        let likely = (((n as f64 + 1.0) * p).floor() as u64).min(n);
        let step = |found: u64| (n - found) as f64 / (found + 1) as f64 * odds;
        let (mut below, mut term, mut all) = (Vec::new(), 1.0, 1.0);
        for found in (0..likely).rev() {
            term /= step(found);
            all += term;
            below.push(term);
            if term < NEGLIGIBLE * all {
                break;
            }
        }
        let first = likely - below.len() as u64;
        let mut terms: Vec<f64> = below.into_iter().rev().collect();
        terms.push(1.0);
        term = 1.0;
        for found in likely..n {
            term *= step(found);
            all += term;
            terms.push(term);
            if term < NEGLIGIBLE * all {
                break;
            }
        }
        let mut sum = 0.0;
        for term in &mut terms {
            sum += *term;
            *term = sum;
        }
        terms.iter_mut().for_each(|part| *part /= sum);
        Self {
            first,
            at_most: terms,
        }
    }

    /// P(X <= x).
    pub(crate) fn at_most(&self, x: u64) -> f64 {
        match x.checked_sub(self.first) {
            None => 0.0,
            Some(at) => self.at_most.get(at as usize).copied().unwrap_or(1.0),
        }
    }

    /// The smallest x with P(X <= x) of `probability` or more.
    pub(crate) fn quantile(&self, probability: f64) -> u64 {
        let short = |part: &f64| *part < probability * (1.0 - TIE);
        let at = self.at_most.partition_point(short).min(self.at_most.len() - 1);
        self.first + at as u64
    }

    /// The quantile r less the share of its own probability that was not needed, `(P(X <= r) - probability) /
    /// P(X = r)` (Spiegelhalter 2005, appendix A.1.1). It moves evenly with `probability` and may lie between
    /// -1 and `n`.
    pub(crate) fn interpolated(&self, probability: f64) -> f64 {
        let quantile = self.quantile(probability);
        let (reached, before) = (self.at_most(quantile), self.before(quantile));
        quantile as f64 - (reached - probability) / (reached - before)
    }

    /// P(X < x).
    pub(crate) fn before(&self, x: u64) -> f64 {
        x.checked_sub(1).map_or(0.0, |x| self.at_most(x))
    }
}
