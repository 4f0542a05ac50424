//! Rates from counted rows: published intervals, the full grid, and what is refused.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use stats::rates::{
    Counter, Fault, Grid, Heading, MOST_CELLS, MOST_TEXT, MOST_VALUES, Names, RatesError, Roles, Row,
};

fn roles(by: &[&str]) -> Roles {
    Roles {
        by: by.iter().map(|name| (*name).to_owned()).collect(),
        group: "group".into(),
        outcome: "outcome".into(),
    }
}

fn heading(columns: &str, by: &[&str]) -> Heading {
    let names: Vec<_> = columns.split(',').map(str::to_owned).collect();
    Heading::find(&names, roles(by)).unwrap()
}

/// Counts rows handed over in one block.
fn counted(heading: &Heading, rows: &[u8]) -> Result<Counter, Fault> {
    let mut counter = Counter::new(heading);
    counter.count(0, rows)?;
    Ok(counter)
}

fn grid(columns: &str, by: &[&str], rows: &[u8]) -> Result<Grid, RatesError> {
    let counter = counted(&heading(columns, by), rows).map_err(|fault| fault.error)?;
    Grid::merge(&roles(by), &[counter])
}

/// `d` rows of a group with outcome `yes` and the rest of `n` with `no`.
fn cases(by: &str, group: &str, d: usize, n: usize) -> String {
    format!("{by},{group},yes\n").repeat(d) + &format!("{by},{group},no\n").repeat(n - d)
}

fn find<'a>(grid: &'a Grid, by: &[&str], group: &str, outcome: &str) -> Row<'a> {
    let mut rows = grid.rows("White").unwrap();
    rows.find(|row| row.by == by && row.group == group && row.outcome == outcome)
        .unwrap()
}

fn near(found: f64, published: f64) {
    assert!((found - published).abs() < 5e-5, "{found} is not {published}");
}

#[test]
fn published_intervals_come_out() {
    // Newcombe 1998 (Statistics in Medicine 17:857), table I, method 3: 81 of 263 and 15 of 148.
    // The ratio of 36 of 40 to 16 of 80 with Katz's interval: computed with R epitools 0.5, riskratio.wald.
    let rows = cases("A", "Black", 81, 263)
        + &cases("A", "White", 15, 148)
        + &cases("B", "Black", 36, 40)
        + &cases("B", "White", 16, 80);
    let grid = grid("by,group,outcome", &["by"], rows.as_bytes()).unwrap();
    let black = find(&grid, &["A"], "Black", "yes");
    assert_eq!((black.d, black.n, black.rate), (81, 263, Some(81.0 / 263.0)));
    near(black.interval.unwrap().low, 0.2553);
    near(black.interval.unwrap().high, 0.3662);
    let white = find(&grid, &["A"], "White", "yes").interval.unwrap();
    near(white.low, 0.0624);
    near(white.high, 0.1605);
    let ratio = find(&grid, &["B"], "Black", "yes");
    near(ratio.ratio.unwrap(), 4.5);
    near(ratio.ratio_interval.unwrap().low, 2.8686);
    near(ratio.ratio_interval.unwrap().high, 7.0593);
}

#[test]
fn the_grid_is_full_and_sorted_and_says_nothing_where_nothing_is_known() {
    let rows = cases("B", "White", 2, 4) + &cases("B", "Asian", 0, 3) + &cases("A", "Black", 1, 1);
    let grid = grid("by,group,outcome", &["by"], rows.as_bytes()).unwrap();
    let listed: Vec<_> = grid.rows("White").unwrap().collect();
    assert_eq!((listed.len(), grid.size()), (12, 12));
    let names: Vec<_> = listed
        .iter()
        .map(|row| (row.by, row.group, row.outcome))
        .collect();
    assert!(names.is_sorted());
    // Nobody there.
    let absent = find(&grid, &["A"], "Asian", "yes");
    assert_eq!(
        (absent.d, absent.n, absent.rate, absent.interval),
        (0, 0, None, None)
    );
    assert_eq!((absent.ratio, absent.ratio_interval), (None, None));
    // Nobody to compare with.
    assert_eq!(find(&grid, &["A"], "Black", "yes").ratio, None);
    // None found: the ratio is 0, and Katz has no interval for it.
    let none = find(&grid, &["B"], "Asian", "yes");
    assert_eq!(
        (none.rate, none.ratio, none.ratio_interval),
        (Some(0.0), Some(0.0), None)
    );
    assert_eq!(none.interval.unwrap().low, 0.0);
    assert_eq!(find(&grid, &["B"], "White", "yes").ratio, Some(1.0));
}

