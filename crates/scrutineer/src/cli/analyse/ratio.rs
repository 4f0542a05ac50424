//! `scrutineer analyse ratio`: how the rate of a group compares with that of the reference group.

use anyhow::{Context, anyhow};
use clap::{Args, ValueEnum};
use serde::Serialize;
use stats::disparity::{
    Counts, Fraction, Gap, NotGiven, OddsMethod, Ratio, RatioMethod, enough, impact_ratios, odds_ratio,
    percentage_point_gap, risk_ratio, wording,
};
use std::io::Write;

#[derive(Debug, Args)]
pub(super) struct RatioArgs {
    /// People of the group who had the outcome.
    #[arg(long, value_parser = whole, allow_negative_numbers = true)]
    events: u64,
    /// People of the group who could have had it: those at the stage before.
    #[arg(long, value_parser = whole, allow_negative_numbers = true)]
    base: u64,
    /// People of the reference group who had the outcome.
    #[arg(long, value_parser = whole, allow_negative_numbers = true)]
    ref_events: u64,
    /// People of the reference group who could have had it.
    #[arg(long, value_parser = whole, allow_negative_numbers = true)]
    ref_base: u64,
    /// How the bounds of the ratio are found.
    #[arg(long, value_enum, default_value_t = Method::Koopman)]
    method: Method,
    /// How the odds ratio and its bounds are found.
    #[arg(long, value_enum, default_value_t = Odds::Score)]
    odds: Odds,
    /// Confidence level.
    #[arg(long, default_value_t = 0.95)]
    level: f64,
    /// Give ratios of numbers too small to stand on: fewer than 5 with the outcome, or a base below 20.
    #[arg(long)]
    small_numbers: bool,
    /// Screen by the four-fifths rule of United States law, taking the outcome as good for whoever has it.
    #[arg(long)]
    four_fifths: bool,
    /// Print one JSON object and nothing else.
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Method {
    /// The score interval.
    Koopman,
    /// Normal on the logarithm, for large counts only.
    Katz,
    /// The score interval, a little wider.
    MiettinenNurminen,
}

impl From<Method> for RatioMethod {
    fn from(method: Method) -> Self {
        match method {
            Method::Koopman => Self::Koopman,
            Method::Katz => Self::Katz,
            Method::MiettinenNurminen => Self::MiettinenNurminen,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Odds {
    /// The score interval.
    Score,
    /// Normal on the logarithm, for large counts only.
    Woolf,
    /// The conditional estimate and its exact interval.
    Fisher,
    /// As Fisher, less strict: covers the level on average.
    MidP,
}

impl From<Odds> for OddsMethod {
    fn from(odds: Odds) -> Self {
        match odds {
            Odds::Score => Self::Score,
            Odds::Woolf => Self::Woolf,
            Odds::Fisher => Self::Fisher,
            Odds::MidP => Self::MidP,
        }
    }
}

/// What `--json` prints. A bound that does not exist is null.
#[derive(Debug, Serialize)]
struct Comparison {
    #[serde(flatten)]
    ratio: Ratio,
    method: RatioMethod,
    level: f64,
    rate: f64,
    reference_rate: f64,
    /// The ratio of *not* having the outcome.
    opposite: Option<Ratio>,
    gap: Gap,
    odds_ratio: Option<f64>,
    odds_low: Option<f64>,
    odds_high: Option<f64>,
    odds_method: OddsMethod,
    #[serde(skip_serializing_if = "Option::is_none")]
    four_fifths: Option<FourFifths>,
    /// What must be said beside the figures.
    warnings: Vec<String>,
}

/// The worse-treated group beside the better-treated.
#[derive(Debug, Serialize)]
struct FourFifths {
    ratio: Fraction,
    below: bool,
}

/// Runs `scrutineer analyse ratio`.
pub(super) fn run(args: &RatioArgs, out: &mut dyn Write) -> anyhow::Result<()> {
    let group = Counts::new(args.events, args.base).context("--events and --base")?;
    let reference = Counts::new(args.ref_events, args.ref_base).context("--ref-events and --ref-base")?;
    let answer = compare(args, group, reference)?;
    if args.json {
        serde_json::to_writer(&mut *out, &answer).context("the answer cannot be written")?;
        writeln!(out)?;
        return Ok(());
    }
    tell(&answer, group, reference, out)
}

fn compare(args: &RatioArgs, group: Counts, reference: Counts) -> anyhow::Result<Comparison> {
    let (method, level) = (args.method.into(), args.level);
    let direction = |group: Counts, reference: Counts| -> Result<Ratio, NotGiven> {
        if !args.small_numbers {
            enough(group, reference)?;
        }
        Ok(risk_ratio(group, reference, method, level)?)
    };
    // What is wrong with the numbers comes before what is small about them.
    let gap = percentage_point_gap(group, reference, level)?;
    let ratio = direction(group, reference).map_err(|why| match why {
        NotGiven::Small(small) => anyhow!("{small}; --small-numbers gives it all the same"),
        NotGiven::Undefined(why) => why.into(),
    })?;
    let mut warnings = Vec::new();
    if ratio.low > 1.0 || ratio.high < 1.0 {
        warnings.push(wording::NOT_ITSELF_DISCRIMINATION.to_owned());
    }
    let opposite = direction(group.reversed(), reference.reversed());
    if let Err(why) = &opposite {
        warnings.push(format!("The ratio of not having the outcome is left out: {why}."));
    }
    let odds = odds_ratio(group, reference, args.odds.into(), level);
    if let Err(why) = &odds {
        warnings.push(format!("The odds ratio is left out: {why}."));
    }
    let odds = odds.ok();
    let four_fifths = args.four_fifths.then(|| screen(group, reference)).transpose()?;
    if four_fifths.is_some() {
        warnings.push(wording::FOUR_FIFTHS_IS_NO_UK_RULE.to_owned());
    }
    Ok(Comparison {
        ratio,
        method,
        level,
        rate: group.rate(),
        reference_rate: reference.rate(),
        opposite: opposite.ok(),
        gap,
        odds_ratio: odds.map(|odds| odds.ratio),
        odds_low: odds.map(|odds| odds.low),
        odds_high: odds.map(|odds| odds.high),
        odds_method: args.odds.into(),
        four_fifths,
        warnings,
    })
}

fn screen(group: Counts, reference: Counts) -> anyhow::Result<FourFifths> {
    let worse = impact_ratios(&[group, reference])?
        .into_iter()
        .min_by_key(|impact| impact.ratio)
        .context("there is nobody to compare")?;
    Ok(FourFifths {
        ratio: worse.ratio,
        below: worse.below_four_fifths,
    })
}

fn tell(answer: &Comparison, group: Counts, reference: Counts, out: &mut dyn Write) -> anyhow::Result<()> {
    let level = 100.0 * answer.level;
    writeln!(
        out,
        "{} of {} ({:.1}%) against {} of {} ({:.1}%)",
        group.events(),
        group.base(),
        100.0 * answer.rate,
        reference.events(),
        reference.base(),
        100.0 * answer.reference_rate,
    )?;
    let rows = [
        ("ratio of rates", Some(answer.ratio)),
        ("ratio of not having the outcome", answer.opposite),
        (
            "odds ratio",
            answer
                .odds_ratio
                .zip(answer.odds_low.zip(answer.odds_high))
                .map(|(ratio, (low, high))| Ratio { ratio, low, high }),
        ),
    ];
    for (what, ratio) in rows {
        if let Some(ratio) = ratio {
            writeln!(
                out,
                "{what}: {} ({level:.1}% interval {})",
                number(ratio.ratio),
                bounds(ratio)
            )?;
        }
    }
    let Gap { gap, low, high } = answer.gap;
    writeln!(
        out,
        "gap: {:+.1} percentage points ({level:.1}% interval {:+.1} to {:+.1})",
        100.0 * gap,
        100.0 * low,
        100.0 * high
    )?;
    if let Some(screen) = &answer.four_fifths {
        let side = if screen.below { "below" } else { "not below" };
        writeln!(out, "four-fifths screen: {}, {side} 4/5", screen.ratio)?;
    }
    for warning in &answer.warnings {
        writeln!(out, "{warning}")?;
    }
    Ok(())
}

/// The bounds in words; an infinite upper one is none.
pub(super) fn bounds(ratio: Ratio) -> String {
    if ratio.high.is_finite() {
        format!("{} to {}", number(ratio.low), number(ratio.high))
    } else {
        format!("{} upwards", number(ratio.low))
    }
}

/// Four figures after the point where they say something, fewer for large values.
pub(super) fn number(value: f64) -> String {
    match value {
        value if !value.is_finite() => "without bound".to_owned(),
        value if value >= 100.0 => format!("{value:.1}"),
        value if value >= 10.0 => format!("{value:.2}"),
        value if value >= 1.0 => format!("{value:.3}"),
        value => format!("{value:.4}"),
    }
}

/// A number of people from the command line.
fn whole(text: &str) -> Result<u64, String> {
    text.parse()
        .map_err(|_| "it must be a whole number of people, 0 or more".to_owned())
}

#[cfg(test)]
mod tests;
