//! What the vault opens, and what it says when the key is not there or is another.

use super::*;
use crate::{on_both, platform::chance::SetChance, testing::House};

fn vault(byte: u8) -> Vault {
    Vault::new(&[byte; 32]).unwrap()
}

#[test]
fn only_the_owner_and_the_key_open_what_was_sealed() {
    let chance = SetChance::from_seed("vault");
    let sealed = vault(1)
        .seal("codes of Ada", b"a secret of twenty b", &chance)
        .unwrap();
    assert_eq!(
        vault(1).open("codes of Ada", &sealed).unwrap(),
        b"a secret of twenty b"
    );
    assert!(vault(1).open("codes of Ben", &sealed).is_err(), "another owner");
    assert!(vault(2).open("codes of Ada", &sealed).is_err(), "another key");
    for place in 0..sealed.0.len() {
        let mut changed = sealed.clone();
        changed.0[place] ^= 1;
        assert!(
            vault(1).open("codes of Ada", &changed).is_err(),
            "byte {place} changed"
        );
        let short = Sealed(sealed.0[..place].to_vec());
        assert!(
            vault(1).open("codes of Ada", &short).is_err(),
            "cut after {place} bytes"
        );
    }
    let again = vault(1)
        .seal("codes of Ada", b"a secret of twenty b", &chance)
        .unwrap();
    assert!(again != sealed, "a fresh nonce each time");
    // The key, nonce and text of NIST's GCM test case 13: an empty text under 256 bits of nought.
    // McGrew and Viega, "The Galois/Counter Mode of Operation (GCM)", appendix B.
    let known = Sealed(
        [
            &[FORM][..],
            &[0; 12],
            &hex::decode("530f8afbc74536b9a963b4f1c4cb738b").unwrap(),
        ]
        .concat(),
    );
    assert_eq!(vault(0).open("", &known).unwrap(), b"");
}

#[test]
fn a_shut_vault_does_nothing() {
    let chance = SetChance::from_seed("shut");
    let sealed = vault(0).seal("x", b"abc", &chance).unwrap();
    assert!(matches!(Vault::shut().open("x", &sealed), Err(VaultError::Shut)));
    assert!(matches!(
        Vault::shut().seal("x", b"abc", &chance),
        Err(VaultError::Shut)
    ));
}

#[test]
fn a_secret_is_not_printed() {
    let sealed = vault(1)
        .seal("x", b"abc", &SetChance::from_seed("print"))
        .unwrap();
    assert_eq!(format!("{sealed:?}"), "Sealed(32 bytes)");
}

on_both!(a_key_that_is_missing_or_another_is_said, async |house: House| {
    let (config, db) = (&house.app.config, &house.app.db);
    let path = house.folder().join("codes.key");
    let of = async |config: &Config| {
        Vault::of(config, db, &SetChance::from_seed("other"), Moment::default()).await
    };
    let first = std::fs::read(&path).unwrap();
    assert!(of(config).await.is_ok());

    std::fs::remove_file(&path).unwrap();
    let said = of(config).await.err().unwrap();
    assert!(
        said.contains("codes.key is missing") && said.contains("re-enrol --everybody"),
        "{said}"
    );
    assert!(!path.exists(), "no new key is made over what another sealed");

    std::fs::write(&path, "ab".repeat(32)).unwrap();
    let said = of(config).await.err().unwrap();
    assert!(
        said.contains("holds another key") && said.contains("Put the file back"),
        "{said}"
    );
    std::fs::write(&path, "ab").unwrap();
    assert!(of(config).await.err().unwrap().contains("64 hex digits"));

    let by_value = Config {
        codes_key: String::from_utf8(first.clone()).unwrap(),
        ..Config::clone(config)
    };
    assert!(of(&by_value).await.is_ok(), "the same key in the setting");
    let by_path = Config {
        codes_key: house.folder().join("elsewhere").display().to_string(),
        ..Config::clone(config)
    };
    assert!(of(&by_path).await.err().unwrap().contains("elsewhere is missing"));
    std::fs::write(house.folder().join("elsewhere"), first).unwrap();
    assert!(of(&by_path).await.is_ok());
    let cut = Config {
        codes_key: "ab".repeat(31),
        ..Config::clone(config)
    };
    assert_eq!(of(&cut).await.err().unwrap(), NOT_A_KEY);
});
