//! Who is shown what of a text in which something is hidden; and what is left, which blocks.

use super::deciding::{ACCOUNT, NAMES, answers, begun, source};
use super::*;
use crate::pack::acts::Deciding;

/// Everything of the account that members may not see.
const ORIGINAL: [&str; 5] = ["Mared", "Testwell", "07700", "900123", "AB12"];

/// Handed over with the first text hidden; the vehicle's mark is left in for a reason.
async fn handed_over(house: &House, lead: &Actor, case: CaseId) {
    let source = begun(house, lead, case).await;
    let mark = source.marks.last().unwrap();
    let deciding = Deciding {
        seen: (1, source.edition),
        ready: true,
        ..answers((mark.begins, mark.ends), "needed")
    };
    acts::decide(&house.app, lead, case, deciding).await.unwrap();
}

/// Says in every record that its CPS reference is this.
pub(super) async fn recorded(house: &House, draw: &Draw, reference: &str) {
    recorded_as(house, draw, ("cps_ref", reference)).await;
}

/// Says in every record that a field of it is this.
async fn recorded_as(house: &House, draw: &Draw, (field, value): (&str, &str)) {
    let data = serde_json::json!({field: value, "offence_title": "Theft"}).to_string();
    let mut tx = house.app.db.write("test.recorded").await.unwrap();
    let sql = "update record set data = $2 where body_id = $1";
    tx.run(sql, params![draw.body, data]).await.unwrap();
    tx.commit().await.unwrap();
}

on_both!(
    the_checker_sees_what_was_left_in_and_members_never_the_original,
    async |house: House| {
        let (world, draw, cases) = world(&house).await;
        let app = &house.app;
        handed_over(&house, &world.force_lead, cases[0]).await;
        let said = conflict(acts::check(app, &world.force_lead, cases[0], 1, Verdict::Passed).await);
        assert_eq!(said, "you wrote this pack, so somebody else must check it");
        let mut desk = house.browser(&world.coordinator).await;
        let check = desk.get(&format!("/cases/{}/pack/check", cases[0])).await.text;
        let kept = check.find("Left in: members need it").unwrap();
        assert!(
            kept < check.find("What happened").unwrap() && check.contains("AB12 CDE"),
            "{check}"
        );
        assert!(
            check.contains("[VICTIM 1] rang from [PHONE 1]") && check.contains("Jon, Blogworth"),
            "{check}"
        );
        assert!(ORIGINAL[..4].iter().all(|word| !check.contains(word)), "{check}");
        acts::check(app, &world.coordinator, cases[0], 1, Verdict::Passed)
            .await
            .unwrap();
        crate::pack::fixtures::release(app, &world.coordinator, draw.id, app.now().plus_days(7))
            .await
            .unwrap();
        let mut member = house.browser(&world.members[0]).await;
        for path in [
            format!("/cases/{}", cases[0]),
            format!("/cases/{}/class", cases[0]),
        ] {
            let page = member.get(&path).await;
            assert_eq!(page.status, 200);
            assert!(
                ORIGINAL[..4].iter().all(|word| !page.text.contains(word)),
                "{}",
                page.text
            );
        }
        assert_eq!(
            member
                .get(&format!("/cases/{}/pack/redact", cases[0]))
                .await
                .status,
            404
        );
        // The log says how much was decided, and nothing of what.
        let mut tx = app.db.read("test.log").await.unwrap();
        let log = crate::audit::store::entries(&mut tx, 0, 100_000).await.unwrap();
        let log = format!("{log:?}");
        assert!(log.contains("pack.prepare") && log.contains("kept"), "{log}");
        assert!(
            ORIGINAL
                .iter()
                .chain(&["Blogworth", "VICTIM"])
                .all(|word| !log.contains(word))
        );
        drop(tx);
        // What was hidden is gone with the pack.
        let mut tx = app.db.write("test.erase").await.unwrap();
        for sql in ["delete from pack_opening", "delete from pack"] {
            tx.run(sql, vec![]).await.unwrap();
        }
        for sql in ["select 1 from pack_source", "select 1 from redaction"] {
            assert!(tx.rows(sql, vec![]).await.unwrap().is_empty());
        }
    }
);

on_both!(
    no_reason_lets_out_what_never_leaves_the_force,
    async |house: House| {
        let (world, draw, cases) = world(&house).await;
        let lead = &world.force_lead;
        let source = begun(&house, lead, cases[0]).await;
        let mark = source.marks.last().unwrap();
        let left_in = |edition: i64| Deciding {
            seen: (1, edition),
            ready: true,
            ..answers((mark.begins, mark.ends), "needed")
        };
        recorded_as(&house, &draw, ("oic_hash", "AB12 CDE")).await;
        let refused = acts::decide(&house.app, lead, cases[0], left_in(source.edition)).await;
        assert_eq!(wrong_field(refused), "left");
        // Another restricted number may stay for a reason, which the checker sees first.
        recorded(&house, &draw, "AB12 CDE").await;
        acts::decide(&house.app, lead, cases[0], left_in(source.edition))
            .await
            .unwrap();
    }
);

