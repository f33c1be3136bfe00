-- For what a signature over no bytes was used, so that it is good for nothing else at any node: it says neither what is
-- called nor whom. It counts for a minute, and is remembered for two.
create table beckn_empty_call (
    signature  bytea       primary key check (length(signature) = 32), -- SHA-256 of it
    target     text        not null, -- method and path of what changes something; empty for all that only reads
    expires_at timestamptz not null
);

create index beckn_empty_call_expiry on beckn_empty_call (expires_at);
