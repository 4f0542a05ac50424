//! A generator of our own, so that a seed gives the same resamples on every machine and in every version.

/// SplitMix64 (Steele, Lea and Flood, *Fast splittable pseudorandom number generators*, 2014): a 64-bit
/// counter, each value mixed by multiplications and shifts. Whole numbers only.
pub(super) struct SplitMix64(u64);

impl SplitMix64 {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0 to below `end`, each as likely as the next: the upper half of a 128-bit product, drawn
    /// again in the rare case that would favour some (Lemire, *Fast random integer generation in an
    /// interval*, 2019). `end` is above 0.
    pub(super) fn below(&mut self, end: u32) -> u32 {
        let end = u64::from(end);
        loop {
            let product = u128::from(self.next()) * u128::from(end);
            // 2^64 mod end values would be favoured; they are skipped, and the division is rarely reached.
            let rest = product as u64;
            if rest >= end || rest >= end.wrapping_neg() % end {
                return (product >> 64) as u32;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::SplitMix64;

    #[test]
    fn values_of_the_reference() {
        // The first values for seed 1234567 of Vigna's splitmix64.c (public domain), as widely reprinted.
        let mut chance = SplitMix64::new(1_234_567);
        for value in [
            6_457_827_717_110_365_317,
            3_203_168_211_198_807_973,
            9_817_491_932_198_370_423,
            4_593_380_528_125_082_431,
            16_408_922_859_458_223_821,
        ] {
            assert_eq!(chance.next(), value);
        }
    }

    #[test]
    fn every_number_below_is_as_likely() {
        let mut chance = SplitMix64::new(1);
        let mut seen = [0_u32; 7];
        for _ in 0..70_000 {
            seen[chance.below(7) as usize] += 1;
        }
        // Each is binomial(70,000, 1/7), with a standard deviation of 93: five of them either way.
        assert!(seen.iter().all(|count| count.abs_diff(10_000) < 465), "{seen:?}");
        assert_eq!(chance.below(1), 0);
    }
}
