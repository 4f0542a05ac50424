//! DOCX and ODT.

use std::io::{Cursor, Write};

use intake::Drop;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::{Dice, Expect, Sample, eicar, person, told, with};

const W: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" \
     xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\"";
const RELS: &str = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
     <Relationship Id=\"r1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" \
     Target=\"word/document.xml\"/></Relationships>";

/// A zip of parts.
pub fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A paragraph of runs.
pub fn paragraph(runs: &[&str]) -> String {
    let run = |text: &&str| format!("<w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r>");
    format!("<w:p>{}</w:p>", runs.iter().map(run).collect::<String>())
}

/// A DOCX with this body and these parts beside it.
pub fn docx(body: &str, more: &[(&str, &str)]) -> Vec<u8> {
    let document = format!("<?xml version=\"1.0\"?><w:document {W}><w:body>{body}</w:body></w:document>");
    let mut parts: Vec<(&str, &[u8])> = vec![
        ("[Content_Types].xml", b"<Types/>"),
        ("_rels/.rels", RELS.as_bytes()),
        ("word/document.xml", document.as_bytes()),
    ];
    parts.extend(more.iter().map(|(name, text)| (*name, text.as_bytes())));
    zipped(&parts)
}

/// An ODT with this text, these styles of its own and these parts beside it.
pub fn odt(text: &str, styles: &str, more: &[(&str, &str)]) -> Vec<u8> {
    let content = format!(
        "<?xml version=\"1.0\"?><office:document-content xmlns:office=\"o\" xmlns:text=\"t\" xmlns:table=\"tb\" \
         xmlns:style=\"s\" xmlns:draw=\"d\" xmlns:xlink=\"x\"><office:automatic-styles>{styles}</office:automatic-styles>\
         <office:body><office:text>{text}</office:text></office:body></office:document-content>"
    );
    let mut parts: Vec<(&str, &[u8])> = vec![
        ("mimetype", b"application/vnd.oasis.opendocument.text"),
        ("content.xml", content.as_bytes()),
        ("META-INF/manifest.xml", b"<manifest/>"),
    ];
    parts.extend(more.iter().map(|(name, text)| (*name, text.as_bytes())));
    zipped(&parts)
}

fn notes(kind: &str, text: &str) -> String {
    format!(
        "<w:{kind}s {W}><w:{kind} w:type=\"separator\" w:id=\"-1\"><w:p/></w:{kind}><w:{kind} w:id=\"2\">{}</w:{kind}></w:{kind}s>",
        paragraph(&[text])
    )
}

pub fn add(samples: &mut Vec<Sample>, dice: &mut Dice) {
    for _ in 0..6 {
        let name = person(dice);
        let (first, last) = name.split_once(' ').unwrap();
        let (head, tail) = first.split_at(2);
        word(samples, &name, [head, tail, last]);
        open(samples, &name, [head, tail, last]);
    }
    let seen = |text: &str| paragraph(&["He left."]) + text;
    samples.push(Sample::new(
        "none.docx",
        docx("<w:p/>", &[]),
        Expect::Refused("no words"),
    ));
    samples.push(Sample::new(
        "none.odt",
        odt("<text:p/>", "", &[]),
        Expect::Refused("no words"),
    ));
    let picture = "<w:p><w:r><w:drawing><a:blip xmlns:a=\"a\"/></w:drawing></w:r></w:p>";
    samples.push(Sample::new(
        "scan.docx",
        docx(picture, &[]),
        Expect::Held(intake::Hold::Pictures),
    ));
    let deep = "<w:sdt>".repeat(5000) + &"</w:sdt>".repeat(5000);
    samples.push(Sample::new(
        "deep.docx",
        docx(&seen(&deep), &[]),
        Expect::Refused("nested deeper"),
    ));
    let deep = "<text:span>".repeat(5000) + &"</text:span>".repeat(5000);
    samples.push(Sample::new(
        "deep.odt",
        odt(&deep, "", &[]),
        Expect::Refused("nested deeper"),
    ));
    for part in ["word/media/a.png", "word/embeddings/b.bin", "docProps/core.xml"] {
        let file = docx(&seen(""), &[(part, &eicar())]);
        samples.push(Sample::new("harm.docx", file, Expect::Refused("scanners")));
    }
    let elsewhere = docx("", &[("word/other.xml", "x")]);
    samples.push(Sample::new(
        "elsewhere.docx",
        elsewhere,
        Expect::Refused("no words"),
    ));
}

