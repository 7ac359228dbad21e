//! A person's way through the pages in headless Chromium: sign in, find the claim by keyboard, read it, sign out.

use std::path::PathBuf;

use cleanclaim_server::{Reach, serve};
use tokio::net::TcpListener;
use tokio::sync::oneshot;

use crate::practice::{PASSWORD, PATIENT, Practice};
use crate::tools::{program, tool_or_skip};
use crate::webdriver::Driver;

/// Where the pictures go: a folder of the build, so that people can look at them afterwards.
fn save(driver: &Driver, name: &str) {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("screenshots");
    std::fs::create_dir_all(&folder).unwrap();
    let picture = decode_base64(&driver.screenshot());
    assert!(picture.starts_with(b"\x89PNG") && 10_000 < picture.len(), "{name}: {} bytes", picture.len());
    std::fs::write(folder.join(format!("{name}.png")), picture).unwrap();
}

fn decode_base64(text: &str) -> Vec<u8> {
    let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let (mut bytes, mut bits, mut count) = (Vec::with_capacity(text.len() * 3 / 4), 0_u32, 0);
    for digit in text.bytes().filter_map(|byte| alphabet.iter().position(|known| *known == byte)) {
        bits = (bits << 6) | u32::try_from(digit).unwrap();
        count += 6;
        if 8 <= count {
            count -= 8;
            bytes.push(u8::try_from((bits >> count) & 0xff).unwrap());
        }
    }
    bytes
}

fn walk(driver: &Driver, base: &str, practice: &Practice) {
    let number = &practice.claim.row.control_number;
    driver.resize(1280, 900);
    driver.open(&format!("{base}/claims"));
    save(driver, "sign-in");
    driver.type_into("#name", "bill");
    driver.type_into("#password", PASSWORD);
    driver.click("button.primary");

    driver.element("#claims");
    assert_eq!(driver.address(), format!("{base}/claims"), "back to where the way began");
    assert!(driver.text("#claims").contains(PATIENT));
    save(driver, "claims");

    // A filter changes the list without leaving the page, and the address says what is shown.
    driver.script("window.stays = true");
    driver.press("/zzz");
    driver.wait_until("return document.querySelector('#claim-results').textContent.includes('No claim matches')");
    assert_eq!(driver.address(), format!("{base}/claims?number=zzz"));
    assert_eq!(driver.text("#claim-count"), "0 claims match the filter · $0.00 charged");
    driver.press("\u{e003}\u{e003}\u{e003}");
    driver.wait_until("return document.querySelector('#claims') !== null && window.stays === true");

    // Escape leaves the field, ? shows the keys, j and Enter open the claim.
    driver.press("\u{e00c}?");
    assert!(driver.text("#shortcuts").contains("Next and previous claim"));
    save(driver, "shortcuts");
    driver.press("\u{e00c}");
    driver.wait_until("return !document.querySelector('#shortcuts').open");
    driver.press("j\u{e007}");
    driver.element("#timeline");
    assert_eq!(driver.address(), format!("{base}{}", practice.claim_path()));
    let page = driver.text("main");
    for part in [PATIENT, number, "Sample Mutual", "CO-45", "E11.9", "Download the whole file", "Partly paid"] {
        assert!(page.contains(part), "{part} is missing in\n{page}");
    }
    save(driver, "claim");
    driver.press("4");
    driver.wait_until("return location.hash === '#files'");

    driver.press("gd");
    driver.element(".figures");
    assert!(driver.text("main").contains("In balance"));
    save(driver, "dashboard");

    driver.resize(390, 844);
    for (name, path) in [("dashboard", "/"), ("claims", "/claims"), ("claim", &practice.claim_path())] {
        driver.open(&format!("{base}{path}"));
        let fits = driver.script("return document.documentElement.scrollWidth <= innerWidth");
        assert_eq!(fits, serde_json::Value::Bool(true), "{path} is wider than a telephone");
        save(driver, &format!("{name}-telephone"));
    }
    driver.resize(1280, 900);
    assert_eq!(driver.complaints(), Vec::<String>::new());

    driver.click("form[action='/sign-out'] button");
    driver.element("#password");
    driver.open(&format!("{base}{}", practice.claim_path()));
    driver.element("#password");
    assert!(!driver.text("body").contains(PATIENT));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_biller_finds_and_reads_a_claim() {
    let chromium = program("CLEANCLAIM_TEST_CHROMIUM", &["chromium", "chromium-browser", "google-chrome"]);
    let Some(chromium) = tool_or_skip(chromium, "Chromium", "CLEANCLAIM_TEST_CHROMIUM") else { return };
    let chromedriver = program("CLEANCLAIM_TEST_CHROMEDRIVER", &["chromedriver"]);
    let Some(chromedriver) = tool_or_skip(chromedriver, "ChromeDriver", "CLEANCLAIM_TEST_CHROMEDRIVER") else { return };

    let practice = Practice::new().await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = oneshot::channel::<()>();
    let options = practice.options(Reach::LoopbackHttp);
    let running = tokio::spawn(serve(practice.engine.clone(), listener, options, stopped));
    let walked = tokio::task::spawn_blocking(move || {
        let driver = Driver::start(&chromedriver, &chromium);
        walk(&driver, &format!("http://{address}"), &practice);
    });
    walked.await.unwrap();
    stop.send(()).unwrap();
    running.await.unwrap().unwrap();
}
