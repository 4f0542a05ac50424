//! PDF.

use std::io::Write;

use intake::{Drop, Hold};

use super::{Dice, Expect, Sample, eicar, person, told, with};

/// A PDF of numbered objects, object 1 the catalogue; the trailer gets `more`.
pub fn objects(all: &[Vec<u8>], more: &str) -> Vec<u8> {
    let mut out = b"%PDF-1.7\n".to_vec();
    let mut places = Vec::new();
    for (number, object) in (1..).zip(all) {
        places.push(out.len());
        writeln!(out, "{number} 0 obj").unwrap();
        out.extend_from_slice(object);
        out.extend_from_slice(b"\nendobj\n");
    }
    let start = out.len();
    write!(out, "xref\n0 {}\n0000000000 65535 f \n", all.len() + 1).unwrap();
    for place in places {
        writeln!(out, "{place:010} 00000 n ").unwrap();
    }
    let size = all.len() + 1;
    write!(
        out,
        "trailer\n<< /Size {size} /Root 1 0 R {more} >>\nstartxref\n{start}\n%%EOF\n"
    )
    .unwrap();
    out
}

pub fn stream(dictionary: &str, bytes: &[u8]) -> Vec<u8> {
    let mut out = format!("<< {dictionary} /Length {} >>\nstream\n", bytes.len()).into_bytes();
    out.extend_from_slice(bytes);
    out.extend_from_slice(b"\nendstream");
    out
}

