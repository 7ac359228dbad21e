//! pyx12 4.0 as a judge of what is written. Its Python is named by `CLEANCLAIM_TEST_PYTHON`, or is a `python3` that has it; without one
//! the test is skipped with a message, and under `CLEANCLAIM_TEST_ALL=1` it fails.

use std::process::Command;
use std::sync::Arc;

use cleanclaim_model::{
    Adjustment, Carc, Cents, Claim, Date, Drug, GroupCode, LineAdjudication, OtherPayer, Quantity, Responsibility,
    ServiceLine,
};
use cleanclaim_x12::{ClaimWriter, RemittanceWriter};

use crate::fixtures::{claims, read, remittance_settings, remittances, submission};

const SCRIPT: &str = "
import sys, logging
import pyx12.params, pyx12.x12n_document
logging.basicConfig(level=logging.INFO, format='%(message)s', stream=sys.stdout)
accepted = [pyx12.x12n_document.x12n_document(pyx12.params.ParamsBase(), path, None, None) for path in sys.argv[1:]]
sys.exit(0 if all(accepted) else 1)
";

/// A Python that can import pyx12.
fn python() -> Option<String> {
    let named = std::env::var("CLEANCLAIM_TEST_PYTHON").ok().filter(|python| !python.is_empty());
    let python = named.unwrap_or_else(|| "python3".into());
    let found = Command::new(&python).args(["-c", "import pyx12"]).output().is_ok_and(|output| output.status.success());
    if found {
        return Some(python);
    }
    assert!(
        std::env::var("CLEANCLAIM_TEST_ALL").as_deref() != Ok("1"),
        "{python} has no pyx12, and CLEANCLAIM_TEST_ALL=1 forbids to skip"
    );
    eprintln!(
        "skipped: {python} has no pyx12 (pip install pyx12==4.0.0, and name its Python in CLEANCLAIM_TEST_PYTHON)"
    );
    None
}

fn judge(files: &[(&str, Vec<u8>)]) {
    let Some(python) = python() else { return };
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        let path = folder.path().join(format!("{name}.edi"));
        std::fs::write(&path, bytes).unwrap();
        let output = Command::new(&python).args(["-c", SCRIPT]).arg(&path).output().unwrap();
        let said = String::from_utf8_lossy(&output.stdout);
        let failed = String::from_utf8_lossy(&output.stderr);
        let text = String::from_utf8_lossy(bytes).replace("~\n", "~").replace('~', "~\n");
        assert!(output.status.success(), "{name} is not accepted:\n{said}{failed}\n{text}");
    }
}

fn write(sender: &str, claims: &[Claim]) -> Vec<u8> {
    let mut writer = ClaimWriter::new(Vec::new(), submission(sender)).unwrap();
    for claim in claims {
        writer.write(claim).unwrap();
    }
    writer.finish().unwrap().0
}

fn base() -> Claim {
    claims(&read("837p-two-claims.edi")).0[0].0.clone()
}

/// A professional claim with everything that the model has.
fn full_professional() -> Claim {
    let mut claim = base();
    let other_claims = claims(&read("837p-two-claims.edi")).0;
    let rendering = claim.rendering.clone();
    claim.referring = other_claims[1].0.referring.clone();
    claim.supervising = claim.referring.clone();
    claim.service_facility = Some(Arc::clone(&claim.billing));
    claim.onset_date = Some(Date::constant(2026, 10, 1));
    claim.accident_date = Some(Date::constant(2026, 10, 1));
    claim.admission_date = Some(Date::constant(2026, 10, 1));
    claim.discharge_date = Some(Date::constant(2026, 10, 3));
    claim.related_causes = vec!["AA".into(), "OA".into()];
    claim.accident_state = "OH".into();
    claim.delay_reason = "9".into();
    claim.referral_number = "REFERRAL1".into();
    claim.clia_number = "99D9999999".into();
    claim.clearinghouse_number = "CH1".into();
    *claim.medical_record_number.expose_mut() = "RECORD1".into();
    *claim.note.expose_mut() = "SEEN ON REFERRAL".into();
    claim.patient_paid = Some(Cents::new(2_000));
    claim.lines[0].drug =
        Some(Drug { ndc: "99999999901".into(), quantity: Quantity::thousandths(1_500), unit: "ML".into() });
    claim.lines[0].rendering = rendering;
    claim.lines[0].thru = Some(Date::constant(2026, 10, 20));
    claim.lines[0].units = Quantity::thousandths(1_500);
    claim.condition_codes = vec!["AK".parse().unwrap()];
    claim
}

