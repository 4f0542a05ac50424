//! Rounds checked with the beacon's key. Chain and rounds of quicknet: see `crates/stats/tests/beacon.rs`.

use super::*;
use crate::platform::{beacon, config::Config};

const CHAIN: &str = include_str!("../../../../stats/tests/data/quicknet.json");
const SIGNATURE: &str =
    "b75c69d0b72a5d906e854e808ba7e2accb1542ac355ae486d591aa9d43765482e26cd02df835d3546d23c4b13e0dfc92";
/// The SHA-256 of the signature.
const VALUE: &str = "fb8f7bc29bf24db51871ec8c79f3a1e4bd0557bc0dfcee9ed1d924e69d1c60dc";

/// Round 123 came out on 23 August 2023 at 15:15:33 UTC.
fn round_123() -> Moment {
    plan::round_at(123)
}

/// A house with the beacon's file, some minutes more than ten before round 123.
fn with_key(house: House) -> House {
    house.clock.set(round_123().plus_minutes(-12));
    let path = house.folder().join("quicknet.json");
    std::fs::write(&path, CHAIN).unwrap();
    house.with_settings(|config| config.beacon_chain = path.to_str().unwrap().to_owned())
}

fn by_beacon() -> Wanted {
    Wanted {
        round: Some(123),
        ..wanted(3, 2, 2)
    }
}

on_both!(a_round_is_checked_with_the_beacons_key, async |house: House| {
    let house = with_key(house);
    let world = world(&house).await;
    let draw = committed(&house, &world, &by_beacon()).await;
    house.clock.set(round_123());
    let seed = async |typed: &str| {
        acts::seed(
            &house.app,
            &world.chair,
            draw.id,
            &[DICE.to_owned(), typed.to_owned()],
        )
        .await
    };
    let (field, message) = wrong_field(seed(VALUE).await);
    assert_eq!(field, "source_1");
    assert!(
        message.starts_with("Enter the signature of drand-quicknet/123, 96 characters"),
        "{message}"
    );
    let forged = SIGNATURE.replacen("b75c", "a75c", 1);
    assert_eq!(
        wrong_field(seed(&forged).await).1,
        "The signature is not that of round 123 under the beacon's key; copy the round again from the beacon"
    );
    let other = format!("{{\"round\":124,\"signature\":\"{SIGNATURE}\"}}");
    assert_eq!(
        wrong_field(seed(&other).await).1,
        "This is round 124 of the beacon; the plan names round 123"
    );
    let whole = format!("{{\"round\": 123, \"randomness\": \"{VALUE}\", \"signature\": \"{SIGNATURE}\"}}");
    seed(&whole).await.unwrap();

    let seen = acts::look(&house.app, &world.auditor, draw.id).await.unwrap();
    assert_eq!(seen.signature.map(hex::encode).as_deref(), Some(SIGNATURE));
    assert_eq!(seen.sources[1].as_bytes(), hex::decode(VALUE).unwrap());
    let page = house
        .browser(&world.members[0])
        .await
        .get(&format!("/draws/{}", draw.id))
        .await
        .text;
    assert!(
        page.contains(&format!("Checked with the beacon&#39;s key: {SIGNATURE}"))
            || page.contains(&format!("Checked with the beacon's key: {SIGNATURE}")),
        "{page}"
    );
    let (_, draw_json, frame_csv) = acts::published(&house.app, &world.auditor, draw.id)
        .await
        .unwrap();
    assert_eq!(verify(&draw_json, &frame_csv).failed, None);
});

on_both!(
    without_the_key_it_is_said_that_nothing_was_checked,
    async |house: House| {
        house.clock.set(round_123().plus_minutes(-12));
        let world = world(&house).await;
        let draw = committed(&house, &world, &by_beacon()).await;
        house.clock.set(round_123());
        let mut browser = house.browser(&world.chair).await;
        let page = browser.get(&format!("/draws/{}/seed", draw.id)).await.text;
        assert!(page.contains("It is not checked here"), "{page}");
        // The signature gives the same value, whether or not anybody checks it.
        let typed = [DICE.to_owned(), SIGNATURE.to_owned()];
        acts::seed(&house.app, &world.chair, draw.id, &typed)
            .await
            .unwrap();
        let seen = acts::look(&house.app, &world.auditor, draw.id).await.unwrap();
        assert_eq!(
            (seen.signature, seen.sources[1].as_bytes()),
            (None, &hex::decode(VALUE).unwrap()[..])
        );
        let page = browser.get(&format!("/draws/{}", draw.id)).await.text;
        assert!(
            page.contains("Not checked here: look the round up at the beacon and compare"),
            "{page}"
        );
    }
);

on_both!(
    a_round_that_is_known_already_is_refused_by_the_beacons_clock,
    async |house: House| {
        let house = with_key(house);
        let world = world(&house).await;
        house
            .clock
            .set(Moment(round_123().plus_minutes(-10).0 + 1_000_000));
        let draft = acts::draft(&house.app, &world.coordinator, world.panel.id, &by_beacon()).await;
        let (field, message) = wrong_field(draft);
        assert_eq!(field, "round");
        assert!(
            message.starts_with("Round 123 of the beacon must come at least 10 minutes after the commitment")
        );
    }
);

#[test]
fn a_file_that_cannot_be_used_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("chain.json");
    let config = Config {
        beacon_chain: path.to_str().unwrap().to_owned(),
        ..Config::default()
    };
    let refusal = || {
        beacon::chain(&config)
            .unwrap_err()
            .replace(path.to_str().unwrap(), "chain.json")
    };
    assert!(refusal().starts_with("beacon_chain: chain.json cannot be read: "));
    assert!(config.problems()[0].starts_with("beacon_chain: "));
    std::fs::write(&path, CHAIN.replace("83cf", "83ce")).unwrap();
    assert!(
        refusal()
            .starts_with("beacon_chain: chain.json: the beacon's file states a hash that is not that of")
    );
    std::fs::write(&path, include_str!("../../../../stats/tests/data/default.json")).unwrap();
    assert_eq!(
        refusal(),
        "beacon_chain: chain.json is of the beacon default; draws here use quicknet"
    );
    std::fs::write(&path, CHAIN).unwrap();
    assert!(beacon::chain(&config).unwrap().is_some() && config.problems().is_empty());
    assert!(beacon::chain(&Config::default()).unwrap().is_none());
}
