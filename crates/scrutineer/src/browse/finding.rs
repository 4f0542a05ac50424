//! What a filter finds, worked out on sets of places: how many records there are, and which stand on a page in their order.
//! No record is read for it, so that it costs the same for a filter that finds one record and for one that finds them all.

use super::{places::Places, shelves::DIGITS};

/// A set of places in each of several segments, always the same ones in the same order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spread(pub Vec<Places>);

impl Spread {
    /// Every place of segments with so many records each.
    #[must_use]
    pub fn all(records: &[usize]) -> Self {
        Self(records.iter().map(|records| Places::all(*records)).collect())
    }

    /// No place of them.
    #[must_use]
    pub fn none(records: &[usize]) -> Self {
        Self(records.iter().map(|records| Places::none(*records)).collect())
    }

    /// How many places there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.0.iter().map(Places::count).sum()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(Places::is_empty)
    }

    /// How many are in both.
    #[must_use]
    pub fn shared(&self, other: &Self) -> usize {
        self.pairs(other).map(|(one, two)| one.shared(two)).sum()
    }

    fn pairs<'s>(&'s self, other: &'s Self) -> impl Iterator<Item = (&'s Places, &'s Places)> {
        self.0.iter().zip(&other.0)
    }

    /// Adds those that are in both of two others.
    fn add_shared(&mut self, one: &Self, two: &Self) {
        for (own, (one, two)) in self.0.iter_mut().zip(one.pairs(two)) {
            own.add_shared(one, two);
        }
    }

    /// Adds those of one that another has not.
    fn add_rest(&mut self, one: &Self, other: &Self) {
        for (own, (one, two)) in self.0.iter_mut().zip(one.pairs(other)) {
            own.add_rest(one, two);
        }
    }

    /// Those in both.
    #[must_use]
    pub fn and(self, other: &Self) -> Self {
        self.each(other, Places::and)
    }

    /// Those in either.
    #[must_use]
    pub fn or(self, other: &Self) -> Self {
        self.each(other, Places::or)
    }

    /// Those that the other has not.
    #[must_use]
    pub fn without(self, other: &Self) -> Self {
        self.each(other, Places::without)
    }

    fn each(self, other: &Self, work: impl Fn(Places, &Places) -> Places) -> Self {
        Self(
            self.0
                .into_iter()
                .zip(&other.0)
                .map(|(one, two)| work(one, two))
                .collect(),
        )
    }
}

/// The binary digits of a number, lowest first: in each the places whose number has it.
pub type Digits = [Spread];

fn has(number: i64, digit: usize) -> bool {
    number >> digit & 1 == 1
}

/// Those of `known` whose number is at least `least`. Nought is the least number there is.
#[must_use]
pub fn at_least(digits: &Digits, known: Spread, least: i64) -> Spread {
    bounded(digits, known, least, true)
}

/// Those of `known` whose number is at most `most`.
#[must_use]
pub fn at_most(digits: &Digits, known: Spread, most: i64) -> Spread {
    bounded(digits, known, most, false)
}

fn bounded(digits: &Digits, known: Spread, bound: i64, above: bool) -> Spread {
    let outside = if above { bound >= 1 << DIGITS } else { bound < 0 };
    let whole = if above { bound <= 0 } else { bound >= 1 << DIGITS };
    if whole {
        return known;
    }
    let nobody = known.clone().without(&known);
    if outside {
        return nobody;
    }
    let (mut same, mut beyond) = (known, nobody);
    for (digit, with) in digits.iter().enumerate().rev() {
        if same.is_empty() {
            break;
        }
        if has(bound, digit) {
            if !above {
                beyond.add_rest(&same, with);
            }
            same = same.and(with);
        } else {
            if above {
                beyond.add_shared(&same, with);
            }
            same = same.without(with);
        }
    }
    beyond.or(&same)
}

/// A page being filled: sets are offered in their order until it is full.
pub struct Page {
    skip: usize,
    take: usize,
    /// Segment and place of each record, in order.
    pub found: Vec<(usize, usize)>,
}

impl Page {
    /// A page that passes over so many and then takes so many.
    #[must_use]
    pub fn new(skip: usize, take: usize) -> Self {
        Self {
            skip,
            take,
            found: Vec::new(),
        }
    }

