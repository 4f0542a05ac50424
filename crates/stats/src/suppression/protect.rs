//! Which cells to hide.

use super::{Cell, PublishedTotal, Release, Rule, SuppressionError, exposed};

/// Whether the total of a list can be kept back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Total {
    /// It is published with the list and nowhere else, so it may be hidden where hiding cells is not enough.
    MayHide,
    /// It is known anyway, for instance as the number of cases heard.
    Public,
}

/// The list as it may be published under a rule. Zeros are shown unless the whole list is kept back.
///
/// # Errors
/// A single small count with a public total, or counts whose sum is beyond 64 bits.
pub fn protect(counts: &[u64], rule: impl Into<Rule>, total: Total) -> Result<Release, SuppressionError> {
    let rule = rule.into();
    let sum = checked_sum(counts)?;
    let known = counts.len() == 1 && total == Total::Public;
    if known && rule.is_small(sum) {
        return Err(SuppressionError::SingleCount);
    }
    if known || sum == 0 {
        // The total says it all, and nothing of it is small.
        let cells = counts.iter().copied().map(Cell::Shown).collect();
        return Ok(Release {
            cells,
            total: PublishedTotal::Exact(sum),
            zeros_hidden: false,
        });
    }
    let release = if rule.rounds() {
        rounded(counts, sum, total)
    } else {
        hidden(counts, sum, rule.threshold(), total)
    };
    if exposed(&release, rule).is_empty() {
        return Ok(release);
    }
    // Only a list with a public total gets here. What cannot be protected in part is kept back as a whole: each of two
    // or more counts may then be anything from 0 to the total.
    let cells = vec![Cell::Hidden; counts.len()];
    Ok(Release {
        cells,
        total: PublishedTotal::Exact(sum),
        zeros_hidden: true,
    })
}

/// Hides the counts below the threshold and, where they could still be worked out, the smallest other count that is
/// not 0. One is enough: it is at least the threshold, and every hidden cell may then be as large as that.
fn hidden(counts: &[u64], sum: u64, threshold: u64, total: Total) -> Release {
    let mut hide: Vec<bool> = counts
        .iter()
        .map(|&count| (1..threshold).contains(&count))
        .collect();
    let left: u64 = counts
        .iter()
        .zip(&hide)
        .filter(|(_, hide)| **hide)
        .map(|(count, _)| count)
        .sum();
    let primaries = hide.iter().filter(|hide| **hide).count() as u64;
    // Each hidden cell holds at least 1, so none can hold more than what is left when the others hold 1 each.
    let safe = primaries == 0 || (primaries > 1 && left > threshold + primaries - 2);
    let mut shown_total = PublishedTotal::Exact(sum);
    if !safe {
        let others = counts
            .iter()
            .enumerate()
            .filter(|(_, count)| **count >= threshold);
        match (others.min_by_key(|(_, count)| **count), total) {
            (Some((smallest, _)), _) => hide[smallest] = true,
            (None, Total::MayHide) => shown_total = PublishedTotal::Hidden,
            (None, Total::Public) => {}
        }
    }
    let cell = |(&count, hide): (&u64, bool)| if hide { Cell::Hidden } else { Cell::Shown(count) };
    Release {
        cells: counts.iter().zip(hide).map(cell).collect(),
        total: shown_total,
        zeros_hidden: false,
    }
}

/// Rounds every count on its own. The total that goes with them is the sum of the rounded ones, for the true total
/// could unpick the rounding; where it is public, the audit decides.
fn rounded(counts: &[u64], sum: u64, total: Total) -> Release {
    let nearest = |count: &u64| (count + 2) / 5 * 5;
    let shown_total = match total {
        Total::MayHide => PublishedTotal::SumOfRounded(counts.iter().map(nearest).sum()),
        Total::Public => PublishedTotal::Exact(sum),
    };
    let cells = counts.iter().map(|count| Cell::Rounded(nearest(count))).collect();
    Release {
        cells,
        total: shown_total,
        zeros_hidden: false,
    }
}

/// The sum, when it fits even with every count rounded up.
fn checked_sum(counts: &[u64]) -> Result<u64, SuppressionError> {
    let add = |sum: u64, count: &u64| sum.checked_add(count.checked_add(2)?);
    counts.iter().try_fold(0, add).ok_or(SuppressionError::TooLarge)?;
    Ok(counts.iter().sum())
}
