-- The answer to a request that made something, in the transaction that made it: whoever did not hear it asks again
-- with the same key and hears the same. Rows are forgotten a day later.
create table api_idempotency (
    tenant         text        not null,
    key            text        not null,
    request_sha256 bytea       not null check (octet_length(request_sha256) = 32),
    status         int         not null,
    media_type     text        not null,
    location       text        not null,
    body           bytea       not null,
    answered_at    timestamptz not null,
    primary key (tenant, key)
);
create index api_idempotency_answered on api_idempotency (answered_at);
