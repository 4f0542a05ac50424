use super::{RatesArgs, run};
use clap::Parser;
use serde_json::{Value, json};
use std::fs;

#[derive(Parser)]
struct Line {
    #[command(flatten)]
    args: RatesArgs,
}

const CASES: &str = "ref,force,ethnicity,disposal
1,F1,White,Charge
2,F1,White,Caution
3,F1,Black,Charge
4,F1,Black,Charge
5,F2,White,Caution
6,F2,,Caution
";
const ROLES: &str = "--by force --group ethnicity --outcome disposal --reference White";

/// A folder with a file of cases.
struct Desk {
    folder: tempfile::TempDir,
}

impl Desk {
    fn new(cases: impl AsRef<[u8]>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("cases.csv"), cases).unwrap();
        Self { folder }
    }

    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).display().to_string()
    }

    /// What the command printed, or its refusal without the folder's name. Words that end in `.csv` are files.
    fn run(&self, words: &str) -> Result<String, String> {
        let words = words.split(' ').filter(|word| !word.is_empty()).map(|word| {
            if word.ends_with(".csv") {
                self.path(word)
            } else {
                word.replace('_', " ")
            }
        });
        let line = Line::try_parse_from(["rates".to_owned()].into_iter().chain(words));
        let mut out = Vec::new();
        match run(&line.map_err(|why| format!("usage: {why}"))?.args, &mut out) {
            Ok(()) => Ok(String::from_utf8(out).unwrap()),
            Err(why) => Err(format!("{why:#}").replace(&self.path(""), "")),
        }
    }

    fn refusal(&self) -> String {
        let refusal = self
            .run(&format!("cases.csv {ROLES} --out out.csv --json"))
            .unwrap_err();
        assert_eq!(
            fs::read_dir(self.folder.path()).unwrap().count(),
            1,
            "something is left"
        );
        refusal
    }

    fn json(&self, words: &str) -> Value {
        let out = self.run(&format!("cases.csv {ROLES} {words} --json")).unwrap();
        assert_eq!(out.lines().count(), 1);
        serde_json::from_str(&out).unwrap()
    }
}

#[test]
fn the_table_is_written_and_the_summary_printed() {
    let desk = Desk::new(CASES);
    let told = desk.json("--out out.csv");
    let blank = json!({"rows_in": 6, "rows_out": 12, "rejected": 0, "rejected_lines": [], "blank_group": 1,
        "reference": "White"});
    assert_eq!(told, blank);
    let table = fs::read_to_string(desk.path("out.csv")).unwrap();
    // Wilson and Katz computed with Python: statsmodels 0.15 (proportion_confint, confint_proportions_2indep).
    let mut lines = table.lines();
    assert_eq!(
        lines.next(),
        Some("force,ethnicity,disposal,d,n,rate,lo,hi,rr,rr_lo,rr_hi")
    );
    assert_eq!(lines.next(), Some("F1,,Caution,0,0,,,,,,"));
    let black = table
        .lines()
        .find(|line| line.starts_with("F1,Black,Charge,"))
        .unwrap();
    let figures: Vec<f64> = black
        .split(',')
        .skip(3)
        .map(|text| text.parse().unwrap())
        .collect();
    for (found, right) in figures
        .iter()
        .zip([2.0, 2.0, 1.0, 0.342_380_2, 1.0, 2.0, 0.500_195_3, 7.996_876_3])
    {
        assert!((found - right).abs() < 1e-6, "{found} is not {right}");
    }
    assert!(table.contains("\nF2,,Charge,0,1,0,0,0.79345"), "{table}");
    assert_eq!(table.lines().count(), 13);
    assert_eq!(desk.run(&format!("cases.csv {ROLES} --out out.csv")).unwrap(), {
        let to = desk.path("out.csv");
        format!("6 rows read, 0 left out, 12 rows of rates; written to {to}\n")
    });
    assert_eq!(desk.run(&format!("cases.csv {ROLES}")).unwrap(), table);
}

