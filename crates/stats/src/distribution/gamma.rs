//! The gamma distribution with scale 1, by the incomplete gamma function, and its mirror, the Poisson distribution.

use super::{normal, root::crossing};

/// Above this shape the series grow long, and Wilson and Hilferty's approximation is good to eight figures.
const LARGE_SHAPE: f64 = 1e8;

/// P(X > x) for a gamma variable of `shape`: Q(shape, x), good to about 14 figures, small tails too.
pub(crate) fn above(shape: f64, x: f64) -> f64 {
    if x <= 0.0 {
        1.0
    } else if shape > LARGE_SHAPE {
        beyond(standardised(shape, x))
    } else if x < shape + 1.0 {
        1.0 - by_series(shape, x)
    } else {
        by_fraction(shape, x)
    }
}

/// P(X <= x) for a gamma variable of `shape`: P(shape, x), good to about 14 figures, small tails too.
pub(crate) fn below(shape: f64, x: f64) -> f64 {
    if x <= 0.0 {
        0.0
    } else if shape > LARGE_SHAPE {
        beyond(-standardised(shape, x))
    } else if x < shape + 1.0 {
        by_series(shape, x)
    } else {
        1.0 - by_fraction(shape, x)
    }
}

/// The point below which a gamma variable of `shape` lies with `probability`, searched from Wilson and Hilferty's
/// approximation (1931) on the side whose tail is the smaller.
pub(crate) fn quantile(probability: f64, shape: f64) -> f64 {
    let z = normal::two_sided((2.0 * probability - 1.0).abs()).copysign(probability - 0.5);
    let cube_root = 1.0 - 1.0 / (9.0 * shape) + z / (3.0 * shape.sqrt());
    if shape > LARGE_SHAPE {
        return shape * cube_root.powi(3);
    }
    // Where that fails, at small shapes and small probabilities, the first term of the series is what counts.
    let guess = if cube_root > 0.1 {
        (shape * cube_root.powi(3)).ln()
    } else {
        (probability.ln() + ln_gamma(shape + 1.0)) / shape
    };
    let spread = 0.1 / shape.sqrt();
    let log = if probability < 0.5 {
        crossing(|log| probability - below(shape, log.exp()), guess, spread)
    } else {
        let tail = 1.0 - probability;
        crossing(|log| above(shape, log.exp()) - tail, guess, spread)
    };
    log.exp()
}

/// The z that x stands at, by Wilson and Hilferty: the cube root of a gamma variable is nearly normal.
fn standardised(shape: f64, x: f64) -> f64 {
    3.0 * shape.sqrt() * ((x / shape).cbrt() - 1.0 + 1.0 / (9.0 * shape))
}

/// P(Z > z) of the normal distribution.
fn beyond(z: f64) -> f64 {
    let tail = 0.5 * above(0.5, 0.5 * z * z);
    if z > 0.0 { tail } else { 1.0 - tail }
}

/// P(shape, x) = x^a e^-x / Gamma(a + 1) * (1 + x/(a + 1) + x^2/((a + 1)(a + 2)) + ...) (DLMF 8.11.4).
fn by_series(shape: f64, x: f64) -> f64 {
    let (mut term, mut sum, mut over) = (1.0, 1.0, shape);
    while term > sum * 1e-17 {
        over += 1.0;
        term *= x / over;
        sum += term;
    }
    (sum * front(shape, x)).min(1.0)
}

/// Q(shape, x) by its continued fraction (DLMF 8.9.2) with Lentz's method.
fn by_fraction(shape: f64, x: f64) -> f64 {
    const TINY: f64 = 1e-300;
    let away = |value: f64| if value.abs() < TINY { TINY } else { value };
    let mut b = x + 1.0 - shape;
    let mut c = 1.0 / TINY;
    let mut d = 1.0 / away(b);
    let mut value = d;
    let mut round = 0.0;
    loop {
        round += 1.0;
        let a = -round * (round - shape);
        b += 2.0;
        d = 1.0 / away(a * d + b);
        c = away(b + a / c);
        value *= d * c;
        if (d * c - 1.0).abs() < 1e-15 || value.is_nan() || round > 1e7 {
            return (front(shape, x) * shape * value).clamp(0.0, 1.0);
        }
    }
}

/// x^a e^-x / Gamma(a + 1) as Loader (2000) has the Poisson mass: the distance from the mean is worked out apart from
/// Stirling's error, so that large shapes lose no figures.
fn front(shape: f64, x: f64) -> f64 {
    if shape < 10.0 {
        return (shape * x.ln() - x - ln_gamma(shape + 1.0)).exp();
    }
    let inverse = 1.0 / (shape * shape);
    let stirling =
        (1.0 / 12.0 - inverse * (1.0 / 360.0 - inverse * (1.0 / 1260.0 - inverse / 1680.0))) / shape;
    (-stirling - deviance(shape, x)).exp() / (2.0 * std::f64::consts::PI * shape).sqrt()
}

