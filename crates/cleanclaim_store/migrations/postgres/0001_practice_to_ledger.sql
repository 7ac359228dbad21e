-- Why: the first schema, from the practice to the ledger, so that a claim's whole life has a place from the first version on.
-- Columns are integers (money in cents, moments in microseconds UTC), text (dates as ISO text) and bytes, the same on both databases.
-- Text sorts by bytes, as it does on SQLite.
-- Foreign keys are checked at commit: a verb may write its batches in any order.

-- A practice is the tenant of every row below.
create table practice (
    tenant_id text collate "C" not null,
    name text collate "C" not null,
    npi text collate "C" not null,
    tax_id text collate "C" not null,
    content text collate "C" not null,
    created_at bigint not null,
    primary key (tenant_id)
);

-- People sign in by a name that is unique over all practices: it finds the practice.
create table app_user (
    tenant_id text collate "C" not null,
    id text collate "C" not null,
    login text collate "C" not null,
    name text collate "C" not null,
    role text collate "C" not null,
    password_hash text collate "C" not null,
    created_at bigint not null,
    disabled_at bigint,
    primary key (tenant_id, id)
);
create unique index app_user_unique_1 on app_user (login);

create table payer (
    tenant_id text collate "C" not null,
    id text collate "C" not null,
    name text collate "C" not null,
    electronic_id text collate "C" not null,
    profile text collate "C" not null,
    created_at bigint not null,
    primary key (tenant_id, id)
);

create table provider (
    tenant_id text collate "C" not null,
    npi text collate "C" not null,
    name text collate "C" not null,
    taxonomy text collate "C" not null,
    content text collate "C" not null,
    primary key (tenant_id, npi)
);

create table patient (
    tenant_id text collate "C" not null,
    id text collate "C" not null,
    number text collate "C" not null,
    last_name text collate "C" not null,
    first_name text collate "C" not null,
    birth_date text collate "C",
    sex text collate "C" not null,
    content text collate "C" not null,
    created_at bigint not null,
    primary key (tenant_id, id)
);
create unique index patient_unique_1 on patient (tenant_id, number);

create table coverage (
    tenant_id text collate "C" not null,
    patient_id text collate "C" not null,
    responsibility text collate "C" not null,
    payer_id text collate "C" not null,
    member_id text collate "C" not null,
    group_number text collate "C" not null,
    content text collate "C" not null,
    primary key (tenant_id, patient_id, responsibility),
    foreign key (tenant_id, patient_id) references patient (tenant_id, id) deferrable initially deferred
);

create table encounter (
    tenant_id text collate "C" not null,
    id text collate "C" not null,
    number text collate "C" not null,
    patient_id text collate "C" not null,
    payer_id text collate "C" not null,
    setting text collate "C" not null,
    specialty text collate "C" not null,
    from_date text collate "C" not null,
    thru_date text collate "C" not null,
    state text collate "C" not null,
    content text collate "C" not null,
    created_at bigint not null,
    primary key (tenant_id, id),
    foreign key (tenant_id, patient_id) references patient (tenant_id, id) deferrable initially deferred
);
create unique index encounter_unique_1 on encounter (tenant_id, number);
create index encounter_index_1 on encounter (tenant_id, state, id);

create table note (
    tenant_id text collate "C" not null,
    encounter_id text collate "C" not null,
    position bigint not null,
    text text collate "C" not null,
    created_at bigint not null,
    primary key (tenant_id, encounter_id, position),
    foreign key (tenant_id, encounter_id) references encounter (tenant_id, id) deferrable initially deferred
);

create table suggestion (
    tenant_id text collate "C" not null,
    encounter_id text collate "C" not null,
    position bigint not null,
    system text collate "C" not null,
    code text collate "C" not null,
    rank bigint not null,
    score_e6 bigint not null,
    tier text collate "C" not null,
    content text collate "C" not null,
    accepted_at bigint,
    accepted_by text collate "C" not null,
    primary key (tenant_id, encounter_id, position),
    foreign key (tenant_id, encounter_id) references encounter (tenant_id, id) deferrable initially deferred
);

