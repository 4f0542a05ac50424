//! A long text on several pages of the workbench: nothing lost between them, and none passed over.

use super::{deciding::source, *};
use crate::pack::{acts::Deciding, redaction::Decision};

/// Ninety telephone numbers, two in each sentence.
fn account() -> String {
    let line = |at: usize| {
        let number = |n: usize| format!("07700 900{n:03}");
        format!("She rang {} and {}.\n", number(2 * at), number(2 * at + 1))
    };
    (0..45).map(line).collect()
}

async fn begun(house: &House, lead: &Actor, case: CaseId) {
    let circumstances = account();
    let writing = Writing {
        circumstances: &circumstances,
        ..Writing::default()
    };
    acts::write(&house.app, lead, case, writing).await.unwrap();
}

/// The fields of a page as a browser sends them, with these answers changed.
fn filled(page: &str, changed: &[(&str, &str)]) -> Vec<(String, String)> {
    let cut = |text: &str, from: &str| text.split_once(from).map(|(_, rest)| rest.to_owned());
    let value = |tag: &str, name: &str| {
        let rest = cut(tag, &format!("{name}=\""))?;
        rest.split_once('"').map(|(value, _)| value.to_owned())
    };
    let mut fields = Vec::new();
    for tag in page
        .split("<input ")
        .skip(1)
        .map(|rest| rest.split('>').next().unwrap())
    {
        if tag.contains("type=\"hidden\"") && !tag.contains("name=\"csrf\"") {
            fields.push((value(tag, "name").unwrap(), value(tag, "value").unwrap()));
        }
    }
    for select in page
        .split("<select ")
        .skip(1)
        .map(|rest| rest.split("</select>").next().unwrap())
    {
        let chosen = select
            .split("<option")
            .find(|option| option.contains(" selected"));
        let chosen = chosen.or_else(|| select.split("<option").nth(1)).unwrap();
        fields.push((value(select, "name").unwrap(), value(chosen, "value").unwrap()));
    }
    for (name, answer) in changed {
        fields.retain(|(field, _)| field != name);
        fields.push(((*name).to_owned(), (*answer).to_owned()));
    }
    fields
}

fn borrowed(fields: &[(String, String)]) -> Vec<(&str, &str)> {
    fields
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect()
}

on_both!(a_long_text_is_decided_page_by_page, async |house: House| {
    let (world, draw, cases) = world(&house).await;
    let lead = &world.force_lead;
    begun(&house, lead, cases[0]).await;
    let redact = format!("/cases/{}/pack/redact", cases[0]);
    let mut browser = house.browser(lead).await;
    let first = browser.get(&redact).await.text;
    for said in [
        "<b>Page 1 of 3</b>: sentences 1 to 20, 40 marked places",
        "Not looked at yet: 2 other pages with 50 marked places.",
        "<li>Page 2: sentences 21 to 40, 40 marked places</li>",
        "<li>Page 3: sentences 41 to 45, 10 marked places</li>",
        "Save and go on to page 2",
        "90 places are marked.",
    ] {
        assert!(first.contains(said), "{said}\n{first}");
    }
    assert!(!first.contains("Ready to be checked") && first.matches("name=\"mark-").count() == 40);
    assert!(first.contains("900039") && !first.contains("900040"));

    // A place is left in on the first page; going on keeps it.
    let kept = source(&house, cases[0]).await.marks[3].clone();
    let name = format!("mark-{}-{}", kept.begins, kept.ends);
    let fields = filled(&first, &[(name.as_str(), "public"), ("do", "next")]);
    let on = browser.post(&redact, &borrowed(&fields)).await;
    assert_eq!((on.status, on.location), (303, format!("{redact}?page=2")));
    assert_eq!(source(&house, cases[0]).await.marks[3].decision, Decision::Kept);

    // To the third by choice, and from there nobody hands over what was not looked at.
    let second = browser.get(&format!("{redact}?page=2")).await.text;
    assert!(
        second.contains("start=\"21\"")
            && second.contains("Page 1: sentences 1 to 20, 40 marked places, looked at")
    );
    let third = browser.get(&format!("{redact}?page=3")).await.text;
    assert!(
        third.contains("Not looked at yet: 1 other page with 40 marked places."),
        "{third}"
    );
    let early = filled(&third, &[("do", "ready"), ("add_words", "typed and kept")]);
    let early: Vec<_> = early
        .into_iter()
        .chain([("add_sentence".to_owned(), "45".to_owned())])
        .collect();
    let refused = browser.post(&redact, &borrowed(&early)).await;
    assert!(
        refused.status == 422
            && refused.text.contains("typed and kept")
            && refused.text.contains("Page 3 of 3")
    );
    let early = filled(&third, &[("do", "ready")]);
    let refused = browser.post(&redact, &borrowed(&early)).await;
    assert!(
        refused.status == 422
            && refused
                .text
                .contains("Look at page 2 first: nobody has decided there"),
        "{}",
        refused.text
    );
    let go = filled(&third, &[("do", "go"), ("to_page", "1")]);
    assert_eq!(
        browser.post(&redact, &borrowed(&go)).await.location,
        format!("{redact}?page=1")
    );
    // Without a page it is the first that nobody has looked at; there all can be handed over.
    let left = browser.get(&redact).await.text;
    assert!(
        left.contains("Page 2 of 3") && left.contains("Every other page has been looked at."),
        "{left}"
    );
    let ready = filled(&left, &[("do", "ready")]);
    let over = browser.post(&redact, &borrowed(&ready)).await;
    assert_eq!(
        over.location,
        format!("/draws/{}/packs", draw.id),
        "{}",
        over.text
    );
    assert_eq!(
        source(&house, cases[0]).await.marks[3].decision,
        Decision::Kept,
        "nothing is lost on the way"
    );
});

on_both!(other_words_are_looked_at_anew, async |house: House| {
    let (world, _, cases) = world(&house).await;
    let lead = &world.force_lead;
    begun(&house, lead, cases[0]).await;
    let look = async |page: usize, ready: bool| {
        let seen = (1, source(&house, cases[0]).await.edition);
        let deciding = Deciding {
            seen,
            page,
            ready,
            ..Deciding::default()
        };
        acts::decide(&house.app, lead, cases[0], deciding).await
    };
    look(1, false).await.unwrap();
    look(2, false).await.unwrap();
    let same = account();
    let mut writing = Writing {
        version: 1,
        circumstances: &same,
        ..Writing::default()
    };
    acts::write(&house.app, lead, cases[0], writing.clone())
        .await
        .unwrap();
    assert_eq!(
        source(&house, cases[0]).await.looked.to_string(),
        "0-1600",
        "the words are the same"
    );
    let other = format!("{same}He left.");
    writing.circumstances = &other;
    acts::write(&house.app, lead, cases[0], writing).await.unwrap();
    let refused = look(3, true).await.unwrap_err();
    assert!(
        matches!(&refused, Refusal::Invalid(all) if all[0].message.starts_with("Look at pages 1, 2 first"))
    );
});
