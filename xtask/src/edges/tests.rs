//! The checker on small planted trees: each rule kept, and each rule broken.

use super::survey;
use std::fs;
use std::path::Path;

/// Plants the files and returns the faults as text, `crates/` left off.
fn faults(files: &[(&str, &str)]) -> Vec<String> {
    let root = tempfile::tempdir().unwrap();
    let planted = [
        (
            "crates/scrutineer/Cargo.toml",
            "[dependencies]\nsqlx = \"1\"\nstats = \"1\"",
        ),
        (
            "crates/stats/Cargo.toml",
            "[dependencies]\nserde = \"1\"\n[dev-dependencies]\ntokio = \"1\"",
        ),
    ];
    for (path, text) in planted.iter().chain(files) {
        let path = root.path().join(path);
        fs::create_dir_all(path.parent().unwrap_or(Path::new("/"))).unwrap();
        fs::write(path, text).unwrap();
    }
    let (faults, _) = survey(root.path()).unwrap();
    faults
        .iter()
        .map(|fault| fault.to_string().trim_start_matches("crates/").to_owned())
        .collect()
}

/// The faults of one file of the product.
fn product(path: &str, code: &str) -> Vec<String> {
    faults(&[(&format!("crates/scrutineer/src/{path}"), code)])
}

#[test]
fn a_stage_uses_the_stages_before_it() {
    let code = "use crate::{platform::ids, body::model::Panel};\nuse super::model::Ticket;\nfn f() { crate::audit::log() }";
    assert_eq!(product("draw/acts.rs", code), [""; 0]);
}

#[test]
fn a_stage_may_not_use_a_later_one_however_it_is_named() {
    let later = "may not use pack, which is a later stage";
    let lines = |code| product("draw/acts.rs", code);
    assert_eq!(
        lines("use crate::pack;"),
        [format!("scrutineer/src/draw/acts.rs:1: draw {later}")]
    );
    assert_eq!(
        lines("\nuse crate::{body, pack::acts};"),
        [format!("scrutineer/src/draw/acts.rs:2: draw {later}")]
    );
    assert_eq!(
        lines("use super::super::pack::acts as x;"),
        [format!("scrutineer/src/draw/acts.rs:1: draw {later}")]
    );
    assert_eq!(
        lines("fn f() -> u8 {\n crate::pack::run() }"),
        [format!("scrutineer/src/draw/acts.rs:2: draw {later}")]
    );
    assert_eq!(
        lines("fn f() { m!(x, crate::pack::run()) }"),
        [format!("scrutineer/src/draw/acts.rs:1: draw {later}")]
    );
    assert_eq!(
        lines("#[derive(crate::pack::Case)] struct S;"),
        [format!("scrutineer/src/draw/acts.rs:1: draw {later}")]
    );
    assert_eq!(
        lines("mod inner { use super::super::super::pack; }"),
        [format!("scrutineer/src/draw/acts.rs:1: draw {later}")]
    );
}

#[test]
fn the_ground_floor_knows_no_stage_and_nobody_knows_the_top() {
    let said = product("platform/http.rs", "use crate::access::Account;");
    assert_eq!(
        said,
        ["scrutineer/src/platform/http.rs:1: platform may not use access, which is a later stage"]
    );
    let said = product("draw/mod.rs", "use crate::site::router;");
    assert_eq!(
        said,
        ["scrutineer/src/draw/mod.rs:1: draw may not use site, which stands on top of all stages"]
    );
    assert_eq!(product("site.rs", "use crate::publication::pages;"), [""; 0]);
    assert_eq!(
        product("cli/serve.rs", "use crate::site; use crate::draw;"),
        [""; 0]
    );
    assert_eq!(product("main.rs", "use scrutineer::cli;"), [""; 0]);
}

#[test]
fn an_unknown_stage_is_asked_for_its_place() {
    let said = product("ballot/mod.rs", "");
    assert_eq!(said.len(), 1);
    assert!(said[0].contains("`ballot` is no stage"), "{said:?}");
}

