//! Style, script and icon, embedded in the program.

use std::sync::OnceLock;

use axum::extract::Path;
use axum::http::{HeaderName, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::form::sha256_hex;

struct Asset {
    name: &'static str,
    kind: &'static str,
    text: &'static str,
}

const ASSETS: [Asset; 4] = [
    Asset { name: "app.css", kind: "text/css; charset=utf-8", text: include_str!("../assets/app.css") },
    Asset { name: "app.js", kind: "text/javascript; charset=utf-8", text: include_str!("../assets/app.js") },
    Asset { name: "icon.svg", kind: "image/svg+xml; charset=utf-8", text: include_str!("../assets/icon.svg") },
    Asset {
        name: "htmx.min.js",
        kind: "text/javascript; charset=utf-8",
        text: include_str!("../assets/vendor/htmx.min.js"),
    },
];

/// The address of an asset. It changes with the content, so that browsers may keep it for good.
pub(crate) fn url(name: &str) -> String {
    format!("/static/{name}?v={}", version())
}

/// The first digits of the SHA-256 of all assets.
fn version() -> &'static str {
    static VERSION: OnceLock<String> = OnceLock::new();
    VERSION.get_or_init(|| {
        let mut digits = sha256_hex(&ASSETS.map(|asset| asset.text));
        digits.truncate(12);
        digits
    })
}

/// `GET /static/{file}`.
pub(crate) async fn serve(Path(file): Path<String>) -> Response {
    let Some(asset) = ASSETS.iter().find(|asset| asset.name == file) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let headers: [(HeaderName, &str); 2] =
        [(header::CONTENT_TYPE, asset.kind), (header::CACHE_CONTROL, "public, max-age=31536000, immutable")];
    (headers, asset.text).into_response()
}

#[cfg(test)]
mod tests {
    use sha2::{Digest as _, Sha256};

    use super::*;

    #[test]
    fn what_others_wrote_is_unchanged() {
        let readme = include_str!("../assets/README.md");
        let htmx = ASSETS.iter().find(|asset| asset.name == "htmx.min.js").unwrap();
        let digest: String = Sha256::digest(htmx.text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
        let row = readme.lines().find(|line| line.contains(&digest)).expect("the README has the sha256 of htmx.min.js");
        let version = row.split('|').nth(3).unwrap().trim();
        assert!(htmx.text.contains(&format!("version:\"{version}\"")), "{version}");
    }

    #[test]
    fn nothing_of_ours_leads_elsewhere() {
        for asset in ASSETS.iter().filter(|asset| asset.name != "htmx.min.js") {
            let text = asset.text.replace("http://www.w3.org/2000/svg", "");
            assert!(!text.contains("://") && !text.contains("url(//"), "{}", asset.name);
        }
    }
}
