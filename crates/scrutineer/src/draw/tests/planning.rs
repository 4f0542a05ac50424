//! Plans, sources and letters, without a database.

use super::*;

fn only_youth(population: i64) -> (Panel, [plan::Stratum; 2]) {
    let kind = PanelKind::JointOocr;
    let chance = crate::platform::chance::SetChance::from_seed("plan");
    let clock = crate::platform::clock::SetClock::at(Moment(0));
    let panel = Panel {
        id: PanelId::new(&clock, &chance).unwrap(),
        body: BodyId::new(&clock, &chance).unwrap(),
        code: "WM-JOINT".into(),
        name: "Joint panel".into(),
        kind,
        record_kind: "oocr".into(),
    };
    (
        panel,
        [("adult", "18 and over", 40), ("youth", "Under 18", population)].map(|(code, label, population)| {
            plan::Stratum {
                code: code.to_owned(),
                label: label.to_owned(),
                population,
            }
        }),
    )
}

#[test]
fn only_an_empty_stratum_plans_more_than_it_has() {
    // Leicestershire, March 2024: 15 adult and 15 youth planned, 15 adult heard and no youth case (founding document).
    let codes = ["SUB_JUDICE".to_owned()];
    let (panel, none) = only_youth(0);
    let plan = plan::make(&panel, &wanted(15, 15, 2), &none, &codes).unwrap();
    assert_eq!((plan.n()["adult"], plan.n()["youth"]), (15, 0));
    assert_eq!(plan.reserves().unwrap()["youth"], 0);
    assert_eq!(
        plan::planned(&plan),
        [("adult".to_owned(), 15), ("youth".to_owned(), 15)].into()
    );
    let (panel, few) = only_youth(14);
    let refused = plan::make(&panel, &wanted(15, 15, 2), &few, &codes).unwrap_err();
    assert_eq!(
        (refused[0].field.as_str(), refused[0].message.as_str()),
        (
            "n_youth",
            "Under 18: 14 records, so 15 cannot be drawn; enter 14 or fewer"
        )
    );
}

#[test]
fn a_source_is_refused_with_the_place_of_what_is_wrong() {
    let said = |label, typed| plan::source(label, typed).unwrap_err();
    let letter = "Character 7 of the dice is not a digit from 0 to 9; enter the digits only";
    assert_eq!(said("dice", "718402x3915520487316"), letter);
    assert_eq!(said("dice", "71840 2x3915520487316"), letter);
    assert_eq!(
        said("dice", "7184026391552048731"),
        "There are 19 digits; roll at least 20"
    );
    assert!(said("dice", " ").starts_with("Enter the digits"));
    assert!(said("dice", "７１８４０２６３９１５５２０４８７３１６").starts_with("Character 1 "));
    assert!(
        said("drand-quicknet/5", "abcd").starts_with("The value of drand-quicknet/5 must be 64 characters")
    );
    let spaced = plan::source("dice", "71840 26391 55204 87316").unwrap();
    assert_eq!(spaced.as_bytes(), b"71840263915520487316");
}

#[test]
fn rounds_follow_the_beacon_s_clock() {
    // drand quicknet: genesis_time 1692803367, period 3 (its chain information).
    assert_eq!(plan::round_at(1).rfc3339(), "2023-08-23T15:09:27Z");
    assert_eq!(plan::round_at(1201), plan::round_at(1).plus_minutes(60));
    let at = Moment::in_london(jiff::civil::date(2024, 3, 7), 10, 0);
    let round = plan::round_after(at);
    assert!(
        plan::round_at(round) >= at && plan::round_at(round - 3) < at,
        "{round}"
    );
}

#[test]
fn strata_get_letters_of_their_own() {
    let names = ["adult", "youth", "young-adult", "adult-da"].map(str::to_owned);
    assert_eq!(letters(&names), ['A', 'Y', 'O', 'D']);
}
