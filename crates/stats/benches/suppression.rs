//! How long the protection of tables takes: `cargo bench -p stats --bench suppression`. One line for each table, with
//! processor time where the system tells it (Linux), else time gone by; the fastest of several runs counts, for anything
//! slower is the machine being busy with something else.
//!
//! *choose*: which cells to hide, proofs included. *audit*: the exact range of every hidden cell, by one who has the table.
//! *attack*: the same from the release alone, together with the search for counts that fulfil its sums.

use stats::suppression::attack::{Handed, Labels, attack};
use stats::suppression::{Profile, Table, Terms};
use std::collections::BTreeMap;
use std::hint::black_box;
use std::io::Write;
use std::time::{Duration, Instant};

/// Rows and columns of each table.
const TABLES: [(usize, usize); 7] = [
    (100, 20),
    (200, 20),
    (500, 20),
    (1000, 20),
    (2000, 20),
    (10_000, 20),
    (4000, 3),
];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut out = std::io::stdout().lock();
    writeln!(
        out,
        "{:>16} {:>8} {:>8} {:>10} {:>12} {:>12} {:>12}",
        "table", "small", "besides", "hidden sum", "choose ms", "audit ms", "attack ms"
    )?;
    for (rows, columns) in TABLES {
        line(
            &mut out,
            &format!("{rows} x {columns}"),
            &Table::new(&counts(rows, columns))?,
            Profile::Default,
        )?;
    }
    // Areas by twelves in forces, forces by fives in regions.
    let areas = (0..500).map(|area| 500 + area / 12);
    let parents: Vec<usize> = areas
        .chain((0..42).map(|force| 542 + force / 5))
        .chain([551; 9])
        .collect();
    let nested = Table::nested(&counts(500, 20), &parents)?;
    line(&mut out, "500 x 20 nested", &nested, Profile::Default)?;
    line(
        &mut out,
        "500 x 20 rounded",
        &Table::new(&counts(500, 20))?,
        Profile::Round5,
    )
}

fn line(
    out: &mut dyn Write,
    name: &str,
    table: &Table,
    profile: Profile,
) -> Result<(), Box<dyn std::error::Error>> {
    let terms = Terms::of(profile);
    let protected = table.protect(&terms)?;
    let published = labels(table).publish(table, &protected.release, terms.rule.threshold());
    let releases = [Handed {
        name: "release",
        release: &published,
    }];
    let findings = attack(&releases)?;
    if !findings.is_safe() || findings.hidden.len() != protected.ranges.len() {
        return Err("the attacker of the release and the audit of the table differ".into());
    }
    let both = fastest(|| drop(black_box(table.protect(&terms))));
    let audit = fastest(|| drop(black_box(table.audit(&protected.release))));
    let attacked = fastest(|| drop(black_box(attack(&releases))));
    let ms = |time: Duration| time.as_secs_f64() * 1e3;
    writeln!(
        out,
        "{name:>16} {:>8} {:>8} {:>10} {:>12.2} {:>12.2} {:>12.2}",
        protected.primary.len(),
        protected.secondary.len(),
        protected.cost,
        ms(both.saturating_sub(audit)),
        ms(audit),
        ms(attacked)
    )?;
    Ok(())
}

/// Made-up counts whose rows and columns differ in size, from a fixed linear congruential generator.
fn counts(rows: usize, columns: usize) -> Vec<Vec<u64>> {
    let mut state: u64 = 2024;
    let mut below = |limit: u64| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % limit
    };
    let weights: Vec<u64> = (0..columns).map(|_| 20 + below(180)).collect();
    (0..rows)
        .map(|_| {
            let size = 4 + below(96);
            weights
                .iter()
                .map(|weight| size * weight * (40 + below(121)) / 24_000)
                .collect()
        })
        .collect()
}

fn labels(table: &Table) -> Labels {
    let total = table.rows() - 1;
    let depth =
        |row: usize| std::iter::successors(table.group_of(row), |&group| table.group_of(group)).count();
    let deepest = depth(0);
    Labels {
        rows: ["area", "force", "region"][..deepest]
            .iter()
            .map(|&kind| kind.to_owned())
            .collect(),
        cols: "offence".to_owned(),
        total: "Total".to_owned(),
        row_labels: (0..total)
            .map(|row| (format!("r{row:05}"), deepest - depth(row)))
            .collect(),
        col_labels: (0..table.columns() - 1)
            .map(|column| format!("c{column:02}"))
            .collect(),
        population: None,
        within: BTreeMap::new(),
        sums: Vec::new(),
    }
}

/// The fastest of some runs, each long enough for the clock of the processor.
fn fastest(mut work: impl FnMut()) -> Duration {
    let mut best = Duration::MAX;
    let begin = Instant::now();
    for _ in 0..7 {
        let (start, began) = (Instant::now(), on_processor());
        let mut rounds = 0;
        while rounds == 0 || start.elapsed() < Duration::from_millis(60) {
            work();
            rounds += 1;
        }
        let gone_by = start.elapsed();
        let spent = on_processor()
            .zip(began)
            .map_or(gone_by, |(end, began)| end.saturating_sub(began));
        best = best.min(spent / rounds);
        if begin.elapsed() > Duration::from_secs(10) {
            break;
        }
    }
    best
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
