//! The language: what it can say, what it refuses, and that its truth is Kleene's.

use std::collections::BTreeMap;

use jiff::civil::date;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use super::{Judge, Reader, Setting};
use crate::check::Dates;
use crate::fields::Holds;
use crate::record::Layout;
use crate::truth::Truth;

fn codes(all: &[&str]) -> Vec<String> {
    all.iter().map(|code| (*code).to_owned()).collect()
}

fn layout() -> Layout {
    let fields = [
        ("age", Holds::Number),
        ("paid", Holds::Decimal),
        ("od", Holds::Date),
        ("dd", Holds::Date),
        ("da", Holds::Flag),
        ("knife", Holds::Flag),
        ("sort", Holds::Code(codes(&["pnd", "3a", "none"]))),
        ("rank", Holds::Code(codes(&["staff", "pc", "sgt", "insp"]))),
        ("why", Holds::Text),
        ("class", Holds::Text),
        ("officer", Holds::Text),
        ("authoriser", Holds::Text),
        ("hate", Holds::List(Some(codes(&["race", "religion"])))),
        ("steps", Holds::List(None)),
    ];
    Layout::new(fields.map(|(name, holds)| (name.to_owned(), holds)))
}

fn settings() -> BTreeMap<String, Setting> {
    [
        ("few", Setting::Number(3)),
        ("lowest", Setting::Codes(codes(&["sgt"]))),
        ("ended", Setting::Codes(codes(&["pnd", "none"]))),
        ("begun", Setting::Day(date(2024, 3, 1))),
        ("cap", Setting::Unset),
    ]
    .map(|(name, setting)| (name.to_owned(), setting))
    .into()
}

/// The truth of a condition about a record, or why the condition cannot be read.
fn tell(condition: &str, json: &str) -> Result<Truth, String> {
    let settings = settings();
    let mut reader = Reader {
        layout: layout(),
        nodes: Vec::new(),
        settings: &settings,
        orders: [("rank".to_owned(), codes(&["pc", "sgt", "insp"]))].into(),
        terms: BTreeMap::new(),
    };
    let child = reader.condition("age < 18")?;
    reader.terms.insert("child".to_owned(), child);
    let (node, _) = reader.condition(condition)?;
    let mut record = reader.layout.record(["knife"]);
    reader
        .layout
        .read(&mut record, json)
        .map_err(|fault| fault.to_string())?;
    let dates = Dates {
        finding: Some(date(2024, 6, 1)),
        ..Dates::default()
    };
    let judge = Judge {
        nodes: &reader.nodes,
        worked: None,
        record: &record,
        dates: &dates,
    };
    Ok(judge.truth(node))
}

const FULL: &str = r#"{"age":17,"paid":60.5,"od":"2024-01-31","dd":"2024-02-29","da":true,"sort":"3a","rank":"sgt",
    "why":"As per matrix.","class":"92E","officer":"AB 12","authoriser":"ab12","hate":["race"],"steps":["Self-refer to GP"]}"#;

#[test]
fn everything_the_language_can_say() {
    for (condition, holds) in [
        ("da", Truth::True),
        ("not da", Truth::False),
        ("not not da", Truth::True),
        ("child", Truth::True),
        (
            "age = 17 and age != 18 and age <= 17 and age >= 17 and not age > 17",
            Truth::True,
        ),
        ("paid > 60 and paid < 61", Truth::True),
        ("sort = 3a", Truth::True),
        ("sort != 3a", Truth::False),
        ("sort in (pnd, \"3a\")", Truth::True),
        ("sort not in (pnd, none)", Truth::True),
        ("sort in ended", Truth::False),
        ("rank below insp", Truth::True),
        ("rank below lowest", Truth::False),
        ("rank at least sgt", Truth::True),
        ("class = 92E", Truth::True),
        ("class in (92D, 105A)", Truth::False),
        ("officer = authoriser", Truth::True),
        ("officer != authoriser", Truth::False),
        ("hate has race", Truth::True),
        ("hate not has religion", Truth::True),
        ("hate has only (race, religion)", Truth::True),
        ("steps has only \"self-refer to GP\"", Truth::True),
        ("steps has (apology, course)", Truth::False),
        ("why is blank", Truth::False),
        ("why is not blank", Truth::True),
        ("words(why) = few", Truth::True),
        ("count(hate) = 1", Truth::True),
        ("dd = od + 29 days", Truth::True),
        ("dd < od + 1 month + 1 day", Truth::True),
        ("od + few weeks < dd", Truth::True),
        ("dd < begun and dd > 2024-02-28", Truth::True),
        ("finding >= dd + 3 months", Truth::True),
        ("offence < dd", Truth::Unknown),
        ("da and age = 17 or age = 3 and not da", Truth::True),
        ("(da or age = 3) and not da", Truth::False),
    ] {
        assert_eq!(tell(condition, FULL), Ok(holds), "{condition}");
    }
}

