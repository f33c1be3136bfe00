-- Budgets of tenants are versions that are only ever added; the highest is in force unless it says that it ended.

create table budget_budget (
    tenant text not null,
    version integer not null check (version > 0),
    -- Null is no limit.
    carbon_mg bigint check (carbon_mg > 0),
    money numeric check (money > 0),
    currency text not null,
    mode text not null check (mode in ('WARN', 'HOLD')),
    -- Both null: each calendar month, UTC.
    starts_at timestamptz,
    ends_at timestamptz,
    ended boolean not null,
    recorded_at timestamptz not null,
    recorded_by text not null,
    primary key (tenant, version),
    check (ended or carbon_mg is not null or money is not null),
    check ((starts_at is null) = (ends_at is null) and starts_at < ends_at)
);

-- What the jobs of a tenant draw at a site in a half-hour, by the last plan that stood before it began. Until executors
-- report, planned is done. Facility energy; carbon and money at the forecast of that plan.
create table budget_load (
    tenant text not null,
    site_id text not null,
    period_start timestamptz not null,
    facility_j bigint not null check (facility_j > 0),
    carbon_mg bigint not null,
    carbon_low_mg bigint not null,
    carbon_high_mg bigint not null,
    money numeric not null,
    money_low numeric not null,
    money_high numeric not null,
    currency text not null,
    quality text not null,
    plan_version bigint not null,
    primary key (tenant, period_start, site_id)
);

create index budget_load_by_time on budget_load (period_start);

-- Up to which plan the loads follow.
create table budget_followed (
    singleton boolean primary key default true check (singleton),
    plan_version bigint not null
);

insert into budget_followed (plan_version) values (0);

-- Each threshold is told once in a period.
create table budget_warning (
    tenant text not null,
    period_start timestamptz not null,
    kind text not null check (kind in ('CARBON', 'MONEY')),
    percent integer not null,
    told_at timestamptz not null,
    audit_record uuid not null,
    primary key (tenant, period_start, kind, percent)
);
