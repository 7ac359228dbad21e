-- Why: the first schema, from the practice to the ledger, so that a claim's whole life has a place from the first version on.
-- Columns are integers (money in cents, moments in microseconds UTC), text (dates as ISO text) and bytes, the same on both databases.
-- Strict tables, so that SQLite refuses what PostgreSQL would refuse; narrow ones without rowid, so that the key is the table.
-- Foreign keys are checked at commit: a verb may write its batches in any order.

-- A practice is the tenant of every row below.
create table practice (
    tenant_id text not null,
    name text not null,
    npi text not null,
    tax_id text not null,
    content text not null,
    created_at integer not null,
    primary key (tenant_id)
) strict;

-- People sign in by a name that is unique over all practices: it finds the practice.
create table app_user (
    tenant_id text not null,
    id text not null,
    login text not null,
    name text not null,
    role text not null,
    password_hash text not null,
    created_at integer not null,
    disabled_at integer,
    primary key (tenant_id, id)
) strict;
create unique index app_user_unique_1 on app_user (login);

create table payer (
    tenant_id text not null,
    id text not null,
    name text not null,
    electronic_id text not null,
    profile text not null,
    created_at integer not null,
    primary key (tenant_id, id)
) strict;

create table provider (
    tenant_id text not null,
    npi text not null,
    name text not null,
    taxonomy text not null,
    content text not null,
    primary key (tenant_id, npi)
) strict;

create table patient (
    tenant_id text not null,
    id text not null,
    number text not null,
    last_name text not null,
    first_name text not null,
    birth_date text,
    sex text not null,
    content text not null,
    created_at integer not null,
    primary key (tenant_id, id)
) strict;
create unique index patient_unique_1 on patient (tenant_id, number);

create table coverage (
    tenant_id text not null,
    patient_id text not null,
    responsibility text not null,
    payer_id text not null,
    member_id text not null,
    group_number text not null,
    content text not null,
    primary key (tenant_id, patient_id, responsibility),
    foreign key (tenant_id, patient_id) references patient (tenant_id, id) deferrable initially deferred
) strict, without rowid;

create table encounter (
    tenant_id text not null,
    id text not null,
    number text not null,
    patient_id text not null,
    payer_id text not null,
    setting text not null,
    specialty text not null,
    from_date text not null,
    thru_date text not null,
    state text not null,
    content text not null,
    created_at integer not null,
    primary key (tenant_id, id),
    foreign key (tenant_id, patient_id) references patient (tenant_id, id) deferrable initially deferred
) strict;
create unique index encounter_unique_1 on encounter (tenant_id, number);
create index encounter_index_1 on encounter (tenant_id, state, id);

create table note (
    tenant_id text not null,
    encounter_id text not null,
    position integer not null,
    text text not null,
    created_at integer not null,
    primary key (tenant_id, encounter_id, position),
    foreign key (tenant_id, encounter_id) references encounter (tenant_id, id) deferrable initially deferred
) strict;

create table suggestion (
    tenant_id text not null,
    encounter_id text not null,
    position integer not null,
    system text not null,
    code text not null,
    rank integer not null,
    score_e6 integer not null,
    tier text not null,
    content text not null,
    accepted_at integer,
    accepted_by text not null,
    primary key (tenant_id, encounter_id, position),
    foreign key (tenant_id, encounter_id) references encounter (tenant_id, id) deferrable initially deferred
) strict, without rowid;

-- States and balances are projections of events and postings, kept here so that lists need no sums.
create table claim (
    tenant_id text not null,
    id text not null,
    control_number text not null,
    kind text not null,
    encounter_id text,
    patient_id text,
    patient_name text not null,
    payer_id text not null,
    payer_name text not null,
    responsibility text not null,
    rendering_npi text not null,
    charge_cents integer not null,
    expected_cents integer,
    service_from text,
    service_thru text,
    frequency text not null,
    payer_control_number text not null,
    work text not null,
    transport text not null,
    adjudication text not null,
    balance text not null,
    dispute text not null,
    corrects_id text,
    voids_id text,
    resubmits_id text,
    finding_errors integer not null,
    finding_warnings integer not null,
    paid_cents integer not null,
    insurer_cents integer not null,
    patient_cents integer not null,
    held_cents integer not null,
    created_at integer not null,
    content text not null,
    primary key (tenant_id, id),
    foreign key (tenant_id, encounter_id) references encounter (tenant_id, id) deferrable initially deferred,
    foreign key (tenant_id, patient_id) references patient (tenant_id, id) deferrable initially deferred,
    foreign key (tenant_id, corrects_id) references claim (tenant_id, id) deferrable initially deferred,
    foreign key (tenant_id, voids_id) references claim (tenant_id, id) deferrable initially deferred,
    foreign key (tenant_id, resubmits_id) references claim (tenant_id, id) deferrable initially deferred
) strict;
create unique index claim_unique_1 on claim (tenant_id, control_number);
create index claim_index_1 on claim (tenant_id, payer_control_number);
create index claim_index_2 on claim (tenant_id, work, transport, id);
create index claim_index_3 on claim (tenant_id, adjudication);
create index claim_index_4 on claim (tenant_id, service_from);
create index claim_index_5 on claim (tenant_id, encounter_id);

