//! `scrutineer analyse agreement`: how far members agree who rated the same cases.

use super::columns::{Columns, refuse_overwriting};
use crate::cli::whole_file::whole_file;
use anyhow::{Context, bail};
use clap::{Args, ValueEnum};
use stats::agreement::{Bootstrap, Metric, Ratings, RatingsBuilder, Report, report, units};
use std::io::{IsTerminal, Write, stderr};
use std::path::{Path, PathBuf};

/// Draws beyond which resampling is told on a terminal: some tenths of a second.
const LONG: u64 = 100_000_000;

#[derive(Debug, Args)]
pub(super) struct AgreementArgs {
    /// One rating a line: unit,rater,value (a blank value is a missing one).
    #[arg(value_name = "RATINGS.csv")]
    ratings: PathBuf,
    /// How far apart two values are, for Krippendorff's alpha.
    #[arg(long, value_enum, default_value = "ordinal")]
    metric: MetricName,
    /// How many times units are drawn again for alpha's interval; 0 for none, 2000 when left out.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(0..=1_000_000))]
    bootstrap: Option<u32>,
    /// Where chance begins, 1 when left out; the same seed gives the same interval on every machine.
    #[arg(long, value_name = "SEED", requires = "bootstrap")]
    seed: Option<u64>,
    /// Confidence level of alpha's interval.
    #[arg(long, default_value_t = 0.95)]
    level: f64,
    /// All classes in their order, also those nobody chose; else those met. For words under the ordinal
    /// metric, and because AC1, AC2 and Brennan-Prediger depend on how many there are.
    #[arg(long, value_name = "CLASS,...", value_delimiter = ',')]
    classes: Option<Vec<String>>,
    /// Where to write each unit's counts as CSV; it appears whole or not at all.
    #[arg(long, value_name = "UNITS.csv")]
    out: Option<PathBuf>,
    /// Print one JSON object and nothing else.
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum MetricName {
    /// The same or not.
    Nominal,
    /// By rank, as Krippendorff defines it.
    Ordinal,
    /// By the values themselves.
    Interval,
}

/// Runs `scrutineer analyse agreement`.
pub(super) fn run(args: &AgreementArgs, out: &mut dyn Write) -> anyhow::Result<()> {
    let bootstrap = bootstrap(args)?;
    refuse_overwriting(&args.ratings, args.out.as_deref())?;
    let ratings = read(args)?;
    let found = report(&ratings, bootstrap, &mut progress(&ratings, bootstrap));
    if let Some(path) = &args.out {
        write_units(&ratings, path)?;
    }
    if args.json {
        serde_json::to_writer(&mut *out, &found).context("the answer cannot be written")?;
        writeln!(out)?;
        return Ok(());
    }
    tell(&found, out)
}

fn bootstrap(args: &AgreementArgs) -> anyhow::Result<Option<Bootstrap>> {
    if !(args.level > 0.0 && args.level < 1.0) {
        bail!(
            "the level is {}; it must lie between 0 and 1, such as 0.95",
            args.level
        );
    }
    let resamples = args.bootstrap.unwrap_or(2000);
    if resamples == 0 && args.seed.is_some() {
        bail!("--seed has no use with --bootstrap 0; leave it out or give a number of resamples");
    }
    Ok((resamples > 0).then(|| Bootstrap {
        resamples,
        seed: args.seed.unwrap_or(1),
        level: args.level,
    }))
}

fn read(args: &AgreementArgs) -> anyhow::Result<Ratings> {
    let metric = match args.metric {
        MetricName::Nominal => Metric::Nominal,
        MetricName::Ordinal => Metric::Ordinal,
        MetricName::Interval => Metric::Interval,
    };
    let mut builder = RatingsBuilder::new(metric, args.classes.as_deref()).context("--classes")?;
    Columns::open(&args.ratings, &["unit", "rater", "value"])?.each(|line, cells| {
        let [unit, rater, value] = cells else {
            bail!("too few cells")
        };
        Ok(builder.add(line, unit, rater, value)?)
    })?;
    builder
        .finish()
        .with_context(|| args.ratings.display().to_string())
}

/// Resamples so far, on a terminal and for long work only.
fn progress(ratings: &Ratings, bootstrap: Option<Bootstrap>) -> impl FnMut(u32) {
    let all = bootstrap.map_or(0, |bootstrap| bootstrap.resamples);
    let long = u64::from(all) * ratings.pairable_units() as u64 > LONG && stderr().is_terminal();
    let step = (all / 100).max(1);
    move |done| {
        if long && done == all {
            drop(write!(stderr(), "\r\x1b[K"));
        } else if long && done.is_multiple_of(step) {
            drop(write!(stderr(), "\r{done} of {all} resamples"));
        }
    }
}

fn write_units(ratings: &Ratings, path: &Path) -> anyhow::Result<()> {
    whole_file(path, |file| {
        let mut writer = csv::Writer::from_writer(file);
        writer.write_record(["unit", "ratings", "pairs", "agreeing_pairs", "unanimous"])?;
        for unit in units(ratings) {
            let unanimous = match unit.pairs {
                0 => "",
                pairs if pairs == unit.agreeing_pairs => "yes",
                _ => "no",
            };
            writer.write_record([
                unit.unit,
                &unit.ratings.to_string(),
                &unit.pairs.to_string(),
                &unit.agreeing_pairs.to_string(),
                unanimous,
            ])?;
        }
        Ok(writer.flush()?)
    })
}

fn tell(found: &Report, out: &mut dyn Write) -> anyhow::Result<()> {
    let counts = &found.observed;
    let part = |some: u64, all: u64| match all {
        0 => String::new(),
        _ => format!(" ({:.1}%)", 100.0 * some as f64 / all as f64),
    };
    writeln!(
        out,
        "{} units, {} raters, {} ratings",
        found.units, found.raters, found.ratings
    )?;
    writeln!(
        out,
        "{} units with two or more ratings: {} unanimous{}, {} split{}",
        counts.pairable_units,
        counts.unanimous_units,
        part(counts.unanimous_units, counts.pairable_units),
        counts.split_units,
        part(counts.split_units, counts.pairable_units)
    )?;
    let disagreeing = counts.pairs - counts.agreeing_pairs;
    writeln!(
        out,
        "{} pairs of ratings: {} agreed{}, {disagreeing} disagreed{}",
        counts.pairs,
        counts.agreeing_pairs,
        part(counts.agreeing_pairs, counts.pairs),
        part(disagreeing, counts.pairs)
    )?;
    if let Some(observed) = counts.observed {
        writeln!(
            out,
            "agreement with each unit counting the same: {:.1}%",
            100.0 * observed
        )?;
    }
    if let Some(alpha) = found.alpha.alpha {
        let name = format!("Krippendorff's alpha ({} metric)", found.metric);
        write!(out, "\n{name:<40}{alpha:>7.3}")?;
        if let (Some(low), Some(high), Some(level), Some(seed)) = (
            found.alpha.alpha_low,
            found.alpha.alpha_high,
            found.alpha.level,
            found.alpha.seed,
        ) {
            write!(
                out,
                "   {:.1}% interval {low:.3} to {high:.3} ({} resamples of units, seed {seed})",
                100.0 * level,
                found.alpha.bootstrap
            )?;
        }
        writeln!(out)?;
    }
    for named in found.coefficients.iter() {
        let Some(coefficient) = named.found else { continue };
        write!(out, "{:<40}{:>7.3}", named.name, coefficient.value)?;
        match coefficient.standard_error {
            Some(error) => writeln!(out, "   standard error {error:.3}")?,
            None => writeln!(out)?,
        }
    }
    for note in &found.notes {
        writeln!(out, "\n{note}")?;
    }
    Ok(())
}

#[cfg(test)]
mod tests;
