//! `/set-up`: a new person's passphrase and codes; `/set-up/code.svg`: the code picture for the phone.

use askama::Template;
use axum::{extract::State, response::Response};
use qrcode::{QrCode, render::svg};

use super::sign_in::with_session;
use crate::{
    access::{
        actor::{Posted, Visitor},
        acts,
    },
    platform::{
        app::App,
        form::Form,
        frame::Frame,
        page,
        refusal::{Answer, Refusal},
    },
};

#[derive(Template)]
#[template(path = "access/pages/set_up.html")]
struct SetUp {
    frame: Frame,
    form: Form,
    name: String,
    email: String,
    secret: String,
    demo_code: Option<String>,
}

async fn page_for(app: &App, visitor: &Visitor, form: Form) -> Answer<SetUp> {
    let (secret, person) = acts::set_up_secret(app, visitor).await?;
    let demo_code = if app.config.demo {
        Some(acts::code_now(app, &secret)?)
    } else {
        None
    };
    let frame = Frame {
        csrf: visitor.csrf.clone(),
        demo: app.config.demo,
        ..Frame::public("")
    }
    .with_form(&form);
    let secret = in_fours(&acts::base32(&secret));
    Ok(SetUp {
        frame,
        form,
        name: person.name,
        email: person.email,
        secret,
        demo_code,
    })
}

fn in_fours(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    letters
        .chunks(4)
        .map(|four| four.iter().collect::<String>())
        .collect::<Vec<_>>()
        .join(" ")
}

/// The form.
///
/// # Errors
/// Not found outside a first visit.
pub async fn get(State(app): State<App>, visitor: Visitor) -> Answer<Response> {
    page::show(&page_for(&app, &visitor, Form::default()).await?)
}

/// Takes passphrase and code; on to the person's work, signed in.
///
/// # Errors
/// As every page.
pub async fn post(State(app): State<App>, visitor: Visitor, Posted(mut form): Posted) -> Answer<Response> {
    match acts::set_up(&app, &visitor, form.value("passphrase"), form.value("code")).await {
        Ok(token) => with_session(&app, &token, "/home"),
        Err(Refusal::Invalid(errors)) => {
            form.set("passphrase", "");
            form.errors = errors;
            page::show_again(&page_for(&app, &visitor, form).await?)
        }
        Err(other) => Err(other),
    }
}

/// The picture an authenticator app reads: an `otpauth` address as a QR code.
///
/// # Errors
/// Not found outside a first visit.
pub async fn picture(State(app): State<App>, visitor: Visitor) -> Answer<Response> {
    let (secret, person) = acts::set_up_secret(&app, &visitor).await?;
    let label: String = person.email.bytes().map(escaped).collect();
    let address = format!(
        "otpauth://totp/Scrutineer:{label}?secret={}&issuer=Scrutineer",
        acts::base32(&secret)
    );
    let code = QrCode::new(address)
        .map_err(|_| Refusal::Unavailable("the code picture could not be made".to_owned()))?;
    let picture = code.render::<svg::Color<'_>>().min_dimensions(200, 200).build();
    Ok(page::shown(
        None,
        "code.svg",
        "image/svg+xml",
        picture.into_bytes(),
    ))
}

fn escaped(byte: u8) -> String {
    if byte.is_ascii_alphanumeric() || b"-._".contains(&byte) {
        char::from(byte).to_string()
    } else {
        format!("%{byte:02X}")
    }
}
