//! `scrutineer analyse estimate` on files.

use super::run_line;
use serde_json::{Value, json};

struct File {
    folder: tempfile::TempDir,
}

impl File {
    fn new(text: impl AsRef<[u8]>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("cases.csv"), text).unwrap();
        Self { folder }
    }

    fn answer(&self, more: &str) -> Result<String, String> {
        let path = self.folder.path().join("cases.csv");
        let path = path.to_str().unwrap();
        let said = run_line(&format!("estimate {path} {more}"));
        said.map_err(|why| why.replace(path, "cases.csv"))
    }

    fn json(&self, more: &str) -> Value {
        serde_json::from_str(&self.answer(&format!("{more} --json")).unwrap()).unwrap()
    }
}

/// A line for each of n schools, x of them 1.
fn schools(stratum: &str, x: usize, n: usize, population: u32) -> String {
    (0..n)
        .map(|at| format!("{stratum},{},{population}\n", u8::from(at < x)))
        .collect()
}

fn near(found: &Value, expected: f64) {
    let found = found.as_f64().unwrap();
    assert!((found - expected).abs() < 5e-9, "{found} should be {expected}");
}

/// R survey 4.1.1, `apistrat`, sch.wide: see `crates/stats/tests/estimates.rs`.
fn apistrat() -> String {
    let strata = [
        schools("E", 91, 100, 4421),
        schools("M", 35, 50, 1018),
        schools("H", 26, 50, 755),
    ];
    format!("stratum,y,population\n{}", strata.concat())
}

#[test]
fn a_stratified_rate() {
    let file = File::new(apistrat());
    let found = file.json("");
    assert_eq!(
        (&found["method"], &found["interval"]),
        (&json!("stratified"), &json!("korn-graubard"))
    );
    near(&found["estimate"], 0.827_948_011);
    near(&found["standard_error"], 0.024_344_780);
    near(&found["low"], 0.774_171_329);
    near(&found["high"], 0.873_431_593);
    assert_eq!(
        found["strata"][0],
        json!({"stratum": "E", "n": 100, "mean": 0.91, "population": 4421})
    );
    assert!(file.answer("").unwrap().starts_with(
        "estimate   0.8279 (standard error 0.0243)\ninterval   0.7742 to 0.8734 (95%)\nmethod     stratified\n"
    ));
}

#[test]
fn targeted_cases_are_in_no_rate() {
    let with = format!("{}targeted,1,2\ntargeted,1,2\n", apistrat());
    let (with, without) = (File::new(with).json(""), File::new(apistrat()).json(""));
    assert_eq!(with["targeted"], json!({"n": 2, "mean": 1.0}));
    for key in ["estimate", "standard_error", "low", "high", "n", "strata"] {
        assert_eq!(with[key], without[key], "{key}");
    }
    assert_eq!(
        File::new("stratum,y,population\ntargeted,1,1\n")
            .answer("")
            .unwrap_err(),
        "cases.csv: every case is targeted; there is no drawn case to estimate from"
    );
}

#[test]
fn unequal_chances() {
    let file = File::new("found,chance\n1,1/2\n0,1/4\n1,0.1\n");
    let found = file.json("--y found --pi chance --variance with-replacement");
    assert_eq!(
        (&found["method"], &found["variance"]),
        (&json!("hajek"), &json!("with-replacement"))
    );
    assert_eq!(
        (&found["total"], &found["estimate"], &found["stands_for"]),
        (&json!(12.0), &json!(0.75), &json!(16.0))
    );
    near(&found["total_standard_error"], 84.0_f64.sqrt());
    let found = file.json("--y found --pi chance");
    assert_eq!(found["variance"], "hartley-rao");
    near(&found["total_standard_error"], 8.342_661_446);
    assert!(
        file.answer("--y found --pi chance")
            .unwrap()
            .contains("Hajek; variance Hartley and Rao's")
    );
    let both = File::new("stratum,y,pi,population\na,1,1/5,10\na,0,1/5,10\n");
    assert_eq!(both.json("")["method"], "hajek");
    assert_eq!(both.json("--by population")["method"], "stratified");
    assert_eq!(
        both.json("")["estimate"],
        both.json("--by population")["estimate"]
    );
}

/// A file, more of the command line, and what is said.
const REFUSED: &[(&str, &str, &str)] = &[
    (
        "",
        "",
        "cases.csv: the file is empty; it needs a header and a line for each reviewed case",
    ),
    (
        "stratum,y,pi\n",
        "",
        "cases.csv: there are no cases to estimate from",
    ),
    (
        "stratum,pi\na,1\n",
        "",
        "cases.csv: there is no column y of what was found; name it with --y",
    ),
    (
        "stratum,y\na,1\n",
        "",
        "cases.csv: there is neither a column pi (chance of being drawn) nor a column population (records in the \
             stratum); name one with --pi or --population",
    ),
    (
        "stratum,y,pi\na,1,1\n",
        "--by population",
        "cases.csv: there is no column population",
    ),
    (
        "stratum,y,pi\na,1,1/2\na,,1/2\n",
        "",
        "cases.csv: line 3: the column y holds \"\", which is no number; write 1 or 0, and leave out cases that were \
             not reviewed",
    ),
    (
        "stratum,y,pi\na,NaN,1/2\n",
        "",
        "cases.csv: line 2: the column y holds \"NaN\", which is no number; write 1 or 0, and leave out cases that were not reviewed",
    ),
    (
        "stratum,y,pi\na,1,3/2\n",
        "",
        "cases.csv: line 2: the column pi: an inclusion probability is a fraction such as 3/8 or a decimal such as \
             0.375, above 0 and at most 1",
    ),
    (
        "stratum,y,population\na,1,-4\n",
        "",
        "cases.csv: line 2: the column population holds \"-4\", which is no whole number",
    ),
    (
        "stratum,y,population\na,1,4\na,1,5\n",
        "",
        "cases.csv: line 3: the column population says 5 where an earlier line of stratum a says 4",
    ),
    (
        "stratum,y,population\n,1,4\n",
        "",
        "cases.csv: line 2: the column stratum is blank; write the stratum",
    ),
    (
        "stratum,y,population\na,1,4\n",
        "",
        "cases.csv: stratum a has one reviewed case, from which no error can be worked out; join it with the stratum \
             most like it",
    ),
    (
        "stratum,y,population\na,1,1\na,0,1\n",
        "",
        "cases.csv: stratum a has 1 records but 2 were reviewed from it; its population must be 2 or more",
    ),
];

#[test]
fn files_are_refused_with_the_place() {
    let refusal = |text: &str, more: &str| File::new(text).answer(more).unwrap_err();
    for (text, more, sentence) in REFUSED {
        assert_eq!(refusal(text, more), *sentence);
    }
    assert!(
        refusal("stratum,y,pi\na,1\n", "").contains("line: 2"),
        "a ragged line"
    );
    assert!(
        run_line("estimate nowhere.csv")
            .unwrap_err()
            .starts_with("nowhere.csv: cannot be read: ")
    );
}
