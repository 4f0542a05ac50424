//! Our side of the comparisons with libraries that `benches/peers/run.py` makes:
//! `cargo bench -p stats --bench peers -- hypergeometric|koopman TABLES.csv OUT.json`.
//!
//! TABLES.csv holds the arguments of one interval a line; OUT.json gets their bounds, to be compared. The last line
//! printed says what the calls alone took, as the peers say it: time gone by, and processor time of this thread where
//! the system tells it (Linux). They are repeated so often that both clocks can see them.

use stats::disparity::{Counts, RatioMethod, risk_ratio};
use stats::interval::finite_population;
use std::hint::black_box;
use std::io::Write;
use std::time::{Duration, Instant};

const ROUNDS: u32 = 50;

type Answer<T> = Result<T, Box<dyn std::error::Error>>;
type Bounds = (f64, f64);

fn main() -> Answer<()> {
    let words: Vec<String> = std::env::args()
        .skip(1)
        .filter(|word| !word.starts_with("--"))
        .collect();
    let mut out = std::io::stdout().lock();
    let [kind, tables, to] = words.as_slice() else {
        writeln!(
            out,
            "nothing to do: give hypergeometric or koopman, TABLES.csv and OUT.json"
        )?;
        return Ok(());
    };
    let tables = read(tables)?;
    let interval = match kind.as_str() {
        "hypergeometric" => hypergeometric,
        "koopman" => koopman,
        other => return Err(format!("there is no work {other}").into()),
    };
    let bounds = tables
        .iter()
        .map(|table| interval(table))
        .collect::<Answer<Vec<_>>>()?;
    std::fs::write(to, serde_json::to_vec(&bounds)?)?;
    let (start, began) = (Instant::now(), on_processor());
    for _ in 0..ROUNDS {
        for table in &tables {
            drop(black_box(interval(black_box(table))));
        }
    }
    let wall = start.elapsed();
    let cpu = on_processor()
        .zip(began)
        .map_or(wall, |(end, began)| end.saturating_sub(began));
    let one = |time: Duration| time.as_secs_f64() / f64::from(ROUNDS);
    let alone = serde_json::json!({"alone": {"wall": one(wall), "cpu": one(cpu)}});
    writeln!(out, "{alone}")?;
    Ok(())
}

fn read(path: &str) -> Answer<Vec<Vec<u64>>> {
    let mut reader = csv::Reader::from_path(path)?;
    let rows = reader.records().map(|row| {
        let row = row?;
        row.iter().map(|cell| Ok(cell.parse()?)).collect()
    });
    rows.collect()
}

fn hypergeometric(table: &[u64]) -> Answer<Bounds> {
    let &[x, n, population] = table else {
        return Err("a line needs x, n and population".into());
    };
    let counts = finite_population(x, n, population, 0.95)?;
    Ok((counts.low as f64, counts.high as f64))
}

fn koopman(table: &[u64]) -> Answer<Bounds> {
    let &[x, n, reference_x, reference_n] = table else {
        return Err("a line needs events, base, ref_events and ref_base".into());
    };
    let (group, reference) = (Counts::new(x, n)?, Counts::new(reference_x, reference_n)?);
    let ratio = risk_ratio(group, reference, RatioMethod::Koopman, 0.95)?;
    Ok((ratio.low, ratio.high))
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
