//! A file leaves the house once, or nobody pretends to know.

use cleanclaim_engine::{Channel, Delivered, Delivery, FolderChannel};
use cleanclaim_model::state::Transport;
use jiff::SignedDuration;

use crate::practice::Practice;

/// A channel that answers as it is told, and counts.
struct Scripted {
    answers: Vec<Delivery>,
    sent: u32,
    remembers: Option<bool>,
}

impl Channel for Scripted {
    fn send(&mut self, _: &str, _: &[u8]) -> Delivery {
        self.sent += 1;
        self.answers.remove(0)
    }

    fn has_sent(&mut self, _: &str, _: &[u8]) -> Option<bool> {
        self.remembers
    }
}

fn scripted(answers: &[Delivery]) -> Scripted {
    Scripted { answers: answers.to_vec(), sent: 0, remembers: None }
}

fn not_sent() -> Delivery {
    Delivery::NotSent { reason: "line busy".to_owned() }
}

#[tokio::test]
async fn what_did_not_leave_is_tried_again_later() {
    let practice = Practice::with_a_queued_claim().await;
    let mut channel = scripted(&[not_sent(), Delivery::Sent]);
    let first = practice.engine.deliver(&mut channel).await.unwrap();
    assert_eq!(first, Delivered { not_sent: 1, ..Delivered::default() });
    assert_eq!(practice.claim().await.row.axes.transport, Transport::Queued);
    assert_eq!(practice.engine.deliver(&mut channel).await.unwrap(), Delivered::default(), "not before its time");
    practice.wait(SignedDuration::from_mins(6));
    let second = practice.engine.deliver(&mut channel).await.unwrap();
    assert_eq!(second, Delivered { sent: 1, ..Delivered::default() });
    assert_eq!(practice.claim().await.row.axes.transport, Transport::Sent);
    practice.wait(SignedDuration::from_hours(24));
    practice.engine.deliver(&mut channel).await.unwrap();
    assert_eq!(channel.sent, 2);
}

#[tokio::test]
async fn an_unknown_outcome_is_in_doubt_and_never_sent_again() {
    let practice = Practice::with_a_queued_claim().await;
    let mut channel = scripted(&[Delivery::InDoubt { reason: "the line broke".to_owned() }]);
    let delivered = practice.engine.deliver(&mut channel).await.unwrap();
    assert_eq!(delivered, Delivered { in_doubt: 1, ..Delivered::default() });
    assert_eq!(practice.claim().await.row.axes.transport, Transport::InDoubt);
    practice.wait(SignedDuration::from_hours(24));
    practice.engine.deliver(&mut channel).await.unwrap();
    assert_eq!(channel.sent, 1);
    assert!(practice.engine.submit_claims(practice.id).await.unwrap().files.is_empty(), "nor written into a new file");
}

/// A channel in which the process dies.
struct Dying;

impl Channel for Dying {
    fn send(&mut self, _: &str, _: &[u8]) -> Delivery {
        panic!("the process dies here")
    }

    fn has_sent(&mut self, _: &str, _: &[u8]) -> Option<bool> {
        None
    }
}

#[test]
fn a_death_while_sending_is_in_doubt_even_after_an_attempt_that_did_not_leave() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let practice = runtime.block_on(Practice::with_a_queued_claim());
    let mut channel = scripted(&[not_sent(), Delivery::Sent]);
    runtime.block_on(practice.engine.deliver(&mut channel)).unwrap();
    practice.wait(SignedDuration::from_mins(6));
    let died = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        runtime.block_on(practice.engine.deliver(&mut Dying)).unwrap();
    }));
    assert!(died.is_err());
    practice.wait(SignedDuration::from_mins(11));
    let delivered = runtime.block_on(practice.engine.deliver(&mut channel)).unwrap();
    assert_eq!(delivered, Delivered { in_doubt: 1, ..Delivered::default() });
    assert_eq!(channel.sent, 1, "only the attempt that did not leave");
}

#[tokio::test]
async fn a_folder_shows_whole_files_only() {
    let practice = Practice::with_a_queued_claim().await;
    let outbox = practice.folder.path().join("outbox");
    let mut channel = FolderChannel::new(&outbox);
    let delivered = practice.engine.deliver(&mut channel).await.unwrap();
    assert_eq!(delivered.sent, 1);
    let names: Vec<String> =
        std::fs::read_dir(&outbox).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    assert_eq!(names, ["sample-837P-000000001.edi"]);
    let bytes = std::fs::read(outbox.join(&names[0])).unwrap();
    assert!(bytes.starts_with(b"ISA*"));
    assert_eq!(channel.has_sent(&names[0], &bytes), Some(true));
    assert_eq!(channel.has_sent("another.edi", &bytes), Some(false));
}
