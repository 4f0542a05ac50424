//! `scrutineer analyse`: the methods for numbers and files in hand. No database.

mod adjusted;
mod agreement;
pub(super) mod columns;
mod counted;
mod estimate;
mod funnel;
mod proportion;
mod rates;
mod ratio;
mod sample_size;
mod trend;

use clap::{Args, Subcommand};
use std::io::Write;

/// Work out rates and their intervals.
#[derive(Debug, Args)]
pub struct AnalyseCommand {
    #[command(subcommand)]
    method: Method,
}

#[derive(Debug, Subcommand)]
enum Method {
    /// The interval of a proportion: x found among n reviewed.
    Proportion(proportion::ProportionArgs),
    /// How the rate of a group compares with that of the reference group.
    Ratio(ratio::RatioArgs),
    /// The ratio of rates with like compared with like, crude beside adjusted, from a file.
    Adjusted(Box<adjusted::AdjustedArgs>),
    /// How far members agree who rated the same cases.
    Agreement(agreement::AgreementArgs),
    /// Rates of unlike size against one rate: which differ by more than chance.
    Funnel(funnel::FunnelArgs),
    /// One rate from meeting to meeting: which differ by more than chance.
    Trend(trend::TrendArgs),
    /// How many cases must be reviewed to be able to say something.
    SampleSize(sample_size::SampleSizeArgs),
    /// A rate or mean of all records from drawn cases: stratified, or with unequal chances.
    Estimate(estimate::EstimateArgs),
    /// Rates of outcomes by group from a CSV of cases, with intervals and ratios.
    ///
    /// For every group and outcome: d of n cases, the rate d/n with Wilson's 95% interval (lo, hi), and its ratio to the
    /// reference group's rate with Katz's 95% interval (rr, rr_lo, rr_hi), each empty where there is none. Every group and
    /// outcome of the file stands under every by of the file, so d and n may be 0.
    ///
    /// A blank cell is a value like any other: cases without an ethnicity are a group of their own, with an empty name. A
    /// line with fewer or more cells than the headings is left out, counted as rejected, and named on standard error; so is
    /// the number of cases without a group. rows_in counts all lines of cases, those left out included.
    Rates(rates::RatesArgs),
}

/// Runs `scrutineer analyse`.
///
/// # Errors
/// Numbers or files that allow no answer, in one sentence.
pub fn run(command: &AnalyseCommand, out: &mut dyn Write) -> anyhow::Result<()> {
    match &command.method {
        Method::Proportion(args) => proportion::run(args, out),
        Method::Ratio(args) => ratio::run(args, out),
        Method::Adjusted(args) => adjusted::run(args, out),
        Method::Agreement(args) => agreement::run(args, out),
        Method::Funnel(args) => funnel::run(args, out),
        Method::Trend(args) => trend::run(args, out),
        Method::SampleSize(args) => sample_size::run(args, out),
        Method::Estimate(args) => estimate::run(args, out),
        Method::Rates(args) => rates::run(args, out),
    }
}

#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
