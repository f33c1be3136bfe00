-- A decision waits here, written by the very transaction that takes it, until the sequencer gives it its place in
-- the log: one commit, so there is no decision without its record.
create table audit_pending (
    position  bigint generated always as identity primary key,
    record_id uuid   not null unique,
    decision  bytea  not null
);

-- The exact bytes that decisions rest on, under their own hash: the record holds the hash alone.
create table audit_evidence (
    sha256     bytea primary key check (length(sha256) = 32),
    media_type text  not null,
    content    bytea not null
);
