//! Behaviour of meetings on both databases.

mod interests;
mod leak;
mod listing;
mod rooms;

use super::{
    acts::{self, NewMeeting},
    fixtures::{everybody, ready},
    model::{MeetingState, time_of_day},
    store,
};
use crate::{on_both, platform::refusal::Refusal, testing::House};

fn fields(refusal: Refusal) -> Vec<String> {
    match refusal {
        Refusal::Invalid(errors) => errors.into_iter().map(|error| error.field).collect(),
        other => panic!("refused as {other:?}"),
    }
}

fn conflict(refusal: Refusal) -> String {
    match refusal {
        Refusal::Conflict(sentence) => sentence,
        other => panic!("refused as {other:?}"),
    }
}

#[test]
fn times_are_read_as_people_write_them() {
    for (text, time) in [
        ("14:00", (14, 0)),
        ("2pm", (14, 0)),
        ("2:30 pm", (14, 30)),
        ("10.30am", (10, 30)),
        ("12am", (0, 0)),
        ("12pm", (12, 0)),
        ("09:05", (9, 5)),
    ] {
        assert_eq!(time_of_day(text), Some(time), "{text}");
    }
    for bad in [
        "", "14", "25:00", "14:60", "13pm", "0pm", "2:3pm", "noon", "-1:00", "+2pm", "14:00:00", "999:00",
    ] {
        assert_eq!(time_of_day(bad), None, "{bad}");
    }
}

on_both!(
    a_meeting_is_planned_opened_heard_and_closed,
    async |house: House| {
        let (world, draw, cases) = ready(&house).await;
        house.sealed(&world, &draw).await;
        let mut coordinator = house.browser(&world.coordinator).await;
        let mut chair = house.browser(&world.chair).await;
        let mut member = house.browser(&world.members[1]).await;
        let plan = format!("/draws/{}/meeting/new", draw.id);
        assert!(coordinator.get("/meetings").await.text.contains(&plan));
        assert_eq!(coordinator.get(&plan).await.status, 200);
        let when = [
            ("held_on-day", "28"),
            ("held_on-month", "3"),
            ("held_on-year", "2024"),
            ("time", "2pm"),
            ("place", "Room 1"),
        ];
        let planned = coordinator.post(&plan, &when).await;
        assert_eq!(planned.status, 303, "{}", planned.text);
        let path = planned.location;
        let page = member.get(&path).await;
        for shown in [
            "28 March 2024 at 2:00pm",
            "Room 1",
            "Quorum: not met",
            "nobody from",
            "Case A01",
            "Not heard yet",
        ] {
            assert!(page.text.contains(shown), "{shown}: {}", page.text);
        }
        assert!(
            !page.text.contains("Open the meeting")
                && chair.get(&path).await.text.contains("Open the meeting")
        );
        let here: Vec<(String, &str)> = world
            .seats
            .iter()
            .map(|seat| (format!("seat-{}", seat.id), "present"))
            .collect();
        let here: Vec<(&str, &str)> = here.iter().map(|(name, value)| (name.as_str(), *value)).collect();
        assert_eq!(coordinator.get(&format!("{path}/attendance")).await.status, 200);
        assert_eq!(
            coordinator
                .post(&format!("{path}/attendance"), &here)
                .await
                .status,
            303
        );
        assert!(chair.get(&path).await.text.contains("Quorum: met"));
        assert_eq!(chair.post(&format!("{path}/open"), &[]).await.status, 303);

        let case = format!("{path}/cases/{}", cases[0]);
        let closed = member.get(&case).await;
        assert!(
            closed.text.contains("4 sealed") && !closed.text.contains("Reasons for class"),
            "{}",
            closed.text
        );
        assert_eq!(chair.post(&format!("{case}/open"), &[]).await.status, 303);
        let open = member.get(&case).await;
        for shown in [
            "4 members sealed a class",
            "3 of 4",
            "1 of 4",
            "0 of 4",
            "Reasons for class 2",
            "Reasons for class 3",
        ] {
            assert!(open.text.contains(shown), "{shown}: {}", open.text);
        }
        assert!(
            !open.text.contains("Save the discussion"),
            "members do not keep the record"
        );
        let said = chair
            .post(
                &format!("{case}/discussion"),
                &[("discussion", "The rationale is thin.")],
            )
            .await;
        assert_eq!(said.status, 303);
        assert!(member.get(&case).await.text.contains("The rationale is thin."));
        assert!(member.get(&path).await.text.contains("Opened"));
        assert!(
            chair
                .get(&path)
                .await
                .text
                .contains("Of 3 cases, 2 are not heard and 1 is opened without a finding")
        );
        assert_eq!(chair.post(&format!("{path}/close"), &[]).await.status, 303);
        let page = member.get(&path).await;
        assert!(
            page.text.contains("Not heard</td>") && page.text.contains("Opened, no finding</td>"),
            "{}",
            page.text
        );
        assert!(member.get(&case).await.text.contains("closed without a finding"));

        let log = house.log().await;
        for act in [
            "meeting.plan meeting",
            "meeting.attendance meeting",
            "meeting.open meeting",
            "meeting.open_case case",
            "meeting.look_at_case case",
            "meeting.discuss case",
            "meeting.close meeting",
        ] {
            assert!(log.contains(&act.to_owned()), "{act}");
        }
        let mut tx = house.app.db.read("test").await.unwrap();
        let (size, _) = crate::audit::store::head(&mut tx).await.unwrap();
        let note = crate::audit::store::latest_checkpoint(&mut tx)
            .await
            .unwrap()
            .unwrap();
        assert!(
            note.contains(&format!("\n{}\n", size - 1)),
            "signed on closing, one look ago: {note} {size}"
        );
    }
);

