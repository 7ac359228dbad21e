//! Files, acknowledgements, jobs and the audit trail.

use cleanclaim_model::{ClaimId, FileId, SubmissionId, Text};
use jiff::Timestamp;

use crate::cell::named;
use crate::table::{guarded_table, table};

named! {
    /// Which way a file went.
    Direction {
        /// From us.
        Sent = "sent",
        /// To us.
        Received = "received",
    }
}

guarded_table! {
    /// A file that was sent or received; its bytes are kept apart, once for the same content. Written by [`crate::Tx::put_file`].
    FileRow = "file", key ["id"] {
        /// Identifier.
        id: FileId,
        /// Which way.
        direction: Direction,
        /// `837P`, `999`, `277CA`, `835` ...
        kind: Text,
        /// Its name, without folder.
        name: Text,
        /// SHA-256 of its bytes, 64 hexadecimal digits.
        sha256: Text,
        /// Its size.
        size_bytes: i64,
        /// When it was sent or received.
        at: Timestamp,
    }
}

table! {
    /// What an acknowledgement says of one interchange, transaction set or claim.
    AcknowledgementRow = "acknowledgement", key ["file_id", "position"] {
        /// The file it came in.
        file_id: FileId,
        /// From 1 within the file.
        position: u32,
        /// `TA1`, `999` or `277CA`.
        kind: Text,
        /// ISA13 of what it answers, where it says so.
        interchange_control_number: Text,
        /// GS06 of what it answers.
        group_control_number: Text,
        /// ST02 of what it answers.
        set_control_number: Text,
        /// CLM01 of the claim it answers.
        control_number: Text,
        /// `A`, `E`, `R` ..., or the STC category.
        code: Text,
        /// The claim, where it was found.
        claim_id: Option<ClaimId>,
        /// The submission, where it was found.
        submission_id: Option<SubmissionId>,
        /// When it was received.
        received_at: Timestamp,
        /// Everything else, as JSON.
        content: String,
    }
}

named! {
    /// How far a job got.
    JobState {
        /// Waits for its time.
        Queued = "queued",
        /// Somebody works on it until its lease ends.
        Running = "running",
        /// Done.
        Done = "done",
        /// Given up.
        Failed = "failed",
    }
}

table! {
    /// An outside effect to come, written in the transaction that wants it.
    JobRow = "job", key ["idempotency_key"] {
        /// What makes it happen once: a second job with the same key is not taken.
        idempotency_key: Text,
        /// What is to be done.
        kind: Text,
        /// With what, as JSON of identifiers; no patient data.
        payload: String,
        /// Not before.
        run_at: Timestamp,
        /// How far it got.
        state: JobState,
        /// How often it was tried.
        attempts: u32,
        /// Until when whoever took it has it for itself.
        leased_until: Option<Timestamp>,
        /// What went wrong last.
        error: Text,
    }
}

guarded_table! {
    /// Who did what, and when. Rows form a chain of hashes; see [`crate::Tx::append_audit`].
    AuditRow = "audit", key ["sequence"] {
        /// From 1, without gaps.
        sequence: i64,
        /// When.
        at: Timestamp,
        /// Who: a user's identifier or `cleanclaim`.
        actor: Text,
        /// What, such as `claim.submit`.
        action: Text,
        /// To what: an identifier.
        subject: Text,
        /// More, without patient data.
        detail: Text,
        /// Hash of the row before it; 64 zeros for the first.
        prev_hash: Text,
        /// SHA-256 over the fields above, 64 hexadecimal digits.
        hash: Text,
    }
}
