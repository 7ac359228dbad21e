//! What pages and reports show: plain data, money in cents, no database type.

use cleanclaim_model::state::{Adjudication, Balance, Dispute, Transport, Work};
use cleanclaim_model::{Cents, ClaimId, ClaimKind, Date, FileId, Phi, SubmissionId};
use jiff::Timestamp;

/// The five axes of a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Axes {
    /// In our house.
    pub work: Work,
    /// Of the latest submission.
    pub transport: Transport,
    /// The payer's decision.
    pub adjudication: Adjudication,
    /// What is still owed.
    pub balance: Balance,
    /// Whether we dispute.
    pub dispute: Dispute,
}

/// One row of the claim list.
#[derive(Debug, Clone)]
pub struct ClaimRow {
    /// Identifier.
    pub id: ClaimId,
    /// CLM01.
    pub control_number: String,
    /// Professional, institutional or dental.
    pub kind: ClaimKind,
    /// The payer's name.
    pub payer: String,
    /// The patient's name as `Family, Given`.
    pub patient: Phi<String>,
    /// First day of service.
    pub service_from: Option<Date>,
    /// Total charge.
    pub charge: Cents,
    /// Paid by insurers so far.
    pub paid: Cents,
    /// What is open with insurers.
    pub insurer_open: Cents,
    /// What is open with the patient.
    pub patient_open: Cents,
    /// The five axes.
    pub axes: Axes,
    /// Findings at error level.
    pub errors: u32,
    /// Findings at warning level.
    pub warnings: u32,
}

/// Which claims to show. An empty filter shows all.
#[derive(Debug, Clone, Default)]
pub struct ClaimFilter {
    /// Part of the control number.
    pub control_number: Option<String>,
    /// A payer's name.
    pub payer: Option<String>,
    /// In our house.
    pub work: Option<Work>,
    /// Of the latest submission.
    pub transport: Option<Transport>,
    /// The payer's decision.
    pub adjudication: Option<Adjudication>,
    /// What is still owed.
    pub balance: Option<Balance>,
    /// Service on or after.
    pub service_from: Option<Date>,
    /// Service on or before.
    pub service_thru: Option<Date>,
    /// Only claims with findings at error level.
    pub with_errors: Option<bool>,
    /// Order.
    pub sort: ClaimSort,
    /// Page from 0.
    pub page: u32,
}

/// Order of the claim list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ClaimSort {
    /// Newest service first.
    #[default]
    Newest,
    /// Oldest service first.
    Oldest,
    /// Highest charge first.
    Charge,
    /// Most open money first.
    Open,
}

/// One page of the claim list.
#[derive(Debug, Clone)]
pub struct ClaimPage {
    /// The rows, at most [`CLAIMS_PER_PAGE`].
    pub rows: Vec<ClaimRow>,
    /// Claims that the filter lets through.
    pub total: u64,
    /// Their charge.
    pub total_charge: Cents,
    /// Payers to choose from.
    pub payers: Vec<String>,
}

/// Rows on one page of the claim list.
pub const CLAIMS_PER_PAGE: u32 = 50;

/// A service line of the claim page.
#[derive(Debug, Clone)]
pub struct LineView {
    /// LX01.
    pub number: u16,
    /// Procedure or revenue code.
    pub code: String,
    /// Modifiers, separated by spaces.
    pub modifiers: String,
    /// First day.
    pub from: Option<Date>,
    /// Units as text.
    pub units: String,
    /// Diagnoses pointed at.
    pub diagnoses: Vec<String>,
    /// Charge.
    pub charge: Cents,
    /// Paid by insurers.
    pub paid: Cents,
    /// Expected from the payer, where the profile has a fee.
    pub expected: Option<Cents>,
    /// Every adjustment: group, CARC, amount, remark codes, what the posting policy made of it.
    pub adjustments: Vec<AdjustmentView>,
}

/// An adjustment in words.
#[derive(Debug, Clone)]
pub struct AdjustmentView {
    /// `CO`, `PR` ...
    pub group: String,
    /// The reason code.
    pub carc: String,
    /// Amount.
    pub amount: Cents,
    /// Remark codes, separated by spaces.
    pub remarks: String,
    /// What the posting policy did with it, in words.
    pub treatment: String,
}

/// A diagnosis of the claim page.
#[derive(Debug, Clone)]
pub struct DiagnosisView {
    /// Position from 1.
    pub position: u8,
    /// Code with its dot.
    pub code: String,
    /// Title on the service date, where one is loaded.
    pub title: Option<String>,
    /// Principal, other, admitting ...
    pub role: &'static str,
    /// Spans of the note that support it, where the coder found any: the quoted words.
    pub evidence: Vec<Phi<String>>,
}

/// A finding of the claim page.
#[derive(Debug, Clone)]
pub struct FindingView {
    /// The rule's name.
    pub rule: String,
    /// `error`, `warning` or `info`.
    pub severity: &'static str,
    /// The field's name; empty where it is the claim.
    pub field: String,
    /// CMS-1500 box or UB-04 locator; empty where there is none.
    pub form_box: String,
    /// What was found.
    pub message: String,
    /// What was expected.
    pub expected: String,
    /// Publication, edition, section.
    pub source: String,
}

