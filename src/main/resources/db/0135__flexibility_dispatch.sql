-- What the sites are told. An instruction is moved on by answers and by the clock; due_at says when the clock must
-- look at it again, so that a restart finds by one index whatever was to happen meanwhile.
create table dispatch_instruction (
    id             uuid        primary key,
    version        int         not null,
    revision       int         not null check (revision >= 0),
    state          text        not null check (state in
                       ('PLANNED', 'ISSUED', 'ACKED', 'NACKED', 'ACK_TIMEOUT', 'IN_PROGRESS', 'COMPLETED', 'FAILED',
                        'OVERRIDDEN', 'CANCELLED', 'ABORTED')),
    order_id       uuid        not null,
    site_id        text        not null,
    direction      text        not null check (direction in ('UP', 'DOWN')),
    window_start   timestamptz not null,
    window_end     timestamptz not null,
    not_before     timestamptz not null,
    deadline       timestamptz not null,
    supersedes     uuid[]      not null,
    since          timestamptz not null,
    due_at         timestamptz,
    why            text        not null,
    for_good       boolean     not null,
    record_id      uuid        not null,
    created_at     timestamptz not null,
    check (window_start < window_end and not_before < deadline and deadline <= window_end),
    check ((due_at is null) = (state in ('COMPLETED', 'FAILED', 'OVERRIDDEN', 'CANCELLED', 'ABORTED')))
);
create index dispatch_instruction_order on dispatch_instruction (order_id, site_id, id);
create index dispatch_instruction_due on dispatch_instruction (due_at, id) where due_at is not null;
create index dispatch_instruction_site on dispatch_instruction (site_id, window_start);

create table dispatch_target (
    instruction_id   uuid        not null references dispatch_instruction,
    period_start     timestamptz not null,
    it_power_w       bigint      not null check (it_power_w >= 0),
    facility_power_w bigint      not null check (facility_power_w >= 0),
    reduction_w      bigint      not null,
    primary key (instruction_id, period_start)
);

-- Each state it has been in, with the record that says so.
create table dispatch_passage (
    instruction_id uuid        not null references dispatch_instruction,
    version        int         not null,
    revision       int         not null,
    state          text        not null,
    at             timestamptz not null,
    why            text        not null,
    record_id      uuid        not null,
    primary key (instruction_id, version)
);

-- What the site said while it was at it.
create table dispatch_report (
    instruction_id   uuid        not null references dispatch_instruction,
    number           int         not null,
    revision         int         not null,
    received_at      timestamptz not null,
    measured_at      timestamptz not null,
    facility_power_w bigint      not null check (facility_power_w >= 0),
    primary key (instruction_id, number)
);
