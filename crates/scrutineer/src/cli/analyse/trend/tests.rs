use crate::cli::analyse::testing::{Given, given};

fn place(bytes: impl AsRef<[u8]>) -> Given {
    given("trend", "meetings.csv", bytes)
}

/// Montgomery's thirty samples of fifty cans of orange juice (*Introduction to Statistical Quality Control*).
fn cans() -> Given {
    let found = [
        12, 15, 8, 10, 4, 7, 16, 9, 14, 10, 5, 6, 17, 12, 22, 8, 10, 5, 13, 11, 20, 18, 24, 15, 9, 12, 7, 13,
        9, 6,
    ];
    let rows: String = (1..).zip(found).map(|(id, x)| format!("{id},{x},50\n")).collect();
    place(format!("id,x,n\n{rows}"))
}

#[test]
fn limits_and_flags_of_each_row() {
    let found = cans().json("");
    assert!((found["rate"].as_f64().unwrap() - 0.2313).abs() < 5.1e-5);
    assert_eq!(
        (&found["meetings"], &found["run_rule"], &found["level"]),
        (&30.into(), &true.into(), &0.9973.into())
    );
    let row = &found["rows"][14];
    assert_eq!(
        (&row["id"], &row["x"], &row["n"], &row["rate"]),
        (&"15".into(), &22.into(), &50.into(), &0.44.into())
    );
    assert_eq!((&row["low"], &row["high"]), (&0.08.into(), &0.42.into()));
    assert!((row["shewhart_high"].as_f64().unwrap() - 0.4102).abs() < 5.1e-5);
    let flagged: Vec<&str> = found["rows"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|row| row["flag"] == "above")
        .map(|row| row["id"].as_str().unwrap())
        .collect();
    assert_eq!(flagged, ["15", "23"]);
    assert_eq!(
        (&found["pooled"]["x"], &found["pooled"]["warranted"]),
        (&347.into(), &false.into())
    );
    assert_eq!(
        found["notes"],
        serde_json::json!([
            "The meetings differ more than chance explains: one rate does not stand for all of them."
        ])
    );
}

#[test]
fn a_short_series_in_plain_words() {
    // scipy 1.12: binom.ppf and chi2.sf.
    let place = place("id,x,n\n2024-03,6,15\n2024-05,2,15\n2024-07,4,14\n");
    assert_eq!(
        place.answer("").unwrap(),
        "id               x          n    rate    within limits\n\
         2024-03          6         15   40.0%          0 to 10\n\
         2024-05          2         15   13.3%          0 to 10\n\
         2024-07          4         14   28.6%           0 to 9\n\
         \n\
         all meetings: 12 of 44, 27.3% (95.0% interval 15.0% to 42.8%)\n\
         do meetings differ: chi-square 2.71 with 2 degrees of freedom, p = 0.2584\n\
         Runs of 8 meetings on one side of the rate are looked for from 12 meetings on.\n\
         In 3 of 3 meetings fewer than 5 were to be expected: whether they differ is tested roughly.\n"
    );
}

#[test]
fn a_run_is_told() {
    let rows: String = (0..12)
        .map(|at| format!("m{at},{},20\n", if at < 8 { 5 } else { 1 }))
        .collect();
    let place = place(format!("id,x,n\n{rows}"));
    let found = place.json("");
    assert_eq!(
        (&found["rows"][0]["run"], &found["rows"][8]["run"]),
        (&true.into(), &false.into())
    );
    assert_eq!(
        place
            .answer("")
            .unwrap()
            .matches("  in a run on one side\n")
            .count(),
        8
    );
}

#[test]
fn a_file_of_limits_is_written_whole() {
    let place = cans();
    let limits = place.folder.path().join("limits.csv");
    place.answer(&format!("--out {}", limits.display())).unwrap();
    let text = std::fs::read_to_string(limits).unwrap();
    let mut lines = text.lines();
    assert_eq!(
        lines.next(),
        Some("id,x,n,rate,low,high,low_count,high_count,shewhart_low,shewhart_high,flag,run")
    );
    assert!(
        lines
            .nth(14)
            .unwrap()
            .starts_with("15,22,50,0.44,0.08,0.42,4,21,0.05"),
        "{text}"
    );
    assert!(text.contains(",above,") && text.lines().count() == 31);
    let nowhere = place.folder.path().join("nowhere/limits.csv");
    assert!(
        place
            .answer(&format!("--out {}", nowhere.display()))
            .unwrap_err()
            .starts_with("cannot write nowhere")
    );
    assert_eq!(
        std::fs::read_dir(place.folder.path()).unwrap().count(),
        2,
        "a part is left"
    );
}

#[test]
fn what_is_no_count_is_refused_with_its_place() {
    let number = "it must be a whole number from 0 upwards";
    let cases = [
        (
            "",
            "meetings.csv: the file is empty; it needs the heading id,x,n".to_owned(),
        ),
        (
            "id,x,n\n",
            "meetings.csv: there is no row below the heading id,x,n".to_owned(),
        ),
        (
            "id,x\na,1\n",
            "meetings.csv line 1: the heading has no column n; it needs id,x,n".to_owned(),
        ),
        (
            "id,x,n\na,-1,5\n",
            format!("meetings.csv line 2: x is -1; {number}"),
        ),
        (
            "id,x,n\na,1,5\nb,1.5,5\n",
            format!("meetings.csv line 3: x is 1.5; {number}"),
        ),
        (
            "id,x,n\na,1,NaN\n",
            format!("meetings.csv line 2: n is NaN; {number}"),
        ),
        (
            "id,x,n\na,+1,5\n",
            format!("meetings.csv line 2: x is +1; {number}"),
        ),
        (
            "id,x,n\na,,5\n",
            format!("meetings.csv line 2: x is blank; {number}"),
        ),
        (
            "id,x,n\na,1,99999999999999999999999\n",
            "meetings.csv line 2: n is 99999999999999999999999, which is more than can be held; check it"
                .to_owned(),
        ),
    ];
    for (text, sentence) in cases {
        assert_eq!(place(text).answer("").unwrap_err(), sentence);
    }
}

#[test]
fn what_cannot_be_charted_is_refused_with_its_place() {
    let cases = [
        (
            "id,x,n\na,1,5\nb,1,2000000000\n",
            "meetings.csv line 3: n is 2000000000; at most 1000000000 reviewed in one row can be charted",
        ),
        (
            "id,x,n\na,6,5\n",
            "meetings.csv line 2: x is 6 but only n = 5 were reviewed; x counts some of the n",
        ),
        (
            "id,x,n\na,0,0\n",
            "meetings.csv line 2: n is 0: with nothing reviewed there is no rate; leave the row out",
        ),
        (
            "id,x,n\na,1,5,7\n",
            "meetings.csv line 2: 4 fields where the heading has 3",
        ),
        ("id,x,n\n,1,5\n", "meetings.csv line 2: the id is blank"),
        (
            "id,x,n\na,1,5\na,2,5\n",
            "meetings.csv line 3: the id a is on line 2 already; give each once",
        ),
    ];
    for (text, sentence) in cases {
        assert_eq!(place(text).answer("").unwrap_err(), sentence);
    }
    assert_eq!(
        place("id,x,n\na,1,5\n").answer("--level 0").unwrap_err(),
        "the level is 0; it must lie between 0 and 1, such as 0.9973"
    );
}
