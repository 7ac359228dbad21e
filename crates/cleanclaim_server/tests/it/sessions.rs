//! How a session begins, lives and ends.

use axum::http::StatusCode;
use jiff::SignedDuration;

use crate::client::Browser;
use crate::practice::{PASSWORD, Practice};

const COOKIE: &str = "cleanclaim";

async fn is_signed_in(browser: &mut Browser) -> bool {
    browser.get("/").await.status == StatusCode::OK
}

#[tokio::test]
async fn a_session_left_alone_for_a_quarter_of_an_hour_is_over() {
    let practice = Practice::new().await;
    let mut browser = Browser::signed_in(practice.router(), "rita").await;
    practice.wait(SignedDuration::from_mins(14));
    assert!(is_signed_in(&mut browser).await);
    practice.wait(SignedDuration::from_mins(14));
    assert!(is_signed_in(&mut browser).await, "a request prolongs it");
    let cookies = browser.cookies.clone();
    practice.wait(SignedDuration::from_secs(15 * 60 + 1));
    assert!(!is_signed_in(&mut browser).await);
    browser.cookies = cookies;
    assert!(!is_signed_in(&mut browser).await, "and it does not come back");
}

#[tokio::test]
async fn a_busy_session_ends_after_twelve_hours() {
    let practice = Practice::new().await;
    let mut browser = Browser::signed_in(practice.router(), "rita").await;
    for _ in 0..71 {
        practice.wait(SignedDuration::from_mins(10));
        assert!(is_signed_in(&mut browser).await);
    }
    practice.wait(SignedDuration::from_mins(11));
    assert!(!is_signed_in(&mut browser).await);
}

#[tokio::test]
async fn looking_at_the_sign_in_page_prolongs_nothing() {
    let practice = Practice::new().await;
    let mut browser = Browser::signed_in(practice.router(), "rita").await;
    practice.wait(SignedDuration::from_mins(10));
    assert!(browser.get("/sign-in?why=idle").await.text.contains("still signed in"));
    practice.wait(SignedDuration::from_mins(6));
    assert!(!browser.get("/sign-in?why=idle").await.text.contains("still signed in"));
    assert!(!is_signed_in(&mut browser).await);
}

#[tokio::test]
async fn signing_out_ends_the_session_for_every_copy_of_the_cookie() {
    let practice = Practice::new().await;
    let mut browser = Browser::signed_in(practice.router(), "rita").await;
    let stolen = browser.cookies.clone();
    let token = browser.get("/claims").await.token();
    let answer = browser.post("/sign-out", &[("form_token", &token)]).await;
    assert_eq!(answer.header("location"), "/sign-in?why=signed-out");
    assert!(!browser.cookies.contains_key(COOKIE));
    browser.cookies = stolen;
    assert!(!is_signed_in(&mut browser).await);
}

#[tokio::test]
async fn signing_in_gives_a_new_identifier_and_ends_the_old_one() {
    let practice = Practice::new().await;
    let mut browser = Browser::new(practice.router());
    let planted = "AAAAAAAAAAAAAAAAAAAAAA".to_owned();
    browser.cookies.insert(COOKIE.to_owned(), planted.clone());
    browser.sign_in("rita", PASSWORD, "").await;
    let first = browser.cookies.clone();
    assert_ne!(first[COOKIE], planted);
    browser.sign_in("bill", PASSWORD, "").await;
    assert_ne!(browser.cookies[COOKIE], first[COOKIE]);
    assert!(is_signed_in(&mut browser).await);
    browser.cookies = first;
    assert!(!is_signed_in(&mut browser).await);
}

#[tokio::test]
async fn what_the_database_holds_signs_nobody_in() {
    let practice = Practice::new().await;
    let mut browser = Browser::signed_in(practice.router(), "rita").await;
    assert!(is_signed_in(&mut browser).await);
    let bytes = practice.database_bytes();
    let holds = |text: &str| bytes.windows(text.len()).any(|window| window == text.as_bytes());
    assert!(holds("Sample Family Medicine"));
    assert!(!holds(&browser.cookies[COOKIE]));
    assert!(!holds(PASSWORD));
}

#[tokio::test]
async fn wrong_names_and_wrong_passwords_are_told_alike() {
    let practice = Practice::new().await;
    let mut browser = Browser::new(practice.router());
    let wrong_password = browser.sign_in("rita", "wrong", "").await;
    let wrong_name = browser.sign_in("nobody", PASSWORD, "").await;
    assert_eq!(wrong_password.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(wrong_password.status, wrong_name.status);
    assert_eq!(wrong_password.text.replace("rita", "nobody"), wrong_name.text);
    assert!(!browser.cookies.contains_key(COOKIE));
    assert!(!wrong_name.text.contains(PASSWORD));
    let endless = browser.sign_in("rita", &"x".repeat(2_000), "").await;
    assert_eq!(endless.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn too_many_attempts_have_to_wait() {
    let practice = Practice::new().await;
    let mut browser = Browser::new(practice.router());
    for _ in 0..10 {
        browser.sign_in("rita", "wrong", "").await;
    }
    let answer = browser.sign_in("rita", PASSWORD, "").await;
    assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(answer.header("retry-after").parse::<u32>().unwrap() <= 900);
    assert!(answer.text.contains("Wait 15 minutes"), "{}", answer.text);
}

#[tokio::test]
async fn people_come_back_to_where_they_wanted_to_go_but_not_elsewhere() {
    let practice = Practice::new().await;
    let mut browser = Browser::new(practice.router());
    let sent = browser.get("/claims?decision=denied").await;
    assert_eq!(sent.header("location"), "/sign-in?next=%2Fclaims%3Fdecision%3Ddenied");
    let page = browser.get("/sign-in?next=%2Fclaims%3Fdecision%3Ddenied").await;
    assert!(page.text.contains("value=\"/claims?decision=denied\""), "{}", page.text);
    let welcome = browser.sign_in("rita", PASSWORD, "/claims?decision=denied").await;
    assert_eq!(welcome.header("location"), "/claims?decision=denied");
    for elsewhere in ["//evil.example", "https://evil.example/", "/\\evil.example", "javascript:alert(1)"] {
        let answer = browser.sign_in("rita", PASSWORD, elsewhere).await;
        assert_eq!(answer.header("location"), "/", "{elsewhere}");
    }
}
