use crate::cli::analyse::testing::{Given, given};
use serde_json::Value;

fn place(bytes: impl AsRef<[u8]>) -> Given {
    given("agreement", "ratings.csv", bytes)
}

/// Krippendorff's twelve units by four observers (*Computing Krippendorff's alpha-reliability*).
fn twelve_units() -> Given {
    let rows = [
        ["1", "2", "3", "3", "2", "1", "4", "1", "2", "", "", ""],
        ["1", "2", "3", "3", "2", "2", "4", "1", "2", "5", "", "3"],
        ["", "3", "3", "3", "2", "3", "4", "2", "2", "5", "1", ""],
        ["1", "2", "3", "3", "2", "4", "4", "1", "2", "5", "1", ""],
    ];
    let mut text = "unit,rater,value\n".to_owned();
    for (rater, values) in ["A", "B", "C", "D"].iter().zip(rows) {
        for (unit, value) in (1..).zip(values) {
            text += &format!("{unit},{rater},{value}\n");
        }
    }
    place(text)
}

fn near(found: &Value, wanted: f64) {
    let found = found.as_f64().unwrap();
    assert!((found - wanted).abs() < 5.1e-6, "{found} should be {wanted}");
}

#[test]
fn the_keys_of_the_contract() {
    let found = twelve_units().json("");
    assert_eq!(
        (found["units"].as_u64(), found["raters"].as_u64()),
        (Some(12), Some(4))
    );
    assert_eq!(found["ratings"], 41);
    // Published values; Gwet's as irrCAC prints them.
    near(&found["observed"], 0.81818);
    near(&found["alpha"], 0.81539);
    near(&found["ac1"], 0.77544);
    near(&found["ac1_se"], 0.14295);
    near(&found["ac2_quadratic"], 0.914);
    near(&found["fleiss_kappa"], 0.76117);
    near(&found["conger_kappa"], 0.76207);
    near(&found["brennan_prediger"], 0.77273);
    assert_eq!(found["metric"], "ordinal");
    assert_eq!(
        (&found["bootstrap"], &found["seed"], &found["level"]),
        (&2000.into(), &1.into(), &0.95.into())
    );
    let bound = |key: &str| found[key].as_f64().unwrap();
    assert!(bound("alpha_low") < bound("alpha") && bound("alpha") < bound("alpha_high"));
    assert_eq!(found["cohen_kappa"], Value::Null);
    assert_eq!(
        (
            &found["unanimous_units"],
            &found["split_units"],
            &found["pairs"],
            &found["agreeing_pairs"]
        ),
        (&8.into(), &3.into(), &55.into(), &43.into())
    );
    assert_eq!(found["pairs_of_raters"].as_array().unwrap().len(), 6);
    assert_eq!(found["classes"], serde_json::json!(["1", "2", "3", "4", "5"]));
}

#[test]
fn each_metric_is_named() {
    let place = twelve_units();
    for (metric, alpha) in [
        ("nominal", 0.743_421),
        ("ordinal", 0.815_388),
        ("interval", 0.849_107),
    ] {
        let found = place.json(&format!("--metric {metric} --bootstrap 0"));
        assert_eq!(found["metric"], metric);
        near(&found["alpha"], alpha);
        assert_eq!(
            (&found["alpha_low"], &found["seed"]),
            (&Value::Null, &Value::Null)
        );
    }
}

#[test]
fn the_seed_decides() {
    let place = twelve_units();
    let one = place.json("--bootstrap 500 --seed 7");
    assert_eq!(one, place.json("--bootstrap 500 --seed 7"));
    assert_ne!(
        one["alpha_low"],
        place.json("--bootstrap 500 --seed 8")["alpha_low"]
    );
    assert!(
        place.parsed("--seed 7").is_err(),
        "wrong usage: a seed of nothing"
    );
    assert!(place.parsed("--bootstrap -1").is_err() && place.parsed("--bootstrap 1000001").is_err());
    assert_eq!(
        place.answer("--bootstrap 0 --seed 7").unwrap_err(),
        "--seed has no use with --bootstrap 0; leave it out or give a number of resamples"
    );
    assert_eq!(
        place.answer("--level 95").unwrap_err(),
        "the level is 95; it must lie between 0 and 1, such as 0.95"
    );
}

