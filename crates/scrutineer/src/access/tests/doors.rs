//! Every route of the site, tried by everybody: what is not permitted looks absent, and nothing breaks.

use axum::{body::Body, http::Request};

use crate::{
    access::{Actor, Role, gate::Gate, site::Route, store},
    on_both, site,
    testing::{Answered, Browser, House},
};

const FORGED: &str = "01890000-0000-7000-8000-00000000dead";

/// The path with an id that belongs to nothing in every parameter.
fn forged(route: &Route) -> String {
    let mut path = String::new();
    for part in route.path.split('/').skip(1) {
        path.push('/');
        path.push_str(&match part
            .split_once('{')
            .and_then(|(start, rest)| Some((start, rest.split_once('}')?.1)))
        {
            Some((start, end)) => format!("{start}{FORGED}{end}"),
            None => part.to_owned(),
        });
    }
    path
}

async fn ask(browser: &mut Browser, route: &Route) -> Answered {
    let path = forged(route);
    if route.method == "GET" {
        browser.get(&path).await
    } else {
        browser.post(&path, &[]).await
    }
}

fn routes(house: &House) -> Vec<Route> {
    site::map(house.app.clone()).routes().to_vec()
}

on_both!(a_visitor_is_led_to_the_sign_in, async |house: House| {
    for route in routes(&house) {
        let answer = ask(&mut house.visitor(), &route).await;
        assert!(answer.status < 500, "{route:?}: {}", answer.status);
        if route.gate != Gate::Public {
            assert_eq!(
                (answer.status, answer.location.as_str()),
                (303, "/sign-in"),
                "{route:?}"
            );
        } else if route.path.contains('{') {
            assert_eq!(answer.status, 404, "{route:?}");
        }
    }
});

on_both!(
    every_role_alone_gets_what_the_matrix_says,
    async |house: House| {
        for role in Role::ALL {
            let person = house.person(&format!("Only {role}"), &[role]).await;
            let mut browser = house.browser(&person).await;
            let absent = browser.get("/no-such-page").await;
            for route in routes(&house) {
                let answer = ask(&mut browser, &route).await;
                if route.path == "/sign-out" {
                    browser = house.browser(&person).await;
                }
                assert!(answer.status < 500, "{role}, {route:?}: {}", answer.status);
                if route.gate == Gate::Arriving {
                    assert_eq!(answer.location, "/sign-in", "{role}, {route:?}");
                } else if !route.open_to(role) {
                    assert_eq!(answer.status, 404, "{role}, {route:?}");
                    assert!(
                        answer.text == absent.text,
                        "{role}, {route:?}: forbidden must look absent"
                    );
                } else if route.path.contains('{') {
                    assert_eq!(answer.status, 404, "{role}, {route:?}: the id belongs to nothing");
                }
            }
        }
    }
);

on_both!(a_form_without_the_token_changes_nothing, async |house: House| {
    let everything = house.person("Eve Everything", &Role::ALL).await;
    let mut browser = house.browser(&everything).await;
    let before = house.log().await;
    for route in routes(&house)
        .into_iter()
        .filter(|route| route.method == "POST" && route.gate != Gate::Public)
    {
        if route.gate == Gate::Arriving {
            continue;
        }
        for token in ["", "csrf=test-toke"] {
            let request = Request::post(forged(&route))
                .header("sec-fetch-site", "same-origin")
                .header("content-type", "application/x-www-form-urlencoded")
                .body(Body::from(token));
            let answer = browser.send(request.unwrap()).await;
            // 422 is what a page with a file says to a form without one; a page about something shows it beside the form,
            // and there is nothing of that id.
            let of_nothing = route.path.ends_with("/documents") && answer.status == 404;
            assert!(
                matches!(answer.status, 409 | 422) || of_nothing,
                "{route:?} with {token:?}: {}",
                answer.status
            );
        }
    }
    assert_eq!(house.log().await, before);
});

