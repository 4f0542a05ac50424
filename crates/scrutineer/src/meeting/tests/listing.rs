//! What one meeting hands to the next: cases it did not finish, and where feedback stands.

use jiff::civil::date;

use super::conflict;
use crate::{
    access::Actor,
    body::{
        self,
        acts::NewTerms,
        fixtures::{PanelWorld, QUORUM},
    },
    draw::model::Draw,
    feedback, finding,
    meeting::{
        acts::{self, NewMeeting},
        fixtures::{everybody, ready},
        model::{Meeting, Why},
        store,
    },
    on_both,
    platform::{ids::CaseId, refusal::Refusal},
    review::{self, fixtures::view},
    testing::House,
};

/// A later meeting of the world's panel, on a draw of its own.
async fn next(house: &House, world: &PanelWorld, day: jiff::civil::Date) -> (Draw, Meeting) {
    let draw = house.drawn(world, 1, 1).await;
    let new = NewMeeting {
        held_on: Some(day),
        time: "2pm",
        place: "Committee room 2",
    };
    let meeting = acts::plan(&house.app, &world.coordinator, draw.id, &new)
        .await
        .unwrap();
    (draw, meeting)
}

async fn listed(house: &House, meeting: &Meeting) -> Vec<(CaseId, Why)> {
    let mut tx = house.app.db.read("test.listed").await.unwrap();
    let listed = store::listed_again(&mut tx, meeting.id).await.unwrap();
    listed
        .into_iter()
        .map(|(case, again)| (case, again.why))
        .collect()
}

/// A panel on Cleveland's scale, whose class 4 asks for more information and does not end the case (field notes 1.7).
async fn on_cleveland(house: &House, world: &PanelWorld) {
    let terms = NewTerms {
        scale_id: "CLEV-4".into(),
        decision_mode: "consensus".into(),
        quorum: QUORUM.into(),
        effective_from: Some(date(2024, 3, 1)),
    };
    body::acts::add_terms(&house.app, &world.coordinator, world.panel.id, &terms)
        .await
        .unwrap();
}

async fn begin(house: &House, world: &PanelWorld, meeting: &Meeting) {
    acts::attend(&house.app, &world.coordinator, meeting.id, &everybody(world))
        .await
        .unwrap();
    acts::open(&house.app, &world.chair, meeting.id).await.unwrap();
}

async fn find(house: &House, chair: &Actor, meeting: &Meeting, case: CaseId, class: &str) {
    acts::open_case(&house.app, chair, meeting.id, case)
        .await
        .unwrap();
    finding::acts::record(
        &house.app,
        chair,
        meeting.id,
        case,
        &finding::fixtures::said(class),
    )
    .await
    .unwrap();
}

