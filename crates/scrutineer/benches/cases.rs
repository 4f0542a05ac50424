//! Our side of the comparison of reading and checking that `benches/peers/run.py` makes:
//! `cargo bench -p scrutineer --bench cases --no-default-features -- CASES.csv OUT.json`.
//!
//! The eight columns are described as a kind and the rule that needs two of them as a rule, in `benches/peers`; what reads
//! and checks them is what reads and checks every extract, and what judges them what judges every record. OUT.json gets the
//! line and column of each error, to be compared. The last line printed says what reading and checking alone took.

use std::fs::File;
use std::io::Write;
use std::time::{Duration, Instant};

use rules::{Answer, Choice, Pack, RuleSet};
use scrutineer::platform::packs::Packs;
use scrutineer::register::{Limits, Line, Notice, Reading};

const KIND: &str = include_str!("../../../benches/peers/cases.toml");
const RULES: &str = include_str!("../../../benches/peers/cases_rules.toml");

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

/// What a file came to.
#[derive(Default, serde::Serialize)]
struct Checked {
    /// Line and column of each error, in the order of the file.
    errors: Vec<(u64, String)>,
    valid: u64,
}

fn checked(path: &str) -> Outcome<Checked> {
    let kind = Packs::built_in()?.other_kind("cases.toml", KIND)?;
    let pack = Pack::read("cases_rules.toml", RULES)?;
    let set = RuleSet::build(&pack, &kind.asked(), Choice::default())?;
    let mut checked = Checked::default();
    let reading = Reading::open(File::open(path)?, &kind, "canonical", Limits::default())?;
    let mut reading = reading.with_rules(set.layout());
    while let Some(line) = reading.next() {
        let kept = match line? {
            Line::Accepted(kept) => kept,
            Line::Refused(refused) => {
                checked.errors.push((refused.line, refused.column));
                continue;
            }
        };
        let again = |notice: &Notice<'_>| matches!(notice, Notice::ReferenceAgain(_));
        if kept.duplicate_of_line.is_some() || kept.notices.iter().any(again) {
            checked.errors.push((kept.line, "case_ref".to_owned()));
            continue;
        }
        let record = reading.for_rules();
        let dates = set.dates(record, None);
        let flagged = set
            .check(record, &dates)
            .find(|judgement| matches!(judgement.answer, Answer::Flag(_)));
        match flagged {
            Some(judgement) => checked.errors.push((kept.line, judgement.rule.id.clone())),
            None => checked.valid += 1,
        }
    }
    Ok(checked)
}

fn main() -> Outcome<()> {
    let words: Vec<String> = std::env::args()
        .skip(1)
        .filter(|word| !word.starts_with("--"))
        .collect();
    let mut out = std::io::stdout().lock();
    let [cases, to] = words.as_slice() else {
        writeln!(out, "nothing to do: give CASES.csv and OUT.json")?;
        return Ok(());
    };
    let (start, began) = (Instant::now(), on_processor());
    let checked = checked(cases)?;
    let wall = start.elapsed();
    let cpu = on_processor()
        .zip(began)
        .map_or(wall, |(end, began)| end.saturating_sub(began));
    std::fs::write(to, serde_json::to_vec(&checked)?)?;
    let alone = serde_json::json!({"alone": {"wall": wall.as_secs_f64(), "cpu": cpu.as_secs_f64()}});
    writeln!(out, "{alone}")?;
    Ok(())
}

/// Processor time of this thread, which does all the work; Linux only.
fn on_processor() -> Option<Duration> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    let nanoseconds = text.split_whitespace().next()?.parse().ok()?;
    Some(Duration::from_nanos(nanoseconds))
}
