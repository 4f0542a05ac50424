//! Mail: by SMTP, or to files where there is no server. A message never carries the content of a case.

use std::{path::PathBuf, sync::Mutex};

use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor, message::header::ContentType};
use serde::{Deserialize, Serialize};

use super::config::Config;

/// A message in plain text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mail {
    /// The address it goes to.
    pub to: String,
    /// The subject line; starts with the marking.
    pub subject: String,
    /// The text.
    pub text: String,
}

/// What becomes of a message that could not be sent.
#[derive(Debug, thiserror::Error)]
#[error("mail: {0}")]
pub struct MailError(pub String);

/// Somewhere to send mail.
#[async_trait::async_trait]
pub trait Mailer: Send + Sync {
    /// Sends one message.
    ///
    /// # Errors
    /// When the server or the folder does not take it; the job that sends it tries again.
    async fn send(&self, mail: &Mail) -> Result<(), MailError>;
}

/// The mailer the settings ask for.
///
/// # Errors
/// One sentence about the setting.
pub fn mailer(config: &Config) -> Result<std::sync::Arc<dyn Mailer>, String> {
    if config.mail == "files" {
        return Ok(std::sync::Arc::new(Files {
            folder: config.directory.join("mail"),
        }));
    }
    let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(&config.mail)
        .map_err(|error| format!("the setting mail cannot be read: {error}"))?
        .build();
    Ok(std::sync::Arc::new(Smtp {
        transport,
        from: config.mail_from.clone(),
    }))
}

struct Smtp {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: String,
}

fn message(from: &str, mail: &Mail) -> Result<Message, MailError> {
    let address = |text: &str| {
        text.parse()
            .map_err(|_| MailError("an address cannot be read".into()))
    };
    Message::builder()
        .from(address(from)?)
        .to(address(&mail.to)?)
        .subject(&mail.subject)
        .header(ContentType::TEXT_PLAIN)
        .body(mail.text.clone())
        .map_err(|error| MailError(error.to_string()))
}

#[async_trait::async_trait]
impl Mailer for Smtp {
    async fn send(&self, mail: &Mail) -> Result<(), MailError> {
        let message = message(&self.from, mail)?;
        self.transport
            .send(message)
            .await
            .map(drop)
            .map_err(|error| MailError(error.to_string()))
    }
}

/// Writes each message to a file of its own, for machines without a mail server.
pub struct Files {
    folder: PathBuf,
}

#[async_trait::async_trait]
impl Mailer for Files {
    async fn send(&self, mail: &Mail) -> Result<(), MailError> {
        let text = format!("To: {}\nSubject: {}\n\n{}\n", mail.to, mail.subject, mail.text);
        let write = || -> std::io::Result<()> {
            std::fs::create_dir_all(&self.folder)?;
            let number = std::fs::read_dir(&self.folder)?.count();
            std::fs::write(self.folder.join(format!("{number:06}.txt")), text)
        };
        write().map_err(|error| MailError(error.to_string()))
    }
}

/// Keeps messages in memory, for tests.
#[derive(Default)]
pub struct Kept(Mutex<Vec<Mail>>);

impl Kept {
    /// Every message so far.
    #[must_use]
    pub fn all(&self) -> Vec<Mail> {
        self.0.lock().map(|mails| mails.clone()).unwrap_or_default()
    }
}

#[async_trait::async_trait]
impl Mailer for Kept {
    async fn send(&self, mail: &Mail) -> Result<(), MailError> {
        self.0
            .lock()
            .map_err(|_| MailError("lost".into()))?
            .push(mail.clone());
        Ok(())
    }
}
