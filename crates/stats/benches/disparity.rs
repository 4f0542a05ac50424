//! How long comparisons take: `cargo bench -p stats --bench disparity`. Prints a table of processor time where the
//! system tells it (Linux), else of time gone by; the fastest of several runs counts, for anything slower is the machine
//! being busy with something else.

use stats::disparity::{
    Area, Counts, DisparityError, OddsMethod, RatioMethod, Stratum, adjusted, league, odds_ratio, risk_ratio,
};
use std::hint::black_box;
use std::io::Write;
use std::time::{Duration, Instant};

const TABLES: u64 = 1_000;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut out = std::io::stdout().lock();
    let row = |out: &mut dyn Write, what: &str, time: Duration, target: &str| {
        writeln!(out, "{what:<58} {:>10.3} ms   {target}", time.as_secs_f64() * 1e3)
    };
    let tables = (0..TABLES).map(table).collect::<Result<Vec<_>, _>>()?;
    for (name, method, target) in [
        ("Koopman", RatioMethod::Koopman, "target 1/50 of statsmodels"),
        ("Miettinen-Nurminen", RatioMethod::MiettinenNurminen, ""),
        ("Katz", RatioMethod::Katz, ""),
    ] {
        let time = fastest(5, 100, || {
            for &(group, reference) in &tables {
                drop(black_box(risk_ratio(black_box(group), reference, method, 0.95)));
            }
        });
        row(
            &mut out,
            &format!("{TABLES} ratios of rates, {name}"),
            time,
            target,
        )?;
    }
    for (name, method, rounds) in [
        ("score", OddsMethod::Score, 100),
        ("Woolf", OddsMethod::Woolf, 1_000),
        ("Fisher", OddsMethod::Fisher, 5),
        ("mid-p", OddsMethod::MidP, 5),
    ] {
        let time = fastest(3, rounds, || {
            for &(group, reference) in &tables {
                drop(black_box(odds_ratio(black_box(group), reference, method, 0.95)));
            }
        });
        row(&mut out, &format!("{TABLES} odds ratios, {name}"), time, "")?;
    }
    let strata: Vec<_> = tables
        .iter()
        .map(|&(group, reference)| Stratum { group, reference })
        .collect();
    let time = fastest(5, 100, || drop(black_box(adjusted(black_box(&strata), 0.95))));
    row(
        &mut out,
        &format!("Mantel-Haenszel over {TABLES} strata"),
        time,
        "",
    )?;
    let areas: Vec<_> = (0..43)
        .map(|at| Area {
            events: 20 + at * 37 % 90,
            expected: 30.0 + (at * 53 % 70) as f64,
        })
        .collect();
    let time = fastest(3, 3, || drop(black_box(league(black_box(&areas), 0.95))));
    row(&mut out, "league of 43 forces with ranks", time, "")?;
    Ok(())
}

/// Tables of twenty to a few thousand people with rates of many sizes.
fn table(at: u64) -> Result<(Counts, Counts), DisparityError> {
    let (own, other) = (20 + at * 7_919 % 900, 20 + at * 104_729 % 5_000);
    let events = |base: u64, part: u64| 5 + (base - 10) * (part % 100) / 100;
    Ok((
        Counts::new(events(own, at * 31), own)?,
        Counts::new(events(other, at * 17), other)?,
    ))
}

/// The fastest of `runs`, each of so many rounds that the system's clock of processor time can see it.
fn fastest(runs: usize, rounds: u32, mut work: impl FnMut()) -> Duration {
    let time = |_| {
        let (start, began) = (Instant::now(), on_processor());
        for _ in 0..rounds {
            work();
        }
        let gone_by = start.elapsed();
        let spent = on_processor()
            .zip(began)
            .map_or(gone_by, |(end, began)| end.saturating_sub(began));
        spent / rounds
    };
    (0..runs).map(time).min().unwrap_or_default()
}

/// Processor time of this thread so far.
fn on_processor() -> Option<Duration> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    text.split_whitespace()
        .next()?
        .parse()
        .ok()
        .map(Duration::from_nanos)
}
