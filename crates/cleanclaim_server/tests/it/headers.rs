//! What every answer carries, whatever the answer is.

use axum::body::Body;
use axum::http::Method;
use cleanclaim_server::{Reach, router};

use crate::client::{Answer, Browser};
use crate::practice::Practice;

fn check(path: &str, answer: &Answer) {
    let expected = [
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "same-origin"),
        ("strict-transport-security", "max-age=31536000"),
        ("cross-origin-opener-policy", "same-origin"),
        ("content-security-policy", "frame-ancestors 'none'"),
        ("content-security-policy", "base-uri 'none'"),
        ("content-security-policy", if path.starts_with("/files/") { "sandbox" } else { "object-src 'none'" }),
    ];
    for (name, part) in expected {
        assert!(answer.header(name).contains(part), "{path}: {name} is {:?}", answer.header(name));
    }
    assert!(!answer.header("content-security-policy").contains("unsafe"), "{path}");
    assert!(answer.headers.get("access-control-allow-origin").is_none(), "{path}");
    let caching = if path.starts_with("/static/app") { "public, max-age=31536000, immutable" } else { "no-store" };
    assert_eq!(answer.header("cache-control"), caching, "{path}");
    let kind = answer.header("content-type");
    let has_kind = kind.contains("charset=utf-8") || kind == "application/octet-stream";
    assert!(has_kind || answer.text.is_empty(), "{path}: {kind:?}");
}

#[tokio::test]
async fn every_answer_is_hardened() {
    let practice = Practice::new().await;
    let mut browser = Browser::signed_in(practice.router(), "bill").await;
    let (claim, file) = (practice.claim_path(), practice.file_path());
    let paths = ["/", "/claims", &claim, &file, "/sign-in", "/health", "/static/app.css", "/static/none", "/none"];
    for path in paths {
        check(path, &browser.get(path).await);
        let head = browser.send(Method::HEAD, path, &[], Body::empty()).await;
        assert!(head.text.is_empty(), "{path}");
        check(path, &head);
    }
    check("/claims?page=x", &browser.get("/claims?page=x").await);
    for method in [Method::TRACE, Method::PUT, Method::DELETE, Method::OPTIONS] {
        let answer =
            browser.send(method.clone(), "/claims", &[("origin", "https://evil.example")], Body::empty()).await;
        assert!(matches!(answer.status.as_u16(), 403 | 405), "{method} {}", answer.status);
        check("/claims", &answer);
    }
}

#[tokio::test]
async fn cookies_are_for_this_site_alone() {
    let practice = Practice::new().await;
    for (reach, secure) in [(Reach::Https, true), (Reach::LoopbackHttp, false)] {
        let mut browser = Browser::new(router(practice.engine.clone(), &practice.options(reach)));
        let visit = browser.get("/sign-in").await;
        let welcome = browser.sign_in("rita", crate::practice::PASSWORD, "/claims").await;
        assert_eq!(welcome.header("location"), "/claims");
        let token = browser.get("/").await.token();
        let leave = browser.post("/sign-out", &[("form_token", &token)]).await;
        let cookies = [visit.cookies(), welcome.cookies(), leave.cookies()].concat();
        assert_eq!(cookies.len(), 3, "{cookies:?}");
        for cookie in cookies {
            let attributes = ["HttpOnly", "SameSite=Strict", "Path=/"];
            assert!(attributes.iter().all(|attribute| cookie.contains(attribute)), "{cookie}");
            assert_eq!(cookie.starts_with("__Host-") && cookie.contains("; Secure"), secure, "{cookie}");
            assert!(!cookie.contains("Domain"), "{cookie}");
        }
    }
}

#[tokio::test]
async fn pages_are_compressed_for_who_asks() {
    let practice = Practice::new().await;
    let mut browser = Browser::signed_in(practice.router(), "rita").await;
    let answer = browser.send(Method::GET, "/claims", &[("accept-encoding", "gzip")], Body::empty()).await;
    assert_eq!(answer.header("content-encoding"), "gzip");
}