/// What can be in a DOCX, around a name.
fn word(samples: &mut Vec<Sample>, name: &str, [head, tail, last]: [&str; 3]) {
    let mut push = |file: &str, bytes, expect| samples.push(Sample::new(file, bytes, expect));
    let plain = paragraph(&[&format!("The officer spoke to {name}.")]);
    push("MG5 summary.docx", docx(&plain, &[]), with(&[name]));
    push(
        "runs.docx",
        docx(&paragraph(&["Then ", head, tail, " ", last, " left"]), &[]),
        with(&[name]),
    );
    let cell = |text: &str| format!("<w:tc>{}</w:tc>", paragraph(&[text]));
    let table = format!("<w:tbl><w:tr>{}{}</w:tr></w:tbl>", cell("Victim"), cell(name));
    push(
        "table.docx",
        docx(&(plain.clone() + &table), &[]),
        with(&[&format!("Victim | {name}")]),
    );
    let inside = format!("<w:r><w:txbxContent>{}</w:txbxContent></w:r>", paragraph(&[name]));
    let either = format!(
        "<w:p><mc:AlternateContent><mc:Choice>{inside}</mc:Choice><mc:Fallback>{}</mc:Fallback></mc:AlternateContent>\
         <w:r><w:t>Beside</w:t></w:r></w:p>",
        inside.replace(name, "SECOND-COPY")
    );
    push(
        "box.docx",
        docx(&either, &[]),
        told(&[name, "Beside"], &["SECOND-COPY"], &[]),
    );
    for kind in ["footnote", "endnote"] {
        let body = format!("<w:p><w:r><w:t>See</w:t></w:r><w:r><w:{kind}Reference w:id=\"2\"/></w:r></w:p>");
        let part = format!("word/{kind}s.xml");
        push(
            "note.docx",
            docx(&body, &[(part.as_str(), &notes(kind, name))]),
            with(&["Note 1: ", name]),
        );
    }
    unseen(samples, name, &plain);
    around(samples, name, &plain);
    let thin = paragraph(&[&format!(
        "{head}\u{200b}{tail}\u{2060} {last} on 07700\u{200d}900123"
    )]);
    let expect = told(&[name, "07700900123"], &[], &[Drop::Invisible]);
    samples.push(Sample::new("thin.docx", docx(&thin, &[]), expect));
}

/// What a DOCX hides, has struck out or has put in.
fn unseen(samples: &mut Vec<Sample>, name: &str, plain: &str) {
    let mut push = |file: &str, bytes, expect| samples.push(Sample::new(file, bytes, expect));
    let hidden = format!("{plain}<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>UNSEEN</w:t></w:r></w:p>");
    push(
        "hidden.docx",
        docx(&hidden, &[]),
        told(&[name], &["UNSEEN"], &[Drop::Hidden]),
    );
    let styles = format!(
        "<w:styles {W}><w:style w:styleId=\"A\"><w:rPr><w:vanish/></w:rPr></w:style>\
         <w:style w:styleId=\"B\"><w:basedOn w:val=\"A\"/></w:style></w:styles>"
    );
    let styled =
        format!("{plain}<w:p><w:r><w:rPr><w:rStyle w:val=\"B\"/></w:rPr><w:t>UNSEEN</w:t></w:r></w:p>");
    let file = docx(&styled, &[("word/styles.xml", &styles)]);
    push("styled.docx", file, told(&[name], &["UNSEEN"], &[Drop::Hidden]));
    let changed = format!(
        "<w:p><w:del><w:r><w:delText>STRUCK</w:delText></w:r></w:del><w:ins><w:r><w:t>{name}</w:t></w:r></w:ins>\
         <w:moveFrom><w:r><w:t>STRUCK</w:t></w:r></w:moveFrom></w:p>"
    );
    push(
        "changes.docx",
        docx(&changed, &[]),
        told(&[name], &["STRUCK"], &[Drop::Deleted, Drop::Inserted]),
    );
}