#[test]
fn plain_words() {
    let said = twelve_units().answer("--bootstrap 0").unwrap();
    assert_eq!(
        said,
        "12 units, 4 raters, 41 ratings\n\
         11 units with two or more ratings: 8 unanimous (72.7%), 3 split (27.3%)\n\
         55 pairs of ratings: 43 agreed (78.2%), 12 disagreed (21.8%)\n\
         agreement with each unit counting the same: 81.8%\n\
         \n\
         Krippendorff's alpha (ordinal metric)     0.815\n\
         Gwet's AC1                                0.775   standard error 0.143\n\
         Gwet's AC2 (quadratic weights)            0.914   standard error 0.104\n\
         Gwet's AC2 (linear weights)               0.859   standard error 0.117\n\
         Gwet's AC2 (Gwet's ordinal weights)       0.899   standard error 0.107\n\
         Fleiss' kappa                             0.761   standard error 0.153\n\
         Conger's kappa                            0.762   standard error 0.150\n\
         Brennan-Prediger                          0.773   standard error 0.145\n"
    );
    assert!(
        twelve_units()
            .answer("")
            .unwrap()
            .contains("(2000 resamples of units, seed 1)\n")
    );
}

#[test]
fn counts_of_each_unit() {
    let place = twelve_units();
    let units = place.folder.path().join("units.csv");
    place.answer(&format!("--out {}", units.display())).unwrap();
    let text = std::fs::read_to_string(units).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[0], "unit,ratings,pairs,agreeing_pairs,unanimous");
    assert_eq!(
        (lines[1], lines[6], lines[12]),
        ("1,3,3,3,yes", "6,4,6,0,no", "12,1,0,0,")
    );
    assert_eq!(lines.len(), 13);
    let over = format!("--out {}", place.file.display());
    assert!(
        place
            .answer(&over)
            .unwrap_err()
            .ends_with("this is the file that is read; name another")
    );
    let nowhere = place.folder.path().join("nowhere/units.csv");
    assert!(place.answer(&format!("--out {}", nowhere.display())).is_err());
}

#[test]
fn few_units_give_counts_and_a_note() {
    let found = place("unit,rater,value\na,A,1\na,B,1\nb,A,2\nb,B,1\n").json("");
    assert_eq!(
        (&found["units"], &found["pairs"], &found["agreeing_pairs"]),
        (&2.into(), &2.into(), &1.into())
    );
    for key in [
        "alpha",
        "alpha_low",
        "ac1",
        "ac1_se",
        "ac2_quadratic",
        "fleiss_kappa",
        "cohen_kappa",
        "seed",
    ] {
        assert_eq!(found[key], Value::Null, "{key}");
        assert!(found.get(key).is_some(), "{key} stays among the keys");
    }
    assert_eq!(
        found["notes"],
        serde_json::json!(["Only 2 units have ratings by two raters: coefficients are given from 10 on."])
    );
}

#[test]
fn a_rater_who_rated_nothing_is_told() {
    let mut text = "unit,rater,value\n".to_owned();
    for unit in 0..12 {
        text += &format!("{unit},A,{}\n{unit},B,{}\n{unit},C,\n", unit % 3, unit % 2);
    }
    let place = place(text);
    let found = place.json("");
    assert_eq!(
        (&found["raters"], &found["silent_raters"][0]),
        (&2.into(), &"C".into())
    );
    assert!(found["cohen_kappa"].is_f64() && found["scott_pi"].is_f64());
    assert!(
        place
            .answer("")
            .unwrap()
            .ends_with("\nRater C rated nothing and is left out.\n")
    );
}

#[test]
fn one_class_is_a_sentence_and_no_number() {
    let text: String = (0..12).map(|unit| format!("{unit},A,2\n{unit},B,2\n")).collect();
    let found = place(format!("unit,rater,value\n{text}")).json("");
    assert_eq!((&found["observed"], &found["alpha"]), (&1.0.into(), &Value::Null));
    assert!(
        found["notes"][0]
            .as_str()
            .unwrap()
            .starts_with("No value for alpha, Gwet's AC1")
    );
    let place = place(format!("unit,rater,value\n{text}"));
    assert_eq!(place.json("--classes 1,2,3")["ac1"], 1.0);
}

