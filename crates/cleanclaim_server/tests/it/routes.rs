//! Every route, as nobody, as people of the practice and as somebody of another one.

use std::collections::BTreeMap;

use axum::body::Body;
use axum::http::Method;
use cleanclaim_server::{Access, ROUTES, Route, Verb};

use crate::client::{Answer, Browser};
use crate::practice::{FILE_BYTES, MEMBER, PATIENT, Practice};

/// Who asks, in the order of the columns below. `other` is a manager elsewhere.
const WHO: [Option<&str>; 5] = [None, Some("rita"), Some("bill"), Some("max"), Some("other")];

/// The answer to each of them. 303 leads to the sign-in page, or from the form to where it leads.
const EXPECTED: [(&str, [u16; 5]); 9] = [
    ("GET /health", [200, 200, 200, 200, 200]),
    ("GET /static/{file}", [200, 200, 200, 200, 200]),
    ("GET /sign-in", [200, 200, 200, 200, 200]),
    ("POST /sign-in", [422, 422, 422, 422, 422]),
    ("POST /sign-out", [303, 303, 303, 303, 303]),
    ("GET /", [303, 200, 200, 200, 200]),
    ("GET /claims", [303, 200, 200, 200, 200]),
    ("GET /claims/{id}", [303, 200, 200, 200, 404]),
    ("GET /files/{id}", [303, 403, 200, 200, 404]),
];

fn name(route: &Route) -> String {
    let verb = match route.verb {
        Verb::Get => "GET",
        Verb::Post => "POST",
    };
    format!("{verb} {}", route.path)
}

fn path_of(route: &Route, practice: &Practice) -> String {
    match route.path {
        "/claims/{id}" => practice.claim_path(),
        "/files/{id}" => practice.file_path(),
        "/static/{file}" => "/static/app.css".to_owned(),
        path => {
            assert!(!path.contains('{'), "say what stands for the parameter of {path}");
            path.to_owned()
        }
    }
}

async fn browser_of(practice: &Practice, who: Option<&str>) -> Browser {
    match who {
        Some(name) => Browser::signed_in(practice.router(), name).await,
        None => Browser::new(practice.router()),
    }
}

async fn ask(browser: &mut Browser, route: &Route, practice: &Practice, who: Option<&str>) -> Answer {
    let path = path_of(route, practice);
    match route.verb {
        Verb::Get => browser.get(&path).await,
        Verb::Post => {
            // A form of the right browser, so that the answer is about who asks.
            let is_public = route.access == Access::Public || who.is_none();
            let token = browser.get(if is_public { "/sign-in" } else { "/" }).await.token();
            browser.post(&path, &[("form_token", &token), ("name", "nobody"), ("password", "wrong")]).await
        }
    }
}

#[tokio::test]
async fn each_route_answers_each_person_as_the_table_says() {
    let practice = Practice::new().await;
    let mut found: BTreeMap<String, Vec<u16>> = BTreeMap::new();
    for who in WHO {
        let mut browser = browser_of(&practice, who).await;
        for route in ROUTES {
            let answer = ask(&mut browser, route, &practice, who).await;
            found.entry(name(route)).or_default().push(answer.status.as_u16());
            if who.is_none() || who == Some("other") {
                for secret in [PATIENT, MEMBER, FILE_BYTES, &practice.claim.row.control_number] {
                    assert!(!answer.text.contains(secret), "{} tells {who:?} {secret}", name(route));
                }
            }
            if who.is_none() && route.access != Access::Public {
                assert!(answer.header("location").starts_with("/sign-in"), "{} does not ask to sign in", name(route));
            }
            if route.path == "/sign-out" {
                browser = browser_of(&practice, who).await;
            }
        }
    }
    let expected = EXPECTED.into_iter().map(|(name, row)| (name.to_owned(), row.to_vec())).collect();
    assert_eq!(found, expected);
}

#[tokio::test]
async fn a_part_of_a_page_sends_the_whole_page_to_sign_in() {
    let practice = Practice::new().await;
    let mut browser = Browser::new(practice.router());
    let headers = [("hx-request", "true"), ("hx-current-url", "http://127.0.0.1:8080/claims?decision=denied")];
    let answer = browser.send(Method::GET, "/claims?work=ready", &headers, Body::empty()).await;
    assert_eq!(answer.status.as_u16(), 401);
    assert_eq!(answer.header("hx-redirect"), "/sign-in?next=%2Fclaims%3Fdecision%3Ddenied");
}

#[tokio::test]
async fn pages_of_the_practice_show_its_claim() {
    let practice = Practice::new().await;
    let mut browser = Browser::signed_in(practice.router(), "bill").await;
    let number = practice.claim.row.control_number.clone();
    let list = browser.get(&format!("/claims?number={number}&sort=charge")).await;
    assert!(list.text.contains(PATIENT) && list.text.contains(&number), "{}", list.text);
    let none = browser.get("/claims?decision=reversed").await;
    assert!(none.text.contains("No claim matches") && !none.text.contains(PATIENT), "{}", none.text);
    let claim = browser.get(&practice.claim_path()).await;
    for part in [PATIENT, MEMBER, "E11.9", "CO-45", "PR-3", "835", "Sample Mutual", "type 2 diabetes"] {
        assert!(claim.text.contains(part), "{part} is missing in {}", claim.text);
    }
    let file = browser.get(&practice.file_path()).await;
    assert!(file.text.starts_with("ISA*") && file.text.contains(FILE_BYTES));
    assert!(file.header("content-disposition").starts_with("attachment; filename="));
    assert!(file.header("content-security-policy").starts_with("sandbox;"));
    let dashboard = browser.get("/").await;
    assert!(dashboard.text.contains("In balance") && dashboard.text.contains("$100.00"), "{}", dashboard.text);
}

#[tokio::test]
async fn htmx_gets_the_list_only() {
    let practice = Practice::new().await;
    let mut browser = Browser::signed_in(practice.router(), "rita").await;
    let headers = [("hx-request", "true"), ("hx-target", "claim-results")];
    let path = "/claims?number=&payer=&work=ready&sort=newest";
    let answer = browser.send(Method::GET, path, &headers, Body::empty()).await;
    assert_eq!(answer.header("hx-push-url"), "/claims?work=ready");
    assert!(!answer.text.contains("<html") && answer.text.contains("id=\"claims\""), "{}", answer.text);
}

#[tokio::test]
async fn what_cannot_be_read_is_refused_with_a_page() {
    let practice = Practice::new().await;
    let mut browser = Browser::signed_in(practice.router(), "max").await;
    let check = async |browser: &mut Browser, path: &str, status: u16, words: &str| {
        let answer = browser.get(path).await;
        assert_eq!(answer.status.as_u16(), status, "{path}");
        assert!(answer.text.contains(words) && answer.text.contains("href=\"/claims\""), "{path}: {}", answer.text);
    };
    check(&mut browser, "/claims?sort=charge%3B+drop+table+claim", 400, "This filter cannot be read").await;
    check(&mut browser, "/claims?tenant_id=2", 400, "This request cannot be read").await;
    check(&mut browser, "/claims?sort=charge&sort=open", 400, "This request cannot be read").await;
    check(&mut browser, "/claims/clm_1", 404, "There is nothing here").await;
    check(&mut browser, "/claims/..%2f..%2fetc%2fpasswd", 404, "There is nothing here").await;
    check(&mut browser, "/files/fil_ffffffffffffffffffffffffffffffff", 404, "There is nothing here").await;
    check(&mut browser, "/static/..%2fapp.js", 404, "There is nothing here").await;
    check(&mut browser, "/nowhere", 404, "There is nothing here").await;
}
