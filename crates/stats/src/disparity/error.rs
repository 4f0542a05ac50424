//! Why no comparison can be given.

/// A refusal in one plain sentence; it holds nothing but counts and the names of methods and stages.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum DisparityError {
    /// More had the outcome than there were.
    #[error("{events} had the outcome but the base is {base}; the events are some of the base")]
    MoreThanBase {
        /// With the outcome.
        events: u64,
        /// All.
        base: u64,
    },
    /// A count that arithmetic would not keep exact.
    #[error("a count of {0} is more than 9007199254740992, the most that can be counted exactly")]
    TooLarge(u64),
    /// Nobody to take a rate of.
    #[error("{0} is empty: with a base of 0 there is no rate; leave it out or put groups together")]
    EmptyGroup(&'static str),
    /// A level that is no confidence level.
    #[error("the level is {0}; it must lie between 0 and 1, such as 0.95")]
    Level(f64),
    /// 0 divided by 0.
    #[error("nobody in either group had the outcome, so there is no ratio")]
    NoEvents,
    /// An odds ratio of a table with nothing to compare.
    #[error("{0} in both groups had the outcome, so there is no odds ratio")]
    NoOdds(&'static str),
    /// A method whose formula divides by a count that is 0.
    #[error("{method} cannot be used: {what}; use {instead}")]
    Degenerate {
        /// The method asked for.
        method: &'static str,
        /// What is the matter with the table.
        what: &'static str,
        /// The method that can be used.
        instead: &'static str,
    },
    /// A table too large to add up term by term.
    #[error("{0} people are too many for the exact method; use score, which is as good at such numbers")]
    TooManyForExact(u64),
    /// A chain without a link.
    #[error("the chain has {0} stages; it needs two or more, such as population and stop")]
    ShortChain(usize),
    /// A stage nobody of a group reached, where a ratio needs somebody.
    #[error("{whom} has a count of 0 at the stage {stage}, so no ratio can be taken there")]
    NobodyAtStage {
        /// The group or the reference group.
        whom: &'static str,
        /// The stage.
        stage: String,
    },
    /// Fewer than two groups to screen.
    #[error("there are {0} groups; a comparison with the best-treated needs two or more")]
    FewGroups(usize),
}
