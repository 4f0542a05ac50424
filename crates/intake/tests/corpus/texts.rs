//! Plain text.

use intake::Drop;

use super::{Dice, Expect, Sample, eicar, person, told, with};

pub fn add(samples: &mut Vec<Sample>, dice: &mut Dice) {
    for round in 0..8 {
        let name = person(dice);
        let story = format!("The officer spoke to {name}.\r\nNobody was hurt.");
        samples.push(Sample::new(
            format!("MG5-{round}.txt"),
            story.clone(),
            with(&[&name]),
        ));
        let wide: Vec<u8> = match round % 3 {
            0 => [&[0xff, 0xfe][..], &utf16(&story, u16::to_le_bytes)].concat(),
            1 => [&[0xfe, 0xff][..], &utf16(&story, u16::to_be_bytes)].concat(),
            _ => [&[0xef, 0xbb, 0xbf][..], story.as_bytes()].concat(),
        };
        samples.push(Sample::new(format!("wide-{round}.txt"), wide, with(&[&name])));
        let split = format!("Call 07700{}900{}12{round} about {name}", '\u{200b}', '\u{ad}');
        let number = format!("0770090012{round}");
        samples.push(Sample::new(
            "number.txt",
            split,
            told(&[&number], &[], &[Drop::Invisible]),
        ));
        let turned = format!("She is \u{202e}{name}\u{202c} there");
        samples.push(Sample::new(
            "turned.txt",
            turned,
            told(&[&name], &["\u{202e}"], &[Drop::Turning]),
        ));
        let alike = format!("M\u{430}red and {name} argued {round} times");
        samples.push(Sample::new("alike.txt", alike, with(&[&name])).noted("alphabets"));
    }
    samples
        .push(Sample::new("old.txt", b"Caf\xe9 Mared".to_vec(), with(&["Café Mared"])).noted("old coding"));
    samples.push(Sample::new(
        "from.txt",
        "From: PC Madeup\nTo: Sgt Sampleby\n\nHe left.",
        with(&["PC Madeup", "He left"]),
    ));
    for (name, bytes) in [("empty.txt", ""), ("empty.pdf", ""), ("empty.docx", "")] {
        samples.push(Sample::new(name, bytes, Expect::Refused("empty")));
    }
    for blank in [" ", "\n\n\t\n", "\u{200b}\u{feff}", "\u{202e}\u{202c}"] {
        samples.push(Sample::new("blank.txt", blank, Expect::Refused("no words")));
    }
    for odd in [
        &b"ab\0cd"[..],
        b"\x01\x02\x03\x04",
        b"text\x1b[31mred",
        b"\xff\xfea\xd8",
        b"a\x00b\x00c\x00",
    ] {
        samples.push(Sample::new("odd.txt", odd, Expect::Refused("not text")));
    }
    for place in ["", "Before. ", "Line\n"] {
        let text = format!("{place}{}", eicar());
        samples.push(Sample::new("note.txt", text, Expect::Refused("scanners")));
    }
    samples.push(Sample::new(
        "long.txt",
        "word ".repeat(60_000),
        Expect::Refused("characters of text"),
    ));
}

fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(bytes).collect()
}
