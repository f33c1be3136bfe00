-- Who may call. The secret of a key is shown once and never stored: what is kept is its SHA-256, which is enough for
-- 256 random bits. Keys are never deleted, so that a record which names one can always be explained.
create table identity_api_key (
    id            text        primary key check (id ~ '^[0-9a-f]{12}$'),
    label         text        not null,
    tenant        text        not null,
    scopes        text[]      not null,
    secret_sha256 bytea       not null check (octet_length(secret_sha256) = 32),
    created_at    timestamptz not null,
    created_by    text        not null,
    expires_at    timestamptz,
    revoked_at    timestamptz,
    last_used_at  timestamptz,
    version       int         not null default 1
);
create index identity_api_key_tenant on identity_api_key (tenant);
