//! Lists and records: what a filter finds, who sees what, what the log says.

use super::{ROWS, coordinator, detail, lead, load, shelved};
use crate::{access::Role, on_both, testing::House};

pub(super) const LIST: &str = "/register/records/list?kind=oocr";

/// How many records the page says there are.
pub(super) fn total(page: &str) -> String {
    let start = page.find("<strong>").unwrap() + 8;
    page[start..].split("</strong>").next().unwrap().to_owned()
}

on_both!(a_filter_finds_what_is_like_it, async |house: House| {
    shelved(&house).await;
    let mut browser = house.browser(&lead(&house).await).await;
    for (filter, found) in [
        ("", 5),
        ("&from=2024-04", 2),
        ("&to=2024-03", 3),
        ("&from=2024-03&to=2024-03&stratum=youth", 1),
        ("&is-disposal_type=community_resolution", 4),
        (
            "&is-disposal_type=community_resolution&is-disposal_type=youth_caution",
            5,
        ),
        ("&is-sex=F&is-sde_code=NS", 1),
        ("&is-sde_code=-blank", 2),
        ("&is-da=true", 2),
        ("&is-da=-blank", 2),
        ("&from-suspect_age_disposal=18&to-suspect_age_disposal=31", 3),
        ("&from-suspect_age_disposal=32", 1),
        ("&to-suspect_age_disposal=9", 1),
        ("&from-offence_from_dt=2024-03&to-offence_from_dt=2024-03", 4),
        ("&to-offence_from_dt=2023-12", 1),
        ("&is-suspect_age_band_disposal=-blank", 0),
        // Codes in their own right, and the groups derived from codes.
        ("&is-ho_class=46", 2),
        ("&is-ho_class=-blank", 1),
        ("&is-offence_group=theft", 2),
        ("&is-offence_group=theft&is-offence_group=damage", 3),
        ("&is-offence_group=-blank", 1),
        ("&is-sde_group=white", 1),
        ("&repeat=yes", 0),
        ("&repeat=no", 5),
        ("&batch=0198c0de-0000-7000-8000-000000000000", 0),
    ] {
        let page = browser.get(&format!("{LIST}{filter}")).await;
        assert_eq!(page.status, 200, "{filter}");
        let noun = if found == 1 { "record" } else { "records" };
        assert_eq!(total(&page.text), format!("{found} {noun}"), "{filter}");
    }
    assert!(house.log().await.contains(&"records.shelve batch".to_owned()));
});

on_both!(records_come_in_the_order_asked_for, async |house: House| {
    shelved(&house).await;
    let mut browser = house.browser(&lead(&house).await).await;
    let refs = |page: &str| -> Vec<String> {
        let rows = page.split("<tbody").nth(1).unwrap();
        let mut found: Vec<(usize, &str)> = ["ref-1", "ref-2", "ref-3", "other-4", "other-5"]
            .iter()
            .map(|name| (rows.find(&format!(">{name}<")).unwrap(), *name))
            .collect();
        found.sort_unstable();
        found.into_iter().map(|(_, name)| name.to_owned()).collect()
    };
    for (order, right) in [
        ("", ["other-4", "other-5", "ref-1", "ref-2", "ref-3"]),
        ("&order=month", ["ref-1", "ref-2", "ref-3", "other-4", "other-5"]),
        (
            "&order=suspect_age_disposal",
            ["ref-1", "other-5", "ref-2", "ref-3", "other-4"],
        ),
        (
            "&order=suspect_age_disposal.desc",
            ["other-4", "ref-2", "ref-3", "other-5", "ref-1"],
        ),
        (
            "&order=offence_from_dt",
            ["other-5", "ref-1", "ref-2", "ref-3", "other-4"],
        ),
        // Blanks come last either way.
        ("&order=da", ["ref-2", "other-5", "ref-3", "ref-1", "other-4"]),
        (
            "&order=da.desc",
            ["ref-3", "ref-2", "other-5", "ref-1", "other-4"],
        ),
    ] {
        let page = browser.get(&format!("{LIST}{order}")).await;
        assert_eq!(refs(&page.text), right, "{order}");
    }
});