on_both!(
    a_form_from_elsewhere_is_refused_before_it_is_read,
    async |house: House| {
        let admin = house.person("Ada Admin", &[Role::Administrator]).await;
        let mut browser = house.browser(&admin).await;
        let mut send = async |headers: &[(&str, &str)]| {
            let mut request =
                Request::post("/people/invite").header("content-type", "application/x-www-form-urlencoded");
            for (name, value) in headers {
                request = request.header(*name, *value);
            }
            browser
                .send(
                    request
                        .body(Body::from("csrf=test-token&name=&email=&role="))
                        .unwrap(),
                )
                .await
                .status
        };
        assert_eq!(send(&[("sec-fetch-site", "cross-site")]).await, 403);
        assert_eq!(send(&[("sec-fetch-site", "same-site")]).await, 403);
        assert_eq!(
            send(&[("sec-fetch-site", "cross-site"), ("origin", "http://localhost")]).await,
            403
        );
        assert_eq!(send(&[("origin", "https://evil.example")]).await, 403);
        assert_eq!(send(&[]).await, 403);
        assert_eq!(send(&[("origin", "http://localhost")]).await, 422);
        assert_eq!(send(&[("sec-fetch-site", "same-origin")]).await, 422);
    }
);

on_both!(what_belongs_to_another_body_looks_absent, async |house: House| {
    let world = house.panel_world(crate::body::PanelKind::AdultOocr).await;
    let elsewhere = house.other_body().await;
    let stranger = house.person_of("Nora", &Role::ALL, &elsewhere).await;
    let mut browser = house.browser(&stranger).await;
    let absent = browser.get(&format!("/panels/{FORGED}")).await;
    let theirs = browser.get(&format!("/panels/{}", world.panel.id)).await;
    assert_eq!((theirs.status, &theirs.text), (404, &absent.text));
    assert_eq!(
        browser
            .get(&format!("/seats/{}/holder", world.seats[0].id))
            .await
            .text,
        absent.text
    );
    let suspended = browser
        .post(
            &format!("/people/{}/suspend", world.chair.person),
            &[("do", "suspend")],
        )
        .await;
    assert_eq!(suspended.status, 404);
});

on_both!(what_is_no_id_leads_nowhere, async |house: House| {
    let everything = house.person("Eve Everything", &Role::ALL).await;
    let mut browser = house.browser(&everything).await;
    let routes: Vec<Route> = routes(&house)
        .into_iter()
        .filter(|route| route.path.contains('{') && route.gate != Gate::Public)
        .collect();
    assert!(routes.len() > 50);
    for route in &routes {
        for odd in [
            "1",
            "%27%20or%201%3D1--",
            "%00",
            "..%2f..%2fetc",
            "\u{e9}".repeat(300).as_str(),
        ] {
            let odd: String = odd
                .chars()
                .map(|c| {
                    if c.is_ascii() {
                        c.to_string()
                    } else {
                        "%C3%A9".into()
                    }
                })
                .collect();
            let path = forged(route).replace(FORGED, &odd);
            let answer = if route.method == "GET" {
                browser.get(&path).await
            } else {
                browser.post(&path, &[]).await
            };
            assert_eq!(answer.status, 404, "{route:?} {path}");
        }
    }
});

/// Every id of a whole cycle in the house's body, by the name it has in a path.
/// The id of a saved view.
async fn a_view(house: &House, coordinator: &Actor) -> String {
    let app = &house.app;
    let reader = crate::browse::acts::reader(coordinator).unwrap();
    let kind = app.packs.newest_kind("oocr").unwrap();
    let list = crate::browse::model::View::of(kind, reader);
    let saved = crate::browse::acts::save(app, coordinator, &list, ("All", true)).await;
    saved.unwrap().to_string()
}

/// The id of a record.
async fn a_record(house: &House) -> String {
    let mut tx = house.app.db.read("test.record").await.unwrap();
    let row = tx.one("select id from record limit 1", vec![]).await.unwrap();
    let record: crate::platform::ids::RecordId = row.unwrap().get("id").unwrap();
    record.to_string()
}

async fn an_upload(house: &House, actor: &crate::access::Actor) -> String {
    let incoming = crate::register::acts::Incoming {
        kind: "oocr".into(),
        profile: "canonical".into(),
        how: Default::default(),
        file_name: "a.csv".into(),
        content: b"source_ref_hash,offence_from_dt,offence_title,outcome_code,outcome_dt,disposal_type,\
            suspect_age_disposal\nr1,2024-03-01,Theft from shop,8,2024-03-04,CR,16\n"
            .to_vec(),
    };
    let taken = crate::register::acts::upload(&house.app, actor, incoming)
        .await
        .unwrap();
    let crate::register::acts::Taken::Waiting(upload) = taken else {
        panic!("{taken:?}")
    };
    upload.to_string()
}

