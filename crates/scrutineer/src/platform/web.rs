//! What every answer carries: security headers, a size limit, compression, a time limit, and a log line without personal
//! data.

use std::time::Duration;

use axum::{
    Router,
    extract::Request,
    http::{HeaderName, HeaderValue, StatusCode, header},
    middleware::{self, Next},
    response::Response,
};
use tower_http::{catch_panic::CatchPanicLayer, compression::CompressionLayer, timeout::TimeoutLayer};

/// The content security policy: our own files only, no inline script or style, no frames.
pub const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; \
     font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

const HEADERS: [(HeaderName, &str); 7] = [
    (header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("cross-origin-embedder-policy"),
        "require-corp",
    ),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
    ),
];

/// Wraps the site in everything an answer must carry; `secure` adds HSTS for sites served over https.
pub fn dress(router: Router, secure: bool) -> Router {
    router
        .layer(CompressionLayer::new().br(true).gzip(true))
        .layer(CatchPanicLayer::new())
        .layer(TimeoutLayer::with_status_code(
            StatusCode::SERVICE_UNAVAILABLE,
            Duration::from_secs(60),
        ))
        .layer(middleware::from_fn(
            move |request: Request, next: Next| async move {
                let mut response = next.run(request).await;
                for (name, value) in HEADERS {
                    response
                        .headers_mut()
                        .insert(name, HeaderValue::from_static(value));
                }
                if secure {
                    let hsts = HeaderValue::from_static("max-age=31536000");
                    response
                        .headers_mut()
                        .insert(header::STRICT_TRANSPORT_SECURITY, hsts);
                }
                response
            },
        ))
}

/// Whether a request that changes something came from our own pages: `Sec-Fetch-Site` where the browser sends it, else
/// `Origin` against `Host`. A request with neither is not a browser's form and is refused too.
#[must_use]
pub fn same_site(request: &Request) -> bool {
    let text = |name: HeaderName| request.headers().get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = text(HeaderName::from_static("sec-fetch-site")) {
        return site == "same-origin" || site == "none";
    }
    let host = text(header::HOST);
    text(header::ORIGIN)
        .and_then(|origin| origin.split_once("://"))
        .is_some_and(|(_, origin)| host.is_some_and(|host| host == origin))
}

/// A response's headers as they leave, for tests.
#[must_use]
pub fn header_of<'r>(response: &'r Response, name: &str) -> Option<&'r str> {
    response.headers().get(name).and_then(|value| value.to_str().ok())
}
