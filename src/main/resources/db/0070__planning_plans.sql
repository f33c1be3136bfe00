-- Plans are only ever added; the one of the highest version stands. What a plan was decided from is kept with it,
-- compressed and under its hash, so that anybody can negotiate it again and must come to the same outcome.

create table planning_plan (
    version bigint primary key check (version > 0),
    id uuid not null unique,
    cause text not null,
    as_of timestamptz not null,
    grid_start timestamptz not null,
    grid_half_hours integer not null,
    cost numeric not null,
    currency text not null,
    carbon_mg bigint not null,
    objective numeric not null,
    lower_bound numeric not null,
    gap numeric not null,
    carbon_per_tonne numeric not null,
    rounds integer not null,
    stopped text not null,
    -- JSON: the forecasts used and the difference from the version before.
    particulars text not null,
    inputs_gz bytea not null,
    inputs_sha256 text not null,
    outcome_sha256 text not null,
    transcript_gz bytea not null,
    -- Of the lease under which it was written: a later plan never has a lower one.
    fencing_token bigint not null,
    audit_record uuid not null
);

create table planning_allocation (
    plan_version bigint not null references planning_plan,
    job_id uuid not null,
    site_id text not null,
    starts_at timestamptz not null,
    ends_at timestamptz not null check (ends_at > starts_at),
    it_power_w bigint not null check (it_power_w > 0),
    primary key (plan_version, job_id, starts_at, site_id)
);

create table planning_deferral (
    plan_version bigint not null references planning_plan,
    job_id uuid not null,
    undone_j bigint not null check (undone_j > 0),
    reason text not null,
    detail text not null,
    primary key (plan_version, job_id)
);

create table planning_scarcity (
    plan_version bigint not null references planning_plan,
    site_id text not null,
    period_start timestamptz not null,
    per_it_kwh numeric not null check (per_it_kwh > 0),
    primary key (plan_version, site_id, period_start)
);

-- What earlier plans placed before the standing one begins: until executors report, planned is done.
create table planning_progress (
    job_id uuid not null,
    site_id text not null,
    starts_at timestamptz not null,
    ends_at timestamptz not null check (ends_at > starts_at),
    it_power_w bigint not null check (it_power_w > 0),
    plan_version bigint not null references planning_plan,
    primary key (job_id, starts_at, site_id)
);
