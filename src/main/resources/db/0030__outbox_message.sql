-- Why: what we owe to others must be promised in the transaction that decides it, and kept at least once after any
-- crash. A promise is a row; whoever delivers it holds a lease on the row, never a lock, while the network is slow.

-- One row a receiver: locked while its messages are claimed, so that the limit on what is in flight to it is exact.
create table outbox_target (
    courier text not null,
    target text not null,
    failures int not null default 0,
    claimed_at timestamptz not null default '-infinity',
    primary key (courier, target)
);

create table outbox_message (
    id uuid primary key,
    courier text not null,
    target text not null,
    retry_class text not null check (retry_class in ('CONTROL', 'RECORD')),
    body bytea not null,
    content_type text not null,
    routing text not null,
    not_after timestamptz not null,
    created_at timestamptz not null,
    state text not null default 'DUE' check (state in ('DUE', 'LEASED', 'DELIVERED', 'DEAD')),
    -- attempts counts all; tries those since the promise or the last resend, which the retry schedule goes by
    attempts int not null default 0,
    tries int not null default 0,
    next_at timestamptz not null,
    lease_id uuid,
    lease_until timestamptz,
    settled_at timestamptz,
    note text not null default '',
    foreign key (courier, target) references outbox_target,
    check ((state = 'LEASED') = (lease_id is not null and lease_until is not null)),
    check ((state in ('DELIVERED', 'DEAD')) = (settled_at is not null))
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02);

create index outbox_message_due on outbox_message (courier, target, next_at, id) where state = 'DUE';
create index outbox_message_soonest on outbox_message (next_at) where state = 'DUE';
create index outbox_message_deadline on outbox_message (not_after) where state = 'DUE';
create index outbox_message_leased on outbox_message (courier, target, lease_until) where state = 'LEASED';
create index outbox_message_settled on outbox_message (state, settled_at, id) where state in ('DELIVERED', 'DEAD');

-- What happened each time. An attempt without an end is one whose node died with it.
create table outbox_attempt (
    message_id uuid not null references outbox_message on delete cascade,
    number int not null,
    started_at timestamptz not null,
    ended_at timestamptz,
    result text not null default 'UNKNOWN' check (result in ('UNKNOWN', 'DELIVERED', 'AGAIN', 'GAVE_UP')),
    note text not null default '',
    primary key (message_id, number)
);
