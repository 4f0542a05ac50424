//! How long alpha with its interval takes: `cargo bench -p stats --bench agreement [-- RATINGS.csv]`.
//! RATINGS.csv holds `unit,rater,value`; without it, 1,000 units by 12 raters on four classes are made up, a
//! tenth of them missing. Prints alpha first, so that it can be compared, then processor time where the
//! system tells it (Linux), else time gone by; the fastest of several runs counts, for anything slower is the
//! machine being busy with something else.

use stats::agreement::{
    Bootstrap, Metric, Ratings, RatingsBuilder, Resamples, alpha, percentile_interval, report,
};
use std::hint::black_box;
use std::io::Write;
use std::time::{Duration, Instant};

type Rows = Vec<(String, String, String)>;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut out = std::io::stdout().lock();
    let file = std::env::args().skip(1).find(|word| !word.starts_with("--"));
    let rows = match file {
        Some(path) => from_file(&path)?,
        None => made_up(1_000, 12, 4),
    };
    let ratings = read(Metric::Ordinal, &rows)?;
    let bootstrap = Bootstrap {
        resamples: 2_000,
        seed: 1,
        level: 0.95,
    };
    let found = report(&ratings, Some(bootstrap), &mut |_| {}).alpha;
    writeln!(
        out,
        "{} units by {} raters: ordinal alpha {:?}, {:?} to {:?}",
        ratings.units().len(),
        ratings.raters().len(),
        found.alpha,
        found.alpha_low,
        found.alpha_high
    )?;
    row(&mut out, "putting the ratings in order", || {
        drop(black_box(read(Metric::Ordinal, &rows)));
    })?;
    for metric in [Metric::Nominal, Metric::Ordinal, Metric::Interval] {
        let ratings = read(metric, &rows)?;
        let what = format!("alpha and 2,000 resamples, {metric}");
        row(&mut out, &what, || alone(&ratings))?;
        let what = format!("the same and every other coefficient, {metric}");
        row(&mut out, &what, || {
            drop(black_box(report(&ratings, Some(bootstrap), &mut |_| {})));
        })?;
    }
    for (units, classes) in [(1_000, 100), (10_000, 4), (100_000, 4)] {
        let ratings = read(Metric::Ordinal, &made_up(units, 12, classes))?;
        let what = format!("alpha and 2,000 resamples, {units} units, {classes} classes");
        row(&mut out, &what, || alone(&ratings))?;
    }
    Ok(())
}

/// Alpha and its interval alone.
fn alone(ratings: &Ratings) {
    drop(black_box(alpha(ratings)));
    let values = Resamples::new(ratings, 1).take(2_000).flatten().collect();
    black_box(percentile_interval(values, 0.95));
}

fn row(out: &mut dyn Write, what: &str, work: impl FnMut()) -> std::io::Result<()> {
    writeln!(
        out,
        "{what:<58} {:>10.3} ms",
        fastest(5, work).as_secs_f64() * 1e3
    )
}

fn read(metric: Metric, rows: &Rows) -> Result<Ratings, stats::agreement::RatingsError> {
    let mut builder = RatingsBuilder::new(metric, None)?;
    for (line, (unit, rater, value)) in (2..).zip(rows) {
        builder.add(line, unit, rater, value)?;
    }
    builder.finish()
}

fn from_file(path: &str) -> Result<Rows, Box<dyn std::error::Error>> {
    let mut rows = Vec::new();
    for record in csv::Reader::from_path(path)?.deserialize() {
        rows.push(record?);
    }
    Ok(rows)
}

/// A class for each unit, most raters in it, the others beside it; a tenth missing. Numbers from a plain
/// linear congruence.
fn made_up(units: u32, raters: u32, classes: u64) -> Rows {
    let mut state = 7_u64;
    let mut next = move |end: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (state >> 33) % end
    };
    let mut rows = Rows::new();
    for unit in 0..units {
        let class = 1 + next(classes);
        for rater in 0..raters {
            let value = (class + [0, 1, 1, 1, 2][next(5) as usize] - 1).clamp(1, classes);
            let value = if next(10) == 0 {
                String::new()
            } else {
                value.to_string()
            };
            rows.push((format!("U{unit}"), format!("R{rater}"), value));
        }
    }
    rows
}

/// The fastest of some runs, each repeated for a fifth of a second or more: the system counts in steps of
/// milliseconds.
fn fastest(runs: u32, mut work: impl FnMut()) -> Duration {
    let start = Instant::now();
    work();
    let rounds = 1 + (0.2 / start.elapsed().as_secs_f64().max(1e-6)) as u32;
    let time = |_| {
        let (start, began) = (Instant::now(), on_processor());
        (0..rounds).for_each(|_| work());
        let gone_by = start.elapsed();
        let on_processor = on_processor().zip(began);
        on_processor.map_or(gone_by, |(end, began)| end.saturating_sub(began)) / rounds
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