    /// Whether it takes no more.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.found.len() >= self.take
    }

    /// Offers records that are alike in what they are ordered by: they come as the segments do, and in each as in its file.
    pub fn offer(&mut self, set: &Spread) {
        for (segment, places) in set.0.iter().enumerate() {
            if self.is_full() {
                return;
            }
            let count = places.count();
            if self.skip >= count {
                self.skip -= count;
                continue;
            }
            let left = self.take - self.found.len();
            let places = places.iter().skip(self.skip).take(left);
            self.found.extend(places.map(|place| (segment, place)));
            self.skip = 0;
        }
    }

    /// Passes over so many records if all of them stand before the page; whether it did.
    pub fn passes(&mut self, count: usize) -> bool {
        let before = self.skip >= count;
        if before {
            self.skip -= count;
        }
        before
    }

    /// Offers records in the order of a number they all have.
    pub fn offer_by(&mut self, digits: &Digits, set: Spread, falling: bool) {
        let count = set.count();
        self.offer_counted(digits, set, count, falling);
    }

    /// The same of a set that was counted: a half is put together only where the page needs something of it.
    fn offer_counted(&mut self, digits: &Digits, set: Spread, count: usize, falling: bool) {
        if self.is_full() || self.passes(count) {
            return;
        }
        let Some((highest, lower)) = digits.split_last() else {
            self.offer(&set);
            return;
        };
        let ones = set.shared(highest);
        let first = if falling { ones } else { count - ones };
        if !self.passes(first) {
            let half = if falling {
                set.clone().and(highest)
            } else {
                set.clone().without(highest)
            };
            self.offer_counted(lower, half, first, falling);
        }
        if !self.is_full() && count > first {
            let half = if falling {
                set.without(highest)
            } else {
                set.and(highest)
            };
            self.offer_counted(lower, half, count - first, falling);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Numbers spread over segments of seven, with their digits.
    fn shelved(numbers: &[i64]) -> (Vec<usize>, Vec<Spread>) {
        let records: Vec<usize> = numbers.chunks(7).map(<[i64]>::len).collect();
        let digits = (0..DIGITS).map(|digit| {
            let mut spread = Spread::none(&records);
            for (at, _) in numbers
                .iter()
                .enumerate()
                .filter(|(_, number)| has(**number, digit))
            {
                spread.0[at / 7].add(at % 7);
            }
            spread
        });
        (records.clone(), digits.collect())
    }

    fn numbers_of(spread: &Spread, numbers: &[i64]) -> Vec<i64> {
        let places = spread.0.iter().enumerate();
        places
            .flat_map(|(segment, places)| places.iter().map(move |place| segment * 7 + place))
            .map(|at| numbers[at])
            .collect()
    }

    proptest! {
        #[test]
        fn a_range_is_what_comparing_each_number_says(
            numbers in proptest::collection::vec(0i64..300, 1..60),
            bound in -5i64..400,
        ) {
            let (records, digits) = shelved(&numbers);
            let known = Spread::all(&records);
            let above: Vec<i64> = numbers.iter().copied().filter(|number| *number >= bound).collect();
            prop_assert_eq!(numbers_of(&at_least(&digits, known.clone(), bound), &numbers), above);
            let below: Vec<i64> = numbers.iter().copied().filter(|number| *number <= bound).collect();
            prop_assert_eq!(numbers_of(&at_most(&digits, known, bound), &numbers), below);
        }

        #[test]
        fn pages_one_after_the_other_are_the_whole_in_order(
            numbers in proptest::collection::vec(0i64..40, 1..60),
            size in 1usize..9,
            falling: bool,
        ) {
            let (records, digits) = shelved(&numbers);
            let mut all = Vec::new();
            for page in 0.. {
                let mut page = Page::new(page * size, size);
                page.offer_by(&digits, Spread::all(&records), falling);
                if page.found.is_empty() {
                    break;
                }
                all.extend(page.found);
            }
            // Equal numbers keep the order of the segments and of their file.
            let mut right: Vec<(usize, usize)> = (0..numbers.len()).map(|at| (at / 7, at % 7)).collect();
            right.sort_by_key(|(segment, place)| {
                let number = numbers[segment * 7 + place];
                if falling { -number } else { number }
            });
            prop_assert_eq!(all, right);
        }
    }
}
