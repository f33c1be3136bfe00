-- What is to be settled, and which days say nothing about the usual load.

create table settlement_contract (
    id            uuid        primary key,
    state         text        not null check (state in ('OPEN', 'SETTLED', 'CANCELLED')),
    meters        text[]      not null,
    document      text        not null,
    window_start  timestamptz not null,
    window_end    timestamptz not null,
    -- The oldest reading that can bear on the baseline: a correction from here on is a reason to look again.
    history_start timestamptz not null,
    frozen        text,
    frozen_record uuid,
    -- When the agent has to look at it next; null while nothing can have changed.
    look_at       timestamptz,
    run           int         not null default 0,
    inputs_sha256 text,
    opened_at     timestamptz not null,
    opened_record uuid        not null,
    -- How many records there are about it: the version of its subject in the audit log.
    version       bigint      not null
);
create index settlement_contract_due on settlement_contract (look_at) where look_at is not null;
create index settlement_contract_meters on settlement_contract using gin (meters);

create table settlement_event_day (
    asset_id    text        not null,
    meter_id    text        not null,
    day         date        not null,
    reason      text        not null check (reason in ('DISPATCH', 'WHOLESALE_ACTIVITY', 'OUTAGE', 'FAILURE')),
    declared_at timestamptz not null,
    record_id   uuid        not null,
    primary key (asset_id, day)
);
create index settlement_event_day_meter on settlement_event_day (meter_id, day);