on_both!(a_plan_that_cannot_be_kept_is_refused, async |house: House| {
    let (world, draw, _) = ready(&house).await;
    let (app, who) = (&house.app, &world.coordinator);
    let bad = NewMeeting {
        held_on: None,
        time: "late",
        place: " ",
    };
    assert_eq!(
        fields(acts::plan(app, who, draw.id, &bad).await.unwrap_err()),
        ["time", "place"]
    );
    let mut browser = house.browser(who).await;
    let path = format!("/draws/{}/meeting/new", draw.id);
    let odd = [
        ("held_on-day", "31"),
        ("held_on-month", "2"),
        ("held_on-year", "2024"),
        ("time", "2pm"),
        ("place", "Here"),
    ];
    let again = browser.post(&path, &odd).await;
    assert_eq!(again.status, 422);
    assert!(
        again.text.contains("Date of the meeting must be a real date")
            && again.text.contains("value=\"Here\"")
    );
    house.planned(&world, &draw).await;
    let twice = NewMeeting {
        held_on: Some(jiff::civil::date(2024, 4, 1)),
        time: "2pm",
        place: "Here",
    };
    assert!(conflict(acts::plan(app, who, draw.id, &twice).await.unwrap_err()).contains("planned already"));
    for who in [&world.members[0], &world.force_lead, &world.auditor] {
        assert!(
            matches!(
                acts::plan(app, who, draw.id, &twice).await,
                Err(Refusal::NotFound)
            ),
            "{}",
            who.name
        );
    }
});

on_both!(nobody_sits_in_a_seat_that_is_not_theirs, async |house: House| {
    let (world, draw, _) = ready(&house).await;
    let meeting = house.planned(&world, &draw).await;
    let (app, who, seats) = (&house.app, &world.coordinator, &world.seats);
    let attend = async |said: Vec<(usize, String)>| {
        let said: Vec<_> = said
            .into_iter()
            .map(|(seat, said)| (seats[seat].id, said))
            .collect();
        acts::attend(app, who, meeting.id, &said).await
    };
    let substitute = format!("substitute:{}", world.substitute.person);
    // Named for the seat of the first member, and for no other.
    for wrong in [
        substitute.clone(),
        "substitute:".into(),
        "substitute".into(),
        format!("substitute:{}", world.chair.person),
    ] {
        let seat = if wrong == substitute { 2 } else { 1 };
        let refused = fields(attend(vec![(seat, wrong.clone())]).await.unwrap_err());
        assert_eq!(refused, [format!("seat-{}", seats[seat].id)], "{wrong}");
    }
    assert_eq!(
        fields(attend(vec![(0, "asleep".into())]).await.unwrap_err()).len(),
        1
    );
    attend(vec![(1, substitute.clone())]).await.unwrap();
    let mut tx = app.db.read("test").await.unwrap();
    let sittings = store::sittings(&mut tx, meeting.id).await.unwrap();
    drop(tx);
    assert!(sittings[1].is(world.substitute.person) && !sittings[1].is(world.members[0].person));
    assert_eq!(sittings[1].name.as_deref(), Some("Sam Joint"));
    // A person named for two seats still has one.
    let named =
        crate::body::acts::add_substitute(app, who, seats[2].id, &world.substitute.person.to_string()).await;
    if named.is_ok() {
        assert_eq!(
            fields(attend(vec![(2, substitute)]).await.unwrap_err()),
            [format!("seat-{}", seats[2].id)]
        );
    }
    let page = house
        .browser(who)
        .await
        .post(
            &format!("/meetings/{}/attendance", meeting.id),
            &[(&format!("seat-{}", seats[3].id), "substitute:nobody")],
        )
        .await;
    assert_eq!(page.status, 422);
    assert!(
        page.text
            .contains("Only a substitute named for this seat can sit in it"),
        "{}",
        page.text
    );
});