#[test]
fn what_is_blank_is_not_known_and_what_is_absent_not_even_blank() {
    for (condition, holds) in [
        ("da", Truth::Unknown),
        ("da is blank", Truth::True),
        ("knife is blank", Truth::Unknown),
        ("age < 18", Truth::Unknown),
        ("sort = pnd", Truth::Unknown),
        ("sort != pnd", Truth::Unknown),
        ("rank below insp", Truth::Unknown),
        ("class = 92E", Truth::Unknown),
        ("officer = authoriser", Truth::Unknown),
        ("hate has race", Truth::Unknown),
        ("hate has only race", Truth::Unknown),
        ("words(why) < 3", Truth::True),
        ("count(steps) = 0", Truth::True),
        ("dd > od", Truth::Unknown),
        ("da and why is not blank", Truth::False),
        ("da or why is blank", Truth::True),
    ] {
        assert_eq!(tell(condition, "{}"), Ok(holds), "{condition}");
    }
    assert_eq!(
        tell("rank below sgt", r#"{"rank":"staff"}"#),
        Ok(Truth::Unknown),
        "staff have no rank"
    );
    assert_eq!(tell("class = 92E", r#"{"class":"46"}"#), Ok(Truth::False));
}

const UNREADABLE: [(&str, &str); 18] = [
    (
        "",
        "at character 1 of the condition: something is missing at the end",
    ),
    (
        "sex = M",
        "at character 1 of the condition: there is no field, term or setting sex",
    ),
    (
        "o_d < dd",
        "at character 1 of the condition: there is no field, term or setting o_d; should it be od?",
    ),
    (
        "sort = pdn",
        "at character 8 of the condition: sort has no code pdn; its codes are pnd, 3a, none",
    ),
    (
        "hate has wealth",
        "at character 10 of the condition: hate has no code wealth; its codes are race, religion",
    ),
    (
        "age < dd",
        "at character 1 of the condition: a date can be compared with a date alone, a number with a number",
    ),
    (
        "age + 3 days < 4",
        "at character 1 of the condition: only a date can be moved by days, weeks, months or years",
    ),
    (
        "dd > od + 3",
        "at character 12 of the condition: one of days, weeks, months, years or working days must follow",
    ),
    (
        "sort below pnd",
        "at character 12 of the condition: the codes of sort are in no order; add an [[order]] to the pack",
    ),
    (
        "rank below staff",
        "at character 12 of the condition: staff is not in the order of rank: pc, sgt, insp",
    ),
    (
        "age >= cap",
        "at character 8 of the condition: the setting cap has no value; give it one in the profile",
    ),
    (
        "words(age) > 3",
        "at character 1 of the condition: a field that holds text must stand in the brackets",
    ),
    (
        "da and",
        "at character 7 of the condition: something is missing at the end",
    ),
    ("(da", "at character 4 of the condition: ) is missing"),
    (
        "da da",
        "at character 4 of the condition: da cannot follow here; join conditions by and, or",
    ),
    (
        "age = 99999999999999",
        "at character 7 of the condition: 99999999999999 is too large a number",
    ),
    (
        "sort < pnd",
        "at character 6 of the condition: after sort one of =, !=, in, not in, below, at least or is blank must follow",
    ),
    (
        "age < sort",
        "at character 7 of the condition: sort is a code: it cannot be more or less",
    ),
];

#[test]
fn what_cannot_be_read_is_told_in_a_sentence() {
    for (condition, says) in UNREADABLE {
        assert_eq!(tell(condition, "{}"), Err(says.to_owned()), "{condition}");
    }
    let deep = format!("{}da{}", "(".repeat(5000), ")".repeat(5000));
    assert!(tell(&deep, "{}").unwrap_err().contains("at most 4000 characters"));
    let deep = format!("{}da{}", "(".repeat(500), ")".repeat(500));
    assert!(tell(&deep, "{}").unwrap_err().contains("too many brackets"));
    assert!(tell(&"not ".repeat(900), "{}").is_err());
}

#[test]
fn a_record_that_does_not_fit_is_told_by_its_field() {
    for (json, says) in [
        (r#"{"age":"old"}"#, "the field age does not hold a whole number"),
        (r#"{"od":"2024-02-30"}"#, "the field od does not hold a date"),
        (
            r#"{"da":1}"#,
            "the field da does not hold true, false or not known",
        ),
        ("[]", "an object with a key for each field"),
        ("{\"age\":17", "EOF"),
    ] {
        let fault = tell("age = 1 and od = dd and da", json).unwrap_err();
        assert!(
            fault.starts_with("the record cannot be read: ") && fault.contains(says),
            "{fault}"
        );
    }
    let other = tell("da", r#"{"nobody":{"asks":[1,2]},"paid":"much","da":true}"#);
    assert_eq!(other, Ok(Truth::True), "what no rule asks about is passed over");
}

/// A condition over four flags, and its truth worked out by tables.
#[derive(Clone, Debug)]
enum Form {
    Flag(usize),
    Not(Box<Form>),
    And(Box<Form>, Box<Form>),
    Or(Box<Form>, Box<Form>),
}

const FLAGS: [&str; 4] = ["f0", "f1", "f2", "f3"];

impl Form {
    fn text(&self) -> String {
        match self {
            Self::Flag(at) => FLAGS[*at].to_owned(),
            Self::Not(one) => format!("not ({})", one.text()),
            Self::And(one, two) => format!("({}) and ({})", one.text(), two.text()),
            Self::Or(one, two) => format!("({}) or ({})", one.text(), two.text()),
        }
    }

    /// Kleene's tables as numbers: false 0, unknown 1, true 2; "and" is the smaller, "or" the larger, "not" turns round.
    fn value(&self, flags: [u8; 4]) -> u8 {
        match self {
            Self::Flag(at) => flags[*at],
            Self::Not(one) => 2 - one.value(flags),
            Self::And(one, two) => one.value(flags).min(two.value(flags)),
            Self::Or(one, two) => one.value(flags).max(two.value(flags)),
        }
    }
}

fn forms() -> impl Strategy<Value = Form> {
    let flag = (0..4_usize).prop_map(Form::Flag);
    flag.prop_recursive(5, 40, 2, |inner| {
        let two = || (inner.clone(), inner.clone());
        prop_oneof![
            inner.clone().prop_map(|one| Form::Not(one.into())),
            two().prop_map(|(one, two)| Form::And(one.into(), two.into())),
            two().prop_map(|(one, two)| Form::Or(one.into(), two.into())),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 500,
        rng_seed: RngSeed::Fixed(1),
        failure_persistence: None,
        ..Default::default()
    })]

    #[test]
    fn every_condition_follows_kleenes_tables(form in forms(), flags in prop::array::uniform4(0..3_u8)) {
        let settings = BTreeMap::new();
        let mut reader = Reader {
            layout: Layout::new(FLAGS.map(|name| (name.to_owned(), Holds::Flag))),
            nodes: Vec::new(),
            settings: &settings,
            orders: BTreeMap::new(),
            terms: BTreeMap::new(),
        };
        let (node, _) = reader.condition(&form.text()).unwrap();
        let words = ["false", "null", "true"];
        let said = FLAGS.iter().zip(flags).map(|(name, flag)| format!("\"{name}\":{}", words[usize::from(flag)]));
        let json = format!("{{{}}}", said.collect::<Vec<_>>().join(","));
        let mut record = reader.layout.record([]);
        reader.layout.read(&mut record, &json).unwrap();
        let judge = Judge { nodes: &reader.nodes, worked: None, record: &record, dates: &Dates::default() };
        let expected = [Truth::False, Truth::Unknown, Truth::True][usize::from(form.value(flags))];
        prop_assert_eq!(judge.truth(node), expected);
    }

    /// Whatever is typed, the answer is a condition or a sentence.
    #[test]
    fn nothing_typed_makes_it_fall_over(text in "[ -~\u{e9}]{0,60}") {
        if let Err(says) = tell(&text, FULL) {
            prop_assert!(says.starts_with("at character "), "{}", says);
        }
    }

    #[test]
    fn words_of_the_language_in_any_order(
        words in prop::collection::vec(prop::sample::select(vec![
            "not", "and", "or", "(", ")", "da", "age", "sort", "why", "hate", "dd", "is", "blank", "in", "has", "only",
            "below", "at", "least", "<", "=", "+", "3", "days", "working", "words", "count", "child", "finding", "2024-01-01",
            "pnd", "ended", ",", "\"x\"",
        ]), 0..14),
    ) {
        drop(tell(&words.join(" "), FULL));
    }
}