-- States and balances are projections of events and postings, kept here so that lists need no sums.
create table claim (
    tenant_id text collate "C" not null,
    id text collate "C" not null,
    control_number text collate "C" not null,
    kind text collate "C" not null,
    encounter_id text collate "C",
    patient_id text collate "C",
    patient_name text collate "C" not null,
    payer_id text collate "C" not null,
    payer_name text collate "C" not null,
    responsibility text collate "C" not null,
    rendering_npi text collate "C" not null,
    charge_cents bigint not null,
    expected_cents bigint,
    service_from text collate "C",
    service_thru text collate "C",
    frequency text collate "C" not null,
    payer_control_number text collate "C" not null,
    work text collate "C" not null,
    transport text collate "C" not null,
    adjudication text collate "C" not null,
    balance text collate "C" not null,
    dispute text collate "C" not null,
    corrects_id text collate "C",
    voids_id text collate "C",
    resubmits_id text collate "C",
    finding_errors bigint not null,
    finding_warnings bigint not null,
    paid_cents bigint not null,
    insurer_cents bigint not null,
    patient_cents bigint not null,
    held_cents bigint not null,
    created_at bigint not null,
    content text collate "C" not null,
    primary key (tenant_id, id),
    foreign key (tenant_id, encounter_id) references encounter (tenant_id, id) deferrable initially deferred,
    foreign key (tenant_id, patient_id) references patient (tenant_id, id) deferrable initially deferred,
    foreign key (tenant_id, corrects_id) references claim (tenant_id, id) deferrable initially deferred,
    foreign key (tenant_id, voids_id) references claim (tenant_id, id) deferrable initially deferred,
    foreign key (tenant_id, resubmits_id) references claim (tenant_id, id) deferrable initially deferred
);
create unique index claim_unique_1 on claim (tenant_id, control_number);
create index claim_index_1 on claim (tenant_id, payer_control_number);
create index claim_index_2 on claim (tenant_id, work, transport, id);
create index claim_index_3 on claim (tenant_id, adjudication);
create index claim_index_4 on claim (tenant_id, service_from);
create index claim_index_5 on claim (tenant_id, encounter_id);

create table charge (
    tenant_id text collate "C" not null,
    id text collate "C" not null,
    encounter_id text collate "C" not null,
    position bigint not null,
    procedure text collate "C" not null,
    modifiers text collate "C" not null,
    revenue_code text collate "C" not null,
    units_e3 bigint not null,
    charge_cents bigint not null,
    service_date text collate "C" not null,
    claim_id text collate "C",
    created_at bigint not null,
    primary key (tenant_id, id),
    foreign key (tenant_id, encounter_id) references encounter (tenant_id, id) deferrable initially deferred,
    foreign key (tenant_id, claim_id) references claim (tenant_id, id) deferrable initially deferred
);
create index charge_index_1 on charge (tenant_id, encounter_id);
create index charge_index_2 on charge (tenant_id, claim_id);

create table claim_line (
    tenant_id text collate "C" not null,
    claim_id text collate "C" not null,
    number bigint not null,
    procedure text collate "C" not null,
    modifiers text collate "C" not null,
    revenue_code text collate "C" not null,
    charge_cents bigint not null,
    units_e3 bigint not null,
    service_from text collate "C",
    service_thru text collate "C",
    control_number text collate "C" not null,
    primary key (tenant_id, claim_id, number),
    foreign key (tenant_id, claim_id) references claim (tenant_id, id) deferrable initially deferred
);

-- Bytes are kept once for the same content; a file that comes twice is two files with one blob.
create table blob (
    tenant_id text collate "C" not null,
    sha256 text collate "C" not null,
    bytes bytea not null,
    primary key (tenant_id, sha256)
);

