//! Extracts for the benchmarks that are not made by the product.

/// Months of 31 days, so that every published day is one of them.
const MONTHS: [&str; 7] = ["01", "03", "05", "07", "08", "10", "12"];

/// Rows with other times of day before the month changes.
const A_MONTH: usize = 80_000;

/// One published month, told again with other times of day and in other months so that few rows are alike; each `telling` has
/// other times.
pub fn searches(rows: usize, telling: usize) -> Vec<u8> {
    let month = include_str!("../../demo/2020-01-leicestershire-stop-and-search.csv");
    let (headings, published) = month.split_once("\r\n").unwrap_or_default();
    let mut file = format!("{headings}\r\n").into_bytes();
    for (number, row) in published.lines().cycle().take(rows).enumerate() {
        let (before, after) = row.split_once('T').unwrap_or_default();
        let number = number + telling * rows;
        let (hour, minute, second) = (number / 3600 % 24, number / 60 % 60, number % 60);
        let after = after.get(8..).unwrap_or_default();
        let month = number / A_MONTH;
        let (year, month) = (2010 + month / MONTHS.len(), MONTHS[month % MONTHS.len()]);
        let before = before.replace("2020-01", &format!("{year}-{month}"));
        file.extend(format!("{before}T{hour:02}:{minute:02}:{second:02}{after}\r\n").into_bytes());
    }
    file
}
