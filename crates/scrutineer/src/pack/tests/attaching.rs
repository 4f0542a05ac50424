//! Documents handed over for a case: read, held, typed, put into the pack, removed, erased.

use std::io::Write;

use super::{absent, conflict, latest, world, wrong_field};
use crate::{
    access::Actor,
    body::fixtures::PanelWorld,
    on_both,
    pack::{
        acts::{self, Bytes, Writing},
        document::{Document, DocumentState},
        handover::Fate,
        model::PackState,
        store,
    },
    platform::{
        ids::{CaseId, DocumentId},
        refusal::Refusal,
    },
    testing::House,
};

const STORY: &[u8] = b"The officer spoke to Mared Testwell of 12 High Street, NE1 4ST.";

async fn attach(
    house: &House,
    actor: &Actor,
    case: CaseId,
    name: &str,
    bytes: &[u8],
) -> Result<DocumentId, Refusal> {
    acts::attach(&house.app, actor, case, (name, ""), bytes).await
}

async fn documents(house: &House, world: &PanelWorld, case: CaseId) -> Vec<Document> {
    let found = acts::documents(&house.app, &world.force_lead, case).await;
    found.unwrap().documents
}

fn blobs(house: &House) -> usize {
    std::fs::read_dir(house.folder().join("blobs")).unwrap().count()
}

fn photograph() -> Vec<u8> {
    let mut out = std::io::Cursor::new(Vec::new());
    image::DynamicImage::new_rgb8(20, 20)
        .write_to(&mut out, image::ImageFormat::Png)
        .unwrap();
    out.into_inner()
}

fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(*name, zip::write::SimpleFileOptions::default())
            .unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

on_both!(
    the_text_of_documents_comes_into_the_pack_under_headings_and_hidden,
    async |house: House| {
        let (world, _, cases) = world(&house).await;
        let (lead, case) = (&world.force_lead, cases[0]);
        attach(&house, lead, case, "MG5 summary Testwell.txt", STORY)
            .await
            .unwrap();
        attach(&house, lead, case, "MG11.txt", b"Call me on 07700 900123.")
            .await
            .unwrap();
        assert_eq!(acts::use_documents(&house.app, lead, case).await.unwrap(), 2);
        let pack = latest(&house, case).await;
        assert_eq!(pack.state, PackState::Preparing);
        assert!(
            pack.circumstances.starts_with("Document 1: MG5 summary\n"),
            "{}",
            pack.circumstances
        );
        assert!(
            pack.circumstances.contains("\n\nDocument 2: MG11\n"),
            "{}",
            pack.circumstances
        );
        for gone in ["NE1 4ST", "12 High Street", "07700 900123"] {
            assert!(
                !pack.circumstances.contains(gone),
                "{gone} in {}",
                pack.circumstances
            );
        }
        // Once in, a document does not come again.
        conflict(acts::use_documents(&house.app, lead, case).await);
        attach(&house, lead, case, "MG3.txt", b"She was cautioned.")
            .await
            .unwrap();
        acts::use_documents(&house.app, lead, case).await.unwrap();
        let text = latest(&house, case).await.circumstances;
        assert!(
            text.contains("Document 1: MG5 summary") && text.ends_with("Document 3: MG3\nShe was cautioned."),
            "{text}"
        );
        assert!(house.log().await.contains(&"pack.attach document".to_owned()));
    }
);

on_both!(
    what_cannot_be_read_is_refused_in_a_sentence_and_nothing_is_kept,
    async |house: House| {
        let (world, _, cases) = world(&house).await;
        let lead = &world.force_lead;
        for bad in [
            &b""[..],
            b"PK\x03\x04cut",
            b"%PDF-1.7 cut",
            b"a\0b",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        ] {
            assert_eq!(
                wrong_field(attach(&house, lead, cases[0], "a.docx", bad).await),
                "file"
            );
        }
        assert!(documents(&house, &world, cases[0]).await.is_empty());
        assert_eq!(blobs(&house), 0);
        attach(&house, lead, cases[0], "a.txt", STORY).await.unwrap();
        assert_eq!(
            wrong_field(attach(&house, lead, cases[0], "again.txt", STORY).await),
            "file"
        );
        assert_eq!(blobs(&house), 1);
    }
);