create table file (
    tenant_id text collate "C" not null,
    id text collate "C" not null,
    direction text collate "C" not null,
    kind text collate "C" not null,
    name text collate "C" not null,
    sha256 text collate "C" not null,
    size_bytes bigint not null,
    at bigint not null,
    primary key (tenant_id, id),
    foreign key (tenant_id, sha256) references blob (tenant_id, sha256) deferrable initially deferred
);
create index file_index_1 on file (tenant_id, sha256);
create index file_index_2 on file (tenant_id, at);

create table submission (
    tenant_id text collate "C" not null,
    id text collate "C" not null,
    claim_id text collate "C" not null,
    payer_id text collate "C" not null,
    attempt bigint not null,
    file_id text collate "C",
    interchange_control_number text collate "C" not null,
    group_control_number text collate "C" not null,
    set_control_number text collate "C" not null,
    transport text collate "C" not null,
    created_at bigint not null,
    sent_at bigint,
    primary key (tenant_id, id),
    foreign key (tenant_id, claim_id) references claim (tenant_id, id) deferrable initially deferred,
    foreign key (tenant_id, file_id) references file (tenant_id, id) deferrable initially deferred
);
create unique index submission_unique_1 on submission (tenant_id, claim_id, payer_id, attempt);
create index submission_index_1 on submission (tenant_id, interchange_control_number);
create index submission_index_2 on submission (tenant_id, group_control_number);
create index submission_index_3 on submission (tenant_id, file_id);

-- Events, entries, postings and the audit trail are only ever added: triggers below refuse the rest.
create table event (
    tenant_id text collate "C" not null,
    id text collate "C" not null,
    claim_id text collate "C" not null,
    submission_id text collate "C",
    axis text collate "C" not null,
    from_state text collate "C" not null,
    to_state text collate "C" not null,
    at bigint not null,
    actor text collate "C" not null,
    file_id text collate "C",
    segment_index bigint,
    note text collate "C" not null,
    primary key (tenant_id, id),
    foreign key (tenant_id, claim_id) references claim (tenant_id, id) deferrable initially deferred,
    foreign key (tenant_id, submission_id) references submission (tenant_id, id) deferrable initially deferred,
    foreign key (tenant_id, file_id) references file (tenant_id, id) deferrable initially deferred
);
create index event_index_1 on event (tenant_id, claim_id);

create table finding (
    tenant_id text collate "C" not null,
    claim_id text collate "C" not null,
    position bigint not null,
    rule text collate "C" not null,
    severity text collate "C" not null,
    field text collate "C" not null,
    message text collate "C" not null,
    content text collate "C" not null,
    primary key (tenant_id, claim_id, position),
    foreign key (tenant_id, claim_id) references claim (tenant_id, id) deferrable initially deferred
);
create index finding_index_1 on finding (tenant_id, rule);

create table acknowledgement (
    tenant_id text collate "C" not null,
    file_id text collate "C" not null,
    position bigint not null,
    kind text collate "C" not null,
    interchange_control_number text collate "C" not null,
    group_control_number text collate "C" not null,
    set_control_number text collate "C" not null,
    control_number text collate "C" not null,
    code text collate "C" not null,
    claim_id text collate "C",
    submission_id text collate "C",
    received_at bigint not null,
    content text collate "C" not null,
    primary key (tenant_id, file_id, position),
    foreign key (tenant_id, file_id) references file (tenant_id, id) deferrable initially deferred,
    foreign key (tenant_id, claim_id) references claim (tenant_id, id) deferrable initially deferred,
    foreign key (tenant_id, submission_id) references submission (tenant_id, id) deferrable initially deferred
);
create index acknowledgement_index_1 on acknowledgement (tenant_id, claim_id);

