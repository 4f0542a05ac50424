//! Places in a segment of the register: a set of whole numbers below 65,536, one bit each while it is worked with.

/// Records in a segment, at most: a place then fits in two bytes.
pub const MOST: usize = 65_536;

/// A set of places. Sets that are put together must be of the same segment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Places {
    words: Vec<u64>,
}

impl Places {
    /// No place of a segment with so many records.
    #[must_use]
    pub fn none(records: usize) -> Self {
        Self {
            words: vec![0; records.div_ceil(64)],
        }
    }

    /// Every place of a segment with so many records.
    #[must_use]
    pub fn all(records: usize) -> Self {
        let mut words = vec![u64::MAX; records.div_ceil(64)];
        if let (Some(last), rest @ 1..) = (words.last_mut(), records % 64) {
            *last = (1 << rest) - 1;
        }
        Self { words }
    }

    /// Adds a place; one beyond the segment is passed over.
    pub fn add(&mut self, place: usize) {
        if let Some(word) = self.words.get_mut(place / 64) {
            *word |= 1 << (place % 64);
        }
    }

    /// How many there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.words.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.words.iter().all(|word| *word == 0)
    }

    /// How many are in both.
    #[must_use]
    pub fn shared(&self, other: &Self) -> usize {
        let both = self.words.iter().zip(&other.words);
        both.map(|(one, two)| (one & two).count_ones() as usize).sum()
    }

    /// Those in both.
    #[must_use]
    pub fn and(mut self, other: &Self) -> Self {
        self.each(other, |one, two| one & two);
        self
    }

    /// Those in either.
    #[must_use]
    pub fn or(mut self, other: &Self) -> Self {
        self.each(other, |one, two| one | two);
        self
    }

    /// Those that the other has not.
    #[must_use]
    pub fn without(mut self, other: &Self) -> Self {
        self.each(other, |one, two| one & !two);
        self
    }

    /// Adds those that are in both of two others.
    pub fn add_shared(&mut self, one: &Self, two: &Self) {
        self.each_of(one, two, |one, two| one & two);
    }

    /// Adds those of one that another has not.
    pub fn add_rest(&mut self, one: &Self, other: &Self) {
        self.each_of(one, other, |one, two| one & !two);
    }

    fn each_of(&mut self, one: &Self, two: &Self, work: impl Fn(u64, u64) -> u64) {
        for ((own, one), two) in self.words.iter_mut().zip(&one.words).zip(&two.words) {
            *own |= work(*one, *two);
        }
    }

    /// Whether a place is among them.
    #[must_use]
    pub fn has(&self, place: usize) -> bool {
        self.words
            .get(place / 64)
            .is_some_and(|word| word >> (place % 64) & 1 == 1)
    }

    /// How many are also in a set as [`Places::to_bytes`] wrote it, of the same segment; nothing where it did not.
    #[must_use]
    pub fn shared_with_bytes(&self, bytes: &[u8]) -> Option<usize> {
        let (kept_as, rest) = bytes.split_first()?;
        match kept_as {
            0 => {
                let places = rest
                    .chunks_exact(2)
                    .map(|pair| u16::from_le_bytes([pair[0], pair[1]]));
                Some(places.filter(|place| self.has(usize::from(*place))).count())
            }
            1 if rest.len() == self.words.len() * 8 => {
                let words = self.words.iter().zip(rest.chunks_exact(8));
                words
                    .map(|(word, eight)| {
                        let other = eight.try_into().map(u64::from_le_bytes).ok()?;
                        Some((word & other).count_ones() as usize)
                    })
                    .sum()
            }
            _ => None,
        }
    }

    fn each(&mut self, other: &Self, work: impl Fn(u64, u64) -> u64) {
        for (one, two) in self.words.iter_mut().zip(&other.words) {
            *one = work(*one, *two);
        }
    }

    /// The places in order.
    pub fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        self.words.iter().enumerate().flat_map(|(at, word)| {
            let mut left = *word;
            std::iter::from_fn(move || {
                let bit = (left != 0).then(|| left.trailing_zeros() as usize)?;
                left &= left - 1;
                Some(at * 64 + bit)
            })
        })
    }

    /// As they are kept: two bytes a place where they are few, else a bit for each place of the segment; the first byte says
    /// which. Whatever the number of words, at most 8,193 bytes.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let few = self.count() * 2 < self.words.len() * 8;
        let mut bytes = vec![u8::from(!few)];
        if few {
            let places = self.iter().filter_map(|place| u16::try_from(place).ok());
            bytes.extend(places.flat_map(u16::to_le_bytes));
        } else {
            bytes.extend(self.words.iter().flat_map(|word| word.to_le_bytes()));
        }
        bytes
    }

    /// Reads what [`Places::to_bytes`] wrote of a segment with so many records; nothing where it did not.
    #[must_use]
    pub fn of_bytes(bytes: &[u8], records: usize) -> Option<Self> {
        let (kept_as, rest) = bytes.split_first()?;
        let mut places = Self::none(records);
        match kept_as {
            0 => {
                for pair in rest.chunks_exact(2) {
                    places.add(usize::from(u16::from_le_bytes([pair[0], pair[1]])));
                }
            }
            1 if rest.len() == places.words.len() * 8 => {
                for (word, eight) in places.words.iter_mut().zip(rest.chunks_exact(8)) {
                    *word = eight.try_into().map(u64::from_le_bytes).ok()?;
                }
            }
            _ => return None,
        }
        Some(places)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn set(places: &[usize], records: usize) -> Places {
        let mut set = Places::none(records);
        for place in places {
            set.add(*place);
        }
        set
    }

    #[test]
    fn all_is_all_and_no_more() {
        for records in [0, 1, 63, 64, 65, 1_000, MOST] {
            assert_eq!(Places::all(records).count(), records);
            assert_eq!(Places::all(records).iter().last(), records.checked_sub(1));
        }
    }

    #[test]
    fn a_damaged_row_is_not_read() {
        assert_eq!(Places::of_bytes(&[], 10), None);
        assert_eq!(Places::of_bytes(&[1, 0, 0], 10), None);
        assert_eq!(Places::of_bytes(&[7], 10), None);
        for bytes in [&[][..], &[1, 0, 0], &[7]] {
            assert_eq!(Places::all(10).shared_with_bytes(bytes), None);
        }
    }

    proptest! {
        #[test]
        fn sets_are_kept_and_put_together_as_sets_are(
            one in proptest::collection::btree_set(0usize..3_000, 0..900),
            two in proptest::collection::btree_set(0usize..3_000, 0..40),
        ) {
            let [a, b] = [&one, &two].map(|of| set(&of.iter().copied().collect::<Vec<_>>(), 3_000));
            for places in [&a, &b] {
                let kept = Places::of_bytes(&places.to_bytes(), 3_000);
                prop_assert_eq!(kept.as_ref(), Some(places));
            }
            let list = |places: Places| places.iter().collect::<Vec<_>>();
            prop_assert_eq!(list(a.clone().and(&b)), one.intersection(&two).copied().collect::<Vec<_>>());
            prop_assert_eq!(list(a.clone().or(&b)), one.union(&two).copied().collect::<Vec<_>>());
            prop_assert_eq!(list(a.clone().without(&b)), one.difference(&two).copied().collect::<Vec<_>>());
            prop_assert_eq!(a.shared(&b), one.intersection(&two).count());
            for kept in [a.to_bytes(), b.to_bytes()] {
                let read = Places::of_bytes(&kept, 3_000).map(|places| places.shared(&b));
                prop_assert_eq!(b.shared_with_bytes(&kept), read);
            }
            let mut added = b.clone();
            added.add_shared(&a, &b);
            prop_assert_eq!(&added, &b);
            added.add_rest(&a, &b);
            prop_assert_eq!(&added, &a.clone().or(&b));
        }
    }
}
