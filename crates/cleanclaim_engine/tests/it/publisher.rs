//! A publisher's server on the loopback that answers as publishers do on their bad days.

use std::collections::HashMap;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// What stands at a path.
#[derive(Clone)]
pub(crate) enum Page {
    /// A file that is sent whole, or from where it is asked for.
    File(Vec<u8>),
    /// A file of which every answer sends no more than so many bytes, then breaks off.
    CutOff(Vec<u8>, usize),
    /// Like `CutOff`, but the server knows no ranges: every answer begins anew.
    CutOffAlways(Vec<u8>, usize),
    /// Another address.
    Redirect(String),
    /// A web page.
    Html(&'static str),
    /// A status without a body.
    Status(u16),
}

pub(crate) struct Publisher {
    pub(crate) base: String,
    pages: Arc<Mutex<HashMap<String, Page>>>,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Publisher {
    pub(crate) fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let publisher = Self { base, pages: Arc::default(), asked: Arc::default() };
        let (pages, asked) = (Arc::clone(&publisher.pages), Arc::clone(&publisher.asked));
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                // A client that went away is none of the server's business.
                let _ = answer(stream, &pages, &asked);
            }
        });
        publisher
    }

    pub(crate) fn put(&self, path: &str, page: Page) {
        self.pages.lock().unwrap().insert(path.to_owned(), page);
    }

    /// Every request so far: path, and the range asked for.
    pub(crate) fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}

fn answer(
    mut stream: TcpStream,
    pages: &Mutex<HashMap<String, Page>>,
    asked: &Mutex<Vec<String>>,
) -> std::io::Result<()> {
    let mut lines = BufReader::new(stream.try_clone()?).lines();
    let request = lines.next().transpose()?.unwrap_or_default();
    let path = request.split(' ').nth(1).unwrap_or_default().to_owned();
    let mut range = None;
    for line in lines.map_while(Result::ok).take_while(|line| !line.is_empty()) {
        if let Some(from) = line.to_lowercase().strip_prefix("range: bytes=") {
            range = from.trim_end_matches('-').parse::<usize>().ok();
        }
    }
    let from = range.map(|from| format!(" from {from}")).unwrap_or_default();
    asked.lock().unwrap().push(format!("{path}{from}"));
    let page = pages.lock().unwrap().get(&path).cloned().unwrap_or(Page::Status(404));
    let close = "connection: close\r\n\r\n";
    match page {
        Page::Status(status) => write!(stream, "HTTP/1.1 {status} No\r\ncontent-length: 0\r\n{close}"),
        Page::Html(text) => {
            let length = text.len();
            write!(stream, "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: {length}\r\n{close}{text}")
        }
        Page::Redirect(to) => write!(stream, "HTTP/1.1 302 Found\r\nlocation: {to}\r\ncontent-length: 0\r\n{close}"),
        Page::File(bytes) => send(&mut stream, &bytes, range, bytes.len()),
        Page::CutOff(bytes, most) => send(&mut stream, &bytes, range, most),
        Page::CutOffAlways(bytes, most) => send(&mut stream, &bytes, None, most),
    }
}

fn send(stream: &mut TcpStream, bytes: &[u8], range: Option<usize>, most: usize) -> std::io::Result<()> {
    let total = bytes.len();
    let rest = &bytes[range.unwrap_or(0).min(total)..];
    let status = match range {
        Some(from) => format!("206 Partial Content\r\ncontent-range: bytes {from}-{}/{total}", total - 1),
        None => "200 OK".to_owned(),
    };
    let length = rest.len();
    write!(stream, "HTTP/1.1 {status}\r\netag: \"e{total}\"\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n")?;
    stream.write_all(&rest[..most.min(length)])
}