#[test]
fn by_may_be_several_columns_or_none_and_only_what_occurs_is_crossed() {
    let rows = "x,a,2023,White,yes\nx,a,2024,White,no\nx,b,2024,Black,yes\n";
    let columns = "other,by,year,group,outcome";
    let two = grid(columns, &["year", "by"], rows.as_bytes()).unwrap();
    assert_eq!(two.by, [["2023", "a"], ["2024", "a"], ["2024", "b"]]);
    let none = grid(columns, &[], rows.as_bytes()).unwrap();
    assert_eq!(none.by, [Vec::<String>::new()]);
    assert_eq!((none.size(), find(&none, &[], "Black", "yes").d), (4, 1));
    let three = grid(columns, &["year", "by", "other"], rows.as_bytes()).unwrap();
    assert_eq!(three.by[2], ["2024", "b", "x"]);
}

#[test]
fn a_blank_value_is_a_group_of_its_own() {
    let grid = grid("group,outcome", &[], b"White,yes\n,yes\n\"\",no\n ,no\n").unwrap();
    assert_eq!(grid.groups, ["", " ", "White"]);
    assert_eq!(find(&grid, &[], "", "yes").n, 2);
    assert_eq!(grid.blank_group(), 3);
}

#[test]
fn ragged_rows_are_named_by_their_line() {
    // The second row goes over lines 3 and 4; line 5 has too few fields, 7 too many, 6 is empty.
    let rows = "White,yes\n\"Bl\nack\",no\nWhite\n\nWhite,no,more\nWhite,no\n";
    let counter = counted(&heading("group,outcome", &[]), rows.as_bytes()).unwrap();
    assert_eq!(Counter::named(std::slice::from_ref(&counter), 2), [5, 7]);
    let grid = Grid::merge(&roles(&[]), &[counter]).unwrap();
    assert_eq!((grid.counted, grid.rejected), (3, 2));
    // With more than ten, the first ten of the file are named, whoever met them.
    let heading = heading("group,outcome", &[]);
    let mut workers = [Counter::new(&heading), Counter::new(&heading)];
    for block in 0..8 {
        workers[block % 2]
            .count(block as u64, b"White,yes\nWhite\nWhite\n")
            .unwrap();
    }
    assert_eq!(Counter::named(&workers, 2), [3, 4, 6, 7, 9, 10, 12, 13, 15, 16]);
}

#[test]
fn faults_say_where_they_are() {
    let heading = heading("group,outcome", &[]);
    let fault = |rows: &[u8]| counted(&heading, rows).unwrap_err();
    let unclosed = fault(b"White,yes\nWhite,\"no\nWhite,yes\n");
    assert_eq!((unclosed.line, unclosed.error), (Some(1), RatesError::Unclosed));
    let latin = fault(b"White,yes\nWhite,yes\nCaf\xe9,yes\n");
    assert_eq!((latin.line, latin.error), (Some(2), RatesError::NotUtf8));
}

