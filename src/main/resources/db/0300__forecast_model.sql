-- What was learnt, as it was learnt: a forecast names the model it was made with, and can be made again with it.
-- content is what sha256 is taken over, with zone, signal, version and data_sha256.

create table forecast_model (
    id uuid primary key,
    zone text not null,
    signal text not null,
    known_at timestamptz not null,
    version integer not null check (version > 0),
    history_half_hours integer not null check (history_half_hours > 0),
    data_sha256 text not null check (data_sha256 ~ '^[0-9a-f]{64}$'),
    sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
    content bytea not null
);

create index forecast_model_of_stream on forecast_model (zone, signal, known_at desc);

-- Empty for forecasts without one, and for those issued before there were any.
alter table forecast_issue
    add column model_sha256 text not null default '',
    add column cause text not null default 'PLAN';
