//! The answer in words.

use super::answer::{Answer, Compared};
use crate::cli::analyse::ratio::{bounds, number};
use stats::disparity::Ratio;
use std::io::Write;

/// Prints every comparison, then who was left out, then what must be said beside.
pub(super) fn tell(answer: &Answer, out: &mut dyn Write) -> anyhow::Result<()> {
    writeln!(
        out,
        "{} beside {}, within {}",
        answer.outcome,
        answer.reference,
        answer.strata_columns.join(", ")
    )?;
    for compared in &answer.groups {
        tell_group(compared, answer, out)?;
    }
    for (people, why) in [
        (answer.blank_outcome, "left out: outcome blank"),
        (answer.blank_strata, "left out: a column of the strata blank"),
        (answer.not_recorded, "whose group is not recorded: see the bounds"),
    ] {
        if people > 0 {
            writeln!(out, "{people} people {why}")?;
        }
    }
    for warning in &answer.warnings {
        writeln!(out, "{warning}")?;
    }
    Ok(())
}

fn tell_group(compared: &Compared, answer: &Answer, out: &mut dyn Write) -> anyhow::Result<()> {
    let Compared {
        group,
        events,
        base,
        ref_events,
        ref_base,
        ..
    } = compared;
    writeln!(
        out,
        "\n{group}: {events} of {base} against {ref_events} of {ref_base}"
    )?;
    let level = 100.0 * answer.level;
    for (what, ratio) in ratios(compared) {
        if let Some(ratio) = ratio {
            let (value, interval) = (number(ratio.ratio), bounds(ratio));
            writeln!(out, "  {what}: {value} ({level:.1}% interval {interval})")?;
        }
    }
    tell_tests(compared, answer, out)?;
    if let Some(missing) = compared.missing.filter(|_| answer.not_recorded > 0) {
        let most = missing
            .most
            .map_or_else(|| "without bound".to_owned(), |most| number(most.value()));
        let least = number(missing.least.value());
        writeln!(
            out,
            "  crude ratio were those not recorded known: from {least} to {most}"
        )?;
    }
    if let Some(why) = &compared.withheld {
        writeln!(out, "  {why}")?;
    }
    Ok(())
}

fn ratios(compared: &Compared) -> [(&'static str, Option<Ratio>); 6] {
    let of = |ratio: Option<f64>, low: Option<f64>, high: Option<f64>| {
        let (ratio, (low, high)) = ratio.zip(low.zip(high))?;
        Some(Ratio { ratio, low, high })
    };
    let model = compared.logistic.as_ref().map(|model| Ratio {
        ratio: model.odds_ratio,
        low: model.low,
        high: model.high,
    });
    let crude = of(compared.crude_rr, compared.crude_low, compared.crude_high);
    let pooled = of(compared.mh_rr, compared.low, compared.high);
    let odds = of(compared.mh_or, compared.or_low, compared.or_high);
    [
        ("crude ratio of rates", crude),
        ("adjusted ratio of rates (Mantel-Haenszel)", pooled),
        (
            "crude ratio of not having the outcome",
            compared.opposite.map(|opposite| opposite.crude),
        ),
        (
            "adjusted ratio of not having the outcome",
            compared.opposite.map(|opposite| opposite.adjusted),
        ),
        ("adjusted odds ratio (Mantel-Haenszel)", odds),
        ("adjusted odds ratio (logistic regression)", model),
    ]
}

fn tell_tests(compared: &Compared, answer: &Answer, out: &mut dyn Write) -> anyhow::Result<()> {
    if let Some(informative) = compared.informative_strata {
        writeln!(
            out,
            "  strata: {}, of which {informative} say something",
            compared.strata
        )?;
    }
    if let Some(p) = compared.p_adjusted {
        let over = match answer.groups.len() {
            1 => String::new(),
            groups => format!(", adjusted over {groups} groups"),
        };
        writeln!(
            out,
            "  p of no difference within strata (Cochran-Mantel-Haenszel){over}: {}",
            probability(p)
        )?;
    }
    if let Some(p) = compared.homogeneity_p {
        writeln!(
            out,
            "  p that the odds ratio is the same in all strata (Breslow-Day, Tarone): {}",
            probability(p)
        )?;
    }
    Ok(())
}

/// Four figures after the point; never a nought that is none.
fn probability(p: f64) -> String {
    if p < 0.0001 {
        "below 0.0001".to_owned()
    } else {
        format!("{p:.4}")
    }
}
