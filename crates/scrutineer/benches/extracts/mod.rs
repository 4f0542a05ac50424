//! Extracts for the benchmarks that are not made by the product.

/// One published month, told again with other times of day so that few rows are alike; each `telling` has other times.
pub fn searches(rows: usize, telling: usize) -> Vec<u8> {
    let month = include_str!("../../demo/2020-01-leicestershire-stop-and-search.csv");
    let (headings, published) = month.split_once("\r\n").unwrap_or_default();
    let mut file = format!("{headings}\r\n").into_bytes();
    for (number, row) in published.lines().cycle().take(rows).enumerate() {
        let (before, after) = row.split_once('T').unwrap_or_default();
        let number = number + telling * rows;
        let (hour, minute, second) = (number / 3600 % 24, number / 60 % 60, number % 60);
        let after = after.get(8..).unwrap_or_default();
        file.extend(format!("{before}T{hour:02}:{minute:02}:{second:02}{after}\r\n").into_bytes());
    }
    file
}