on_both!(a_picture_waits_until_its_text_is_typed, async |house: House| {
    let (world, _, cases) = world(&house).await;
    let (lead, case) = (&world.force_lead, cases[0]);
    let id = attach(&house, lead, case, "photo.png", &photograph())
        .await
        .unwrap();
    let [held] = documents(&house, &world, case).await.try_into().unwrap();
    assert_eq!((held.state, held.text.as_str()), (DocumentState::Held, ""));
    let said = conflict(acts::use_documents(&house.app, lead, case).await);
    assert!(said.contains("type the text"), "{said}");
    assert_eq!(
        wrong_field(acts::confirm(&house.app, lead, (case, id), "  ").await),
        "text"
    );
    acts::confirm(&house.app, lead, (case, id), "A note: he left.")
        .await
        .unwrap();
    acts::use_documents(&house.app, lead, case).await.unwrap();
    assert!(
        latest(&house, case)
            .await
            .circumstances
            .ends_with("He left.".to_lowercase().as_str())
    );
    conflict(acts::confirm(&house.app, lead, (case, id), "Other").await);
    let (_, picture) = acts::bytes_of(&house.app, lead, (case, id), Bytes::Picture)
        .await
        .unwrap();
    assert!(picture.starts_with(b"\x89PNG"));
});

on_both!(the_original_is_for_the_preparer_alone, async |house: House| {
    let (world, _, cases) = world(&house).await;
    let case = cases[0];
    let id = attach(&house, &world.force_lead, case, "a.txt", STORY)
        .await
        .unwrap();
    let (_, original) = acts::bytes_of(&house.app, &world.force_lead, (case, id), Bytes::Original)
        .await
        .unwrap();
    assert_eq!(original, STORY);
    let elsewhere = acts::bytes_of(&house.app, &world.force_lead, (cases[1], id), Bytes::Original).await;
    absent(elsewhere.map(drop));
    let coordinator = &world.coordinator;
    let refused = acts::bytes_of(&house.app, coordinator, (case, id), Bytes::Original).await;
    assert!(matches!(refused, Err(Refusal::NotFound | Refusal::Forbidden)));
    for actor in [coordinator, &world.chair] {
        let mut browser = house.browser(actor).await;
        for page in [
            "",
            &format!("/{id}"),
            &format!("/{id}/original.bin"),
            &format!("/{id}/picture.png"),
        ] {
            let answer = browser.get(&format!("/cases/{case}/pack/documents{page}")).await;
            assert_eq!(answer.status, 404, "{page}");
        }
    }
    let other = house.other_body().await;
    let stranger = house
        .person_of("Other Lead", &[crate::access::Role::ForceLead], &other)
        .await;
    absent(
        acts::bytes_of(&house.app, &stranger, (case, id), Bytes::Original)
            .await
            .map(drop),
    );
    absent(attach(&house, &stranger, case, "b.txt", b"x").await.map(drop));
});

on_both!(a_removed_document_is_erased, async |house: House| {
    let (world, _, cases) = world(&house).await;
    let (lead, case) = (&world.force_lead, cases[0]);
    let id = attach(&house, lead, case, "a.txt", STORY).await.unwrap();
    acts::remove(&house.app, lead, (case, id)).await.unwrap();
    assert_eq!(blobs(&house), 0);
    assert!(documents(&house, &world, case).await.is_empty());
    let mut tx = house.app.db.read("test.document").await.unwrap();
    let row = store::document(&mut tx, id).await.unwrap().unwrap();
    assert_eq!(
        (row.state, row.text.as_str(), row.name.as_str()),
        (DocumentState::Removed, "", "")
    );
    drop(tx);
    absent(acts::remove(&house.app, lead, (case, id)).await);
    // It may be handed over again, and its number is not given twice.
    attach(&house, lead, case, "a.txt", STORY).await.unwrap();
    assert_eq!(documents(&house, &world, case).await[0].place, 2);
});

