//! One claim: its states, lines, findings, life, files and money.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use cleanclaim_engine::Role;
use cleanclaim_engine::views::{ClaimView, DiagnosisView};
use cleanclaim_model::{ClaimId, ClaimKind};

use crate::access::CurrentUser;
use crate::assets;
use crate::error::PageError;
use crate::pages::{Frame, Section, html};
use crate::routes::App;
use crate::text;

/// A piece of the note: plain, or evidence for the codes named.
#[derive(Debug, PartialEq, Eq)]
struct NotePart<'a> {
    text: &'a str,
    codes: Vec<&'a str>,
}

#[derive(Template)]
#[template(path = "claim.html")]
struct Page {
    frame: Frame,
    claim: ClaimView,
}

impl Page {
    /// What stops the claim comes first.
    fn new(frame: Frame, mut claim: ClaimView) -> Self {
        let rank = |severity: &str| ["error", "warning"].iter().position(|known| *known == severity).unwrap_or(2);
        claim.findings.sort_by_key(|finding| rank(finding.severity));
        Self { frame, claim }
    }

    fn note(&self) -> Vec<NotePart<'_>> {
        note_parts(self.claim.note.expose(), &self.claim.diagnoses)
    }

    /// What the number of a place on the paper form follows.
    fn form(&self) -> &'static str {
        match self.claim.row.kind {
            ClaimKind::Professional => "CMS-1500 box",
            ClaimKind::Institutional => "UB-04 locator",
            ClaimKind::Dental => "Form box",
        }
    }

    fn may_download(&self) -> bool {
        self.frame.may(Role::Biller)
    }
}

/// `GET /claims/{id}`.
pub(crate) async fn show(
    State(app): State<App>,
    current: CurrentUser,
    Path(id): Path<String>,
) -> Result<Response, PageError> {
    let id: ClaimId = id.parse().map_err(|_| PageError::NotFound)?;
    let Some(claim) = app.engine.claim(current.user.practice, id).await? else {
        app.engine.audit_read(&current.user, "claim-not-found", &id.to_string()).await?;
        return Err(PageError::NotFound);
    };
    app.engine.audit_read(&current.user, "claim", &id.to_string()).await?;
    html(&Page::new(Frame::new(current, Section::Claims), claim))
}

/// Cuts the note where the quoted evidence begins and ends. Of two quotes that overlap the earlier stays, of two that begin together the
/// longer.
fn note_parts<'a>(note: &'a str, diagnoses: &'a [DiagnosisView]) -> Vec<NotePart<'a>> {
    let mut marks: Vec<(usize, usize, &str)> = Vec::new();
    for diagnosis in diagnoses {
        for quote in diagnosis.evidence.iter().map(|quote| quote.expose().as_str()).filter(|quote| !quote.is_empty()) {
            marks.extend(note.find(quote).map(|at| (at, at + quote.len(), diagnosis.code.as_str())));
        }
    }
    marks.sort_by_key(|(begin, end, _)| (*begin, usize::MAX - end));
    let mut parts: Vec<NotePart<'_>> = Vec::new();
    let (mut done, mut last) = (0, None);
    for (begin, end, code) in marks {
        match parts.last_mut() {
            Some(part) if last == Some((begin, end)) => part.codes.push(code),
            _ if begin < done => {}
            _ => {
                parts.extend((done < begin).then(|| NotePart { text: &note[done..begin], codes: Vec::new() }));
                parts.push(NotePart { text: &note[begin..end], codes: vec![code] });
                (done, last) = (end, Some((begin, end)));
            }
        }
    }
    parts.extend((done < note.len()).then(|| NotePart { text: &note[done..], codes: Vec::new() }));
    parts
}

#[cfg(test)]
mod tests {
    use cleanclaim_model::Phi;
    use proptest::prelude::*;

    use super::*;
    use crate::pages::samples::{self, shows, visible};

    fn render(role: Role) -> String {
        Page::new(samples::frame(role), samples::claim()).render().unwrap()
    }

    #[test]
    fn everything_about_the_claim_is_there() {
        let text = visible(&render(Role::Biller));
        shows(&text, &["Professional (837P)", "Born 04/09/1961", "Charge $312.50 Paid $125.00"]);
        shows(&text, &["Work Ready Transport Payer accepted Decision Partly paid Balance Credit Dispute Appealed"]);
        shows(&text, &["CO-16 N290", "Provider’s to bear under the contract. Sent to the denial queue", "$93.75"]);
        shows(&text, &["E11.9 Title not loaded Principal", "Seen for diabetes E11.9 ."]);
        shows(&text, &["11/23/2026 10:47 UTC Transport Not sent → to Sent Handed to the channel"]);
        shows(&text, &["Sent 837P batch.edi", "81 kB · Download the whole file", "CLM*SAMPLE1*312.5~"]);
        shows(
            &text,
            &["CMS-1500 box 17b · Line(2) · Rule an-error · a manual, chapter 26", "11/04/2026 Charge:", "Testa,"],
        );
    }

    #[test]
    fn what_stops_the_claim_comes_first() {
        let text = visible(&render(Role::Biller));
        assert!(text.find("A test of an-error") < text.find("A test of a-warning"), "{text}");
    }

    #[test]
    fn who_may_not_download_is_not_offered_it() {
        assert!(render(Role::Biller).contains("href=\"/files/fil_00000000000000000000000000000007\""));
        assert!(!render(Role::Reader).contains("/files/"));
    }

    fn diagnosis(code: &str, quotes: &[&str]) -> DiagnosisView {
        DiagnosisView {
            position: 1,
            code: code.to_owned(),
            title: None,
            role: "principal",
            evidence: quotes.iter().map(|quote| Phi::new((*quote).to_owned())).collect(),
        }
    }

    fn check(note: &str, diagnoses: &[DiagnosisView], expected: &str) {
        let shown = note_parts(note, diagnoses).into_iter().map(|part| match part.codes.join(" ").as_str() {
            "" => part.text.to_owned(),
            codes => format!("[{}|{codes}]", part.text),
        });
        assert_eq!(shown.collect::<String>(), expected);
    }

    #[test]
    fn evidence_is_marked_where_it_stands() {
        let diabetes = diagnosis("E11.9", &["type 2 diabetes"]);
        let pressure = diagnosis("I10", &["hypertension", "not in the note", ""]);
        check(
            "Has type 2 diabetes, hypertension.",
            &[pressure, diabetes],
            "Has [type 2 diabetes|E11.9], [hypertension|I10].",
        );
        check("pain", &[diagnosis("A", &["pain"]), diagnosis("B", &["pain"])], "[pain|A B]");
        check(
            "left knee pain",
            &[diagnosis("A", &["left knee"]), diagnosis("B", &["knee pain"])],
            "[left knee|A] pain",
        );
        check("", &[], "");
    }

    proptest! {
        #[test]
        fn nothing_of_the_note_is_lost(note in "[abé ]{0,30}", quotes in proptest::collection::vec("[abé ]{0,4}", 0..6)) {
            let diagnoses: Vec<_> = quotes.iter().map(|quote| diagnosis("X", &[quote])).collect();
            let parts = note_parts(&note, &diagnoses);
            prop_assert_eq!(parts.iter().map(|part| part.text).collect::<String>(), note);
        }
    }
}