on_both!(
    what_a_meeting_leaves_is_on_the_next_agenda,
    async |house: House| {
        let (world, draw, cases) = ready(&house).await;
        on_cleveland(&house, &world).await;
        house.sealed(&world, &draw).await;
        let (app, chair) = (&house.app, &world.chair);
        let first = house.open_meeting(&world, &draw).await;
        find(&house, chair, &first, cases[0], "4").await;
        acts::open_case(app, chair, first.id, cases[1]).await.unwrap();
        let mut browser = house.browser(chair).await;
        let page = browser.get(&format!("/meetings/{}", first.id)).await;
        assert!(
            page.text
                .contains("they go on the agenda of the panel’s next meeting"),
            "{}",
            page.text
        );
        acts::close(app, chair, first.id).await.unwrap();
        assert!(
            !house.log().await.contains(&"meeting.list_again case".to_owned()),
            "no next meeting yet"
        );

        house.clock.set(app.now().plus_days(30));
        let (_, second) = next(&house, &world, date(2024, 6, 27)).await;
        assert_eq!(
            listed(&house, &second).await,
            [
                (cases[0], Why::NotConcluded),
                (cases[1], Why::NoFinding),
                (cases[2], Why::NotHeard)
            ]
        );
        let logged = house.log().await;
        assert_eq!(
            logged
                .iter()
                .filter(|one| *one == "meeting.list_again case")
                .count(),
            3
        );
        let mut member = house.browser(&world.members[0]).await;
        let agenda = member.get(&format!("/meetings/{}", second.id)).await;
        for shown in [
            "Listed again from earlier meetings",
            &format!("Case {}/A01", draw.reference),
            "28 March 2024: the class did not end the case",
            "28 March 2024: opened, no finding",
            "28 March 2024: not heard",
            "2 of ",
            ", and 3 listed again",
        ] {
            assert!(agenda.text.contains(shown), "{shown}: {}", agenda.text);
        }
        assert!(
            agenda.text.contains("No papers released yet"),
            "the packs of its own draw are not out: {}",
            agenda.text
        );
        // A third meeting planned after it takes nothing from it.
        let (_, third) = next(&house, &world, date(2024, 9, 26)).await;
        assert_eq!(listed(&house, &third).await, []);

        begin(&house, &world, &second).await;
        assert_eq!(
            listed(&house, &second).await.len(),
            3,
            "opening lists nothing twice"
        );
        find(&house, chair, &second, cases[0], "2").await;
        acts::close(app, chair, second.id).await.unwrap();
        assert_eq!(
            listed(&house, &third).await[..2],
            [(cases[1], Why::NotHeard), (cases[2], Why::NotHeard)],
            "closing hands on to the meeting that is planned"
        );
        assert_eq!(
            listed(&house, &third).await.len(),
            4,
            "with the two of the second meeting's own draw"
        );
        let mut tx = app.db.read("test.found").await.unwrap();
        let classes =
            |found: Vec<finding::model::Finding>| found.into_iter().map(|one| one.class).collect::<Vec<_>>();
        let of = finding::store::of_meeting(&mut tx, first.id).await.unwrap();
        assert_eq!(
            classes(of),
            ["4"],
            "what was found stays beside what is found later"
        );
        let of = finding::store::of_meeting(&mut tx, second.id).await.unwrap();
        assert_eq!(classes(of), ["2"]);
    }
);

on_both!(
    a_case_taken_up_again_shows_what_was_said_before,
    async |house: House| {
        let (world, draw, cases) = ready(&house).await;
        on_cleveland(&house, &world).await;
        house.sealed(&world, &draw).await;
        let (app, chair) = (&house.app, &world.chair);
        let first = house.open_meeting(&world, &draw).await;
        find(&house, chair, &first, cases[0], "4").await;
        acts::discuss(app, chair, first.id, cases[0], "Ask for the second statement")
            .await
            .unwrap();
        acts::close(app, chair, first.id).await.unwrap();
        house.clock.set(app.now().plus_days(30));
        let (_, second) = next(&house, &world, date(2024, 6, 27)).await;
        begin(&house, &world, &second).await;

        let path = format!("/meetings/{}/cases/{}", second.id, cases[0]);
        let mut browser = house.browser(chair).await;
        let page = browser.get(&path).await;
        for shown in [
            "the meeting of 28 March 2024 found a class that does not end the case",
            "What the meeting of 28 March 2024 found",
            "An earlier meeting opened them",
            "4 members sealed a class",
            "Take up the case again",
        ] {
            assert!(page.text.contains(shown), "{shown}: {}", page.text);
        }
        assert!(!page.text.contains("Record the finding"));
        let early =
            finding::acts::record(app, chair, second.id, cases[0], &finding::fixtures::said("2")).await;
        assert!(conflict(early.unwrap_err()).contains("before a finding is recorded"));
        assert_eq!(browser.post(&format!("{path}/open"), &[]).await.status, 303);
        let page = browser.get(&path).await;
        assert!(page.text.contains("Record the finding") && !page.text.contains("Take up the case again"));
        assert!(
            !page.text.contains("second statement"),
            "each meeting keeps its own record"
        );
        finding::acts::record(app, chair, second.id, cases[0], &finding::fixtures::said("2"))
            .await
            .unwrap();
        // In the earlier meeting the case is as that meeting left it.
        let old = browser
            .get(&format!("/meetings/{}/cases/{}", first.id, cases[0]))
            .await;
        assert!(
            old.text.contains("second statement") && !old.text.contains("What the meeting of"),
            "{}",
            old.text
        );
    }
);

