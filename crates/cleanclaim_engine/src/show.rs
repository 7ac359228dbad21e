//! Claims as pages show them.

use cleanclaim_interop::json::{FindingJson, SuggestionJson};
use cleanclaim_model::{
    Carc, Claim, ClaimId, DiagnosisRole, Icd10, Phi, PracticeId, Rarc, ServiceLine, Severity, Text,
};
use cleanclaim_store::{
    AdjustmentRow, ClaimDetail, ClaimRow as StoredClaim, ClaimSummary, FileRow, NoteRow, PayerRow, SortDirection,
    SuggestionRow, Tx,
};

use crate::decided::Decided;
use crate::engine::Engine;
use crate::error::Result;
use crate::excerpt::excerpt;
use crate::payer_file::{Fees, PayerFile};
use crate::reference::code_sets;
use crate::setup::{display_name, from_json};
use crate::verbs::read_claim;
use crate::views::{
    AdjustmentView, Axes, CLAIMS_PER_PAGE, ClaimFilter, ClaimPage, ClaimRow, ClaimSort, ClaimView, DiagnosisView,
    EventView, FileView, FindingView, LineView, PostingView,
};

/// Files above this size are shown without the part that speaks of the claim.
const EXCERPT_BYTES_MAX: i64 = 64 << 20;

impl Engine {
    /// A page of the claim list.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn claims(&self, practice: PracticeId, filter: &ClaimFilter) -> Result<ClaimPage> {
        let mut tx = self.store().read().await?;
        let payers: Vec<PayerRow> = tx.all(practice, u32::MAX, 0).await?;
        let chosen = filter.payer.as_ref();
        let payer_id = chosen.map(|name| {
            let found = payers.iter().find(|payer| payer.name == name.as_str());
            // A payer that nobody knows has no claims.
            found.map_or_else(|| Text::from(name.as_str()), |payer| payer.id.clone())
        });
        let (sort, direction) = order(filter.sort);
        let page = tx
            .claim_page(
                practice,
                &cleanclaim_store::ClaimFilter {
                    work: filter.work,
                    transport: filter.transport,
                    adjudication: filter.adjudication,
                    balance: filter.balance,
                    dispute: None,
                    payer_id,
                    service_from: filter.service_from,
                    service_thru: filter.service_thru,
                    text: filter.control_number.as_ref().map(|text| Phi::new(Text::from(text.as_str()))),
                    with_errors: filter.with_errors,
                    sort,
                    direction,
                    offset: filter.page.saturating_mul(CLAIMS_PER_PAGE),
                    limit: CLAIMS_PER_PAGE,
                },
            )
            .await?;
        Ok(ClaimPage {
            rows: page.claims.iter().map(claim_row).collect(),
            total: page.total,
            total_charge: page.charge_cents,
            payers: payers.into_iter().map(|payer| payer.name.to_string()).collect(),
        })
    }

    /// One claim with everything about it; `None` when the practice has no such claim.
    ///
    /// # Errors
    /// When the database refuses, or what is stored cannot be read.
    pub async fn claim(&self, practice: PracticeId, id: ClaimId) -> Result<Option<ClaimView>> {
        let mut tx = self.store().read().await?;
        let Some(detail) = tx.claim_detail(practice, id).await? else { return Ok(None) };
        let claim = read_claim(&detail.claim)?;
        let (suggestions, note) = evidence(&mut tx, practice, &detail.claim).await?;
        let fees = fees(&mut tx, practice, &detail.claim.payer_id).await?;
        let files = files(&mut tx, practice, &detail).await?;
        let lines = lines(&claim, &fees, &detail)?;
        Ok(Some(ClaimView {
            row: claim_row(&summary(&detail.claim)),
            submission: detail.submissions.iter().max_by_key(|row| row.attempt).map(|row| row.id),
            payer_control_number: detail.claim.payer_control_number.to_string(),
            billing_provider: named(&claim.billing),
            rendering_provider: claim
                .rendering
                .as_ref()
                .or(claim.attending.as_ref())
                .map(|it| named(it))
                .unwrap_or_default(),
            member_id: Phi::new(claim.subscriber.member_id.expose().to_string()),
            birth_date: claim.patient().birth_date,
            diagnoses: diagnoses(&claim, &suggestions)?,
            lines,
            findings: findings(&detail)?,
            events: events(&detail),
            files,
            postings: postings(&detail),
            note,
        }))
    }
}

const fn order(sort: ClaimSort) -> (cleanclaim_store::ClaimSort, SortDirection) {
    match sort {
        ClaimSort::Newest => (cleanclaim_store::ClaimSort::ServiceDate, SortDirection::Descending),
        ClaimSort::Oldest => (cleanclaim_store::ClaimSort::ServiceDate, SortDirection::Ascending),
        ClaimSort::Charge => (cleanclaim_store::ClaimSort::Charge, SortDirection::Descending),
        ClaimSort::Open => (cleanclaim_store::ClaimSort::InsurerBalance, SortDirection::Descending),
    }
}