on_both!(
    what_is_left_blocks_the_check_and_the_release,
    async |house: House| {
        let (world, draw, cases) = world(&house).await;
        let app = &house.app;
        let words = "It was reported as 43QX 1234521. Nobody was hurt.";
        let writing = Writing {
            circumstances: words,
            ..Writing::default()
        };
        recorded(&house, &draw, "").await;
        let begun = acts::write(app, &world.force_lead, cases[0], writing)
            .await
            .unwrap();
        let edition = source(&house, cases[0]).await;
        assert!(edition.marks.is_empty(), "{:?}", edition.marks);
        let deciding = Deciding {
            seen: (begun.version, edition.edition),
            ready: true,
            ..Deciding::default()
        };
        acts::decide(app, &world.force_lead, cases[0], deciding)
            .await
            .unwrap();
        let check = || acts::check(app, &world.coordinator, cases[0], 1, Verdict::Passed);
        let blocked = "a reference is left in sentence 1 of the circumstances; it must be hidden before anybody else reads this pack";
        // The record has meanwhile been found to have that very reference.
        recorded(&house, &draw, "43-QX-1234521").await;
        let said = conflict(check().await);
        assert!(said.ends_with(blocked) && !said.contains("1234521"), "{said}");
        recorded(&house, &draw, "").await;
        check().await.unwrap();
        recorded(&house, &draw, "43QX1234521").await;
        let release =
            || crate::pack::fixtures::release(app, &world.coordinator, draw.id, app.now().plus_days(7));
        let said = conflict(release().await);
        assert!(said.ends_with(blocked), "{said}");
        assert_eq!(latest(&house, cases[0]).await.state, PackState::Checked);
        recorded(&house, &draw, "").await;
        // Words that are not the source made anew are no more released than changed facts.
        let set = async |sql: &'static str| {
            let mut tx = app.db.write("test.set").await.unwrap();
            tx.run(sql, vec![]).await.unwrap();
            tx.commit().await.unwrap();
        };
        set("update pack_source set original = 'Something else.'").await;
        assert!(conflict(release().await).starts_with("what this pack shows is not what was prepared"));
        set("update pack_source set original = 'It was reported as 43QX 1234521. Nobody was hurt.'").await;
        release().await.unwrap();
    }
);

on_both!(
    the_facts_of_free_words_are_made_anew_as_well,
    async |house: House| {
        let (world, draw, cases) = world(&house).await;
        let data = serde_json::json!({"offence_title": "Theft from Mared Testwell, 07700 900123", "offence_from_dt": "2024-01-07"});
        let mut tx = house.app.db.write("test.fact").await.unwrap();
        let sql = "update record set data = $2 where body_id = $1";
        tx.run(sql, params![draw.body, data.to_string()]).await.unwrap();
        tx.commit().await.unwrap();
        begun(&house, &world.force_lead, cases[0]).await;
        let pack = latest(&house, cases[0]).await;
        let fact = |label: &str| {
            pack.summary
                .iter()
                .find(|fact| fact.label == label)
                .unwrap()
                .value
                .clone()
        };
        assert_eq!(fact("Offence"), "Theft from [VICTIM 1], [PHONE 1]");
        assert_eq!(fact("Date of the offence"), "January 2024");
    }
);

on_both!(
    a_pack_takes_few_pages_from_beginning_to_checked,
    async |house: House| {
        let (world, _, cases) = world(&house).await;
        let pack = format!("/cases/{}/pack", cases[0]);
        let mut lead = house.browser(&world.force_lead).await;
        // 1: the pack. It is sent.
        let page = lead.get(&pack).await.text;
        assert!(
            page.contains("Names in this case, one a line: kind: name"),
            "{page}"
        );
        let fields = [
            ("version", "0"),
            ("circumstances", ACCOUNT),
            ("names", NAMES),
            ("do", "ready"),
        ];
        let sent = lead.post(&pack, &fields).await;
        assert_eq!(sent.location, format!("{pack}/redact"));
        // 2: what was found.
        let bench = lead.get(&sent.location).await.text;
        for shown in [
            "<mark>Mared Testwell</mark> <b>(1)</b>",
            "<mark>[PHONE 1]</mark>",
            "a vehicle mark, by its form",
            "a victim, on the list of names",
            "name=\"mark-0-14\"",
            "Blogworth",
            "Leave it in: it points to nobody",
            "OFFICIAL-SENSITIVE",
        ] {
            assert!(bench.contains(shown), "{shown}: {bench}");
        }
        let half = lead
            .post(
                &sent.location,
                &[
                    ("version", "1"),
                    ("edition", "1"),
                    ("add_words", "her"),
                    ("do", "save"),
                ],
            )
            .await;
        assert!(
            half.status == 422 && half.text.contains("Choose what the words are"),
            "{}",
            half.text
        );
        let rejected = [
            ("version", "1"),
            ("edition", "1"),
            ("mark-0-14", "left"),
            ("do", "save"),
        ];
        let rejected = lead.post(&sent.location, &rejected).await;
        assert!(rejected.status == 422 && rejected.text.contains("the reason why it is left in"));
        let ready = lead
            .post(
                &sent.location,
                &[
                    ("version", "1"),
                    ("edition", "1"),
                    ("mark-0-14", "hide"),
                    ("do", "ready"),
                ],
            )
            .await;
        assert!(
            ready.status == 303 && ready.location.ends_with("/packs"),
            "{}",
            ready.text
        );
        // 3: the packs, once for each of the two; 4: the check; 5: the packs again.
        let mut desk = house.browser(&world.coordinator).await;
        assert!(
            desk.get(&ready.location)
                .await
                .text
                .contains(&format!("{pack}/check"))
        );
        assert_eq!(desk.get(&format!("{pack}/check")).await.status, 200);
        assert_eq!(lead.get(&format!("{pack}/redact")).await.status, 409);
    }
);
