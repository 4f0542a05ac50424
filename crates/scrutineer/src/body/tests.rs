mod pages;

use super::{
    acts::{self, NewSeat, NewTerms},
    fixtures::QUORUM,
    model::{PanelKind, Present, panel_code},
    store,
};
use crate::{access::Role, on_both, platform::refusal::Refusal, testing::House};

fn wrong_fields<T>(answer: Result<T, Refusal>) -> Vec<String> {
    match answer {
        Err(Refusal::Invalid(errors)) => errors.into_iter().map(|error| error.field).collect(),
        Err(other) => panic!("refused as {other:?}"),
        Ok(_) => panic!("not refused"),
    }
}

fn terms(quorum: &str, from: jiff::civil::Date) -> NewTerms {
    NewTerms {
        scale_id: "LON-4".to_owned(),
        decision_mode: "majority".to_owned(),
        quorum: quorum.to_owned(),
        effective_from: Some(from),
    }
}

#[test]
fn a_code_is_put_in_capitals_or_refused() {
    assert_eq!(panel_code(" llr-oocr-a ").as_deref(), Some("LLR-OOCR-A"));
    for bad in [
        "",
        "A",
        "-AB",
        "AB-",
        "A--B",
        "A B",
        "Å-1",
        "ABCDEFGHIJKLMNOPQRSTUVWXY",
    ] {
        assert_eq!(panel_code(bad), None, "{bad}");
    }
}

on_both!(a_world_has_a_panel_that_makes_its_quorum, async |house: House| {
    let world = house.panel_world(PanelKind::JointOocr).await;
    let present: Vec<Present> = world
        .seats
        .iter()
        .map(|seat| Present {
            sector: seat.sector,
            voting: seat.voting,
        })
        .collect();
    assert!(world.terms.quorum.verdict(&present).met);
    assert_eq!(world.terms.quorum.to_string(), QUORUM);
    let mut tx = house.app.db.read("test").await.unwrap();
    assert_eq!(
        store::panel(&mut tx, world.panel.id).await.unwrap(),
        Some(world.panel.clone())
    );
    assert_eq!(
        store::terms(&mut tx, world.panel.id).await.unwrap(),
        Some(world.terms.clone())
    );
    assert_eq!(
        store::terms_by_id(&mut tx, world.terms.id).await.unwrap(),
        Some(world.terms)
    );
    assert_eq!(world.seats[1].substitutes[0].0, world.substitute.person);
    for (person, seated) in [
        (&world.chair, true),
        (&world.members[3], true),
        (&world.substitute, true),
        (&world.auditor, false),
    ] {
        assert_eq!(
            store::is_seated(&mut tx, world.panel.id, person.person)
                .await
                .unwrap(),
            seated,
            "{}",
            person.name
        );
        let panels = store::panels_of_person(&mut tx, person.person).await.unwrap();
        assert_eq!(panels.len(), usize::from(seated), "{}", person.name);
    }
});

on_both!(terms_are_versions_that_stay, async |house: House| {
    let world = house.panel_world(PanelKind::AdultOocr).await;
    let (app, panel, who) = (&house.app, world.panel.id, &world.coordinator);
    let day = jiff::civil::date(2024, 4, 1);
    let second = acts::add_terms(app, who, panel, &terms("at least 4", day))
        .await
        .unwrap();
    assert_eq!((second.version, second.scale_id.as_str()), (2, "LON-4"));
    let early = acts::add_terms(
        app,
        who,
        panel,
        &terms("at least 4", jiff::civil::date(2024, 3, 31)),
    )
    .await;
    assert_eq!(wrong_fields(early), ["effective_from"]);
    let bad = NewTerms {
        scale_id: "NONE-4".to_owned(),
        decision_mode: "dice".to_owned(),
        quorum: "at least many".to_owned(),
        effective_from: None,
    };
    assert_eq!(
        wrong_fields(acts::add_terms(app, who, panel, &bad).await),
        ["scale", "decision_mode", "quorum"]
    );
    let whole = acts::panel(app, who, panel).await.unwrap();
    assert_eq!(
        whole.terms.iter().map(|terms| terms.version).collect::<Vec<_>>(),
        [2, 1]
    );
    assert_eq!(whole.terms[1], world.terms);
});

on_both!(what_is_taken_or_missing_is_said, async |house: House| {
    let world = house.panel_world(PanelKind::StopSearch).await;
    let (app, who) = (&house.app, &world.coordinator);
    assert_eq!(world.panel.record_kind, "stop_search");
    assert_eq!(
        wrong_fields(acts::add_panel(app, who, "wm-street", "Again", "stop_search").await),
        ["code"]
    );
    assert_eq!(
        wrong_fields(acts::add_panel(app, who, "W M", " ", "lake").await),
        ["kind", "name", "code"]
    );
    let twice = acts::add_organisation(app, who, "Westmarch Police", "police").await;
    assert_eq!(wrong_fields(twice), ["name"]);
    assert_eq!(
        wrong_fields(acts::add_organisation(app, who, "", "army").await),
        ["name", "sector"]
    );
    let new = NewSeat {
        organisation: "x",
        title: "",
        voting: "perhaps",
        holder: "y",
    };
    let seat = acts::add_seat(app, who, world.panel.id, new).await;
    assert_eq!(wrong_fields(seat), ["organisation", "title", "voting", "holder"]);
});