on_both!(
    a_case_not_heard_can_be_read_and_stays_sealed,
    async |house: House| {
        let (world, draw, cases) = ready(&house).await;
        let (app, chair, early, late) = (&house.app, &world.chair, &world.members[0], &world.members[1]);
        review::acts::keep(app, early, cases[0], view("3")).await.unwrap();
        review::acts::seal(app, early, cases[0]).await.unwrap();
        let first = house.open_meeting(&world, &draw).await;
        acts::close(app, chair, first.id).await.unwrap();
        house
            .clock
            .set(draw.reading_closes_at.unwrap_or(app.now()).plus_days(30));
        let closed = review::acts::keep(app, late, cases[0], view("2"))
            .await
            .unwrap_err();
        assert!(conflict(closed).contains("has closed"));

        let (own, second) = next(&house, &world, date(2024, 6, 27)).await;
        house.released(&world, &own).await;
        let mut browser = house.browser(late).await;
        let list = browser.get("/reading").await;
        assert!(
            list.text.contains(&format!(
                "{}, listed again for the meeting of 27 June 2024",
                draw.reference
            )),
            "{}",
            list.text
        );
        review::acts::keep(app, late, cases[0], view("2")).await.unwrap();
        review::acts::seal(app, late, cases[0]).await.unwrap();
        let again = review::acts::keep(app, early, cases[0], view("2"))
            .await
            .unwrap_err();
        assert!(
            conflict(again).contains("sealed this case already"),
            "what was sealed stays sealed"
        );

        begin(&house, &world, &second).await;
        let path = format!("/meetings/{}/cases/{}", second.id, cases[0]);
        let mut member = house.browser(&world.members[2]).await;
        let page = member.get(&path).await;
        assert!(
            page.text.contains("2 sealed.") && !page.text.contains("Reasons for class"),
            "{}",
            page.text
        );
        // The earlier meeting is closed: its page opens nothing.
        let other = acts::open_case(app, chair, first.id, cases[0]).await.unwrap_err();
        assert!(conflict(other).contains("closed"));
        acts::open_case(app, chair, second.id, cases[0]).await.unwrap();
        assert!(member.get(&path).await.text.contains("2 members sealed a class"));
    }
);

on_both!(
    a_case_of_another_meeting_is_heard_only_where_it_is_listed,
    async |house: House| {
        let (world, draw, cases) = ready(&house).await;
        let (app, chair) = (&house.app, &world.chair);
        let first = house.open_meeting(&world, &draw).await;
        find(&house, chair, &first, cases[0], "2").await;
        let (own, second) = next(&house, &world, date(2024, 6, 27)).await;
        begin(&house, &world, &second).await;
        let theirs = house.heard(&own).await[0];
        for (meeting, case) in [(&second, cases[0]), (&second, cases[1]), (&first, theirs)] {
            let refused = acts::open_case(app, chair, meeting.id, case).await.unwrap_err();
            assert!(matches!(refused, Refusal::NotFound), "{refused:?}");
        }
        // It is open already, so what the first meeting leaves waits for one that is still to come.
        acts::close(app, chair, first.id).await.unwrap();
        assert_eq!(listed(&house, &second).await, []);
        let (_, third) = next(&house, &world, date(2024, 9, 26)).await;
        assert_eq!(listed(&house, &third).await.len(), 2);
    }
);