create table charge (
    tenant_id text not null,
    id text not null,
    encounter_id text not null,
    position integer not null,
    procedure text not null,
    modifiers text not null,
    revenue_code text not null,
    units_e3 integer not null,
    charge_cents integer not null,
    service_date text not null,
    claim_id text,
    created_at integer not null,
    primary key (tenant_id, id),
    foreign key (tenant_id, encounter_id) references encounter (tenant_id, id) deferrable initially deferred,
    foreign key (tenant_id, claim_id) references claim (tenant_id, id) deferrable initially deferred
) strict;
create index charge_index_1 on charge (tenant_id, encounter_id);
create index charge_index_2 on charge (tenant_id, claim_id);

create table claim_line (
    tenant_id text not null,
    claim_id text not null,
    number integer not null,
    procedure text not null,
    modifiers text not null,
    revenue_code text not null,
    charge_cents integer not null,
    units_e3 integer not null,
    service_from text,
    service_thru text,
    control_number text not null,
    primary key (tenant_id, claim_id, number),
    foreign key (tenant_id, claim_id) references claim (tenant_id, id) deferrable initially deferred
) strict, without rowid;

-- Bytes are kept once for the same content; a file that comes twice is two files with one blob.
create table blob (
    tenant_id text not null,
    sha256 text not null,
    bytes blob not null,
    primary key (tenant_id, sha256)
) strict;

create table file (
    tenant_id text not null,
    id text not null,
    direction text not null,
    kind text not null,
    name text not null,
    sha256 text not null,
    size_bytes integer not null,
    at integer not null,
    primary key (tenant_id, id),
    foreign key (tenant_id, sha256) references blob (tenant_id, sha256) deferrable initially deferred
) strict;
create index file_index_1 on file (tenant_id, sha256);
create index file_index_2 on file (tenant_id, at);

create table submission (
    tenant_id text not null,
    id text not null,
    claim_id text not null,
    payer_id text not null,
    attempt integer not null,
    file_id text,
    interchange_control_number text not null,
    group_control_number text not null,
    set_control_number text not null,
    transport text not null,
    created_at integer not null,
    sent_at integer,
    primary key (tenant_id, id),
    foreign key (tenant_id, claim_id) references claim (tenant_id, id) deferrable initially deferred,
    foreign key (tenant_id, file_id) references file (tenant_id, id) deferrable initially deferred
) strict;
create unique index submission_unique_1 on submission (tenant_id, claim_id, payer_id, attempt);
create index submission_index_1 on submission (tenant_id, interchange_control_number);
create index submission_index_2 on submission (tenant_id, group_control_number);
create index submission_index_3 on submission (tenant_id, file_id);

-- Events, entries, postings and the audit trail are only ever added: triggers below refuse the rest.
create table event (
    tenant_id text not null,
    id text not null,
    claim_id text not null,
    submission_id text,
    axis text not null,
    from_state text not null,
    to_state text not null,
    at integer not null,
    actor text not null,
    file_id text,
    segment_index integer,
    note text not null,
    primary key (tenant_id, id),
    foreign key (tenant_id, claim_id) references claim (tenant_id, id) deferrable initially deferred,
    foreign key (tenant_id, submission_id) references submission (tenant_id, id) deferrable initially deferred,
    foreign key (tenant_id, file_id) references file (tenant_id, id) deferrable initially deferred
) strict;
create index event_index_1 on event (tenant_id, claim_id);

