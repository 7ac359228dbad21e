//! The log holds no patient, no password, no session.

use std::io::Write;
use std::sync::{Arc, Mutex};

use tracing_subscriber::fmt::MakeWriter;

use crate::client::Browser;
use crate::practice::{FILE_BYTES, MEMBER, PASSWORD, PATIENT, Practice};

#[derive(Clone, Default)]
struct Captured(Arc<Mutex<Vec<u8>>>);

impl Write for Captured {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Captured {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

/// Everything happens on this thread, so that the subscriber of this test sees it all and no other test does.
#[tokio::test]
async fn the_log_at_its_most_talkative_names_routes_but_nobody() {
    let practice = Practice::new().await;
    let captured = Captured::default();
    let subscriber = tracing_subscriber::fmt()
        .with_env_filter(tracing_subscriber::EnvFilter::new(format!("trace,{}", cleanclaim_server::SILENCED_LOGS)))
        .with_writer(captured.clone())
        .with_ansi(false)
        .finish();
    let guard = tracing::subscriber::set_default(subscriber);
    let mut browser = Browser::new(practice.router());
    browser.sign_in("rita", "a wrong guess", "").await;
    browser.sign_in("bill", PASSWORD, "").await;
    let number = practice.claim.row.control_number.clone();
    let paths =
        ["/", &practice.claim_path(), &practice.file_path(), &format!("/claims?number={number}"), "/claims?page=x"];
    for path in paths {
        browser.get(path).await;
    }
    browser.get("/nowhere/Testa").await;
    let token = browser.get("/claims").await.token();
    let session = browser.cookies["cleanclaim"].clone();
    browser.post("/sign-out", &[("form_token", &token)]).await;
    drop(guard);
    let log = String::from_utf8(captured.0.lock().unwrap().clone()).unwrap();
    assert!(log.contains("GET /claims/{id} 200"), "{log}");
    for secret in [PATIENT, "Testa", MEMBER, FILE_BYTES, PASSWORD, "a wrong guess", &session, &token, &number] {
        let line = log.lines().find(|line| line.contains(secret));
        assert!(line.is_none(), "{secret} in {line:?}");
    }
}
