-- Our catalogue as others keep it. A part is a site's day; every version of it that was written down stands here until
-- a newer one has been there for a day, so that a subscriber hears what has changed since, and a pull can ask for it.
create table beckn_catalog_version (
    seq        bigint      generated always as identity primary key,
    catalog_id text        not null,
    sha        bytea       not null check (length(sha) = 32), -- of the body
    active     boolean     not null, -- false: nothing of it is for sale any more
    items      integer     not null,
    body       bytea       not null, -- the catalogue in Beckn 2.0.0 LTS
    noted_at   timestamptz not null
);

create index beckn_catalog_version_of on beckn_catalog_version (catalog_id, seq desc);
create index beckn_catalog_version_at on beckn_catalog_version (noted_at);

-- Who wants to be told. A row stays when its subscription has ended: its subscriber may look at it.
create table beckn_catalog_subscription (
    id             uuid        primary key,
    subscriber     text        not null,
    message_id     text        not null, -- under which it was asked for last
    request_sha    bytea       not null check (length(request_sha) = 32),
    transaction_id text        not null,
    networks       text[]      not null,
    schema_types   text[]      not null,
    callback_url   text        not null,
    callback_path  text        not null, -- below the registered address, without slashes around it
    policy         text        not null default '', -- as it was sent, JSON
    patience_s     bigint      not null check (patience_s > 0),
    payload_bytes  bigint      not null check (payload_bytes > 0),
    status         text        not null check (status in ('ACTIVE', 'INACTIVE', 'DELETED')),
    note           text        not null default '',
    revision       integer     not null default 1,
    told_seq       bigint      not null default 0, -- of the newest version that was promised
    pending        text, -- the message that is on its way
    created_at     timestamptz not null,
    updated_at     timestamptz not null,
    lapses_at      timestamptz not null
);

create index beckn_catalog_subscription_of on beckn_catalog_subscription (subscriber, created_at);
create index beckn_catalog_subscription_due on beckn_catalog_subscription (told_seq) where status = 'ACTIVE';

-- Under which message id a subscription was asked for: a repeat is answered as the first one was.
create unique index beckn_catalog_subscription_once on beckn_catalog_subscription (subscriber, message_id);

-- What was pulled and is too large for a message; fetched by who asked for it, until it expires.
create table beckn_catalog_file (
    request_id uuid        primary key,
    subscriber text        not null,
    body       bytea       not null,
    sha        bytea       not null check (length(sha) = 32),
    made_at    timestamptz not null,
    expires_at timestamptz not null
);

create index beckn_catalog_file_of on beckn_catalog_file (subscriber, made_at);
create index beckn_catalog_file_expiry on beckn_catalog_file (expires_at);
