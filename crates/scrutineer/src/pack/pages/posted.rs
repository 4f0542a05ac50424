//! A file that somebody posts, with the form around it.

use crate::{
    access::PostedFile,
    platform::{
        form::Form,
        refusal::{Answer, Refusal},
    },
};

/// A file by its name.
pub struct File {
    /// As the person's machine calls it.
    pub name: String,
    /// What is in it.
    pub content: Vec<u8>,
}

/// The form, and the file; `choose` asks for one where none was chosen. What was typed stays in the form whatever is wrong
/// with the file.
pub fn file(posted: Result<PostedFile, Refusal>, choose: &str) -> (Form, Answer<File>) {
    let posted = match posted {
        Ok(PostedFile(posted)) => posted,
        Err(refusal) => return (Form::default(), Err(refusal)),
    };
    let file = if posted.file_name.is_empty() && posted.content.is_empty() {
        Err(Refusal::field("file", choose))
    } else {
        Ok(File {
            name: posted.file_name,
            content: posted.content,
        })
    };
    (posted.form, file)
}

/// The most a file may hold, in MB.
pub fn most_megabytes() -> u64 {
    intake::Bounds::default().file >> 20
}