fn claim_row(row: &ClaimSummary) -> ClaimRow {
    ClaimRow {
        id: row.id,
        control_number: row.control_number.to_string(),
        kind: row.kind,
        payer: row.payer_name.to_string(),
        patient: Phi::new(row.patient_name.expose().to_string()),
        service_from: row.service_from,
        charge: row.charge_cents,
        paid: row.paid_cents,
        insurer_open: row.insurer_cents,
        patient_open: row.patient_cents,
        axes: Axes {
            work: row.work,
            transport: row.transport,
            adjudication: row.adjudication,
            balance: row.balance,
            dispute: row.dispute,
        },
        errors: row.finding_errors,
        warnings: row.finding_warnings,
    }
}

fn summary(row: &StoredClaim) -> ClaimSummary {
    ClaimSummary {
        id: row.id,
        control_number: row.control_number.clone(),
        kind: row.kind,
        patient_name: row.patient_name.clone(),
        payer_id: row.payer_id.clone(),
        payer_name: row.payer_name.clone(),
        charge_cents: row.charge_cents,
        expected_cents: row.expected_cents,
        service_from: row.service_from,
        work: row.work,
        transport: row.transport,
        adjudication: row.adjudication,
        balance: row.balance,
        dispute: row.dispute,
        finding_errors: row.finding_errors,
        finding_warnings: row.finding_warnings,
        paid_cents: row.paid_cents,
        insurer_cents: row.insurer_cents,
        patient_cents: row.patient_cents,
        created_at: row.created_at,
    }
}

fn named(provider: &cleanclaim_model::Provider) -> String {
    let name = display_name(provider);
    match provider.npi {
        Some(npi) if name.is_empty() => npi.to_string(),
        Some(npi) => format!("{name} · {npi}"),
        None => name,
    }
}

/// The suggestions and the note of a claim's encounter.
async fn evidence(
    tx: &mut Tx,
    practice: PracticeId,
    claim: &StoredClaim,
) -> Result<(Vec<SuggestionJson>, Phi<String>)> {
    let Some(encounter) = claim.encounter_id else { return Ok((Vec::new(), Phi::default())) };
    let rows = tx.by::<SuggestionRow>(practice, "encounter_id", [encounter]).await?;
    let suggestions = rows.iter().map(|row| from_json("suggestion", row.content.expose()));
    let notes = tx.by::<NoteRow>(practice, "encounter_id", [encounter]).await?;
    let note = notes.into_iter().next().map(|row| row.text).unwrap_or_default();
    Ok((suggestions.collect::<Result<_>>()?, note))
}

async fn fees(tx: &mut Tx, practice: PracticeId, payer: &str) -> Result<Fees> {
    let rows = tx.by::<PayerRow>(practice, "id", [payer]).await?;
    match rows.first() {
        Some(row) => Ok(PayerFile::parse(&row.id, &row.profile)?.fees),
        None => Ok(Fees::default()),
    }
}

fn diagnoses(claim: &Claim, suggestions: &[SuggestionJson]) -> Result<Vec<DiagnosisView>> {
    let sets = code_sets()?;
    let view = |(diagnosis, position): (&cleanclaim_model::Diagnosis, u8)| {
        let code = diagnosis.code;
        let title =
            claim.coding_date().and_then(|on| sets.icd10cm().lookup(code, on).valid()).and_then(|entry| entry.title());
        let quoted = suggestions.iter().filter(|suggestion| suggestion.code == code.as_str());
        DiagnosisView {
            position,
            code: dotted(code),
            title: title.map(str::to_owned),
            role: match diagnosis.role {
                DiagnosisRole::Principal => "principal",
                DiagnosisRole::Other => "other",
                DiagnosisRole::Admitting => "admitting",
                DiagnosisRole::ReasonForVisit => "reason for visit",
                DiagnosisRole::ExternalCause => "external cause",
            },
            evidence: quoted.map(|suggestion| Phi::new(suggestion.text.clone())).collect(),
        }
    };
    Ok(claim.diagnoses.iter().zip(1..).map(view).collect())
}

/// `E11.9`.
fn dotted(code: Icd10) -> String {
    let text = code.as_str();
    match text.split_at_checked(3) {
        Some((category, rest)) if !rest.is_empty() => format!("{category}.{rest}"),
        _ => text.to_owned(),
    }
}

