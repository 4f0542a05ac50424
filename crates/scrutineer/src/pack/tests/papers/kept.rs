//! What was typed stays when a page is refused.

use super::*;

on_both!(
    what_was_typed_is_kept_when_something_is_left,
    async |house: House| {
        let (world, draw, cases) = world(&house).await;
        let mut lead = house.browser(&world.force_lead).await;
        let words = "It was reported as 43QX 1234521. Jon Blogworth had pushed her.";
        let (pack, bench) = (
            format!("/cases/{}/pack", cases[0]),
            format!("/cases/{}/pack/redact", cases[0]),
        );
        super::showing::recorded(&house, &draw, "").await;
        lead.post(
            &pack,
            &[("circumstances", words), ("version", "0"), ("do", "save")],
        )
        .await;
        let source = super::deciding::source(&house, cases[0]).await;
        super::showing::recorded(&house, &draw, "43-QX-1234521").await;
        // The reference is found by then, so only a stale page can lose choices: the answer keeps them.
        let stale = [
            ("version", "1"),
            ("edition", "0"),
            ("add_sentence", "2"),
            ("add_words", "Jon Blogworth"),
            ("add_kind", "PERSON"),
            ("do", "ready"),
        ];
        let page = lead.post(&bench, &stale).await;
        assert_eq!(page.status, 422);
        assert!(
            page.text.contains("have changed since you opened this page")
                && page.text.contains(r#"value="Jon Blogworth""#)
                && page.text.contains(r#"value="2""#),
            "{}",
            page.text
        );
        assert_eq!(
            super::deciding::source(&house, cases[0]).await,
            source,
            "nothing was changed"
        );
        let page = lead
            .post(
                &pack,
                &[
                    ("circumstances", "Other words."),
                    ("version", "0"),
                    ("do", "ready"),
                ],
            )
            .await;
        assert!(
            page.status == 422 && page.text.contains("Other words.") && page.text.contains("newer version")
        );
    }
);

/// Whether a page shows a choice as made.
fn chosen(page: &str, field: &str, answer: &str) -> bool {
    let select = page
        .split("<select ")
        .skip(1)
        .find(|select| select.contains(&format!("name=\"{field}\"")));
    let options = select.and_then(|select| select.split("</select>").next());
    let option = options.and_then(|all| {
        let value = format!("value=\"{answer}\"");
        all.split("<option").find(|option| option.contains(&value))
    });
    option.is_some_and(|option| option.contains(" selected"))
}

on_both!(a_refused_workbench_keeps_every_answer, async |house: House| {
    let (world, _, cases) = world(&house).await;
    let lead = &world.force_lead;
    super::deciding::begun(&house, lead, cases[0]).await;
    let bench = format!("/cases/{}/pack/redact", cases[0]);
    let source = super::deciding::source(&house, cases[0]).await;
    let marks: Vec<String> = source
        .marks
        .iter()
        .map(|mark| format!("mark-{}-{}", mark.begins, mark.ends))
        .collect();
    let capital = acts::workbench(&house.app, lead, cases[0]).await.unwrap().queue[0].start;
    let name = format!("name-{capital}");
    let edition = source.edition.to_string();
    let mut browser = house.browser(lead).await;
    let answers = |words: &'static str, kind: &'static str, mark: &'static str| {
        [
            ("version", "1"),
            ("edition", edition.as_str()),
            (marks[0].as_str(), "needed"),
            (marks[1].as_str(), "public"),
            (marks[2].as_str(), mark),
            (name.as_str(), "suspect"),
            ("add_sentence", "2"),
            ("add_words", words),
            ("add_kind", kind),
            ("do", "ready"),
        ]
    };
    // Words that do not stand there, no type, an answer that is none.
    for (words, kind, mark, says) in [
        (
            "She fell",
            "PERSON",
            "wide",
            "Enter words as they stand in sentence 2",
        ),
        ("Jon", "", "wide", "Choose what the words are"),
        ("Jon", "PERSON", "perhaps", "Choose to hide it, or the reason"),
    ] {
        let page = browser.post(&bench, &answers(words, kind, mark)).await;
        assert!(
            page.status == 422 && page.text.contains(says),
            "{says}: {}",
            page.text
        );
        assert!(chosen(&page.text, &marks[0], "needed") && chosen(&page.text, &marks[1], "public"));
        assert!(mark == "perhaps" || chosen(&page.text, &marks[2], mark));
        assert!(chosen(&page.text, &name, "suspect"), "{says}");
        assert!(kind.is_empty() || chosen(&page.text, "add_kind", kind), "{says}");
        for typed in [format!("value=\"{words}\""), "value=\"2\"".to_owned()] {
            assert!(page.text.contains(&typed), "{says}: {typed}");
        }
    }
    assert_eq!(
        super::deciding::source(&house, cases[0]).await,
        source,
        "nothing was changed"
    );
});

on_both!(a_refused_pack_keeps_what_was_typed, async |house: House| {
    let (world, _, cases) = world(&house).await;
    let mut browser = house.browser(&world.force_lead).await;
    let pack = format!("/cases/{}/pack", cases[0]);
    let words = "w".repeat(100_001);
    for (circumstances, names, says) in [
        ("", "victim: Mared Testwell", "Enter what happened"),
        ("She left.", "stranger: Mared Testwell", "names"),
        (words.as_str(), "victim: Mared Testwell", "Shorten the text"),
    ] {
        let fields = [
            ("version", "0"),
            ("circumstances", circumstances),
            ("names", names),
            ("wider-sex", "any"),
            ("handling", "do_not_copy"),
            ("marking", "official"),
            ("do", "ready"),
        ];
        let page = browser.post(&pack, &fields).await;
        assert!(page.status == 422 && page.text.contains(says), "{says}");
        assert!(
            page.text.contains(circumstances) && page.text.contains(names),
            "{says}"
        );
        assert!(chosen(&page.text, "handling", "do_not_copy"), "{says}");
        let marked = page
            .text
            .split("<input ")
            .find(|input| input.contains("value=\"official\""));
        assert!(marked.is_some_and(|input| input.contains(" checked")), "{says}");
    }
    // The title of a document that is refused; a browser never gives a file back.
    let documents = format!("{pack}/documents");
    for (name, content) in [("", &b""[..]), ("bad.docx", b"PK\x03\x04")] {
        let page = browser
            .post_file(&documents, &[("title", "MG5 summary")], name, content)
            .await;
        assert!(
            page.status == 422 && page.text.contains("value=\"MG5 summary\""),
            "{}",
            page.text
        );
    }
});
