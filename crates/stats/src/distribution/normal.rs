//! The normal distribution.

/// The z with P(-z < Z < z) = `level`, to about 16 figures, by Wichura's rational approximations (AS 241, 1988,
/// Applied Statistics 37:477-484). Levels so near 1 that a double cannot tell give about 8.
pub(crate) fn two_sided(level: f64) -> f64 {
    let tail = (0.5 * (1.0 - level)).max(f64::EPSILON / 4.0);
    let from_middle = 0.5 - tail;
    if from_middle <= 0.425 {
        let r = 0.180_625 - from_middle * from_middle;
        return from_middle * polynomial(&MIDDLE_UP, r) / polynomial(&MIDDLE_DOWN, r);
    }
    let r = (-tail.ln()).sqrt();
    if r <= 5.0 {
        polynomial(&TAIL_UP, r - 1.6) / polynomial(&TAIL_DOWN, r - 1.6)
    } else {
        polynomial(&FAR_UP, r - 5.0) / polynomial(&FAR_DOWN, r - 5.0)
    }
}

/// By Horner's rule, the highest power first.
fn polynomial(coefficients: &[f64; 8], at: f64) -> f64 {
    coefficients.iter().fold(0.0, |sum, term| sum * at + term)
}

const MIDDLE_UP: [f64; 8] = [
    2_509.080_928_730_122_7,
    33_430.575_583_588_13,
    67_265.770_927_008_7,
    45_921.953_931_549_87,
    13_731.693_765_509_46,
    1_971.590_950_306_551_3,
    133.141_667_891_784_38,
    3.387_132_872_796_366_5,
];
const MIDDLE_DOWN: [f64; 8] = [
    5_226.495_278_852_854,
    28_729.085_735_721_943,
    39_307.895_800_092_71,
    21_213.794_301_586_597,
    5_394.196_021_424_751,
    687.187_007_492_057_9,
    42.313_330_701_600_91,
    1.0,
];
const TAIL_UP: [f64; 8] = [
    7.745_450_142_783_414e-4,
    2.272_384_498_926_918_4e-2,
    2.417_807_251_774_506e-1,
    1.270_458_252_452_368_4,
    3.647_848_324_763_204_5,
    5.769_497_221_460_691,
    4.630_337_846_156_546,
    1.423_437_110_749_683_5,
];
const TAIL_DOWN: [f64; 8] = [
    1.050_750_071_644_416_9e-9,
    5.475_938_084_995_345e-4,
    1.519_866_656_361_645_7e-2,
    1.481_039_764_274_800_8e-1,
    6.897_673_349_851e-1,
    1.676_384_830_183_803_8,
    2.053_191_626_637_759,
    1.0,
];
const FAR_UP: [f64; 8] = [
    2.010_334_399_292_288_1e-7,
    2.711_555_568_743_487_6e-5,
    1.242_660_947_388_078_4e-3,
    2.653_218_952_657_612_4e-2,
    2.965_605_718_285_048_7e-1,
    1.784_826_539_917_291_3,
    5.463_784_911_164_114,
    6.657_904_643_501_103,
];
const FAR_DOWN: [f64; 8] = [
    2.044_263_103_389_939_8e-15,
    1.421_511_758_316_446e-7,
    1.846_318_317_510_054_8e-5,
    7.868_691_311_456_133e-4,
    1.487_536_129_085_061_5e-2,
    1.369_298_809_227_358e-1,
    5.998_322_065_558_88e-1,
    1.0,
];

#[cfg(test)]
mod tests {
    use super::two_sided;

    #[test]
    fn published_points() {
        // Wichura 1988 gives z for p = .25, .001 and 1e-20; the others by scipy 1.17 (norm.isf).
        for (level, z) in [
            (0.5, 0.674_489_750_196_081_7),
            (0.95, 1.959_963_984_540_054),
            (0.998, 3.090_232_306_167_813_5),
            (1.0 - f64::EPSILON / 2.0, 8.292_361_075_813_597),
        ] {
            let found = two_sided(level);
            assert!((found - z).abs() < 1e-13, "{level}: {found} should be {z}");
        }
        assert_eq!(two_sided(0.0), 0.0);
    }
}
