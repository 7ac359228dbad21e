//! The accept loop on a real socket.

use std::io;
use std::time::Duration;

use cleanclaim_server::{Reach, serve};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::time::timeout;

use crate::practice::Practice;

async fn ask(stream: &mut TcpStream) -> io::Result<String> {
    stream.write_all(b"GET /health HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n").await?;
    let mut bytes = vec![0; 4_096];
    let length = stream.read(&mut bytes).await?;
    Ok(String::from_utf8_lossy(&bytes[..length]).into_owned())
}

#[tokio::test]
async fn it_answers_until_it_is_told_to_stop() {
    let practice = Practice::new().await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    assert_eq!(Reach::of(&address), Reach::LoopbackHttp);
    let (stop, stopped) = oneshot::channel::<()>();
    let running =
        tokio::spawn(serve(practice.engine.clone(), listener, practice.options(Reach::of(&address)), stopped));
    let mut stream = TcpStream::connect(address).await.unwrap();
    for _ in 0..2 {
        let answer = ask(&mut stream).await.unwrap();
        assert!(answer.starts_with("HTTP/1.1 200 OK") && answer.ends_with("ok\n"), "{answer}");
    }
    stop.send(()).unwrap();
    // A connection that waits for its next request does not hold the program up.
    timeout(Duration::from_secs(5), running).await.expect("it stops at once").unwrap().unwrap();
    assert!(TcpStream::connect(address).await.is_err());
}

#[test]
fn only_a_loopback_address_is_reached_without_tls() {
    let check =
        |address: &str, expected: Reach| assert_eq!(Reach::of(&address.parse().unwrap()), expected, "{address}");
    check("127.0.0.1:8080", Reach::LoopbackHttp);
    check("[::1]:8080", Reach::LoopbackHttp);
    check("0.0.0.0:8080", Reach::Https);
    check("192.0.2.1:443", Reach::Https);
}
