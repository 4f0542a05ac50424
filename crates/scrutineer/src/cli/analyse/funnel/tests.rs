use crate::cli::analyse::testing::{Given, given};
use serde_json::Value;

fn place(bytes: impl AsRef<[u8]>) -> Given {
    given("funnel", "panels.csv", bytes)
}

const SIX: &str = "id,x,n\nNorth,3,15\nSouth,23,60\nEast,12,60\nWest,3,15\nMid,40,200\nFar,6,30\n";

#[test]
fn limits_and_flags_of_each_row() {
    let found = place(SIX).json("--target 0.2");
    let near = |row: usize, key: &str, wanted: f64| {
        let found = found["rows"][row][key].as_f64().unwrap();
        assert!(
            (found - wanted).abs() < 5.1e-4,
            "{key}: {found} should be {wanted}"
        );
    };
    // Spiegelhalter's interpolated limits at .2.
    near(0, "low_95", 0.0);
    near(0, "high_95", 0.389);
    near(0, "high_998", 0.529);
    near(2, "low_95", 0.0948);
    near(2, "high_95", 0.2976);
    near(2, "low_998", 0.0497);
    near(2, "high_998", 0.3641);
    assert_eq!(
        (&found["rows"][1]["id"], &found["rows"][1]["flag"]),
        (&"South".into(), &"above_998".into())
    );
    assert_eq!(found["rows"][0]["flag"], Value::Null);
    assert_eq!(
        (&found["target"], &found["over_dispersed"]),
        (&0.2.into(), &false.into())
    );
    assert_eq!(found["notes"].as_array().unwrap().len(), 1);
}

#[test]
fn over_dispersion_is_told() {
    let found = place("id,x,n\na,3,15\nb,23,60\nc,2,60\nd,9,15\n").json("");
    assert_eq!(found["over_dispersed"], true);
    assert!(found["phi"].as_f64().unwrap() > found["threshold"].as_f64().unwrap());
    let said = found["notes"][1].as_str().unwrap();
    assert!(
        said.starts_with("The rates differ more than chance explains (phi "),
        "{said}"
    );
}

#[test]
fn plain_words() {
    let place = place("id,x,n\nNorth,3,15\nSouth,22,60\nEast,9,60\nWest,3,15\nMid,30,200\n");
    // 22 of 60 is above the interpolated limit at 99.8%, but P(X >= 22) is .002.
    assert_eq!(
        place.answer("--target 0.2").unwrap(),
        "id             x          n    rate       95% limits     99.8% limits\n\
         North          3         15   20.0%    0.0% to 38.9%    0.0% to 52.9%\n\
         South         22         60   36.7%    9.5% to 29.8%    5.0% to 36.4%  above 95%\n\
         East           9         60   15.0%    9.5% to 29.8%    5.0% to 36.4%\n\
         West           3         15   20.0%    0.0% to 38.9%    0.0% to 52.9%\n\
         Mid           30        200   15.0%   14.3% to 25.4%   11.5% to 28.9%\n\
         \n\
         compared with 20.0%\n\
         By chance alone one rate in 20 lies outside the 95% limits, one in 500 outside the 99.8% limits.\n\
         A rate less than one case above a limit is flagged only where so many, or more, are as rare as that \
         limit says.\n"
    );
}

#[test]
fn a_file_of_limits_is_written_whole() {
    let place = place(SIX);
    let limits = place.folder.path().join("limits.csv");
    place
        .answer(&format!("--out {} --json", limits.display()))
        .unwrap();
    let text = std::fs::read_to_string(limits).unwrap();
    assert!(
        text.starts_with("id,x,n,rate,low_95,high_95,low_998,high_998,z,flag\nNorth,3,15,0.2,0"),
        "{text}"
    );
    let over = format!("--out {}", place.file.display());
    assert_eq!(
        place.answer(&over).unwrap_err(),
        "--out panels.csv: this is the file that is read; name another"
    );
}

#[test]
fn refusals_name_the_place() {
    let cases = [
        (
            "id,x,n\na,6,5\n",
            "",
            "panels.csv line 2: x is 6 but only n = 5 were reviewed; x counts some of the n",
        ),
        (
            "id,n\na,6\n",
            "",
            "panels.csv line 1: the heading has no column x; it needs id,x,n",
        ),
        (
            "id,x,n\na,1,5\n",
            "--target 1",
            "the target is 1; it must lie between 0 and 1, such as 0.2",
        ),
        (
            "id,x,n\na,1,5\n",
            "--target NaN",
            "the target is NaN; it must lie between 0 and 1, such as 0.2",
        ),
    ];
    for (text, more, sentence) in cases {
        assert_eq!(place(text).answer(more).unwrap_err(), sentence);
    }
}
