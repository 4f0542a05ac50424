use crate::cli::analyse::{AnalyseCommand, run};
use clap::Parser;
use serde_json::Value;
use std::fs;

mod refused;

#[derive(Parser)]
struct Line {
    #[command(flatten)]
    command: AnalyseCommand,
}

/// What the command says of a file with these bytes; no file for none.
fn answer(file: Option<&[u8]>, more: &[&str]) -> Result<String, String> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("people.csv");
    if let Some(bytes) = file {
        fs::write(&path, bytes).unwrap();
    }
    let words = ["analyse", "adjusted", path.to_str().unwrap()];
    let line = Line::try_parse_from(words.iter().chain(more)).map_err(|why| why.to_string())?;
    let mut out = Vec::new();
    let done = run(&line.command, &mut out);
    let name = path.display().to_string();
    done.map_err(|why| format!("{why:#}").replace(&name, "people.csv"))?;
    Ok(String::from_utf8(out).unwrap())
}

fn json(file: &str, more: &[&str]) -> Value {
    let more: Vec<_> = more.iter().copied().chain(["--json"]).collect();
    serde_json::from_str(&answer(Some(file.as_bytes()), &more).unwrap()).unwrap()
}

fn why(file: &str, more: &[&str]) -> String {
    answer(Some(file.as_bytes()), more).unwrap_err()
}

fn near(found: &Value, wanted: f64) {
    let value = found.as_f64().unwrap_or(f64::NAN);
    assert!((value - wanted).abs() < 5.1e-5, "{found} should be {wanted}");
}

/// Bickel, Hammel and O'Connell 1975, Science 187:398-404, as R's datasets::UCBAdmissions has it.
fn berkeley() -> String {
    let mut file = "Admit,Gender,Dept,Freq\n".to_owned();
    for (department, men, women) in [
        ("A", (512, 313), (89, 19)),
        ("B", (353, 207), (17, 8)),
        ("C", (120, 205), (202, 391)),
        ("D", (138, 279), (131, 244)),
        ("E", (53, 138), (94, 299)),
        ("F", (22, 351), (24, 317)),
    ] {
        for (gender, (admitted, rejected)) in [("Male", men), ("Female", women)] {
            file += &format!(
                "Admitted,{gender},{department},{admitted}\nRejected,{gender},{department},{rejected}\n"
            );
        }
    }
    file
}

const BERKELEY: [&str; 8] = [
    "--group",
    "Gender",
    "--reference",
    "Male",
    "--outcome",
    "Admit=Admitted",
    "--strata",
    "Dept",
];

fn with<'a>(more: &[&'a str]) -> Vec<&'a str> {
    [&BERKELEY[..], more].concat()
}

/// R (epitools, mantelhaen.test) and statsmodels.
#[test]
fn berkeley_turns_round() {
    let found = json(&berkeley(), &with(&["--count", "Freq", "--logistic"]));
    for (key, wanted) in [
        ("crude_rr", 0.6818),
        ("crude_low", 0.6287),
        ("crude_high", 0.7395),
        ("mh_rr", 1.0583),
        ("low", 0.9704),
        ("high", 1.1541),
        ("mh_or", 1.1053),
        ("or_low", 0.9431),
        ("or_high", 1.2955),
        ("homogeneity_p", 0.0021),
    ] {
        near(&found[key], wanted);
    }
    near(&found["cmh"]["statistic"], 1.4269);
    near(&found["cmh"]["p"], 0.2323);
    near(&found["p_adjusted"], 0.2323);
    near(&found["logistic"]["estimate"], 0.0999);
    near(&found["logistic"]["error"], 0.0808);
    assert_eq!(
        (&found["strata"], &found["rows"]),
        (&Value::from(6), &Value::from(24))
    );
    assert_eq!(found["homogeneity_test"], "breslow-day-tarone");
    assert_eq!(found["logistic"]["covariates"], 5);
    let warnings = found["warnings"].to_string();
    assert!(warnings.contains("adjusts away any bias"), "{warnings}");
    assert!(
        warnings.contains("Female: the odds ratio differs between strata"),
        "{warnings}"
    );
}

/// A line for each person, in another order, with blanks and a byte order mark, counts the same.
#[test]
fn one_line_for_each_person() {
    let counted = json(&berkeley(), &with(&["--count", "Freq"]));
    let mut people: Vec<String> = Vec::new();
    for line in berkeley().lines().skip(1) {
        let (person, count) = line.rsplit_once(',').unwrap();
        people.extend(vec![person.replace("Female", " Female "); count.parse().unwrap()]);
    }
    people.reverse();
    let file = format!("\u{feff}Admit,Gender,Dept\r\n{}\r\n", people.join("\r\n"));
    let mut each = json(&file, &BERKELEY);
    assert_eq!(each["rows"], 4526);
    each["rows"] = counted["rows"].clone();
    assert_eq!(each, counted);
}

