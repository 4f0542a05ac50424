//! What is on for whom, on which day; and packs and profiles that cannot be used, each with its sentence.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod oocr;

use jiff::civil::date;
use rules::{Answer, Choice, Dates, Field, Fields, Holds, Pack, Profile, RuleSet, Sort};

const PACK: &str = r#"
id = "small"
version = 2
dated = "2024-01-01"
title = "Small"
citation = "None"
kind = "case"
[dates]
offence = "od"
disposal = "dd"
[[change]]
version = 2
dated = "2024-01-01"
says = "Second version."
[[setting]]
name = "cap"
means = "Most allowed."
[[rule]]
id = "S1"
title = "Statute"
class = "statute"
mark = "verified"
judged_on = "disposal"
from = "2015-04-13"
until = "2020-12-31"
needs = ["age"]
citation = "None"
explains = "Made up."
[[rule.flag]]
when = 'age < 18'
result = "breach"
says = "flag for the panel: S1"
[[rule]]
id = "M1"
title = "Not read"
class = "guidance"
mark = "to_verify"
judged_on = "offence"
needs = ["age", "why"]
citation = "None"
explains = "Made up."
[[rule.flag]]
when = 'why is blank'
result = "missing"
says = "flag for the panel: M1, read"
mark = "verified"
[[rule.flag]]
when = 'age > 20'
result = "info"
says = "flag for the panel: M1, not read"
[[rule]]
id = "L1"
title = "Local"
class = "local"
mark = "verified"
judged_on = "disposal"
needs = ["age"]
citation = "None"
explains = "Made up."
[[rule.flag]]
when = 'age >= cap'
result = "breach"
says = "flag for the panel: L1"
"#;

const PROFILE: &str = r#"
id = "force"
pack = "small"
version = 1
dated = "2024-01-01"
title = "A force"
citation = "None"
[[change]]
version = 1
dated = "2024-01-01"
says = "First version."
[settings]
cap = 30
[[adopt]]
rule = "L1"
from = "2021-04-01"
citation = "None"
"#;

fn fields() -> Fields {
    let field = |name: &str, holds| Field {
        name: name.to_owned(),
        label: name.to_owned(),
        holds,
    };
    Fields {
        kind: "case".to_owned(),
        fields: vec![
            field("age", Holds::Number),
            field("od", Holds::Date),
            field("dd", Holds::Date),
            field("why", Holds::Text),
        ],
    }
}

fn pack() -> Pack {
    Pack::read("small.toml", PACK).unwrap()
}

fn profile(more: &str) -> Profile {
    Profile::read("force.toml", &format!("{PROFILE}{more}")).unwrap()
}

/// Each rule that is on with its answer, such as `S1 breach`.
fn answers(set: &RuleSet, json: &str) -> Vec<String> {
    let mut record = set.layout().record([]);
    set.layout().read(&mut record, json).unwrap();
    let dates = set.dates(&record, None);
    let word = |answer: Answer<'_>| match answer {
        Answer::Flag(clause) => clause.result.code().to_owned(),
        Answer::Unknown => "unknown".to_owned(),
        Answer::Pass { applied } => format!("pass {applied}"),
    };
    set.check(&record, &dates)
        .map(|one| format!("{} {}", one.rule.id, word(one.answer)))
        .collect()
}

fn with(profile: Option<&Profile>, enabled: &[&str]) -> RuleSet {
    let enabled: Vec<_> = enabled.iter().map(|id| (*id).to_owned()).collect();
    RuleSet::build(
        &pack(),
        &fields(),
        Choice {
            profile,
            enabled: &enabled,
            ..Choice::default()
        },
    )
    .unwrap()
}

