use documents::{Block, Document, Table};

use super::{
    document::{document, figures},
    figures::{conclusion_words, interval, withdrawal_words},
    fixtures::{leicestershire, stratum},
};
use crate::{access::Role, body::model::PanelKind, meeting, on_both, testing::House};

fn tables(document: &Document) -> Vec<&Table> {
    let mut found = Vec::new();
    for block in document.blocks() {
        if let Block::Table(table) = block {
            found.push(table);
        }
    }
    found
}

fn row<'a>(document: &'a Document, caption: &str, first: &str) -> Vec<&'a str> {
    let table = tables(document)
        .into_iter()
        .find(|table| table.caption.contains(caption))
        .unwrap();
    let row = table.rows.iter().find(|row| row[0] == first).unwrap();
    row.iter().map(String::as_str).collect()
}

#[test]
fn the_founding_report_comes_out_again() {
    let document = document(&leicestershire());
    document.check().unwrap();
    // Annual report of the Leicestershire panel, 26 June 2024: 15 of 15 adult cases, 0 of 15 youth cases, classes 1/8/6/0.
    assert_eq!(
        row(&document, "planned and heard", "18 and over"),
        ["18 and over", "240", "15", "15", "0"]
    );
    assert_eq!(
        row(&document, "planned and heard", "Under 18"),
        ["Under 18", "60", "15", "0", "0"]
    );
    let said = format!("{document:?}");
    assert!(
        said.contains("Under 18: none of the 15 planned cases was heard."),
        "{said}"
    );
    let class = |first: &str| row(&document, "15 cases heard of 240", first).join(" | ");
    // Exact interval for 6 of 15 from 240: 41 to 160 (the method's golden value, computed in R).
    assert_eq!(
        class("3 Inappropriate and inconsistent"),
        "3 Inappropriate and inconsistent | 6 of 15 (40.0%) | 41 to 160 of 240 (17.1% to 66.7%)"
    );
    // 0 of 15 from 240: 0 to 50 (the same source). No conclusion is a row like the others.
    assert_eq!(
        class("4 No conclusion"),
        "4 No conclusion | 0 of 15 (0.0%) | 0 to 50 of 240 (0.0% to 20.8%)"
    );
}

#[test]
fn a_share_never_stands_without_what_it_is_a_share_of() {
    let document = document(&leicestershire());
    for table in tables(&document) {
        for cell in table.rows.iter().flatten().filter(|cell| cell.contains('%')) {
            assert!(cell.contains(" of "), "{cell}");
        }
    }
    for block in document.blocks() {
        if let Block::Chart(chart) = block {
            assert!(
                chart
                    .bars
                    .iter()
                    .all(|bar| bar.text.contains(" of ") && bar.low.is_some() && bar.high.is_some())
            );
        }
    }
}

#[test]
fn every_section_of_the_field_is_there() {
    let document = document(&leicestershire());
    let headings: Vec<&str> = document
        .sections
        .iter()
        .map(|section| section.heading.as_str())
        .collect();
    assert_eq!(
        headings,
        [
            "The meeting",
            "Attendance by organisation",
            "Cases planned and heard",
            "Classes",
            "Decisions",
            "Themes",
            "Withdrawals",
            "How the draw can be checked",
        ]
    );
    assert_eq!(
        row(&document, "Who was there", "Crown Prosecution Service")[2],
        "Apologies"
    );
    assert_eq!(
        row(&document, "Votes on each case", "A01"),
        ["A01", "1", "4", "1", "0"]
    );
    assert_eq!(
        row(&document, "observed", "Rationale not full"),
        ["Rationale not full", "Concern", "7"]
    );
}

#[test]
fn an_interval_is_that_of_the_method() {
    // The method's golden values: (6,15,60) 12-38; (3,30,1000) 22-262; (1,10,50) 1-20.
    for (x, n, population, low, high) in [(6, 15, 60, 12, 38), (3, 30, 1000, 22, 262), (1, 10, 50, 1, 20)] {
        let found = interval(x, n, population).unwrap();
        assert_eq!((found.low, found.high), (low, high));
    }
    assert_eq!(interval(0, 0, 10), None);
}

