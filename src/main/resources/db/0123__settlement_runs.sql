-- What was delivered and what it is worth, run by run; and the ledger, which only grows.

create table settlement_run (
    contract_id   uuid        not null references settlement_contract (id),
    run           int         not null check (run > 0),
    at            timestamptz not null,
    reason        text        not null,
    inputs_sha256 text        not null check (inputs_sha256 ~ '^[0-9a-f]{64}$'),
    net           numeric(18, 4) not null,
    due           numeric(18, 4) not null,
    currency      text        not null,
    unmeasured    int         not null,
    baseline_records uuid[]   not null,
    primary key (contract_id, run)
);

create table settlement_volume (
    contract_id     uuid        not null,
    run             int         not null,
    period_start    timestamptz not null,
    version         int         not null check (version > 0),
    state           text        not null check (state in
                        ('PROVISIONAL', 'SUBMITTED', 'ACCEPTED', 'REJECTED', 'EXCEPTION', 'SUPERSEDED')),
    state_reason    text,
    superseded_by   int         check ((superseded_by is null) = (state <> 'SUPERSEDED')),
    -- Exact volumes in J as fractions; null delivered_mwh where something is unknown.
    measured        text        not null,
    delivered_mwh   numeric(20, 6),
    quality         text        not null,
    baseline_status text        not null,
    record_id       uuid        not null,
    primary key (contract_id, run, period_start),
    foreign key (contract_id, run) references settlement_run (contract_id, run)
);

create table settlement_line (
    contract_id   uuid        not null,
    run           int         not null,
    period_start  timestamptz not null,
    version       int         not null check (version > 0),
    state         text        not null check (state in
                      ('CALCULATED', 'AGREED', 'DISPUTED', 'INVOICED', 'PAID', 'ADJUSTED', 'SUPERSEDED')),
    state_reason  text,
    overtaken_by  int         check ((overtaken_by is null) = (state not in ('ADJUSTED', 'SUPERSEDED'))),
    is_measured   boolean     not null,
    flows         text        not null,
    net           numeric(18, 4) not null,
    due           numeric(18, 4) not null,
    record_id     uuid        not null,
    primary key (contract_id, run, period_start),
    foreign key (contract_id, run) references settlement_run (contract_id, run)
);

-- One entry a run: what it adds to the run before. Each entry nets to zero per currency, or does not commit.
create table settlement_entry (
    contract_id uuid        not null,
    run         int         not null,
    at          timestamptz not null,
    primary key (contract_id, run),
    foreign key (contract_id, run) references settlement_run (contract_id, run)
);

create table settlement_posting (
    contract_id  uuid        not null,
    run          int         not null,
    position     int         not null check (position > 0),
    period_start timestamptz not null,
    purpose      text        not null,
    account      text        not null,
    currency     text        not null,
    -- What the account gets; negative what it gives.
    amount       numeric(18, 4) not null check (amount <> 0),
    primary key (contract_id, run, position),
    foreign key (contract_id, run) references settlement_entry (contract_id, run)
);
create index settlement_posting_account on settlement_posting (account, currency);

create function settlement_never_changed() returns trigger language plpgsql as $$
begin
    raise exception 'the ledger only grows: % of % refused', tg_op, tg_table_name using errcode = 'restrict_violation';
end $$;

create trigger settlement_entry_only_added before update or delete or truncate on settlement_entry
    for each statement execute function settlement_never_changed();
create trigger settlement_posting_only_added before update or delete or truncate on settlement_posting
    for each statement execute function settlement_never_changed();

create function settlement_nets_to_zero() returns trigger language plpgsql as $$
declare
    off record;
begin
    for off in
        select currency, sum(amount) as total
          from settlement_posting
         where contract_id = new.contract_id and run = new.run
         group by currency
        having sum(amount) <> 0
    loop
        raise exception 'the postings of % run % are off by % %', new.contract_id, new.run, off.total, off.currency
            using errcode = 'check_violation', constraint = 'settlement_posting_nets_to_zero';
    end loop;
    return null;
end $$;

-- At commit, when all postings of the entry are there.
create constraint trigger settlement_posting_nets_to_zero after insert on settlement_posting
    deferrable initially deferred for each row execute function settlement_nets_to_zero();
