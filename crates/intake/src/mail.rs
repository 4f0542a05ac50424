//! Mail (RFC 5322, MIME by RFC 2045): its text. The header and everything attached are left out.

use mail_parser::{Message, MessageParser, MimeHeaders, PartType};

use crate::{Drop, Fault, Paper, form, no_malware};

pub(crate) fn read(file: &[u8]) -> Result<Paper, Fault> {
    let message = MessageParser::default().parse(file).ok_or(Fault::Damaged)?;
    let mut paper = Paper::default();
    let sealed = message.parts.iter().any(|part| {
        part.is_content_type("multipart", "encrypted")
            || part.is_content_type("application", "pkcs7-mime")
            || part.is_content_type("application", "x-pkcs7-mime")
    });
    if sealed {
        return Err(Fault::Password);
    }
    for part in &message.parts {
        no_malware(part.contents())?;
        if let PartType::Html(page) = &part.body {
            paper.drop(Drop::Link, page.matches("http").count());
            paper.drop(Drop::Script, page.to_lowercase().matches("<script").count());
        }
    }
    let text: Vec<String> = (0..message.text_body_count())
        .filter_map(|place| message.body_text(place))
        .map(|text| text.replace("\r\n", "\n"))
        .collect();
    paper.text = text.join("\n");
    paper.drop(Drop::MailHeader, message.headers().len());
    let attached = message.attachment_count();
    paper.drop(Drop::Embedded, attached);
    if attached > 0 {
        paper.notes.push(
            "what was attached to the mail is not in the text; attach it by itself if the panel needs it"
                .to_owned(),
        );
    }
    paper.drop(Drop::Picture, pictures(&message));
    if message
        .attachments()
        .any(|part| form::is_archive(part.contents()) && !is_document(part))
    {
        paper
            .notes
            .push("an archive was attached to the mail; it was not opened".to_owned());
    }
    Ok(paper)
}

fn is_document(part: &mail_parser::MessagePart<'_>) -> bool {
    part.content_type().is_some_and(|kind| {
        kind.c_subtype
            .as_deref()
            .unwrap_or_default()
            .contains("officedocument")
    })
}

fn pictures(message: &Message<'_>) -> usize {
    let inline = |part: &&mail_parser::MessagePart<'_>| matches!(part.body, PartType::InlineBinary(_));
    message.parts.iter().filter(inline).count()
}