#[test]
fn columns_and_files_that_give_no_rates_are_refused() {
    let find = |columns: &str, by: &[&str]| {
        let names: Vec<_> = columns.split(',').map(str::to_owned).collect();
        Heading::find(&names, roles(by)).unwrap_err().to_string()
    };
    assert_eq!(
        find("group,result", &[]),
        "there is no column \"outcome\"; the columns are \"group\", \"result\""
    );
    assert_eq!(
        find("group,outcome,group", &[]),
        "the heading names column \"group\" more than once; give each column its own name"
    );
    assert!(find("group,outcome", &["group"]).starts_with("column \"group\" is asked for twice"));

    let refused = |rows: &str| grid("by,group,outcome", &["by"], rows.as_bytes()).unwrap_err();
    assert_eq!(refused(""), RatesError::NoRows);
    assert_eq!(refused("\n\r\n"), RatesError::NoRows);
    assert_eq!(refused("a,b\n"), RatesError::AllRejected);
    assert_eq!(refused(",White,yes\n,White,no\n"), RatesError::Blank("by".into()));
    assert_eq!(
        refused("a,White, \nb,White,\n"),
        RatesError::Blank("outcome".into())
    );
    let one = grid("group,outcome", &[], b"Black,yes\n").unwrap();
    assert_eq!(
        one.rows("White").err().unwrap().to_string(),
        "no row has \"White\" in column \"group\"; its values are \"Black\""
    );
}

#[test]
fn more_values_than_categories_have_are_refused() {
    let rows = |many: usize| (0..many).map(|at| format!("{at},yes\n")).collect::<String>();
    // Each twice, so that it must be found again.
    let most = grid("group,outcome", &[], rows(MOST_VALUES).repeat(2).as_bytes()).unwrap();
    assert_eq!(most.groups.len(), 65_535);
    let over = grid("group,outcome", &[], rows(MOST_VALUES + 1).as_bytes()).unwrap_err();
    assert_eq!(over, RatesError::TooManyValues("group".into()));

    // Two workers that share them see no more.
    let heading = heading("group,outcome", &[]);
    let shared = |one: &str, other: &str| {
        let counters = [one, other].map(|rows| counted(&heading, rows.as_bytes()).unwrap());
        Grid::merge(&roles(&[]), &counters).unwrap_err()
    };
    let all = rows(MOST_VALUES + 1);
    let (one, other) = all.split_at(all.find("\n40000,").unwrap() + 1);
    assert_eq!(shared(one, other), over);

    // Long values of the same length and beginning are told apart.
    let alike: String = (0..500)
        .map(|at| format!("{}{at:03},yes\n", "x".repeat(40)))
        .collect();
    let alike = grid("group,outcome", &[], alike.repeat(2).as_bytes()).unwrap();
    assert_eq!((alike.groups.len(), alike.counted), (500, 1000));

    let long = "x".repeat(MOST_TEXT / 4);
    let texts: String = (0..4).map(|at| format!("{at}{long},yes\n")).collect();
    let over = grid("group,outcome", &[], texts.as_bytes()).unwrap_err();
    assert_eq!(over, RatesError::TooManyValues("group".into()));

    let (one, other) = texts.split_at(texts.find("\n2x").unwrap() + 1);
    assert_eq!(shared(one, other), over);

    // 1,000 groups and outcomes are as many as may be; one more is too many, also when two workers share them.
    let diagonal = |from: usize, to: usize| (from..to).map(|at| format!("{at},{at}\n")).collect::<String>();
    assert_eq!(
        grid("group,outcome", &[], diagonal(0, 1000).as_bytes())
            .unwrap()
            .size(),
        MOST_CELLS
    );
    let over = grid("group,outcome", &[], diagonal(0, 1001).as_bytes()).unwrap_err();
    assert_eq!(over, RatesError::TooManyCells);
    assert_eq!(
        shared(&diagonal(0, 600), &diagonal(600, 1200)),
        RatesError::TooManyCells
    );
}

#[test]
fn the_heading_is_read_with_its_quotes_and_mark() {
    let read = Names::read(b"\xef\xbb\xbf\"case, ref\",group\r\nA,White\r\n").unwrap();
    assert_eq!(read.names, ["case, ref", "group"]);
    // The line feed may be left to the rows, where it is an empty line.
    assert!(matches!((read.bytes, read.lines), (21, 0) | (22, 1)), "{read:?}");
    assert_eq!(Names::read(b"").unwrap_err(), RatesError::Empty);
    assert_eq!(Names::read(b"\xef\xbb\xbf\n\n").unwrap_err(), RatesError::Empty);
    assert_eq!(Names::read(b"a,\"b\nc,d\n").unwrap_err(), RatesError::Unclosed);
    assert_eq!(Names::read(b"a,\xff\n").unwrap_err(), RatesError::NotUtf8);
}
