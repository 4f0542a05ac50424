//! How much credit two ratings get that are near each other.

use super::Scale;
use serde::Serialize;

/// Gwet's weights: 1 for the same class, 0 for the two ends of the scale (under [`Weights::Identity`] for any
/// two).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Weights {
    /// The same or not.
    Identity,
    /// `1 - |c - k| / (max - min)`, by value.
    Linear,
    /// `1 - ((c - k) / (max - min))^2`, by value.
    Quadratic,
    /// `1 - (d + 1) d / (q (q - 1))` for classes d places apart on a scale of q. These are Gwet's ordinal
    /// weights, which are not Krippendorff's ordinal metric ([`super::Metric::Ordinal`]): the values differ.
    Ordinal,
}

impl Weights {
    /// The weight of two classes, by their places on the scale.
    pub(super) fn of(self, scale: &Scale, a: u32, b: u32) -> f64 {
        if a == b {
            return 1.0;
        }
        let position = |class: u32| scale.positions[class as usize];
        let ends = scale.positions.first().zip(scale.positions.last());
        let range = ends.map_or(0.0, |(first, last)| last - first);
        match self {
            Self::Identity => 0.0,
            Self::Linear => 1.0 - (position(a) - position(b)).abs() / range,
            Self::Quadratic => 1.0 - ((position(a) - position(b)) / range).powi(2),
            Self::Ordinal => {
                let (apart, classes) = (f64::from(a.abs_diff(b)), scale.len() as f64);
                1.0 - (apart + 1.0) * apart / (classes * (classes - 1.0))
            }
        }
    }

    /// Whether they mean something on this scale.
    pub(super) fn suit(self, scale: &Scale) -> bool {
        self == Self::Identity || scale.ordered()
    }
}