-- A remittance posts once: the same payer, trace, date and amount cannot be posted again. Held ones and duplicates are rows too.
create table remittance (
    tenant_id text collate "C" not null,
    id text collate "C" not null,
    file_id text collate "C" not null,
    set_control_number text collate "C" not null,
    trace_number text collate "C" not null,
    payer_trace_id text collate "C" not null,
    payer_name text collate "C" not null,
    payment_date text collate "C",
    amount_cents bigint not null,
    content_sha256 text collate "C" not null,
    state text collate "C" not null,
    reason text collate "C" not null,
    segment_index bigint,
    duplicate_of text collate "C",
    claims bigint not null,
    unmatched bigint not null,
    posted_cents bigint not null,
    received_at bigint not null,
    primary key (tenant_id, id),
    foreign key (tenant_id, file_id) references file (tenant_id, id) deferrable initially deferred,
    foreign key (tenant_id, duplicate_of) references remittance (tenant_id, id) deferrable initially deferred
);
create unique index remittance_unique_1 on remittance (tenant_id, payer_trace_id, trace_number, coalesce(payment_date, ''), amount_cents) where state in ('posted', 'posted-with-exceptions');
create index remittance_index_1 on remittance (tenant_id, payer_trace_id, trace_number);
create index remittance_index_2 on remittance (tenant_id, file_id);

create table claim_payment (
    tenant_id text collate "C" not null,
    remittance_id text collate "C" not null,
    position bigint not null,
    claim_id text collate "C",
    control_number text collate "C" not null,
    payer_control_number text collate "C" not null,
    status bigint not null,
    segment_index bigint not null,
    charge_cents bigint not null,
    paid_cents bigint not null,
    patient_cents bigint not null,
    adjudication text collate "C" not null,
    content text collate "C" not null,
    primary key (tenant_id, remittance_id, position),
    foreign key (tenant_id, remittance_id) references remittance (tenant_id, id) deferrable initially deferred,
    foreign key (tenant_id, claim_id) references claim (tenant_id, id) deferrable initially deferred
);
create index claim_payment_index_1 on claim_payment (tenant_id, claim_id);

create table adjustment (
    tenant_id text collate "C" not null,
    remittance_id text collate "C" not null,
    payment_position bigint not null,
    position bigint not null,
    claim_id text collate "C",
    service bigint,
    line_control_number text collate "C" not null,
    group_code text collate "C" not null,
    carc text collate "C" not null,
    amount_cents bigint not null,
    treatment text collate "C" not null,
    primary key (tenant_id, remittance_id, payment_position, position),
    foreign key (tenant_id, remittance_id) references remittance (tenant_id, id) deferrable initially deferred,
    foreign key (tenant_id, claim_id) references claim (tenant_id, id) deferrable initially deferred
);
create index adjustment_index_1 on adjustment (tenant_id, claim_id);

create table posting_exception (
    tenant_id text collate "C" not null,
    remittance_id text collate "C" not null,
    position bigint not null,
    claim_id text collate "C",
    control_number text collate "C" not null,
    kind text collate "C" not null,
    reason text collate "C" not null,
    difference_cents bigint not null,
    segment_index bigint not null,
    state text collate "C" not null,
    primary key (tenant_id, remittance_id, position),
    foreign key (tenant_id, remittance_id) references remittance (tenant_id, id) deferrable initially deferred,
    foreign key (tenant_id, claim_id) references claim (tenant_id, id) deferrable initially deferred
);
create index posting_exception_index_1 on posting_exception (tenant_id, claim_id);
create index posting_exception_index_2 on posting_exception (tenant_id, state);

create table denial (
    tenant_id text collate "C" not null,
    remittance_id text collate "C" not null,
    position bigint not null,
    claim_id text collate "C" not null,
    payment_position bigint not null,
    line_control_number text collate "C" not null,
    payer_id text collate "C" not null,
    group_code text collate "C" not null,
    carc text collate "C" not null,
    remarks text collate "C" not null,
    amount_cents bigint not null,
    nature text collate "C" not null,
    state text collate "C" not null,
    created_at bigint not null,
    primary key (tenant_id, remittance_id, position),
    foreign key (tenant_id, remittance_id) references remittance (tenant_id, id) deferrable initially deferred,
    foreign key (tenant_id, claim_id) references claim (tenant_id, id) deferrable initially deferred
);
create index denial_index_1 on denial (tenant_id, claim_id);
create index denial_index_2 on denial (tenant_id, state, amount_cents);