on_both!(
    whoever_has_no_right_to_identified_records_does_not_get_it_here,
    async |house: House| {
        shelved(&house).await;
        let everything = "&column=offence_title&column=care_exp&column=rationale&column=source_ref_hash&column=sex&column=offence_from_dt\
         &column=suspect_age_disposal";
        let mut coordinator = house.browser(&coordinator(&house).await).await;
        let page = coordinator.get(&format!("{LIST}{everything}")).await.text;
        assert!(page.contains("Theft from shop"));
        assert!(
            page.contains("March 2024") && !page.contains("1 March 2024"),
            "a coordinator sees a day"
        );
        for hidden in [
            "ref-1",
            "Care experienced",
            "The boy was sorry",
            "rationale",
            "Age at the",
        ] {
            assert!(!page.contains(hidden), "a coordinator sees {hidden}");
        }
        // What they may not see they cannot filter by either: the condition is as good as none.
        let page = coordinator.get(&format!("{LIST}&is-care_exp=true")).await.text;
        assert_eq!(total(&page), "5 records");
        let filter = coordinator.get("/register/records/filter?kind=oocr").await.text;
        assert!(filter.contains("is-da") && !filter.contains("is-care_exp"));
        assert_eq!(
            coordinator.get("/register/records/find?kind=oocr").await.status,
            404
        );

        let mut lead = house.browser(&lead(&house).await).await;
        let page = lead.get(&format!("{LIST}{everything}")).await.text;
        assert!(page.contains("ref-1") && page.contains("Care experienced"));
        assert!(
            !page.contains("The boy was sorry"),
            "restricted words stand in a list"
        );
        let page = lead.get(&format!("{LIST}&is-care_exp=true")).await.text;
        assert_eq!(total(&page), "1 record");

        for role in [
            Role::Member,
            Role::Chair,
            Role::Auditor,
            Role::Administrator,
            Role::Publisher,
        ] {
            let person = house.person(&format!("Pat {role}"), &[role]).await;
            let mut browser = house.browser(&person).await;
            for path in [
                LIST,
                "/register/records",
                "/register/records/filter?kind=oocr",
                "/register/records/export?kind=oocr",
            ] {
                assert_eq!(browser.get(path).await.status, 404, "{role} at {path}");
            }
        }
    }
);

on_both!(
    a_record_is_shown_as_far_as_its_reader_may_see_it,
    async |house: House| {
        shelved(&house).await;
        let mut lead = house.browser(&lead(&house).await).await;
        let page = lead.get(&format!("{LIST}&stratum=youth")).await.text;
        let start = page
            .split("<tbody")
            .nth(1)
            .unwrap()
            .split("href=\"")
            .nth(1)
            .unwrap();
        let href = start.split('"').next().unwrap().to_owned();
        let page = lead.get(&href).await.text;
        assert!(page.contains("ref-1") && page.contains("The boy was sorry"));
        assert!(page.contains("Flags for the panel") && page.contains("caution"));

        let mut coordinator = house.browser(&coordinator(&house).await).await;
        let page = coordinator.get(&href).await;
        assert_eq!(page.status, 200);
        for hidden in ["ref-1", "The boy was sorry", "Care experienced"] {
            assert!(!page.text.contains(hidden), "a coordinator sees {hidden}");
        }
        assert!(page.text.contains("Theft from shop"));
        assert!(house.log().await.contains(&"records.read record".to_owned()));

        // Whoever also sits on panels learns of flags once they have sealed, not here.
        let both = house.person("Bo Both", &[Role::Coordinator, Role::Member]).await;
        let mut both = house.browser(&both).await;
        assert!(!both.get(&href).await.text.contains("Flags for the panel"));
        assert!(
            !both
                .get("/register/records/filter?kind=oocr")
                .await
                .text
                .contains("Flagged by rule")
        );

        let other = house.other_body().await;
        let stranger = house.person_of("Sam Stranger", &[Role::ForceLead], &other).await;
        let mut stranger = house.browser(&stranger).await;
        assert_eq!(stranger.get(&href).await.status, 404);
        assert_eq!(total(&stranger.get(LIST).await.text), "0 records");
    }
);

on_both!(
    a_list_is_one_consultation_with_codes_alone,
    async |house: House| {
        shelved(&house).await;
        let mut lead = house.browser(&lead(&house).await).await;
        lead.get(&format!("{LIST}&is-sex=F&from=2024-03")).await;
        let log = house.log().await;
        assert_eq!(
            log.iter().filter(|line| line.starts_with("records.list")).count(),
            1
        );
        let entry = detail(&house, "records.list").await;
        for said in ["Consultation", "from=2024-03&is-sex=F", "\"hits\": \"2\""] {
            assert!(entry.contains(said), "{said}: {entry}");
        }
        let found = lead
            .post(
                "/register/records/find",
                &[("kind", "oocr"), ("reference", "ref-2"), ("how", "whole")],
            )
            .await;
        assert!(found.text.contains("ref-2"));
        assert!(
            !detail(&house, "records.find").await.contains("ref-2"),
            "the reference is in the log"
        );
    }
);

