//! The upper tail of the hypergeometric distribution: how many of the `n` drawn are among the `count` of `population`.

/// A term this small beside the sum no longer changes it.
const NEGLIGIBLE: f64 = 1e-18;

/// P(X >= x). Terms are taken relative to the most likely value and added outwards from it by their ratios, so there is
/// neither overflow nor the rounding of log-factorials, and only as many terms as matter.
pub(crate) fn at_least(x: u64, n: u64, count: u64, population: u64) -> f64 {
    let fewest = n.saturating_sub(population - count);
    let most = n.min(count);
    let likely = (u128::from(n) + 1) * (u128::from(count) + 1) / (u128::from(population) + 2);
    let likely = (likely as u64).clamp(fewest, most);
    let (mut kept, mut all) = (0.0, 0.0);
    let mut add = |found: u64, term: f64| {
        all += term;
        if found >= x {
            kept += term;
        }
        term > NEGLIGIBLE * all
    };
    add(likely, 1.0);
    let mut term = 1.0;
    for found in likely..most {
        term *= step(found, n, count, population);
        if !add(found + 1, term) {
            break;
        }
    }
    term = 1.0;
    for found in (fewest..likely).rev() {
        term /= step(found, n, count, population);
        if !add(found, term) {
            break;
        }
    }
    kept / all
}

/// P(X = found + 1) / P(X = found).
fn step(found: u64, n: u64, count: u64, population: u64) -> f64 {
    let up = (count - found) as f64 * (n - found) as f64;
    let down = (found + 1) as f64 * (population - count + (found + 1) - n) as f64;
    up / down
}
