//! What records lack and what a list must not count twice: blanks and answers of not known, the files of a source, versions that
//! were replaced.

use super::{
    ROWS, lead,
    lists::{LIST, total},
    load, load_from, shelved,
};
use crate::{access::Role, on_both, testing::House};

on_both!(completeness_tells_blank_from_not_stated, async |house: House| {
    shelved(&house).await;
    let auditor = house.person("Ola Auditor", &[Role::Auditor]).await;
    let mut browser = house.browser(&auditor).await;
    let page = browser.get("/register/completeness?kind=oocr").await.text;
    let row = |page: &str, label: &str| -> String {
        let at = page.rfind(&format!(">{label}<")).unwrap();
        let text: String = page[at..].split("</tr>").next().unwrap().to_owned();
        text.split('<')
            .map(|part| part.split('>').nth(1).unwrap_or_default().trim())
            .collect::<Vec<_>>()
            .join(" ")
    };
    let ethnicity = row(&page, "Ethnicity the person gave");
    assert!(
        ethnicity.contains("5") && ethnicity.contains("2 (40.0%)") && ethnicity.contains("1 (20.0%)"),
        "{ethnicity}"
    );
    let sex = row(&page, "Sex");
    assert!(sex.contains("0 (0.0%)") && sex.contains("1 (20.0%)"), "{sex}");
    let page = browser
        .get("/register/completeness?kind=oocr&field=sde_code")
        .await
        .text;
    let march = row(&page, "March 2024");
    assert!(march.contains("1 (33.3%)"), "{march}");
    let page = browser
        .get("/register/completeness?kind=oocr&field=sde_code&from=2024-04")
        .await
        .text;
    assert!(!page.contains(">March 2024<"));
    assert_eq!(
        browser
            .get("/register/completeness?kind=oocr&from=x")
            .await
            .status,
        422
    );

    // Somebody with a role in two bodies sees both forces.
    let other = house.other_body().await;
    let two = house.person("Tam Two", &[Role::Auditor]).await;
    house.grant(&two, Role::Auditor, &other).await;
    let mut two = house.browser(&two).await;
    let page = two
        .get("/register/completeness?kind=oocr&field=sde_code")
        .await
        .text;
    assert!(page.contains("Eastshire Constabulary") && page.contains("By force"));
    assert!(
        !browser
            .get("/register/completeness?kind=oocr&field=sde_code")
            .await
            .text
            .contains("By force")
    );
});

on_both!(every_file_stands_under_its_source, async |house: House| {
    shelved(&house).await;
    house.records("stop_search", &["2024-01", "2024-03"], 2).await;
    let said = crate::register::How {
        source: Some("mps-custody".into()),
        ..Default::default()
    };
    load_from(&house, "custody.csv", &ROWS[..1], said).await;
    let auditor = house.person("Ola Auditor", &[Role::Auditor]).await;
    let mut browser = house.browser(&auditor).await;
    let page = browser.get("/register/sources").await.text;
    let row = |name: &str| {
        let at = page.rfind(&format!(">{name}<")).unwrap();
        page[at..].split("</tr>").next().unwrap()
    };
    let open = row("stop_search.csv");
    for said in [
        "Stop and search, data.police.uk",
        "January 2024 to March 2024",
        "8 kept of 8",
    ] {
        assert!(open.contains(said), "{said}: {open}");
    }
    assert!(row("march.csv").contains("own extract"));
    assert!(
        row("custody.csv").contains("MPS custody"),
        "what was said goes before the headings"
    );
    assert!(
        page.contains("Open Government Licence v3.0") && page.contains("Contains public sector information")
    );
    assert!(page.contains("Not loaded: no record a panel looks at"));
});

on_both!(
    a_version_that_was_replaced_neither_shows_nor_counts_nor_leaves,
    async |house: House| {
        shelved(&house).await;
        let mut browser = house.browser(&lead(&house).await).await;
        // The list is looked at once before: what is remembered of it must not outlive it.
        assert_eq!(
            total(&browser.get(&format!("{LIST}&is-sex=F")).await.text),
            "2 records"
        );
        house.clock.set(house.app.now().plus_minutes(1));
        let newer = ROWS[1]
            .replace(",F,", ",M,")
            .replace("Full remorse", "No remorse");
        load(&house, "later.csv", &[&newer]).await;
        // Loaded, but not yet on the shelves: the old version is gone already.
        let page = browser.get(&format!("{LIST}&is-sex=F&column=sex")).await.text;
        assert!(!page.contains(">ref-2<"), "{page}");
        house.work().await;
        for (filter, found) in [
            ("", "5 records"),
            ("&is-sex=F", "1 record"),
            ("&is-sex=M", "2 records"),
            ("&from=2024-03&to=2024-03", "3 records"),
            ("&order=suspect_age_disposal", "5 records"),
        ] {
            let page = browser.get(&format!("{LIST}{filter}")).await.text;
            assert_eq!(total(&page), found, "{filter}");
            assert!(page.matches(">ref-2<").count() <= 1, "{filter}");
        }
        let form = [
            ("kind", "oocr"),
            ("reason", "panel"),
            ("why", "For May"),
            ("format", "csv"),
        ];
        let file = browser.post("/register/records/export", &form).await.text;
        let rows: Vec<&str> = file.lines().filter(|line| line.contains("ref-2")).collect();
        assert_eq!((file.lines().count(), rows.len()), (6, 1), "{file}");
        assert!(rows[0].contains(",M,") || rows[0].contains("Male"), "{rows:?}");
        let counted = browser
            .get("/register/completeness?kind=oocr&field=sde_code")
            .await
            .text;
        assert!(counted.contains(">3<"), "March counts three records: {counted}");
    }
);

on_both!(an_answer_of_not_known_is_no_blank, async |house: House| {
    let unknown = ROWS[0].replace("true,,46", "true,unknown,46");
    load(&house, "march.csv", &[&unknown, ROWS[1], ROWS[3]]).await;
    house.work().await;
    let mut browser = house.browser(&lead(&house).await).await;
    for (filter, found) in [
        ("&is-da=true", "1 record"),
        ("&is-da=-blank", "1 record"),
        ("&is-da=-not-stated", "1 record"),
        ("&is-da=-not-stated&is-da=-blank", "2 records"),
        ("&is-care_exp=-not-stated", "0 records"),
    ] {
        let page = browser.get(&format!("{LIST}{filter}")).await.text;
        assert_eq!(total(&page), found, "{filter}");
    }
    let page = browser
        .get("/register/completeness?kind=oocr&field=da&from=2024-03&to=2024-03")
        .await;
    let cells: Vec<&str> = page
        .text
        .split("govuk-table__cell--numeric\">")
        .skip(1)
        .filter_map(|cell| cell.split('<').next())
        .collect();
    assert!(
        cells
            .windows(3)
            .any(|cells| cells == ["2", "0 (0.0%)", "1 (50.0%)"]),
        "{cells:?}"
    );
});