fn lines(claim: &Claim, fees: &Fees, detail: &ClaimDetail) -> Result<Vec<LineView>> {
    let decided = Decided::read(claim, &detail.payments)?;
    let pointed: Vec<Icd10> = claim.pointed_diagnoses().map(|diagnosis| diagnosis.code).collect();
    let view = |line: &ServiceLine| LineView {
        number: line.number,
        code: line
            .procedure
            .map(|code| code.to_string())
            .or_else(|| line.revenue_code.map(|code| format!("rev {code}")))
            .unwrap_or_default(),
        modifiers: line.modifiers.iter().map(|modifier| modifier.to_string()).collect::<Vec<_>>().join(" "),
        from: line.from,
        units: line.units.to_string(),
        diagnoses: line
            .pointers()
            .filter_map(|pointer| pointed.get(usize::from(pointer) - 1))
            .map(|code| dotted(*code))
            .collect(),
        charge: line.charge,
        paid: decided.paid(line.number),
        expected: fees.expected(line),
        adjustments: adjustments(line, detail, &decided),
    };
    Ok(claim.lines.iter().map(view).collect())
}

fn adjustments(line: &ServiceLine, detail: &ClaimDetail, decided: &Decided) -> Vec<AdjustmentView> {
    let of_line = detail.adjustments.iter().filter_map(|row| Some((row, decided.of_line(line.number, row)?)));
    of_line
        .map(|(row, remarks)| AdjustmentView {
            group: row.group_code.to_string(),
            carc: row.carc.to_string(),
            amount: row.amount_cents,
            remarks: remarks.iter().map(Rarc::as_str).collect::<Vec<_>>().join(" "),
            treatment: treatment(row, &detail.claim),
        })
        .collect()
}

/// What the posting policy did with an adjustment, in words.
fn treatment(row: &AdjustmentRow, claim: &StoredClaim) -> String {
    let group = cleanclaim_model::GroupCode::parse(&row.group_code);
    let (Some(group), Ok(carc)) = (group, Carc::parse(&row.carc)) else { return row.treatment.to_string() };
    let policy = cleanclaim_ledger::PostingPolicy::default();
    let decision = policy.decide(&claim.payer_id, group, carc, []);
    format!("{}: {}", row.treatment.replace('-', " "), decision.why)
}

fn findings(detail: &ClaimDetail) -> Result<Vec<FindingView>> {
    let mut views = Vec::with_capacity(detail.findings.len());
    for row in &detail.findings {
        let json: FindingJson = from_json("finding", &row.content)?;
        views.push(FindingView {
            severity: [Severity::Error, Severity::Warning, Severity::Info]
                .into_iter()
                .find(|severity| severity.as_str() == json.severity)
                .map_or("info", Severity::as_str),
            rule: json.rule,
            field: json.field.unwrap_or_default(),
            form_box: json.form_box.unwrap_or_default(),
            message: json.message,
            expected: json.expected.unwrap_or_default(),
            source: json.source,
        });
    }
    Ok(views)
}

fn events(detail: &ClaimDetail) -> Vec<EventView> {
    let view = |row: &cleanclaim_store::EventRow| EventView {
        at: row.at,
        axis: row.axis.as_str().to_owned(),
        from: row.from_state.to_string(),
        to: row.to_state.to_string(),
        actor: row.actor.to_string(),
        reason: row.note.to_string(),
        evidence: row.file_id,
    };
    detail.events.iter().map(view).collect()
}

async fn files(tx: &mut Tx, practice: PracticeId, detail: &ClaimDetail) -> Result<Vec<FileView>> {
    let mut views = Vec::with_capacity(detail.files.len());
    for row in &detail.files {
        let excerpt = match row.size_bytes <= EXCERPT_BYTES_MAX {
            true => tx.file_bytes(practice, row.id).await?.map(|bytes| excerpt(&bytes, &detail.claim.control_number)),
            false => None,
        };
        views.push(file_view(row, excerpt.unwrap_or_default()));
    }
    Ok(views)
}

fn file_view(row: &FileRow, excerpt: String) -> FileView {
    FileView {
        id: row.id,
        direction: row.direction.as_str().to_owned(),
        kind: row.kind.to_string(),
        name: row.name.to_string(),
        size_bytes: u64::try_from(row.size_bytes).unwrap_or_default(),
        at: row.at,
        excerpt: Phi::new(excerpt),
    }
}

fn postings(detail: &ClaimDetail) -> Vec<PostingView> {
    let of_entry = |entry: &cleanclaim_ledger::Entry| {
        let (date, kind) = (entry.date(), entry.kind().as_str());
        let view = move |posting: &cleanclaim_ledger::Posting| PostingView {
            date,
            entry: kind.to_owned(),
            account: match posting.account.key.as_str() {
                "" => posting.account.kind.as_str().to_owned(),
                key => format!("{} ({key})", posting.account.kind.as_str()),
            },
            amount: posting.amount,
        };
        entry.postings().iter().map(view).collect::<Vec<_>>()
    };
    detail.entries.iter().flat_map(of_entry).collect()
}
