//! Fisher's noncentral hypergeometric distribution: how many of the outcomes fall to the first of two groups when all
//! four margins are given and the odds of one group are a given multiple of those of the other.

/// A term this small beside the sum changes no tail that anybody asks about.
const NEGLIGIBLE: f64 = 1e-60;

/// The margins of a two-by-two table.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Margins {
    /// Size of the first group.
    pub(crate) first: u64,
    /// Size of the second group.
    pub(crate) second: u64,
    /// Outcomes in both together.
    pub(crate) outcomes: u64,
}

/// How likely fewer, just as many and more outcomes in the first group are than the number asked about, and how many
/// are to be expected.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Split {
    /// P(X < x).
    pub(crate) fewer: f64,
    /// P(X = x).
    pub(crate) same: f64,
    /// P(X > x).
    pub(crate) more: f64,
    /// Mean of X.
    pub(crate) mean: f64,
}

impl Margins {
    /// The fewest outcomes that the first group can have.
    pub(crate) fn fewest(self) -> u64 {
        self.outcomes.saturating_sub(self.second)
    }

    /// The most outcomes that the first group can have.
    pub(crate) fn most(self) -> u64 {
        self.first.min(self.outcomes)
    }

    /// The distribution at odds ratio `odds`, split at `x`.
    pub(crate) fn split(self, x: u64, odds: f64) -> Split {
        let (mut fewer, mut same, mut more, mut moment) = (0.0, 0.0, 0.0, 0.0);
        let likely = self.each_from_mode(odds, |count, term| {
            match count.cmp(&x) {
                std::cmp::Ordering::Less => fewer += term,
                std::cmp::Ordering::Equal => same += term,
                std::cmp::Ordering::Greater => more += term,
            }
            // About x, not about 0, so that large counts keep their figures.
            moment += term * (count as f64 - x as f64);
        });
        Split {
            fewer: fewer / likely,
            same: same / likely,
            more: more / likely,
            mean: x as f64 + moment / likely,
        }
    }

    /// P of all values no likelier than `x` when the odds are the same in both groups: the two-sided p of Fisher's
    /// test. Values within 1 in 10 million of being as likely count as such.
    pub(crate) fn no_likelier(self, x: u64) -> f64 {
        let mut at_x = 0.0;
        self.each_from_mode(1.0, |count, term| {
            if count == x {
                at_x = term;
            }
        });
        let mut kept = 0.0;
        let all = self.each_from_mode(1.0, |_, term| {
            if term <= at_x * (1.0 + 1e-7) {
                kept += term;
            }
        });
        kept / all
    }

    /// Calls `each` with the values that matter and their probability relative to the likeliest; gives the sum of these.
    fn each_from_mode(self, odds: f64, mut each: impl FnMut(u64, f64)) -> f64 {
        let (fewest, most) = (self.fewest(), self.most());
        let mode = self.mode(odds);
        let mut all = 1.0;
        each(mode, 1.0);
        let mut term = 1.0;
        for count in mode..most {
            term *= odds * self.step(count);
            all += term;
            each(count + 1, term);
            if term < NEGLIGIBLE * all {
                break;
            }
        }
        term = 1.0;
        for count in (fewest..mode).rev() {
            term /= odds * self.step(count);
            all += term;
            each(count, term);
            if term < NEGLIGIBLE * all {
                break;
            }
        }
        all
    }

    /// The likeliest value: sought from the expected one, which is next to it.
    fn mode(self, odds: f64) -> u64 {
        let expected = expected(odds, self.first as f64, self.second as f64, self.outcomes as f64);
        let mut mode = (expected as u64).clamp(self.fewest(), self.most());
        while mode < self.most() && odds * self.step(mode) > 1.0 {
            mode += 1;
        }
        while mode > self.fewest() && odds * self.step(mode - 1) < 1.0 {
            mode -= 1;
        }
        mode
    }

    /// P(X = count + 1) / P(X = count) at odds ratio 1.
    fn step(self, count: u64) -> f64 {
        let up = (self.first - count) as f64 * (self.outcomes - count) as f64;
        let others = self.second + (count + 1) - self.outcomes;
        up / ((count + 1) as f64 * others as f64)
    }
}

/// The number a of outcomes in the first group for which the table with these margins has odds ratio `odds`:
/// a (second - outcomes + a) = odds (first - a) (outcomes - a), in the form of the quadratic's root that does not cancel.
pub(crate) fn expected(odds: f64, first: f64, second: f64, outcomes: f64) -> f64 {
    let others = first + second - outcomes;
    let apart = odds * (first - outcomes) + (second - outcomes);
    let root = (apart * apart + 4.0 * odds * outcomes * others).sqrt();
    let linear = odds * (first + outcomes) + (second - outcomes);
    if linear > 0.0 {
        2.0 * odds * first * outcomes / (linear + root)
    } else {
        (root - linear) / (2.0 * (1.0 - odds))
    }
}