on_both!(
    documents_are_erased_when_their_time_is_over,
    async |house: House| {
        let (world, draw, cases) = world(&house).await;
        let (lead, case) = (&world.force_lead, cases[0]);
        let id = attach(&house, lead, case, "a.txt", STORY).await.unwrap();
        let writing = Writing {
            version: 0,
            circumstances: "Two people argued outside a shop.",
            ready: true,
            ..Writing::default()
        };
        for case in &cases {
            acts::write(&house.app, lead, *case, writing.clone())
                .await
                .unwrap();
            acts::check(&house.app, &world.coordinator, *case, 1, acts::Verdict::Passed)
                .await
                .unwrap();
        }
        let ends = house.app.now().plus_days(60);
        crate::pack::fixtures::release(&house.app, &world.coordinator, draw.id, ends)
            .await
            .unwrap();
        // The job of the day it was handed over comes too early, for reading ends later.
        house.clock.set(house.app.now().plus_days(100));
        house.work().await;
        assert_eq!(documents(&house, &world, case).await.len(), 1);
        house.clock.set(ends.plus_days(90));
        house.work().await;
        assert!(documents(&house, &world, case).await.is_empty());
        assert_eq!(blobs(&house), 0);
        let mut tx = house.app.db.read("test.document").await.unwrap();
        let row = store::document(&mut tx, id).await.unwrap().unwrap();
        assert_eq!((row.state, row.text.as_str()), (DocumentState::Erased, ""));
        drop(tx);
        let log = house.log().await;
        assert!(
            log.contains(&"pack.erase_documents document".to_owned()),
            "{log:?}"
        );
        assert_eq!(acts::erase_documents(&house.app).await.unwrap(), 0);
    }
);

on_both!(what_is_missing_or_altered_is_said, async |house: House| {
    let (world, _, cases) = world(&house).await;
    let (lead, case) = (&world.force_lead, cases[0]);
    let id = attach(&house, lead, case, "a.txt", STORY).await.unwrap();
    let entry = std::fs::read_dir(house.folder().join("blobs")).unwrap().next();
    let file = entry.unwrap().unwrap().path();
    let mut bytes = std::fs::read(&file).unwrap();
    bytes[20] ^= 1;
    std::fs::write(&file, bytes).unwrap();
    let said = conflict(
        acts::bytes_of(&house.app, lead, (case, id), Bytes::Original)
            .await
            .map(drop),
    );
    assert!(said.contains("changed or damaged"), "{said}");
    std::fs::remove_file(&file).unwrap();
    let said = conflict(
        acts::bytes_of(&house.app, lead, (case, id), Bytes::Original)
            .await
            .map(drop),
    );
    assert!(said.contains("not where it was kept"), "{said}");
    // What was read is in the database, and goes on without it.
    acts::use_documents(&house.app, lead, case).await.unwrap();
});