create table finding (
    tenant_id text not null,
    claim_id text not null,
    position integer not null,
    rule text not null,
    severity text not null,
    field text not null,
    message text not null,
    content text not null,
    primary key (tenant_id, claim_id, position),
    foreign key (tenant_id, claim_id) references claim (tenant_id, id) deferrable initially deferred
) strict, without rowid;
create index finding_index_1 on finding (tenant_id, rule);

create table acknowledgement (
    tenant_id text not null,
    file_id text not null,
    position integer not null,
    kind text not null,
    interchange_control_number text not null,
    group_control_number text not null,
    set_control_number text not null,
    control_number text not null,
    code text not null,
    claim_id text,
    submission_id text,
    received_at integer not null,
    content text not null,
    primary key (tenant_id, file_id, position),
    foreign key (tenant_id, file_id) references file (tenant_id, id) deferrable initially deferred,
    foreign key (tenant_id, claim_id) references claim (tenant_id, id) deferrable initially deferred,
    foreign key (tenant_id, submission_id) references submission (tenant_id, id) deferrable initially deferred
) strict;
create index acknowledgement_index_1 on acknowledgement (tenant_id, claim_id);

-- A remittance posts once: the same payer, trace, date and amount cannot be posted again. Held ones and duplicates are rows too.
create table remittance (
    tenant_id text not null,
    id text not null,
    file_id text not null,
    set_control_number text not null,
    trace_number text not null,
    payer_trace_id text not null,
    payer_name text not null,
    payment_date text,
    amount_cents integer not null,
    content_sha256 text not null,
    state text not null,
    reason text not null,
    segment_index integer,
    duplicate_of text,
    claims integer not null,
    unmatched integer not null,
    posted_cents integer not null,
    received_at integer not null,
    primary key (tenant_id, id),
    foreign key (tenant_id, file_id) references file (tenant_id, id) deferrable initially deferred,
    foreign key (tenant_id, duplicate_of) references remittance (tenant_id, id) deferrable initially deferred
) strict;
create unique index remittance_unique_1 on remittance (tenant_id, payer_trace_id, trace_number, coalesce(payment_date, ''), amount_cents) where state in ('posted', 'posted-with-exceptions');
create index remittance_index_1 on remittance (tenant_id, payer_trace_id, trace_number);
create index remittance_index_2 on remittance (tenant_id, file_id);

create table claim_payment (
    tenant_id text not null,
    remittance_id text not null,
    position integer not null,
    claim_id text,
    control_number text not null,
    payer_control_number text not null,
    status integer not null,
    segment_index integer not null,
    charge_cents integer not null,
    paid_cents integer not null,
    patient_cents integer not null,
    adjudication text not null,
    content text not null,
    primary key (tenant_id, remittance_id, position),
    foreign key (tenant_id, remittance_id) references remittance (tenant_id, id) deferrable initially deferred,
    foreign key (tenant_id, claim_id) references claim (tenant_id, id) deferrable initially deferred
) strict;
create index claim_payment_index_1 on claim_payment (tenant_id, claim_id);

create table adjustment (
    tenant_id text not null,
    remittance_id text not null,
    payment_position integer not null,
    position integer not null,
    claim_id text,
    service integer,
    line_control_number text not null,
    group_code text not null,
    carc text not null,
    amount_cents integer not null,
    treatment text not null,
    primary key (tenant_id, remittance_id, payment_position, position),
    foreign key (tenant_id, remittance_id) references remittance (tenant_id, id) deferrable initially deferred,
    foreign key (tenant_id, claim_id) references claim (tenant_id, id) deferrable initially deferred
) strict, without rowid;
create index adjustment_index_1 on adjustment (tenant_id, claim_id);

create table posting_exception (
    tenant_id text not null,
    remittance_id text not null,
    position integer not null,
    claim_id text,
    control_number text not null,
    kind text not null,
    reason text not null,
    difference_cents integer not null,
    segment_index integer not null,
    state text not null,
    primary key (tenant_id, remittance_id, position),
    foreign key (tenant_id, remittance_id) references remittance (tenant_id, id) deferrable initially deferred,
    foreign key (tenant_id, claim_id) references claim (tenant_id, id) deferrable initially deferred
) strict, without rowid;
create index posting_exception_index_1 on posting_exception (tenant_id, claim_id);
create index posting_exception_index_2 on posting_exception (tenant_id, state);

