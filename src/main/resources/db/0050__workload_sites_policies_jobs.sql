-- What can flex. Sites and policies are versions that are only ever added, so that a plan made on an older
-- one can be replayed; the current one is the highest. A job never changes: its state stands beside it.

create table workload_site (
    site_id text not null,
    version integer not null check (version > 0),
    name text not null,
    operator text not null,
    carbon_zone text not null,
    price_zone text not null,
    gsp_group text not null,
    locality text not null,
    latitude numeric not null,
    longitude numeric not null,
    it_capacity_w bigint not null,
    import_limit_w bigint not null,
    inflexible_base_w bigint not null,
    pue numeric not null,
    recorded_at timestamptz not null,
    primary key (site_id, version)
);

create table workload_policy (
    tenant text not null,
    version integer not null check (version > 0),
    name text not null,
    -- Null is no cap.
    carbon_cap_mg bigint,
    carbon_per_tonne numeric not null,
    currency text not null,
    recorded_at timestamptz not null,
    primary key (tenant, version)
);

create table workload_job (
    id uuid primary key,
    tenant text not null,
    reference text not null,
    name text not null,
    shape text not null check (shape in ('MALLEABLE', 'PREEMPTIBLE', 'CONTIGUOUS')),
    max_interruptions integer,
    it_power_w bigint not null check (it_power_w > 0),
    work_j bigint not null check (work_j > 0),
    release_at timestamptz not null,
    deadline_at timestamptz not null check (deadline_at > release_at),
    home_site text not null,
    allowed_sites text[] not null,
    priority text not null,
    origin text not null,
    submitted_at timestamptz not null,
    state text not null check (state in ('QUEUED', 'PLACED', 'RUNNING', 'DEFERRED', 'DONE', 'MISSED')),
    state_plan_version bigint,
    state_reason text,
    state_at timestamptz,
    state_undone_j bigint,
    -- Asking twice under one reference is a repeat, whoever asks first wins.
    unique (tenant, reference)
);

-- The planner reads the open jobs again and again; the closed ones pile up.
create index workload_job_open on workload_job (id) where state in ('QUEUED', 'PLACED', 'RUNNING', 'DEFERRED');
