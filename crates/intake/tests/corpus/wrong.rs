//! What is not what it says, cut off, locked, packed within each other, or made to do harm.

use std::io::Cursor;

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::pdfs::{pages, replace, stream};
use super::{Dice, Expect, Sample, docx, jpeg, odt, paragraph, pdf, png, with, zipped};

pub fn add(samples: &mut Vec<Sample>, dice: &mut Dice) {
    let text = paragraph(&["He left with Mared Testwell."]);
    let whole = [
        ("a.docx", docx(&text, &[])),
        (
            "a.odt",
            odt("<text:p>He left with Mared Testwell.</text:p>", "", &[]),
        ),
        ("a.pdf", pdf(&["He left with Mared Testwell."])),
        ("a.png", png("x")),
        ("a.jpg", jpeg("x")),
    ];
    for (name, bytes) in &whole {
        for _ in 0..6 {
            let end = 40 + dice.below(bytes.len() * 9 / 10 - 40);
            samples.push(Sample::new(*name, &bytes[..end], Expect::Refused("damaged")));
        }
        for _ in 0..12 {
            let mut changed = bytes.clone();
            for _ in 0..=dice.below(8) {
                let at = dice.below(changed.len());
                changed[at] = dice.roll() as u8;
            }
            samples.push(Sample::new(*name, changed, Expect::Any));
        }
    }
    for (name, bytes) in &whole[..3] {
        for ending in ["txt", "jpg", "eml"] {
            let wrong = format!("{name}.{ending}");
            samples.push(
                Sample::new(wrong, bytes.clone(), with(&["Mared Testwell"])).noted("the name of the file"),
            );
        }
    }
    samples.push(Sample::new(
        "large.txt",
        vec![b'a'; 300 << 20],
        Expect::Refused("larger than 50 MB"),
    ));
    other(samples);
    locked(samples, &text);
    bombs(samples, &text);
    archives(samples, &text);
    entities(samples, &text);
}

fn other(samples: &mut Vec<Sample>) {
    let book = zipped(&[("[Content_Types].xml", b"<Types/>"), ("xl/workbook.xml", b"<w/>")]);
    let slides = zipped(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("ppt/presentation.xml", b"<w/>"),
    ]);
    let sheet = zipped(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", b"<a/>"),
    ]);
    for (name, bytes, words) in [
        ("a.docx", book, "workbook"),
        ("b.docx", slides, "slides"),
        ("c.odt", sheet, "workbook"),
        ("d.docx", b"{\\rtf1 He left}".to_vec(), "RTF"),
        ("e.docx", b"<html><body>He left".to_vec(), "web page"),
        ("f.txt", b"<!DOCTYPE html><p>He left".to_vec(), "web page"),
        ("g.txt", b"<?xml version=\"1.0\"?><a>He left</a>".to_vec(), "XML"),
        ("h.png", b"<svg xmlns=\"x\"></svg>".to_vec(), "XML"),
        ("i.png", b"GIF89a\x01\0\x01\0".to_vec(), "PNG nor JPEG"),
        ("j.jpg", b"II*\0\x08\0\0\0".to_vec(), "PNG nor JPEG"),
        ("k.pdf", b"MZ\x90\0\x03".to_vec(), "none that can be read"),
        ("l.pdf", b"\x7fELF\x02\x01".to_vec(), "none that can be read"),
        ("m.pdf", b"\0\0\0\x20ftypheic".to_vec(), "not text"),
    ] {
        samples.push(Sample::new(name, bytes, Expect::Refused(words)));
    }
}

