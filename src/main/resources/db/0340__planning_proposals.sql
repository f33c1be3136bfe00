-- What persons have asked of a plan holds for those that follow, until it lapses: whoever makes the next one reads it
-- here, by version, without unfolding all the inputs that hold it too.
alter table planning_plan add column adjustments text not null default '[]';

-- Plans that do not stand. Whoever applies one makes a plan of it; what was proposed is never changed.
create table planning_proposal (
    id uuid primary key,
    base_version bigint not null check (base_version > 0),
    proposed_by text not null,
    made_at timestamptz not null,
    expires_at timestamptz not null check (expires_at > made_at),
    -- JSON: reason, changes and what was left out.
    words text not null,
    inputs_gz bytea not null,
    inputs_sha256 text not null,
    outcome_gz bytea not null,
    outcome_sha256 text not null,
    transcript_gz bytea not null,
    audit_record uuid not null,
    state text not null check (state in ('OPEN', 'APPLIED', 'WITHDRAWN')),
    closed_at timestamptz,
    closed_by text,
    applied_version bigint unique references planning_plan,
    check ((state = 'OPEN') = (closed_at is null)),
    check ((state = 'APPLIED') = (applied_version is not null))
);

create index planning_proposal_open on planning_proposal (expires_at) where state = 'OPEN';
create index planning_proposal_made on planning_proposal (made_at);