/// The same claim for the next payer, with what the first one decided.
fn secondary() -> Claim {
    let mut claim = base();
    claim.responsibility = Responsibility::Secondary;
    let adjustment = |group, carc: &str, cents| Adjustment {
        group,
        carc: Carc::parse(carc).unwrap(),
        amount: Cents::new(cents),
        quantity: None,
    };
    for (line, paid) in claim.lines.iter_mut().zip([8_000, 2_000]) {
        let rest = line.charge - Cents::new(paid);
        line.adjudications = vec![LineAdjudication {
            payer_id: "PAYER02".into(),
            paid: Cents::new(paid),
            procedure: line.procedure,
            units: line.units,
            adjustments: vec![
                adjustment(GroupCode::ContractualObligation, "45", rest.get() - 1_000),
                adjustment(GroupCode::PatientResponsibility, "1", 400),
                adjustment(GroupCode::PatientResponsibility, "2", 600),
            ],
            date: Some(Date::constant(2026, 10, 25)),
        }];
    }
    let mut payer = (*claim.payer).clone();
    payer.id = "PAYER02".into();
    claim.other_payers = vec![OtherPayer {
        responsibility: Responsibility::Primary,
        filing_indicator: "CI".into(),
        relationship: "18".into(),
        group_number: claim.group_number.clone(),
        payer: Arc::new(payer),
        subscriber: Arc::clone(&claim.subscriber),
        paid: Some(Cents::new(10_000)),
        remaining_patient_liability: Some(Cents::new(2_000)),
        adjustments: Vec::new(),
        payer_control_number: "FIRSTPAYER1".into(),
    }];
    claim
}

#[test]
fn claims_are_accepted() {
    let professional: Vec<Claim> = claims(&read("837p-two-claims.edi")).0.into_iter().map(|(claim, _)| claim).collect();
    let institutional = claims(&read("837i-inpatient.edi")).0[0].0.clone();
    let mut outpatient = institutional.clone();
    outpatient.facility_code = Some("13".parse().unwrap());
    outpatient.lines = vec![ServiceLine { control_number: "L1".into(), ..institutional.lines[1].clone() }];
    outpatient.charge = outpatient.lines_charge();
    let many: Vec<Claim> = (0..250)
        .map(|number| Claim { control_number: format!("CLAIM{number}").into(), ..professional[number % 2].clone() })
        .collect();
    judge(&[
        ("professional", write("CLINIC01", &professional)),
        ("full-professional", write("CLINIC01", &[full_professional()])),
        ("secondary", write("CLINIC01", &[secondary()])),
        ("institutional", write("HOSPITAL1", std::slice::from_ref(&institutional))),
        ("outpatient", write("HOSPITAL1", &[outpatient])),
        ("many", write("CLINIC01", &many)),
        ("mixed", write("CLINIC01", &[professional[0].clone(), institutional, professional[1].clone()])),
    ]);
}

#[test]
fn remittances_are_accepted() {
    let files: Vec<(&str, Vec<u8>)> = ["835-paid-and-denied.edi", "835-reversal-then-correction.edi", "835-plb.edi"]
        .into_iter()
        .map(|name| {
            let mut writer = RemittanceWriter::new(Vec::new(), remittance_settings()).unwrap();
            for (mut remittance, _) in remittances(&read(name)).0 {
                remittance.set_control_number = Default::default();
                writer.write(&remittance).unwrap();
            }
            (name, writer.finish().unwrap().0)
        })
        .collect();
    judge(&files);
}

#[test]
fn acknowledgements_are_accepted() {
    judge(&["ta1.edi", "999.edi", "277ca.edi"].map(|name| (name, read(name).into_bytes())));
}
