-- Why: an outside party that wants to be told is remembered with what it wants to hear, where, and how we prove to it that
-- it was us. Secrets are sealed under a key that is not in this database.
create table webhook_subscription (
    id uuid primary key,
    tenant text not null,
    url text not null,
    event_types text[] not null,
    description text not null,
    secret bytea,
    old_secret bytea,
    old_secret_until timestamptz,
    state text not null check (state in ('ACTIVE', 'PAUSED', 'DISABLED')),
    state_reason text not null,
    version bigint not null check (version > 0),
    -- events from this index of the audit log on are sent; recovery reaches further back
    from_index bigint not null,
    created_at timestamptz not null,
    changed_at timestamptz not null,
    check ((old_secret is null) = (old_secret_until is null))
);
create index webhook_subscription_tenant on webhook_subscription (tenant, id);

-- Our own signing keys: the newest signs, and beside it those that were replaced lately.
create table webhook_key (
    id uuid primary key,
    seed bytea not null,
    public_key bytea not null,
    created_at timestamptz not null,
    retires_at timestamptz
);

-- How far the log has been turned into deliveries. One row: its lock makes the nodes take turns.
create table webhook_cursor (
    id int primary key check (id = 1),
    next_index bigint not null
);