#[test]
fn without_a_file_the_json_holds_the_rates() {
    let told = Desk::new(CASES).json("");
    assert_eq!(told["rows"].as_array().unwrap().len(), 12);
    let first = json!({"by": ["F1"], "group": "", "outcome": "Caution", "d": 0, "n": 0, "rate": null, "lo": null,
        "hi": null, "rr": null, "rr_lo": null, "rr_hi": null});
    assert_eq!(told["rows"][0], first);
    assert_eq!(told["rows"][3]["rr"], 2.0);
}

#[test]
fn the_same_bytes_whatever_the_file_looks_like() {
    let table = |cases: String| Desk::new(cases).run(&format!("cases.csv {ROLES}")).unwrap();
    let plain = table(CASES.into());
    assert_eq!(table(format!("\u{feff}{}", CASES.replace('\n', "\r\n"))), plain);
    assert_eq!(table(CASES.trim_end().into()), plain);
    assert_eq!(
        table(CASES.replace("White", "\"White\"").replace("\n3,", "\n\"3,\n\",")),
        plain
    );
    let (heading, rows) = CASES.split_once('\n').unwrap();
    let backwards: Vec<_> = rows.lines().rev().collect();
    assert_eq!(table(format!("{heading}\n{}\n", backwards.join("\n"))), plain);
}

#[test]
fn a_file_of_many_blocks_is_counted_whole() {
    // 150,000 rows, some 4 MB: rows and quoted cells lie across the ends of the blocks.
    let mut cases = String::from("ref,note,force,ethnicity,disposal\n");
    for row in 0..150_000 {
        let note = if row % 7 == 0 {
            "\"said \"\"no\"\",\n then yes\""
        } else {
            "none"
        };
        let (force, ethnicity) = (row % 3, ["White", "Black"][row % 2]);
        let disposal = ["Charge", "Caution"][row / 2 % 2];
        cases += &format!("{row},{note},F{force},{ethnicity},{disposal}\n");
    }
    cases += "ragged\n";
    let told = Desk::new(&cases).json("");
    let lines = cases.lines().count();
    assert_eq!(
        (&told["rows_in"], &told["rejected_lines"]),
        (&json!(150_001), &json!([lines]))
    );
    for row in told["rows"].as_array().unwrap() {
        assert_eq!((&row["d"], &row["n"]), (&json!(12_500), &json!(25_000)), "{row}");
    }
}

#[test]
fn by_may_be_left_out_or_be_several_columns() {
    let desk = Desk::new(CASES.replace("ref", "a,b"));
    let none = desk.run("cases.csv --group ethnicity --outcome disposal --reference White");
    assert!(none.unwrap_err().contains("every row has fewer or more fields"));
    let desk = Desk::new(CASES);
    let none = desk
        .run("cases.csv --group ethnicity --outcome disposal --reference White")
        .unwrap();
    assert!(none.starts_with("ethnicity,disposal,d,n,"), "{none}");
    let two = desk.run("cases.csv --by force,ref --group ethnicity --outcome disposal --reference White");
    assert!(two.unwrap().starts_with("force,ref,ethnicity,disposal,d,n,"));
}

