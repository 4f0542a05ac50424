//! Places on a page (ISO 32000-1, 8.3).

use lopdf::Object;

/// `a b c d e f`: a point goes to `(a x + c y + e, b x + d y + f)`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Matrix(pub(super) [f64; 6]);

impl Matrix {
    pub(super) const PLAIN: Self = Self([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);

    /// Of six operands; numbers that are none, or beyond every page, count as 0.
    pub(super) fn of(operands: &[Object]) -> Self {
        let mut all = [0.0; 6];
        for (place, operand) in all.iter_mut().zip(operands) {
            *place = number(operand);
        }
        Self(all)
    }

    pub(super) fn moved(x: f64, y: f64) -> Self {
        Self([1.0, 0.0, 0.0, 1.0, x, y])
    }

    /// This one first, then `next`.
    pub(super) fn then(self, next: Self) -> Self {
        let ([a, b, c, d, e, f], [na, nb, nc, nd, ne, nf]) = (self.0, next.0);
        Self([
            a * na + b * nc,
            a * nb + b * nd,
            c * na + d * nc,
            c * nb + d * nd,
            e * na + f * nc + ne,
            e * nb + f * nd + nf,
        ])
    }

    /// Where the origin comes to stand.
    pub(super) fn origin(self) -> (f64, f64) {
        (self.0[4], self.0[5])
    }

    /// How much larger a length up the page becomes.
    pub(super) fn tall(self) -> f64 {
        self.0[2].hypot(self.0[3])
    }
}

/// A number, or 0.
pub(super) fn number(object: &Object) -> f64 {
    let value = match object {
        Object::Integer(whole) => *whole as f64,
        Object::Real(real) => f64::from(*real),
        _ => 0.0,
    };
    if value.abs() < 1e9 { value } else { 0.0 }
}
