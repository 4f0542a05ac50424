//! `scrutineer analyse estimate`: from drawn cases to all records.

mod read;

use anyhow::{Context, bail};
use clap::{Args, ValueEnum};
use read::{Carries, Cases, Columns};
use serde::Serialize;
use stats::estimate::{Estimate, Stratum, Variance, Weighed, WeighedEstimate, stratified, weighed};
use std::io::Write;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(super) struct EstimateArgs {
    /// A line for each reviewed case, with a header. Cases of the stratum "targeted" are counted apart and in no rate.
    #[arg(value_name = "FILE.csv")]
    file: PathBuf,
    /// Column of the stratum; a file without it is one stratum.
    #[arg(long, value_name = "COLUMN", default_value = "stratum")]
    stratum: String,
    /// Column of what was found: 1 or 0, or any number.
    #[arg(long, value_name = "COLUMN", default_value = "y")]
    y: String,
    /// Column of each case's chance of being drawn, such as 3/8 or 0.375, as `draw run --cases` writes it; for draws in
    /// proportion to size. It goes before --population where the file has both.
    #[arg(long, value_name = "COLUMN", default_value = "pi")]
    pi: String,
    /// Column of the number of records in the case's stratum, for simple draws.
    #[arg(long, value_name = "COLUMN", default_value = "population")]
    population: String,
    /// Which of the two the estimate is made by; without it pi where the file has that column.
    #[arg(long, value_enum)]
    by: Option<By>,
    /// How the error of a draw with unequal chances is worked out.
    #[arg(long, value_enum, default_value_t = VarianceArg::HartleyRao)]
    variance: VarianceArg,
    /// Confidence level.
    #[arg(long, default_value_t = 0.95)]
    level: f64,
    /// Print one JSON object and nothing else.
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum By {
    /// Each stratum by its number of records.
    Population,
    /// Each case by its chance of being drawn.
    Pi,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum VarianceArg {
    /// For systematic draws along a random order (Hartley and Rao).
    HartleyRao,
    /// As if cases were put back: too large rather than too small.
    WithReplacement,
}

#[derive(Debug, Serialize)]
struct Answer {
    #[serde(flatten)]
    found: Found,
    level: f64,
    strata: Vec<StratumLine>,
    /// Cases that somebody picked; no rate counts them.
    #[serde(skip_serializing_if = "Option::is_none")]
    targeted: Option<Targeted>,
}

#[derive(Debug, Serialize)]
#[serde(tag = "method", rename_all = "kebab-case")]
enum Found {
    Stratified {
        #[serde(flatten)]
        estimate: Estimate,
    },
    Hajek {
        #[serde(flatten)]
        estimate: WeighedEstimate,
    },
}

#[derive(Debug, Serialize)]
struct StratumLine {
    stratum: String,
    n: u64,
    mean: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    population: Option<u64>,
}

#[derive(Debug, Serialize)]
struct Targeted {
    n: u64,
    mean: f64,
}

pub(super) fn run(args: &EstimateArgs, out: &mut dyn Write) -> anyhow::Result<()> {
    let name = args.file.display();
    let columns = Columns {
        stratum: &args.stratum,
        y: &args.y,
        pi: &args.pi,
        population: &args.population,
        wanted: args.by.map(|by| match by {
            By::Population => Carries::Population,
            By::Pi => Carries::Pi,
        }),
    };
    let cases = read::cases(&args.file, &columns).with_context(|| name.to_string())?;
    let answer = answer(args, &cases).with_context(|| name.to_string())?;
    if args.json {
        writeln!(out, "{}", serde_json::to_string(&answer)?)?;
        return Ok(());
    }
    write_text(&answer, out)
}

fn answer(args: &EstimateArgs, cases: &Cases) -> anyhow::Result<Answer> {
    if cases.strata.is_empty() && cases.targeted.n() > 0 {
        bail!("every case is targeted; there is no drawn case to estimate from");
    }
    let found = match cases.carries {
        Carries::Population => {
            let strata: Vec<Stratum<'_>> = cases
                .strata
                .iter()
                .map(|(name, stratum)| Stratum {
                    name,
                    population: stratum.population,
                    sample: stratum.sample,
                })
                .collect();
            Found::Stratified {
                estimate: stratified(&strata, args.level)?,
            }
        }
        Carries::Pi => {
            let weighed_cases: Vec<Weighed<'_>> = cases
                .strata
                .iter()
                .flat_map(|(name, stratum)| {
                    stratum.weighed.iter().map(|&(y, inclusion)| Weighed {
                        stratum: name,
                        y,
                        inclusion,
                    })
                })
                .collect();
            let variance = match args.variance {
                VarianceArg::HartleyRao => Variance::HartleyRao,
                VarianceArg::WithReplacement => Variance::WithReplacement,
            };
            Found::Hajek {
                estimate: weighed(&weighed_cases, variance, args.level)?,
            }
        }
    };
    let by_population = cases.carries == Carries::Population;
    Ok(Answer {
        found,
        level: args.level,
        strata: cases
            .strata
            .iter()
            .map(|(name, stratum)| StratumLine {
                stratum: name.clone(),
                n: stratum.sample.n(),
                mean: stratum.sample.mean(),
                population: by_population.then_some(stratum.population),
            })
            .collect(),
        targeted: (cases.targeted.n() > 0).then(|| Targeted {
            n: cases.targeted.n(),
            mean: cases.targeted.mean(),
        }),
    })
}

fn write_text(answer: &Answer, out: &mut dyn Write) -> anyhow::Result<()> {
    let (estimate, how) = match &answer.found {
        Found::Stratified { estimate } => (estimate, "stratified".to_owned()),
        Found::Hajek { estimate } => {
            let variance = match estimate.variance {
                Variance::HartleyRao => "Hartley and Rao's",
                Variance::WithReplacement => "as if cases were put back",
            };
            let error = estimate.total_standard_error;
            writeln!(
                out,
                "total      {:.4} (standard error {error:.4})",
                estimate.total
            )?;
            (&estimate.ratio, format!("Hajek; variance {variance}"))
        }
    };
    writeln!(
        out,
        "estimate   {:.4} (standard error {:.4})\ninterval   {:.4} to {:.4} ({}%)\nmethod     {how}",
        estimate.estimate,
        estimate.standard_error,
        estimate.low,
        estimate.high,
        100.0 * answer.level
    )?;
    for line in &answer.strata {
        let of = line
            .population
            .map(|population| format!(" of {population}"))
            .unwrap_or_default();
        writeln!(
            out,
            "stratum    {}: {}{of}, mean {:.4}",
            line.stratum, line.n, line.mean
        )?;
    }
    if let Some(targeted) = &answer.targeted {
        writeln!(
            out,
            "apart      {} targeted, mean {:.4}: picked, not drawn, and in no rate above",
            targeted.n, targeted.mean
        )?;
    }
    Ok(())
}