#[test]
fn what_gives_no_rates_is_one_sentence_and_writes_nothing() {
    let heading = "ref,force,ethnicity,disposal\n";
    let refused = |cases: &[u8]| Desk::new(cases).refusal();
    let with = |rows: &str| refused(format!("{heading}{rows}").as_bytes());
    let empty = "cases.csv: the file is empty; it needs a heading and a row for each case";
    assert_eq!(refused(b""), empty);
    assert_eq!(refused(b"\xef\xbb\xbf\r\n"), empty);
    assert_eq!(
        with(""),
        "cases.csv: the file has a heading but no rows below it; check that the extract was not cut short"
    );
    assert_eq!(
        refused(b"ref,force,disposal\n1,F1,Charge\n"),
        "cases.csv: there is no column \"ethnicity\"; the columns are \"ref\", \"force\", \"disposal\""
    );
    assert_eq!(
        with("1,F1,,Charge\n2,F1, ,Charge\n"),
        "cases.csv: column \"ethnicity\" is blank in every row; choose a column with values"
    );
    assert_eq!(
        with("1,F1,Black,Charge\n"),
        "cases.csv: no row has \"White\" in column \"ethnicity\"; its values are \"Black\""
    );
    assert_eq!(
        with("1,F1,White,Charge\n\"2\n,F1,White,Charge\n"),
        "cases.csv: line 3: a quoted cell begins here and is never closed; add the closing quotation mark"
    );
    let latin = format!("{heading}1,F1,White,Charge\n2,F1,Caf\u{e9},Charge\n");
    let latin: Vec<u8> = latin.chars().map(|letter| letter as u8).collect();
    assert_eq!(
        refused(&latin),
        "cases.csv: line 3: this is not UTF-8 text; save the file as UTF-8"
    );
    assert_eq!(
        refused(b"\xff\xfer\0"),
        "cases.csv: line 1: this is not UTF-8 text; save the file as UTF-8"
    );
    let many: String = (0..65_536).map(|at| format!("{at},F1,{at},Charge\n")).collect();
    assert_eq!(
        with(&many),
        "cases.csv: column \"ethnicity\" has more than 65,535 different values, or more than 4 MB of them; \
         choose a column of categories"
    );
    let endless = format!("1,F1,\"{}", "x\n".repeat(9 << 20));
    assert_eq!(
        with(&endless),
        "cases.csv: line 2: the row that begins here is longer than 16 MB; a quotation mark may lack its partner"
    );
}

#[test]
fn files_that_cannot_be_read_or_must_not_be_written_are_told() {
    let desk = Desk::new(CASES);
    let run = |words: &str| desk.run(&format!("{words} {ROLES}")).unwrap_err();
    assert_eq!(
        run("absent.csv"),
        "absent.csv: cannot be read: No such file or directory (os error 2)"
    );
    fs::create_dir(desk.path("folder.csv")).unwrap();
    assert_eq!(run("folder.csv"), "folder.csv: is a folder; give a CSV file");
    assert_eq!(
        run("cases.csv --out cases.csv"),
        "--out cases.csv: this is the file of the cases; name another"
    );
    assert!(run("cases.csv --out nowhere/out.csv").starts_with("cannot write nowhere/out.csv: "));
    assert_eq!(fs::read_to_string(desk.path("cases.csv")).unwrap(), CASES);
    assert!(
        desk.run("cases.csv --group ethnicity")
            .unwrap_err()
            .starts_with("usage: ")
    );
}

#[test]
fn what_was_left_out_and_what_is_missing_is_said() {
    let said = |cases: &str| {
        let desk = Desk::new(cases);
        let roles = super::Roles {
            by: vec!["force".into()],
            group: "ethnicity".into(),
            outcome: "disposal".into(),
        };
        let (grid, lines) = super::count(desk.folder.path().join("cases.csv").as_path(), &roles).unwrap();
        let mut out = Vec::new();
        super::told::Told::new(&grid, "White", lines)
            .warn("cases.csv", &mut out)
            .unwrap();
        String::from_utf8(out).unwrap()
    };
    let ragged = "x\n".repeat(12);
    assert_eq!(
        said(&format!("{}{ragged}", CASES.replace("6,F2,,", "6,F2,White,"))),
        "cases.csv: 12 rows left out, with fewer or more cells than the heading: line 8, 9, 10, 11, 12, 13, 14, 15, \
         16, 17 and 2 more\n"
    );
    assert_eq!(
        said(CASES),
        "cases.csv: 1 row without ethnicity, 16.7%: they are a group of their own with an empty name; with so many \
         missing, what is said of the others depends on who is not recorded\n"
    );
    let few = format!("{CASES}7,F1,White,Charge\n");
    assert!(said(&few).ends_with("14.3%: they are a group of their own with an empty name\n"));
}
