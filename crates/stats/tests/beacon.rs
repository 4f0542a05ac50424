//! Rounds of public beacons. Keys and signatures: the tests of crate drand-verify 0.6.2, which cite the beacons' own
//! addresses (quicknet: api3.drand.sh/52db9ba7.../public/123; default: drand.cloudflare.com/public/72785; fastnet:
//! api3.drand.sh/dbd506d6.../public/1; unchained test net: pl-us.testnet.drand.sh/7672797f.../public/223344). Chain files:
//! drand/tlock-js, `src/drand/defaults.ts`, and drand's `/info` of the default beacon.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use sha2::{Digest, Sha256};
use stats::beacon::{BeaconError, Chain, Round, named_in};

const QUICKNET: &str = include_str!("data/quicknet.json");
const DEFAULT: &str = include_str!("data/default.json");
const ROUND_123: &str =
    "b75c69d0b72a5d906e854e808ba7e2accb1542ac355ae486d591aa9d43765482e26cd02df835d3546d23c4b13e0dfc92";

fn chain(text: &str) -> Chain {
    Chain::parse(text).unwrap()
}

#[test]
fn a_round_of_quicknet_holds() {
    let quicknet = chain(QUICKNET);
    assert_eq!(quicknet.name(), "quicknet");
    assert_eq!(
        hex::encode(quicknet.hash()),
        "52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971"
    );
    let round = Round::parse(ROUND_123, 123).unwrap();
    let value: [u8; 32] = Sha256::digest(hex::decode(ROUND_123).unwrap()).into();
    assert_eq!(quicknet.check(&round), Ok(value));
    let published = format!(
        "{{\"round\":123,\"randomness\":\"{}\",\"signature\":\"{ROUND_123}\"}}",
        hex::encode(value)
    );
    assert_eq!(quicknet.check(&Round::parse(&published, 123).unwrap()), Ok(value));
    let newer = format!(" {{\"round\": 123, \"signature\": \"{ROUND_123}\"}}\n");
    assert_eq!(quicknet.check(&Round::parse(&newer, 123).unwrap()), Ok(value));
    // Round 1000: its value as published.
    let round = "{\"round\":1000,\"randomness\":\"fe290beca10872ef2fb164d2aa4442de4566183ec51c56ff3cd603d930e54fdd\",\
                 \"signature\":\"b44679b9a59af2ec876b1a6b1ad52ea9b1615fc3982b19576350f93447cb1125e342b73a8dd2bacbe47e4b6b63ed5e39\"}";
    assert!(quicknet.check(&Round::parse(round, 1000).unwrap()).is_ok());
}

#[test]
fn rounds_of_the_other_schemes_hold() {
    let previous = "a609e19a03c2fcc559e8dae14900aaefe517cb55c840f6e69bc8e4f66c8d18e8a609685d9917efbfb0c37f058c2de88f13d297c7e19e0ab24813079efe57a182554ff054c7638153f9b26a60e7111f71a0ff63d9571704905d3ca6df0b031747";
    let signature = "82f5d3d2de4db19d40a6980e8aa37842a0e55d1df06bd68bddc8d60002e8e959eb9cfa368b3c1b77d18f02a54fe047b80f0989315f83b12a74fd8679c4f12aae86eaf6ab5690b34f1fddd50ee3cc6f6cdf59e95526d5a5d82aaa84fa6f181e42";
    let round = format!(
        "{{\"round\":72785,\"signature\":\"{signature}\",\"previous_signature\":\"{previous}\",\
         \"randomness\":\"8b676484b5fb1f37f9ec5c413d7d29883504e5b669f604a1ce68b3388e9ae3d9\"}}"
    );
    assert!(
        chain(DEFAULT)
            .check(&Round::parse(&round, 72785).unwrap())
            .is_ok()
    );
    let unlinked = Round::parse(signature, 72785).unwrap();
    assert_eq!(
        chain(DEFAULT).check(&unlinked),
        Err(BeaconError::Signature(72785)),
        "the signature before it is part of what is signed"
    );

    let fastnet = chain(include_str!("data/fastnet.json"));
    let first =
        "9544ddce2fdbe8688d6f5b4f98eed5d63eee3902e7e162050ac0f45905a55657714880adabe3c3096b92767d886567d0";
    assert!(fastnet.check(&Round::parse(first, 1).unwrap()).is_ok());
    let unchained = chain(include_str!("data/testnet.json"));
    let signature = "94f6b85df7cce7237e8e7df66d794ddad092de5d8bb6a791b97e905aa89852e506ac36a792eba7021e22eebf34891f8914bf9a8dd9233ea0a4c5ca00ef8404999f899073dd2eade61fe54077fee8168f83dcb61a758b6883b38904054e64a433";
    assert!(
        unchained
            .check(&Round::parse(signature, 223_344).unwrap())
            .is_ok()
    );
    assert!(
        chain(QUICKNET)
            .check(&Round::parse(signature, 223_344).unwrap())
            .is_err()
    );
}