on_both!(
    the_agenda_says_where_earlier_feedback_stands,
    async |house: House| {
        let (world, draw, cases) = ready(&house).await;
        let (app, chair) = (&house.app, &world.chair);
        let first = house.open_meeting(&world, &draw).await;
        for case in &cases {
            find(&house, chair, &first, *case, "2").await;
        }
        acts::close(app, chair, first.id).await.unwrap();
        let mut tx = app.db.read("test.found").await.unwrap();
        let found = finding::store::of_meeting(&mut tx, first.id).await.unwrap();
        drop(tx);
        const MESSAGE: &str = "Say which other outcomes were considered";
        let mut items = Vec::new();
        for one in &found {
            items.push(
                feedback::acts::record(app, chair, one.id, "learning", MESSAGE)
                    .await
                    .unwrap(),
            );
        }
        let owner = world.feedback_owner.person.to_string();
        let step = async |item, step: &str| {
            let taken = feedback::acts::Taken {
                step,
                owner: &owner,
                response: "accepted",
                note: "Told in person",
            };
            feedback::acts::advance(app, &world.force_lead, item, taken)
                .await
                .unwrap();
        };
        for one in ["allocate", "send_to_supervisor", "deliver", "respond", "close"] {
            step(items[0], one).await;
        }
        step(items[1], "allocate").await;

        house.clock.set(app.now().plus_days(40));
        let (second_draw, second) = next(&house, &world, date(2024, 6, 27)).await;
        let path = format!("/meetings/{}", second.id);
        let line = |label: &str, stage: &str| {
            format!(
                "{}/{label}</th><td role=\"cell\" data-label=\"Message\" class=\"govuk-table__cell\">Learning</td><td role=\"cell\" data-label=\"Stage\" class=\"govuk-table__cell\">{stage}</td>",
                draw.reference
            )
        };
        let mut member = house.browser(&world.members[0]).await;
        let agenda = member.get(&path).await.text;
        let labels = ["A01", "A02", "Y01"];
        for (label, stage) in labels.into_iter().zip(["Closed", "Allocated", "Recorded"]) {
            assert!(agenda.contains(&line(label, stage)), "{label} {stage}: {agenda}");
        }
        assert!(
            !agenda.contains(MESSAGE) && !agenda.contains("Told in person") && !agenda.contains("/feedback/")
        );
        let mut coordinator = house.browser(&world.coordinator).await;
        assert!(
            coordinator
                .get(&path)
                .await
                .text
                .contains(&format!("/feedback/{}", items[1]))
        );
        let first_agenda = member.get(&format!("/meetings/{}", first.id)).await.text;
        assert!(
            first_agenda.contains("No feedback from earlier findings is under way"),
            "its own findings came later"
        );

        // Somebody with an interest in a case is not told what became of it.
        let mut tx = app.db.write("test.declare").await.unwrap();
        let interest = review::fixtures::interest(cases[1], world.members[1].person);
        review::store::declare(&mut tx, &interest, app.now())
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let theirs = house.browser(&world.members[1]).await.get(&path).await.text;
        assert!(
            theirs.contains(&line("A01", "Closed")) && !theirs.contains("/A02"),
            "{theirs}"
        );

        begin(&house, &world, &second).await;
        acts::close(app, chair, second.id).await.unwrap();
        house.clock.set(app.now().plus_days(40));
        step(items[1], "send_to_supervisor").await;
        let mut member = house.browser(&world.members[0]).await;
        assert!(
            member.get(&path).await.text.contains(&line("A02", "Allocated")),
            "as it stood when the meeting was closed"
        );
        let (_, third) = next(&house, &world, date(2024, 9, 26)).await;
        let agenda = member.get(&format!("/meetings/{}", third.id)).await.text;
        assert!(
            agenda.contains(&line("A02", "With supervisor")) && agenda.contains(&line("Y01", "Recorded")),
            "{agenda}"
        );
        assert!(
            !agenda.contains(&line("A01", "Closed")),
            "closed before the panel last met"
        );
        assert!(
            agenda.contains(&format!("Case {}/A01", second_draw.reference)),
            "what was not heard is listed"
        );
    }
);