/// A PDF of pages with these instructions; `catalogue` and `resources` are added, and `more` objects come last: the first
/// has the number 4 + 2 x pages.
pub fn pages(contents: &[Vec<u8>], catalogue: &str, resources: &str, more: &[Vec<u8>]) -> Vec<u8> {
    let kids: String = (0..contents.len())
        .map(|page| format!("{} 0 R ", 4 + 2 * page))
        .collect();
    let mut all = vec![
        format!("<< /Type /Catalog /Pages 2 0 R {catalogue} >>").into_bytes(),
        format!("<< /Type /Pages /Kids [{kids}] /Count {} >>", contents.len()).into_bytes(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_vec(),
    ];
    for (page, content) in contents.iter().enumerate() {
        all.push(
            format!(
                "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {} 0 R \
                 /Resources << /Font << /F1 3 0 R >> {resources} >> >>",
                5 + 2 * page
            )
            .into_bytes(),
        );
        all.push(stream("", content));
    }
    all.extend(more.iter().cloned());
    objects(&all, "/Info << /Author (AUTHOR) >>")
}

/// A PDF of one page with lines of text.
pub fn pdf(lines: &[&str]) -> Vec<u8> {
    pages(&[lines_of(lines)], "", "", &[])
}

fn lines_of(lines: &[&str]) -> Vec<u8> {
    let shown = lines.iter().map(|line| format!("({line}) Tj T*\n"));
    format!("BT /F1 12 Tf 15 TL 72 770 Td\n{}ET", shown.collect::<String>()).into_bytes()
}

const IMAGE: &[u8] = b"q 500 0 0 700 0 0 cm /Im0 Do Q";

fn image() -> Vec<u8> {
    stream(
        "/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8",
        b"\x80",
    )
}

pub fn add(samples: &mut Vec<Sample>, dice: &mut Dice) {
    for _ in 0..6 {
        let name = person(dice);
        readable(samples, &name);
        active(samples, &name);
    }
    for _ in 0..3 {
        held(samples, &person(dice));
    }
    let many: Vec<Vec<u8>> = (0..10_000).map(|_| b"BT ET".to_vec()).collect();
    samples.push(Sample::new(
        "long.pdf",
        pages(&many, "", "", &[]),
        Expect::Refused("500 pages"),
    ));
    samples.push(Sample::new(
        "none.pdf",
        pages(&[b"BT ET".to_vec()], "", "", &[]),
        Expect::Refused("no words"),
    ));
    let own = stream(
        "/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /A 6 0 R >> >>",
        b"/A Do",
    );
    let round = pages(&[b"/A Do".to_vec()], "", "/XObject << /A 6 0 R >>", &[own]);
    samples.push(Sample::new("round.pdf", round, Expect::Refused("nested deeper")));
    let harm = stream("/Type /EmbeddedFile", eicar().as_bytes());
    let harm = pages(&[lines_of(&["He left."])], "", "", &[harm]);
    samples.push(Sample::new("harm.pdf", harm, Expect::Refused("scanners")));
    for version in [1, 2, 4, 5] {
        let lock = format!(
            "/Encrypt << /Filter /Standard /V {version} /R {} /O <{}> /U <{}> /P -44 /Length 128 >> /ID [<00> <00>]",
            version + 1,
            "ab".repeat(32),
            "cd".repeat(32)
        );
        let file = objects(
            &[
                b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
                b"<< /Type /Pages /Kids [] /Count 0 >>".to_vec(),
            ],
            &lock,
        );
        samples.push(Sample::new("locked.pdf", file, Expect::Refused("password")));
    }
}

fn readable(samples: &mut Vec<Sample>, name: &str) {
    let (first, last) = name.split_once(' ').unwrap();
    let (head, tail) = first.split_at(2);
    let mut push = |file: &str, bytes, expect| samples.push(Sample::new(file, bytes, expect));
    push(
        "plain.pdf",
        pdf(&[&format!("The officer spoke to {name}."), "He left."]),
        with(&[name, "He left."]),
    );
    let kerned = format!("BT /F1 12 Tf 72 700 Td [({head}) 20 ({tail}) -300 ({last})] TJ ET");
    push(
        "kerned.pdf",
        pages(&[kerned.into_bytes()], "", "", &[]),
        with(&[name]),
    );
    let wide = head.len() as f64 * 0.52 * 12.0;
    let placed = format!(
        "BT /F1 12 Tf 1 0 0 1 72 700 Tm ({head}) Tj 1 0 0 1 {} 700 Tm ({tail} {last}) Tj ET",
        72.0 + wide
    );
    push(
        "placed.pdf",
        pages(&[placed.into_bytes()], "", "", &[]),
        with(&[name]),
    );
    let hidden = format!("BT /F1 12 Tf 72 700 Td ({name}) Tj 3 Tr 0 -20 Td (UNSEEN) Tj ET");
    push(
        "hidden.pdf",
        pages(&[hidden.into_bytes()], "", "", &[]),
        told(&[name], &["UNSEEN"], &[Drop::Hidden]),
    );
    unseen(samples, name);
    let mut push = |file: &str, bytes, expect| samples.push(Sample::new(file, bytes, expect));
    let form = stream(
        "/Type /XObject /Subtype /Form /BBox [0 0 99 99] /Resources << /Font << /F1 3 0 R >> >>",
        &lines_of(&[name]),
    );
    let file = pages(&[b"/A Do".to_vec()], "", "/XObject << /A 6 0 R >>", &[form]);
    push("form.pdf", file, with(&[name]));
    let codes: String = name
        .chars()
        .map(|sign| format!("{:04x}", sign as u32 + 1))
        .collect();
    // As in Adobe's technical note 5411, 1.4.
    let map = "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo << /Registry (Adobe) \
         /Ordering (UCS) /Supplement 0 >> def\n/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n\
         1 begincodespacerange\n<0000> <ffff>\nendcodespacerange\n1 beginbfrange\n<0021> <007f> <0020>\nendbfrange\n\
         endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n";
    let more = [
        b"<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /DescendantFonts [7 0 R] /ToUnicode 8 0 R >>".to_vec(),
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /X /DW 500 /CIDSystemInfo << /Registry (A) /Ordering (B) /Supplement 0 >> >>".to_vec(),
        stream("", map.as_bytes()),
    ];
    let content = format!("BT /F2 12 Tf 72 700 Td <{codes}> Tj ET").into_bytes();
    let mut file = pages(std::slice::from_ref(&content), "", "", &more);
    file = replace(&file, b"/F1 3 0 R", b"/F2 6 0 R");
    push("mapped.pdf", file, with(&[name]));
    let bare =
        [more[0].clone(), more[1].clone()].map(|one| replace(&one, b"/ToUnicode 8 0 R", b"                "));
    let file = replace(&pages(&[content], "", "", &bare), b"/F1 3 0 R", b"/F2 6 0 R");
    push("letters.pdf", file, Expect::Held(Hold::Letters));
}

/// Letters that a reader's eye cannot find, beside some that it can.
fn unseen(samples: &mut Vec<Sample>, name: &str) {
    let mut push = |file: &str, content: String, expect| {
        samples.push(Sample::new(
            file,
            pages(&[content.into_bytes()], "", "", &[]),
            expect,
        ));
    };
    let shown = format!("BT /F1 12 Tf 72 700 Td ({name}) Tj ET");
    let gone = || told(&[name], &["UNSEEN"], &[Drop::Hidden]);
    let below = |how: &str| format!("{shown} {how} BT /F1 12 Tf 72 600 Td (UNSEEN) Tj ET");
    for (file, how) in [
        ("white.pdf", "1 1 1 rg"),
        ("white-grey.pdf", "1 g"),
        ("white-ink.pdf", "0 0 0 0 k"),
        ("white-space.pdf", "/DeviceRGB cs 0.99 0.99 0.99 sc"),
        ("white-box.pdf", "1 g 60 590 200 30 re f"),
    ] {
        push(file, below(how), gone());
    }
    for (file, place) in [
        ("beside.pdf", "900 600 Td"),
        ("under.pdf", "72 -40 Td"),
        ("left.pdf", "-300 600 Td"),
        ("over.pdf", "72 900 Td"),
    ] {
        push(
            file,
            format!("{shown} BT /F1 12 Tf {place} (UNSEEN) Tj ET"),
            gone(),
        );
    }
    push(
        "tiny.pdf",
        format!("{shown} BT /F1 0.2 Tf 72 600 Td (UNSEEN) Tj ET"),
        gone(),
    );
    // White on a dark ground, outlined, or white no more: everybody reads those.
    let seen = || with(&[name, "SEEN"]);
    for (file, how) in [
        ("dark.pdf", "0 0 0.5 rg 60 590 200 30 re f 1 g"),
        ("back.pdf", "q 1 g Q"),
        ("outlined.pdf", "1 g 1 Tr"),
    ] {
        push(
            file,
            format!("{shown} {how} BT /F1 12 Tf 72 600 Td (SEEN) Tj ET"),
            seen(),
        );
    }
    // A form drawn inside goes on in the colour it is drawn in.
    let inside = stream(
        "/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >>",
        b"BT /F1 12 Tf 72 600 Td (UNSEEN) Tj ET",
    );
    let file = pages(
        &[format!("{shown} 1 g /A Do").into_bytes()],
        "",
        "/XObject << /A 6 0 R >>",
        &[inside],
    );
    samples.push(Sample::new("white-form.pdf", file, gone()));
    // A table drawn column by column: the cells stay whole.
    let column = |x: usize, cells: [&str; 3]| {
        let shown = cells.map(|cell| format!("({cell}) Tj T*\n"));
        format!("BT /F1 12 Tf 15 TL {x} 700 Td\n{}ET ", shown.concat())
    };
    let table = column(72, ["Suspect", "Witness", "Officer"]) + &column(300, [name, "Nobody", "PC 1234"]);
    samples.push(Sample::new(
        "columns.pdf",
        pages(&[table.into_bytes()], "", "", &[]),
        with(&["Suspect", name, "Nobody", "PC 1234"]),
    ));
}

fn active(samples: &mut Vec<Sample>, name: &str) {
    let mut push = |file: &str, bytes, expect| samples.push(Sample::new(file, bytes, expect));
    let text = [lines_of(&[name])];
    let script = [b"<< /S /JavaScript /JS (SCRIPT) >>".to_vec()];
    let opened = pages(&text, "/OpenAction 6 0 R", "", &script);
    push(
        "script.pdf",
        opened,
        told(&[name], &["SCRIPT", "AUTHOR"], &[Drop::Script, Drop::Metadata]),
    );
    let direct = pages(&text, "/OpenAction << /S /Launch /F (LAUNCHED) >>", "", &[]);
    push(
        "launch.pdf",
        direct,
        told(&[name], &["LAUNCHED"], &[Drop::Script]),
    );
    let more = [
        b"<< /Type /Annot /Subtype /Text /Rect [0 0 9 9] /Contents (REMARK) >>".to_vec(),
        b"<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A << /S /URI /URI (http://example.org/LINK) >> >>"
            .to_vec(),
        b"<< /FT /Tx /T (FIELD) /V (FIELD) >>".to_vec(),
        stream("/Type /EmbeddedFile", b"INSIDE"),
    ];
    let file = pages(&text, "", "", &more);
    let drops = [Drop::Comment, Drop::Link, Drop::Form, Drop::Embedded];
    push(
        "around.pdf",
        file,
        told(&[name], &["REMARK", "LINK", "FIELD", "INSIDE"], &drops),
    );
}

fn held(samples: &mut Vec<Sample>, name: &str) {
    let place = |pages: usize| format!("/XObject << /Im0 {} 0 R >>", 4 + 2 * pages);
    let scan = pages(&[IMAGE.to_vec()], "", &place(1), &[image()]);
    samples.push(Sample::new("scan.pdf", scan, Expect::Held(Hold::Scanned)));
    let unseen = format!(
        "{} BT /F1 12 Tf 3 Tr 72 700 Td ({name}) Tj ET",
        String::from_utf8_lossy(IMAGE)
    );
    let scan = pages(&[unseen.into_bytes()], "", &place(1), &[image()]);
    samples.push(Sample::new("recognised.pdf", scan, Expect::Held(Hold::Scanned)));
    let some = pages(&[lines_of(&[name]), IMAGE.to_vec()], "", &place(2), &[image()]);
    samples.push(Sample::new("some.pdf", some, Expect::Held(Hold::SomePages)).noted("page 2"));
}

pub fn replace(bytes: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    assert_eq!(from.len(), to.len());
    let mut out = bytes.to_vec();
    while let Some(at) = out.windows(from.len()).position(|part| part == from) {
        out[at..at + to.len()].copy_from_slice(to);
    }
    out
}
