//! Nested rows, terms of one's own, and what is printed.

use super::*;

#[test]
fn what_is_printed_can_be_handed_in_as_a_release() {
    let desk = Desk::new();
    let printed = desk.table(TABLE, &["--json", "--ranges"]).0;
    let answer: Value = serde_json::from_str(&printed).unwrap();
    assert_eq!(answer["audit"]["ranges"].as_array().unwrap().len(), 4);
    let release = desk.file("printed.json", printed);
    assert_eq!(desk.say(&["audit", &release, "--json"]).1, None);
    // What may be published does not tell which of the hidden counts are the small ones.
    let out = desk.path("out.json").display().to_string();
    assert_eq!(desk.table(TABLE, &["--out", &out]).1, None);
    let published: Value = serde_json::from_str(&fs::read_to_string(&out).unwrap()).unwrap();
    for key in ["primary", "secondary", "cost", "audit"] {
        assert_eq!(published.get(key), None, "{key}");
    }
}

/// Areas in forces in regions.
const NESTED: &str = "area,force,region,offence,n\n\
    A,north,all,theft,3\nA,north,all,damage,20\nB,north,all,theft,30\nB,north,all,damage,40\n\
    C,south,all,theft,50\nC,south,all,damage,60\nD,south,all,theft,70\nD,south,all,damage,80\n";

#[test]
fn rows_lie_in_rows() {
    let desk = Desk::new();
    let found = desk.json(NESTED, &["--nested", "force,region"]);
    let cells = found["table"].as_array().unwrap();
    assert_eq!(cells.len(), (4 + 2 + 1 + 1) * 3);
    let of = |row: &str, col: &str| {
        let cell = cells.iter().find(|cell| cell["row"] == row && cell["col"] == col);
        cell.unwrap()["count"].clone()
    };
    assert_eq!(
        (of("north", "theft"), of("all", "Total")),
        (33.into(), 353.into())
    );
    // The total of north would give A away, so B is hidden, and the other force would be of no help.
    assert_eq!(
        (of("A", "theft"), of("B", "theft"), of("C", "theft")),
        (Value::Null, Value::Null, 50.into())
    );
    let nested = ["--nested", "force,region"];
    let why = |text: &str| desk.table(text, &nested).1.unwrap();
    assert_eq!(
        why(&NESTED.replace("B,north,all,damage", "B,south,all,damage")),
        "table.csv line 5: B lies in south here and in north on line 4; it can lie in one only"
    );
    assert_eq!(
        why(&NESTED.replace("C,south", "north,south")),
        "table.csv: north is a label of area and of force; give them different labels"
    );
    assert_eq!(
        why(&NESTED.replace("A,north,all,theft", "A,,all,theft")),
        "table.csv line 2: the force is blank; name the group, such as Not stated"
    );
    assert_eq!(
        why(&NESTED.replace("all", "Total")),
        "table.csv: Total is a label of region and of totals; choose another --total"
    );
}

#[test]
fn terms_of_ones_own() {
    let desk = Desk::new();
    let rounded = desk.json(TABLE, &["--profile", "round5"]);
    let shown = rounded["table"].as_array().unwrap();
    assert!(
        shown
            .iter()
            .all(|cell| cell["as"] == "rounded" && cell["count"].as_u64().unwrap() % 5 == 0)
    );
    assert_eq!(
        (&rounded["cost"], &rounded["audit"]["hidden"]),
        (&0.into(), &16.into())
    );
    let youth = desk.json(&TABLE.replace("B,theft,3", "B,theft,8"), &["--profile", "youth"]);
    assert_eq!(youth["primary"], serde_json::json!([["B", "theft"]]));
    assert!(
        desk.json(TABLE, &["--zeros", "may-hide"])["zeros_hidden"]
            .as_bool()
            .unwrap()
    );
    assert_eq!(
        desk.json(TABLE, &["--price", "log", "--insider"])["audit"]["ok"],
        true
    );
    let refused = |more: &[&str]| desk.table(TABLE, more).1.unwrap();
    assert_eq!(
        refused(&["--threshold", "1"]),
        "the threshold is 1; it must be from 2 to 1000000"
    );
    assert!(
        refused(&["--profile", "round5", "--threshold", "9"])
            .starts_with("the threshold is 9, but rounding to 5")
    );
    assert_eq!(
        refused(&["--within", "age=adult", "--within", "age=child"]),
        "--within limits age twice; a table is of one part of the population"
    );
}

#[test]
fn sums_of_labels_are_declared() {
    let desk = Desk::new();
    let groups = desk.path("groups.json").display().to_string();
    let coarse = "area,offence,n\nA,violence,20\nB,violence,30\nA,theft,40\nB,theft,50\n";
    assert_eq!(desk.table(coarse, &["--out", &groups]).1, None);
    let fine =
        "area,offence,n\nA,assault,18\nA,threats,2\nB,assault,15\nB,threats,15\nA,theft,40\nB,theft,50\n";
    let more = ["--previous", &groups, "--sum", "offence/violence=assault,threats"];
    let found = desk.json(fine, &more);
    let hidden = found["table"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|cell| cell["as"] == "hidden")
        .count();
    // The violence of each area is known, so its two parts hide each other and nothing else can help.
    assert_eq!((hidden, found["audit"]["ok"].clone()), (4, true.into()));
}

#[test]
fn labels_that_differ_in_their_unicode_form_only_are_one() {
    let desk = Desk::new();
    let twice = "area,offence,n\nCaf\u{e9},theft,20\nCafe\u{301},theft,30\n";
    assert!(
        desk.table(twice, &[])
            .1
            .unwrap()
            .ends_with("on line 2 already; give each once")
    );
}

#[test]
fn many_groups_are_a_table_too() {
    let mut many = "area,offence,n\n".to_owned();
    for number in 0..65_536 {
        many.push_str(&format!("a{number},theft,{}\n", 3 + number % 40));
    }
    let found = Desk::new().json(&many, &[]);
    assert_eq!(found["audit"]["ok"], true);
}
