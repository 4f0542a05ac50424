//! Who could it be? A text without names still tells age, place and offence; how many records share what it tells, and what
//! to say less exactly when they are too few.
//!
//! ```text
//! shown: age 34, Oldmere, arson      2 records
//! wider: age band 30-39              9 records   -> with k = 5, say the age band
//! ```
//!
//! Source: spec of methods, 5.3 (k-anonymity, k = 5, generalisation along fixed ladders). The counting is the caller's.

/// The usual smallest crowd.
pub const LEAST: u64 = 5;

/// One fact said less exactly.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wider {
    /// What is said, and instead of what: `age band instead of age`.
    pub says: String,
    /// Records that share all the facts when this one is said so.
    pub records: u64,
}

/// Too few records share the facts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TooFew {
    /// How many do, the case itself included.
    pub records: u64,
    /// How many should.
    pub least: u64,
    /// The first generalisation, in the caller's order, that is enough by itself.
    pub mend: Option<Wider>,
}

/// Looks at a case: `records` share every fact that its text shows, the case itself included; `wider` are the
/// generalisations that may be made, those that lose least first. Nothing when the crowd is large enough.
#[must_use]
pub fn too_few(records: u64, wider: &[Wider], least: u64) -> Option<TooFew> {
    let mend = || wider.iter().find(|wider| wider.records >= least).cloned();
    (records < least).then(|| TooFew {
        records,
        least,
        mend: mend(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_generalisation_that_is_enough() {
        let wider = |says: &str, records| Wider {
            says: says.to_owned(),
            records,
        };
        let ladder = [
            wider("quarter instead of month", 3),
            wider("age band instead of age", 9),
            wider("no area", 40),
        ];
        assert_eq!(too_few(5, &ladder, LEAST), None);
        let warned = too_few(2, &ladder, LEAST).unwrap();
        assert_eq!(
            (warned.records, warned.mend),
            (2, Some(wider("age band instead of age", 9)))
        );
        assert_eq!(too_few(0, &ladder[..1], LEAST).unwrap().mend, None);
    }
}
