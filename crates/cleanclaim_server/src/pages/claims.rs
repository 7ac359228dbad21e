//! The claim list: filters, order, pages.

use askama::Template;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use cleanclaim_engine::views::{CLAIMS_PER_PAGE, ClaimFilter, ClaimPage, ClaimSort};
use cleanclaim_model::Date;
use cleanclaim_model::state::{Adjudication, Balance, Dispute, Transport, Work};
use serde::Deserialize;

use crate::access::CurrentUser;
use crate::assets;
use crate::error::PageError;
use crate::pages::{Frame, Section, html};
use crate::routes::App;
use crate::text;

/// No control number or payer's name is longer.
const TEXT_BYTES_MAX: usize = 120;

/// The orders, as addresses name them and as people read them.
const SORTS: [(ClaimSort, &str, &str); 4] = [
    (ClaimSort::Newest, "newest", "Newest service first"),
    (ClaimSort::Oldest, "oldest", "Oldest service first"),
    (ClaimSort::Charge, "charge", "Highest charge first"),
    (ClaimSort::Open, "open", "Most open money first"),
];

/// The filter as an address carries it. An empty field is as good as none; a field nobody knows is refused.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Params {
    number: String,
    payer: String,
    work: String,
    transport: String,
    decision: String,
    balance: String,
    from: String,
    thru: String,
    errors: String,
    sort: String,
    page: String,
}

impl Params {
    fn filter(&self) -> Result<ClaimFilter, PageError> {
        Ok(ClaimFilter {
            control_number: short("number", &self.number)?,
            payer: short("payer", &self.payer)?,
            work: known("work", &self.work, Work::parse)?,
            transport: known("transport", &self.transport, Transport::parse)?,
            adjudication: known("decision", &self.decision, Adjudication::parse)?,
            balance: known("balance", &self.balance, Balance::parse)?,
            service_from: known("from", &self.from, |text| text.parse::<Date>().ok())?,
            service_thru: known("thru", &self.thru, |text| text.parse::<Date>().ok())?,
            with_errors: known("errors", &self.errors, |text| (text == "1").then_some(true))?,
            sort: known("sort", &self.sort, |text| SORTS.iter().find(|sort| sort.1 == text).map(|sort| sort.0))?
                .unwrap_or_default(),
            page: known("page", &self.page, |text| text.parse::<u32>().ok()?.checked_sub(1))?.unwrap_or(0),
        })
    }
}

fn known<T>(field: &'static str, text: &str, parse: impl Fn(&str) -> Option<T>) -> Result<Option<T>, PageError> {
    match text.trim() {
        "" => Ok(None),
        text => parse(text).map(Some).ok_or(PageError::BadField { field }),
    }
}

fn short(field: &'static str, text: &str) -> Result<Option<String>, PageError> {
    known(field, text, |text| {
        (text.len() <= TEXT_BYTES_MAX && !text.contains(char::is_control)).then(|| text.to_owned())
    })
}

/// The address of a list. The first page and the usual order are not named.
pub(crate) fn address(filter: &ClaimFilter) -> String {
    let date = |date: Option<Date>| date.map(|date| date.to_string());
    let sort = SORTS.iter().find(|sort| sort.0 == filter.sort && sort.0 != ClaimSort::default());
    let pairs = [
        ("number", filter.control_number.clone()),
        ("payer", filter.payer.clone()),
        ("work", filter.work.map(|state| state.to_string())),
        ("transport", filter.transport.map(|state| state.to_string())),
        ("decision", filter.adjudication.map(|state| state.to_string())),
        ("balance", filter.balance.map(|state| state.to_string())),
        ("from", date(filter.service_from)),
        ("thru", date(filter.service_thru)),
        ("errors", filter.with_errors.filter(|with| *with).map(|_| "1".to_owned())),
        ("sort", sort.map(|sort| sort.1.to_owned())),
        ("page", (0 < filter.page).then(|| (u64::from(filter.page) + 1).to_string())),
    ];
    let mut query = form_urlencoded::Serializer::new(String::new());
    for (name, value) in &pairs {
        if let Some(value) = value {
            query.append_pair(name, value);
        }
    }
    let query = query.finish();
    if query.is_empty() { "/claims".to_owned() } else { format!("/claims?{query}") }
}

/// One entry of a choice.
#[derive(Debug)]
struct Choice {
    value: String,
    text: String,
    chosen: bool,
}

/// A choice of the form: its name, its label, its entries.
#[derive(Debug)]
struct Field {
    name: &'static str,
    label: &'static str,
    any: &'static str,
    choices: Vec<Choice>,
    /// Left out on a telephone, where people only look something up.
    is_extra: bool,
}

fn field<T: Copy + PartialEq + ToString>(
    name: &'static str,
    label: &'static str,
    all: &[T],
    chosen: Option<T>,
    text: impl Fn(&T) -> String,
) -> Field {
    let choice = |value: &T| Choice { value: value.to_string(), text: text(value), chosen: chosen == Some(*value) };
    Field { name, label, any: "Any", choices: all.iter().map(choice).collect(), is_extra: name != "decision" }
}

