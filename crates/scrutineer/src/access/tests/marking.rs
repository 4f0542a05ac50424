//! The marking a body has set, and where it stands.

use super::{Browser, House};
use crate::{access::Role, on_both};

on_both!(the_marking_begins_the_names_of_files, async |house: House| {
    let administrator = house.person("Ada Min", &[Role::Administrator]).await;
    let auditor = house.person("Au Dit", &[Role::Auditor]).await;
    let mut reader = house.browser(&auditor).await;
    let mut desk = house.browser(&administrator).await;
    let name = async |reader: &mut Browser| {
        let copy = reader.get("/log/export.csv").await;
        copy.headers["content-disposition"].to_str().unwrap().to_owned()
    };
    assert_eq!(
        name(&mut reader).await,
        "attachment; filename=\"OFFICIAL-SENSITIVE-log.csv\"",
        "the stricter one, where nobody has chosen"
    );
    let page = desk.get("/people").await.text;
    assert!(page.contains("Marking of papers"), "{page}");
    let nothing = desk.post("/people/marking", &[]).await;
    assert!(nothing.status == 422 && nothing.text.contains("Choose the marking"));
    let saved = desk.post("/people/marking", &[("marking", "official")]).await;
    assert_eq!((saved.status, saved.location.as_str()), (303, "/people"));
    assert_eq!(
        house.log().await.last().map(String::as_str),
        Some("body.mark body")
    );
    assert_eq!(
        name(&mut reader).await,
        "attachment; filename=\"OFFICIAL-log.csv\""
    );
    let asked = reader
        .post("/people/marking", &[("marking", "official_sensitive")])
        .await;
    assert_eq!(asked.status, 404, "only who manages people may");
});
