//! The distribution of values in hand.

/// The quantile of sorted values, straight between neighbours (type 7 of Hyndman and Fan 1996, the default of
/// R and numpy); `None` without a value.
pub(crate) fn quantile(sorted: &[f64], part: f64) -> Option<f64> {
    let last = sorted.len().checked_sub(1)?;
    let place = part * last as f64;
    let below = (place.floor() as usize).min(last);
    let above = (below + 1).min(last);
    Some(sorted[below] + (place - below as f64) * (sorted[above] - sorted[below]))
}
