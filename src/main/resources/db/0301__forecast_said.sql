-- What each method said at each scheduled issue, by half-hour from grid_start on: NaN where it said nothing, and where
-- the outturn was known already. Forecasts are judged by this alone. Rows older than 100 days go as new ones come.

create table forecast_said (
    zone text not null,
    signal text not null,
    issued_at timestamptz not null,
    method text not null,
    grid_start timestamptz not null,
    p10 real[] not null,
    p50 real[] not null,
    p90 real[] not null,
    primary key (zone, signal, issued_at, method)
);
