//! The information matrix of a logistic model and its triangular factor.

use super::Pattern;

/// A pivot this small beside the diagonal it came from is nought but for rounding.
const NOTHING_LEFT: f64 = 1e-10;

/// Score and information, the lower triangle row by row.
pub(super) struct Information {
    pub(super) score: Vec<f64>,
    lower: Vec<f64>,
}

/// The lower triangular L with L L' = information.
pub(super) struct Triangle {
    size: usize,
    lower: Vec<f64>,
}

/// Where row and column are in a lower triangle.
fn place(row: usize, column: usize) -> usize {
    row * (row + 1) / 2 + column
}

impl Information {
    pub(super) fn new(size: usize) -> Self {
        Self {
            score: vec![0.0; size],
            lower: vec![0.0; place(size, 0)],
        }
    }

    /// Adds a pattern with its residual and its weight. The intercept comes first, at 1.
    pub(super) fn add(&mut self, pattern: &Pattern, residual: f64, weight: f64) {
        let shifted = pattern.covariates.iter().map(|&(at, value)| (at + 1, value));
        let terms = std::iter::once((0, 1.0)).chain(shifted);
        for (count, (row, value)) in terms.clone().enumerate() {
            self.score[row] += residual * value;
            for (column, other) in terms.clone().take(count + 1) {
                self.lower[place(row.max(column), row.min(column))] += weight * value * other;
            }
        }
    }

    /// Cholesky's factor, or the first column that has nothing of its own.
    pub(super) fn triangle(&self) -> Result<Triangle, usize> {
        let size = self.score.len();
        let mut lower = self.lower.clone();
        for row in 0..size {
            for column in 0..=row {
                let before: f64 = (0..column)
                    .map(|at| lower[place(row, at)] * lower[place(column, at)])
                    .sum();
                let left = lower[place(row, column)] - before;
                lower[place(row, column)] = if row != column {
                    left / lower[place(column, column)]
                } else if left > NOTHING_LEFT * self.lower[place(row, row)] {
                    left.sqrt()
                } else {
                    return Err(row);
                };
            }
        }
        Ok(Triangle { size, lower })
    }
}

impl Triangle {
    /// The x with L L' x = `right`.
    pub(super) fn solve(&self, right: &[f64]) -> Vec<f64> {
        let mut x = self.forward(right);
        for row in (0..self.size).rev() {
            let after: f64 = (row + 1..self.size)
                .map(|at| self.lower[place(at, row)] * x[at])
                .sum();
            x[row] = (x[row] - after) / self.lower[place(row, row)];
        }
        x
    }

    /// The roots of the diagonal of the inverse: for column j, the length of L^-1 e_j.
    pub(super) fn errors(&self) -> Vec<f64> {
        let mut unit = vec![0.0; self.size];
        (0..self.size)
            .map(|at| {
                unit[at] = 1.0;
                let length = self.forward(&unit).iter().map(|x| x * x).sum::<f64>().sqrt();
                unit[at] = 0.0;
                length
            })
            .collect()
    }

    fn forward(&self, right: &[f64]) -> Vec<f64> {
        let mut x = right.to_vec();
        for row in 0..self.size {
            let before: f64 = (0..row).map(|at| self.lower[place(row, at)] * x[at]).sum();
            x[row] = (x[row] - before) / self.lower[place(row, row)];
        }
        x
    }
}