async fn ids_of_a_cycle(house: &House) -> Vec<(&'static str, String)> {
    let world = house.panel_world(crate::body::PanelKind::JointOocr).await;
    let draw = house.drawn(&world, 1, 1).await;
    house.released(&world, &draw).await;
    let app = &house.app;
    let pack = crate::review::acts::take_offline(app, &world.members[0])
        .await
        .unwrap();
    let meeting = house.found(&world, &draw).await;
    crate::meeting::acts::close(app, &world.chair, meeting.id)
        .await
        .unwrap();
    let mut tx = app.db.read("test.ids").await.unwrap();
    let finding = crate::finding::store::of_meeting(&mut tx, meeting.id)
        .await
        .unwrap()
        .remove(0);
    let grant = store::grants_of(&mut tx, world.members[0].person)
        .await
        .unwrap()
        .remove(0);
    let row = tx
        .one("select id from batch limit 1", vec![])
        .await
        .unwrap()
        .unwrap();
    let batch: crate::platform::ids::BatchId = row.get("id").unwrap();
    drop(tx);
    let view = a_view(house, &world.coordinator).await;
    let document =
        crate::pack::acts::attach(app, &world.force_lead, finding.case, ("a.txt", ""), b"He left.")
            .await
            .unwrap();
    let item = crate::feedback::acts::record(app, &world.chair, finding.id, "praise", "Well done")
        .await
        .unwrap();
    let publication =
        crate::publication::acts::prepare(app, &world.coordinator, meeting.id, "What was learned")
            .await
            .unwrap();
    let upload = an_upload(house, &world.coordinator).await;
    vec![
        ("{panel}", world.panel.id.to_string()),
        ("{seat}", world.seats[1].id.to_string()),
        ("{person}", world.members[0].person.to_string()),
        ("{grant}", grant.id.to_string()),
        ("{upload}", upload),
        ("{batch}", batch.to_string()),
        ("{record}", a_record(house).await),
        ("{view}", view),
        ("{draw}", draw.id.to_string()),
        ("{case}", finding.case.to_string()),
        ("{document}", document.to_string()),
        ("{pack}", pack.id.to_string()),
        ("{meeting}", meeting.id.to_string()),
        ("{finding}", finding.id.to_string()),
        ("{item}", item.to_string()),
        ("{publication}", publication.to_string()),
    ]
}

on_both!(every_id_of_another_body_looks_absent, async |house: House| {
    let ids = ids_of_a_cycle(&house).await;
    let elsewhere = house.other_body().await;
    let stranger = house.person_of("Nora", &Role::ALL, &elsewhere).await;
    let mut browser = house.browser(&stranger).await;
    let absent = browser.get("/no-such-page").await;
    let before = house.log().await;
    let mut tried = 0;
    for route in routes(&house) {
        if !route.path.contains('{') || route.gate == Gate::Public {
            continue;
        }
        let path = ids
            .iter()
            .fold(route.path.to_owned(), |path, (name, id)| path.replace(name, id));
        assert!(!path.contains('{'), "give {path} an id in this test");
        let answer = if route.method == "GET" {
            browser.get(&path).await
        } else {
            browser.post(&path, &[]).await
        };
        assert_eq!(answer.status, 404, "{route:?}");
        assert!(
            answer.text == absent.text,
            "{route:?}: what is another body's must look absent"
        );
        tried += 1;
    }
    assert!(tried > 50, "{tried}");
    assert_eq!(house.log().await, before, "nothing was done or read");
});

#[tokio::test]
async fn every_route_and_every_role_stands_in_the_matrix() {
    let house = House::on_sqlite("matrix").await;
    let routes = routes(&house);
    let pages = crate::cli::reference::pages(&routes);
    let (_, matrix) = pages.iter().find(|(name, _)| *name == "permissions.md").unwrap();
    for route in &routes {
        assert!(
            matrix.contains(&format!("| {} | `{}` |", route.method, route.path)),
            "{route:?}"
        );
    }
    assert!(Role::ALL.iter().all(|role| matrix.contains(role.title())));
}
