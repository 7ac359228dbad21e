//! Claims to 837P (005010X222A1) and 837I (005010X223A2).

use std::io::Write;
use std::sync::Arc;

use cleanclaim_model::{Claim, ClaimKind, Payer, Person, Phi, Provider, Responsibility, Text, ccyymmdd};

use super::{write_body, write_parties as parties};
use crate::syntax::time;
use crate::{EnvelopeSettings, InterchangeWriter, WriteError, WriteSummary, Written};

/// Claims below one subscriber or patient (2300 repeats 100 times).
const CLAIMS_PER_LEVEL_MAX: u32 = 100;

/// BHT03 has room for 50 characters, the claim guides allow 30.
const BATCH_REFERENCE_MAX: usize = 30;

/// Who submits (loop 1000A).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Submitter {
    /// NM103, an organisation.
    pub name: Text,
    /// NM109 with 46, the identifier that the receiver assigned.
    pub id: Text,
    /// PER02.
    pub contact: Text,
    /// PER04 with TE, ten digits.
    pub phone: Text,
}

/// What a claim file needs besides its claims.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SubmissionSettings {
    /// Envelopes, delimiters and control numbers.
    pub envelope: EnvelopeSettings,
    /// Loop 1000A.
    pub submitter: Submitter,
    /// Loop 1000B, NM103.
    pub receiver_name: Text,
    /// Loop 1000B, NM109 with 46.
    pub receiver_id: Text,
    /// BHT03 of the first set; further sets add `-2`, `-3` ... A 277CA repeats it.
    pub batch_reference: Text,
    /// A new set begins after so many claims; the guides recommend 5,000 at most.
    pub claims_per_set_max: u32,
}

/// SBR of loop 2000B as claims carry it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Coverage {
    responsibility: Responsibility,
    /// SBR02, empty where the patient is not the subscriber.
    relationship: Text,
    group_number: Phi<Text>,
    group_name: Text,
    insurance_type: Text,
    filing_indicator: Text,
}

/// The loops that are open in the set and that the next claim may share.
#[derive(Debug, Clone, Default)]
struct OpenLoops {
    hierarchy: u32,
    billing: Option<(Arc<Provider>, u32)>,
    subscriber: Option<(Arc<Person>, Arc<Payer>, Coverage, u32)>,
    patient: Option<(Arc<Person>, Text)>,
    claims_in_set: u32,
    claims_in_level: u32,
    sets: u32,
}

/// Writes claims into one interchange, streaming.
///
/// Consecutive claims of one billing provider, subscriber or patient share their loops; professional and institutional claims get
/// functional groups of their own. A claim that cannot be written is refused as a whole and leaves the file as it was. Nothing is
/// invented: what a claim lacks, the file lacks, and finding that is the work of the claim rules. What its transaction has no place for
/// (the attending provider of a professional claim, the telephone of a rendering provider) is not written.
///
/// ```
/// use cleanclaim_model::{Claim, Date};
/// use cleanclaim_x12::{ClaimWriter, EnvelopeSettings, SubmissionSettings, Submitter};
/// let created = Date::constant(2026, 11, 23).at(9, 30, 0, 0);
/// let settings = SubmissionSettings {
///     envelope: EnvelopeSettings::between("SENDER", "RECEIVER", created),
///     submitter: Submitter { name: "CLINIC".into(), id: "S1".into(), contact: "BILLING".into(), phone: "5550100000".into() },
///     receiver_name: "PAYER".into(),
///     receiver_id: "P1".into(),
///     batch_reference: "BATCH1".into(),
///     claims_per_set_max: 5_000,
/// };
/// let mut writer = ClaimWriter::new(Vec::new(), settings)?;
/// let written = writer.write(&Claim { control_number: "A1".into(), ..Claim::default() })?;
/// assert_eq!(written.set_control_number, "0001");
/// let (bytes, summary) = writer.finish()?;
/// assert!(bytes.starts_with(b"ISA*00*"));
/// assert_eq!(summary.sets, 1);
/// # Ok::<(), cleanclaim_x12::WriteError>(())
/// ```
#[derive(Debug)]
pub struct ClaimWriter<W> {
    out: InterchangeWriter<W>,
    settings: SubmissionSettings,
    open: OpenLoops,
}

impl<W: Write> ClaimWriter<W> {
    /// A writer that has written nothing yet.
    ///
    /// # Errors
    /// When a setting does not fit into the envelopes.
    pub fn new(out: W, settings: SubmissionSettings) -> Result<Self, WriteError> {
        if BATCH_REFERENCE_MAX < settings.batch_reference.len() {
            return Err(WriteError::Setting { setting: "batch_reference", problem: "has more than 30 characters" });
        }
        if settings.claims_per_set_max == 0 {
            return Err(WriteError::Setting { setting: "claims_per_set_max", problem: "must be at least 1" });
        }
        let out = InterchangeWriter::new(out, settings.envelope.clone())?;
        Ok(Self { out, settings, open: OpenLoops::default() })
    }

    /// Writes one claim and says where it stands: its segments from CLM, within its set.
    ///
    /// # Errors
    /// When something of it cannot be sent; then nothing of it was written and the next claim may be.
    pub fn write(&mut self, claim: &Claim) -> Result<Written, WriteError> {
        let before = self.open.clone();
        match self.encode(claim) {
            Ok(written) => Ok(written),
            Err(error) => {
                self.out.roll_back();
                self.open = before;
                Err(error)
            }
        }
    }

    /// Closes the envelopes and gives back the destination.
    ///
    /// # Errors
    /// When the destination fails.
    pub fn finish(self) -> Result<(W, WriteSummary), WriteError> {
        self.out.finish()
    }

