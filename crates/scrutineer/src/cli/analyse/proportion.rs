//! `scrutineer analyse proportion`: the interval of x found among n reviewed.

use anyhow::{Context, bail};
use clap::{Args, ValueEnum};
use serde::Serialize;
use stats::interval::{CountInterval, Interval, clopper_pearson, finite_population, jeffreys, wilson};
use std::io::Write;

#[derive(Debug, Args)]
pub(super) struct ProportionArgs {
    /// Cases found to be so.
    #[arg(long)]
    x: u64,
    /// Cases reviewed.
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
    Ok(Proportion {
        estimate: x as f64 / n as f64,
        low: interval.low,
        high: interval.high,
        method,
        level,
        low_count: counts.map(|counts| counts.low),
        high_count: counts.map(|counts| counts.high),
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
