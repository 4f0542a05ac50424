//! Rows of cases.

use super::*;

const CASES: &str = "month,offence,group,area,class,for,against,name\n\
    2024-01,abh,violence,A,1,6,0,x\n2024-02,gbh,violence,A,2,4,2,x\n2024-03,abh,violence,A,1,3,3,x\n\
    2024-04,theft,other,B,3,6,0,x\n2024-05,fraud,other,B,2,6,0,x\n2024-06,theft,other,B,1,9,1,x\n";

impl Desk {
    fn cases(&self, text: &str, more: &[&str]) -> (String, Option<String>) {
        let file = self.file("cases.csv", text);
        let words = [
            "cases",
            &file,
            "--quasi",
            "month,offence,area",
            "--sensitive",
            "class",
        ];
        let ladders = ["--ladder", "month=months", "--ladder", "offence=group:group"];
        self.say(&[&words[..], &ladders, more].concat())
    }
}

#[test]
fn cases_become_coarser_until_nobody_stands_out() {
    let desk = Desk::new();
    let out = desk.path("out.csv").display().to_string();
    let (said, refused) = desk.cases(
        CASES,
        &["--k", "3", "--votes", "for,against", "--json", "--out", &out],
    );
    assert_eq!(refused, None);
    let found: Value = serde_json::from_str(&said).unwrap();
    let steps = serde_json::json!({"month": "quarter", "offence": "group", "area": "value"});
    assert_eq!((&found["steps"], &found["tried"]), (&steps, &24.into()));
    assert_eq!(
        (&found["k"], &found["l"], &found["left_out"]),
        (&3.into(), &2.into(), &0.into())
    );
    assert_eq!(found["as_is"], serde_json::json!({"k": 1, "l": 1, "classes": 6}));
    assert_eq!(
        fs::read_to_string(&out).unwrap(),
        "month,offence,area,class,votes\n\
         2024-Q1,violence,A,1,unanimous\n2024-Q1,violence,A,1,split\n2024-Q1,violence,A,2,majority\n\
         2024-Q2,other,B,1,\"9 for, 1 against, 0 abstained\"\n2024-Q2,other,B,2,unanimous\n2024-Q2,other,B,3,unanimous\n"
    );
    let (said, _) = desk.cases(CASES, &["--k", "3", "--json"]);
    let found: Value = serde_json::from_str(&said).unwrap();
    assert_eq!(
        found["cases"][0],
        serde_json::json!({"month": "2024-Q1", "offence": "violence", "area": "A", "class": "1"})
    );
    let (said, _) = desk.cases(CASES, &["--k", "3"]);
    assert!(
        said.starts_with("month as quarter, offence as group, area as value\n6 of 6 rows"),
        "{said}"
    );
}

#[test]
fn cases_are_refused_with_the_place() {
    let desk = Desk::new();
    let why = |text: &str, more: &[&str]| desk.cases(text, more).1.unwrap();
    assert_eq!(
        why(CASES, &["--k", "7"]),
        "cases.csv: there are 6 rows, fewer than k = 7: none of them could be published"
    );
    assert_eq!(
        why(CASES, &["--k", "3", "--l", "4"]),
        "cases.csv: the sensitive column has 3 different values, fewer than l = 4; choose a smaller l or another column"
    );
    assert_eq!(
        why(&CASES.replace("2024-05", "May"), &[]),
        "cases.csv: row 5, column month: \"May\" is not a month such as 2024-03"
    );
    assert_eq!(
        why(CASES, &["--votes", "for,name"]),
        "cases.csv line 2: name is x; it must be a whole number from 0 upwards"
    );
    assert_eq!(
        why(CASES, &["--ladder", "town=drop"]),
        "--ladder town=drop: town is not among the --quasi"
    );
    assert_eq!(
        why(CASES, &["--most-left-out", "2"]),
        "--most-left-out is 2; it must be from 0 to 1, such as 0.1"
    );
    assert_eq!(
        why(CASES, &["--quasi", "area"]),
        "--quasi names area twice; name each column once"
    );
    assert_eq!(
        why(CASES, &["--votes", "for"]),
        "--votes names 1 column; name those of the votes for and against, and perhaps a third of those who abstained"
    );
    assert_eq!(
        why("month,offence,group,area,class\n", &[]),
        "cases.csv: there is no row below the heading class,month,offence,area,group"
    );
}
