//! What `doctor` and `account` say.

use std::path::Path;

use super::*;

fn settings(folder: &Path) -> Settings {
    let file = folder.join("scrutineer.toml");
    let text = format!("directory = {:?}\n", folder.join("files"));
    std::fs::write(&file, text).unwrap();
    Settings {
        config: Some(file),
        database: Some(format!("sqlite:{}", folder.join("test.sqlite").display())),
    }
}

fn said(work: impl FnOnce(&mut dyn Write) -> anyhow::Result<()>) -> (bool, String) {
    let mut out = Vec::new();
    let outcome = work(&mut out);
    (outcome.is_ok(), String::from_utf8(out).unwrap())
}

/// Opens the product as `serve` does, and closes it.
fn serve_once(settings: &Settings) -> Result<(), String> {
    let config = settings.read().unwrap();
    block_on(async move { Ok(App::open(config).await.map(drop)) }).unwrap()
}

#[test]
fn the_doctor_explains_a_key_that_is_missing_wrong_or_open_to_all() {
    let folder = tempfile::tempdir().unwrap();
    let settings = settings(folder.path());
    let doctor = || said(|out| doctor(&settings, out));
    let key = folder.path().join("files/codes.key");
    assert!(doctor().0, "before the first start there is nothing to miss");
    assert!(!key.exists(), "and looking makes no key");
    serve_once(&settings).unwrap();
    assert!(doctor().0);
    let first = std::fs::read(&key).unwrap();

    std::fs::remove_file(&key).unwrap();
    let (well, words) = doctor();
    assert!(!well && words.contains("codes.key is missing"), "{words}");
    assert!(
        words.contains("run `scrutineer account re-enrol --everybody`"),
        "{words}"
    );
    assert!(
        serve_once(&settings)
            .unwrap_err()
            .contains("codes.key is missing")
    );
    std::fs::write(&key, "0".repeat(64)).unwrap();
    let (well, words) = doctor();
    assert!(
        !well && words.contains("holds another key than the one"),
        "{words}"
    );
    assert!(
        words.contains("chmod 600"),
        "written by hand, it can be read by all: {words}"
    );
    std::fs::write(&key, "not a key").unwrap();
    assert!(doctor().1.contains("must hold 64 hex digits"));

    std::fs::remove_file(&key).unwrap();
    let (well, words) = said(|out| block_on(re_enrol(&settings, None, out)));
    assert!(well && words.contains("letters to send: 0"), "{words}");
    assert!(doctor().0 && std::fs::read(&key).unwrap() != first);
    serve_once(&settings).unwrap();
}

#[test]
fn a_command_run_elsewhere_needs_no_key_and_makes_none() {
    let folder = tempfile::tempdir().unwrap();
    let settings = settings(folder.path());
    serve_once(&settings).unwrap();
    let elsewhere = folder.path().join("elsewhere");
    let file = folder.path().join("other.toml");
    std::fs::write(&file, format!("directory = {elsewhere:?}\n")).unwrap();
    let other = Settings {
        config: Some(file),
        database: settings.database.clone(),
    };
    block_on(async { other.open().await.map(drop) }).unwrap();
    assert!(!elsewhere.join("codes.key").exists());
    assert!(serve_once(&other).unwrap_err().contains("codes.key is missing"));
    serve_once(&settings).unwrap();
}

#[test]
fn somebody_without_an_account_cannot_be_enrolled_again() {
    let folder = tempfile::tempdir().unwrap();
    let settings = settings(folder.path());
    for (email, words) in [
        ("nobody@example.org", "no account that can sign in"),
        ("nobody", "not an email address"),
    ] {
        let mut out = Vec::new();
        let error = block_on(re_enrol(&settings, Some(email), &mut out)).unwrap_err();
        assert!(error.to_string().contains(words), "{error}");
        assert!(out.is_empty());
    }
}
