-- What sites are told when a plan moves a job that has begun: one row a move, kept when it is over.
create table planning_migration (
    id            uuid        primary key,
    revision      int         not null check (revision >= 1),
    job_id        uuid        not null,
    tenant        text        not null,
    from_site     text        not null,
    to_site       text        not null,
    leave_by      timestamptz not null,
    resume_at     timestamptz not null,
    it_power_w    bigint      not null check (it_power_w > 0),
    left_j        bigint      not null check (left_j > 0),
    plan_version  bigint      not null,
    state         text        not null check (state in ('ORDERED', 'WITHDRAWN', 'REFUSED', 'DONE')),
    from_said     text        check (from_said in ('TAKEN', 'DONE', 'REFUSED')),
    to_said       text        check (to_said in ('TAKEN', 'DONE', 'REFUSED')),
    why           text        not null,
    since         timestamptz not null,
    record_id     uuid        not null,
    check (from_site <> to_site)
);
create unique index planning_migration_open on planning_migration (job_id) where state = 'ORDERED';
create index planning_migration_job on planning_migration (job_id, id);
