//! Why a frame, a plan, a seed or a withdrawal is refused.

/// A refusal in one plain sentence. None of them holds anything but references, strata and counts.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SamplingError {
    /// A text that must hold something is blank.
    #[error("the {field} is empty; fill it in")]
    Empty {
        /// Which text: `ref`, `stratum`, `source label` and so on.
        field: &'static str,
    },
    /// A text is longer than its two-byte length or the format allows.
    #[error("the {field} is {bytes} bytes long; {most} is the most")]
    TooLong {
        /// Which text.
        field: &'static str,
        /// Its length in bytes after normalisation.
        bytes: usize,
        /// The longest allowed, in bytes.
        most: usize,
    },
    /// A text holds a tab, line end or other control character.
    #[error("the {field} holds a control character such as a tab or a line end; remove it")]
    Control {
        /// Which text.
        field: &'static str,
    },
    /// A size of nothing: such a record could never be drawn by size.
    #[error("the size is 0; it must be 1 or more")]
    ZeroSize,
    /// Sizes that together pass what whole numbers of 64 bits hold.
    #[error("the sizes add up to more than 18446744073709551615; give sizes in a larger unit")]
    SizesOverflow,
    /// No record at all.
    #[error("the frame holds no records; there is nothing to draw from")]
    EmptyFrame,
    /// The same reference twice, counting forms that differ only in how Unicode composes them.
    #[error("ref {0} appears twice in the frame; every ref must be its own")]
    DuplicateRef(String),
    /// The plan cannot be read or does not say what a plan must say.
    #[error("the plan {0}")]
    Plan(String),
    /// More asked of a stratum than it holds.
    #[error("stratum {stratum} has {population} records but the plan asks for {asked}")]
    TooMany {
        /// The stratum.
        stratum: String,
        /// Records of the frame in it.
        population: usize,
        /// Number to draw.
        asked: usize,
    },
    /// More drawn and reserves together than the stratum holds.
    #[error("stratum {stratum} has {population} records but the plan asks for {n} and {reserves} reserves")]
    TooManyReserves {
        /// The stratum.
        stratum: String,
        /// Records of the frame in it.
        population: usize,
        /// Number to draw.
        n: usize,
        /// Number of reserves.
        reserves: usize,
    },
    /// Targeted cases are there because somebody picked them: to draw among them would be to choose twice.
    #[error(
        "stratum targeted has {population} records but the plan asks for {n}; targeted cases are heard, every one"
    )]
    TargetedInPart {
        /// Records of the frame in it.
        population: usize,
        /// Number to draw.
        n: usize,
    },
    /// A stratum of the frame the plan forgets; leaving it out must be said with a 0.
    #[error(
        "the frame has stratum {stratum} with {population} records but the plan gives it no n; write 0 if none are to be drawn"
    )]
    Unplanned {
        /// The stratum.
        stratum: String,
        /// Records of the frame in it.
        population: usize,
    },
    /// Dice typed with anything but digits.
    #[error("the dice hold something other than the digits 0 to 9; type the digits only, with no spaces")]
    DiceDigits,
    /// Too few dice to be beyond guessing.
    #[error("the dice have {0} digits; roll at least 20")]
    DiceShort(usize),
    /// The sources do not follow the plan.
    #[error("the plan's seed sources are {planned}, in that order, but {given} came")]
    Sources {
        /// Labels of the plan, joined by a comma.
        planned: String,
        /// Labels given, joined by a comma.
        given: String,
    },
    /// A withdrawal code that the plan does not allow.
    #[error("{code} is not a withdrawal code of this plan; use one of {allowed}")]
    Code {
        /// The code given.
        code: String,
        /// The codes allowed, joined by a comma.
        allowed: String,
    },
    /// A withdrawal of a case that is not up to be heard.
    #[error("{0} is not among the cases to be heard, so it cannot be withdrawn")]
    NotHeard(String),
    /// A recorded withdrawal brought in another case than the next ticket.
    #[error("the withdrawal of {ref_} brings in {given}, but the next ticket of its stratum is {next}")]
    WrongReserve {
        /// The case withdrawn.
        ref_: String,
        /// The case recorded as brought in, or `nobody`.
        given: String,
        /// The case that had to come in, or `nobody`.
        next: String,
    },
    /// A time that is not RFC 3339 in UTC.
    #[error("{0}")]
    Time(String),
    /// A proof of inclusion that is none.
    #[error("the proof cannot be used: {0}")]
    Proof(String),
    /// A proof that leads to another commitment than the published one.
    #[error(
        "the proof of {ref_} leads to the commitment {found}, which is not the published one: that record was not in \
         the committed frame, or something in the proof was changed"
    )]
    OtherCommitment {
        /// The record.
        ref_: String,
        /// The commitment it leads to, in hex.
        found: String,
    },
    /// More places asked for than a list has.
    #[error("the list has {population} places, so {picks} different ones cannot be picked")]
    TooManyPicks {
        /// Places in the list.
        population: u64,
        /// Places asked for.
        picks: usize,
    },
    /// Counts of cases that cannot be.
    #[error(
        "{eligible} eligible of {looked_at} looked at give no share: at least 2 must be looked at, of which at least 1 and at most all are eligible"
    )]
    NoShare {
        /// Cases looked at.
        looked_at: u64,
        /// Cases that could be heard.
        eligible: u64,
    },
    /// The published files could not be written as text.
    #[error("the published draw cannot be written as text")]
    Unwritable,
}