    fn encode(&mut self, claim: &Claim) -> Result<Written, WriteError> {
        let version = match claim.kind {
            ClaimKind::Professional => "005010X222A1",
            ClaimKind::Institutional => "005010X223A2",
            ClaimKind::Dental => return Err(WriteError::Unsupported { what: "a dental claim" }),
        };
        write_body::check(claim)?;
        if !self.out.is_group("HC", version) {
            self.out.open_group("HC", version);
        }
        if !self.out.is_set_open() || self.settings.claims_per_set_max <= self.open.claims_in_set {
            self.open_set();
        }
        self.open_levels(claim);
        let from = self.out.position();
        write_body::claim(&mut self.out, claim);
        self.open.claims_in_set += 1;
        self.open.claims_in_level += 1;
        self.out.check()?;
        let written = self.out.written_since(from);
        self.out.commit()?;
        Ok(written)
    }

    fn open_set(&mut self) {
        self.out.open_set("837", None);
        let sets = self.open.sets + 1;
        self.open = OpenLoops { sets, ..OpenLoops::default() };
        let settings = &self.settings;
        let created = settings.envelope.created;
        let reference = match (settings.batch_reference.as_str(), sets) {
            ("", _) => format!("{:09}-{sets}", settings.envelope.interchange_control_number),
            (reference, 1) => reference.to_owned(),
            (reference, _) => format!("{reference}-{sets}"),
        };
        let out = &mut self.out;
        out.begin("BHT").add("0019").add("00").add(&reference);
        out.add(&ccyymmdd(created.date())).add(&time(created)).add("CH").end();
        let submitter = &settings.submitter;
        out.begin("NM1").add("41").add("2").add(&submitter.name).skip(4).add("46").add(&submitter.id).end();
        out.begin("PER").add("IC").add(&submitter.contact).add("TE").add(&submitter.phone).end();
        out.begin("NM1")
            .add("40")
            .add("2")
            .add(&settings.receiver_name)
            .skip(4)
            .add("46")
            .add(&settings.receiver_id)
            .end();
    }

    /// Opens the loops above the claim that are not open yet.
    fn open_levels(&mut self, claim: &Claim) {
        let coverage = Coverage {
            responsibility: claim.responsibility,
            relationship: if claim.patient.is_some() { Text::default() } else { claim.relationship.clone() },
            group_number: claim.group_number.clone(),
            group_name: claim.group_name.clone(),
            insurance_type: claim.insurance_type.clone(),
            filing_indicator: claim.filing_indicator.clone(),
        };
        let is_full = CLAIMS_PER_LEVEL_MAX <= self.open.claims_in_level;
        let billing = match &self.open.billing {
            Some((provider, number)) if *provider == claim.billing => *number,
            _ => self.open_billing(claim),
        };
        let is_same_patient = |open: &OpenLoops| match (&open.patient, &claim.patient) {
            (None, None) => true,
            (Some((person, relationship)), Some(patient)) => person == patient && *relationship == claim.relationship,
            _ => false,
        };
        let subscriber = match &self.open.subscriber {
            Some((person, payer, open, number))
                if *person == claim.subscriber
                    && parties::is_same_payer(payer, &claim.payer)
                    && *open == coverage
                    && self.open.patient.is_some() == claim.patient.is_some()
                    && (!is_full || claim.patient.is_some()) =>
            {
                *number
            }
            _ => self.open_subscriber(claim, coverage, billing),
        };
        if let Some(patient) = &claim.patient
            && (is_full || !is_same_patient(&self.open))
        {
            let number = self.next_hierarchy();
            let out = &mut self.out;
            out.begin("HL").add(&number).add(&subscriber.to_string()).add("23").add("0").end();
            out.begin("PAT").add(&claim.relationship).end();
            parties::person(out, "QC", patient);
            self.open.patient = Some((Arc::clone(patient), claim.relationship.clone()));
            self.open.claims_in_level = 0;
        }
    }

    fn open_billing(&mut self, claim: &Claim) -> u32 {
        let number = self.next_hierarchy();
        let out = &mut self.out;
        out.begin("HL").add(&number).add("").add("20").add("1").end();
        parties::taxonomy(out, "BI", &claim.billing);
        parties::billing_provider(out, &claim.billing);
        self.open.billing = Some((Arc::clone(&claim.billing), self.open.hierarchy));
        self.open.subscriber = None;
        self.open.patient = None;
        self.open.hierarchy
    }

    fn open_subscriber(&mut self, claim: &Claim, coverage: Coverage, billing: u32) -> u32 {
        let number = self.next_hierarchy();
        let has_patient = if claim.patient.is_some() { "1" } else { "0" };
        let out = &mut self.out;
        out.begin("HL").add(&number).add(&billing.to_string()).add("22").add(has_patient).end();
        out.begin("SBR").add(coverage.responsibility.as_char().encode_utf8(&mut [0; 4])).add(&coverage.relationship);
        out.add(coverage.group_number.expose()).add(&coverage.group_name).add(&coverage.insurance_type);
        out.skip(3).add(&coverage.filing_indicator).end();
        parties::person(out, "IL", &claim.subscriber);
        parties::payer(out, &claim.payer);
        let loops = (Arc::clone(&claim.subscriber), Arc::clone(&claim.payer), coverage, self.open.hierarchy);
        self.open.subscriber = Some(loops);
        self.open.patient = None;
        self.open.claims_in_level = 0;
        self.open.hierarchy
    }

    fn next_hierarchy(&mut self) -> String {
        self.open.hierarchy += 1;
        self.open.hierarchy.to_string()
    }
}