/// What the list shows, and the part of the page that htmx replaces.
#[derive(Debug)]
struct Results {
    filter: ClaimFilter,
    page: ClaimPage,
    /// The whole page is not sent again: what stands outside the table is sent beside it.
    is_partial: bool,
}

impl Results {
    fn first(&self) -> u64 {
        u64::from(self.filter.page) * u64::from(CLAIMS_PER_PAGE) + 1
    }

    fn last(&self) -> u64 {
        self.first() + self.page.rows.len() as u64 - 1
    }

    fn pages(&self) -> u64 {
        self.page.total.div_ceil(u64::from(CLAIMS_PER_PAGE))
    }

    fn previous(&self) -> Option<String> {
        let page = self.filter.page.checked_sub(1)?;
        Some(address(&ClaimFilter { page, ..self.filter.clone() }))
    }

    fn next(&self) -> Option<String> {
        let page = self.filter.page.checked_add(1).filter(|page| u64::from(*page) < self.pages())?;
        Some(address(&ClaimFilter { page, ..self.filter.clone() }))
    }

    /// The address of the list in this order.
    fn sorted(&self, sort: &str) -> String {
        let sort = SORTS.iter().find(|known| known.1 == sort).map_or_else(ClaimSort::default, |known| known.0);
        address(&ClaimFilter { sort, page: 0, ..self.filter.clone() })
    }

    /// The other order by day of service: pressing the heading turns the list round.
    fn other_by_day(&self) -> String {
        self.sorted(if self.filter.sort == ClaimSort::Newest { "oldest" } else { "newest" })
    }

    /// `aria-sort` of a column that this order sorts.
    fn direction(&self, column: &str) -> &'static str {
        match (column, self.filter.sort) {
            ("day", ClaimSort::Newest) | ("charge", ClaimSort::Charge) | ("open", ClaimSort::Open) => "descending",
            ("day", ClaimSort::Oldest) => "ascending",
            _ => "none",
        }
    }

    /// Open and settled can be seen from the amount; what cannot is named beside it.
    const fn is_unusual(&self, balance: &Balance) -> bool {
        !matches!(balance, Balance::Open | Balance::Settled)
    }

    fn order(&self) -> &'static str {
        SORTS.iter().find(|sort| sort.0 == self.filter.sort).map_or("", |sort| sort.2)
    }

    fn is_filtered(&self) -> bool {
        let unfiltered = ClaimFilter { sort: self.filter.sort, page: self.filter.page, ..ClaimFilter::default() };
        address(&unfiltered) != address(&self.filter)
    }
}

#[derive(Template)]
#[template(path = "claims_results.html")]
struct Partial {
    results: Results,
}

#[derive(Template)]
#[template(path = "claims.html")]
struct Page {
    frame: Frame,
    fields: Vec<Field>,
    sorts: Field,
    results: Results,
}

impl Page {
    fn new(frame: Frame, results: Results) -> Self {
        let filter = &results.filter;
        let mut payers = results.page.payers.clone();
        // A payer that no claim has any more can still stand in an address.
        payers.extend(filter.payer.clone().filter(|payer| !payers.contains(payer)));
        let payer_choice = |payer: &String| Choice {
            value: payer.clone(),
            text: payer.clone(),
            chosen: filter.payer.as_ref() == Some(payer),
        };
        let fields = vec![
            Field {
                name: "payer",
                label: "Payer",
                any: "Any",
                choices: payers.iter().map(payer_choice).collect(),
                is_extra: false,
            },
            field("work", "Work", Work::ALL, filter.work, |state| text::work(state).text().to_owned()),
            field("transport", "Transport", Transport::ALL, filter.transport, |state| {
                text::transport(state).text().to_owned()
            }),
            field("decision", "Decision", Adjudication::ALL, filter.adjudication, |state| {
                text::adjudication(state).text().to_owned()
            }),
            field("balance", "Balance", Balance::ALL, filter.balance, |state| text::balance(state).text().to_owned()),
        ];
        let sort_choice = |sort: &(ClaimSort, &str, &str)| Choice {
            value: sort.1.to_owned(),
            text: sort.2.to_owned(),
            chosen: sort.0 == filter.sort,
        };
        let choices = SORTS.iter().map(sort_choice).collect();
        let sorts = Field { name: "sort", label: "Order", any: "", choices, is_extra: true };
        Self { sorts, fields, frame, results }
    }
}

/// `GET /claims`; for htmx only the part that a filter changes.
pub(crate) async fn list(
    State(app): State<App>,
    current: CurrentUser,
    headers: HeaderMap,
    Query(params): Query<Params>,
) -> Result<Response, PageError> {
    let filter = params.filter()?;
    let page = app.engine.claims(current.user.practice, &filter).await?;
    let seen = format!("{} of {}", page.rows.len(), page.total);
    app.engine.audit_read(&current.user, "claim-list", &seen).await?;
    let is_partial = headers.get("hx-target").is_some_and(|target| target == "claim-results");
    let shown = HeaderValue::try_from(address(&filter)).ok().filter(|_| is_partial);
    let results = Results { filter, page, is_partial };
    let mut response = if is_partial {
        html(&Partial { results })?
    } else {
        html(&Page::new(Frame::new(current, Section::Claims), results))?
    };
    // The address bar gets the short address instead of one with every empty field.
    shown.map(|shown| response.headers_mut().insert("hx-push-url", shown));
    response.headers_mut().insert(header::VARY, HeaderValue::from_static("hx-target"));
    Ok(response)
}

