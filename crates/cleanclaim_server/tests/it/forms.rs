//! What another site makes a browser send changes nothing.

use axum::body::Body;
use axum::http::{Method, StatusCode};

use crate::client::{Browser, encoded};
use crate::practice::Practice;

const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");

/// Posts to sign-out and tells the status; the session must live unless it worked.
async fn check(practice: &Practice, headers: &[(&str, &str)], token: impl Fn(&str) -> String, expected: u16) {
    let mut browser = Browser::signed_in(practice.router(), "rita").await;
    let own = browser.get("/").await.token();
    let body = encoded(&[("form_token", &token(&own))]);
    let answer = browser.send(Method::POST, "/sign-out", headers, Body::from(body)).await;
    assert_eq!(answer.status.as_u16(), expected, "{headers:?}: {}", answer.text);
    let lives = browser.get("/").await.status == StatusCode::OK;
    assert_eq!(lives, expected != 303, "{headers:?}");
}

#[tokio::test]
async fn forms_of_other_sites_are_refused() {
    let practice = Practice::new().await;
    let own = |token: &str| token.to_owned();
    check(&practice, &[FORM, ("sec-fetch-site", "same-origin")], own, 303).await;
    check(&practice, &[FORM, ("origin", "http://127.0.0.1:8080")], own, 303).await;
    check(&practice, &[FORM], own, 303).await;
    check(&practice, &[FORM, ("sec-fetch-site", "cross-site")], own, 403).await;
    check(&practice, &[FORM, ("sec-fetch-site", "same-site")], own, 403).await;
    check(&practice, &[FORM, ("origin", "https://evil.example")], own, 403).await;
    check(&practice, &[FORM, ("origin", "null")], own, 403).await;
}

#[tokio::test]
async fn a_form_needs_the_token_of_its_session() {
    let practice = Practice::new().await;
    let mut stranger = Browser::signed_in(practice.router(), "max").await;
    let foreign = stranger.get("/").await.token();
    let mut visitor = Browser::new(practice.router());
    let visitors = visitor.get("/sign-in").await.token();
    for token in [String::new(), foreign, visitors] {
        check(&practice, &[FORM], |_| token.clone(), 403).await;
    }
    check(&practice, &[("content-type", "text/plain")], |own| own.to_owned(), 415).await;
    check(&practice, &[], |own| own.to_owned(), 415).await;
}

#[tokio::test]
async fn signing_in_needs_the_token_of_the_browser() {
    let practice = Practice::new().await;
    let mut browser = Browser::new(practice.router());
    let token = browser.get("/sign-in").await.token();
    browser.cookies.clear();
    let fields = [("form_token", token.as_str()), ("name", "rita"), ("password", crate::practice::PASSWORD)];
    let answer = browser.post("/sign-in", &fields).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert!(answer.text.contains("This form is out of date"), "{}", answer.text);
}

#[tokio::test]
async fn a_body_beyond_the_limit_is_refused() {
    let practice = Practice::new().await;
    let mut browser = Browser::signed_in(practice.router(), "rita").await;
    let token = browser.get("/").await.token();
    let answer = browser.post("/sign-out", &[("form_token", &token), ("more", &"x".repeat(70_000))]).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE, "{}", answer.text);
    assert_eq!(browser.get("/").await.status, StatusCode::OK);
}