#[test]
fn one_stratum_adjusts_nothing() {
    let file = "out,who,all,n\nyes,B,x,36\nno,B,x,14\nyes,W,x,16\nno,W,x,64\n";
    let line = [
        "--group",
        "who",
        "--reference",
        "W",
        "--outcome",
        "out=yes",
        "--strata",
        "all",
        "--count",
        "n",
    ];
    let found = json(file, &line);
    assert_eq!(found["strata"], 1);
    for (one, other) in [
        ("crude_rr", "mh_rr"),
        ("crude_low", "low"),
        ("crude_high", "high"),
    ] {
        near(&found[one], found[other].as_f64().unwrap());
    }
    near(&found["mh_or"], 36.0 * 64.0 / (14.0 * 16.0));
    assert_eq!(found["homogeneity_p"], Value::Null);
}

/// Three groups, blanks, and values that mean not recorded.
const OUTCOMES: &str = "eth,disposal,offence,n\n\
        Black,caution,drugs,20\nBlack,charge,drugs,30\nBlack,caution,theft,15\nBlack,charge,theft,35\n\
        White,caution,drugs,60\nWhite,charge,drugs,40\nWhite,caution,theft,50\nWhite,charge,theft,50\n\
        Asian,caution,drugs,25\nAsian,charge,drugs,25\n\
        Mixed,caution,drugs,2\nMixed,charge,drugs,30\n\
        ,caution,drugs,70\nNot stated,charge,theft,20\n\
        Black,,theft,7\nWhite,charge,,9\n";

const BY_OFFENCE: [&str; 12] = [
    "--group",
    "eth",
    "--reference",
    "White",
    "--outcome",
    "disposal=caution",
    "--strata",
    "offence",
    "--count",
    "n",
    "--not-recorded",
    "Not stated",
];