#[cfg(test)]
mod tests {
    use cleanclaim_engine::Role;
    use proptest::prelude::*;

    use super::*;
    use crate::pages::samples::{self, shows, visible};

    fn results(filter: ClaimFilter, total: u64) -> Results {
        Results { filter, page: samples::claims(total), is_partial: false }
    }

    fn render(filter: ClaimFilter, total: u64) -> String {
        Page::new(samples::frame(Role::Reader), results(filter, total)).render().unwrap()
    }

    #[test]
    fn a_row_says_where_its_claim_stands() {
        let html = render(ClaimFilter::default(), 1);
        let text = visible(&html);
        shows(&text, &["1 claim · $312.50 charged", "SAMPLE1", "Testa,", "11/04/2026", "1–1 of 1"]);
        shows(&text, &["$123.75 Credit $30.00 Ready Payer accepted Partly paid Appealed 1 error 2 warnings"]);
        shows(&html, &["href=\"/claims/clm_0000000000000000000000000000002a\"", "aria-sort=\"descending\""]);
    }

    #[test]
    fn the_form_keeps_what_was_chosen() {
        let html = render(samples::filter(), 120);
        visible(&html);
        shows(&html, &["<option value=\"in-doubt\" selected>In doubt</option>", "match the filter"]);
        assert_eq!(html.matches(" selected>").count(), 3, "payer, transport and order in\n{html}");
    }

    #[test]
    fn pages_lead_on_and_back() {
        let html = render(ClaimFilter { page: 1, ..ClaimFilter::default() }, 120);
        shows(&html, &["href=\"/claims\">← Previous", "href=\"/claims?page=3\">Next →", "51–51 of 120"]);
        let last = render(ClaimFilter { page: 2, ..ClaimFilter::default() }, 120);
        assert!(!last.contains("Next →"), "{last}");
    }

    #[test]
    fn an_empty_list_says_why() {
        shows(&visible(&render(ClaimFilter::default(), 0)), &["No claims yet", "0 claims"]);
        shows(&visible(&render(samples::filter(), 0)), &["No claim matches", "Show all claims"]);
        let mut beyond = results(ClaimFilter { page: 9, ..ClaimFilter::default() }, 1);
        beyond.page.rows.clear();
        let page = Page::new(samples::frame(Role::Reader), beyond);
        shows(&visible(&page.render().unwrap()), &["This page is empty", "First page"]);
    }

    #[test]
    fn a_part_brings_the_count_but_not_the_page() {
        let results = Results { is_partial: true, ..results(ClaimFilter::default(), 1) };
        let html = Partial { results }.render().unwrap();
        shows(&html, &["hx-swap-oob=\"true\"", "id=\"claims\""]);
        assert!(!html.contains("<html") && !html.contains("<form"), "{html}");
    }

    #[test]
    fn what_no_field_holds_is_refused() {
        let check = |params: Params, expected: Option<&str>| {
            let field = params.filter().err().map(|error| match error {
                PageError::BadField { field } => field,
                other => panic!("{other}"),
            });
            assert_eq!(field, expected);
        };
        let sort = "newest; drop table claim".to_owned();
        check(Params { sort, ..Params::default() }, Some("sort"));
        check(Params { transport: "gone".to_owned(), ..Params::default() }, Some("transport"));
        check(Params { from: "2026-02-30".to_owned(), ..Params::default() }, Some("from"));
        check(Params { page: "0".to_owned(), ..Params::default() }, Some("page"));
        check(Params { number: "x".repeat(121), ..Params::default() }, Some("number"));
        check(Params { number: " 12 ".to_owned(), errors: "1".to_owned(), ..Params::default() }, None);
    }

    #[test]
    fn the_plain_list_has_a_plain_address() {
        assert_eq!(address(&ClaimFilter::default()), "/claims");
    }

    proptest! {
        /// Following a link of the list shows the list that the link was made for.
        #[test]
        fn an_address_reads_back(
            number in "[ -~]{0,20}",
            payer in "\\PC{0,20}",
            work in proptest::option::of(proptest::sample::select(Work::ALL)),
            sort in proptest::sample::select(SORTS.map(|sort| sort.0).to_vec()),
            page in 0_u32..5_000,
            errors in any::<bool>(),
        ) {
            let trimmed = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
            let filter = ClaimFilter {
                control_number: trimmed(&number),
                payer: trimmed(&payer),
                work,
                sort,
                page,
                with_errors: errors.then_some(true),
                ..ClaimFilter::default()
            };
            let uri = address(&filter).parse().unwrap();
            let Query(params) = Query::<Params>::try_from_uri(&uri).unwrap();
            prop_assert_eq!(format!("{:?}", params.filter().unwrap()), format!("{filter:?}"));
        }
    }
}
