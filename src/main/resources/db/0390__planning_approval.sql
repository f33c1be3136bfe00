-- Which new plans wait for a person: versions that are only ever added; the highest is in force, none is automatic.
create table planning_approval (
    version bigint primary key check (version > 0),
    mode text not null check (mode in ('AUTOMATIC', 'MANUAL')),
    -- Names with commas between; no site is any site.
    causes text not null,
    sites text not null,
    lasts_minutes integer not null check (lasts_minutes > 0),
    set_at timestamptz not null,
    set_by text not null,
    audit_record uuid not null
);

-- A plan that was due and waits is a proposal too; the next one takes its place.
alter table planning_proposal
    add column origin text not null default 'PERSON' check (origin in ('PERSON', 'DUE')),
    drop constraint planning_proposal_state_check,
    add constraint planning_proposal_state_check
        check (state in ('OPEN', 'APPLIED', 'WITHDRAWN', 'SUPERSEDED'));

-- Of an old proposal that is closed or can be applied no more the words, the hashes and what became of it are kept.
alter table planning_proposal add column forgotten_at timestamptz;

create index planning_proposal_kept on planning_proposal (expires_at) where forgotten_at is null;