#[test]
fn a_mark_at_the_start_and_other_line_ends_are_read() {
    let text: String = (0..12)
        .map(|unit| format!("{},A,{unit},x\r\n{},B,{unit},y\r\n", unit % 3, unit % 3))
        .collect();
    let found = place(format!("\u{feff}value,rater,unit,note\r\n{text}")).json("");
    assert_eq!(found["alpha"], 1.0);
}

#[test]
fn a_file_that_cannot_be_read_is_refused_with_its_place() {
    let cases: [(&[u8], &str); 7] = [
        (
            b"",
            "ratings.csv: the file is empty; it needs the heading unit,rater,value",
        ),
        (
            b"unit,rater,value\n",
            "ratings.csv: there is no row below the heading unit,rater,value",
        ),
        (
            b"unit,value\n1,2\n",
            "ratings.csv line 1: the heading has no column rater; it needs unit,rater,value",
        ),
        (
            b"unit,rater,value,unit\n",
            "ratings.csv line 1: the heading has the column unit twice",
        ),
        (
            b"unit,rater,value\n1,A,2\n1,B\n",
            "ratings.csv line 3: 2 fields where the heading has 3",
        ),
        (
            b"unit,rater,value\n1,A,4\n1,\xff,4\n",
            "ratings.csv line 3: this is not UTF-8 text; save the file as UTF-8",
        ),
        (
            b"unit,rater,value\n1,\"A,4\n2,B,3\n",
            "ratings.csv line 2: 2 fields where the heading has 3",
        ),
    ];
    for (bytes, sentence) in cases {
        assert_eq!(place(bytes).answer("").unwrap_err(), sentence);
    }
    let place = place("");
    std::fs::remove_file(&place.file).unwrap();
    let said = place.answer("").unwrap_err();
    assert!(said.starts_with("ratings.csv: cannot be read: "), "{said}");
}

#[test]
fn a_rating_or_a_scale_that_cannot_be_is_refused_with_its_place() {
    let cases = [
        (
            "unit,rater,value\n1,A,2\n\n2,A,2\n1,A,\n",
            "",
            "ratings.csv: lines 2 and 5 rate the same unit by the same rater; give each rating once",
        ),
        (
            "unit,rater,value\n1,A,2\n2,A,good\n",
            "",
            "ratings.csv line 3: the value \"good\" is not a number, which the ordinal metric needs; give \
             the classes in order or choose the nominal metric",
        ),
        (
            "unit,rater,value\n1,A,NaN\n",
            "--metric interval",
            "ratings.csv line 2: the value \"NaN\" is not a number, which the interval metric needs; correct \
             it or choose the nominal or the ordinal metric",
        ),
        (
            "unit,rater,value\n1,A,NaN\n",
            "--metric nominal",
            "ratings.csv line 2: the value \"NaN\" is no class; leave the field blank where there is \
             no rating",
        ),
        (
            "unit,rater,value\n1,A,4\n",
            "--classes 1,2,3",
            "ratings.csv line 2: the value \"4\" is not among the classes that were given; correct it or \
             give all classes",
        ),
        (
            "unit,rater,value\n",
            "--classes 1",
            "--classes: a scale needs two or more classes, none of them blank",
        ),
        (
            "unit,rater,value\n",
            "--classes a,b,a",
            "--classes: the scale gives the class \"a\" twice",
        ),
        (
            "unit,rater,value\n,A,4\n",
            "",
            "ratings.csv line 2: the unit is blank; every rating needs the unit and the rater",
        ),
    ];
    for (text, more, sentence) in cases {
        assert_eq!(place(text).answer(more).unwrap_err(), sentence);
    }
}

#[test]
fn too_many_classes_are_refused_where_they_are_met() {
    let text: String = (0..5000).map(|unit| format!("{unit},A,{unit}\n")).collect();
    assert_eq!(
        place(format!("unit,rater,value\n{text}"))
            .answer("--metric interval")
            .unwrap_err(),
        "ratings.csv line 4098: there are more than 4096 different values; group them into classes first"
    );
}