/// What a DOCX has in other parts than its text.
fn around(samples: &mut Vec<Sample>, name: &str, plain: &str) {
    let mut push = |file: &str, bytes, expect| samples.push(Sample::new(file, bytes, expect));
    let comments = format!(
        "<w:comments {W}><w:comment>{}</w:comment></w:comments>",
        paragraph(&["REMARK"])
    );
    let header = format!("<w:hdr {W}>{}</w:hdr>", paragraph(&["LETTERHEAD"]));
    let links = "<Relationships><Relationship Type=\"x/hyperlink\" Target=\"http://example.org/LINK\" TargetMode=\"External\"/>\
         <Relationship Type=\"x/attachedTemplate\" Target=\"file:///LINK\" TargetMode=\"External\"/></Relationships>";
    let around = [
        ("word/comments.xml", comments.as_str()),
        ("word/header1.xml", &header),
        ("word/_rels/document.xml.rels", links),
        ("word/vbaProject.bin", "MACRO"),
        ("word/embeddings/sheet.xlsx", "INSIDE"),
        ("docProps/core.xml", "<a>AUTHOR</a>"),
    ];
    let lacks = ["REMARK", "LETTERHEAD", "LINK", "MACRO", "INSIDE", "AUTHOR"];
    let drops = [
        Drop::Comment,
        Drop::Header,
        Drop::Link,
        Drop::Macro,
        Drop::Embedded,
        Drop::Metadata,
    ];
    push("around.docx", docx(plain, &around), told(&[name], &lacks, &drops));
    let field = format!("{plain}<w:p><w:r><w:instrText>INCLUDETEXT SECRET</w:instrText></w:r></w:p>");
    push(
        "field.docx",
        docx(&field, &[]),
        told(&[name], &["SECRET"], &[Drop::Code]),
    );
}

/// What can be in an ODT, around a name.
fn open(samples: &mut Vec<Sample>, name: &str, [head, tail, last]: [&str; 3]) {
    let mut push = |file: &str, bytes, expect| samples.push(Sample::new(file, bytes, expect));
    let plain = format!("<text:p>The officer spoke to {name}.</text:p>");
    push("plain.odt", odt(&plain, "", &[]), with(&[name]));
    let spans =
        format!("<text:p><text:span>{head}</text:span><text:span>{tail}</text:span><text:s/>{last}</text:p>");
    push("spans.odt", odt(&spans, "", &[]), with(&[name]));
    let cell = |text: &str| format!("<table:table-cell><text:p>{text}</text:p></table:table-cell>");
    let table = format!(
        "<table:table><table:table-row>{}{}</table:table-row></table:table>",
        cell("Victim"),
        cell(name)
    );
    push(
        "table.odt",
        odt(&table, "", &[]),
        with(&[&format!("Victim | {name}")]),
    );
    let hidden = "<table:table><table:table-row table:visibility=\"collapse\"><table:table-cell><text:p>UNSEEN</text:p>\
         </table:table-cell></table:table-row></table:table>";
    push(
        "row.odt",
        odt(&(plain.clone() + hidden), "", &[]),
        told(&[name], &["UNSEEN"], &[Drop::Hidden]),
    );
    let note = format!(
        "<text:p>See<text:note><text:note-citation>7</text:note-citation><text:note-body><text:p>{name}</text:p>\
         </text:note-body></text:note> there</text:p>"
    );
    push(
        "note.odt",
        odt(&note, "", &[]),
        with(&["See (note 1)", &format!("Note 1: {name}")]),
    );
    let frame = format!("<text:p>Beside<draw:text-box><text:p>{name}</text:p></draw:text-box></text:p>");
    push("box.odt", odt(&frame, "", &[]), with(&["Beside", name]));
    let style = "<style:style style:name=\"H\"><style:text-properties text:display=\"none\"/></style:style>";
    let unseen = format!("{plain}<text:p text:style-name=\"H\">UNSEEN</text:p>");
    push(
        "hidden.odt",
        odt(&unseen, style, &[]),
        told(&[name], &["UNSEEN"], &[Drop::Hidden]),
    );
    let changes = format!(
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>STRUCK</text:p></text:deletion>\
         </text:changed-region></text:tracked-changes>{plain}<text:p>x<office:annotation><text:p>REMARK</text:p>\
         </office:annotation></text:p>"
    );
    let drops = [Drop::Deleted, Drop::Comment];
    push(
        "changes.odt",
        odt(&changes, "", &[]),
        told(&[name], &["STRUCK", "REMARK"], &drops),
    );
    let link =
        format!("{plain}<text:p><text:a xlink:href=\"http://example.org/LINK\">there</text:a></text:p>");
    let more = [("Basic/Standard/a.xml", "MACRO"), ("meta.xml", "<a>AUTHOR</a>")];
    let drops = [Drop::Link, Drop::Macro, Drop::Metadata];
    push(
        "around.odt",
        odt(&link, "", &more),
        told(&[name, "there"], &["LINK", "MACRO", "AUTHOR"], &drops),
    );
}
