//! Text in whatever encoding, read as UTF-8 piece by piece.
//!
//! Text without a byte order mark is plain ASCII up to some byte. Until then nothing needs to be known; that byte
//! decides for the whole file: it begins a character in UTF-8, or the file is Windows-1252. So neither needs a second
//! reading, and a file that is UTF-8 after all is only looked through for its first byte above ASCII.

use std::io::{Error, Read};

use encoding_rs::{Decoder, DecoderResult};

use super::Encoding;
use crate::register::fault::FileFault;

/// Bytes taken at a time from what must be decoded.
const PIECE: usize = 1 << 15;

/// Reads as UTF-8.
pub(super) struct Decoding<R> {
    input: R,
    stage: Stage,
    encoding: Encoding,
    /// Whether the encoding was told by a byte above ASCII alone.
    guessed: bool,
    /// Bytes of a byte order mark still to be passed over.
    mark: usize,
    /// Bytes read but not yet handed on or decoded.
    raw: Vec<u8>,
    raw_at: usize,
}

enum Stage {
    /// Nothing but ASCII so far.
    Undecided,
    Utf8,
    Through(Box<Through>),
}

/// What is being decoded.
struct Through {
    decoder: Decoder,
    out: Vec<u8>,
    out_at: usize,
    ended: bool,
}

impl<R: Read> Decoding<R> {
    /// Begins with `encoding`, or finds it out. `mark` is the length of the byte order mark.
    pub(super) fn new(input: R, encoding: Option<Encoding>, mark: usize) -> Self {
        let mut decoding = Self {
            input,
            stage: Stage::Undecided,
            encoding: Encoding::Utf8,
            guessed: false,
            mark,
            raw: Vec::new(),
            raw_at: 0,
        };
        if let Some(encoding) = encoding {
            decoding.decide(encoding);
        }
        decoding
    }

    fn decide(&mut self, encoding: Encoding) {
        self.encoding = encoding;
        self.stage = match encoding.decoder() {
            None => Stage::Utf8,
            Some(decoder) => Stage::Through(Box::new(Through {
                decoder,
                out: Vec::new(),
                out_at: 0,
                ended: false,
            })),
        };
    }

    /// The next bytes as they come, those kept back first.
    fn next_raw(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        if self.raw_at < self.raw.len() {
            let mut left = self.raw.get(self.raw_at..).unwrap_or_default();
            let read = left.read(buffer)?;
            self.raw_at += read;
            return Ok(read);
        }
        self.input.read(buffer)
    }

    fn pass_over_mark(&mut self) -> std::io::Result<()> {
        let mut mark = [0; 3];
        while self.mark > 0 {
            let most = self.mark.min(mark.len());
            let read = self.input.read(mark.get_mut(..most).unwrap_or_default())?;
            self.mark = if read == 0 { 0 } else { self.mark - read };
        }
        Ok(())
    }

    /// Hands on the ASCII before the first other byte, and decides by that byte.
    fn undecided(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let read = self.input.read(buffer)?;
        let came = buffer.get(..read).unwrap_or_default();
        if came.is_ascii() {
            return Ok(read);
        }
        let ascii = came.iter().take_while(|byte| byte.is_ascii()).count();
        self.raw = came.get(ascii..).unwrap_or_default().to_vec();
        self.raw_at = 0;
        while self.raw.len() < 4 {
            let mut one = [0];
            if self.input.read(&mut one)? == 0 {
                break;
            }
            self.raw.extend_from_slice(&one);
        }
        self.guessed = true;
        self.decide(if begins_utf8(&self.raw) {
            Encoding::Utf8
        } else {
            Encoding::Windows1252
        });
        if ascii > 0 { Ok(ascii) } else { self.read(buffer) }
    }

    /// Decodes until there is something to hand on. 0 at the end.
    fn through(&mut self, through: &mut Through, buffer: &mut [u8]) -> std::io::Result<usize> {
        while through.out_at == through.out.len() && !through.ended {
            let mut piece = vec![0; PIECE];
            let read = self.next_raw(&mut piece)?;
            piece.truncate(read);
            through.ended = read == 0;
            through.decode(&piece, self.encoding)?;
        }
        let mut left = through.out.get(through.out_at..).unwrap_or_default();
        let read = left.read(buffer)?;
        through.out_at += read;
        Ok(read)
    }
}

impl Through {
    fn decode(&mut self, piece: &[u8], encoding: Encoding) -> std::io::Result<()> {
        let room = self
            .decoder
            .max_utf8_buffer_length_without_replacement(piece.len());
        self.out.clear();
        self.out.resize(room.unwrap_or(4 * piece.len() + 16), 0);
        self.out_at = 0;
        let (result, _, written) =
            self.decoder
                .decode_to_utf8_without_replacement(piece, &mut self.out, self.ended);
        self.out.truncate(written);
        match result {
            DecoderResult::InputEmpty => Ok(()),
            DecoderResult::OutputFull | DecoderResult::Malformed(..) => {
                Err(Error::other(FileFault::NotEncoded { encoding }))
            }
        }
    }
}

impl<R> Decoding<R> {
    /// The encoding by all that was read so far.
    pub(super) fn encoding(&self) -> Encoding {
        self.encoding
    }

    /// What people should know of how it was found out.
    pub(super) fn note(&self) -> Option<String> {
        (self.guessed && self.encoding == Encoding::Windows1252).then(|| {
            "the file does not say how its letters are written and was read as Windows-1252; look at names with \
             accents and at the pound sign"
                .to_owned()
        })
    }

    /// Where the bytes come from.
    pub(super) fn input(&self) -> &R {
        &self.input
    }
}

/// Whether a whole character of UTF-8 stands first, above ASCII.
fn begins_utf8(bytes: &[u8]) -> bool {
    let length = match bytes.first() {
        Some(0xc2..=0xdf) => 2,
        Some(0xe0..=0xef) => 3,
        Some(0xf0..=0xf4) => 4,
        _ => return false,
    };
    bytes
        .get(..length)
        .is_some_and(|character| std::str::from_utf8(character).is_ok())
}

impl<R: Read> Read for Decoding<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        if self.mark > 0 {
            self.pass_over_mark()?;
        }
        match std::mem::replace(&mut self.stage, Stage::Utf8) {
            Stage::Utf8 => self.next_raw(buffer),
            Stage::Undecided => {
                self.stage = Stage::Undecided;
                self.undecided(buffer)
            }
            Stage::Through(mut through) => {
                let read = self.through(&mut through, buffer);
                self.stage = Stage::Through(through);
                read
            }
        }
    }
}