#[test]
fn a_rule_is_judged_by_the_day_of_the_record() {
    let set = with(None, &[]);
    let on = |day: &str| answers(&set, &format!(r#"{{"age":17,"dd":"{day}","why":"x"}}"#))[0].clone();
    assert_eq!(on("2015-04-12"), "S1 pass false");
    assert_eq!(on("2015-04-13"), "S1 breach");
    assert_eq!(on("2020-12-31"), "S1 breach");
    assert_eq!(on("2021-01-01"), "S1 pass false");
    assert_eq!(
        answers(&set, r#"{"age":17,"why":"x"}"#)[0],
        "S1 unknown",
        "without a day"
    );
    assert_eq!(
        answers(&set, r#"{"age":18,"why":"x"}"#)[0],
        "S1 pass false",
        "whatever the day"
    );
    assert_eq!(
        answers(&set, r#"{"dd":"2016-01-01","why":"x"}"#)[0],
        "S1 unknown",
        "without an age"
    );
}

#[test]
fn what_was_not_read_is_off_until_it_is_switched_on() {
    let set = with(None, &[]);
    assert_eq!(
        answers(&set, r#"{"age":21,"why":"x"}"#),
        ["S1 pass false", "M1 pass true"]
    );
    let off: Vec<_> = set
        .off()
        .iter()
        .map(|off| (off.rule.as_str(), off.part, off.why.to_string()))
        .collect();
    assert_eq!(
        off,
        [
            ("M1", true, "not verified".to_owned()),
            ("L1", false, "local policy, not adopted here".to_owned())
        ]
    );
    let set = with(None, &["M1"]);
    assert_eq!(answers(&set, r#"{"age":21,"why":"x"}"#)[1], "M1 info");
    assert_eq!(
        answers(&set, r#"{"age":21}"#)[1],
        "M1 missing",
        "the first that holds is the answer"
    );
    let set = with(
        Some(&profile(
            "[[switch_on]]\nrule = \"M1\"\nwhy = \"read by the force\"",
        )),
        &[],
    );
    assert_eq!(answers(&set, r#"{"age":21,"why":"x"}"#)[1], "M1 info");
}

#[test]
fn local_policy_holds_where_and_when_it_was_adopted() {
    let force = profile("");
    let set = with(Some(&force), &[]);
    let on = |day: &str, age: u8| answers(&set, &format!(r#"{{"age":{age},"dd":"{day}"}}"#))[2].clone();
    assert_eq!(on("2021-03-31", 30), "L1 pass false");
    assert_eq!(on("2021-04-01", 30), "L1 breach");
    assert_eq!(on("2021-04-01", 29), "L1 pass true");
    let off = profile("[[switch_off]]\nrule = \"S1\"\nwhy = \"tried in court\"");
    let set = with(Some(&off), &[]);
    assert_eq!(set.rules()[0].id, "M1");
    assert_eq!(set.off()[0].why.to_string(), "switched off: tried in court");
}

#[test]
fn what_is_wanting_is_named() {
    let set = with(None, &["M1"]);
    let mut record = set.layout().record(["why"]);
    set.layout().read(&mut record, r#"{"age":null}"#).unwrap();
    let dates = Dates {
        offence: Some(date(2024, 1, 1)),
        ..Dates::default()
    };
    let unknown = set.check(&record, &dates).nth(1).unwrap();
    assert_eq!(unknown.answer, Answer::Unknown, "nobody was asked why");
    assert_eq!(
        set.wanting(unknown.rule, &record).collect::<Vec<_>>(),
        ["age", "why"]
    );
    assert_eq!(set.needs(unknown.rule).collect::<Vec<_>>(), ["age", "why"]);
}

#[test]
fn every_answer_has_its_word() {
    let words: Vec<_> = Sort::ALL.iter().map(|sort| sort.code()).collect();
    assert_eq!(words, ["breach", "missing", "mismatch", "info"]);
}

const BAD_PACKS: [(&str, &str, &str); 13] = [
    (
        "age < 18",
        "aeg < 18",
        "rule S1: flag 1: at character 1 of the condition: there is no field, term or setting aeg",
    ),
    (
        "needs = [\"age\"]",
        "needs = []",
        "rule S1: its conditions read age; list it under needs",
    ),
    (
        "needs = [\"age\"]",
        "needs = [\"age\", \"why\"]",
        "rule S1: needs lists why, which no condition reads; leave it out",
    ),
    (
        "until = \"2020-12-31\"",
        "until = \"2010-12-31\"",
        "rule S1: from lies after until; exchange them",
    ),
    (
        "id = \"M1\"",
        "id = \"S1\"",
        "rule S1: every name must be given, and given once",
    ),
    (
        "id = \"M1\"",
        "id = \"M 1\"",
        "rule M 1: an id is letters and digits, such as U02",
    ),
    (
        "kind = \"case\"",
        "kind = \"visit\"",
        "kind: the pack is about records of kind visit, not case",
    ),
    (
        "disposal = \"dd\"",
        "disposal = \"ddd\"",
        "dates ddd: there is no such field",
    ),
    (
        "name = \"cap\"",
        "name = \"age\"",
        "setting age: a field has this name; choose another",
    ),
    (
        "version = 2",
        "version = 3",
        "change: none tells of this version; say what changed",
    ),
    (
        "result = \"breach\"",
        "result = \"wrong\"",
        "line 31: unknown variant `wrong`, expected one of `breach`, `missing`, `mismatch`, `info`",
    ),
    ("class = \"statute\"", "", "line 18: missing field `class`"),
    (
        "explains = \"Made up.\"",
        "explains = \" \"",
        "rule S1: title, citation and explains must say something",
    ),
];

#[test]
fn packs_that_cannot_be_used_are_told_by_a_sentence() {
    let built = |from: &str, to: &str| -> String {
        let text = PACK.replacen(from, to, 1);
        assert_ne!(text, PACK, "{from}");
        let pack = match Pack::read("small.toml", &text) {
            Ok(pack) => pack,
            Err(fault) => return fault.to_string(),
        };
        RuleSet::build(&pack, &fields(), Choice::default())
            .unwrap_err()
            .to_string()
    };
    for (from, to, says) in BAD_PACKS {
        assert_eq!(built(from, to), format!("small.toml, {says}"));
    }
}

#[test]
fn profiles_that_cannot_be_used_are_told_by_a_sentence() {
    let built = |from: &str, to: &str| -> String {
        let text = PROFILE.replacen(from, to, 1);
        assert_ne!(text, PROFILE, "{from}");
        let profile = match Profile::read("force.toml", &text) {
            Ok(profile) => profile,
            Err(fault) => return fault.to_string(),
        };
        let choice = Choice {
            profile: Some(&profile),
            enabled: &[],
            ..Choice::default()
        };
        RuleSet::build(&pack(), &fields(), choice)
            .unwrap_err()
            .to_string()
    };
    for (from, to, says) in [
        (
            "pack = \"small\"",
            "pack = \"large\"",
            "force.toml, pack: the profile is for large, not for small; choose another",
        ),
        (
            "rule = \"L1\"",
            "rule = \"L9\"",
            "force.toml, rule L9: the pack small has no such rule",
        ),
        (
            "cap = 30",
            "cup = 30",
            "force.toml, setting cup: the pack has no such setting; correct the name or leave it out",
        ),
        (
            "cap = 30",
            "",
            "small.toml, rule L1: flag 1: at character 8 of the condition: the setting cap has no value; give it one in the profile",
        ),
        (
            "cap = 30",
            "cap = \"x\"",
            "small.toml, rule L1: flag 1: at character 8 of the condition: the setting cap holds codes, not a number",
        ),
        (
            "says = \"First version.\"",
            "say = \"First version.\"",
            "force.toml, line 11: unknown field `say`, expected one of `version`, `dated`, `says`",
        ),
    ] {
        assert_eq!(built(from, to), says);
    }
    let enabled = ["U99".to_owned()];
    let unknown = RuleSet::build(
        &pack(),
        &fields(),
        Choice {
            profile: None,
            enabled: &enabled,
            ..Choice::default()
        },
    );
    assert_eq!(
        unknown.unwrap_err().to_string(),
        "small.toml, rule U99: the pack small has no such rule"
    );
}

/// The facts of the pack must not take the name of a field the kind has itself.
#[test]
fn a_fact_gives_way_to_a_field() {
    let mut fields = oocr::fields();
    fields.fields.push(Field {
        name: "evidence".to_owned(),
        label: "Evidence".to_owned(),
        holds: Holds::Text,
    });
    let fault = RuleSet::build(&oocr::england_wales(), &fields, Choice::default()).unwrap_err();
    assert_eq!(
        fault.to_string(),
        "rules/england-wales.toml, fact evidence: the kind oocr has this field itself; remove the fact"
    );
}