fn locked(samples: &mut Vec<Sample>, text: &str) {
    let old = [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".as_slice(), &[0; 600]].concat();
    let name: Vec<u8> = "EncryptedPackage"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let sealed = [old.as_slice(), &name, &[0; 600]].concat();
    for ending in ["doc", "docx", "pdf"] {
        samples.push(Sample::new(
            format!("a.{ending}"),
            old.clone(),
            Expect::Refused("old Office"),
        ));
        samples.push(Sample::new(
            format!("b.{ending}"),
            sealed.clone(),
            Expect::Refused("password"),
        ));
    }
    // The first bit of the flags says that an entry is encrypted (APPNOTE 4.4.4).
    for file in [docx(text, &[]), odt("<text:p>a</text:p>", "", &[])] {
        let mut flagged = file;
        for (mark, place) in [(b"PK\x01\x02", 8), (b"PK\x03\x04", 6)] {
            let at: Vec<usize> = (0..flagged.len() - 4)
                .filter(|at| flagged[*at..].starts_with(mark))
                .collect();
            at.iter().for_each(|at| flagged[at + place] |= 1);
        }
        samples.push(Sample::new("locked.docx", flagged, Expect::Refused("password")));
    }
    let manifest = "<m:manifest xmlns:m=\"m\"><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>";
    let parts: [(&str, &[u8]); 3] = [
        ("mimetype", b"application/vnd.oasis.opendocument.text"),
        ("content.xml", b"\x01\x02"),
        ("META-INF/manifest.xml", manifest.as_bytes()),
    ];
    samples.push(Sample::new(
        "locked.odt",
        zipped(&parts),
        Expect::Refused("password"),
    ));
}

fn bombs(samples: &mut Vec<Sample>, text: &str) {
    let zeros = "0".repeat(60 << 20);
    for part in ["word/media/a.bin", "word/styles.xml", "customXml/item1.xml"] {
        let bomb = docx(text, &[(part, &zeros)]);
        samples.push(Sample::new("bomb.docx", bomb.clone(), Expect::Refused("unpacks")));
        // The directory says that it is small: 24 bytes after the mark of an entry.
        let mut lies = bomb;
        let at: Vec<usize> = (0..lies.len() - 4)
            .filter(|at| lies[*at..].starts_with(b"PK\x01\x02"))
            .collect();
        let last = *at.last().unwrap();
        lies[last + 24..last + 28].copy_from_slice(&100_u32.to_le_bytes());
        samples.push(Sample::new("lies.docx", lies, Expect::Any));
    }
    let spaces = paragraph(&[&" ".repeat(30 << 20)]);
    samples.push(Sample::new(
        "spaces.docx",
        docx(&spaces, &[]),
        Expect::Refused("unpacks"),
    ));
    let many: Vec<(String, String)> = (0..2500)
        .map(|part| (format!("word/media/{part}"), String::new()))
        .collect();
    let many: Vec<(&str, &str)> = many
        .iter()
        .map(|(name, text)| (name.as_str(), text.as_str()))
        .collect();
    samples.push(Sample::new(
        "parts.docx",
        docx(text, &many),
        Expect::Refused("2000 parts"),
    ));
    let packed = zipped(&[("a", &vec![b' '; 40 << 20])]);
    // The packed bytes of the one entry stand after its header of 30 bytes and its name, and before the directory.
    let end = (0..packed.len())
        .find(|at| packed[*at..].starts_with(b"PK\x01\x02"))
        .unwrap();
    let zlib = [b"\x78\x9c", &packed[31..end], b"\0\0\0\0"].concat();
    let inside = stream(
        "/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Filter /FlateDecode",
        &zlib,
    );
    let bomb = pages(&[b"/A Do".to_vec()], "", "/XObject << /A 6 0 R >>", &[inside]);
    samples.push(Sample::new("bomb.pdf", bomb, Expect::Refused("unpacks")));
    let again = "/A Do ".repeat(200);
    let long = stream(
        "/Type /XObject /Subtype /Form /BBox [0 0 9 9]",
        &b"q Q ".repeat(50_000),
    );
    let often = pages(&[again.into_bytes()], "", "/XObject << /A 6 0 R >>", &[long]);
    samples.push(Sample::new("often.pdf", often, Expect::Refused("unpacks")));
}

fn archives(samples: &mut Vec<Sample>, text: &str) {
    let inner = zipped(&[("a.txt", b"He left.")]);
    samples.push(Sample::new("one.zip", inner.clone(), Expect::Refused("zip file")));
    samples.push(Sample::new(
        "two.zip",
        zipped(&[("inner.zip", &inner)]),
        Expect::Refused("another archive"),
    ));
    for (name, magic) in [
        ("a.7z", &b"7z\xbc\xaf\x27\x1c\0\x04"[..]),
        ("a.rar", b"Rar!\x1a\x07\0"),
        ("a.gz", b"\x1f\x8b\x08\0"),
        ("a.bz2", b"BZh91AY"),
        ("a.xz", b"\xfd7zXZ\0"),
    ] {
        samples.push(Sample::new(name, magic, Expect::Refused("archive")));
    }
    for outside in [
        "../evil.xml",
        "word/../../evil.xml",
        "/etc/passwd",
        "..\\evil.xml",
        "C:\\evil.xml",
        "C:/evil.xml",
        "word/..",
        "\\\\host\\a",
    ] {
        // Written under another name of the same length: the writer would mend some of these.
        let stand_in = "Z".repeat(outside.len());
        let file = docx(text, &[(stand_in.as_str(), "x")]);
        let file = replace(&file, stand_in.as_bytes(), outside.as_bytes());
        samples.push(Sample::new("outside.docx", file, Expect::Refused("outside it")));
    }
    let file = replace(
        &docx(text, &[("wordZevil.xml", "x")]),
        b"wordZevil",
        b"word\0evil",
    );
    samples.push(Sample::new("nul\0.docx", file, Expect::Refused("outside it")));
    for target in ["/etc/passwd", "../../secret", "document.xml", "/dev/zero"] {
        let mut zip = ZipWriter::new_append(Cursor::new(docx(text, &[]))).unwrap();
        zip.add_symlink("word/link.xml", target, SimpleFileOptions::default())
            .unwrap();
        let file = zip.finish().unwrap().into_inner();
        samples.push(Sample::new(
            "link.docx",
            file,
            Expect::Refused("links to other files"),
        ));
    }
    for name in [
        "state\u{202e}fdp.docx",
        "\u{202e}txt.docx",
        "a\0b.docx",
        "\u{200b}.docx",
        &"x".repeat(4000),
    ] {
        samples.push(Sample::new(name, docx(text, &[]), with(&["Mared Testwell"])));
    }
}

fn entities(samples: &mut Vec<Sample>, text: &str) {
    let outside = "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>";
    let laughs: String = (1..10)
        .map(|step| format!("<!ENTITY l{step} \"{}\">", format!("&l{};", step - 1).repeat(10)))
        .collect();
    let laughs = format!("<!DOCTYPE a [<!ENTITY l0 \"ha\">{laughs}]>");
    let remote = "<!DOCTYPE a SYSTEM \"http://example.org/a.dtd\">";
    let parameter = "<!DOCTYPE a [<!ENTITY % p SYSTEM \"http://example.org/\"> %p;]>";
    for doctype in [outside, &laughs, remote, parameter] {
        let bad = format!("{doctype}<a>&x;&l9;</a>");
        for part in [
            "word/styles.xml",
            "word/comments.xml",
            "word/header1.xml",
            "word/footnotes.xml",
            "word/_rels/document.xml.rels",
        ] {
            samples.push(Sample::new(
                "entity.docx",
                docx(text, &[(part, &bad)]),
                Expect::Refused("DOCTYPE"),
            ));
        }
        let parts: [(&str, &[u8]); 2] = [
            ("mimetype", b"application/vnd.oasis.opendocument.text"),
            ("content.xml", bad.as_bytes()),
        ];
        samples.push(Sample::new(
            "entity.odt",
            zipped(&parts),
            Expect::Refused("DOCTYPE"),
        ));
        let parts: [(&str, &[u8]); 2] = [
            ("[Content_Types].xml", b"<Types/>"),
            ("_rels/.rels", bad.as_bytes()),
        ];
        samples.push(Sample::new(
            "entity.docx",
            zipped(&parts),
            Expect::Refused("DOCTYPE"),
        ));
    }
    samples.push(Sample::new(
        "sign.docx",
        docx(&paragraph(&["a &unknown; b"]), &[]),
        Expect::Refused("does not define"),
    ));
    samples.push(Sample::new(
        "amp.docx",
        docx(&paragraph(&["a &amp; &#x42;"]), &[]),
        with(&["a & B"]),
    ));
}
