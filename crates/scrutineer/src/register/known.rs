//! What cells came to before: most columns of an extract hold few different values, and to look one up is faster than to check
//! it again.

/// Places for the values of a column; a power of two.
const PLACES: usize = 2048;
/// The longest cell that is remembered, in bytes.
const LONGEST: usize = 32;
/// After so many cells a column of which less than half were known is not asked again.
const TRIED: u32 = 8192;

/// The bytes of a cell, followed by noughts, and how many there are.
type Words = ([u64; LONGEST / 8], usize);

struct Cell<T> {
    words: Words,
    /// Where what was written for it ends; it begins where that of the cell before ends.
    end: usize,
    told: T,
}

/// What cells of one column came to. Each has the one place that its bytes give it, and whichever came first keeps it.
pub(super) struct Known<T> {
    /// By place, the number of the cell, from 1.
    places: Vec<u16>,
    cells: Vec<Cell<T>>,
    written: String,
    asked: u32,
    found: u32,
    given_up: bool,
}

impl<T> Default for Known<T> {
    fn default() -> Self {
        Self {
            places: Vec::new(),
            cells: Vec::new(),
            written: String::new(),
            asked: 0,
            found: 0,
            given_up: false,
        }
    }
}

impl<T> Known<T> {
    /// The number of the same cell, for [`Known::at`].
    pub(super) fn find(&mut self, cell: &str) -> Option<usize> {
        if self.given_up {
            return None;
        }
        self.asked = self.asked.saturating_add(1);
        let words = words(cell)?;
        let number = usize::from(*self.places.get(place(&words))?).checked_sub(1)?;
        if self.cells.get(number)?.words != words {
            return None;
        }
        self.found = self.found.saturating_add(1);
        Some(number)
    }

    /// What was written for a cell, and what it told.
    pub(super) fn at(&self, number: usize) -> (&str, &T) {
        let from = number.checked_sub(1).map_or(0, |before| self.cells[before].end);
        let cell = &self.cells[number];
        (&self.written[from..cell.end], &cell.told)
    }

    /// Remembers a cell, if nothing else has its place.
    pub(super) fn keep(&mut self, cell: &str, written: &str, told: T) {
        if self.asked >= TRIED && self.found < self.asked / 2 {
            *self = Self {
                given_up: true,
                ..Self::default()
            };
        }
        let Some(words) = words(cell).filter(|_| !self.given_up) else {
            return;
        };
        self.places.resize(PLACES, 0);
        let place = &mut self.places[place(&words)];
        if *place != 0 {
            return;
        }
        self.written.push_str(written);
        self.cells.push(Cell {
            words,
            end: self.written.len(),
            told,
        });
        *place = u16::try_from(self.cells.len()).unwrap_or_default();
    }
}

/// Nothing of a cell that is too long to be remembered.
fn words(cell: &str) -> Option<Words> {
    let mut bytes = [0; LONGEST];
    bytes.get_mut(..cell.len())?.copy_from_slice(cell.as_bytes());
    let mut words = [0; LONGEST / 8];
    for (word, eight) in words.iter_mut().zip(bytes.as_chunks().0) {
        *word = u64::from_le_bytes(*eight);
    }
    Some((words, cell.len()))
}

/// The place of a cell (multiplicative hashing; Knuth, The Art of Computer Programming 3, 6.4).
fn place((words, length): &Words) -> usize {
    let mixed = words.iter().fold(*length as u64, |mixed, word| {
        (mixed.rotate_left(23) ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15)
    });
    (mixed >> (u64::BITS - PLACES.ilog2())) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_known_by_all_of_it() {
        let mut known = Known::default();
        let long = "as long as a cell may be, 32 by.";
        for (at, cell) in ["", "White", "whitE", "a\0", "a", long].into_iter().enumerate() {
            assert_eq!(known.find(cell), None);
            known.keep(cell, &cell.to_uppercase(), at);
            let number = known.find(cell).unwrap();
            assert_eq!(known.at(number), (cell.to_uppercase().as_str(), &at));
        }
        let longer = format!("{long}.");
        known.keep(&longer, "", 7);
        assert_eq!(known.find(&longer), None);
    }

    #[test]
    fn whichever_came_first_keeps_its_place() {
        let mut known = Known::default();
        let at = |cell: &str| place(&words(cell).unwrap());
        let other = (0..)
            .map(|number: u32| number.to_string())
            .find(|cell| at(cell) == at("first"))
            .unwrap();
        known.keep("first", "1", 1);
        known.keep(&other, "2", 2);
        assert_eq!((known.find("first"), known.find(&other)), (Some(0), None));
    }

    #[test]
    fn a_column_of_ever_new_cells_is_given_up_and_one_of_few_is_not() {
        let (mut new, mut few) = (Known::default(), Known::default());
        for row in 0..2 * TRIED {
            for (known, cell) in [(&mut new, row.to_string()), (&mut few, (row % 40).to_string())] {
                if known.find(&cell).is_none() {
                    known.keep(&cell, "", row);
                }
            }
        }
        assert!(new.given_up && new.cells.is_empty());
        let seven = few.find("7").unwrap();
        assert_eq!(few.at(seven), ("", &7));
    }
}
