//! What became of each step, as one plain table whose last line counts them.

use std::fmt::Write as _;
use std::time::Duration;

/// How a step ended.
#[derive(Debug)]
pub enum Outcome {
    /// All is well; a few words on what was seen.
    Passed(String),
    /// Nothing to do, and why.
    Skipped(String),
    /// What is wrong, in one sentence (the details were shown as they came).
    Failed(String),
}

/// One line of the table.
pub struct Line {
    /// The step's name.
    pub step: &'static str,
    /// How it ended.
    pub outcome: Outcome,
    /// How long it took.
    pub took: Duration,
}

impl Line {
    /// The line as one sentence, said when the step ends.
    pub fn said(&self) -> String {
        let (verdict, why) = self.words();
        format!(
            "{verdict} in {}{}",
            time(self.took),
            if why.is_empty() {
                String::new()
            } else {
                format!(": {why}")
            }
        )
    }

    fn words(&self) -> (&'static str, &str) {
        match &self.outcome {
            Outcome::Passed(seen) => ("passed", seen),
            Outcome::Skipped(why) => ("skipped", why),
            Outcome::Failed(fault) => ("FAILED", fault),
        }
    }
}

/// All lines so far.
#[derive(Default)]
pub struct Summary {
    /// In the order they ran.
    pub lines: Vec<Line>,
}

impl Summary {
    /// How many steps failed.
    pub fn failed(&self) -> usize {
        self.lines
            .iter()
            .filter(|line| matches!(line.outcome, Outcome::Failed(_)))
            .count()
    }

    /// The table; its last line is `N passed, N failed` and nothing else.
    pub fn table(&self, took: Duration) -> String {
        let mut table = format!("{:<10} {:<8} {:>9}  what\n", "step", "result", "time");
        for line in &self.lines {
            let (verdict, why) = line.words();
            let first = why.lines().next().unwrap_or_default();
            let _ = writeln!(
                table,
                "{:<10} {verdict:<8} {:>9}  {first}",
                line.step,
                time(line.took)
            );
        }
        let passed = self
            .lines
            .iter()
            .filter(|line| matches!(line.outcome, Outcome::Passed(_)))
            .count();
        let _ = writeln!(table, "{:<10} {:<8} {:>9}\n", "all", "", time(took));
        let _ = write!(table, "{passed} passed, {} failed", self.failed());
        table
    }
}

fn time(took: Duration) -> String {
    let seconds = took.as_secs_f64();
    if seconds < 60.0 {
        format!("{seconds:.1} s")
    } else {
        format!("{} m {:02} s", took.as_secs() / 60, took.as_secs() % 60)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(step: &'static str, outcome: Outcome) -> Line {
        Line {
            step,
            outcome,
            took: Duration::from_millis(83_250),
        }
    }

    #[test]
    fn the_last_line_counts_and_says_nothing_else() {
        let lines = vec![
            line("fmt", Outcome::Passed(String::new())),
            line("python", Outcome::Skipped("no verify folder yet".into())),
            line("clippy", Outcome::Failed("two faults\nat length".into())),
        ];
        let table = Summary { lines }.table(Duration::from_secs(61));
        assert_eq!(table.lines().last(), Some("1 passed, 1 failed"));
        assert!(
            table.contains("clippy     FAILED    1 m 23 s  two faults\n"),
            "{table}"
        );
        assert!(!table.contains("at length"));
    }
}
