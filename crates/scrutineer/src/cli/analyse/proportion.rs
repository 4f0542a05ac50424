//! `scrutineer analyse proportion`: the interval of x found among n reviewed.

use anyhow::{Context, bail};
use clap::{Args, ValueEnum};
use serde::Serialize;
use stats::interval::{
    CountInterval, Interval, IntervalError, Undecided, clopper_pearson, finite_population,
    finite_upper_bound, jeffreys, upper_bound, wilson, with_undecided, with_withdrawn, worst_case,
};
use stats::sampling::many_withdrawn;
use std::io::Write;

#[derive(Debug, Args)]
pub(super) struct ProportionArgs {
    /// Cases found to be so.
    #[arg(long)]
    x: u64,
    /// Cases reviewed, with and without a conclusion.
    #[arg(long)]
    n: u64,
    /// Cases the reviewed ones were drawn from.
    #[arg(long)]
    population: Option<u64>,
    /// How; without it exact where the population is given, else clopper-pearson.
    #[arg(long, value_enum)]
    method: Option<ProportionMethod>,
    /// Confidence level.
    #[arg(long, default_value_t = 0.95)]
    level: f64,
    /// Drawn cases that were withdrawn before the review: gives the rate if all of them, and if none, were so.
    #[arg(long, value_name = "CASES")]
    withdrawn: Option<u64>,
    /// Reviewed cases without a conclusion (class 4), which n counts too: gives the rate over all reviewed, over those
    /// concluded, and the bounds.
    #[arg(long, value_name = "CASES")]
    no_conclusion: Option<u64>,
    /// Print one JSON object and nothing else.
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, Serialize)]
#[serde(rename_all = "kebab-case")]
enum ProportionMethod {
    /// Whole numbers of a known population (hypergeometric).
    Exact,
    /// Never covers less than the level.
    ClopperPearson,
    /// The score interval, for charts.
    Wilson,
    /// Bayesian, with prior Beta(1/2, 1/2).
    Jeffreys,
}

#[derive(Debug, Serialize)]
struct Proportion {
    estimate: f64,
    low: f64,
    high: f64,
    method: ProportionMethod,
    level: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    low_count: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    high_count: Option<u64>,
    /// The one-sided upper bound at the same level: what "we found no more than x" leaves possible.
    at_most: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    at_most_count: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    withdrawn: Option<Withdrawn>,
    #[serde(skip_serializing_if = "Option::is_none")]
    no_conclusion: Option<NoConclusion>,
    /// From the lowest to the highest rate that withdrawn cases and those without a conclusion leave open.
    #[serde(skip_serializing_if = "Option::is_none")]
    bounds: Option<Interval>,
}

#[derive(Debug, Serialize)]
struct Withdrawn {
    cases: u64,
    #[serde(flatten)]
    bounds: Interval,
    /// More than a tenth of those drawn: to be said beside every figure.
    many: bool,
}

#[derive(Debug, Serialize)]
struct NoConclusion {
    cases: u64,
    over_reviewed: f64,
    over_concluded: Option<f64>,
    #[serde(flatten)]
    bounds: Interval,
}

/// Runs `scrutineer analyse proportion`.
pub(super) fn run(args: &ProportionArgs, out: &mut dyn Write) -> anyhow::Result<()> {
    let answer = proportion(args)?;
    if args.json {
        serde_json::to_writer(&mut *out, &answer).context("the answer cannot be written")?;
        writeln!(out)?;
        return Ok(());
    }
    let percent = |part: f64| format!("{:.1}%", 100.0 * part);
    writeln!(
        out,
        "{} of {}: {} ({} interval {} to {})",
        args.x,
        args.n,
        percent(answer.estimate),
        percent(answer.level),
        percent(answer.low),
        percent(answer.high)
    )?;
    if let (Some(low), Some(high), Some(population)) = (answer.low_count, answer.high_count, args.population)
    {
        writeln!(
            out,
            "so {low} to {high} of the {population} cases they were drawn from"
        )?;
    }
    write_open(args, &answer, out)
}

