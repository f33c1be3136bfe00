-- Why: records become evidence by standing in one tree that only grows. The database itself refuses to change or
-- remove what stands there, so that a bug in the program cannot rewrite it either.

-- Whose case a waiting record belongs to: a bundle must not be cut while part of its case still waits.
alter table audit_pending add column entity_type text not null default '';
alter table audit_pending add column entity_id text not null default '';
create index audit_pending_subject on audit_pending (entity_type, entity_id);

-- The one row a sequencer locks: who holds it decides what comes next.
create table audit_state (
    id int primary key check (id = 1),
    origin text not null,
    size bigint not null check (size >= 0),
    root bytea not null check (length(root) = 32),
    frontier bytea not null
);

create table audit_entry (
    entry_index bigint primary key check (entry_index >= 0),
    record_id uuid not null unique,
    record_type text not null,
    entity_type text not null,
    entity_id text not null,
    recorded_at timestamptz not null,
    leaf_hash bytea not null check (length(leaf_hash) = 32),
    entry bytea not null check (length(entry) between 1 and 65535)
);

create index audit_entry_subject on audit_entry (entity_type, entity_id, entry_index);

-- Roots of full subtrees of 256, 65,536 ... entries: the hashes of the upper tiles. Level 0 is in audit_entry.
create table audit_node (
    level int not null check (level > 0 and level % 8 = 0),
    number bigint not null check (number >= 0),
    hash bytea not null check (length(hash) = 32),
    primary key (level, number)
);

-- What was promised to the world. The frontier is the one from which the next promise is checked again.
create table audit_checkpoint (
    size bigint primary key check (size >= 0),
    root bytea not null check (length(root) = 32),
    frontier bytea not null,
    note text not null,
    published_at timestamptz not null
);

create function audit_is_append_only() returns trigger language plpgsql as $$
begin
    raise exception '% is append-only', tg_table_name using errcode = 'integrity_constraint_violation';
end
$$;

create trigger audit_entry_append_only before update or delete or truncate on audit_entry
    for each statement execute function audit_is_append_only();
create trigger audit_node_append_only before update or delete or truncate on audit_node
    for each statement execute function audit_is_append_only();
create trigger audit_checkpoint_append_only before update or delete or truncate on audit_checkpoint
    for each statement execute function audit_is_append_only();
create trigger audit_evidence_append_only before update or delete or truncate on audit_evidence
    for each statement execute function audit_is_append_only();
create trigger audit_state_stays before delete or truncate on audit_state
    for each statement execute function audit_is_append_only();

create function audit_state_only_grows() returns trigger language plpgsql as $$
begin
    if new.size < old.size or new.origin <> old.origin then
        raise exception 'the audit log only grows' using errcode = 'integrity_constraint_violation';
    end if;
    return new;
end
$$;

create trigger audit_state_grows before update on audit_state
    for each row execute function audit_state_only_grows();