on_both!(a_whole_draw_is_handed_over_at_once, async |house: House| {
    let (world, draw, cases) = world(&house).await;
    let lead = &world.force_lead;
    let mut tx = house.app.db.read("test.cases").await.unwrap();
    let mut labels = Vec::new();
    for case in &cases {
        labels.push(
            crate::draw::store::case(&mut tx, *case)
                .await
                .unwrap()
                .unwrap()
                .label,
        );
    }
    drop(tx);
    let bundle = zipped(&[
        (&format!("{}/MG5.txt", labels[0]), STORY),
        (&format!("papers {} MG11.txt", labels[1]), b"She stayed."),
        (&format!("{}/photo.png", labels[1]), &photograph()),
        (&format!("{}/bad.docx", labels[0]), b"PK\x03\x04"),
        ("notes.txt", b"To whom it may concern"),
    ]);
    acts::hand_over(&house.app, lead, draw.id, ("all.zip", bundle.clone()))
        .await
        .unwrap();
    let [handover] = acts::handovers(&house.app, lead, draw.id)
        .await
        .unwrap()
        .all
        .try_into()
        .unwrap();
    let went = |fate| handover.count(fate);
    assert_eq!(
        [
            Fate::Attached,
            Fate::Held,
            Fate::Known,
            Fate::Unmatched,
            Fate::Refused
        ]
        .map(went),
        [2, 1, 0, 1, 1],
        "{:?}",
        handover.went
    );
    assert_eq!(documents(&house, &world, cases[0]).await.len(), 1);
    assert_eq!(documents(&house, &world, cases[1]).await.len(), 2);
    // The same again changes nothing.
    acts::hand_over(&house.app, lead, draw.id, ("all.zip", bundle))
        .await
        .unwrap();
    let handovers = acts::handovers(&house.app, lead, draw.id).await.unwrap().all;
    assert_eq!(
        handovers.iter().map(|one| one.count(Fate::Known)).sum::<usize>(),
        3
    );
    assert_eq!(documents(&house, &world, cases[1]).await.len(), 2);
    let table = format!("reference,text\n{},He was cautioned.\nX99,Nobody\n", labels[0]);
    acts::hand_over(&house.app, lead, draw.id, ("all.csv", table.into_bytes()))
        .await
        .unwrap();
    assert_eq!(documents(&house, &world, cases[0]).await.len(), 2);
    for bad in [&b"a,b\n"[..], b"", b"PK\x03\x04"] {
        let refused = acts::hand_over(&house.app, lead, draw.id, ("bad", bad.to_vec())).await;
        assert_eq!(wrong_field(refused), "file");
    }
    let refused = acts::hand_over(
        &house.app,
        &world.coordinator,
        draw.id,
        ("a.csv", b"reference,text\nA,b\n".to_vec()),
    )
    .await;
    assert!(matches!(refused, Err(Refusal::NotFound | Refusal::Forbidden)));
});

on_both!(
    a_handover_that_cannot_be_kept_leaves_nothing,
    async |house: House| {
        let (world, draw, cases) = world(&house).await;
        let mut tx = house.app.db.read("test.cases").await.unwrap();
        let case = crate::draw::store::case(&mut tx, cases[0])
            .await
            .unwrap()
            .unwrap();
        drop(tx);
        let bundle = zipped(&[(&format!("{}/MG5.txt", case.label), STORY)]);
        let mut tx = house.app.db.write("test.break").await.unwrap();
        tx.run("alter table handover rename to handover_away", vec![])
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let refused = acts::hand_over(&house.app, &world.force_lead, draw.id, ("all.zip", bundle)).await;
        assert!(matches!(refused, Err(Refusal::Unavailable(_))), "{refused:?}");
        assert_eq!(blobs(&house), 0);
        assert!(documents(&house, &world, cases[0]).await.is_empty());
    }
);

on_both!(the_pages_lead_from_upload_to_workbench, async |house: House| {
    let (world, draw, cases) = world(&house).await;
    let case = cases[0];
    let mut browser = house.browser(&world.force_lead).await;
    let list = format!("/cases/{case}/pack/documents");
    let page = browser.get(&list).await;
    assert!(
        page.text.contains("No document has been attached"),
        "{}",
        page.text
    );
    let answer = browser
        .post_file(&list, &[("title", "")], "MG5.docx", b"cut")
        .await;
    assert_eq!(answer.status, 303, "text is text whatever its name");
    let page = browser.get(&answer.location.clone()).await;
    assert!(page.text.contains("it was read as what it is"), "{}", page.text);
    let answer = browser
        .post_file(&list, &[("title", "")], "MG5.pdf", b"%PDF-1.7 cut")
        .await;
    assert_eq!(answer.status, 422);
    assert!(
        answer.text.contains("The document is damaged or was cut off"),
        "{}",
        answer.text
    );
    let answer = browser.post(&format!("{list}/use"), &[]).await;
    assert_eq!(answer.location, format!("/cases/{case}/pack/redact"));
    let table = format!("/draws/{}/packs/documents", draw.id);
    let answer = browser
        .post_file(&table, &[], "a.csv", b"reference,text\nX1,a\n")
        .await;
    assert_eq!(answer.status, 303);
    let page = browser.get(&table).await;
    assert!(
        page.text.contains("no case of this draw has this reference"),
        "{}",
        page.text
    );
});
