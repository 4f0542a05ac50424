//! The tree against published roots, against its own definition and against an independent implementation.

use ct_merkle::mem_backed_tree::MemoryBackedTree;
use ledger::{
    Frontier, Hash, LedgerError, consistency_proof, inclusion_proof, leaf_hash, root_of, verify_consistency,
    verify_inclusion,
};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use sha2::Sha256;

/// The eight leaves and roots that certificate-transparency implementations test with
/// (google/certificate-transparency, `merkle_tree_test`): roots of the trees of 1 to 8 leaves.
const LEAVES: [&[u8]; 8] = [
    b"",
    b"\x00",
    b"\x10",
    b"\x20\x21",
    b"\x30\x31",
    b"\x40\x41\x42\x43",
    b"\x50\x51\x52\x53\x54\x55\x56\x57",
    b"\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f",
];
const ROOTS: [&str; 8] = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
];

/// The leaves of a log of `size` entries that are their own numbers.
fn leaves(size: u64) -> Vec<Hash> {
    (0..size).map(|seq| leaf_hash(&seq.to_be_bytes())).collect()
}

/// The same log in ct-merkle, which hashes the leaves itself.
fn oracle(size: u64) -> MemoryBackedTree<Sha256, [u8; 8]> {
    let mut tree = MemoryBackedTree::new();
    (0..size).for_each(|seq| tree.push(seq.to_be_bytes()));
    tree
}

fn joined(proof: &[Hash]) -> Vec<u8> {
    proof.iter().flat_map(|hash| hash.0).collect()
}

#[test]
fn published_roots() {
    let mut frontier = Frontier::new();
    // SHA-256 of nothing, RFC 6962 section 2.1.
    let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    assert_eq!(frontier.root().to_string(), empty);
    assert_eq!(root_of(&[]), frontier.root());
    let mut leaves = Vec::new();
    for (input, root) in LEAVES.iter().zip(ROOTS) {
        leaves.push(leaf_hash(input));
        frontier.append(leaf_hash(input));
        assert_eq!(frontier.root().to_string(), root);
        assert_eq!(root_of(&leaves).to_string(), root);
        assert_eq!(frontier.size(), leaves.len() as u64);
    }
}

#[test]
fn every_proof_up_to_forty_leaves_is_that_of_ct_merkle() {
    for size in 1..=40_u64 {
        let (leaves, tree) = (leaves(size), oracle(size));
        let root = root_of(&leaves);
        assert_eq!(&root.0[..], &tree.root().as_bytes()[..], "root at {size}");
        for index in 0..size {
            let proof = inclusion_proof(&leaves, index).unwrap();
            assert_eq!(
                joined(&proof),
                tree.prove_inclusion(index as usize).as_bytes(),
                "{index} in {size}"
            );
            verify_inclusion(leaves[index as usize], index, size, &proof, root).unwrap();
        }
        for old in 1..size {
            let proof = consistency_proof(&leaves, old).unwrap();
            let theirs = tree.prove_consistency((size - old) as usize);
            assert_eq!(joined(&proof), theirs.as_bytes(), "{old} in {size}");
            let old_root = root_of(&leaves[..old as usize]);
            verify_consistency((old, old_root), (size, root), &proof).unwrap();
        }
        assert_eq!(consistency_proof(&leaves, size).unwrap(), []);
        verify_consistency((size, root), (size, root), &[]).unwrap();
    }
}

#[test]
fn outside_the_tree_there_is_no_proof() {
    let leaves = leaves(5);
    let root = root_of(&leaves);
    let outside = |position, size| LedgerError::OutsideTree { position, size };
    assert_eq!(inclusion_proof(&leaves, 5), Err(outside(5, 5)));
    assert_eq!(inclusion_proof(&[], 0), Err(outside(0, 0)));
    assert_eq!(consistency_proof(&leaves, 0), Err(outside(0, 5)));
    assert_eq!(consistency_proof(&leaves, 6), Err(outside(6, 5)));
    assert_eq!(verify_inclusion(leaves[0], 5, 5, &[], root), Err(outside(5, 5)));
    assert_eq!(verify_inclusion(leaves[0], 0, 0, &[], root), Err(outside(0, 0)));
    assert_eq!(verify_consistency((0, root), (5, root), &[]), Err(outside(0, 5)));
    assert_eq!(verify_consistency((6, root), (5, root), &[]), Err(outside(6, 5)));
}

#[test]
fn a_frontier_is_read_back_only_as_written() {
    let mut frontier = Frontier::new();
    assert_eq!(frontier.to_string(), "0");
    for leaf in leaves(70) {
        frontier.append(leaf);
        assert_eq!(frontier.to_string().parse(), Ok(frontier.clone()));
    }
    let hash = leaf_hash(b"");
    assert_eq!(format!("1 {hash}").parse::<Frontier>().unwrap().root(), hash);
    let loud = hash.to_string().to_uppercase();
    for bad in [
        String::new(),
        "1".to_owned(),
        "00".to_owned(),
        format!("0 {hash}"),
        format!("2 {hash} {hash}"),
        format!("01 {hash}"),
        format!("+1 {hash}"),
        format!("1  {hash}"),
        format!("1 {hash}\n"),
        format!("1 {loud}"),
        format!("-1 {hash}"),
    ] {
        assert!(bad.parse::<Frontier>().is_err(), "{bad}");
    }
}

/// The same cases in every run.
fn fixed() -> ProptestConfig {
    ProptestConfig {
        rng_seed: RngSeed::Fixed(6962),
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(fixed())]

    #[test]
    fn a_frontier_and_the_definition_agree(size in 0_u64..600) {
        let mut frontier = Frontier::new();
        leaves(size).into_iter().for_each(|leaf| frontier.append(leaf));
        prop_assert_eq!(frontier.root(), root_of(&leaves(size)));
    }

    #[test]
    fn a_changed_inclusion_proof_fails(size in 2_u64..200, index in 0_u64..200, at in 0_usize..9, bit in 0_usize..256) {
        let index = index % size;
        let leaves = leaves(size);
        let root = root_of(&leaves);
        let leaf = leaves[index as usize];
        let good = inclusion_proof(&leaves, index).unwrap();
        let mut bad = good.clone();
        let at = at % bad.len();
        bad[at].0[bit / 8] ^= 1 << (bit % 8);
        prop_assert!(verify_inclusion(leaf, index, size, &bad, root).is_err());
        prop_assert!(verify_inclusion(leaf, index, size, &good[1..], root).is_err());
        let longer: Vec<Hash> = good.iter().copied().chain([root]).collect();
        prop_assert!(verify_inclusion(leaf, index, size, &longer, root).is_err());
        for other in (0..size).filter(|other| *other != index) {
            prop_assert!(verify_inclusion(leaf, other, size, &good, root).is_err());
        }
    }

    #[test]
    fn a_rewritten_beginning_has_no_consistency_proof(size in 2_u64..200, old in 1_u64..200, edit in 0_u64..200) {
        let old = old % (size - 1) + 1;
        let before = leaves(old);
        let mut after = leaves(size);
        let good = consistency_proof(&after, old).unwrap();
        verify_consistency((old, root_of(&before)), (size, root_of(&after)), &good).unwrap();
        prop_assert!(verify_consistency((old, root_of(&before)), (size, root_of(&after)), &good[1..]).is_err());
        after[(edit % old) as usize].0[0] ^= 1;
        let forged = consistency_proof(&after, old).unwrap();
        prop_assert!(verify_consistency((old, root_of(&before)), (size, root_of(&after)), &forged).is_err());
    }
}