/// What one-sided bounds and undecided cases add.
fn write_open(args: &ProportionArgs, answer: &Proportion, out: &mut dyn Write) -> anyhow::Result<()> {
    let percent = |part: f64| format!("{:.1}%", 100.0 * part);
    if args.x == 0 {
        writeln!(
            out,
            "none was found: at {} that leaves up to {} possible",
            percent(answer.level),
            percent(answer.at_most)
        )?;
    }
    if let Some(undecided) = &answer.no_conclusion {
        let concluded = undecided.over_concluded.map_or("no rate".to_owned(), percent);
        writeln!(
            out,
            "{} without a conclusion: {} over all reviewed, {concluded} over those concluded",
            undecided.cases,
            percent(undecided.over_reviewed)
        )?;
    }
    if let Some(withdrawn) = &answer.withdrawn {
        let many = if withdrawn.many {
            ", more than a tenth of those drawn"
        } else {
            ""
        };
        writeln!(out, "{} withdrawn{many}", withdrawn.cases)?;
    }
    if let Some(bounds) = answer.bounds {
        writeln!(
            out,
            "{} if none of the undecided is so, {} if all are",
            percent(bounds.low),
            percent(bounds.high)
        )?;
    }
    Ok(())
}

fn proportion(args: &ProportionArgs) -> anyhow::Result<Proportion> {
    let ProportionArgs {
        x,
        n,
        population,
        level,
        ..
    } = *args;
    let by_default = if population.is_some() {
        ProportionMethod::Exact
    } else {
        ProportionMethod::ClopperPearson
    };
    let method = args.method.unwrap_or(by_default);
    // The exact interval also checks the numbers against the population, whichever method is asked for.
    let exact = population
        .map(|population| finite_population(x, n, population, level))
        .transpose()?;
    let approximate = match method {
        ProportionMethod::Exact => None,
        ProportionMethod::ClopperPearson => Some(clopper_pearson(x, n, level)?),
        ProportionMethod::Wilson => Some(wilson(x, n, level)?),
        ProportionMethod::Jeffreys => Some(jeffreys(x, n, level)?),
    };
    let (interval, counts) = match (approximate, population, exact) {
        (None, Some(population), Some(counts)) => (shares(counts, population), Some(counts)),
        (None, ..) => bail!("the exact interval needs --population; give it or choose another --method"),
        (Some(interval), Some(population), _) => (interval, Some(whole(interval, args, population))),
        (Some(interval), None, _) => (interval, None),
    };
    let at_most_count = population.map(|population| finite_upper_bound(x, n, population, level));
    let at_most_count = at_most_count.transpose()?;
    let at_most = match (at_most_count, population) {
        (Some(count), Some(population)) => count as f64 / population as f64,
        _ => upper_bound(x, n, level)?,
    };
    let (undecided, left) = (args.no_conclusion, args.withdrawn);
    let open = undecided.is_some() || left.is_some();
    Ok(Proportion {
        estimate: x as f64 / n as f64,
        low: interval.low,
        high: interval.high,
        method,
        level,
        low_count: counts.map(|counts| counts.low),
        high_count: counts.map(|counts| counts.high),
        at_most,
        at_most_count,
        withdrawn: left.map(|cases| withdrawn(x, n, cases)).transpose()?,
        no_conclusion: undecided.map(|cases| no_conclusion(x, n, cases)).transpose()?,
        bounds: open
            .then(|| worst_case(x, n, undecided.unwrap_or(0), left.unwrap_or(0)))
            .transpose()?,
    })
}

fn withdrawn(x: u64, n: u64, cases: u64) -> Result<Withdrawn, IntervalError> {
    let whole = |count: u64| usize::try_from(count).unwrap_or(usize::MAX);
    Ok(Withdrawn {
        cases,
        bounds: with_withdrawn(x, n, cases)?,
        many: many_withdrawn(whole(cases), whole(n.saturating_add(cases))),
    })
}

fn no_conclusion(x: u64, n: u64, cases: u64) -> Result<NoConclusion, IntervalError> {
    let Undecided {
        over_reviewed,
        over_concluded,
        bounds,
    } = with_undecided(x, n, cases)?;
    Ok(NoConclusion {
        cases,
        over_reviewed,
        over_concluded,
        bounds,
    })
}

fn shares(counts: CountInterval, population: u64) -> Interval {
    let share = |count: u64| count as f64 / population as f64;
    Interval {
        low: share(counts.low),
        high: share(counts.high),
    }
}

/// An approximate interval as whole cases, rounded outwards, within what the reviewed cases leave possible.
fn whole(interval: Interval, args: &ProportionArgs, population: u64) -> CountInterval {
    let (fewest, most) = (args.x, population - (args.n - args.x));
    let cases = |part: f64| part * population as f64;
    CountInterval {
        low: (cases(interval.low).floor() as u64).clamp(fewest, most),
        high: (cases(interval.high).ceil() as u64).clamp(fewest, most),
    }
}
