//! The different values of a column, numbered as they come.

/// More values than can be held.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct TooMany;

/// How many values, and bytes of them, may be held.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    pub(super) values: usize,
    pub(super) text: usize,
}

/// Numbers values from 0 in the order of their first appearance: a table with open addressing. A value of up to 32 bytes
/// is told from another by four words and its length; there is no branch on its length, which nobody can foresee.
#[derive(Debug)]
pub(super) struct Keys {
    /// A power of two of places, never more than half full.
    places: Vec<Place>,
    values: Vec<Box<[u8]>>,
    /// Bytes of all values.
    text: usize,
    limits: Limits,
}

#[derive(Debug, Clone, Copy)]
struct Place {
    start: Start,
    number: u32,
}

/// A value's first 32 bytes, filled up with zeros, and its length.
#[derive(Debug, Clone, Copy)]
struct Start {
    words: [u64; 4],
    length: usize,
}

/// Bytes of a value's start.
const START: usize = 32;
/// A place that is free: no value has this length.
const FREE: Place = Place {
    start: Start {
        words: [0; 4],
        length: usize::MAX,
    },
    number: 0,
};
/// Places at first: a column of categories seldom has more values than a quarter of this.
const PLACES: usize = 256;

impl Keys {
    pub(super) fn new(limits: Limits) -> Self {
        Self {
            places: vec![FREE; PLACES],
            values: Vec::new(),
            text: 0,
            limits,
        }
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.values.len()
    }

    /// The value with a number.
    pub(super) fn value(&self, number: usize) -> &[u8] {
        self.values.get(number).map_or(&[], |value| value)
    }

    /// The number of the value `block[from..to]`.
    #[inline]
    pub(super) fn number(&mut self, block: &[u8], from: usize, to: usize) -> Result<u32, TooMany> {
        let start = Start::of(block, from, to);
        let value = |block: &[u8]| -> Box<[u8]> { block.get(from..to).unwrap_or_default().into() };
        let mask = self.places.len() - 1;
        let mut at = start.hash(block, from) & mask;
        loop {
            let place = &self.places[at];
            if place.start.is(&start)
                && (start.length <= START || *self.value(place.number as usize) == block[from..to])
            {
                return Ok(place.number);
            }
            if place.start.is_free() {
                return self.add(at, start, value(block));
            }
            at = (at + 1) & mask;
        }
    }

    #[cold]
    fn add(&mut self, at: usize, start: Start, value: Box<[u8]>) -> Result<u32, TooMany> {
        self.text += value.len();
        if self.values.len() >= self.limits.values || self.text > self.limits.text {
            return Err(TooMany);
        }
        let number = self.values.len() as u32;
        self.places[at] = Place { start, number };
        self.values.push(value);
        if 2 * self.values.len() > self.places.len() {
            self.grow();
        }
        Ok(number)
    }

    #[cold]
    fn grow(&mut self) {
        let mask = 2 * self.places.len() - 1;
        let mut places = vec![FREE; mask + 1];
        for place in self.places.iter().filter(|place| !place.start.is_free()) {
            let mut at = place.start.hash(self.value(place.number as usize), 0) & mask;
            while !places[at].start.is_free() {
                at = (at + 1) & mask;
            }
            places[at] = *place;
        }
        self.places = places;
    }
}

impl Start {
    #[inline]
    fn of(block: &[u8], from: usize, to: usize) -> Self {
        let length = to - from;
        let bytes = match block.get(from..).and_then(|rest| rest.first_chunk::<START>()) {
            Some(bytes) => *bytes,
            None => {
                let mut bytes = [0; START];
                let value = &block[from..to.min(from + START)];
                bytes[..value.len()].copy_from_slice(value);
                bytes
            }
        };
        let (eights, _) = bytes.as_chunks::<8>();
        let masks = MASKS[length.min(START)];
        let mut words = [0; 4];
        for ((word, eight), mask) in words.iter_mut().zip(eights).zip(masks) {
            *word = u64::from_le_bytes(*eight) & mask;
        }
        Self { words, length }
    }

    /// Whether the starts and the lengths are the same. Word by word, for they have only just been put together.
    #[inline]
    fn is(&self, other: &Self) -> bool {
        let [a, b, c, d] = self.words;
        let [e, f, g, h] = other.words;
        ((a ^ e) | (b ^ f) | (c ^ g) | (d ^ h)) == 0 && self.length == other.length
    }

    fn is_free(&self) -> bool {
        self.length == usize::MAX
    }

    /// Mixes the words; a longer value is mixed whole, so that those which differ late only do not meet.
    #[inline]
    fn hash(&self, block: &[u8], from: usize) -> usize {
        const ODD: [u64; 4] = [
            0x9e37_79b9_7f4a_7c15,
            0xc2b2_ae3d_27d4_eb4f,
            0x1656_67b1_9e37_79f9,
            0xd6e8_feb8_6659_fd93,
        ];
        let mut mixed = self.length as u64;
        for (word, odd) in self.words.iter().zip(ODD) {
            mixed = mixed.wrapping_add(word.wrapping_mul(odd));
        }
        if self.length > START {
            for byte in &block[from + START..from + self.length] {
                mixed = (mixed.rotate_left(5) ^ u64::from(*byte)).wrapping_mul(ODD[0]);
            }
        }
        // The high bits are the mixed ones.
        (mixed >> 32) as usize
    }
}

/// What to keep of four words for a value of each length up to 32.
const MASKS: [[u64; 4]; START + 1] = {
    let mut masks = [[0; 4]; START + 1];
    let mut length = 0;
    while length <= START {
        let mut at = 0;
        while at < length {
            masks[length][at / 8] |= 0xff << (8 * (at % 8));
            at += 1;
        }
        length += 1;
    }
    masks
};
