//! Reading forms and files from a request. Whatever is wrong with them is a sentence, never a bare framework error.

use axum::{
    body::Bytes,
    extract::{FromRequest, Multipart, Request},
    http::header,
};

use super::{form::Form, refusal::Refusal};

/// The largest ordinary form, in bytes: long reasons fit many times over.
const FORM_BYTES: usize = 1024 * 1024;

/// A form as it was posted, before its token is checked.
///
/// # Errors
/// [`Refusal::Invalid`] for a body that is too long, not a form, or holds a character no database keeps.
pub async fn read_form(request: Request) -> Result<Form, Refusal> {
    let body = axum::body::to_bytes(request.into_body(), FORM_BYTES)
        .await
        .map_err(|_| {
            Refusal::field(
                "form",
                "the form is longer than 1 MB; shorten it and send it again",
            )
        })?;
    let pairs: Vec<(String, String)> = form_pairs(&body)
        .ok_or_else(|| Refusal::field("form", "the form could not be read; go back and send it again"))?;
    Ok(Form::read(pairs))
}

fn form_pairs(body: &Bytes) -> Option<Vec<(String, String)>> {
    let text = std::str::from_utf8(body).ok()?;
    text.split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            Some((decode(name)?, decode(value)?.replace("\r\n", "\n")))
        })
        .collect()
}

/// Percent and plus decoding; nothing for bytes that are no UTF-8 or hold a NUL, which PostgreSQL cannot keep.
fn decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => {
                let (high, low) = (rest.next()?, rest.next()?);
                u8::from_str_radix(std::str::from_utf8(&[high, low]).ok()?, 16).ok()?
            }
            other => other,
        });
    }
    String::from_utf8(bytes).ok().filter(|text| !text.contains('\0'))
}

/// A posted form with one file.
pub struct FileForm {
    /// The other fields.
    pub form: Form,
    /// The file's name as the browser gave it.
    pub file_name: String,
    /// Its bytes.
    pub content: Vec<u8>,
}

/// Reads a multipart form with the file in the field `file`.
///
/// # Errors
/// [`Refusal::Invalid`] on `file`: none chosen, longer than `most` bytes (claimed or real), or cut off half way.
pub async fn read_file_form(request: Request, most: u64) -> Result<FileForm, Refusal> {
    let too_long = || {
        Refusal::field(
            "file",
            format!("the file must be smaller than {} MB", most / 1_048_576),
        )
    };
    let cut_off = || {
        Refusal::field(
            "file",
            "the upload was cut off; choose the file and send it again",
        )
    };
    let claimed = request
        .headers()
        .get(header::CONTENT_LENGTH)
        .and_then(|length| length.to_str().ok());
    if claimed
        .and_then(|length| length.parse::<u64>().ok())
        .is_some_and(|length| length > most.saturating_add(65_536))
    {
        return Err(too_long());
    }
    let mut parts = Multipart::from_request(request, &())
        .await
        .map_err(|_| cut_off())?;
    let mut out = FileForm {
        form: Form::default(),
        file_name: String::new(),
        content: Vec::new(),
    };
    let mut pairs = Vec::new();
    while let Some(mut part) = parts.next_field().await.map_err(|_| cut_off())? {
        let name = part.name().unwrap_or_default().to_owned();
        if name == "file" {
            out.file_name = part.file_name().unwrap_or_default().replace('\0', "");
            while let Some(chunk) = part.chunk().await.map_err(|_| cut_off())? {
                if (out.content.len() + chunk.len()) as u64 > most {
                    return Err(too_long());
                }
                out.content.extend_from_slice(&chunk);
            }
        } else {
            let text = part.text().await.map_err(|_| cut_off())?;
            if text.contains('\0') || text.len() > FORM_BYTES {
                return Err(Refusal::field(
                    &name,
                    "the form could not be read; go back and send it again",
                ));
            }
            pairs.push((name, text));
        }
    }
    out.form = Form::read(pairs);
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_decoded() {
        let pairs = form_pairs(&Bytes::from_static(b"a=1+2&b=%C5%B5%0D%0Ax&a=&c")).unwrap();
        let want = [("a", "1 2"), ("b", "\u{175}\nx"), ("a", ""), ("c", "")];
        assert_eq!(
            pairs,
            want.map(|(name, value)| (name.to_owned(), value.to_owned()))
        );
    }

    /// A form with a file of this many bytes and no claim of its length, as a stream has none.
    fn streamed(bytes: usize) -> Request {
        let head = "--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\n";
        let body = [head.as_bytes(), &vec![b'x'; bytes], b"\r\n--edge--\r\n"].concat();
        let chunks = body.chunks(1000).map(|chunk| Ok(Bytes::copy_from_slice(chunk)));
        let chunks: Vec<Result<Bytes, std::io::Error>> = chunks.collect();
        Request::post("/register/upload")
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=edge")
            .body(axum::body::Body::from_stream(futures_util::stream::iter(chunks)))
            .unwrap()
    }

    #[tokio::test]
    async fn a_file_longer_than_allowed_is_refused_whatever_it_claims() {
        let most = 1_048_576;
        let taken = read_file_form(streamed(1_048_576), most).await;
        assert_eq!(taken.ok().unwrap().content.len(), 1_048_576);
        let Err(Refusal::Invalid(errors)) = read_file_form(streamed(1_048_576 + 1), most).await else {
            panic!("a byte too many was taken")
        };
        assert_eq!(
            (errors[0].field.as_str(), errors[0].message.as_str()),
            ("file", "the file must be smaller than 1 MB")
        );
    }

    #[test]
    fn what_is_no_text_is_refused() {
        for bad in ["a=%FF", "a=%0", "a=%00", "a=%zz"] {
            assert_eq!(form_pairs(&Bytes::copy_from_slice(bad.as_bytes())), None, "{bad}");
        }
    }
}
