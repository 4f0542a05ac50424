//! Pictures.

use std::io::Cursor;

use image::{DynamicImage, ImageFormat, RgbImage};
use intake::Hold;

use super::{Dice, Expect, Sample};

pub fn made(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
    let mut out = Cursor::new(Vec::new());
    let picture = DynamicImage::ImageRgb8(RgbImage::from_fn(width, height, |x, y| {
        image::Rgb([(x % 251) as u8, (y % 241) as u8, 80])
    }));
    picture.write_to(&mut out, format).unwrap();
    out.into_inner()
}

/// A photograph and nothing else.
pub fn photograph() -> Vec<u8> {
    made(40, 30, ImageFormat::Jpeg)
}

/// A photograph whose metadata holds these words.
pub fn jpeg(words: &str) -> Vec<u8> {
    let plain = made(40, 30, ImageFormat::Jpeg);
    let exif = [b"Exif\0\0II*\0\x08\0\0\0\0\0\0\0\0\0", words.as_bytes()].concat();
    let length = (exif.len() + 2) as u16;
    [
        &plain[..2],
        b"\xff\xe1",
        &length.to_be_bytes(),
        &exif,
        &plain[2..],
    ]
    .concat()
}

/// A picture whose metadata holds these words, also after its end.
pub fn png(words: &str) -> Vec<u8> {
    let plain = made(40, 30, ImageFormat::Png);
    let text = [b"tEXtComment\0", words.as_bytes()].concat();
    let mut chunk = ((text.len() - 4) as u32).to_be_bytes().to_vec();
    chunk.extend_from_slice(&text);
    chunk.extend_from_slice(&crc(&text).to_be_bytes());
    // After the header, 8 + 25 bytes.
    [&plain[..33], &chunk, &plain[33..], words.as_bytes()].concat()
}

fn crc(bytes: &[u8]) -> u32 {
    let step = |crc: u32, byte: &u8| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
            if crc & 1 == 1 {
                crc >> 1 ^ 0xedb8_8320
            } else {
                crc >> 1
            }
        })
    };
    !bytes.iter().fold(!0, step)
}

/// A PNG that only says how large it is.
fn claims(width: u32, height: u32) -> Vec<u8> {
    let mut head = b"IHDR".to_vec();
    head.extend_from_slice(&width.to_be_bytes());
    head.extend_from_slice(&height.to_be_bytes());
    head.extend_from_slice(&[8, 2, 0, 0, 0]);
    let sum = crc(&head).to_be_bytes();
    [
        b"\x89PNG\r\n\x1a\n\0\0\0\x0d",
        head.as_slice(),
        &sum,
        b"\0\0\0\0IDAT\x35\xaf\x06\x1e\0\0\0\0IEND\xae\x42\x60\x82",
    ]
    .concat()
}

pub fn add(samples: &mut Vec<Sample>, dice: &mut Dice) {
    for _ in 0..6 {
        let words = format!("GPS-{}", dice.roll());
        samples.push(Sample::new(
            "photo.jpg",
            jpeg(&words),
            Expect::Held(Hold::Picture),
        ));
        samples.push(Sample::new(
            "screen.png",
            png(&words),
            Expect::Held(Hold::Picture),
        ));
    }
    for (width, height) in [(1, 65_535), (65_535, 1)] {
        for (name, format) in [("strip.png", ImageFormat::Png), ("strip.jpg", ImageFormat::Jpeg)] {
            samples.push(Sample::new(
                name,
                made(width, height, format),
                Expect::Refused("no page"),
            ));
        }
    }
    for (width, height) in [(19_000, 19_000), (2_000_000, 2_000_000), (1, 2_000_000_000)] {
        samples.push(Sample::new(
            "huge.png",
            claims(width, height),
            Expect::Refused("no page"),
        ));
    }
    samples.push(Sample::new(
        "none.png",
        claims(100, 100),
        Expect::Refused("damaged"),
    ));
}