#[test]
fn no_conclusion_is_counted_and_bounded() {
    let one = stratum("adult", "18 and over", 240, 15, [1, 7, 5, 2]);
    let said = conclusion_words(&one).unwrap();
    assert!(
        said.starts_with("2 of the 15 cases heard ended without a conclusion"),
        "{said}"
    );
    assert!(
        said.contains("Inappropriate and inconsistent: 5 of 13 (38.5%) of those concluded"),
        "{said}"
    );
    assert!(
        said.contains("of all heard, from 5 of 15 (33.3%) to 7 of 15 (46.7%)"),
        "{said}"
    );
    assert_eq!(
        conclusion_words(&stratum("adult", "18 and over", 240, 15, [1, 8, 6, 0])),
        None
    );
}

#[test]
fn withdrawals_widen_what_can_be_said() {
    let mut one = stratum("adult", "18 and over", 240, 15, [1, 8, 6, 0]);
    assert_eq!(withdrawal_words(&one), None);
    one.withdrawn = 1;
    let said = withdrawal_words(&one).unwrap();
    // x/(n+w) to (x+w)/(n+w).
    assert!(
        said.contains("Inappropriate and inconsistent: from 6 of 16 (37.5%) to 7 of 16 (43.8%)"),
        "{said}"
    );
    assert!(!said.contains("More than a tenth"));
    one.withdrawn = 2;
    assert!(withdrawal_words(&one).unwrap().contains("More than a tenth"));
}

#[test]
fn the_figures_keep_a_row_for_a_stratum_without_a_case() {
    let text = documents::csv(&figures(&leicestershire()));
    assert!(
        text.contains("LLR-OOCR-2024-02,adult,240,15,15,0,3,Inappropriate and inconsistent,6,41,160\r\n"),
        "{text}"
    );
    assert!(
        text.contains("LLR-OOCR-2024-02,youth,60,15,0,0,,,,,\r\n"),
        "{text}"
    );
}

on_both!(
    a_report_is_a_draft_until_the_meeting_is_closed,
    async |house: House| {
        let world = house.panel_world(PanelKind::JointOocr).await;
        let draw = house.drawn(&world, 3, 2).await;
        let planned = house.planned(&world, &draw).await;
        let path = format!("/meetings/{}/report", planned.id);
        let mut chair = house.browser(&world.chair).await;
        let mut member = house.browser(&world.members[0]).await;
        assert_eq!(chair.get(&path).await.status, 409);

        meeting::acts::attend(
            &house.app,
            &world.coordinator,
            planned.id,
            &meeting::fixtures::everybody(&world),
        )
        .await
        .unwrap();
        meeting::acts::open(&house.app, &world.chair, planned.id)
            .await
            .unwrap();
        let open = chair.get(&path).await;
        assert_eq!(open.status, 200);
        assert!(open.text.contains("Draft"), "{}", open.text);
        assert!(open.text.contains("none of the 3 planned cases was heard"));
        assert_eq!(member.get(&path).await.status, 409);

        meeting::acts::close(&house.app, &world.chair, planned.id)
            .await
            .unwrap();
        let closed = member.get(&path).await;
        assert_eq!(closed.status, 200);
        assert!(!closed.text.contains("Draft"));
        let sheet = member.get(&format!("{path}.csv")).await;
        assert_eq!(sheet.status, 200);
        assert!(
            sheet.text.starts_with("reference,stratum,frame,planned,heard"),
            "{}",
            sheet.text
        );
    }
);

