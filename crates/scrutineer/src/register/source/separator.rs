//! What stands between the cells, by the heading line.

use super::Separator;

/// The separator that the heading line has most of outside quotation marks, and how many bytes to pass over: Excel may
/// write a first line `sep=;` that only says which it is.
pub(in crate::register) fn separator_of(head: &[u8]) -> (u8, usize) {
    if let [b's', b'e', b'p', b'=', said, rest @ ..] = head
        && Separator::of_byte(*said).is_some()
    {
        match rest {
            [b'\r', b'\n', ..] => return (*said, 7),
            [b'\r' | b'\n', ..] => return (*said, 6),
            _ => {}
        }
    }
    let mut counts = [0_usize; 3];
    let mut quoted = false;
    let mut begun = false;
    for byte in head {
        match byte {
            b'"' => quoted = !quoted,
            b'\r' | b'\n' if begun && !quoted => break,
            b'\r' | b'\n' => continue,
            _ => {}
        }
        begun = true;
        if !quoted {
            for (count, separator) in counts.iter_mut().zip(Separator::ALL) {
                *count += usize::from(separator.byte() == *byte);
            }
        }
    }
    let most = counts.iter().max().copied().unwrap_or_default();
    let found = Separator::ALL
        .into_iter()
        .zip(counts)
        .find(|(_, count)| *count == most);
    (found.map_or(b',', |(separator, _)| separator.byte()), 0)
}

/// Whether the heading line ends within `head`, so that all of it can be looked at.
pub(in crate::register) fn heading_ends_within(head: &[u8]) -> bool {
    let mut quoted = false;
    let mut begun = false;
    for byte in head {
        match byte {
            b'"' => quoted = !quoted,
            b'\r' | b'\n' if begun && !quoted => return true,
            b'\r' | b'\n' => continue,
            _ => {}
        }
        begun = true;
    }
    false
}