on_both!(
    the_quorum_is_said_in_words_as_people_come,
    async |house: House| {
        let (world, draw, _) = ready(&house).await;
        let meeting = house.planned(&world, &draw).await;
        let app = &house.app;
        let verdict = async |present: &[usize]| {
            let said: Vec<_> = (0..5)
                .map(|seat| {
                    (
                        world.seats[seat].id,
                        if present.contains(&seat) {
                            "present"
                        } else {
                            "apologies"
                        }
                        .to_owned(),
                    )
                })
                .collect();
            acts::attend(app, &world.coordinator, meeting.id, &said)
                .await
                .unwrap();
            let mut tx = app.db.read("test").await.unwrap();
            acts::quorum(&mut tx, &meeting).await.unwrap()
        };
        let two = verdict(&[0, 1]).await;
        assert!(
            !two.met && two.words.iter().any(|line| line.contains("2 of at least 3")),
            "{two:?}"
        );
        assert!(!verdict(&[0, 1, 4]).await.met, "nobody from a victims' service");
        assert!(verdict(&[0, 1, 3]).await.met);
        assert!(verdict(&[0, 1, 2, 3, 4]).await.met);
    }
);

on_both!(a_meeting_opens_once_and_closes_once, async |house: House| {
    let (world, draw, cases) = ready(&house).await;
    let meeting = house.planned(&world, &draw).await;
    let (app, chair) = (&house.app, &world.chair);
    assert!(conflict(acts::close(app, chair, meeting.id).await.unwrap_err()).contains("not open yet"));
    let early = acts::open_case(app, &world.coordinator, meeting.id, cases[0])
        .await
        .unwrap_err();
    assert!(matches!(early, Refusal::NotFound), "only a chair opens");
    let apologies = [(world.seats[0].id, "apologies".to_owned())];
    acts::attend(app, &world.coordinator, meeting.id, &apologies)
        .await
        .unwrap();
    assert!(
        conflict(acts::open(app, chair, meeting.id).await.unwrap_err()).contains("not recorded as present")
    );
    let expected = [(world.seats[0].id, "expected".to_owned())];
    acts::attend(app, &world.coordinator, meeting.id, &expected)
        .await
        .unwrap();
    acts::open(app, chair, meeting.id).await.unwrap();
    assert!(conflict(acts::open(app, chair, meeting.id).await.unwrap_err()).contains("open already"));
    acts::open_case(app, chair, meeting.id, cases[0]).await.unwrap();
    assert!(
        conflict(
            acts::open_case(app, chair, meeting.id, cases[0])
                .await
                .unwrap_err()
        )
        .contains("open already")
    );
    let early = acts::discuss(app, chair, meeting.id, cases[1], "Too early")
        .await
        .unwrap_err();
    assert!(conflict(early).contains("has not opened this case"));
    let long = "x".repeat(8001);
    assert_eq!(
        fields(
            acts::discuss(app, chair, meeting.id, cases[0], &long)
                .await
                .unwrap_err()
        ),
        ["discussion"]
    );
    acts::close(app, chair, meeting.id).await.unwrap();
    for late in [
        acts::close(app, chair, meeting.id).await.unwrap_err(),
        acts::open(app, chair, meeting.id).await.unwrap_err(),
        acts::open_case(app, chair, meeting.id, cases[1])
            .await
            .unwrap_err(),
        acts::discuss(app, chair, meeting.id, cases[0], "Too late")
            .await
            .unwrap_err(),
        acts::attend(app, &world.coordinator, meeting.id, &everybody(&world))
            .await
            .unwrap_err(),
    ] {
        assert!(conflict(late).contains("closed"));
    }
    let mut tx = app.db.read("test").await.unwrap();
    let kept = store::meeting(&mut tx, meeting.id).await.unwrap().unwrap();
    assert_eq!(kept.state, MeetingState::Closed);
    assert!(kept.closed_at > kept.opened_at);
});
