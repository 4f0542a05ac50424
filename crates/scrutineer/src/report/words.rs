//! What a meeting's report and its published results both say: the same particulars and tables under the same words. A
//! report fills them with everything, published results with what may be said.

use documents::{Block, Column, Section, Table};
use jiff::civil::Date;

use super::figures::counted;
use crate::{draw::model::period_words, platform::clock::date_words};

/// What an interval says.
pub const INTERVAL: &str =
    "The interval says how many of all records may be of the class, with 95% confidence.";

/// Said where no case was heard.
pub const NOTHING_HEARD: &str = "No case was heard.";

/// The particulars of a meeting.
#[derive(Debug, Clone, Copy)]
pub struct Particulars<'a> {
    /// The panel's name and its code.
    pub panel: (&'a str, &'a str),
    /// What the panel looks at.
    pub looks_at: &'a str,
    /// The day of the meeting.
    pub held_on: Date,
    /// Where it met, where that may be said.
    pub place: Option<&'a str>,
    /// First and last month of the records, `YYYY-MM`.
    pub period: (&'a str, &'a str),
    /// The draw's reference.
    pub draw: &'a str,
    /// The scale, in words.
    pub scale: &'a str,
}

impl Particulars<'_> {
    /// As name and value pairs.
    #[must_use]
    pub fn facts(&self) -> Block {
        let fact = |key: &str, value: String| (key.to_owned(), value);
        let (name, code) = self.panel;
        let mut facts = vec![
            fact("Panel", format!("{name} ({code})")),
            fact("Looks at", self.looks_at.to_owned()),
            fact("Held on", date_words(self.held_on)),
        ];
        facts.extend(self.place.map(|place| fact("Place", place.to_owned())));
        facts.push(fact("Records of", period_words(self.period.0, self.period.1)));
        facts.push(fact("Draw", self.draw.to_owned()));
        facts.push(fact("Scale", self.scale.to_owned()));
        Block::Facts(facts)
    }
}

/// How many cases of each group were planned and heard. Each row begins with the group, its records, planned and heard;
/// `more` names the columns after those.
#[must_use]
pub fn heard(more: &[Column<'_>], rows: Vec<Vec<String>>) -> Table {
    let columns = [
        Column::Words("Group"),
        Column::Numbers("Records to draw from"),
        Column::Numbers("Planned"),
        Column::Numbers("Heard"),
    ];
    Table::new(
        "How many were planned and heard",
        &[&columns, more].concat(),
        rows,
    )
}

/// The classes of one group. Each row has the class, its share of the cases heard, and its interval.
#[must_use]
pub fn classes(group: &str, heard: u64, records: u64, rows: Vec<Vec<String>>) -> Table {
    let columns = [
        Column::Words("Class"),
        Column::Numbers("Of the cases heard"),
        Column::Numbers("Of all records (95% interval)"),
    ];
    let caption = format!(
        "{group}: {} heard of {}",
        counted(heard, "case", "cases"),
        counted(records, "record", "records")
    );
    Table::new(caption, &columns, rows)
}

/// What was observed. Each row has the theme, its direction, and in how many cases.
#[must_use]
pub fn themes(rows: Vec<Vec<String>>) -> Section {
    const HEADING: &str = "Themes";
    if rows.is_empty() {
        return Section::of_words(HEADING, "No observation was recorded.");
    }
    let columns = [
        Column::Words("Theme"),
        Column::Words("Good practice or concern"),
        Column::Numbers("Cases"),
    ];
    Section::new(
        HEADING,
        vec![Table::new("What the panel observed", &columns, rows).into()],
    )
}

/// Who was there, by organisation; `columns` are those after the organisation.
#[must_use]
pub fn attendance(columns: &[Column<'_>], rows: Vec<Vec<String>>) -> Section {
    let columns = [&[Column::Words("Organisation")], columns].concat();
    Section::new(
        "Attendance by organisation",
        vec![Table::new("Who was there", &columns, rows).into()],
    )
}