create table ledger_entry (
    tenant_id text collate "C" not null,
    id text collate "C" not null,
    entry_date text collate "C" not null,
    kind text collate "C" not null,
    claim_id text collate "C",
    remittance_id text collate "C",
    reverses_id text collate "C",
    memo text collate "C" not null,
    primary key (tenant_id, id),
    foreign key (tenant_id, claim_id) references claim (tenant_id, id) deferrable initially deferred,
    foreign key (tenant_id, remittance_id) references remittance (tenant_id, id) deferrable initially deferred,
    foreign key (tenant_id, reverses_id) references ledger_entry (tenant_id, id) deferrable initially deferred
);
create unique index ledger_entry_unique_1 on ledger_entry (tenant_id, reverses_id) where reverses_id is not null;
create index ledger_entry_index_1 on ledger_entry (tenant_id, claim_id);
create index ledger_entry_index_2 on ledger_entry (tenant_id, remittance_id);
create index ledger_entry_index_3 on ledger_entry (tenant_id, entry_date);

create table ledger_posting (
    tenant_id text collate "C" not null,
    entry_id text collate "C" not null,
    position bigint not null,
    account text collate "C" not null,
    account_key text collate "C" not null,
    claim_id text collate "C",
    amount_cents bigint not null,
    primary key (tenant_id, entry_id, position),
    foreign key (tenant_id, entry_id) references ledger_entry (tenant_id, id) deferrable initially deferred,
    foreign key (tenant_id, claim_id) references claim (tenant_id, id) deferrable initially deferred
);
create index ledger_posting_index_1 on ledger_posting (tenant_id, account, account_key);
create index ledger_posting_index_2 on ledger_posting (tenant_id, claim_id);

-- Numbers that must never repeat are taken within the transaction that uses them.
create table control_number (
    tenant_id text collate "C" not null,
    kind text collate "C" not null,
    next bigint not null,
    primary key (tenant_id, kind)
);

-- Outside effects wait here, written by the transaction that wants them; the key makes each happen once.
create table job (
    tenant_id text collate "C" not null,
    idempotency_key text collate "C" not null,
    kind text collate "C" not null,
    payload text collate "C" not null,
    run_at bigint not null,
    state text collate "C" not null,
    attempts bigint not null,
    leased_until bigint,
    error text collate "C" not null,
    primary key (tenant_id, idempotency_key)
);
create index job_index_1 on job (state, run_at);

-- Each row carries the hash of the one before it.
create table audit (
    tenant_id text collate "C" not null,
    sequence bigint not null,
    at bigint not null,
    actor text collate "C" not null,
    action text collate "C" not null,
    subject text collate "C" not null,
    detail text collate "C" not null,
    prev_hash text collate "C" not null,
    hash text collate "C" not null,
    primary key (tenant_id, sequence)
);

-- Web sessions, by the hash of their token; they come before anybody is known, and so belong to no practice.
create table session (
    id_hash text collate "C" not null,
    data text collate "C" not null,
    expires_at bigint not null,
    primary key (id_hash)
);
create index session_index_1 on session (expires_at);

create function refuse_change() returns trigger language plpgsql as $$
begin
    raise exception '% is append-only', tg_table_name;
end
$$;
create trigger event_append_only before update or delete or truncate on event for each statement execute function refuse_change();
create trigger ledger_entry_append_only before update or delete or truncate on ledger_entry for each statement execute function refuse_change();
create trigger ledger_posting_append_only before update or delete or truncate on ledger_posting for each statement execute function refuse_change();
create trigger audit_append_only before update or delete or truncate on audit for each statement execute function refuse_change();
