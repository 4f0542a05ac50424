//! How long the draw and the intervals take: `cargo bench -p stats`. Prints a table of processor time where the system
//! tells it (Linux), else of time gone by; the fastest of several runs counts, for anything slower is the machine being
//! busy with something else.

use stats::interval::finite_population;
use stats::sampling::{Frame, Plan, Record, SamplingError, commitment, dice, draw, seed};
use std::hint::black_box;
use std::io::Write;
use std::time::{Duration, Instant};

const RECORDS: u32 = 1_000_000;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut out = std::io::stdout().lock();
    let records = records()?;
    let few = r#"{"method":"srs","n":{"all":10000},"reserves":{"all":1000},"seed":["dice"]}"#;
    let all = r#"{"method":"srs","n":{"all":10000},"seed":["dice"]}"#;
    let (few, all) = (Plan::parse(few)?, Plan::parse(all)?);
    let frame = Frame::new(records.clone())?;
    let sources = [dice("71840263915520487316")?];
    let seed = seed(&commitment(&frame, &few), &sources);

    let row = |out: &mut dyn Write, what: &str, time: Duration, target: &str| {
        writeln!(out, "{what:<58} {:>10.3} ms   {target}", time.as_secs_f64() * 1e3)
    };
    let copy = fastest(3, || drop(black_box(records.clone())));
    let sorted = fastest(3, || drop(black_box(Frame::new(records.clone())))).saturating_sub(copy);
    row(&mut out, "check and sort 1,000,000 records", sorted, "")?;
    let committed = fastest(3, || {
        black_box(commitment(&frame, &few));
    });
    row(
        &mut out,
        "commitment: 1,000,000 leaves and their root",
        committed,
        "",
    )?;
    let drawn = fastest(3, || drop(black_box(draw(&frame, &few, &seed))));
    row(&mut out, "draw 10,000 and 1,000 reserves", drawn, "")?;
    let everybody = fastest(3, || drop(black_box(draw(&frame, &all, &seed))));
    row(&mut out, "draw 10,000 and all others as reserves", everybody, "")?;
    row(
        &mut out,
        "commit and draw together",
        committed + drawn,
        "target 500 ms",
    )?;

    for (x, n, population) in [(6, 15, 240), (3, 30, 1000), (9, 30, 5000), (40, 200, 5000)] {
        let rounds = 1000;
        let time = fastest(5, || {
            for _ in 0..rounds {
                drop(black_box(finite_population(black_box(x), n, population, 0.95)));
            }
        });
        let what = format!("exact interval of {x} of {n} from {population}");
        let target = if n <= 30 { "target 0.050 ms" } else { "" };
        row(&mut out, &what, time / rounds, target)?;
    }
    Ok(())
}

/// Records in an order that is not that of their refs.
fn records() -> Result<Vec<Record>, SamplingError> {
    let scattered = (0..RECORDS).map(|at| (u64::from(at) * 48_271 % u64::from(RECORDS)) as u32);
    scattered
        .map(|number| {
            let mut salt = [0; 16];
            salt[..4].copy_from_slice(&number.to_be_bytes());
            Record::new(&format!("CR-{number:07}"), "all", 1 + number % 50, salt)
        })
        .collect()
}

fn fastest(runs: usize, mut work: impl FnMut()) -> Duration {
    let time = |_| {
        let (start, began) = (Instant::now(), on_processor());
        work();
        let gone_by = start.elapsed();
        on_processor()
            .zip(began)
            .map_or(gone_by, |(end, began)| end.saturating_sub(began))
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
