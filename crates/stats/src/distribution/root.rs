//! Where a falling function crosses nought: how intervals are read off tests.

/// How often a search outwards may double its step: from 1e-3 this reaches far beyond any logarithm.
const MOST_STEPS: u32 = 40;

/// The point where `falls`, which never rises, crosses 0, searched outwards from `guess` by `step` and then closed in
/// on by Chandrupatla's method (1997, Advances in Engineering Software 28:145-149): inverse quadratic steps where they
/// can be trusted, halving where not. Exact to a few units in the last place. Where there is no crossing within reach,
/// the far end of the search: so far out that it stands for "without bound".
pub(crate) fn crossing(falls: impl Fn(f64) -> f64, guess: f64, step: f64) -> f64 {
    let start = falls(guess);
    if start == 0.0 {
        return guess;
    }
    let mut stride = step.abs().max(1e-3).copysign(start);
    let (mut near, mut at_near) = (guess, start);
    for _ in 0..MOST_STEPS {
        let far = near + stride;
        let at_far = falls(far);
        if at_far == 0.0 {
            return far;
        }
        if (at_far > 0.0) != (start > 0.0) {
            return between(&falls, (near, at_near), (far, at_far));
        }
        (near, at_near) = (far, at_far);
        stride *= 2.0;
    }
    near
}

/// The crossing between two points, each given with its value, that lie on either side of it.
fn between(falls: &impl Fn(f64) -> f64, one: (f64, f64), other: (f64, f64)) -> f64 {
    let ((mut a, mut at_a), (mut b, mut at_b)) = (one, other);
    let mut part = at_a / (at_a - at_b);
    for _ in 0..200 {
        let x = a + part * (b - a);
        let at_x = falls(x);
        let (c, at_c);
        if (at_x > 0.0) == (at_a > 0.0) {
            (c, at_c) = (a, at_a);
        } else {
            (c, at_c) = (b, at_b);
            (b, at_b) = (a, at_a);
        }
        (a, at_a) = (x, at_x);
        let (best, at_best) = if at_a.abs() < at_b.abs() {
            (a, at_a)
        } else {
            (b, at_b)
        };
        let least = f64::EPSILON * (2.0 * best.abs() + 1e-3) / (b - a).abs();
        if least > 0.5 || at_best == 0.0 {
            return best;
        }
        let (xi, phi) = ((a - b) / (c - b), (at_a - at_b) / (at_c - at_b));
        part = if phi * phi < xi && (1.0 - phi) * (1.0 - phi) < 1.0 - xi {
            let ahead = at_a / (at_b - at_a) * (at_c / (at_b - at_c));
            ahead + (c - a) / (b - a) * (at_a / (at_c - at_a)) * (at_b / (at_c - at_b))
        } else {
            0.5
        };
        part = part.clamp(least, 1.0 - least);
    }
    a
}

#[cfg(test)]
mod tests {
    use super::crossing;

    #[test]
    fn finds_what_is_known() {
        let near = |falls: fn(f64) -> f64, at: f64| {
            for guess in [-50.0, 0.0, 4.9, 60.0] {
                let found = crossing(falls, guess, 0.5);
                assert!(
                    (found - at).abs() < 1e-5 * (1.0 + at.abs()),
                    "{found} should be {at}"
                );
            }
        };
        near(|x| 3.0 - x, 3.0);
        near(|x| 2.0 - x.exp(), std::f64::consts::LN_2);
        near(|x| -(x - 5.0).powi(3), 5.0);
        near(|x| if x < -7.25 { 1.0 } else { -1.0 }, -7.25);
        let exact = crossing(|x| 2.0 - x.exp(), 3.0, 0.5);
        assert!((exact - std::f64::consts::LN_2).abs() < 1e-15);
    }

    #[test]
    fn none_within_reach() {
        assert!(crossing(|_| 1.0, 0.0, 1.0) > 1e9);
        assert!(crossing(|_| -1.0, 0.0, 1.0) < -1e9);
    }
}
