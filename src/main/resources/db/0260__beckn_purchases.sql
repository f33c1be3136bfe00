-- What we buy of others on the network. A purchase is a session with one partner: its id is the transaction id.
create table beckn_purchase (
    id          uuid        primary key, -- version 7: sorts by time
    tenant      text        not null,
    partner     text        not null,
    dialect     text        not null,
    slot        text        not null default '',
    offer       text        not null default '',
    power_w     bigint      check (power_w > 0),
    energy_j    bigint      check (energy_j > 0),
    starts_at   timestamptz,
    ends_at     timestamptz check (ends_at > starts_at),
    contract_id text        not null default '', -- the partner's
    stage       text        not null default 'DISCOVERING',
    contract    text, -- as the partner last said it, in our own words
    opened_at   timestamptz not null,
    changed_at  timestamptz not null,
    version     integer     not null default 1,
    constraint beckn_purchase_one_load check (power_w is null or energy_j is null),
    constraint beckn_purchase_window_whole check ((starts_at is null) = (ends_at is null))
);

create index beckn_purchase_of_tenant on beckn_purchase (tenant, id desc);

-- What was asked in it, kept before it is sent, and what came back, kept before it is acknowledged.
create table beckn_purchase_request (
    id             uuid        primary key, -- version 7
    purchase_id    uuid        not null references beckn_purchase (id),
    partner        text        not null,
    message_id     text        not null,
    action         text        not null,
    dialect        text        not null,
    untried        text        not null default '', -- dialects to try when the partner does not read this one
    preview        boolean     not null default false,
    body           bytea       not null,
    signatures     text[]      not null default '{}', -- headers under which it was sent: a callback may bind itself to any
    state          text        not null default 'SENT'
                   check (state in ('SENT', 'ACKNOWLEDGED', 'ANSWERED', 'FAILED', 'REFUSED', 'UNDELIVERED')),
    trust          text        not null default '',
    error_code     text        not null default '',
    error_message  text        not null default '',
    sent_at        timestamptz not null,
    due_at         timestamptz not null,
    settled_at     timestamptz,
    answer         text, -- in our own words
    callback       bytea,
    callback_auth  text,
    callback_sha   bytea       check (length(callback_sha) = 32),
    constraint beckn_purchase_request_once unique (partner, message_id)
);

create index beckn_purchase_request_of_purchase on beckn_purchase_request (purchase_id, id desc);
create index beckn_purchase_request_open on beckn_purchase_request (purchase_id) where state in ('SENT', 'ACKNOWLEDGED');

-- What a partner said unasked.
create table beckn_purchase_news (
    id          uuid        primary key, -- version 7
    purchase_id uuid        not null references beckn_purchase (id),
    message_id  text        not null,
    action      text        not null,
    content     text        not null, -- in our own words
    body        bytea       not null,
    auth_header text        not null,
    sha         bytea       not null check (length(sha) = 32),
    received_at timestamptz not null,
    constraint beckn_purchase_news_once unique (purchase_id, message_id, action)
);

create index beckn_purchase_news_of_purchase on beckn_purchase_news (purchase_id, id desc);

-- Which generation a partner was found to read.
create table beckn_partner (
    subscriber text        primary key,
    dialect    text        not null,
    learned_at timestamptz not null
);
