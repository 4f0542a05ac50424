//! Mail.

use intake::Drop;

use super::{Dice, Expect, Sample, eicar, person, told};

const HEAD: &str = "From: SENDER <sender@example.org>\r\nTo: RECEIVER <to@example.org>\r\nSubject: SUBJECT\r\n\
     Date: Thu, 7 Mar 2024 10:00:00 +0000\r\nMessage-ID: <1@example.org>\r\nMIME-Version: 1.0\r\n";
const LACKS: [&str; 3] = ["SENDER", "RECEIVER", "SUBJECT"];

fn mail(rest: &str) -> String {
    format!("{HEAD}{rest}")
}

pub fn add(samples: &mut Vec<Sample>, dice: &mut Dice) {
    for _ in 0..6 {
        let name = person(dice);
        let mut push = |text: String, expect| samples.push(Sample::new("message.eml", text, expect));
        let plain = mail(&format!(
            "Content-Type: text/plain; charset=utf-8\r\n\r\nThe officer spoke to {name}.\r\n"
        ));
        push(plain, told(&[&name], &LACKS, &[Drop::MailHeader]));
        let (first, last) = name.split_once(' ').unwrap();
        let quoted = format!(
            "Content-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n\
             Caf=E9 with {first}=20=\r\n{last}\r\n"
        );
        push(mail(&quoted), told(&[&format!("Café with {name}")], &LACKS, &[]));
        let page = format!(
            "Content-Type: text/html; charset=utf-8\r\n\r\n<html><script>SCRIPT</script><body><p>{first} {last}</p>\
             <img src=\"http://example.org/LINK\"></body></html>\r\n"
        );
        push(
            mail(&page),
            told(&[&name], &["LINK", "SCRIPT"], &[Drop::Link, Drop::Script]),
        );
        let mixed = format!(
            "Content-Type: multipart/mixed; boundary=\"edge\"\r\n\r\n--edge\r\nContent-Type: text/plain\r\n\r\n{name} left.\r\n\
             --edge\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment; filename=\"a.pdf\"\r\n\r\nATTACHED\r\n\
             --edge\r\nContent-Type: message/rfc822\r\n\r\nFrom: x@example.org\r\nSubject: FORWARDED\r\n\r\nFORWARDED\r\n--edge--\r\n"
        );
        push(
            mail(&mixed),
            told(&[&name], &["ATTACHED", "FORWARDED"], &[Drop::Embedded]),
        );
    }
    for kind in [
        "application/pkcs7-mime; smime-type=enveloped-data",
        "multipart/encrypted; boundary=e",
    ] {
        let sealed = mail(&format!("Content-Type: {kind}\r\n\r\nMIIB\r\n"));
        samples.push(Sample::new("sealed.eml", sealed, Expect::Refused("password")));
    }
    let harm = format!(
        "Content-Type: multipart/mixed; boundary=\"edge\"\r\n\r\n--edge\r\nContent-Type: text/plain\r\n\r\nHe left.\r\n--edge\r\n\
         Content-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\n\r\n{}\r\n--edge--\r\n",
        base64(eicar().as_bytes())
    );
    samples.push(Sample::new("harm.eml", mail(&harm), Expect::Refused("scanners")));
    samples.push(Sample::new("none.eml", mail("\r\n"), Expect::Refused("no words")));
}

fn base64(bytes: &[u8]) -> String {
    const SIGNS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for three in bytes.chunks(3) {
        let whole = three
            .iter()
            .fold(0_u32, |whole, byte| whole << 8 | u32::from(*byte))
            << (8 * (3 - three.len()));
        for place in 0..4 {
            let sign = SIGNS[(whole >> (18 - 6 * place) & 63) as usize];
            out.push(if place <= three.len() { sign as char } else { '=' });
        }
    }
    out
}