/// a ln(a/x) + x - a without the cancellation where x is near a.
fn deviance(a: f64, x: f64) -> f64 {
    let apart = (a - x) / (a + x);
    if apart.abs() > 0.1 {
        return a * (a / x).ln() + x - a;
    }
    // ln(a/x) = 2 (v + v^3/3 + v^5/5 + ...) with v = (a - x)/(a + x).
    let square = apart * apart;
    let (mut power, mut sum, mut odd) = (2.0 * a * apart, (a - x) * apart, 1.0);
    loop {
        power *= square;
        odd += 2.0;
        let next = sum + power / odd;
        if next == sum || next.is_nan() {
            return next;
        }
        sum = next;
    }
}

/// ln of the gamma function for z > 0, by Lanczos' approximation (g = 7, nine terms), good to about 1e-15.
pub(crate) fn ln_gamma(z: f64) -> f64 {
    const TERMS: [f64; 8] = [
        676.520_368_121_885_1,
        -1_259.139_216_722_402_8,
        771.323_428_777_653_1,
        -176.615_029_162_140_6,
        12.507_343_278_686_905,
        -0.138_571_095_265_720_12,
        9.984_369_578_019_572e-6,
        1.505_632_735_149_311_6e-7,
    ];
    let z = z - 1.0;
    let base = z + 7.5;
    let sum = TERMS
        .iter()
        .zip(1..)
        .fold(0.999_999_999_999_809_9, |sum, (term, k)| {
            sum + term / (z + f64::from(k))
        });
    0.5 * (2.0 * std::f64::consts::PI).ln() + (z + 0.5) * base.ln() - base + sum.ln()
}

#[cfg(test)]
mod tests {
    use super::{above, below, quantile};

    fn near(found: f64, wanted: f64) {
        let close = (found / wanted - 1.0).abs() < 2e-12;
        assert!(close, "{found:e} should be {wanted:e}");
    }

    /// scipy 1.17: gammainc, gammaincc, gammaincinv.
    #[test]
    fn as_scipy_has_it() {
        for (shape, x, lower, upper) in [
            (0.5, 0.01, 0.11246291601828491, 0.887537083981715),
            (0.5, 3.0, 0.9856941215645704, 0.014305878435429641),
            (1.0, 1e-09, 9.999999995000006e-10, 0.999999999),
            (2.5, 2.5, 0.584119813004492, 0.4158801869955079),
            (2.5, 60.0, 1.0, 3.1385797727553017e-24),
            (40.0, 20.0, 5.320202511246237e-05, 0.9999467979748875),
            (400.0, 450.0, 0.9922253558072541, 0.007774644192745909),
            (1000000.0, 1003000.0, 0.9986382593537825, 0.0013617406462175913),
            (1000000.0, 997000.0, 0.0013381041673135986, 0.9986618958326864),
        ] {
            near(below(shape, x), lower);
            near(above(shape, x), upper);
        }
        for (probability, shape, x) in [
            (0.025, 0.05, 5.31566188991436e-33),
            (0.025, 1.0, 0.025317807984289876),
            (0.5, 0.1, 0.0005933911044602284),
            (0.975, 1.0, 3.6888794541139354),
            (0.025, 412.0, 373.1725314350585),
            (0.975, 412.5, 453.24558171095765),
            (0.975, 1000000.0, 1001960.9109654503),
            (1e-09, 30.0, 7.739647727297106),
        ] {
            near(quantile(probability, shape), x);
        }
    }

    /// Just below and above the shape where the approximation takes over, nothing jumps; and the largest answer at once.
    #[test]
    fn large_shapes() {
        for z in [-3.0, -0.5, 0.0, 2.0_f64] {
            let at = |shape: f64| above(shape, shape + z * shape.sqrt());
            assert!((at(0.999_999e8) / at(1.000_001e8) - 1.0).abs() < 1e-7, "{z}");
        }
        let shape = 9e15;
        assert!((quantile(0.975, shape) / shape - 1.0 - 1.959_964 / shape.sqrt()).abs() < 1e-15);
        assert!((below(shape, shape) - 0.5).abs() < 1e-7);
    }

    #[test]
    fn no_number_ends() {
        assert!(above(f64::NAN, 1.0).is_nan() && below(2.0, f64::NAN).is_nan());
        assert!(quantile(0.5, f64::NAN).is_nan());
    }
}
