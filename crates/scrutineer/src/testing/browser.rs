use axum::{
    Router,
    body::Body,
    http::{Request, header},
};
use http_body_util::BodyExt;
use tower::ServiceExt;

/// A browser of a test: keeps its session cookie, sends forms as a browser does.
#[derive(Clone)]
pub struct Browser {
    router: Router,
    cookie: Option<String>,
    /// The token it puts into forms.
    pub csrf: String,
}

/// What came back.
pub struct Answered {
    /// The status.
    pub status: u16,
    /// Where it sends the browser, or nothing.
    pub location: String,
    /// The page.
    pub text: String,
    /// The bytes, for files.
    pub bytes: Vec<u8>,
    /// The headers.
    pub headers: axum::http::HeaderMap,
}

impl Browser {
    pub(super) fn new(router: Router, token: Option<String>) -> Self {
        Self {
            router,
            cookie: token.map(|token| format!("session={token}")),
            csrf: "test-token".into(),
        }
    }

    /// Asks for a page.
    pub async fn get(&mut self, path: &str) -> Answered {
        self.send(Request::get(path).body(Body::empty()).unwrap()).await
    }

    /// Sends a form from one of our own pages; the token is added.
    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answered {
        let csrf = self.csrf.clone();
        let pairs = fields.iter().copied().chain([("csrf", csrf.as_str())]);
        let body: Vec<String> = pairs
            .map(|(name, value)| format!("{}={}", escape(name), escape(value)))
            .collect();
        let request = Request::post(path)
            .header("sec-fetch-site", "same-origin")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(body.join("&")));
        self.send(request.unwrap()).await
    }

    /// Sends a form with a file in the field `file`; the token is added.
    pub async fn post_file(
        &mut self,
        path: &str,
        fields: &[(&str, &str)],
        name: &str,
        content: &[u8],
    ) -> Answered {
        const EDGE: &str = "----scrutineer-test-boundary";
        let mut body = Vec::new();
        let csrf = self.csrf.clone();
        for (field, value) in fields.iter().copied().chain([("csrf", csrf.as_str())]) {
            let part =
                format!("--{EDGE}\r\nContent-Disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n");
            body.extend_from_slice(part.as_bytes());
        }
        let head = format!(
            "--{EDGE}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\nContent-Type: text/csv\r\n\r\n"
        );
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(content);
        body.extend_from_slice(format!("\r\n--{EDGE}--\r\n").as_bytes());
        let request = Request::post(path)
            .header("sec-fetch-site", "same-origin")
            .header(
                header::CONTENT_TYPE,
                format!("multipart/form-data; boundary={EDGE}"),
            )
            .body(Body::from(body));
        self.send(request.unwrap()).await
    }

    /// Sends any request with the browser's cookie.
    pub async fn send(&mut self, mut request: Request<Body>) -> Answered {
        if let Some(cookie) = &self.cookie {
            request
                .headers_mut()
                .insert(header::COOKIE, cookie.parse().unwrap());
        }
        request
            .headers_mut()
            .insert(header::HOST, "localhost".parse().unwrap());
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        if let Some(set) = parts.headers.get(header::SET_COOKIE) {
            let pair = set.to_str().unwrap().split(';').next().unwrap().to_owned();
            self.cookie = (!pair.ends_with('=')).then_some(pair);
        }
        let bytes = body.collect().await.unwrap().to_bytes().to_vec();
        Answered {
            status: parts.status.as_u16(),
            location: parts
                .headers
                .get(header::LOCATION)
                .map(|at| at.to_str().unwrap().to_owned())
                .unwrap_or_default(),
            text: String::from_utf8_lossy(&bytes).into_owned(),
            bytes,
            headers: parts.headers,
        }
    }
}

impl Answered {
    /// The value of the hidden token in the page's first form.
    pub fn token(&self) -> String {
        let mark = "name=\"csrf\" value=\"";
        let start = self.text.find(mark).unwrap() + mark.len();
        self.text[start..].split('"').next().unwrap().to_owned()
    }
}

fn escape(text: &str) -> String {
    text.bytes()
        .map(|byte| {
            if byte.is_ascii_alphanumeric() {
                char::from(byte).to_string()
            } else {
                format!("%{byte:02X}")
            }
        })
        .collect()
}