create table denial (
    tenant_id text not null,
    remittance_id text not null,
    position integer not null,
    claim_id text not null,
    payment_position integer not null,
    line_control_number text not null,
    payer_id text not null,
    group_code text not null,
    carc text not null,
    remarks text not null,
    amount_cents integer not null,
    nature text not null,
    state text not null,
    created_at integer not null,
    primary key (tenant_id, remittance_id, position),
    foreign key (tenant_id, remittance_id) references remittance (tenant_id, id) deferrable initially deferred,
    foreign key (tenant_id, claim_id) references claim (tenant_id, id) deferrable initially deferred
) strict, without rowid;
create index denial_index_1 on denial (tenant_id, claim_id);
create index denial_index_2 on denial (tenant_id, state, amount_cents);

create table ledger_entry (
    tenant_id text not null,
    id text not null,
    entry_date text not null,
    kind text not null,
    claim_id text,
    remittance_id text,
    reverses_id text,
    memo text not null,
    primary key (tenant_id, id),
    foreign key (tenant_id, claim_id) references claim (tenant_id, id) deferrable initially deferred,
    foreign key (tenant_id, remittance_id) references remittance (tenant_id, id) deferrable initially deferred,
    foreign key (tenant_id, reverses_id) references ledger_entry (tenant_id, id) deferrable initially deferred
) strict, without rowid;
create unique index ledger_entry_unique_1 on ledger_entry (tenant_id, reverses_id) where reverses_id is not null;
create index ledger_entry_index_1 on ledger_entry (tenant_id, claim_id);
create index ledger_entry_index_2 on ledger_entry (tenant_id, remittance_id);
create index ledger_entry_index_3 on ledger_entry (tenant_id, entry_date);

create table ledger_posting (
    tenant_id text not null,
    entry_id text not null,
    position integer not null,
    account text not null,
    account_key text not null,
    claim_id text,
    amount_cents integer not null,
    primary key (tenant_id, entry_id, position),
    foreign key (tenant_id, entry_id) references ledger_entry (tenant_id, id) deferrable initially deferred,
    foreign key (tenant_id, claim_id) references claim (tenant_id, id) deferrable initially deferred
) strict, without rowid;
create index ledger_posting_index_1 on ledger_posting (tenant_id, account, account_key);
create index ledger_posting_index_2 on ledger_posting (tenant_id, claim_id);

-- Numbers that must never repeat are taken within the transaction that uses them.
create table control_number (
    tenant_id text not null,
    kind text not null,
    next integer not null,
    primary key (tenant_id, kind)
) strict, without rowid;

-- Outside effects wait here, written by the transaction that wants them; the key makes each happen once.
create table job (
    tenant_id text not null,
    idempotency_key text not null,
    kind text not null,
    payload text not null,
    run_at integer not null,
    state text not null,
    attempts integer not null,
    leased_until integer,
    error text not null,
    primary key (tenant_id, idempotency_key)
) strict;
create index job_index_1 on job (state, run_at);

-- Each row carries the hash of the one before it.
create table audit (
    tenant_id text not null,
    sequence integer not null,
    at integer not null,
    actor text not null,
    action text not null,
    subject text not null,
    detail text not null,
    prev_hash text not null,
    hash text not null,
    primary key (tenant_id, sequence)
) strict, without rowid;

-- Web sessions, by the hash of their token; they come before anybody is known, and so belong to no practice.
create table session (
    id_hash text not null,
    data text not null,
    expires_at integer not null,
    primary key (id_hash)
) strict, without rowid;
create index session_index_1 on session (expires_at);

create trigger event_no_update before update on event begin
    select raise(abort, 'event is append-only');
end;
create trigger event_no_delete before delete on event begin
    select raise(abort, 'event is append-only');
end;
create trigger ledger_entry_no_update before update on ledger_entry begin
    select raise(abort, 'ledger_entry is append-only');
end;
create trigger ledger_entry_no_delete before delete on ledger_entry begin
    select raise(abort, 'ledger_entry is append-only');
end;
create trigger ledger_posting_no_update before update on ledger_posting begin
    select raise(abort, 'ledger_posting is append-only');
end;
create trigger ledger_posting_no_delete before delete on ledger_posting begin
    select raise(abort, 'ledger_posting is append-only');
end;
create trigger audit_no_update before update on audit begin
    select raise(abort, 'audit is append-only');
end;
create trigger audit_no_delete before delete on audit begin
    select raise(abort, 'audit is append-only');
end;
