//! How long redaction takes over case papers of several lengths: `cargo bench -p redact`. Processor time where the system
//! tells it (Linux), else time gone by; the fastest of several runs counts.
//!
//! The text is the labelled papers one after the other, with identifiers and near misses about as dense as in a custody
//! record; a case's names are looked for as well.

#[path = "../tests/papers/mod.rs"]
mod papers;

use std::hint::black_box;
use std::io::Write;
use std::time::{Duration, Instant};

use redact::{Tokens, apply};

/// Lengths of text in kB, and how often each is timed.
const LENGTHS: [(usize, usize); 4] = [(10, 80), (100, 24), (1_000, 7), (10_000, 2)];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let (names, about_names) = papers::named();
    let detector = papers::detector(Some(&names), None);
    let all = papers::labelled().into_iter().chain(about_names);
    let text: Vec<String> = all.map(|paper| paper.text).collect();
    let text = text.join("\n\n");
    let mut out = std::io::stdout().lock();
    writeln!(
        out,
        "{:>8} {:>8} {:>10} {:>10} {:>10}",
        "kB", "finds", "find", "apply", "residual"
    )?;
    for (length, runs) in LENGTHS {
        let mut paper = text.repeat(length * 1_000 / text.len() + 1);
        let end = (0..=length * 1_000).rev().find(|at| paper.is_char_boundary(*at));
        paper.truncate(end.unwrap_or_default());
        let spans = detector.find(&paper).spans;
        let found = fastest(runs, || {
            black_box(detector.find(&paper));
        });
        let applied = fastest(runs, || {
            drop(black_box(apply(&paper, &spans, &mut Tokens::new())));
        });
        let identifiers = detector.identifiers(&paper, &spans);
        let left = fastest(runs, || {
            black_box(identifiers.residual(paper.as_bytes()));
        });
        let milliseconds = |time: Duration| format!("{:.1} ms", time.as_secs_f64() * 1e3);
        let count = spans.len();
        let times = [found, applied, left].map(milliseconds);
        writeln!(
            out,
            "{length:>8} {count:>8} {:>10} {:>10} {:>10}",
            times[0], times[1], times[2]
        )?;
    }
    writeln!(
        out,
        "asked: at most 200 ms to find and apply 1,000 kB, and linear"
    )?;
    Ok(())
}

fn fastest(runs: usize, mut work: impl FnMut()) -> Duration {
    // The system counts in steps of some milliseconds, so short work is done several times and shared out.
    let times = 1 + runs / 8;
    let mut time = || {
        let (start, began) = (Instant::now(), on_processor());
        (0..times).for_each(|_| work());
        let gone_by = start.elapsed();
        let taken = on_processor().zip(began);
        taken.map_or(gone_by, |(end, began)| end.saturating_sub(began)) / u32::try_from(times).unwrap_or(1)
    };
    (0..runs).map(|_| time()).min().unwrap_or_default()
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