on_both!(a_record_is_found_by_its_reference, async |house: House| {
    shelved(&house).await;
    let mut lead = house.browser(&lead(&house).await).await;
    let find = async |browser: &mut crate::testing::Browser, reference: &str, how: &str| {
        let form = [("kind", "oocr"), ("reference", reference), ("how", how)];
        browser.post("/register/records/find", &form).await
    };
    let page = find(&mut lead, "ref", "begins").await;
    assert_eq!(page.status, 200);
    assert_eq!(page.text.matches("/register/records/0").count(), 3);
    let page = find(&mut lead, "ref", "whole").await.text;
    assert!(page.contains("No record that stands has this reference"));
    for (reference, how, says) in [
        ("", "whole", "Enter a reference"),
        ("re", "begins", "Enter at least the first 3 characters"),
    ] {
        let page = find(&mut lead, reference, how).await;
        assert_eq!(page.status, 422);
        assert!(page.text.contains(says), "{says}");
    }
});

on_both!(
    what_no_filter_can_say_is_told_on_the_form,
    async |house: House| {
        shelved(&house).await;
        let mut browser = house.browser(&lead(&house).await).await;
        for (filter, says) in [
            ("&from=March", "Enter a year and a month"),
            ("&from=2024-04&to=2024-03", "must be the first month or later"),
            ("&is-sex=Q", "Choose a value from the list"),
            ("&stratum=Q", "Choose a value from the list"),
            ("&from-suspect_age_disposal=ten", "Enter a whole number"),
            ("&from-offence_from_dt=2024-03-01", "Enter a year and a month"),
        ] {
            let page = browser.get(&format!("{LIST}{filter}")).await;
            assert_eq!(page.status, 422, "{filter}");
            assert!(page.text.contains(says), "{filter}");
        }
        assert_eq!(
            browser.get("/register/records/list?kind=nothing").await.status,
            404
        );
    }
);

on_both!(
    records_are_found_by_what_rules_flag_and_flags_that_change_are_followed,
    async |house: House| {
        shelved(&house).await;
        let mut tx = house.app.db.read("test.rule").await.unwrap();
        let row = tx
            .one(
                "select rule, count(*) as n from flag group by rule order by rule",
                vec![],
            )
            .await
            .unwrap()
            .unwrap();
        let (rule, flagged): (String, i64) = (row.get("rule").unwrap(), row.get("n").unwrap());
        drop(tx);
        let mut browser = house.browser(&coordinator(&house).await).await;
        let address = format!("{LIST}&rule={rule}");
        let noun = if flagged == 1 { "record" } else { "records" };
        assert_eq!(
            total(&browser.get(&address).await.text),
            format!("{flagged} {noun}")
        );
        let off = [
            ("kind", "oocr"),
            ("rule", rule.as_str()),
            ("turn", "off"),
            ("why", "Our forms do not ask this"),
        ];
        assert_eq!(browser.post("/register/rules", &off).await.status, 303);
        house.work().await;
        assert_eq!(total(&browser.get(&address).await.text), "0 records");
    }
);

on_both!(
    the_second_page_goes_on_where_the_first_ends,
    async |house: House| {
        house.records("oocr", &["2024-01", "2024-02"], 30).await;
        house.work().await;
        let mut browser = house.browser(&lead(&house).await).await;
        let names = |page: &str| -> Vec<String> {
            let rows = page
                .split("<tbody")
                .nth(1)
                .unwrap()
                .split("</tbody>")
                .next()
                .unwrap();
            let links = rows.split("/register/records/").skip(1);
            links.map(|link| link[..36].to_owned()).collect()
        };
        let mut all = Vec::new();
        for page in 1..=3 {
            let text = browser.get(&format!("{LIST}&page={page}")).await.text;
            assert_eq!(total(&text), "120 records");
            all.extend(names(&text));
        }
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), 120);
        let beyond = browser.get(&format!("{LIST}&page=999")).await;
        assert_eq!((beyond.status, names(&beyond.text).len()), (200, 20));
    }
);

on_both!(
    what_was_loaded_a_moment_ago_is_said_to_be_missing,
    async |house: House| {
        load(&house, "march.csv", &ROWS).await;
        let mut browser = house.browser(&coordinator(&house).await).await;
        let page = browser.get(LIST).await.text;
        assert!(page.contains("are not in this list yet"));
        house.work().await;
        assert!(!browser.get(LIST).await.text.contains("are not in this list yet"));
    }
);
