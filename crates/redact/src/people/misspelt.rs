//! One edit: a letter left out, put in, changed, or two beside each other exchanged (Damerau 1964, optimal alignment).

/// Every text with one letter of `text` taken out, and `text` itself: two texts one edit apart share one of theirs.
pub(crate) fn with_one_out(text: &str) -> impl Iterator<Item = String> {
    let outs =
        (0..text.len()).filter_map(move |at| Some(format!("{}{}", text.get(..at)?, text.get(at + 1..)?)));
    std::iter::once(text.to_owned()).chain(outs)
}

/// True at a distance of one or none.
pub(crate) fn within_one(first: &str, second: &str) -> bool {
    let (long, short) = if first.len() < second.len() {
        (second, first)
    } else {
        (first, second)
    };
    let (long, short) = (long.as_bytes(), short.as_bytes());
    if long.len() - short.len() > 1 {
        return false;
    }
    let same = long
        .iter()
        .zip(short)
        .take_while(|(one, other)| one == other)
        .count();
    let (long, short) = (
        long.get(same..).unwrap_or_default(),
        short.get(same..).unwrap_or_default(),
    );
    if long.len() > short.len() {
        return long.get(1..) == Some(short);
    }
    match (long, short) {
        ([], []) => true,
        ([_, long @ ..], [_, short @ ..]) if long == short => true,
        ([a, b, long @ ..], [c, d, short @ ..]) => a == d && b == c && long == short,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_edit_and_no_more() {
        for near in [
            "testwell",
            "testwel",
            "testwelll",
            "tesstwell",
            "tetswell",
            "restwell",
            "testwelk",
        ] {
            assert!(
                within_one("testwell", near) && within_one(near, "testwell"),
                "{near}"
            );
        }
        for far in ["tetswel", "testw", "estwelll", "wellstet", ""] {
            assert!(!within_one("testwell", far), "{far}");
        }
    }
}