#[test]
fn those_not_recorded_are_bounds() {
    let found = json(OUTCOMES, &BY_OFFENCE);
    assert_eq!(found.get("mh_rr"), None, "several groups have no single answer");
    assert_eq!(
        (
            &found["blank_outcome"],
            &found["blank_strata"],
            &found["not_recorded"]
        ),
        (&Value::from(7), &Value::from(9), &Value::from(90))
    );
    let groups = found["groups"].as_array().unwrap();
    let names: Vec<_> = groups
        .iter()
        .map(|group| group["group"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["Asian", "Black", "Mixed"]);
    let black = &groups[1];
    near(&black["crude_rr"], 0.35 / 0.55);
    assert_eq!(black["missing"]["known"], "7/11");
    // All 70 with the outcome to Black, all 20 without to White: (105/170) / (110/220). Turned round: (35/120)/(180/270).
    assert_eq!(black["missing"]["most"], "21/17");
    assert_eq!(black["missing"]["least"], "7/16");
    assert_eq!(black["missing"]["depends_on_who"], true);
    assert_eq!(black["missing"]["banner"], true);
    near(&black["missing"]["rate"], 70.0 / 90.0);
}

#[test]
fn groups_share_a_family_of_tests() {
    let found = json(OUTCOMES, &BY_OFFENCE);
    let groups = found["groups"].as_array().unwrap();
    let black = &groups[1];
    // The two that can be compared share a family; Mixed is too small and says so.
    let p = |group: &Value, of: &str| group.pointer(of).and_then(Value::as_f64).unwrap();
    let (asian, black_p) = (p(&groups[0], "/cmh/p"), p(black, "/cmh/p"));
    assert!(black_p < asian);
    near(&black["p_adjusted"], (2.0 * black_p).min(asian));
    near(&groups[0]["p_adjusted"], asian);
    assert!(p(black, "/p_adjusted") < 0.05);
    assert_eq!(groups[2]["mh_rr"], Value::Null);
    let withheld = groups[2]["withheld"].as_str().unwrap();
    assert!(withheld.starts_with("2 of 32 against 110 of 200"), "{withheld}");
    let warnings = found["warnings"].to_string();
    for said in [
        "Black: Depends on who is not recorded.",
        "More than 15%",
        "not in itself evidence",
    ] {
        assert!(warnings.contains(said), "{said}: {warnings}");
    }
    let only = json(OUTCOMES, &[&BY_OFFENCE[..], &["--compare", "Black"]].concat());
    assert_eq!(only["mh_rr"], black["mh_rr"]);
    let small = json(
        OUTCOMES,
        &[&BY_OFFENCE[..], &["--compare", "Mixed", "--small-numbers"]].concat(),
    );
    near(&small["crude_rr"], 2.0 / 32.0 / 0.55);
}

/// With four columns a logistic regression stands beside.
#[test]
fn more_than_three_columns() {
    let mut file = "eth,out,a,b,c,d,n\n".to_owned();
    for at in 0_u32..16 {
        let level = |bit: u32| at >> bit & 1;
        let at_levels = format!("{},{},{},{}", level(0), level(1), level(2), level(3));
        for (group, yes) in [("B", 6 + level(0) * 3), ("W", 9 + level(1) * 2)] {
            file += &format!("{group},yes,{at_levels},{yes}\n{group},no,{at_levels},12\n");
        }
    }
    let line = [
        "--group",
        "eth",
        "--reference",
        "W",
        "--outcome",
        "out=yes",
        "--strata",
        "a,b,c,d",
        "--count",
        "n",
    ];
    let found = json(&file, &line);
    assert_eq!(found["logistic"]["covariates"], 4);
    assert_eq!(found["strata"], 16);
    assert!(found["logistic"]["odds_ratio"].as_f64().unwrap() < 1.0);
    assert!(found["mh_rr"].as_f64().unwrap() < 1.0);
    // People at a level where nobody had the outcome say nothing of the group; leaving them out changes nothing.
    let rare = json(&format!("{file}B,no,2,0,0,0,30\nW,no,2,0,0,0,30\n"), &line);
    assert_eq!(rare["logistic"]["left_out"], 60);
    near(
        &rare["logistic"]["odds_ratio"],
        found["logistic"]["odds_ratio"].as_f64().unwrap(),
    );
    assert!(
        rare["warnings"]
            .to_string()
            .contains("60 people are left out of the logistic regression")
    );
}

/// A column that says what another says allows no model, and the pooled ratio stands alone.
#[test]
fn columns_that_say_the_same() {
    let mut file = "eth,out,a,b,n\n".to_owned();
    for (group, offence, law, yes, no) in [
        ("B", "drugs", "1971 Act", 20, 30),
        ("W", "drugs", "1971 Act", 40, 50),
        ("B", "theft", "1984 Act", 25, 30),
        ("W", "theft", "1984 Act", 40, 20),
    ] {
        file += &format!("{group},yes,{offence},{law},{yes}\n{group},no,{offence},{law},{no}\n");
    }
    let line = [
        "--group",
        "eth",
        "--reference",
        "W",
        "--outcome",
        "out=yes",
        "--strata",
        "a,b",
        "--count",
        "n",
    ];
    let found = json(&file, &[&line[..], &["--logistic"]].concat());
    assert_eq!(found["logistic"], Value::Null);
    let warnings = found["warnings"].to_string();
    assert!(
        warnings.contains("B: no logistic regression: b = 1984 Act follows from the columns before it"),
        "{warnings}"
    );
    assert!(found["mh_rr"].as_f64().unwrap() < 1.0);
}

#[test]
fn the_counts_of_every_stratum_as_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("strata.csv");
    json(
        &berkeley(),
        &with(&["--count", "Freq", "--out", path.to_str().unwrap()]),
    );
    let written = fs::read_to_string(&path).unwrap();
    let lines: Vec<_> = written.lines().collect();
    assert_eq!(
        lines[..3],
        ["Dept,group,events,base", "A,Female,89,108", "A,Male,512,825"]
    );
    assert_eq!(lines.len(), 13);
    let nowhere = folder.path().join("no/such/strata.csv");
    let refused = why(
        &berkeley(),
        &with(&["--count", "Freq", "--out", nowhere.to_str().unwrap()]),
    );
    assert!(refused.starts_with("cannot write "), "{refused}");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn plain_words() {
    assert_eq!(
        answer(Some(berkeley().as_bytes()), &with(&["--count", "Freq"])).unwrap(),
        "Admit=Admitted beside Male, within Dept\n\
         \n\
         Female: 557 of 1835 against 1198 of 2691\n  \
           crude ratio of rates: 0.6818 (95.0% interval 0.6287 to 0.7395)\n  \
           adjusted ratio of rates (Mantel-Haenszel): 1.058 (95.0% interval 0.9704 to 1.154)\n  \
           crude ratio of not having the outcome: 1.255 (95.0% interval 1.200 to 1.314)\n  \
           adjusted ratio of not having the outcome: 0.9731 (95.0% interval 0.9307 to 1.017)\n  \
           adjusted odds ratio (Mantel-Haenszel): 1.105 (95.0% interval 0.9431 to 1.295)\n  \
           strata: 6, of which 6 say something\n  \
           p of no difference within strata (Cochran-Mantel-Haenszel): 0.2323\n  \
           p that the odds ratio is the same in all strata (Breslow-Day, Tarone): 0.0021\n\
         Female: the odds ratio differs between strata, so one figure for all of them hides something.\n\
         Adjusting for offence also adjusts away any bias in how offences are recorded.\n"
    );
}
