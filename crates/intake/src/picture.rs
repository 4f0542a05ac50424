//! Pictures: made anew from their points, so that nothing else of the file is left. What is written in them cannot be read.

use std::io::Cursor;

use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits};

use crate::{Bounds, Drop, Fault, Form, Hold, Paper, Verdict};

/// An edge this much longer than the other is no page and no photograph.
const LONGEST: u32 = 50;

pub(crate) fn read(file: &[u8], form: Form, bounds: &Bounds) -> Result<Paper, Fault> {
    let format = match form {
        Form::Jpeg => ImageFormat::Jpeg,
        _ => ImageFormat::Png,
    };
    let mut reader = ImageReader::with_format(Cursor::new(file), format);
    let mut limits = Limits::default();
    limits.max_alloc = Some(bounds.points.saturating_mul(8));
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|_| Fault::Damaged)?;
    let (width, height) = decoder.dimensions();
    let points = u64::from(width) * u64::from(height);
    let (long, short) = (width.max(height), width.min(height).max(1));
    if long > bounds.edge || points > bounds.points || long / short > LONGEST {
        return Err(Fault::Edge { width, height });
    }
    let turned = decoder.orientation().map_err(|_| Fault::Damaged)?;
    let mut picture = DynamicImage::from_decoder(decoder).map_err(|_| Fault::Damaged)?;
    picture.apply_orientation(turned);
    // Eight bits a colour and no colour profile: points and nothing else.
    let plain = if picture.color().has_alpha() {
        DynamicImage::ImageRgba8(picture.into_rgba8())
    } else {
        DynamicImage::ImageRgb8(picture.into_rgb8())
    };
    let mut anew = Cursor::new(Vec::new());
    plain
        .write_to(&mut anew, ImageFormat::Png)
        .map_err(|_| Fault::Damaged)?;
    let mut paper = Paper {
        verdict: Verdict::Held(Hold::Picture),
        picture: anew.into_inner(),
        ..Paper::default()
    };
    paper.drop(Drop::Metadata, usize::from(has_metadata(file, form)));
    Ok(paper)
}

/// Whether there is more in the file than points: EXIF, comments, profiles, text, or bytes after the end.
fn has_metadata(file: &[u8], form: Form) -> bool {
    let any = |marks: &[&[u8]]| {
        marks
            .iter()
            .any(|mark| memchr::memmem::find(file, mark).is_some())
    };
    match form {
        Form::Jpeg => has_segments(file) || !file.ends_with(b"\xff\xd9"),
        _ => {
            any(&[b"tEXt", b"iTXt", b"zTXt", b"eXIf", b"iCCP", b"tIME"])
                || !file.ends_with(b"IEND\xae\x42\x60\x82")
        }
    }
}

/// Whether a segment before the picture of a JPEG (ITU T.81, B.1.1.4) is a comment, or belongs to a program other than JFIF's.
fn has_segments(file: &[u8]) -> bool {
    let mut rest = file.get(2..).unwrap_or_default();
    while let [0xff, mark, high, low, ..] = rest {
        match mark {
            // The picture itself begins.
            0xda => return false,
            0xe1..=0xef | 0xfe => return true,
            _ => {}
        }
        let length = usize::from(u16::from_be_bytes([*high, *low]));
        rest = rest.get(2 + length..).unwrap_or_default();
    }
    false
}
