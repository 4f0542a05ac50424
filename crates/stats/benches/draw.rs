//! How long the draw and the intervals take: `cargo bench -p stats`. Prints a table of processor time where the system
//! tells it (Linux), else of time gone by; the fastest of several runs counts, for anything slower is the machine being
//! busy with something else.

use stats::interval::finite_population;
use stats::sampling::{Frame, FrameBuilder, Plan, SamplingError, commitment, dice, draw, seed};
use std::hint::black_box;
use std::io::Write;
use std::time::{Duration, Instant};

const RECORDS: u32 = 1_000_000;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut out = std::io::stdout().lock();
    let (scattered, in_order) = (refs(true), refs(false));
    let few = r#"{"method":"srs","n":{"all":10000},"reserves":{"all":1000},"seed":["dice"]}"#;
    let all = r#"{"method":"srs","n":{"all":10000},"seed":["dice"]}"#;
    let by_size = r#"{"method":"pareto","n":{"all":10000},"reserves":{"all":1000},"seed":["dice"]}"#;
    let (few, all, by_size) = (Plan::parse(few)?, Plan::parse(all)?, Plan::parse(by_size)?);
    let frame = frame_of(&in_order)?;
    let sources = [dice("71840263915520487316")?];
    let seed = seed(&commitment(&frame, &few), &sources);

    let row = |out: &mut dyn Write, what: &str, time: Duration, target: &str| {
        writeln!(out, "{what:<58} {:>10.4} ms   {target}", time.as_secs_f64() * 1e3)
    };
    let sorted = fastest(5, || drop(black_box(frame_of(&scattered))));
    row(&mut out, "check and sort 1,000,000 records", sorted, "")?;
    let kept = fastest(5, || drop(black_box(frame_of(&in_order))));
    row(&mut out, "check 1,000,000 records that come in order", kept, "")?;
    let committed = fastest(5, || {
        black_box(commitment(&frame, &few));
    });
    row(
        &mut out,
        "commitment: 1,000,000 leaves and their root",
        committed,
        "",
    )?;
    let drawn = fastest(5, || drop(black_box(draw(&frame, &few, &seed))));
    row(&mut out, "draw 10,000 and 1,000 reserves", drawn, "")?;
    let everybody = fastest(5, || drop(black_box(draw(&frame, &all, &seed))));
    row(&mut out, "draw 10,000 and all others as reserves", everybody, "")?;
    let weighed = fastest(5, || drop(black_box(draw(&frame, &by_size, &seed))));
    row(
        &mut out,
        "draw 10,000 and 1,000 reserves in proportion to size",
        weighed,
        "",
    )?;
    row(
        &mut out,
        "check, commit and draw together, records in order",
        kept + committed + drawn,
        "target 575 ms (1/8 of 4.6 s)",
    )?;

    for (x, n, population) in [(6, 15, 240), (3, 30, 1000), (9, 30, 5000), (40, 200, 5000)] {
        let rounds = 50_000;
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

/// Refs in an order that is not that of their bytes, or in that order.
fn refs(scattered: bool) -> Vec<String> {
    let number = |at: u32| match scattered {
        true => (u64::from(at) * 48_271 % u64::from(RECORDS)) as u32,
        false => at,
    };
    (0..RECORDS).map(|at| format!("CR-{:08}", number(at))).collect()
}

fn frame_of(refs: &[String]) -> Result<Frame, SamplingError> {
    let mut builder = FrameBuilder::new();
    for (ref_, number) in refs.iter().zip(0_u32..) {
        let mut salt = [0; 16];
        salt[..4].copy_from_slice(&number.to_be_bytes());
        builder.add(ref_, "all", 1 + number % 50, salt)?;
    }
    builder.finish()
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