#[test]
fn anything_changed_is_refused() {
    let quicknet = chain(QUICKNET);
    let wrong = |text: &str, number| quicknet.check(&Round::parse(text, number).unwrap()).unwrap_err();
    assert_eq!(wrong(ROUND_123, 124), BeaconError::Signature(124));
    for at in [0, 1, 47, 95] {
        let mut changed: Vec<char> = ROUND_123.chars().collect();
        changed[at] = if changed[at] == '1' { '2' } else { '1' };
        let changed: String = changed.into_iter().collect();
        assert_eq!(wrong(&changed, 123), BeaconError::Signature(123), "digit {at}");
    }
    let value = "00".repeat(32);
    let stated = format!("{{\"round\":123,\"randomness\":\"{value}\",\"signature\":\"{ROUND_123}\"}}");
    assert_eq!(
        wrong(&stated, 123).to_string(),
        "the value of round 123 is not the hash of its signature; copy the round again from the beacon"
    );
    let refusal = |text: &str| Round::parse(text, 5).unwrap_err().to_string();
    assert_eq!(
        refusal(&stated),
        "this is round 123 of the beacon; the plan names round 5"
    );
    assert_eq!(
        refusal("abcd"),
        "the beacon's round needs a signature of 96 or 192 hex digits, as the beacon publishes it"
    );
    for text in [
        "",
        "{}",
        "{\"round\":5}",
        "{\"round\":-5}",
        "{\"round\":5,\"signature\":5}",
        "{",
    ] {
        assert!(refusal(text).starts_with("the beacon's round "), "{text}");
    }
}

#[test]
fn a_changed_chain_is_refused() {
    let refusal = |from: &str, to: &str| {
        assert!(QUICKNET.contains(from), "{from}");
        Chain::parse(&QUICKNET.replacen(from, to, 1))
            .unwrap_err()
            .to_string()
    };
    let hash = "the beacon's file states a hash that is not that of its key, times and name; copy it again from the beacon";
    assert_eq!(refusal("\"period\": 3", "\"period\": 30"), hash);
    assert_eq!(refusal("1692803367", "1692803368"), hash);
    assert_eq!(refusal("83cf0f", "83cf0e"), hash);
    assert_eq!(refusal("\"quicknet\"", "\"quicknot\""), hash);
    assert_eq!(
        refusal("g1-rfc9380", "g1-rfc9381"),
        "the beacon's file has the scheme \"bls-unchained-g1-rfc9381\", which is not known here"
    );
    assert_eq!(
        refusal("bls-unchained-g1-rfc9380", "pedersen-bls-chained"),
        "the beacon's file has a \"public_key\" that is not one of its scheme"
    );
    assert_eq!(
        refusal("genesis_time", "genesis"),
        "the beacon's file has no whole number under \"genesis_time\""
    );
    assert_eq!(
        refusal("\"period\": 3", "\"period\": 0"),
        "the beacon's file has a \"period\" that is no number of seconds"
    );
    assert_eq!(
        refusal("\"83cf", "\"zzzz"),
        "the beacon's file has something other than hex under \"public_key\""
    );
    assert!(
        Chain::parse("")
            .unwrap_err()
            .to_string()
            .starts_with("the beacon's file is not JSON: ")
    );
    let newer = QUICKNET
        .replace("groupHash", "genesis_seed")
        .replace("\"hash\"", "\"chain_hash\"")
        .replace("schemeID", "scheme")
        .replace(
            "\"metadata\": {\"beaconID\": \"quicknet\"}",
            "\"beacon_id\": \"quicknet\"",
        );
    assert_eq!(
        chain(&newer).hash(),
        chain(QUICKNET).hash(),
        "the names of the newer address"
    );
}

#[test]
fn rounds_have_their_time() {
    let quicknet = chain(QUICKNET);
    assert_eq!(quicknet.round_at(1), 1_692_803_367);
    assert_eq!(quicknet.round_at(1001), 1_692_806_367);
    for second in [
        0,
        1_692_803_366,
        1_692_803_367,
        1_692_803_368,
        1_700_000_000,
        1_700_000_001,
        1_700_000_002,
    ] {
        let round = quicknet.round_after(second);
        assert!(quicknet.round_at(round) >= second);
        assert!(round == 1 || quicknet.round_at(round - 1) < second, "{second}");
    }
    assert!(quicknet.round_at(u64::MAX) > 0 && quicknet.round_after(i64::MAX) > 0);
    assert_eq!(quicknet.unknown_at(1001, 1_692_806_367 - 600), Ok(()));
    assert_eq!(
        quicknet
            .unknown_at(1001, 1_692_806_367 - 599)
            .unwrap_err()
            .to_string(),
        "round 1001 of the beacon came out 599 seconds after the commitment; it must come at least 10 minutes after it, \
         so that nobody can know it when the frame is fixed"
    );
    assert!(
        quicknet
            .unknown_at(1001, i64::MAX)
            .unwrap_err()
            .to_string()
            .contains("seconds before")
    );
    assert!(quicknet.names(named_in("drand:quicknet:5").unwrap()).is_ok());
    assert_eq!(
        quicknet
            .names(named_in("drand:default:5").unwrap())
            .unwrap_err()
            .to_string(),
        "the plan names a round of default; the beacon's file is of quicknet"
    );
}
