//! The style sheet, the script and the icon, inside the binary and served under names that change with their content.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::LazyLock;

use axum::extract::Path;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use rust_embed::{EmbeddedFile, RustEmbed};
use sha2::{Digest, Sha256};

/// The built files; their sources stand in `assets/src`.
#[derive(RustEmbed)]
#[folder = "assets/served"]
struct Files;

/// One file as it is served.
struct Served {
    name: String,
    tag: String,
    kind: String,
    content: Cow<'static, [u8]>,
}

/// What is served, by the name the code calls it.
static SERVED: LazyLock<BTreeMap<String, Served>> = LazyLock::new(|| {
    let file = |name: &str| Files::get(name).map(|file| (name.to_owned(), served(name, file)));
    let mut all: BTreeMap<_, _> = Files::iter().filter_map(|name| file(&name)).collect();
    if let (Some(script), Some(library)) = (all.get("app.js"), all.get("govuk.js")) {
        // A script imports by the name that is served.
        let text =
            String::from_utf8_lossy(&script.content).replace("./govuk.js", &format!("./{}", library.name));
        all.insert(
            "app.js".to_owned(),
            named("app.js", script.kind.clone(), text.into_bytes().into()),
        );
    }
    all
});

fn served(name: &str, file: EmbeddedFile) -> Served {
    named(name, file.metadata.mimetype().to_owned(), file.data)
}

/// `app.css` is served as `app.0123456789abcdef.css`.
fn named(name: &str, kind: String, content: Cow<'static, [u8]>) -> Served {
    let hash = hex::encode(&Sha256::digest(&content)[..8]);
    let name = match name.rsplit_once('.') {
        Some((stem, extension)) => format!("{stem}.{hash}.{extension}"),
        None => format!("{name}.{hash}"),
    };
    Served {
        name,
        tag: format!("\"{hash}\""),
        kind,
        content,
    }
}

/// The address of a file: `/assets/app.HASH.css` of `app.css`; of a name that is no file, one that is not found.
pub fn asset_url(name: &str) -> String {
    let served = SERVED.get(name).map_or(name, |file| &file.name);
    format!("/assets/{served}")
}

/// Serves `/assets/{name}`: for ever, because another content has another name.
pub async fn serve(Path(name): Path<String>, headers: HeaderMap) -> Response {
    let Some(file) = SERVED.values().find(|file| file.name == name) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let forever = [
        (CACHE_CONTROL, "public, max-age=31536000, immutable"),
        (ETAG, file.tag.as_str()),
    ];
    if headers
        .get(IF_NONE_MATCH)
        .is_some_and(|held| held.as_bytes() == file.tag.as_bytes())
    {
        return (StatusCode::NOT_MODIFIED, forever).into_response();
    }
    (
        forever,
        [(CONTENT_TYPE, file.kind.as_str())],
        file.content.clone(),
    )
        .into_response()
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use axum::http::Request;
    use axum::routing::get;
    use http_body_util::BodyExt;
    use tower::ServiceExt;

    use super::*;

    async fn ask(path: &str, held: &str) -> (StatusCode, HeaderMap, String) {
        let site = axum::Router::new().route("/assets/{name}", get(serve));
        let request = Request::get(path)
            .header(IF_NONE_MATCH, held)
            .body(Body::empty())
            .unwrap();
        let response = site.oneshot(request).await.unwrap();
        let (head, body) = response.into_parts();
        let body = body.collect().await.unwrap().to_bytes();
        (
            head.status,
            head.headers,
            String::from_utf8_lossy(&body).into_owned(),
        )
    }

    #[tokio::test]
    async fn serves_a_file_for_ever_under_the_name_of_its_content() {
        let url = asset_url("app.css");
        assert!(
            url.starts_with("/assets/app.")
                && url.ends_with(".css")
                && url.len() == "/assets/app..css".len() + 16
        );
        let (status, headers, body) = ask(&url, "").await;
        assert_eq!(status, StatusCode::OK);
        assert_eq!(headers[CONTENT_TYPE], "text/css");
        assert_eq!(headers[CACHE_CONTROL], "public, max-age=31536000, immutable");
        assert!(body.contains(".govuk-button"));
        let (status, _, body) = ask(&url, headers[ETAG].to_str().unwrap()).await;
        assert_eq!((status, body.as_str()), (StatusCode::NOT_MODIFIED, ""));
    }

    #[tokio::test]
    async fn serves_no_other_name_and_no_source() {
        for path in [
            "/assets/app.css",
            "/assets/app.0000000000000000.css",
            "/assets/src%2Fapp.scss",
            "/assets/none",
        ] {
            assert_eq!(ask(path, "").await.0, StatusCode::NOT_FOUND, "{path}");
        }
        assert!(!Files::iter().any(|name| name.contains("scss") || name.contains('/')));
    }

    #[tokio::test]
    async fn the_script_imports_what_is_served() {
        let (_, headers, script) = ask(&asset_url("app.js"), "").await;
        assert_eq!(headers[CONTENT_TYPE], "text/javascript");
        let library = asset_url("govuk.js").replace("/assets/", "./");
        assert!(script.contains(&format!("from \"{library}\"")), "{script}");
        assert_eq!(ask(&asset_url("govuk.js"), "").await.0, StatusCode::OK);
    }

    /// The typeface and the crown are for services on gov.uk domains only.
    #[test]
    fn bears_no_brand_of_gov_uk_and_stays_small() {
        let css = String::from_utf8(Files::get("app.css").unwrap().data.into_owned()).unwrap();
        for brand in ["GDS Transport", "crown", "@font-face"] {
            assert!(!css.contains(brand), "{brand}");
        }
        // About 15 kB compressed; a first page is to be usable within seconds on a slow line.
        assert!(css.len() < 125_000, "{}", css.len());
    }
}
