use proptest::prelude::*;

use super::*;

fn read(text: &str) -> Quorum {
    text.parse().unwrap()
}

fn people(sectors: &[(Sector, bool)]) -> Vec<Present> {
    sectors
        .iter()
        .map(|(sector, voting)| Present {
            sector: *sector,
            voting: *voting,
        })
        .collect()
}

#[test]
fn the_example_of_the_terms_is_read() {
    let quorum = read("At least 5;  one of Magistracy or CPS; one victims' service; police at most half;");
    assert_eq!(
        quorum.to_string(),
        "at least 5; one of magistracy or cps; one victim_service; police at most half"
    );
    assert_eq!(
        read("at least 3 voting; one of hmcts, cps").conditions,
        vec![
            Condition::Voting(3),
            Condition::OneOf(vec![Sector::Hmcts, Sector::Cps]),
        ]
    );
    assert_eq!(read(" none ").to_string(), "none");
}

#[test]
fn the_verdict_is_in_words() {
    let quorum = read("at least 5; one of magistracy or cps; police at most half; at least 2 voting");
    let few = people(&[
        (Sector::Police, false),
        (Sector::Police, false),
        (Sector::Community, true),
    ]);
    let verdict = quorum.verdict(&few);
    assert!(!verdict.met);
    assert_eq!(
        verdict.words,
        [
            "3 of at least 5 are here",
            "nobody from the magistracy or the CPS is here yet",
            "too many from the police: 2 of 3 here; at most half may be",
            "1 of at least 2 with a vote is here",
        ]
    );
    let enough = people(&[
        (Sector::Police, false),
        (Sector::Police, false),
        (Sector::Community, true),
        (Sector::Cps, true),
        (Sector::Health, true),
    ]);
    let verdict = quorum.verdict(&enough);
    assert!(verdict.met);
    assert_eq!(
        verdict.words,
        [
            "5 of at least 5 are here",
            "somebody from the CPS is here",
            "2 of 5 here are from the police; at most half may be",
            "3 of at least 2 with a vote are here",
        ]
    );
}

#[test]
fn the_rule_is_in_words() {
    let rule = |text: &str| read(text).rule();
    assert_eq!(
        rule("at least 5; one of magistracy or cps; one victim_service; police at most half"),
        "At least 5 people, somebody from the magistracy or the CPS, somebody from a victims' service, at most half from \
         the police"
    );
    assert_eq!(
        rule("at least 1 voting; police at most third; health at most 2"),
        "At least 1 person with a vote, at most a third from the police, at most 2 from health"
    );
    assert_eq!(rule("one hmcts"), "Somebody from HMCTS");
    assert_eq!(rule("none"), "No quorum is asked for");
}

#[test]
fn half_and_a_third_are_exact() {
    let half = Condition::AtMost(Sector::Police, Share::Half);
    let with = |police: usize, others: usize| {
        let mut all = people(&vec![(Sector::Police, true); police]);
        all.extend(people(&vec![(Sector::Health, true); others]));
        all
    };
    assert!(half.judge(&with(2, 2)).0 && !half.judge(&with(3, 2)).0 && half.judge(&[]).0);
    let third = Condition::AtMost(Sector::Police, Share::Third);
    assert!(third.judge(&with(1, 2)).0 && !third.judge(&with(2, 3)).0);
    let none = Condition::AtMost(Sector::Police, Share::Number(0));
    assert!(none.judge(&with(0, 2)).0 && !none.judge(&with(1, 2)).0);
}

#[test]
fn a_fault_names_the_part() {
    let said = |text: &str| text.parse::<Quorum>().unwrap_err().to_string();
    assert!(said("at least 5; one of magistrates or cps").starts_with(
        "the part \"one of magistrates or cps\" names \"magistrates\", which is no sector; the sectors are police, "
    ));
    assert_eq!(
        said("at least five"),
        "the part \"at least five\" needs a whole number from 1 to 99, not \"five\""
    );
    assert_eq!(
        said("at least 0"),
        "the part \"at least 0\" needs a whole number from 1 to 99, not \"0\""
    );
    assert!(said("police at most most").contains("needs half, third or a whole number"));
    assert!(said("everybody").starts_with("the part \"everybody\" cannot be read; write at least 5"));
    assert!(said("one , ").contains("cannot be read"));
    assert!(said(" ; ").contains("is empty"));
}

fn sector() -> impl Strategy<Value = Sector> {
    proptest::sample::select(Sector::ALL)
}

fn condition() -> impl Strategy<Value = Condition> {
    let share = prop_oneof![
        Just(Share::Half),
        Just(Share::Third),
        (0..100_u32).prop_map(Share::Number)
    ];
    prop_oneof![
        (1..100_u32).prop_map(Condition::AtLeast),
        (1..100_u32).prop_map(Condition::Voting),
        proptest::collection::vec(sector(), 1..4).prop_map(Condition::OneOf),
        (sector(), share).prop_map(|(sector, share)| Condition::AtMost(sector, share)),
    ]
}

fn quorum() -> impl Strategy<Value = Quorum> {
    proptest::collection::vec(condition(), 0..5).prop_map(|conditions| Quorum { conditions })
}

fn room() -> impl Strategy<Value = Vec<Present>> {
    let one = (sector(), any::<bool>()).prop_map(|(sector, voting)| Present { sector, voting });
    proptest::collection::vec(one, 0..12)
}

proptest! {
    #[test]
    fn what_is_written_is_read_back(quorum in quorum()) {
        prop_assert_eq!(quorum.to_string().parse::<Quorum>(), Ok(quorum));
    }

    #[test]
    fn any_text_is_read_or_refused_with_a_part_of_it(text in "[a-z0-9; ]{0,40}|\\PC{0,40}") {
        if let Err(fault) = text.parse::<Quorum>() {
            prop_assert!(text.contains(&fault.part));
        }
    }

    #[test]
    fn it_is_met_exactly_when_every_condition_holds(quorum in quorum(), room in room()) {
        let verdict = quorum.verdict(&room);
        prop_assert_eq!(verdict.met, quorum.conditions.iter().all(|one| one.judge(&room).0));
        prop_assert_eq!(verdict.words.len(), quorum.conditions.len().max(1));
    }

    #[test]
    fn nobody_makes_it_worse_by_coming_unless_their_sector_is_limited(
        quorum in quorum(), mut room in room(), sector in sector(), voting in any::<bool>(),
    ) {
        let limited = |one: &Condition| matches!(one, Condition::AtMost(who, _) if *who == sector);
        prop_assume!(!quorum.conditions.iter().any(limited));
        let before = quorum.verdict(&room).met;
        room.push(Present { sector, voting });
        prop_assert!(!before || quorum.verdict(&room).met);
    }
}