on_both!(nobody_sits_twice_on_a_panel, async |house: House| {
    let world = house.panel_world(PanelKind::YouthOocr).await;
    let (app, who, seats) = (&house.app, &world.coordinator, &world.seats);
    let id = |actor: &crate::access::Actor| actor.person.to_string();
    assert_eq!(
        wrong_fields(acts::change_holder(app, who, seats[0].id, &id(&world.members[0])).await),
        ["holder"]
    );
    assert_eq!(
        wrong_fields(acts::add_substitute(app, who, seats[0].id, &id(&world.members[0])).await),
        ["person"]
    );
    // Named already; and somebody whose role gives no seat.
    assert_eq!(
        wrong_fields(acts::add_substitute(app, who, seats[1].id, &id(&world.substitute)).await),
        ["person"]
    );
    assert_eq!(
        wrong_fields(acts::add_substitute(app, who, seats[1].id, &id(&world.auditor)).await),
        ["person"]
    );
    // Who takes the seat is no longer a substitute for it; whoever ends may be named again.
    acts::change_holder(app, who, seats[1].id, &id(&world.substitute))
        .await
        .unwrap();
    let (_, seat) = acts::seat(app, who, seats[1].id).await.unwrap();
    assert_eq!(seat.holder.unwrap().0, world.substitute.person);
    assert!(seat.substitutes.is_empty());
    acts::add_substitute(app, who, seats[1].id, &id(&world.members[0]))
        .await
        .unwrap();
    acts::end_substitute(app, who, seats[1].id, world.members[0].person)
        .await
        .unwrap();
    let again = acts::end_substitute(app, who, seats[1].id, world.members[0].person).await;
    assert!(matches!(again, Err(Refusal::NotFound)));
    acts::add_substitute(app, who, seats[1].id, &id(&world.members[0]))
        .await
        .unwrap();
    acts::change_holder(app, who, seats[1].id, "").await.unwrap();
    acts::end_seat(app, who, seats[1].id).await.unwrap();
    assert!(matches!(
        acts::end_seat(app, who, seats[1].id).await,
        Err(Refusal::NotFound)
    ));
    assert!(matches!(
        acts::add_substitute(app, who, seats[1].id, &id(&world.substitute)).await,
        Err(Refusal::NotFound)
    ));
    let mut tx = app.db.read("test").await.unwrap();
    assert!(
        !store::is_seated(&mut tx, world.panel.id, world.members[0].person)
            .await
            .unwrap()
    );
    let log = house.log().await;
    for act in [
        "seat.holder panel",
        "seat.substitute panel",
        "seat.end_substitute panel",
        "seat.end panel",
    ] {
        assert!(log.contains(&act.to_owned()), "{act}");
    }
});

on_both!(a_panel_is_seen_by_its_own_people_only, async |house: House| {
    let world = house.panel_world(PanelKind::AdultOocr).await;
    let app = &house.app;
    let outsider = house.person("Otto Member", &[Role::Member]).await;
    let elsewhere = house.other_body().await;
    let stranger = house
        .person_of("Nora Coordinator", &[Role::Coordinator], &elsewhere)
        .await;
    for who in [
        &world.coordinator,
        &world.chair,
        &world.members[0],
        &world.substitute,
        &world.auditor,
        &world.force_lead,
    ] {
        assert!(
            acts::panel(app, who, world.panel.id).await.is_ok(),
            "{}",
            who.name
        );
        assert_eq!(acts::panels(app, who).await.unwrap().len(), 1, "{}", who.name);
    }
    for who in [&outsider, &stranger, &world.feedback_owner] {
        assert!(
            matches!(
                acts::panel(app, who, world.panel.id).await,
                Err(Refusal::NotFound)
            ),
            "{}",
            who.name
        );
        assert!(acts::panels(app, who).await.unwrap().is_empty(), "{}", who.name);
    }
    for who in [&stranger, &world.chair, &world.force_lead] {
        let new = terms("none", jiff::civil::date(2024, 5, 1));
        assert!(
            matches!(
                acts::add_terms(app, who, world.panel.id, &new).await,
                Err(Refusal::NotFound)
            ),
            "{}",
            who.name
        );
        assert!(
            matches!(
                acts::end_seat(app, who, world.seats[0].id).await,
                Err(Refusal::NotFound)
            ),
            "{}",
            who.name
        );
        assert!(matches!(
            acts::change_holder(app, who, world.seats[0].id, "").await,
            Err(Refusal::NotFound)
        ));
    }
});
