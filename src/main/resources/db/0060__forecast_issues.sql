-- Every forecast as it was issued, byte for byte: the only way to report honest accuracy later, and to show on
-- what a decision was taken. series is the canonical text that sha256 is taken over.

create table forecast_issue (
    id uuid not null,
    zone text not null,
    signal text not null,
    issued_at timestamptz not null,
    grid_start timestamptz not null,
    grid_count integer not null check (grid_count > 0),
    inputs uuid[] not null,
    sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
    series text not null,
    primary key (id, issued_at),
    -- The same inputs give the same bytes: asking twice stores once.
    unique (zone, signal, issued_at, grid_start, grid_count, sha256)
) partition by range (issued_at);

create table forecast_issue_other partition of forecast_issue default;

do $$
declare
    year timestamptz;
begin
    for year in select generate_series('2026-01-01Z'::timestamptz, '2030-01-01Z', '1 year') loop
        execute format(
            'create table forecast_issue_%s partition of forecast_issue for values from (%L) to (%L)',
            to_char(year at time zone 'UTC', 'YYYY'), year, year + interval '1 year');
    end loop;
end $$;
