//! Many comparisons at once: a flag among fifty ratios is to be expected by chance alone, so p values are adjusted over
//! the whole family (stage x group x area) before anything is flagged, and an unadjusted one is never shown alone.

/// A value that is no probability.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("the p value at place {place} is {value}; it must lie from 0 to 1")]
pub struct NoProbability {
    /// Which, from 1.
    pub place: usize,
    /// What it is.
    pub value: f64,
}

/// Adjusted p values by Benjamini and Hochberg (1995, Journal of the Royal Statistical Society B 57:289-300), in the
/// order given: those at or below 0.05 are flagged, and on average at most 5% of all flags are false. With p sorted,
/// adjusted(i) = min over j >= i of p(j) m / j, at most 1.
///
/// # Errors
/// A value that is not from 0 to 1, by its place.
pub fn benjamini_hochberg(p: &[f64]) -> Result<Vec<f64>, NoProbability> {
    let order = ascending(p)?;
    let family = p.len() as f64;
    let mut adjusted = vec![1.0; p.len()];
    let mut least = 1.0_f64;
    for (rank, &at) in order.iter().enumerate().rev() {
        least = least.min(p[at] * (family / (rank + 1) as f64));
        adjusted[at] = least;
    }
    Ok(adjusted)
}

/// Adjusted p values by Holm (1979, Scandinavian Journal of Statistics 6:65-70), in the order given, for headline
/// claims: the chance that even one of those at or below 0.05 is false is at most 5%. With p sorted, adjusted(i) = max
/// over j <= i of p(j) (m - j + 1), at most 1.
///
/// # Errors
/// A value that is not from 0 to 1, by its place.
pub fn holm(p: &[f64]) -> Result<Vec<f64>, NoProbability> {
    let order = ascending(p)?;
    let mut adjusted = vec![1.0; p.len()];
    let mut most = 0.0_f64;
    for (rank, &at) in order.iter().enumerate() {
        most = most.max(p[at] * (p.len() - rank) as f64).min(1.0);
        adjusted[at] = most;
    }
    Ok(adjusted)
}

/// The places of the values from smallest to largest.
fn ascending(p: &[f64]) -> Result<Vec<usize>, NoProbability> {
    if let Some(at) = p.iter().position(|value| !(0.0..=1.0).contains(value)) {
        return Err(NoProbability {
            place: at + 1,
            value: p[at],
        });
    }
    let mut order: Vec<usize> = (0..p.len()).collect();
    order.sort_by(|&one, &two| p[one].total_cmp(&p[two]));
    Ok(order)
}
