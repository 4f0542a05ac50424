//! The name of a beacon's round as a source of a seed.

/// A beacon and a round, as a plan's label names them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Named<'a> {
    /// The beacon, such as `quicknet`.
    pub beacon: &'a str,
    /// The round's number, from 1.
    pub round: u64,
}

/// The round that a label names: `drand`, a beacon and a number, with `:`, `-` or `/` between them, such as
/// `drand-quicknet/4242424` or `drand:quicknet:4242424`. `None` for the label of anything else.
pub fn named_in(label: &str) -> Option<Named<'_>> {
    const BETWEEN: [char; 3] = [':', '-', '/'];
    let rest = label.strip_prefix("drand")?.strip_prefix(BETWEEN)?;
    let at = rest.rfind(BETWEEN)?;
    let (beacon, number) = (&rest[..at], &rest[at + 1..]);
    let plain = number.bytes().all(|byte| byte.is_ascii_digit()) && !number.starts_with('0');
    let round = number.parse().ok().filter(|_| plain)?;
    (!beacon.is_empty()).then_some(Named { beacon, round })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels() {
        let quicknet = |round| {
            Some(Named {
                beacon: "quicknet",
                round,
            })
        };
        assert_eq!(named_in("drand:quicknet:4242424"), quicknet(4_242_424));
        assert_eq!(named_in("drand-quicknet/1"), quicknet(1));
        let dashed = named_in("drand/evm-net/7").unwrap();
        assert_eq!((dashed.beacon, dashed.round), ("evm-net", 7));
        for other in [
            "dice",
            "drand",
            "drand:",
            "drand:quicknet",
            "drand:quicknet:",
            "drand::5",
            "drand:a:07",
            "drand:a:+7",
        ] {
            assert_eq!(named_in(other), None, "{other}");
        }
    }
}
