//! How long the protection of tables takes: `cargo bench -p stats --bench suppression`. One line for each table.
use stats::suppression::{Profile, Table, Terms};
use std::hint::black_box;
use std::io::Write;
use std::time::{Duration, Instant};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut out = std::io::stdout().lock();
    for (rows, columns) in [(100, 20), (200, 20), (500, 20), (1000, 20), (2000, 20)] {
        let counts = counts(rows, columns);
        let small = counts.iter().flatten().filter(|c| (1..5).contains(*c)).count();
        let zeros = counts.iter().flatten().filter(|c| **c == 0).count();
        let table = Table::new(&counts)?;
        let terms = Terms::of(Profile::Default);
        let protected = table.protect(&terms)?;
        let both = fastest(3, || drop(black_box(table.protect(&terms))));
        let audit = fastest(3, || drop(black_box(table.audit(&protected.release))));
        writeln!(
            out,
            "{rows} x {columns} zeros {zeros} small {small} primary {} secondary {} cost {} zh {}  protect {:?} audit {:?}",
            protected.primary.len(),
            protected.secondary.len(),
            protected.cost,
            protected.release.zeros_hidden,
            both.saturating_sub(audit),
            audit
        )?;
    }
    Ok(())
}

/// Counts whose rows and columns differ in size by a factor, from a fixed linear congruential generator.
fn counts(rows: usize, columns: usize) -> Vec<Vec<u64>> {
    let mut state: u64 = 2_024;
    let mut next = |below: u64| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    let weights: Vec<u64> = (0..columns).map(|_| 20 + next(180)).collect();
    (0..rows)
        .map(|_| {
            let size = 4 + next(96);
            weights
                .iter()
                .map(|weight| size * weight * (40 + next(121)) / 24_000)
                .collect()
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
