//! How long all rules take over 1,000,000 records: `cargo bench -p rules`. Processor time where the system tells it
//! (Linux), else time gone by; the fastest of several runs counts.
//!
//! Records are JSON objects as the register keeps them, with every field of the kind filled as often as in a real
//! extract is hoped for. Reading them into what rules can ask is timed as well as judging them.

#[path = "../tests/oocr/mod.rs"]
mod oocr;

use std::fmt::Write as _;
use std::hint::black_box;
use std::io::Write;
use std::time::{Duration, Instant};

use rules::{Answer, Choice, Field, Holds, Record, RuleSet};

const RECORDS: usize = 1_000_000;
/// So many different records are made and gone through again and again: they fit in memory.
const DIFFERENT: usize = 20_000;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let (pack, fields) = (oocr::england_wales(), oocr::fields());
    // Every rule on, also those that need a body to switch them on; but two that need a value no force has given here.
    let enabled: Vec<_> = pack
        .rule_ids()
        .filter(|id| !["U10", "U11"].contains(id))
        .map(str::to_owned)
        .collect();
    let choice = Choice {
        profile: None,
        enabled: &enabled,
        ..Choice::default()
    };
    let set = RuleSet::build(&pack, &fields, choice)?;
    let mut chance = Chance(1);
    let all: Vec<_> = fields
        .fields
        .iter()
        .cloned()
        .chain(pack.facts.iter().map(rules::Fact::field))
        .collect();
    let json: Vec<_> = (0..DIFFERENT).map(|_| record(&all, &mut chance)).collect();
    let bytes: usize = json.iter().map(String::len).sum();

    let mut record = set.layout().record([]);
    let mut records = Vec::with_capacity(DIFFERENT);
    for text in &json {
        set.layout().read(&mut record, text)?;
        records.push(record.clone());
    }
    let mut out = std::io::stdout().lock();
    writeln!(
        out,
        "{} rules, {RECORDS} records of {} bytes",
        set.rules().len(),
        bytes / DIFFERENT
    )?;
    let read = fastest(3, || {
        for text in json.iter().cycle().take(RECORDS) {
            drop(black_box(set.layout().read(&mut record, text)));
        }
    });
    let mut flags = 0;
    let judged = fastest(3, || flags = judge(&set, &records));
    let row = |out: &mut dyn Write, what: &str, time: Duration, asked: &str| {
        writeln!(out, "{what:<34} {:>8.2} s   {asked}", time.as_secs_f64())
    };
    row(&mut out, "read the records' JSON", read, "")?;
    row(&mut out, "judge them by every rule", judged, "")?;
    row(&mut out, "both", read + judged, "asked: at most 10 s")?;
    writeln!(out, "{flags} flags")?;
    Ok(())
}

fn judge(set: &RuleSet, records: &[Record]) -> usize {
    let mut flags = 0;
    for record in records.iter().cycle().take(RECORDS) {
        let dates = set.dates(record, None);
        for judgement in set.check(record, &dates) {
            flags += usize::from(matches!(black_box(judgement.answer), Answer::Flag(_)));
        }
    }
    flags
}

/// A generator of numbers (Lehmer, MINSTD): enough for records that differ.
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0 * 48_271 % 0x7fff_ffff;
        self.0 as usize % most
    }

    fn day(&mut self) -> String {
        format!(
            "20{:02}-{:02}-{:02}",
            12 + self.below(15),
            1 + self.below(12),
            1 + self.below(28)
        )
    }
}

fn record(fields: &[Field], chance: &mut Chance) -> String {
    let mut json = String::from("{");
    for field in fields {
        if chance.below(8) == 0 {
            continue;
        }
        let value = match &field.holds {
            Holds::Number => chance.below(40).to_string(),
            Holds::Decimal => format!("{}.50", chance.below(400)),
            Holds::Date => format!("\"{}\"", chance.day()),
            Holds::Flag => ["true", "false", "null"][chance.below(3)].to_owned(),
            Holds::Code(codes) => format!("\"{}\"", codes[chance.below(codes.len())]),
            Holds::List(Some(codes)) => format!("[\"{}\"]", codes[chance.below(codes.len())]),
            Holds::List(None) => "[\"letter of apology\",\"self-refer to GP\"]".to_owned(),
            Holds::Text if field.name == "rationale" => {
                format!(
                    "\"{}\"",
                    "The suspect was spoken to and admitted it.\\n".repeat(chance.below(20))
                )
            }
            Holds::Text => format!("\"{:032x}\"", chance.below(1 << 30)),
        };
        let _ = write!(
            json,
            "{}\"{}\":{value}",
            if json.len() > 1 { "," } else { "" },
            field.name
        );
    }
    json.push('}');
    json
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