#[test]
fn a_model_names_no_database_and_no_web_crate() {
    let said = product(
        "draw/model.rs",
        "#[derive(sqlx::FromRow)]\nstruct T;\nuse axum::Router;",
    );
    assert_eq!(
        said,
        [
            "scrutineer/src/draw/model.rs:1: model may not name sqlx",
            "scrutineer/src/draw/model.rs:3: model may not name axum"
        ]
    );
    assert_eq!(product("draw/model/ticket.rs", "use sqlx::Row;").len(), 1);
    assert_eq!(product("draw/store.rs", "use sqlx::Row;"), [""; 0]);
    assert_eq!(product("draw/pages/list.rs", "use axum::Router;"), [""; 0]);
    assert_eq!(product("draw/pages/list.rs", "use sqlx::Row;").len(), 1);
}

#[test]
fn statements_lie_in_stores() {
    let code = "const ALL: &str = \"select id from draw\";";
    for allowed in [
        "draw/store.rs",
        "draw/store/tickets.rs",
        "platform/db/mod.rs",
        "platform/db.rs",
        "draw/tests.rs",
    ] {
        assert_eq!(product(allowed, code), [""; 0], "{allowed}");
    }
    let sentence = "this is SQL: it belongs in the stage's store.rs";
    for refused in ["draw/acts.rs", "draw/pages/list.rs", "draw/db.rs", "site.rs"] {
        assert_eq!(
            product(refused, code),
            [format!("scrutineer/src/{refused}:1: {sentence}")]
        );
    }
    assert_eq!(
        product("draw/acts.rs", "fn f() {\n query!(\"delete from draw\") }").len(),
        1
    );
    assert_eq!(
        product(
            "draw/acts.rs",
            "/// select id from draw\nfn f() { say(\"Select a panel\") }"
        ),
        [""; 0]
    );
}

#[test]
fn tests_may_use_anything() {
    let code = "#[cfg(test)]\nmod tests {\n use crate::pack; const Q: &str = \"select 1\"; }\n#[test]\nfn t() { crate::pack::x() }";
    assert_eq!(product("draw/acts.rs", code), [""; 0]);
    assert_eq!(
        product("draw/tests/run.rs", "use crate::publication::acts;"),
        [""; 0]
    );
    assert_eq!(
        product("draw/acts.rs", "#[cfg(feature = \"pdf\")]\nuse crate::pack;").len(),
        1
    );
}

#[test]
fn a_module_declared_for_tests_is_one_wherever_its_files_lie() {
    let files = [
        ("crates/scrutineer/src/lib.rs", "#[cfg(test)]\npub mod testing;"),
        ("crates/scrutineer/src/testing/mod.rs", "pub mod house;"),
        (
            "crates/scrutineer/src/testing/house.rs",
            "const Q: &str = \"select 1\"; use crate::site;",
        ),
    ];
    assert_eq!(faults(&files), [""; 0]);
    assert_eq!(faults(&files[1..]).len(), 3);
}

#[test]
fn pure_crates_know_nobody_and_do_nothing_outside() {
    let stats = |code| faults(&[("crates/stats/src/lib.rs", code)]);
    assert_eq!(stats("use std::time::Duration; use serde::Serialize;"), [""; 0]);
    for broken in [
        "use std::fs;",
        "use std::{fmt, net::TcpStream};",
        "fn f() { std::time::SystemTime::now(); }",
        "use tokio::task;",
        "use scrutineer::draw;",
    ] {
        assert_eq!(stats(broken).len(), 1, "{broken}");
    }
    let manifest = "[dependencies]\nstats = \"1\"\nsqlx = \"1\"";
    let said = faults(&[
        ("crates/ledger/Cargo.toml", manifest),
        ("crates/ledger/src/lib.rs", ""),
    ]);
    assert_eq!(said.len(), 2, "{said:?}");
    assert!(
        said[0].starts_with("ledger/Cargo.toml:1: a pure crate may not use"),
        "{said:?}"
    );
}

#[test]
fn empty_names_are_refused_everywhere() {
    for path in [
        "crates/stats/src/utils.rs",
        "crates/stats/src/text_helpers.rs",
        "crates/stats/tests/common/mod.rs",
    ] {
        let said = faults(&[(path, "")]);
        assert_eq!(said.len(), 1, "{path}");
        assert!(said[0].contains("says nothing about what is inside"), "{said:?}");
    }
    assert_eq!(product("draw/acts.rs", "mod shared {}").len(), 1);
    assert_eq!(product("body/service_level.rs", ""), [""; 0]);
}
