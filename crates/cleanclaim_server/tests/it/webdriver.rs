//! The few words of the WebDriver protocol that the browser test needs, spoken to ChromeDriver over the loopback.
//!
//! Source: W3C Recommendation "WebDriver", 2018-06-05.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tempfile::TempDir;

/// How long something may take to appear on a page.
const PATIENCE: Duration = Duration::from_secs(20);

/// The keys by which the protocol names an element.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// ChromeDriver with one browser; both end with it.
pub(crate) struct Driver {
    process: Child,
    port: u16,
    session: String,
    _profile: TempDir,
}

impl Driver {
    pub(crate) fn start(chromedriver: &Path, chromium: &Path) -> Self {
        let profile = tempfile::tempdir().unwrap();
        let mut process = Command::new(chromedriver)
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("ChromeDriver starts");
        let output = BufReader::new(process.stdout.take().unwrap());
        let mut lines = output.lines().map_while(Result::ok);
        let port =
            lines.find_map(|line| line.split_once("successfully on port ")?.1.trim_end_matches('.').parse().ok());
        // Whatever else it writes must not fill the pipe.
        std::thread::spawn(move || lines.for_each(drop));
        let mut driver = Self {
            process,
            port: port.expect("ChromeDriver names its port"),
            session: String::new(),
            _profile: profile,
        };
        let arguments = [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--window-size=1280,900",
        ];
        let folder = format!("--user-data-dir={}", driver._profile.path().display());
        let arguments: Vec<&str> = arguments.into_iter().chain([folder.as_str()]).collect();
        let options = json!({ "binary": chromium, "args": arguments });
        let wanted = json!({ "goog:chromeOptions": options, "goog:loggingPrefs": { "browser": "ALL" } });
        let session = driver.request("POST", "/session", &json!({ "capabilities": { "alwaysMatch": wanted } }));
        driver.session = session["sessionId"].as_str().expect("a session").to_owned();
        driver
    }

    /// One exchange on a connection of its own. Gives the answer's `value`; fails on an error of the protocol.
    fn request(&self, method: &str, path: &str, body: &Value) -> Value {
        let answer = self.exchange(method, path, body);
        assert!(answer["value"]["error"].is_null(), "{method} {path}: {}", answer["value"]);
        answer["value"].clone()
    }

    fn exchange(&self, method: &str, path: &str, body: &Value) -> Value {
        let body = if method == "POST" { body.to_string() } else { String::new() };
        let head = format!(
            "{method} {path} HTTP/1.1\r\nhost: 127.0.0.1:{}\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\
             connection: close\r\n\r\n",
            self.port,
            body.len()
        );
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).expect("ChromeDriver listens");
        stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        stream.write_all(head.as_bytes()).unwrap();
        stream.write_all(body.as_bytes()).unwrap();
        let mut reader = BufReader::new(stream);
        let mut length = 0;
        loop {
            let mut line = String::new();
            reader.read_line(&mut line).expect("ChromeDriver answers");
            match line.trim_end().split_once(':') {
                Some((name, value)) if name.eq_ignore_ascii_case("content-length") => {
                    length = value.trim().parse().unwrap()
                }
                None if line.trim_end().is_empty() => break,
                _ => {}
            }
        }
        let mut text = vec![0; length];
        reader.read_exact(&mut text).unwrap();
        serde_json::from_slice(&text).expect("ChromeDriver answers in JSON")
    }

    fn command(&self, method: &str, path: &str, body: &Value) -> Value {
        self.request(method, &format!("/session/{}{path}", self.session), body)
    }

    pub(crate) fn open(&self, url: &str) {
        self.command("POST", "/url", &json!({ "url": url }));
    }

    pub(crate) fn address(&self) -> String {
        self.command("GET", "/url", &Value::Null).as_str().unwrap().to_owned()
    }

    /// The first element that the selector finds, once there is one.
    pub(crate) fn element(&self, selector: &str) -> String {
        let begin = Instant::now();
        loop {
            let wanted = json!({ "using": "css selector", "value": selector });
            let answer = self.exchange("POST", &format!("/session/{}/element", self.session), &wanted);
            if let Some(element) = answer["value"][ELEMENT].as_str() {
                return element.to_owned();
            }
            assert!(begin.elapsed() < PATIENCE, "{selector} is not on {}:\n{}", self.address(), self.text("body"));
        }
    }

    pub(crate) fn click(&self, selector: &str) {
        let element = self.element(selector);
        self.command("POST", &format!("/element/{element}/click"), &json!({}));
    }

    pub(crate) fn type_into(&self, selector: &str, text: &str) {
        let element = self.element(selector);
        self.command("POST", &format!("/element/{element}/value"), &json!({ "text": text }));
    }

    /// Presses keys one after the other, wherever the focus is.
    pub(crate) fn press(&self, keys: &str) {
        let strokes: Vec<Value> = keys
            .chars()
            .flat_map(|key| ["keyDown", "keyUp"].map(|kind| json!({ "type": kind, "value": key.to_string() })))
            .collect();
        let actions = json!([{ "type": "key", "id": "keyboard", "actions": strokes }]);
        self.command("POST", "/actions", &json!({ "actions": actions }));
    }

    /// The visible text of an element.
    pub(crate) fn text(&self, selector: &str) -> String {
        let element = self.element(selector);
        self.command("GET", &format!("/element/{element}/text"), &Value::Null).as_str().unwrap().to_owned()
    }

    pub(crate) fn script(&self, script: &str) -> Value {
        self.command("POST", "/execute/sync", &json!({ "script": script, "args": [] }))
    }

    /// Waits until a script says `true`.
    pub(crate) fn wait_until(&self, script: &str) {
        let begin = Instant::now();
        while self.script(script) != Value::Bool(true) {
            assert!(begin.elapsed() < PATIENCE, "not true on {}: {script}\n{}", self.address(), self.text("body"));
        }
    }

    pub(crate) fn resize(&self, width: u32, height: u32) {
        let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        let body = json!({ "cmd": "Emulation.setDeviceMetricsOverride", "params": metrics });
        self.command("POST", "/goog/cdp/execute", &body);
    }

    /// A picture of the window as PNG, in base64.
    pub(crate) fn screenshot(&self) -> String {
        self.command("GET", "/screenshot", &Value::Null).as_str().unwrap().to_owned()
    }

    /// What the browser complained of on our pages: failed scripts, what the content security policy forbade, answers of 400
    /// and above. Its own first page, which misses the network where there is none, is not ours.
    pub(crate) fn complaints(&self) -> Vec<String> {
        let log = self.command("POST", "/se/log", &json!({ "type": "browser" }));
        let entries = log.as_array().cloned().unwrap_or_default();
        let messages = entries.iter().filter_map(|entry| entry["message"].as_str());
        messages.filter(|message| !message.starts_with("chrome://")).map(str::to_owned).collect()
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        if !self.session.is_empty() && !std::thread::panicking() {
            self.exchange("DELETE", &format!("/session/{}", self.session), &Value::Null);
        }
        // ChromeDriver ends its browser when it is asked to shut down.
        let _ = TcpStream::connect(("127.0.0.1", self.port)).and_then(|mut stream| {
            stream.write_all(b"GET /shutdown HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n\r\n")?;
            stream.read_to_end(&mut Vec::new())
        });
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
