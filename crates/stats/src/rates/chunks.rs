//! Sixty-four bytes at a time, and which of them matter.
//!
//! Bytes are compared with the few that matter, and the answers are the bits of a word, so that only set bits are looked
//! at. The compiler makes vector instructions of the comparison, on any machine.

/// Bytes of a chunk.
pub(super) const CHUNK: usize = 64;

/// A block in chunks with their places, the last one filled up with zeros.
pub(super) fn chunks(block: &[u8]) -> impl Iterator<Item = (usize, [u8; CHUNK])> {
    let (whole, rest) = block.as_chunks::<CHUNK>();
    let mut last = [0; CHUNK];
    last[..rest.len()].copy_from_slice(rest);
    let last = (!rest.is_empty()).then_some(last);
    whole
        .iter()
        .copied()
        .chain(last)
        .enumerate()
        .map(|(at, chunk)| (at * CHUNK, chunk))
}

/// Bit `i` says whether byte `i` is one of those looked for.
#[inline(always)]
pub(super) fn bits(chunk: &[u8; CHUNK], is: impl Fn(u8) -> bool) -> u64 {
    let mut flags = [0; CHUNK];
    for (flag, byte) in flags.iter_mut().zip(chunk) {
        *flag = u8::from(is(*byte));
    }
    let (eights, _) = flags.as_chunks::<8>();
    // Eight bytes that are 0 or 1, times this number, have their eight bits in the top byte.
    let gather = |eight: &[u8; 8]| u64::from_le_bytes(*eight).wrapping_mul(0x0102_0408_1020_4080) >> 56;
    eights
        .iter()
        .enumerate()
        .fold(0, |word, (at, eight)| word | gather(eight) << (8 * at))
}