on_both!(
    a_case_listed_again_is_reported_and_in_no_figure,
    async |house: House| {
        let world = house.panel_world(PanelKind::JointOocr).await;
        let draw = house.drawn(&world, 1, 1).await;
        let (app, chair) = (&house.app, &world.chair);
        let first = house.open_meeting(&world, &draw).await;
        meeting::acts::close(app, chair, first.id).await.unwrap();
        let later = house.drawn(&world, 2, 1).await;
        let second = house.open_meeting(&world, &later).await;
        let left = house.heard(&draw).await[0];
        meeting::acts::open_case(app, chair, second.id, left)
            .await
            .unwrap();
        crate::finding::acts::record(app, chair, second.id, left, &crate::finding::fixtures::said("3"))
            .await
            .unwrap();
        meeting::acts::close(app, chair, second.id).await.unwrap();

        let mut tx = app.db.read("test.report").await.unwrap();
        let report = crate::report::acts::gather(app, &mut tx, &second).await.unwrap();
        assert!(report.decisions.is_empty() && report.strata.iter().all(|one| one.heard == 0));
        let said = document(&report);
        said.check().unwrap();
        let row = row(&said, "case listed again", &format!("{}/A01", draw.reference)).join(" | ");
        assert_eq!(row, format!("{}/A01 | 3 | 5 | 0 | 0", draw.reference));
        assert!(format!("{said:?}").contains("no figure above takes them in"));
        let figures = figures(&report);
        assert!(figures.rows.iter().all(|row| row[4] == "0"), "{figures:?}");
        let earlier = crate::report::acts::gather(app, &mut tx, &first).await.unwrap();
        assert!(
            earlier.decisions.is_empty() && earlier.listed_again.is_empty(),
            "its record stays"
        );
    }
);

on_both!(a_report_counts_what_was_found, async |house: House| {
    let world = house.panel_world(PanelKind::JointOocr).await;
    let draw = house.drawn(&world, 4, 2).await;
    let meeting = house.found(&world, &draw).await;
    let actor = &world.coordinator;
    let report = crate::report::acts::meeting_report(&house.app, actor, meeting.id)
        .await
        .unwrap();
    assert!(report.draft);
    let heard: Vec<_> = report
        .strata
        .iter()
        .map(|one| (one.code.as_str(), one.planned, one.heard, one.not_heard))
        .collect();
    assert_eq!(heard, [("adult", 4, 4, 0), ("youth", 2, 2, 0)]);
    // Each stratum has two months of six records.
    assert!(report.strata.iter().all(|one| one.population == 12));
    let adult: Vec<u64> = report.strata[0].classes.iter().map(|class| class.count).collect();
    assert_eq!(adult, [1, 2, 1, 0]);
    assert_eq!(report.decisions.len(), 6);
    assert_eq!(report.attendance.len(), 5);
    assert_eq!(report.proof.commitment, hex::encode(draw.commitment.unwrap()));
    assert_eq!(report.proof.sources, ["dice"]);
    // Every case but the one in class 1 has one observation of the theme R1.
    assert_eq!(
        (report.themes[0].code.as_str(), report.themes[0].cases),
        ("R1", 5)
    );
});

on_both!(a_report_is_absent_to_others, async |house: House| {
    let world = house.panel_world(PanelKind::JointOocr).await;
    let draw = house.drawn(&world, 2, 1).await;
    let meeting = house.found(&world, &draw).await;
    meeting::acts::close(&house.app, &world.chair, meeting.id)
        .await
        .unwrap();
    let other = house.other_body().await;
    let strangers = [
        house.person_of("Olga Other", &[Role::Coordinator], &other).await,
        house.person("Mona Member", &[Role::Member]).await,
        house.person("Olaf Owner", &[Role::FeedbackOwner]).await,
    ];
    for stranger in &strangers {
        let mut browser = house.browser(stranger).await;
        for end in ["", ".csv", ".pdf"] {
            assert_eq!(
                browser
                    .get(&format!("/meetings/{}/report{end}", meeting.id))
                    .await
                    .status,
                404,
                "{}",
                stranger.name
            );
        }
    }
    let mut auditor = house.browser(&world.auditor).await;
    assert_eq!(
        auditor
            .get(&format!("/meetings/{}/report", meeting.id))
            .await
            .status,
        200
    );
    let paper = auditor.get(&format!("/meetings/{}/report.pdf", meeting.id)).await;
    if documents::pdf_available() {
        assert!(paper.bytes.starts_with(b"%PDF"));
    } else {
        assert_eq!(paper.status, 409);
        assert!(
            paper.text.contains("This installation cannot write PDF files"),
            "{}",
            paper.text
        );
    }
});