/// An event of the claim's timeline.
#[derive(Debug, Clone)]
pub struct EventView {
    /// When.
    pub at: Timestamp,
    /// `work`, `transport`, `adjudication`, `balance`, `dispute`.
    pub axis: String,
    /// State before.
    pub from: String,
    /// State after.
    pub to: String,
    /// Who or what.
    pub actor: String,
    /// Why, in words without patient data.
    pub reason: String,
    /// The file that is the evidence.
    pub evidence: Option<FileId>,
}

/// A file that concerns the claim.
#[derive(Debug, Clone)]
pub struct FileView {
    /// Identifier.
    pub id: FileId,
    /// `sent` or `received`.
    pub direction: String,
    /// `837P`, `999`, `835` ...
    pub kind: String,
    /// Its name.
    pub name: String,
    /// Size in bytes.
    pub size_bytes: u64,
    /// When it was sent or received.
    pub at: Timestamp,
    /// The part of the file that speaks of this claim, one segment a line; empty where the file does not name it.
    pub excerpt: Phi<String>,
}

/// A posting that concerns the claim.
#[derive(Debug, Clone)]
pub struct PostingView {
    /// Day of the entry.
    pub date: Date,
    /// What kind of entry: `charge`, `payment` ...
    pub entry: String,
    /// Account's name.
    pub account: String,
    /// Positive is a debit.
    pub amount: Cents,
}

/// Everything about one claim.
#[derive(Debug, Clone)]
pub struct ClaimView {
    /// Its row.
    pub row: ClaimRow,
    /// Latest submission.
    pub submission: Option<SubmissionId>,
    /// The payer's number of the claim; empty where unknown.
    pub payer_control_number: String,
    /// Billing provider's name and NPI.
    pub billing_provider: String,
    /// Rendering or attending provider's name and NPI.
    pub rendering_provider: String,
    /// Member number.
    pub member_id: Phi<String>,
    /// Birth date.
    pub birth_date: Phi<Option<Date>>,
    /// Diagnoses.
    pub diagnoses: Vec<DiagnosisView>,
    /// Service lines.
    pub lines: Vec<LineView>,
    /// Findings.
    pub findings: Vec<FindingView>,
    /// Timeline, oldest first.
    pub events: Vec<EventView>,
    /// Bytes sent and received.
    pub files: Vec<FileView>,
    /// Ledger.
    pub postings: Vec<PostingView>,
    /// The encounter's note; empty where there is none.
    pub note: Phi<String>,
}

/// A count with an amount.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    /// What is counted.
    pub name: String,
    /// How many.
    pub count: u64,
    /// Their money.
    pub amount: Cents,
}

/// One bucket of aging.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AgingBucket {
    /// `0-30`, `31-60`, `61-90`, `91-120`, `over-120`: days from service to the report's day.
    pub days: String,
    /// Open with insurers.
    pub insurer: Cents,
    /// Open with patients.
    pub patient: Cents,
}

/// The key figures of a practice on a day. Each ratio is in millionths, `None` where nothing was counted.
#[derive(Debug, Clone, Default)]
pub struct Dashboard {
    /// The day.
    pub as_of: Option<Date>,
    /// Claims of all states.
    pub claims: u64,
    /// Claims without an error at first lint / all linted claims.
    pub clean_claim_rate_e6: Option<u64>,
    /// Claims denied wholly or partly at first decision / decided claims.
    pub denial_rate_e6: Option<u64>,
    /// Open receivables / average charge a day over the last 90 days, in tenths of a day.
    pub days_in_receivable_e1: Option<u64>,
    /// Cash / (charges less contractual) of decided claims.
    pub net_collection_rate_e6: Option<u64>,
    /// Charges.
    pub charges: Cents,
    /// Cash posted.
    pub cash: Cents,
    /// Expected for decided claims by the payers' fees.
    pub expected: Cents,
    /// Open with insurers.
    pub insurer_open: Cents,
    /// Open with patients.
    pub patient_open: Cents,
    /// Claims by work state.
    pub by_work: Vec<Tally>,
    /// Claims by transport state.
    pub by_transport: Vec<Tally>,
    /// Claims by adjudication.
    pub by_adjudication: Vec<Tally>,
    /// Denied lines by group and CARC, largest amount first.
    pub denials: Vec<Tally>,
    /// Aging.
    pub aging: Vec<AgingBucket>,
    /// By payer: claims with charge, and open.
    pub payers: Vec<PayerTally>,
    /// Whether the ledger's entries sum to zero.
    pub ledger_balanced: bool,
    /// Remittances waiting for a person, and their money.
    pub remittances_held: Tally,
    /// Posting exceptions waiting for a person, and their money.
    pub exceptions: Tally,
}

/// A payer's share.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PayerTally {
    /// Name.
    pub name: String,
    /// Claims.
    pub claims: u64,
    /// Charges.
    pub charge: Cents,
    /// Paid.
    pub paid: Cents,
    /// Denied lines' money.
    pub denied: Cents,
    /// Open with the insurer.
    pub open: Cents,
}
