//! Downloads: the bytes that were sent and received, never shown inside the application.

use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use cleanclaim_model::FileId;

use crate::access::CurrentUser;
use crate::error::PageError;
use crate::routes::App;

/// Should a browser show it all the same, nothing in it runs and nothing is loaded.
const CONTENT_SECURITY_POLICY: &str = "sandbox; default-src 'none'; base-uri 'none'; frame-ancestors 'none'";
/// A file name is cut to so many characters.
const NAME_CHARACTERS_MAX: usize = 120;

/// `GET /files/{id}`.
pub(crate) async fn download(
    State(app): State<App>,
    current: CurrentUser,
    Path(id): Path<String>,
) -> Result<Response, PageError> {
    let id: FileId = id.parse().map_err(|_| PageError::NotFound)?;
    let Some(file) = app.engine.file(current.user.practice, id).await? else {
        app.engine.audit_read(&current.user, "file-not-found", &id.to_string()).await?;
        return Err(PageError::NotFound);
    };
    app.engine.audit_read(&current.user, "file", &id.to_string()).await?;
    let disposition = HeaderValue::try_from(disposition(&file.name)).map_err(|_| PageError::NotFound)?;
    let mut response = file.bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/octet-stream"));
    headers.insert(header::CONTENT_DISPOSITION, disposition);
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(CONTENT_SECURITY_POLICY));
    Ok(response)
}

/// `attachment` with the name twice: plain for all, exact for who reads it.
///
/// Source: RFC 6266, section 4.3 and appendix D; RFC 8187, section 3.2.1.
fn disposition(name: &str) -> String {
    let name: String = name.chars().filter(|c| !c.is_control()).take(NAME_CHARACTERS_MAX).collect();
    let is_plain = |c: char| c.is_ascii_alphanumeric() || " ._-()+,=@".contains(c);
    let plain: String = name.chars().map(|c| if is_plain(c) { c } else { '_' }).collect();
    let is_attr_char = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$&+-.^_`|~".contains(&byte);
    let exact: String = name
        .bytes()
        .map(|byte| if is_attr_char(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect();
    format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{exact}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_cannot_leave_its_header() {
        let check = |name: &str, expected: &str| assert_eq!(disposition(name), expected);
        check("a b.835", "attachment; filename=\"a b.835\"; filename*=UTF-8''a%20b.835");
        check(
            "x\"\r\nset-cookie: a=b",
            "attachment; filename=\"x_set-cookie_ a=b\"; filename*=UTF-8''x%22set-cookie%3A%20a%3Db",
        );
        check("../é.edi", "attachment; filename=\"..__.edi\"; filename*=UTF-8''..%2F%C3%A9.edi");
    }
}
